"""Options that several commands share: the inputs of an audit, and how its reports are shown."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checklist.cli.speech import say
from checklist.cli.timings import start_clock
from checklist.model import Place, UsageError
from checklist.model.timing import timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from checklist.auditing import Request
    from checklist.reporters import Options

F = TypeVar("F", bound=Callable[..., Any])


def complete_files(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Leave it to the shell to complete a file's name."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def shared_option(*names: str, **settings: Any) -> Callable[[F], F]:  # click's own settings
    """Return an option whose help text stands under its own name, in every command alike."""
    if settings.get("metavar") in {"FILE", "DIR"}:
        settings["shell_complete"] = complete_files
    word = next(name for name in names if name.startswith("--"))[2:].replace("-", "_")
    return click.option(*names, help=say(f"cli.option.{word}"), **settings)


# What is judged: an option here is repeated in the commands that a report suggests.
_POLICY = {"--policy": {"default": "sales-management", "metavar": "PACK", "show_default": True}}
_TABLES: dict[str, dict[str, Any]] = {
    "--mapping": {"metavar": "FILE"},
    "--encoding": {"metavar": "ENCODING"},
    "--roster": {"metavar": "FILE"},
    "--customers": {"metavar": "FILE"},
    "--attestations": {"metavar": "FILE"},
    "--absences": {"metavar": "FILE"},
    "--waivers": {"metavar": "FILE"},
    "--calendar": {"metavar": "FILE"},
    "--period": {"metavar": "PERIOD"},
    "--as-of": {"metavar": "DAY"},
    "--covers": {"metavar": "TYPE,..."},
    "--profile": {"metavar": "NAME"},
    "--documents": {"metavar": "DIR", "multiple": True},
    "--vocabulary": {"metavar": "FILE"},
    "--query": {"metavar": "[TABLE=]SELECT", "multiple": True},
    "--password-file": {"metavar": "FILE"},
}
# How it is judged: these change no figure.
_MANNERS: dict[str, dict[str, Any]] = {
    "--max-rejects": {"type": click.IntRange(min=0), "metavar": "N"},
    "--jobs": {"type": click.IntRange(min=1, max=256), "metavar": "N"},
    "--no-cache": {"is_flag": True},
    "--look-back": {"metavar": "MONTHS"},
    "--memory-limit": {"metavar": "SIZE"},
    "--temp-directory": {"metavar": "DIR"},
    "--timings": {"is_flag": True, "expose_value": False, "callback": start_clock},
}
# Where it is judged: this changes no figure either.
_ENGINE: dict[str, dict[str, Any]] = {
    "--engine": {"type": click.Choice(["duckdb", "spark"]), "default": "duckdb", "show_default": True},
    "--remote": {"metavar": "ADDRESS"},
    "--master": {"metavar": "ADDRESS"},
}
# Where settings come from: read before the command is, by the group it stands in.
_SETTINGS: dict[str, dict[str, Any]] = {
    "--settings": {"metavar": "FILE", "expose_value": False},
    "--isolated": {"is_flag": True, "expose_value": False},
    "--show-settings": {"is_flag": True, "expose_value": False},
}


READ = (
    *("policy", "baseline", "brand"),
    *(flag[2:].replace("-", "_") for flag, settings in _TABLES.items() if settings["metavar"] == "FILE"),
)
"""The options that name a file to be read, which no report may replace."""
# How `--query` names the tables: as their options do, or as they are called inside.
_QUERIED = {"records": "records", "roster": "reps"} | {
    name: name for name in ("reps", "customers", "attestations", "absences")
}
_LOOK_BACK = re.compile(r"\s*(\d{1,3})\s*(?:m|months?|个?月)?\s*", re.IGNORECASE)
_TABLE_NAMED = re.compile(rf"\s*({'|'.join(_QUERIED)})\s*=", re.IGNORECASE)


def language_option(function: F) -> F:
    """Take `--lang`, which `speech` has already read."""
    return shared_option("--lang", type=click.Choice(["zh", "en"]), expose_value=False)(function)


def input_options(function: F) -> F:
    """Take the logs, the policy, the other tables, the mapping and the period."""
    function = _taken(_POLICY, table_options(_taken(_SETTINGS, function)))
    logs = click.argument("logs", nargs=-1, metavar="LOG...", shell_complete=complete_files)
    return logs(function)


def table_options(function: F) -> F:
    """Take what may stand beside the logs and the policy: the other tables, the mapping, the period."""
    return _taken(_TABLES | _MANNERS, language_option(function))


def engine_options(function: F) -> F:
    """Take where the log is judged: in this process, or on a cluster."""
    return _taken(_ENGINE, function)


def _taken(options: dict[str, dict[str, Any]], function: F) -> F:
    for name, settings in reversed(options.items()):
        function = shared_option(name, **settings)(function)
    return function


def input_words(options: dict[str, Any]) -> tuple[str, ...]:
    """Return the words that chose the inputs, for the commands a report suggests."""
    from checklist.records.databases import shown_address

    words = [shown_address(each) for each in options["logs"]]
    for flag, settings in (_POLICY | _TABLES).items():
        value = options.get(flag[2:].replace("-", "_"))
        if value and value != settings.get("default"):
            for each in value if isinstance(value, (list, tuple)) else [value]:
                words += [flag, shown_address(str(each))]
    return tuple(words)


@timed("policy")
def request_of(
    options: dict[str, Any],
    *,
    max_deviations: int = 100,
    show_progress: bool = False,
    activity: bool = False,
    upcoming: bool = True,
) -> Request:
    """Return the audit that the options ask for."""
    from checklist.api import make_request, sources_of  # the engine, only when it is needed
    from checklist.calendars import parse_day
    from checklist.engine import engine_of, memory_amount

    if options.get("temp_directory"):
        _spill_into(options["temp_directory"])

    tables = [options.get(name) for name in ("roster", "customers", "attestations", "absences")]
    return make_request(
        options["policy"],
        sources_of(
            list(options["logs"]),
            *tables,
            queries=_queries(options.get("query") or ()),
            password_file=options.get("password_file"),
            documents=options.get("documents") or (),
            vocabulary=options.get("vocabulary"),
        ),
        mapping=options.get("mapping"),
        waivers=options.get("waivers"),
        period=options.get("period"),
        as_of=parse_day(options["as_of"]) if options.get("as_of") else None,
        covers=tuple(name.strip() for name in (options.get("covers") or "").split(",") if name.strip()),
        profile=options.get("profile"),
        max_rejects=options.get("max_rejects"),
        encoding=options.get("encoding"),
        max_deviations=max_deviations,
        jobs=options.get("jobs"),
        look_back=_months(options["look_back"]) if options.get("look_back") else None,
        memory_limit=memory_amount(options["memory_limit"]) if options.get("memory_limit") else None,
        calendar=options.get("calendar"),
        cache=not options.get("no_cache"),
        engine=engine_of(options.get("engine"), options.get("remote"), options.get("master")),
        activity=activity,
        upcoming=upcoming,
        progress=progress if show_progress and sys.stderr.isatty() else None,
    )


def _months(text: str) -> int:
    match = _LOOK_BACK.fullmatch(text)
    if match is None:
        raise UsageError("look_back_unknown", value=text)
    return int(match[1])


def _spill_into(folder: str) -> None:
    """Let all that is temporary lie in a folder, as if TMPDIR named it."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            tempfile.tempdir = folder
    except OSError as error:
        raise UsageError("temp_directory", Place(folder), detail=error.strerror or error) from None


def _queries(stated: Sequence[str]) -> dict[str, str]:
    """Return the query of each table; one without a table's name is that of the log."""
    queries: dict[str, str] = {}
    for each in stated:
        named = _TABLE_NAMED.match(each)
        table = _QUERIED[named[1].lower()] if named else "records"
        if table in queries:
            raise UsageError("query_twice", table=table)
        queries[table] = each[named.end() :] if named else each
    return queries


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
        colour=_colourful(interactive=interactive),
        interactive=interactive,
        encoding=sys.stdout.encoding or "utf-8",
        verbosity=verbosity,
        arguments=arguments,
        folder=os.getcwd(),  # noqa: PTH109  # a text is wanted
    )


def _colourful(*, interactive: bool) -> bool:
    """Tell whether to colour: never against NO_COLOR, always by FORCE_COLOR, else on a terminal that can."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (interactive and os.environ.get("TERM") != "dumb")
