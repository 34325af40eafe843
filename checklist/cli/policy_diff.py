"""`checklist policy diff`: what differs between two policies, and on a log, whose score and verdict it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from checklist.cli.options import request_of, table_options
from checklist.cli.printing import print_lines
from checklist.cli.speech import say
from checklist.model.errors import UsageError

if TYPE_CHECKING:
    from checklist.auditing import Effect
    from checklist.model import Policy

_NOT_INPUTS = ("old", "new", "logs")


@click.command("diff", help=say("cli.policy.diff.help"), short_help=say("cli.policy.diff.short"))
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option("--on", "logs", multiple=True, metavar="LOG", help=say("cli.option.on"))
@table_options
@click.option("--format", "shown", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help=say("cli.option.format_of_diff"))  # fmt: skip
def command(old: str, new: str, shown: str, **options: Any) -> None:
    """Compare two policies."""
    from checklist.policy import differences, load_policy

    given = [name for name, value in options.items() if name not in _NOT_INPUTS and value not in (None, (), False)]
    if given and not options["logs"]:
        raise UsageError("diff_needs_log", options=[f"--{name.replace('_', '-')}" for name in given])
    before, after = load_policy(old), load_policy(new)
    changes = differences(before, after)
    effect = _effect(before, after, options) if options["logs"] else None
    if shown == "json":
        from checklist.cli.diff_json import document

        click.echo(document(before, after, changes, effect))
        return
    from checklist.cli.diff_text import change_lines, effect_lines

    print_lines(change_lines(before, after, changes))
    if effect is not None:
        print_lines(effect_lines(effect))


def _effect(before: Policy, after: Policy, options: dict[str, Any]) -> Effect:
    from checklist.auditing import effect_of

    return effect_of(request_of({**options, "policy": before}, max_deviations=0, show_progress=True), after)
