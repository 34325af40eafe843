"""Where the words of the design do not let a law of *Unknown* hold: each function quotes the sentence.

`test_unknown_has_limits.py` shows the smallest world of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.named import field_tests_in, selectors, types_named

if TYPE_CHECKING:
    from tests.property.judging import Finding, Key
    from tests.property.retelling import Change
    from tests.property.selectors import Rule


def answers_in(rule: Rule) -> list[Rule]:
    """The selectors of what answers."""
    named = ("of",) if rule["kind"] in ("quota", "cadence") else ("with", "open_until")
    steps: list[Rule] = rule.get("steps", [])
    found: list[Rule] = [rule[name] for name in (*named, "open_until") if name in rule]
    return found + (steps if "closing" in rule else steps[:-1])


def owing_in(rule: Rule) -> list[Rule]:
    """The selectors of what owes something."""
    if rule["kind"] == "sequence":
        later: list[Rule] = [rule["closing"]] if "closing" in rule else rule["steps"][1:]
        return later
    return [rule[name] for name in ("to", "of") if name in rule and rule["kind"] in ("response", "content", "genuine")]


def owes_by_a_renamed_type(change: Change, finding: Finding) -> bool:
    """ "A record of an unread type (...), as an answer and as what ends a duty": what it would owe goes unsaid."""
    types = {kind for selector in owing_in(change.rule(finding)) for kind in types_named(selector)}
    return any(row["rep_id"] == finding[1] and row["type"] in types for row in change.types_renamed)


def excludes_by_a_lost_column(change: Change, finding: Finding) -> bool:
    """ "An excluding one (...) holds there": a record that the column would have ruled out then counts for sure."""
    tests = [test for each in selectors(change.rule(finding)) for test in field_tests_in(each)]
    return any(test.excludes and test.field in change.columns_lost for test in tests)


def may_drop_what_is_met(change: Change, finding: Finding) -> bool:
    """ "A unit that may not exist is dropped where it is met": below a threshold of 1 that lowers the share."""
    rule = change.rule(finding)
    threshold: float = rule.get("threshold", 1)
    return threshold < 1 and bool(owing_in(rule) or "open_until" in rule)


def is_genuine(change: Change, finding: Finding) -> bool:
    """ "Genuine: missing (...) columns only": a signal among the records that are shown."""
    return str(change.rule(finding)["kind"]) == "genuine"


def is_keyed_by_rep(change: Change, finding: Finding) -> bool:
    """ "A word of one's own does not" excuse; a record of nobody "bears on nothing keyed by rep, on no `at_most`"."""
    rule = change.rule(finding)
    by_rep = "rep" in (rule.get("per"), rule.get("same")) or (rule["kind"] == "quota" and "each" not in rule)
    return by_rep or "at_most" in rule


def infers_care(change: Change, finding: Finding) -> bool:
    """Care inferred of the log changes hands as records change theirs: version 1's reading of it is kept here."""
    return change.rule(finding)["kind"] == "cadence" and change.whole.customers is None


def takes_any_type(change: Change, finding: Finding) -> bool:
    """No sentence says that an answer of any type is shown in part where a type is not exported."""
    return any(not types_named(selector) for selector in answers_in(change.rule(finding)))


OF_UNITS = (excludes_by_a_lost_column, is_genuine)
OF_FINDINGS = (*OF_UNITS, owes_by_a_renamed_type, may_drop_what_is_met)


def its_own_record_is_there(change: Change, key: Key) -> bool:
    """Whether nothing was dropped that a unit itself stands on: its trigger, or what put a thing into care."""
    rule, subject = change.rule(key[:2]), dict(key[2])
    there = {row["record_id"] for row in change.told.records}
    lost = [row for row in change.whole.records if row["record_id"] not in there]
    if "record_id" in subject:
        return subject["record_id"] in there
    if rule["kind"] == "cadence":
        column = "case_id" if "case_id" in subject else "customer_id"
        inferred = "case_id" in subject or change.whole.customers is None
        return not inferred or all(row.get(column) != subject.get(column) for row in lost)
    return True
