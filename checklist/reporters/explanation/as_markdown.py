"""A rule explained as Markdown, for a ticket or an answer to a rep who asks why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.reporters.explanation.reading import MARKS, ExplainedReading
from checklist.reporters.markdown import code, escaped, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import Expectation, Explained
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "markdown"
SUFFIX = ".md"
KIND: Literal["file"] = "file"


def render(explained: Explained, wording: Wording, options: Options) -> Iterator[str]:  # noqa: ARG001  # one text for all
    """Yield the text piece by piece."""
    reading = ExplainedReading(explained, wording)
    yield f"# {escaped(reading.rule())}\n\n{escaped(reading.clause())}\n"
    text = wording.value(explained.clause.text)
    if text:
        yield f"\n> {escaped(text)}\n"
    yield "\n" + "".join(f"- {escaped(line.strip())}\n" for line in reading.meaning())
    header = [escaped(wording.text(f"explain.column.{name}")) for name in ("due", "state", "about", "shown")]
    for each in explained.explanations:
        yield f"\n## {escaped(reading.head(each))}\n"
        if each.finding.reason is not None:
            yield f"\n{escaped(wording.say(each.finding.reason))}\n"
        settling = [f"- {escaped(line)}\n" for line in reading.settling(each)]
        if settling:
            yield "\n" + "".join(settling)
        rows = [_row(reading, one) for one in each.expectations]
        if rows:
            yield "\n" + table(header, rows)
        if each.omitted:
            yield f"\n{escaped(wording.text('terminal.more', count=each.omitted))}\n"
    if reading.has_strips():
        yield f"\n{escaped(reading.legend())}\n"
    if explained.deviation is not None:
        said = wording.say(explained.deviation.sentence)
        yield f"\n{escaped(wording.text('cli.explain.deviation', id=explained.deviation.id, message=said))}\n"


def _row(reading: ExplainedReading, each: Expectation) -> list[str]:
    shown = [escaped(line) for line in reading.details(each)]
    shown += [code(reading.place(seen), in_table=True) for seen in each.evidence]
    return [
        escaped(reading.due(each)),
        f"{MARKS[each.state]} {escaped(reading.state(each))}",
        "<br>".join(escaped(part) for part in reading.about(each)),
        "<br>".join(shown),
    ]
