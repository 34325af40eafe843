"""What falls due next as Markdown, for a ticket, a chat or a wiki: a section a rep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.reporters.due.reading import DueReading
from checklist.reporters.markdown import escaped, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import DueList
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "markdown"
SUFFIX = ".md"
KIND: Literal["file"] = "file"


def render(due: DueList, wording: Wording, options: Options) -> Iterator[str]:  # noqa: ARG001  # one text for all
    """Yield the text piece by piece."""
    reading = DueReading(due, wording)
    text, ahead = wording.text, due.ahead
    head = text("due.head", policy=reading.policy_title(), version=due.policy.version)
    yield f"# {escaped(head)}\n\n{escaped(text('due.span', as_of=ahead.as_of, until=reading.day(ahead.until)))}\n"
    for notice in due.notices:
        yield f"\n> {escaped(wording.say(notice.sentence))}\n"
    for rep in due.reps:
        tasks = reading.tasks(rep.rep_id)
        if not tasks:
            continue
        yield f"\n## {escaped(' · '.join(part for part in (rep.rep_id, rep.name, rep.team) if part))}\n\n"
        header = [escaped(text(f"due.column.{name}")) for name in ("when", "rule", "what")]
        rows = [
            [escaped(reading.when(task)), escaped(reading.rule_title(task.rule)), escaped(reading.said(task))]
            for task in tasks
        ]
        yield table(header, rows)
        if ahead.omitted.get(rep.rep_id):
            yield f"\n{escaped(text('terminal.more', count=ahead.omitted[rep.rep_id]))}\n"
    if not ahead.upcoming:
        yield f"\n{escaped(text('due.nothing'))}\n"
    if ahead.not_checked:
        yield f"\n## {escaped(text('due.not_checked', count=len(ahead.not_checked)))}\n\n"
        for rule, reason in ahead.not_checked:
            yield f"- {escaped(reading.rule_title(rule.id))}: {escaped(wording.say(reason))}\n"
