"""What becomes of an audit: which reports it is written as, to where, and how they are shown.

A further option for all reports is one line in `_OPTIONS`; options for the form of pages stand in `page_options`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checklist.cli.clashes import Guard
from checklist.cli.keeping import keep, read_history, with_history
from checklist.cli.options import input_words, report_options, shared_option
from checklist.cli.page_options import dressed, page_options
from checklist.cli.proving import Proof, proof_of
from checklist.cli.speech import say, wording
from checklist.cli.step_summary import append_summary
from checklist.model.errors import UsageError
from checklist.model.timing import phase

if TYPE_CHECKING:
    from checklist.pseudonyms import Names
    from checklist.reporters import Options
    from checklist.reporters.family import Family
    from checklist.trend import History

F = TypeVar("F", bound=Callable[..., Any])


def _complete_format(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from checklist.reporters import formats

    return [name for name in formats() if name.startswith(incomplete)]


_OPTIONS = (
    shared_option("--format", default="terminal", metavar="FORMAT", show_default=True, shell_complete=_complete_format),
    shared_option("--output", multiple=True, metavar="FORMAT=PATH"),
    shared_option("--max-deviations", type=click.IntRange(min=0), default=100, metavar="N", show_default=True),
    shared_option("--pseudonymise", metavar="KEY"),
    shared_option("--history", metavar="DIR"),
    shared_option("--manifest", metavar="PATH"),
    shared_option("-q", "--quiet", is_flag=True),
    shared_option("-v", "--verbose", is_flag=True),
)


def reporting_options(function: F) -> F:
    """Take which reports are wanted, and how they are shown. Stands above the options of the inputs."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return page_options(function)


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports that a command line asks for: one to standard output, any number to files.

    `family` holds the formats that there are for the sort of result that the command has.
    """

    family: Family
    shown: str
    outputs: tuple[tuple[str, str], ...]
    style: Options
    quiet: bool
    guard: Guard
    names: Names | None = None
    history: History | None = None
    proof: Proof | None = None

    @classmethod
    def of(cls, options: dict[str, Any], family: Family | None = None) -> Reports:
        """Return what the options ask for; a format or a path that cannot be used is refused at once.

        Without a `family` the formats are those of an audit.
        """
        from checklist.reporters import AUDITS

        family = family or AUDITS
        wanted = tuple(_output(each) for each in options["output"])
        family.refuse_unstreamable(options["format"])
        guard = Guard.of(options)
        guard.check_history()
        if not options.get("each"):  # then what stands here are folders, each period's own paths in them
            guard.check(family, wanted)
        for name, path in wanted:
            family.refuse_unwritable(name, path)
        verbosity = -1 if options["quiet"] else 1 if options["verbose"] else 0
        names = _names(options.get("pseudonymise"))
        words = () if names else input_words(options)  # they name files
        style = dressed(report_options(verbosity, words), dict(options))
        history = read_history(options.get("history"))
        proof = proof_of(options)
        return cls(family, options["format"], wanted, style, options["quiet"], guard, names, history, proof)

    @property
    def show_upcoming(self) -> bool:
        """Whether any of the reports shows what falls due next; what is kept for later reports does."""
        names = (self.shown, *(name for name, _ in self.outputs))
        return self.history is not None or any(
            getattr(self.family.load(name), "SHOWS_UPCOMING", False) for name in names
        )

    @property
    def show_activity(self) -> bool:
        """Whether any of the reports shows each rep's year day by day, which an audit works out only if asked to."""
        return any(getattr(self.family.load(name), "SHOWS_ACTIVITY", False) for name, _ in self.outputs)

    def send(self, result: Any) -> Any:
        """Write the files asked for, then show the report on standard output; return the result as it was shown."""
        result = self.write(result)
        self.show(result)
        return result

    def write(self, result: Any) -> Any:
        """Write the files asked for, and keep the audit where earlier ones are; return the result as it was written."""
        if self.history is not None:
            result = with_history(result, self.history)
        if self.names is not None:
            from checklist.pseudonyms import pseudonymised

            result = pseudonymised(result, self.names)
        for name, path in self.outputs:
            with phase("writing", name):
                opened = self.family.write(name, result, wording(), self.style, path)
            if not self.quiet:
                click.echo(say("cli.written", format=name, path=opened), err=True)
        if self.proof is not None:
            files = [self.family.files(name, path) for name, path in self.outputs]
            self.proof.write(result, [each for some in files for each in some])
        if "github" in {self.shown, *(name for name, _ in self.outputs)}:
            append_summary(result, self.style)
        if self.history is not None:
            keep(result, self.history, self.style)
        return result

    def show(self, result: Any) -> None:
        """Show the report on standard output."""
        with phase("showing", self.shown):
            for piece in self.family.stream(self.shown, result, wording(), self.style):
                click.echo(piece, nl=False, color=self.style.colour)


def _output(text: str) -> tuple[str, str]:
    name, separator, path = text.partition("=")
    if not separator or not path:
        raise UsageError("output_malformed", value=text)
    return name, path


def _names(given: str | None) -> Names | None:
    """Return what gives pseudonyms, if they are asked for; a key that can be guessed is remarked on."""
    if given is None:
        return None
    from checklist.pseudonyms import SHORT_KEY, Names, key_of

    key = key_of(given)
    if len(key) < SHORT_KEY:
        click.echo(say("cli.pseudonym_key_short", least=SHORT_KEY), err=True)
    return Names(key)
