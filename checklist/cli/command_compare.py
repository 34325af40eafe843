"""`checklist compare`: what changed between two audits."""

from __future__ import annotations

from typing import Any

import click

from checklist.cli.options import language_option, shared_option
from checklist.cli.reporting import Reports
from checklist.cli.speech import say


@click.command("compare", help=say("cli.compare.help"), short_help=say("cli.compare.short"))
@shared_option("--format", default="terminal", metavar="FORMAT", show_default=True)
@shared_option("--output", multiple=True, metavar="FORMAT=PATH")
@shared_option("-q", "--quiet", is_flag=True)
@shared_option("-v", "--verbose", is_flag=True)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@language_option
def command(old: str, new: str, **options: Any) -> None:
    """Compare two audits as JSON."""
    from checklist.reporters.comparison import COMPARISON
    from checklist.trend import compare
    from checklist.wire.reading import read_audit

    reports = Reports.of({**options, "logs": (old, new)}, COMPARISON)
    reports.send(compare(read_audit(old), read_audit(new)))
