"""A rule explained to read at once, and to follow line by line into the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.reporters.explanation.reading import MARKS, ExplainedReading
from checklist.reporters.paint import Paint
from checklist.reporters.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import Explained, Explanation
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "terminal"
SUFFIX = ".txt"
KIND: Literal["file"] = "file"

_STYLES = {"met": "good", "unmet": "bad", "pending": "", "unknown": "doubt"}


def render(explained: Explained, wording: Wording, options: Options) -> Iterator[str]:
    """Yield the explanation line by line."""
    reading, paint = ExplainedReading(explained, wording), Paint(options)
    for line in _lines(reading, paint):
        yield line + "\n"


def _lines(reading: ExplainedReading, paint: Paint) -> Iterator[str]:
    yield from paint.lines(one_line(reading.clause()), "", "bold")
    text = reading.wording.value(reading.explained.clause.text)
    if text:
        yield from paint.lines(one_line(text), "  ")
    yield from paint.lines(one_line(reading.rule()), "")
    for line in reading.meaning():
        yield from paint.lines(one_line(line), "    " if line.startswith("  ") else "  ")
    for each in reading.explained.explanations:
        yield ""
        yield from _rep(reading, paint, each)
    if reading.has_strips():
        yield ""
        yield from paint.lines(reading.legend(), "", "faint")
    deviation = reading.explained.deviation
    if deviation is not None:
        yield ""
        said = reading.wording.say(deviation.sentence)
        yield from paint.lines(
            one_line(reading.wording.text("cli.explain.deviation", id=deviation.id, message=said)), ""
        )
        for seen in deviation.evidence:
            yield f"  {one_line(reading.place(seen))}"


def _rep(reading: ExplainedReading, paint: Paint, explanation: Explanation) -> Iterator[str]:
    yield from paint.lines(one_line(reading.head(explanation)), "", "bold")
    reason = explanation.finding.reason
    if reason is not None:
        yield from paint.lines(one_line(reading.wording.say(reason)), "  ")
    for line in reading.settling(explanation):
        yield from paint.lines(f"{paint.symbol(MARKS['unknown'])} {one_line(line)}", "  ")
    own = reading.explained.deviation
    for each in explanation.expectations:
        pointed = own is not None and each.deviation == own.id
        mark = paint.styled(paint.symbol(MARKS[each.state]), _STYLES[each.state])
        parts = [reading.due(each), reading.state(each), *reading.about(each)]
        arrow = "→ " if pointed else "  "
        yield f"{arrow}{mark} " + "  ".join(one_line(part) for part in parts)
        for line in reading.details(each):
            yield from paint.lines(one_line(line), "      ")
        for seen in each.evidence:
            yield "      " + paint.styled(one_line(reading.place(seen)), "faint")
    if explanation.omitted:
        yield "  " + reading.wording.text("terminal.more", count=explanation.omitted)
