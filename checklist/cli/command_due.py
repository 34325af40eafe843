"""`checklist due`: what falls due next, by rep: the to-do list that keeps a rep in line with the policy."""

from __future__ import annotations

import re
from typing import Any

import click

from checklist.cli.options import engine_options, input_options, request_of, shared_option
from checklist.cli.reporting import Reports
from checklist.cli.speech import say
from checklist.model.errors import UsageError

_WITHIN = re.compile(r"([1-9]\d{0,2})\s*(?:d|days?|天|日)?")
_FARTHEST = 366


@click.command("due", help=say("cli.due.help"), short_help=say("cli.due.short"))
@shared_option("--format", default="terminal", metavar="FORMAT", show_default=True)
@shared_option("--output", multiple=True, metavar="FORMAT=PATH")
@shared_option("-q", "--quiet", is_flag=True)
@shared_option("-v", "--verbose", is_flag=True)
@click.option("--within", default="14 days", metavar="DAYS", show_default=True, help=say("cli.due.within"))
@shared_option("--rep", metavar="REP")
@input_options
@engine_options
def command(within: str, rep: str | None, **options: Any) -> None:
    """List what falls due next."""
    from checklist.auditing import run_due
    from checklist.reporters.due import DUE

    days = _days(within)
    reports = Reports.of(options, DUE)
    reports.send(run_due(request_of(options), days, rep))


def _days(text: str) -> int:
    match = _WITHIN.fullmatch(text.strip())
    if match is None or int(match.group(1)) > _FARTHEST:
        raise UsageError("within_unknown", value=text, limit=_FARTHEST)
    return int(match.group(1))
