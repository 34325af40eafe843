"""What falls due next, to read at once: who has what to do, those with most overdue first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.reporters import figures
from checklist.reporters.due.reading import DueReading
from checklist.reporters.paint import Cell, Paint
from checklist.reporters.text import one_line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import DueList
    from checklist.reporters.options import Options
    from checklist.scoring import Rep
    from checklist.wording import Wording

FORMAT = "terminal"
SUFFIX = ".txt"
KIND: Literal["file"] = "file"

TASKS_LISTED = 8
REPS_LISTED = 20
REASONS_LISTED = 5


def render(due: DueList, wording: Wording, options: Options) -> Iterator[str]:
    """Yield the list line by line."""
    reading, paint = DueReading(due, wording), Paint(options)
    parts = [_head(reading, paint)]
    if options.verbosity >= 0:
        parts += [_reps(reading, paint, options), _not_checked(reading, paint, options), _notices(reading, paint)]
    yield from paragraphs(parts)


def _head(reading: DueReading, paint: Paint) -> Iterator[str]:
    text, due = reading.wording.text, reading.due
    head = text("due.head", policy=one_line(reading.policy_title()), version=one_line(due.policy.version))
    yield from paint.lines(head, "", "bold")
    yield from paint.lines(text("due.span", as_of=due.ahead.as_of, until=reading.day(due.ahead.until)), "")
    sums = [reading.sums(rep.rep_id) for rep in due.reps]
    busy = sum(any(each) for each in sums)
    overdue, soon, later = (sum(each) for each in zip(*sums, strict=True)) if sums else (0, 0, 0)
    values = {"overdue": overdue, "soon": soon, "later": later}
    counts = {name: figures.count(value) for name, value in values.items()}
    yield from paint.lines(text("due.sum", reps=figures.count(len(due.reps)), busy=figures.count(busy), **counts), "")


def _reps(reading: DueReading, paint: Paint, options: Options) -> Iterator[str]:
    busy = [rep for rep in reading.due.reps if reading.duties(rep.rep_id)]
    if not busy:
        yield reading.wording.text("due.nothing")
        return
    busy.sort(key=lambda rep: (*(-each for each in reading.sums(rep.rep_id)), rep.rep_id))
    shown = busy if options.verbosity > 0 else busy[:REPS_LISTED]
    for rep in shown:
        yield from _rep(reading, paint, options, rep)
    if len(busy) > len(shown):
        yield "  " + reading.wording.text("terminal.more_reps", count=figures.count(len(busy) - len(shown)))


def _rep(reading: DueReading, paint: Paint, options: Options, rep: Rep) -> Iterator[str]:
    text = reading.wording.text
    overdue, soon, later = reading.sums(rep.rep_id)
    name = one_line(" · ".join(part for part in (rep.rep_id, rep.name, rep.team) if part))
    sums = text("due.rep_sum", overdue=overdue, soon=soon, later=later)
    yield f"{paint.styled(name, 'bold')}  {paint.styled(sums, 'faint')}"
    tasks = reading.tasks(rep.rep_id)
    shown = tasks if options.verbosity > 0 else tasks[:TASKS_LISTED]
    rows = [
        [
            Cell(reading.when(task), "bad" if task.overdue else "doubt" if task.due_on is None else ""),
            Cell(one_line(reading.rule_title(task.rule)), "faint", gives=True),
            Cell(one_line(reading.said(task)), gives=True),
        ]
        for task in shown
    ]
    yield from paint.rows(rows, "  ")
    more = len(tasks) - len(shown) + reading.due.ahead.omitted.get(rep.rep_id, 0)
    if more:
        yield "  " + text("terminal.more", count=more)


def _not_checked(reading: DueReading, paint: Paint, options: Options) -> Iterator[str]:
    """Name the rules of which nobody can tell what falls due: an empty list must not look like nothing to do."""
    unknown = reading.due.ahead.not_checked
    if not unknown:
        return
    yield paint.styled(reading.wording.text("due.not_checked", count=len(unknown)), "bold")
    shown = unknown if options.verbosity > 0 else unknown[:REASONS_LISTED]
    for rule, reason in shown:
        yield from paint.lines(
            f"? {one_line(reading.rule_title(rule.id))}: {one_line(reading.wording.say(reason))}", "  "
        )
    if len(unknown) > len(shown):
        yield "  " + reading.wording.text("terminal.more", count=len(unknown) - len(shown))


def _notices(reading: DueReading, paint: Paint) -> Iterator[str]:
    if reading.due.notices:
        yield paint.styled(reading.wording.text("terminal.notices"), "bold")
    for notice in reading.due.notices:
        yield from paint.lines(f"! {one_line(reading.wording.say(notice.sentence))}", "  ")
