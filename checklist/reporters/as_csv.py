"""The audit as tables for a spreadsheet: one row a finding, a deviation, a cause of doubt, a possible shortfall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.reporters import figures
from checklist.reporters.reading import Reading
from checklist.reporters.tabletext import table_lines
from checklist.reporters.text import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.model import Audit, Deviation, Finding, Scorecard
    from checklist.reporters.options import Options
    from checklist.reporters.tabletext import Cell
    from checklist.wording import Wording

FORMAT = "csv"
SUFFIX = ".csv"
KIND: Literal["tables"] = "tables"
TABLES = ("findings", "deviations", "causes", "possible")

_REP = ("rep_id", "name", "team", "manager")
_RULE = ("chapter", "clause", "rule", "title", "modality")
FINDINGS = (
    *("period_from", "period_to", "as_of"),
    *_REP,
    *_RULE,
    *("outcome", "expected", "met", "unknown", "pending", "waived", "score", "points_lost"),
    *("signal", "reason_code", "reason", "waivers"),
)
DEVIATIONS = (
    *_REP,
    *_RULE,
    *("due_on", "missing", "message", "subject", "evidence", "waiver", "deviation_id"),
)
CAUSES = (
    *("unknown_cause", "settles", "write", "unknown_records", "unknown_findings", "only_cause", "unknown_units"),
    *("unknown_reps", "decides", "lone_rep"),
)
POSSIBLE = (*DEVIATIONS, "unknown_cause", "settles")
"""The columns of each table; their headers stand in the language files under `[csv]`."""


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[tuple[str, Iterator[str]]]:  # noqa: ARG001
    """Yield the table of findings, then those of deviations, of what cannot be told and of possible shortfalls."""
    reading = Reading(audit, wording)
    yield TABLES[0], table_lines(FINDINGS, _findings(reading), wording)
    cards = {card.rep_id: card for card in audit.scorecards}
    yield TABLES[1], table_lines(DEVIATIONS, _rows(reading, audit.deviations, cards), wording)
    yield TABLES[2], table_lines(CAUSES, causes_of(reading), wording)
    yield TABLES[3], table_lines(POSSIBLE, _possible(reading, cards), wording)


def deviations_of(reading: Reading, card: Scorecard) -> bytes:
    """Return the table of one rep's listed deviations, as a file that a spreadsheet program takes as it is."""
    listed = [each for finding in card.findings for each in reading.deviations(finding)]
    lines = table_lines(DEVIATIONS, _rows(reading, listed, {card.rep_id: card}), reading.wording)
    return "".join(lines).encode("utf-8-sig", "backslashreplace")


def _findings(reading: Reading) -> Iterator[list[Cell]]:
    period = reading.audit.period
    days: list[Cell] = [str(period.first), str(period.last), str(period.as_of)]
    for card in reading.audit.scorecards:
        for finding in card.findings:
            reason = finding.reason
            yield [
                *days,
                *_rep(card),
                *_rule(reading, finding),
                reading.wording.text(f"outcome.{finding.outcome}"),
                finding.expected,
                finding.met,
                finding.unknown,
                finding.pending,
                finding.waived,
                figures.share_number(finding.score),
                figures.tenths_number(finding.points_lost),
                reading.wording.text("csv.yes") if reading.informational(finding.rule) else None,
                reason.key.rpartition(".")[2] if reason else None,
                reading.say(reason) if reason else None,
                ";".join(finding.waivers),
            ]


def causes_of(reading: Reading) -> Iterator[list[Cell]]:
    """Yield the rows of what cannot be told, cause by cause."""
    for each in reading.audit.causes:
        yield [
            reading.say(each.sentence),
            reading.say(each.line),
            # An option stands in the words; a cell of its own would be taken for a formula.
            "\n".join(part for part in each.write if not part.startswith("--")),
            *(each.records, each.findings, each.only, each.units, len(each.reps)),
            "; ".join(each.decides),
            each.lone_rep,
        ]


def _possible(reading: Reading, cards: dict[str, Scorecard]) -> Iterator[list[Cell]]:
    shortfalls = reading.audit.possible
    for each, row in zip(shortfalls, _rows(reading, shortfalls, cards), strict=True):
        yield [*row, *reading.why_unknown(each)]


def _rows(reading: Reading, deviations: Iterable[Deviation], cards: dict[str, Scorecard]) -> Iterator[list[Cell]]:
    for each in deviations:
        card = cards.get(each.rep_id)
        yield [
            *(_rep(card) if card else [each.rep_id, None, None, None]),
            *_rule(reading, each),
            str(each.due_on),
            each.missing,
            reading.wording.say(each.sentence),
            "; ".join(f"{name}={value}" for name, value in sorted(each.subject.items())),
            "; ".join(
                f"{seen.path}:{seen.line} {seen.record_id or ''} {moment(seen.occurred_at)}" for seen in each.evidence
            ),
            each.waiver,
            each.id,
        ]


def _rep(card: Scorecard) -> list[Cell]:
    return [card.rep_id, card.name, card.team, card.manager]


def _rule(reading: Reading, of: Finding | Deviation) -> list[Cell]:
    """Return the columns that say which rule a finding or a deviation is about."""
    rule = reading.rules.get(of.rule)
    return [
        reading.chapter_of(of.clause),
        of.clause,
        of.rule,
        reading.rule_title(of.rule),
        reading.wording.text(f"modality.{rule.modality}") if rule else None,
    ]
