"""The rows that could not be read: counted whole, listed up to a thousand, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checklist.engine import identifier, literal
from checklist.model import InputError, Notice, Place, Reject, Sentence
from checklist.model.tables import PROBLEM
from checklist.records.leave import NOT_GRANTED
from checklist.records.totals import TOTAL, broken_rows
from checklist.records.typed import SEPARATOR
from checklist.records.values.reading import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checklist.engine import Session
    from checklist.model import InputSummary
    from checklist.model.tables import Table
    from checklist.records.planning import Plan
    from checklist.records.values.deciding import Decided

LISTED = 1000
_WORDS = 10
TOLERATED = Fraction(1, 100)
"""The share of an input's rows that an audit may pass over, unless it is told another limit."""
_IS_TOTAL = f"starts_with({PROBLEM}, {literal(TOTAL + SEPARATOR)})"
_NOT_GRANTED = f"starts_with({PROBLEM}, {literal(NOT_GRANTED + SEPARATOR)})"
_SKIPPED = f"{PROBLEM} = 'skip' OR {_IS_TOTAL} OR {_NOT_GRANTED}"


@dataclass(slots=True)
class Counts:
    """One file's row balance, duplicates aside."""

    rows: int = 0
    rejects: int = 0
    skipped: int = 0


class Rejects:
    """Takes unreadable and skipped rows out of the loaded tables and remembers them.

    `counts` has each file's row balance, `totals` how many of its rows were passed over as totals, and the first line.
    """

    def __init__(self, session: Session, plans: Sequence[Plan], decided: Mapping[int, Mapping[str, Decided]]) -> None:
        self._session = session
        self._plans = {each.file_id: each for each in plans}
        self._rules = {
            (file_id, name.casefold()): each.reading.rule
            for file_id, own in decided.items()
            for name, each in own.items()
        }
        self.totals: dict[int, tuple[int, int]] = {}
        self._said: list[Notice] = []
        self._found: list[tuple[int, Reject]] = []
        self.counts = {each.file_id: Counts() for each in plans}

    def take(self, table: Table, plans: Sequence[Plan]) -> None:
        """Take one loaded table's bad rows out."""
        name = identifier(f"loaded_{table.name}")
        for file_id, rows, problems, skipped in self._session.rows(
            f"SELECT file_id, count(*), count({PROBLEM}), count(*) FILTER ({_SKIPPED}) FROM {name} GROUP BY file_id"
        ):
            counts = self.counts[file_id]
            counts.rows, counts.rejects, counts.skipped = rows, problems - skipped, skipped
        if any(self.counts[each.file_id].rejects or self.counts[each.file_id].skipped for each in plans):
            self._list_problems(table, name)
            self._note_totals(
                self._session.rows(f"SELECT file_id, count(*), min(line) FROM {name} WHERE {_IS_TOTAL} GROUP BY ALL")
            )
            self._note_not_granted(name)
            self._session.run(f"DELETE FROM {name} WHERE {PROBLEM} IS NOT NULL")
        self._session.run(f"ALTER TABLE {name} DROP COLUMN {PROBLEM}")
        for each in plans:
            if each.raw.broken:
                self._take_broken(each)

    def add(self, file_id: int, counts: Counts, total: tuple[int, int] | None) -> None:
        """Remember the balance of a file, or of a part of one, whose rows were taken out elsewhere."""
        own = self.counts[file_id]
        own.rows += counts.rows
        own.rejects += counts.rejects
        own.skipped += counts.skipped
        if total is not None:
            self._note_totals([(file_id, *total)])

    def keep(self, file_id: int, reject: Reject) -> None:
        """Remember a row that could not be read, out of those that are listed."""
        self._found.append((file_id, reject))

    def take_rows(self, plan: Plan, count: int, reasons: Sequence[tuple[int, Sentence]]) -> None:
        """Remember rows that were read and are none of the table's all the same; `reasons` tell of the first lines."""
        self.counts[plan.file_id].rejects += count
        for line, reason in reasons:
            self._found.append((plan.file_id, Reject(plan.table.name, *plan.whereabouts(line), reason)))

    def listed(self) -> tuple[Reject, ...]:
        """Return the rejects in the order of files and lines, as many as are listed."""
        ordered = sorted(self._found, key=lambda each: (each[0], each[1].line))
        return tuple(reject for _, reject in ordered[:LISTED])

    def _list_problems(self, table: Table, name: str) -> None:
        for file_id, line, problem in self._session.rows(
            f"SELECT file_id, line, {PROBLEM} FROM {name} WHERE NOT ({_SKIPPED}) ORDER BY file_id, line LIMIT {LISTED}"
        ):
            code, column, value = problem.split(SEPARATOR, 2)
            values = {"column": column, "value": value}
            if code == OUTSIDE:
                values["rule"] = self._rules[file_id, column.casefold()]
            reason = Sentence(f"reject.{code}", values)
            self._found.append((file_id, Reject(table.name, *self._plans[file_id].whereabouts(line), reason)))

    def _note_totals(self, found: Sequence[tuple[int, int, int]]) -> None:
        for file_id, count, line in found:
            before, first = self.totals.get(file_id, (0, line))
            self.totals[file_id] = (before + count, min(first, line))

    def _note_not_granted(self, name: str) -> None:
        """Say how many rows are leave that was not granted, and by which words."""
        word = f"split_part({PROBLEM}, {literal(SEPARATOR)}, 3)"
        for file_id, count, words in self._session.rows(
            f"SELECT file_id, sum(rows), list(word || ' (' || rows || ')' ORDER BY rows DESC, word)[1:{_WORDS}] FROM ("
            f"SELECT file_id, {word} AS word, count(*) AS rows FROM {name} WHERE {_NOT_GRANTED} GROUP BY ALL) counted "
            "GROUP BY file_id ORDER BY file_id"
        ):
            values = {"path": self._plans[file_id].source.path, "count": int(count), "words": words}
            self._said.append(Notice("leave_not_granted", Sentence("notice.leave_not_granted", values)))

    def notices(self) -> list[Notice]:
        """Say which rows were passed over as totals or footers, and which leave was not granted."""
        found = list(self._said)
        for file_id, (count, line) in sorted(self.totals.items()):
            path, own = self._plans[file_id].whereabouts(line)
            values = {"path": path, "count": count, "line": own}
            found.append(Notice("totals_skipped", Sentence("notice.totals_skipped", values)))
        return found

    def _take_broken(self, plan: Plan) -> None:
        counts = self.counts[plan.file_id]
        self._session.create("reading_broken", broken_rows(plan))
        broken, totals, first = self._session.rows(
            "SELECT count(*), count(*) FILTER (is_total), min(line) FILTER (is_total) FROM reading_broken"
        )[0]
        counts.rows += broken
        counts.rejects += broken - totals
        counts.skipped += totals
        if totals:
            self._note_totals([(plan.file_id, totals, first)])
        for line, code, expected, found in self._session.rows(
            f"SELECT line, code, expected, found FROM reading_broken WHERE NOT is_total ORDER BY line LIMIT {LISTED}"
        ):
            reason = Sentence(f"reject.{code}", {"expected": expected, "found": found})
            self._found.append((plan.file_id, Reject(plan.table.name, *plan.whereabouts(line), reason)))
        self._session.run("DROP TABLE reading_broken")


def enforce(limit: int | Fraction | None, inputs: Sequence[InputSummary], listed: Sequence[Reject]) -> None:
    """Stop where more rows than allowed could not be read, and where of an input none could; some are `listed`.

    The limit is a number of rows in all, or a share of the rows of each input; without one, nothing stops.
    """
    if limit is None:
        return
    for each in inputs:
        shared = isinstance(limit, Fraction) and each.rejects > each.rows * limit
        unread = each.rejects > 0 and not each.records and not each.duplicates
        if unread or shared:
            first = next((reject for reject in listed if _is_of(reject, each)), listed[0])
            values = {"count": each.rejects, "rows": each.rows, "reason": first.reason, "path": each.path}
            code = "input_unread" if unread else "too_many_rejects_of_input"
            raise InputError(code, Place(first.path, first.line), **values)
    total = sum(each.rejects for each in inputs)
    if not isinstance(limit, Fraction) and total > limit:
        place = Place(listed[0].path, listed[0].line)
        raise InputError("too_many_rejects", place, count=total, limit=limit, reason=listed[0].reason)


def _is_of(reject: Reject, read: InputSummary) -> bool:
    """Tell whether a row is of an input; those of a folder stand in files of their own."""
    return reject.table == read.table and (reject.path == read.path or reject.path.startswith(read.path))
