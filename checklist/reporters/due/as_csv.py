"""What falls due next as a table: one row a thing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.reporters.due.reading import DueReading
from checklist.reporters.tabletext import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import DueList
    from checklist.reporters.options import Options
    from checklist.reporters.tabletext import Cell
    from checklist.wording import Wording

FORMAT = "csv"
SUFFIX = ".csv"
KIND: Literal["tables"] = "tables"
TABLES = ("due", "not_checked")

COLUMNS = (
    *("rep_id", "name", "team", "manager", "overdue", "due_on", "count", "message"),
    *("clause", "rule", "title", "modality", "subject"),
)
NOT_CHECKED = ("clause", "rule", "title", "reason_code", "reason")


def render(due: DueList, wording: Wording, options: Options) -> Iterator[tuple[str, Iterator[str]]]:  # noqa: ARG001
    """Yield the table of what falls due, then that of the rules of which it cannot be told."""
    reading = DueReading(due, wording)
    yield TABLES[0], table_lines(COLUMNS, _rows(reading), wording)
    yield TABLES[1], table_lines(NOT_CHECKED, _not_checked(reading), wording)


def _rows(reading: DueReading) -> Iterator[list[Cell]]:
    text = reading.wording.text
    for rep in reading.due.reps:
        for each in reading.duties(rep.rep_id):
            yield [
                *(rep.rep_id, rep.name, rep.team, rep.manager),
                text("csv.yes") if each.overdue else None,
                None if each.due_on is None else str(each.due_on),
                each.count,
                reading.wording.say(each.sentence),
                *(each.clause, each.rule, reading.rule_title(each.rule)),
                text(f"modality.{reading.rules[each.rule].modality}"),
                "; ".join(f"{name}={value}" for name, value in sorted(each.subject.items())),
            ]


def _not_checked(reading: DueReading) -> Iterator[list[Cell]]:
    for rule, reason in reading.due.ahead.not_checked:
        said = reading.wording.say(reason)
        yield [rule.clause, rule.id, reading.rule_title(rule.id), reason.key.rpartition(".")[2], said]
