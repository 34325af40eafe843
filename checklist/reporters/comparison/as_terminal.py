"""A comparison to read at once: what became of the whole, what of the policy, who moved most and by which rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.reporters import figures
from checklist.reporters.comparison.reading import ChangeReading
from checklist.reporters.paint import Cell, Paint
from checklist.reporters.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.reporters.options import Options
    from checklist.trend import AuditChange, RepChange
    from checklist.wording import Wording

FORMAT = "terminal"
SUFFIX = ".txt"
KIND: Literal["file"] = "file"

REPS_LISTED = 15
RULES_LISTED = 3


def render(change: AuditChange, wording: Wording, options: Options) -> Iterator[str]:
    """Yield the comparison line by line."""
    reading, paint = ChangeReading(change, wording), Paint(options)
    for number, line in enumerate(reading.heads()):
        yield from (f"{each}\n" for each in paint.lines(one_line(line), "", "" if number else "bold"))
    if options.verbosity < 0:
        return
    yield "\n"
    for number, line in enumerate(reading.policy()):
        yield from (f"{each}\n" for each in paint.lines(one_line(line), "  " if number else ""))
    tool = reading.tool()
    if tool:
        yield f"{one_line(tool)}\n"
    moved = reading.moved()
    shown = moved if options.verbosity > 0 else moved[:REPS_LISTED]
    if shown:
        yield f"\n{paint.styled(wording.text('compare.reps'), 'bold')}\n"
    for each in shown:
        yield from _rep(reading, paint, each, everything=options.verbosity > 0)
    if len(moved) > len(shown):
        yield f"  {wording.text('terminal.more_reps', count=figures.count(len(moved) - len(shown)))}\n"
    people = [one_line(line) for line in reading.people()]
    if people:
        yield "\n"
    for line in people:
        yield from (f"{each}\n" for each in paint.lines(line, ""))


def _rep(reading: ChangeReading, paint: Paint, each: RepChange, *, everything: bool) -> Iterator[str]:
    name = one_line(" · ".join(part for part in (each.rep_id, each.name) if part))
    scores = f"{figures.tenths(each.before.score)} → {figures.tenths(each.after.score)}"
    style = "bad" if (each.points or 0) < 0 else "good" if each.points else "doubt"
    cells = [
        Cell(reading.signed(each.points), style, right=True),
        Cell(name, "bold", gives=True),
        Cell(scores),
        Cell(reading.verdicts(each)),
        Cell(reading.because(each), "faint", gives=True),
    ]
    yield from (f"{line}\n" for line in paint.rows([cells], "  "))
    rules = each.rules if everything else each.rules[:RULES_LISTED]
    rows = [
        [Cell(reading.signed(rule.points), right=True), Cell(one_line(reading.rule(rule)), gives=True)]
        for rule in rules
    ]
    yield from (f"{line}\n" for line in paint.rows(rows, "      "))
    if len(each.rules) > len(rules):
        yield f"      {reading.wording.text('terminal.more', count=len(each.rules) - len(rules))}\n"
