"""`checklist audit`: judge, print the summary, write what is asked for."""

from __future__ import annotations

from typing import Any

import click

from checklist.cli.each import EACH, refuse_shown, send_each
from checklist.cli.options import engine_options, input_options, request_of
from checklist.cli.reporting import Reports, reporting_options
from checklist.cli.speech import say


@click.command("audit", help=say("cli.audit.help"), short_help=say("cli.audit.short"))
@reporting_options
@click.option("--each", type=click.Choice(EACH), help=say("cli.audit.each"))
@input_options
@engine_options
def command(each: str | None, **options: Any) -> None:
    """Run one audit, or one for each window of the period."""
    from checklist.auditing import run, run_each  # the engine, only when an audit is asked for

    reports = Reports.of(options)
    if each is not None:
        refuse_shown(reports)
    cap, activity = options["max_deviations"], reports.show_activity
    request = request_of(
        options, max_deviations=cap, show_progress=True, activity=activity, upcoming=reports.show_upcoming
    )
    if each is None:
        reports.send(run(request))
    else:
        send_each(reports, run_each(request, each))
