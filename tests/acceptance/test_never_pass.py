"""Nothing passes by accident: whatever the data lack, no rule of the pack comes out as passed."""

import dataclasses
from collections.abc import Iterator
from datetime import date

import pytest

from checklist.auditing.shown import needs_of
from checklist.casebook import Case
from checklist.casebook.running import judge_case
from checklist.casebook.worlds import CaseTable, World
from checklist.model import Outcome, Rule
from tests.acceptance.casebooks import book, cases_of

pytestmark = pytest.mark.slow

POLICY = book().policy
REQUIRED = {
    "records": {"rep_id", "type", "occurred_at"},
    "reps": {"rep_id"},
    "customers": {"customer_id", "rep_id"},
    "attestations": {"rep_id", "item", "assessor", "assessed_on"},
    "absences": {"rep_id", "from", "to"},
}


def with_table(world: World, name: str, table: CaseTable | None) -> World:
    tables = {each: rows for each, rows in world.tables.items() if each != name}
    return dataclasses.replace(world, tables=tables if table is None else {**tables, name: table})


def without_types(world: World, types: frozenset[str], uncovered: frozenset[str]) -> World:
    table = world.tables["records"]
    rows = tuple(row for row in table.rows if row["type"] not in types)
    # Something is left to judge by: an export is never empty only because one type is missing.
    other = {"rep_id": "R1", "type": "something_else", "occurred_at": "2026-01-02", "record_id": "other"}
    covers = tuple(name for name in world.covers if name not in types | uncovered)
    made = dataclasses.replace(table, rows=(*rows, other))
    return dataclasses.replace(with_table(world, "records", made), covers=covers)


def without_column(world: World, name: str, column: str) -> World:
    table = world.tables[name]
    headers = tuple(header for header in table.headers if header != column)
    return with_table(world, name, dataclasses.replace(table, headers=headers))


def emptied(world: World, name: str) -> World:
    return with_table(world, name, dataclasses.replace(world.tables[name], rows=(), places=()))


def defects(rule: Rule, world: World) -> Iterator[tuple[str, World]]:
    """Every way in which the data can lack what the rule rests on, each in a world where the rule passes."""
    needs = needs_of(rule, POLICY)
    ceiling = getattr(rule.versions[0].parameters, "at_most", None) is not None
    # Whoever says that the log is complete says that what it does not hold did not happen: a ceiling on it holds.
    uncovered = frozenset({"all"} if ceiling else ())
    for each in needs.types:
        yield f"no {sorted(each)}", without_types(world, each, uncovered)
        if needs.limit:
            for name in sorted(each):
                yield f"no {name}", without_types(world, frozenset({name}), uncovered)
    for table, column in sorted(needs.columns):
        if column not in REQUIRED[table]:
            yield f"no column {table}.{column}", without_column(world, table, column)
    for table in sorted(needs.tables):
        yield f"no table {table}", with_table(world, table, None)
        # A table that is given and lists no customer lost shows that none was: a ceiling on it holds.
        if table != "reps" and not ceiling:
            yield f"empty {table}", emptied(world, table)
    yield "empty log", emptied(world, "records")
    yield (
        "empty log said to cover nothing",
        dataclasses.replace(emptied(world, "records"), covers=(), spans=(None, None)),
    )
    yield "a period in the future", dataclasses.replace(world, period="2031-03")


@pytest.mark.parametrize("rule", POLICY.rules, ids=lambda rule: rule.id)
def test_no_defect_of_the_data_lets_a_rule_pass(rule: Rule) -> None:
    case = next(case for case in cases_of(rule.id) if case.shows == "passing")
    assert outcomes(case) & {Outcome.PASS}
    passed = [name for name, world in defects(rule, case.world) if Outcome.PASS in outcomes(case, world)]
    assert passed == []


def outcomes(case: Case, world: World | None = None) -> set[Outcome]:
    findings, _ = judge_case(POLICY, case if world is None else dataclasses.replace(case, world=world))
    assert findings
    return {finding.outcome for finding in findings}


RESTING_ON_ABSENCE = ("no-confirmed-violations", "no-confirmed-conduct-complaints", "gifts-approved")


def a_month_later(case: Case) -> World:
    """The world of a case, audited for a month that no record of it lies in; nobody says what the log spans."""
    days = [row["occurred_at"][:7] for row in case.world.tables["records"].rows]
    assert max(days) < "2026-12"
    return dataclasses.replace(case.world, period="2026-12", as_of=date(2026, 12, 31), spans=(None, None))


@pytest.mark.parametrize("rule", RESTING_ON_ABSENCE)
def test_what_nothing_is_logged_against_does_not_pass_in_a_month_without_records(rule: str) -> None:
    case = next(case for case in cases_of(rule) if case.shows == "passing")
    empty = a_month_later(case)
    findings, deviations = judge_case(POLICY, dataclasses.replace(case, world=empty))
    assert {finding.outcome for finding in findings} == {Outcome.NOT_CHECKED}
    assert {finding.reason.key for finding in findings if finding.reason} == {"reason.unknown"}
    assert {(finding.expected, finding.met, finding.unknown) for finding in findings} == {(0, 0, 1)}
    assert deviations == []
    # A record of anything at the end of that month, or a word of what the log spans, and it is judged.
    spoken = dataclasses.replace(empty, spans=(date(2026, 1, 1), date(2026, 12, 31)))
    assert outcomes(case, spoken) == {Outcome.PASS}
    table = empty.tables["records"]
    other = dict.fromkeys(table.headers, "") | {
        "record_id": "other",
        "rep_id": table.rows[0]["rep_id"],
        "type": "something_else",
        "occurred_at": "2026-12-31",
    }
    places = (*table.places, table.places[0])
    shown = with_table(empty, "records", dataclasses.replace(table, rows=(*table.rows, other), places=places))
    assert outcomes(case, shown) == {Outcome.PASS}


def test_days_on_which_nobody_works_need_no_record() -> None:
    case = next(case for case in cases_of("gifts-approved") if case.shows == "passing")
    holiday = dataclasses.replace(a_month_later(case), period="2026-10-01..2026-10-07", as_of=date(2026, 10, 31))
    assert Outcome.NOT_CHECKED not in outcomes(case, holiday)
