"""`checklist policy coverage`: which rules check each clause, from what; with a log, what that log can decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from checklist.cli.options import input_options, report_options, request_of
from checklist.cli.printing import print_lines
from checklist.cli.speech import say, wording

if TYPE_CHECKING:
    from checklist.auditing import Coverage

EXIT_COVERED = 0
EXIT_UNCOVERED = 1
_PACK_SUFFIXES = frozenset({"", ".yaml", ".yml"})


@click.command("coverage", help=say("cli.policy.coverage.help"), short_help=say("cli.policy.coverage.short"))
@input_options
@click.option("--format", "shown", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True,
              help=say("cli.option.format"))  # fmt: skip
@click.pass_context
def command(context: click.Context, /, shown: str, **options: Any) -> int:
    """Show how each clause is checked."""
    from checklist.cli.coverage_text import coverage_json, coverage_lines

    named = context.get_parameter_source("policy") is ParameterSource.COMMANDLINE
    logs = list(options["logs"])
    if logs and not named and _names_a_pack(logs[0]):
        options["policy"] = logs.pop(0)
    found = _coverage(options | {"logs": logs})
    if shown == "json":
        click.echo(coverage_json(found, wording()))
    else:
        print_lines(coverage_lines(found, wording(), report_options().width))
    return EXIT_UNCOVERED if found.uncovered else EXIT_COVERED


# The first word may be a pack or a log, and one argument takes both.
next(each for each in command.params if each.name == "logs").metavar = "[PACK] [LOG]..."


def _names_a_pack(word: str) -> bool:
    """Tell whether a word names a pack rather than a log: a folder, a YAML file, or a bare name that is no file."""
    path = Path(word)
    return path.is_dir() or (path.suffix.lower() in _PACK_SUFFIXES and not (path.suffix == "" and path.is_file()))


def _coverage(options: dict[str, Any]) -> Coverage:
    from checklist.auditing import coverage, prepare
    from checklist.policy import load_policy

    tables = ("roster", "customers", "attestations", "absences", "documents")
    if not options["logs"] and not any(options[name] for name in tables):
        return coverage(load_policy(options["policy"]))
    with prepare(request_of(options)) as ready:
        return coverage(ready.request.policy, ready)
