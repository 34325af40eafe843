"""`checklist policy show`: a pack as people read it."""

from __future__ import annotations

import click

from checklist.cli.options import language_option
from checklist.cli.speech import say, wording


@click.command("show", help=say("cli.policy.show.help"), short_help=say("cli.policy.show.short"))
@click.argument("pack", default="sales-management")
@language_option
def command(pack: str) -> None:
    """Print a pack, clause by clause."""
    from checklist.cli.rule_text import policy_lines
    from checklist.policy import load_policy

    for line in policy_lines(load_policy(pack), wording()):
        click.echo(line)
