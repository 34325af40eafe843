"""`checklist policy`: the commands of whoever owns a policy."""

from __future__ import annotations

import click

from checklist.cli.groups import ModuleGroup
from checklist.cli.options import language_option
from checklist.cli.speech import say

_ORDER = ("lint", "show", "test", "coverage", "diff", "schema", "new")


@click.group(
    "policy",
    cls=ModuleGroup,
    prefix="policy",
    order=_ORDER,
    help=say("cli.policy.help"),
    short_help=say("cli.policy.short"),
)
@language_option
def command() -> None:
    """Work with policy packs."""
