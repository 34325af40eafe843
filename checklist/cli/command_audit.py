"""`checklist audit`: judge, print the summary, write what is asked for."""

from __future__ import annotations

from typing import Any

import click

from checklist.cli.options import input_options, request_of
from checklist.cli.reporting import Reports, reporting_options
from checklist.cli.speech import say


@click.command("audit", help=say("cli.audit.help"), short_help=say("cli.audit.short"))
@reporting_options
@input_options
def command(**options: Any) -> None:
    """Run one audit."""
    from checklist.auditing import run  # the engine, only when an audit is asked for

    reports = Reports.of(options)
    cap, activity = options["max_deviations"], reports.show_activity
    request = request_of(options, max_deviations=cap, show_progress=True, activity=activity)
    cap, activity = options["max_deviations"], reports.show_activity
    request = request_of(options, max_deviations=cap, show_progress=True, activity=activity)
    reports.send(run(request))
