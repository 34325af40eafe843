"""SARIF 2.1.0 for code scanning: one result a deviation, its fingerprint the deviation's identity.

Within what GitHub takes: 25,000 results, of which it keeps 5,000, so the worst lead and what is left out is
said. Waived and accepted deviations are results too, suppressed, with who said so and why.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from checklist.reporters.issues import Weight, issues, left_out
from checklist.reporters.reading import Reading
from checklist.reporters.text import fitted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit, Rule
    from checklist.reporters.issues import Issue, Spot
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "sarif"
SUFFIX = ".sarif"
KIND: Literal["file"] = "file"

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 25_000
"""How many results of a run GitHub takes."""

_LONGEST = 1000
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
_LEVELS = {Weight.STOPS: "error", Weight.FAILS: "warning", Weight.LOOK: "note"}
_END = (".", "。", "!", "?", "！", "？")


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[str]:
    """Yield the log piece by piece, one result a line."""
    reading = Reading(audit, wording)
    found = issues(reading)
    rules = list(audit.policy.rules)
    places = {rule.id: place for place, rule in enumerate(rules)}
    compared = audit.gate is not None and audit.gate.compared
    head = {
        "tool": {"driver": _driver(reading, rules)},
        "automationDetails": {"id": f"checklist/{one_line(audit.policy.id)}/{audit.period.label}/"},
        "columnKind": "utf16CodeUnits",
        "language": _LANGUAGES[wording.language],
        "invocations": [_invocation(reading, left_out(audit, max(0, len(found) - MOST)))],
        "properties": {
            "policy": one_line(audit.policy.id),
            "policyVersion": one_line(audit.policy.version),
            "policySha256": audit.policy.sha256,
            "from": str(audit.period.first),
            "to": str(audit.period.last),
            "asOf": str(audit.period.as_of),
        },
    }
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [\n'
    yield _text(head)[:-1] + ', "results": ['
    between = "\n "
    for each in found[:MOST]:
        result = _result(each, places[each.deviation.rule], options.folder)
        if compared:
            result["baselineState"] = "unchanged" if each.known else "new"
        yield between + _text(result)
        between = ",\n "
    yield "\n]}\n]}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _driver(reading: Reading, rules: list[Rule]) -> dict[str, Any]:
    return {
        "name": "checklist",
        "version": reading.audit.version,
        "semanticVersion": reading.audit.version,
        "rules": [_rule(reading, rule) for rule in rules],
    }


def _rule(reading: Reading, rule: Rule) -> dict[str, Any]:
    """Return what a rule is: GitHub shows its title, its sentence, and the help beside every result."""
    wording = reading.wording
    title = one_line(reading.rule_title(rule.id))
    asked = one_line(reading.requirement(rule.id) or wording.text(f"kind.{rule.kind}"))
    clause = reading.clauses.get(rule.clause)
    text = one_line(wording.value(clause.text)) if clause is not None else ""
    advice = one_line(wording.value(rule.advice)) if rule.advice is not None else ""
    weight = Weight.LOOK if rule.informational else Weight.STOPS if reading.binding(rule.id) else Weight.FAILS
    problem = {Weight.STOPS: "error", Weight.FAILS: "warning", Weight.LOOK: "recommendation"}[weight]
    helping = " ".join(_sentence(part) for part in (asked, text, advice) if part)
    return {
        "id": rule.id,
        "shortDescription": {"text": _sentence(fitted(title, _LONGEST))},
        "fullDescription": {"text": _sentence(fitted(asked, _LONGEST - 1))},
        "help": {"text": f"{helping} checklist explain {rule.id}"},
        "defaultConfiguration": {"level": _LEVELS[weight]},
        "properties": {
            "tags": [one_line(tag) for tag in (rule.clause, rule.kind, rule.modality.value)],
            "problem.severity": problem,
        },
    }


def _sentence(text: str) -> str:
    """Return a text that ends as a sentence does."""
    return text if text.endswith(_END) else f"{text}."


def _invocation(reading: Reading, omitted: int) -> dict[str, Any]:
    """Return how the run went; what it leaves out is said there."""
    said = [reading.wording.text("pipelines.more", count=omitted)] if omitted else []
    said += map(reading.settling, reading.unknowns(reading.findings))
    said += [reading.say(notice.sentence) for notice in reading.audit.notices]
    if reading.audit.gate is not None:
        said += [reading.wording.say(stop.sentence) for stop in reading.audit.gate.stops]
    notes = [{"level": "note", "message": {"text": _sentence(one_line(each))}} for each in said]
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _result(each: Issue, place: int, folder: str | None) -> dict[str, Any]:
    deviation = each.deviation
    result: dict[str, Any] = {
        "ruleId": deviation.rule,
        "ruleIndex": place,
        "level": _LEVELS[each.weight],
        "message": {"text": _sentence(each.message)},
        "locations": [_location(each.spot, folder)],
        "partialFingerprints": {"primaryLocationLineHash": f"{deviation.id}:1", "deviation/v1": deviation.id},
        "properties": {"rep": one_line(deviation.rep_id), "due": str(deviation.due_on), "missing": deviation.missing},
    }
    if each.related:
        result["relatedLocations"] = [
            {"id": number, **_location(spot, folder)} for number, spot in enumerate(each.related, start=1)
        ]
    if each.excuse is not None:
        suppression = {"kind": "external", "status": "accepted", "justification": each.excuse}
        result["suppressions"] = [suppression]
    return result


def _location(spot: Spot, folder: str | None) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": spot.uri(folder)}, "region": {"startLine": spot.line}}}
