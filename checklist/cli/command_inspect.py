"""`checklist inspect`: what is in an export, how it maps, what would be rejected; nothing is judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from checklist.cli.options import input_options, report_options, request_of
from checklist.cli.printing import print_lines
from checklist.cli.speech import say, wording
from checklist.model.errors import Place, UsageError


@click.command("inspect", help=say("cli.inspect.help"), short_help=say("cli.inspect.short"))
@input_options
@click.option("--format", "shown", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True,
              help=say("cli.option.inspect_format"))  # fmt: skip
@click.option("--write-mapping", "target", metavar="FILE", help=say("cli.option.write_mapping"))
@click.option("--force", is_flag=True, help=say("cli.option.force"))
def command(shown: str, target: str | None, *, force: bool, **options: Any) -> None:
    """Read exports and describe them."""
    from checklist.cli.inspect_json import json_lines
    from checklist.cli.inspect_text import text_lines
    from checklist.inspecting import inspect, mapping_lines
    from checklist.reporters.writing import write_file

    request = request_of(options)
    if target is not None:
        _check_target(target, [source.path for source in request.sources], force=force)
    found = inspect(
        request.policy,
        request.sources,
        calendar=request.calendar,
        jobs=request.jobs,
        memory_limit=request.memory_limit,
        mapping=request.mapping,
        covers=request.covers,
        profile=request.profile,
        max_rejects=request.max_rejects,
        encoding=request.encoding,
        cache=request.cache,
    )
    if shown == "json":
        print_lines(json_lines(found, wording()))
    else:
        print_lines(text_lines(found, wording(), report_options().width))
    if target is not None:
        write_file(target, (f"{line}\n" for line in mapping_lines(found, wording())))
        click.echo(say("cli.inspect.written", path=target), err=True)
    if found.error is not None:
        raise found.error


def _check_target(target: str, inputs: list[str], *, force: bool) -> None:
    """Refuse to write over what is there, unless asked to, and over an input whoever asks."""
    path = Path(target)
    if any(path.resolve() == Path(each).resolve() for each in inputs):
        raise UsageError("mapping_over_input", Place(target))
    if path.exists() and not force:
        raise UsageError("mapping_exists", Place(target))
