"""`checklist policy lint`: how a pack is written, without any data."""

from __future__ import annotations

import click

from checklist.cli.options import language_option
from checklist.cli.speech import say, wording


@click.command("lint", help=say("cli.policy.lint.help"), short_help=say("cli.policy.lint.short"))
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@language_option
def command(packs: tuple[str, ...]) -> None:
    """Check packs without any data."""
    from checklist.policy import lint_policy, load_policy, shipped_packs

    for name in packs or shipped_packs():
        policy = load_policy(name)
        warnings = lint_policy(policy)
        for place, sentence in warnings:
            click.echo(f"{place}: {wording().say(sentence)}")
        counts = {"clauses": len(policy.clauses), "rules": len(policy.rules), "warnings": len(warnings)}
        click.echo(say("cli.policy.lint.done", policy=policy.id, version=policy.version, **counts))
