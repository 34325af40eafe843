"""The long lists of a workbook: rules, findings, deviations, what cannot be told, what falls due, inputs and more."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from checklist.model import Outcome
from checklist.reporters.as_csv import causes_of
from checklist.reporters.reading import SYMBOLS
from checklist.reporters.text import moment
from checklist.reporters.waived import scope_of
from checklist.reporters.workbook.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Deviation, Finding, Scorecard, Upcoming
    from checklist.reporters.reading import Reading
    from checklist.reporters.workbook.book import Book

_TONES = {
    Outcome.PASS: "good",
    Outcome.FAIL: "bad",
    Outcome.PENDING: "doubt",
    Outcome.NOT_CHECKED: "doubt",
    Outcome.ERROR: "bad",
}

_DEVIATIONS = (
    *("rep_id", "name", "team", "clause", ("title", "text", 36), ("due_on", "day"), ("missing", "count")),
    *(("message", "wrapped", 56), ("evidence", "wrapped", 48), "waiver"),
    *("modality", "rule", ("subject", "text", 36), "deviation_id"),
)


def lists(book: Book) -> None:
    """Write every list that has something in it."""
    made = _Lists(book)
    made.rules()
    made.findings()
    made.deviations()
    audit = book.reading.audit
    if audit.causes:
        made.causes()
    if audit.possible:
        made.possible()
    if audit.upcoming:
        made.upcoming()
    if audit.waivers:
        made.waivers()
    made.inputs()
    if audit.rejects:
        made.rejects()


class _Lists:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.reading: Reading = book.reading
        self.audit = book.reading.audit
        self.text = book.text
        self.cards = {card.rep_id: card for card in self.audit.scorecards}

    def _columns(self, *names: str | tuple[str, str] | tuple[str, str, int]) -> list[Column]:
        """Return columns by the names of their headers, with the sort of those that are no plain text."""
        made = []
        for name in names:
            key, *more = (name,) if isinstance(name, str) else name
            header = self.text(f"xlsx.{key}" if self.reading.wording.has(f"xlsx.{key}") else f"csv.{key}")
            made.append(Column(header, *more))
        return made

    def _table(self, title: str, columns: list[Column], frozen: int = 1, printed: int | None = None) -> Table:
        return Table(self.book, self.text(f"xlsx.sheet.{title}"), columns, frozen=frozen, printed=printed)

    def _rep(self, rep: str) -> list[str | None]:
        card: Scorecard | None = self.cards.get(rep)
        return [rep, card.name, card.team] if card else [rep, None, None]

    def _rule(self, of: Finding | Deviation | Upcoming) -> list[str | None]:
        return [of.clause, self.reading.rule_title(of.rule)]

    def _more(self, of: Finding | Deviation | Upcoming) -> list[str | None]:
        """Return what stands beyond the printed columns: how binding the rule is, and its id."""
        rule = self.reading.rules.get(of.rule)
        return [self.text(f"modality.{rule.modality}") if rule else None, of.rule]

    def rules(self) -> None:
        """One row a rule: for how many reps it was judged, met and missed, and the points it cost."""
        columns = self._columns(
            *("clause", ("title", "text", 48), ("judged", "count"), ("passing", "count"), ("failing", "count")),
            *(("failing_share", "share"), ("open", "count"), ("unjudged", "count"), ("points_lost", "points")),
            *(("advice", "wrapped", 60), "modality", "rule", "signal"),
        )
        outcomes: dict[str, Counter[Outcome]] = {rule: Counter() for rule in self.reading.rules}
        points: Counter[str] = Counter()
        for card in self.audit.scorecards:
            for each in card.findings:
                outcomes.setdefault(each.rule, Counter())[each.outcome] += 1
                points[each.rule] += each.points_lost or 0
        rows = (self._rule_row(rule, found, points[rule]) for rule, found in outcomes.items())
        self._table("rules", columns, frozen=2, printed=10).write(rows)

    def _rule_row(self, name: str, found: Counter[Outcome], points: int) -> list[Any]:
        rule, value = self.reading.rules.get(name), self.reading.wording.value
        judged = found[Outcome.PASS] + found[Outcome.FAIL]
        return [
            rule.clause if rule else None,
            self.reading.rule_title(name),
            judged,
            found[Outcome.PASS],
            found[Outcome.FAIL],
            found[Outcome.FAIL] / judged if judged else None,
            found[Outcome.PENDING],
            found[Outcome.NOT_CHECKED] + found[Outcome.ERROR],
            points / 10,
            value(rule.advice) if rule else None,
            self.text(f"modality.{rule.modality}") if rule else None,
            name,
            self.text("csv.yes") if self.reading.informational(name) else None,
        ]

    def findings(self) -> None:
        """One row a finding."""
        columns = self._columns(
            *("rep_id", "name", "team", "clause", ("title", "text", 48), "outcome"),
            *(("expected", "count"), ("met", "count"), ("unknown", "count"), ("pending", "count")),
            *(("waived", "count"), ("met_share", "share"), ("points_lost", "points"), ("reason", "text", 60)),
            *("modality", "rule", "signal", "waivers"),
        )
        said = {each: f"{SYMBOLS[each]} {self.text(f'outcome.{each}')}" for each in Outcome}
        place = next(number for number, column in enumerate(columns) if column.header == self.text("csv.outcome"))

        def finish(sheet: Any, last: int) -> None:
            for outcome, tone in _TONES.items():
                sheet.conditional_format(1, place, last, place, _equals(said[outcome], self.book.condition(tone)))

        self._table("findings", columns, frozen=2, printed=14).write(self._findings(said), finish)

    def _findings(self, said: dict[Outcome, str]) -> Iterator[list[Any]]:
        for card in self.audit.scorecards:
            rep = self._rep(card.rep_id)
            for each in card.findings:
                yield [
                    *rep,
                    *self._rule(each),
                    said[each.outcome],
                    *(each.expected, each.met, each.unknown, each.pending, each.waived),
                    None if each.score is None else each.score / 10_000,
                    None if each.points_lost is None else each.points_lost / 10,
                    self.reading.say(each.reason) if each.reason else None,
                    *self._more(each),
                    self.text("csv.yes") if self.reading.informational(each.rule) else None,
                    ";".join(each.waivers),
                ]

    def deviations(self) -> None:
        """One row a deviation, with the records that show it."""
        rows = map(self._deviation, self.audit.deviations)
        self._table("deviations", self._columns(*_DEVIATIONS), frozen=2, printed=10).write(rows)

    def _deviation(self, each: Deviation) -> list[Any]:
        return [
            *self._rep(each.rep_id),
            *self._rule(each),
            each.due_on,
            each.missing,
            self.reading.wording.say(each.sentence),
            "\n".join(f"{s.path}:{s.line} {s.record_id or ''} {moment(s.occurred_at)}" for s in each.evidence),
            each.waiver,
            *self._more(each),
            _named(each.subject),
            each.id,
        ]

    def causes(self) -> None:
        """One row for each cause that leaves something unknown, with what settles it."""
        columns = self._columns(
            *(("unknown_cause", "wrapped", 56), ("settles", "wrapped", 60), ("write", "wrapped", 56)),
            *(("unknown_records", "count"), ("unknown_findings", "count"), ("only_cause", "count")),
            *(("unknown_units", "count"), ("unknown_reps", "count"), ("decides", "wrapped", 36), "lone_rep"),
        )
        self._table("causes", columns).write(causes_of(self.reading))

    def possible(self) -> None:
        """One row a possible shortfall, with what keeps it from being judged."""
        columns = self._columns(*_DEVIATIONS, ("unknown_cause", "wrapped", 48), ("settles", "wrapped", 60))
        rows = ([*self._deviation(each), *self.reading.why_unknown(each)] for each in self.audit.possible)
        self._table("possible", columns, frozen=2, printed=10).write(rows)

    def upcoming(self) -> None:
        """One row for each of what falls due next."""
        columns = self._columns(
            *("rep_id", "name", "team", "clause", ("title", "text", 48), ("due_on", "day"), "overdue"),
            *(("count", "count"), ("to_do", "wrapped", 60), "modality", "rule", ("subject", "text", 36)),
        )
        rows = (
            [
                *self._rep(each.rep_id),
                *self._rule(each),
                each.due_on,
                self.text("csv.yes") if each.overdue else None,
                each.count,
                self.reading.wording.say(each.sentence),
                *self._more(each),
                _named(each.subject),
            ]
            for each in self.audit.upcoming
        )
        self._table("upcoming", columns, frozen=2, printed=9).write(rows)

    def waivers(self) -> None:
        """One row a waiver, those without effect too."""
        columns = self._columns(
            *("waiver", "rule", ("title", "text", 48), ("scope", "wrapped", 48), ("waived", "count")),
            *(("reason", "wrapped", 60), "approved_by", ("approved_on", "day"), ("expires", "day")),
        )
        rows = (
            [
                use.waiver.id,
                use.waiver.rule,
                self.reading.rule_title(use.waiver.rule),
                "\n".join(scope_of(self.reading, use.waiver)),
                use.waived,
                use.waiver.reason,
                *(use.waiver.approved_by, use.waiver.approved_on, use.waiver.expires),
            ]
            for use in self.audit.waivers
        )
        self._table("waivers", columns).write(rows)

    def inputs(self) -> None:
        """One row an input: rows = records + rejects + skipped + duplicates."""
        columns = self._columns(
            *("table", ("path", "text", 60), ("rows", "count"), ("records", "count"), ("rejects", "count")),
            *(("skipped", "count"), ("duplicates", "count"), ("sha256", "text", 70)),
        )
        rows = (
            [
                *(self.reading.table(each.table), each.path, each.rows, each.records),
                *(each.rejects, each.skipped, each.duplicates, each.sha256),
            ]
            for each in self.audit.inputs
        )
        self._table("inputs", columns).write(rows)

    def rejects(self) -> None:
        """One row for each that could not be read."""
        columns = self._columns("table", ("path", "text", 60), ("line", "count"), ("reason", "wrapped", 60))
        rows = (
            [self.reading.table(each.table), each.path, each.line, self.reading.wording.say(each.reason)]
            for each in self.audit.rejects
        )
        self._table("rejects", columns).write(rows)


def _named(subject: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in sorted(subject.items()))


def _equals(text: str, style: Any) -> dict[str, Any]:
    """Return the condition that a cell holds this text of our own."""
    return {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": style}
