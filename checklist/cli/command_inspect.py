"""`checklist inspect`: what is in an export, how it maps, what would be rejected; nothing is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from checklist.cli.options import input_options, request_of
from checklist.cli.printing import print_lines
from checklist.cli.speech import say, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.engine import Session
    from checklist.records import Loaded

_REJECTS_SHOWN = 20
_TYPES_SHOWN = 50


@click.command("inspect", help=say("cli.inspect.help"), short_help=say("cli.inspect.short"))
@input_options
def command(**options: Any) -> None:
    """Read exports and describe them."""
    from checklist.engine import Session
    from checklist.records import load

    request = request_of(options)
    with Session(threads=request.jobs) as session:
        loaded = load(
            session,
            request.sources,
            mapping=request.mapping,
            timezone=request.policy.timezone,
            covers=request.covers,
            profile=request.profile,
            max_rejects=request.max_rejects,
            encoding=request.encoding,
        )
        print_lines(_lines(session, loaded))


def _lines(session: Session, loaded: Loaded) -> Iterator[str]:
    for each in loaded.inputs:
        yield say("cli.inspect.file", path=each.path, rows=each.rows, records=each.records, rejects=each.rejects,
                  skipped=each.skipped, duplicates=each.duplicates)  # fmt: skip
        columns = [header for header in loaded.headers if header.path == each.path]
        if columns:
            yield say("cli.inspect.columns")
        for header in columns:
            yield say("cli.inspect.column", header=header.header, column=header.column)
    first, last, reps, customers = session.rows(
        "SELECT CAST(min(occurred_at) AS DATE), CAST(max(occurred_at) AS DATE), count(DISTINCT rep_id), "
        "count(DISTINCT customer_id) FROM loaded_records"
    )[0]
    yield ""
    if first is None:
        yield say("cli.inspect.no_records")
    else:
        yield say("cli.inspect.span", first=first, last=last, reps=reps, customers=customers)
        yield say("cli.inspect.types")
        types = sorted(loaded.types.items(), key=lambda item: (-item[1], item[0]))
        for name, count in types[:_TYPES_SHOWN]:
            yield say("cli.inspect.type", type=name, count=count)
        if len(types) > _TYPES_SHOWN:
            yield say("cli.inspect.more", count=len(types) - _TYPES_SHOWN)
    if loaded.rejects:
        yield ""
        yield say("cli.inspect.rejects")
        for reject in loaded.rejects[:_REJECTS_SHOWN]:
            reason = wording().say(reject.reason)
            yield say("cli.inspect.reject", path=reject.path, line=reject.line, reason=reason)
        more = sum(each.rejects for each in loaded.inputs) - _REJECTS_SHOWN
        if more > 0:
            yield say("cli.inspect.more", count=more)
    if loaded.notices:
        yield ""
        yield say("cli.inspect.notices")
        for notice in loaded.notices:
            yield f"  {wording().say(notice.sentence)}"
