"""`checklist policy new`: a clause with one rule and its cases, to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklist.cli.options import language_option
from checklist.cli.printing import print_lines
from checklist.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.policy import Scaffold


@click.command("new", help=say("cli.policy.new.help"), short_help=say("cli.policy.new.short"))
@click.argument("clause", metavar="CLAUSE")
@click.option("--in", "folder", default=".", metavar="FOLDER", show_default=True, help=say("cli.policy.new.in"))
@click.option("--kind", default="content", metavar="KIND", show_default=True, help=say("cli.policy.new.kind"))
@language_option
def command(clause: str, folder: str, kind: str) -> None:
    """Write a clause to start from, and say what to edit."""
    from checklist.policy import scaffold

    print_lines(_next(scaffold(clause, Path(folder), kind), folder))


def _next(made: Scaffold, folder: str) -> Iterator[str]:
    """Yield what was written, and what its owner does next."""
    for path in (made.pack_file, made.clause_file, made.cases_file):
        if path is not None:
            yield say("cli.policy.new.wrote", path=path)
    yield say("cli.policy.new.edit")
    if made.pack_file is not None:
        yield say("cli.policy.new.edit_pack", path=made.pack_file)
    yield say("cli.policy.new.edit_clause", path=made.clause_file, rule=made.rule)
    if made.items:
        yield say("cli.policy.new.edit_items", path=Path(folder) / "pack.yaml", items=list(made.items))
    yield say("cli.policy.new.edit_cases", path=made.cases_file)
    yield say("cli.policy.new.check", folder=folder)
