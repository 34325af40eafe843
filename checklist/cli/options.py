"""Options that several commands share: the inputs of an audit, and how its reports are shown."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checklist.cli.speech import say

if TYPE_CHECKING:
    from checklist.auditing import Request
    from checklist.reporters import Options

F = TypeVar("F", bound=Callable[..., Any])


def _option(*names: str, **settings: Any) -> Callable[[F], F]:  # click's own settings
    word = next(name for name in names if name.startswith("--"))[2:].replace("-", "_")
    return click.option(*names, help=say(f"cli.option.{word}"), **settings)


def language_option(function: F) -> F:
    """Take `--lang`, which `speech` has already read."""
    return _option("--lang", type=click.Choice(["zh", "en"]), expose_value=False)(function)


def input_options(function: F) -> F:
    """Take the logs, the policy, the other tables, the mapping and the period."""
    function = table_options(function)
    function = _option("--policy", default="sales-management", metavar="PACK", show_default=True)(function)
    return click.argument("logs", nargs=-1, required=True, metavar="LOG...")(function)


def table_options(function: F) -> F:
    """Take what may stand beside the logs and the policy: the other tables, the mapping, the period."""
    for option in reversed(
        [
            _option("--mapping", metavar="FILE"),
            _option("--roster", metavar="FILE"),
            _option("--customers", metavar="FILE"),
            _option("--attestations", metavar="FILE"),
            _option("--absences", metavar="FILE"),
            _option("--waivers", metavar="FILE"),
            _option("--calendar", metavar="FILE"),
            _option("--period", metavar="PERIOD"),
            _option("--as-of", metavar="DAY"),
            _option("--covers", metavar="TYPE,..."),
            _option("--max-rejects", type=click.IntRange(min=0), metavar="N"),
            _option("--jobs", type=click.IntRange(min=1, max=256), metavar="N"),
        ]
    ):
        function = option(function)
    return language_option(function)


def optional_input_options(function: F) -> F:
    """Take the inputs of an audit, without demanding a log."""
    function = input_options(function)
    for parameter in function.__click_params__:  # type: ignore[attr-defined]  # click keeps them there
        if parameter.name == "logs":
            parameter.required = False
    return function


def request_of(options: dict[str, Any], *, max_deviations: int = 100, show_progress: bool = False) -> Request:
    """Return the audit that the options ask for."""
    from checklist.api import make_request, sources_of  # the engine, only when it is needed
    from checklist.calendars import parse_day

    tables = [options.get(name) for name in ("roster", "customers", "attestations", "absences")]
    return make_request(
        options["policy"],
        sources_of(list(options["logs"]), *tables),
        mapping=options.get("mapping"),
        waivers=options.get("waivers"),
        period=options.get("period"),
        as_of=parse_day(options["as_of"]) if options.get("as_of") else None,
        covers=tuple(name.strip() for name in (options.get("covers") or "").split(",") if name.strip()),
        max_rejects=options.get("max_rejects"),
        max_deviations=max_deviations,
        jobs=options.get("jobs"),
        calendar=options.get("calendar"),
        progress=progress if show_progress and sys.stderr.isatty() else None,
    )


def progress(done: int, total: int, name: str) -> None:
    """Show on the terminal how far an audit has come, on one line that disappears at the end."""
    line = say("cli.progress", done=done, total=total, name=name) if done < total else ""
    click.echo(f"\r\x1b[2K{line}", nl=False, err=True)


def report_options(verbosity: int = 0, arguments: tuple[str, ...] = ()) -> Options:
    """Return how a report to standard output is shown on this reader's screen."""
    from checklist.reporters import Options

    interactive = sys.stdout.isatty()
    return Options(
        width=shutil.get_terminal_size().columns if interactive else 80,
        colour=interactive and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        interactive=interactive,
        encoding=sys.stdout.encoding or "utf-8",
        verbosity=verbosity,
        arguments=arguments,
    )
