"""The `checklist` command: its groups, and the one place that turns what happened into an exit code."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from checklist.cli.groups import ModuleGroup, SpokenOption
from checklist.cli.printing import print_lines
from checklist.cli.speech import say, wording
from checklist.model.errors import ChecklistError, UsageError
from checklist.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_DONE = 0
EXIT_REFUSED = 2
EXIT_OUR_FAULT = 70
EXIT_INTERRUPTED = 130
EXIT_PIPE_CLOSED = 141

SELDOM = (100_000, 50, 50)
"""How seldom Python looks for what is out of use in a circle: of a million records, whose deviations all stay in use,
it went through everything again and again, for 1.3 seconds of 9.3; memory was the same."""

COMPLETION = "_CHECKLIST_COMPLETE"
"""A shell that completes our words sets this variable."""

_ORDER = (
    "demo",
    "audit",
    "check",
    "due",
    "explain",
    "inspect",
    "profiles",
    "compare",
    "verify",
    "form",
    "waive",
    "policy",
    "completion",
)


@click.group(
    cls=ModuleGroup,
    prefix="command",
    order=_ORDER,
    says="cli.help",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "--version", prog_name="checklist", cls=SpokenOption, says="cli.version")
@click.option("--lang", type=click.Choice(["zh", "en"]), cls=SpokenOption, says="cli.option.lang", expose_value=False)
def command() -> None:
    """Judge sales records against a sales policy."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with the documented exit code."""
    _speak_utf8()
    gc.set_threshold(*SELDOM)
    # Whoever stops the program leaves no temporary files behind: all that is open is closed on the way out.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    code = _run(list(sys.argv[1:] if arguments is None else arguments))
    if code == EXIT_INTERRUPTED:
        # All that had to be closed is closed; libraries cut short complain if they are taken down in order.
        os._exit(code)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: the code that was earned stands
    sys.exit(code)


def _speak_utf8() -> None:
    """Write what the reader's stream can take; never fail for a character it cannot."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _run(arguments: list[str]) -> int:
    try:
        result = _invoke(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us has left. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # impatience does not spoil the ending
        click.echo(say("cli.interrupted"), err=True)
        return EXIT_INTERRUPTED
    except ChecklistError as error:
        print_lines([wording().error(error)], err=True)
        return EXIT_REFUSED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return EXIT_REFUSED
    except click.ClickException as error:
        print_lines([wording().error(_as_ours(error))], err=True)
        return EXIT_REFUSED
    except Exception as error:  # noqa: BLE001  # whatever else happens is our own fault, and is said to be
        print_lines([_fault(error)], err=True)
        return EXIT_OUR_FAULT
    return result if isinstance(result, int) else EXIT_DONE


def _invoke(arguments: list[str]) -> object:
    """Run the command named. click's own `main` would turn a closed pipe into the exit code of a failed gate."""
    if COMPLETION in os.environ:
        command.main(args=arguments, prog_name="checklist", complete_var=COMPLETION)
    try:
        with command.make_context("checklist", arguments) as context:
            return command.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code


def _as_ours(error: click.ClickException) -> UsageError:
    """Say click's complaint in the reader's language."""
    if isinstance(error, click.NoSuchOption):
        near = list(error.possibilities or [])
        return UsageError("option_unknown_near" if near else "option_unknown", name=error.option_name, near=near)
    if isinstance(error, click.MissingParameter):
        name = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
        return UsageError("option_missing", name=name)
    if isinstance(error, click.BadParameter) and error.param is not None and error.ctx is not None:
        return UsageError("option_bad", name=error.param.get_error_hint(error.ctx), detail=error.message)
    return UsageError("usage", detail=error.format_message().rstrip("."))


def _fault(error: BaseException) -> str:
    from pathlib import Path
    from traceback import extract_tb

    last = extract_tb(error.__traceback__)[-1:]
    where = "".join(f"{Path(frame.filename).name}:{frame.lineno} " for frame in last)
    return say("error.internal", detail=f"{where}{type(error).__name__}: {error}".splitlines()[0])
