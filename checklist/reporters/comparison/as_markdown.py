"""A comparison as Markdown, for a ticket, a chat or a wiki."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.reporters import figures
from checklist.reporters.comparison.reading import ChangeReading
from checklist.reporters.markdown import escaped, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.reporters.options import Options
    from checklist.trend import AuditChange
    from checklist.wording import Wording

FORMAT = "markdown"
SUFFIX = ".md"
KIND: Literal["file"] = "file"

RULES_LISTED = 3


def render(change: AuditChange, wording: Wording, options: Options) -> Iterator[str]:  # noqa: ARG001  # one text for all
    """Yield the text piece by piece."""
    reading, text = ChangeReading(change, wording), wording.text
    title, *rest = reading.heads()
    yield f"# {escaped(title)}\n"
    for line in rest:
        yield f"\n{escaped(line)}\n"
    first, *differences = reading.policy()
    yield f"\n{escaped(first)}\n"
    if differences:
        yield "\n" + "".join(f"- {escaped(line)}\n" for line in differences)
    tool = reading.tool()
    if tool:
        yield f"\n{escaped(tool)}\n"
    moved = reading.moved()
    if moved:
        yield f"\n## {escaped(text('compare.reps'))}\n\n"
        header = [escaped(text(f"compare.column.{name}")) for name in ("rep", "change", "score", "verdict", "rules")]
        rows = []
        for each in moved:
            rules = [f"{reading.signed(rule.points)} {reading.rule(rule)}" for rule in each.rules[:RULES_LISTED]]
            more = len(each.rules) - len(rules)
            rules += [text("terminal.more", count=more)] if more > 0 else []
            rows.append(
                [
                    escaped(" · ".join(part for part in (each.rep_id, each.name) if part)),
                    escaped(reading.signed(each.points)),
                    escaped(f"{figures.tenths(each.before.score)} → {figures.tenths(each.after.score)}"),
                    escaped(reading.verdicts(each)),
                    "<br>".join(escaped(line) for line in rules),
                ]
            )
        yield table(header, rows, right=(1,))
    people = list(reading.people())
    if people:
        yield "\n" + "".join(f"- {escaped(line)}\n" for line in people)
