"""`checklist audit`: judge, print the summary, write what is asked for."""

from __future__ import annotations

from typing import Any

import click

from checklist.cli.options import input_options, report_options, request_of
from checklist.cli.page_options import dressed, page_options
from checklist.cli.speech import say, wording
from checklist.model.errors import UsageError

_INPUTS = (
    "policy",
    "mapping",
    "roster",
    "customers",
    "attestations",
    "absences",
    "waivers",
    "calendar",
    "period",
    "as_of",
    "covers",
)


@click.command("audit", help=say("cli.audit.help"), short_help=say("cli.audit.short"))
@page_options
@input_options
@click.option(
    "--format",
    "shown",
    default="terminal",
    metavar="FORMAT",
    show_default=True,
    help=say("cli.option.format"),
)
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=PATH", help=say("cli.option.output"))
@click.option("--max-deviations", type=click.IntRange(min=0), default=100, show_default=True, metavar="N",
              help=say("cli.option.max_deviations"))  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help=say("cli.option.quiet"))
@click.option("-v", "--verbose", is_flag=True, help=say("cli.option.verbose"))
def command(
    shown: str, outputs: tuple[str, ...], max_deviations: int, *, quiet: bool, verbose: bool, **options: Any
) -> None:
    """Run one audit."""
    from checklist.auditing import run  # the engine, only when an audit is asked for
    from checklist.reporters import refuse_unstreamable, refuse_unwritable, stream, write

    wanted = [_output(each) for each in outputs]
    refuse_unstreamable(shown)
    for name, path in wanted:
        refuse_unwritable(name, path)
    style = dressed(report_options(-1 if quiet else 1 if verbose else 0, _arguments(options)), options)
    found = run(request_of(options, max_deviations=max_deviations, show_progress=True))
    for name, path in wanted:
        opened = write(name, found, wording(), style, path)
        if not quiet:
            click.echo(say("cli.written", format=name, path=opened), err=True)
    for piece in stream(shown, found, wording(), style):
        click.echo(piece, nl=False)


def _output(text: str) -> tuple[str, str]:
    name, separator, path = text.partition("=")
    if not separator or not path:
        raise UsageError("output_malformed", value=text)
    return name, path


def _arguments(options: dict[str, Any]) -> tuple[str, ...]:
    """Return the words that chose the inputs, for the commands a report suggests."""
    words = list(options["logs"])
    for name in _INPUTS:
        if options.get(name) and (name, options[name]) != ("policy", "sales-management"):
            words += [f"--{name.replace('_', '-')}", str(options[name])]
    return tuple(words)
