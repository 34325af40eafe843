"""`checklist completion`: what a shell needs to complete our words."""

from __future__ import annotations

import click

from checklist.cli.options import language_option
from checklist.cli.speech import say


@click.command("completion", help=say("cli.completion.help"), short_help=say("cli.completion.short"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
@language_option
def command(shell: str) -> None:
    """Print a shell's completion script."""
    from click.shell_completion import ShellComplete, get_completion_class

    from checklist.cli.main import COMPLETION
    from checklist.cli.main import command as root

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101  # click knows the three
    # Without the version check of bash, which would need a bash where the script is only printed.
    click.echo(ShellComplete.source(kind(root, {}, "checklist", COMPLETION)))
