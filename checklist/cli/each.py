"""Many periods over one load of the data: a report for each, and the course that they make."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checklist.cli.speech import say, wording
from checklist.model import UsageError, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.cli.proving import Proof
    from checklist.cli.reporting import Reports
    from checklist.model import Audit
    from checklist.reporters import Options

EACH = ("week", "month", "quarter", "year")
_SHOWN = ("terminal", "json")


def refuse_shown(reports: Reports) -> None:
    """Refuse a format of standard output that cannot take several periods one after another."""
    if reports.shown not in _SHOWN:
        raise UsageError("each_format", format=reports.shown, known=_SHOWN)


def send_each(reports: Reports, audits: Iterable[Audit]) -> None:
    """Write each period's reports as they come, each with the periods before it; then show their course.

    An output path is a folder that takes each period under its own name.
    """
    from checklist.trend import History

    history = reports.history or History("")
    as_list = reports.shown == "json"
    written: list[Any] = []
    for audit in audits:
        outputs, proof = tuple(_outputs(reports, audit)), _proof(reports, audit)
        replace(reports.guard, manifest=None if proof is None else proof.path).check(reports.family, outputs)
        own = replace(reports, outputs=outputs, history=history, style=_style(reports, audit), proof=proof)
        result = own.write(audit)
        history = history.with_added(result)
        # A line a period needs none of the lists, which are most of an audit.
        written.append(result if as_list else replace(result, deviations=(), rejects=()))
    if as_list:
        _show_list(reports, written)
        return
    click.echo("\n".join(_course(written)))
    if not reports.quiet:
        click.echo()
        own.show(result)


def _proof(reports: Reports, audit: Audit) -> Proof | None:
    """Return a period's own manifest, in the folder that is given for them."""
    if reports.proof is None:
        return None
    return replace(reports.proof, path=str(Path(reports.proof.path) / f"{audit.period.label}.json"))


def _style(reports: Reports, audit: Audit) -> Options:
    """Return how a period's reports are shown: the commands they suggest name that period alone."""
    words = list(reports.style.arguments)
    for place, word in enumerate(words[:-1]):
        if word == "--period":
            words[place + 1] = audit.period.label
    return replace(reports.style, arguments=tuple(words))


def _outputs(reports: Reports, audit: Audit) -> Iterator[tuple[str, str]]:
    for name, path in reports.outputs:
        module = reports.family.load(name)
        suffix = module.SUFFIX if module.KIND == "file" else ""
        yield name, str(Path(path) / f"{audit.period.label}{suffix}")


def _show_list(reports: Reports, audits: Iterable[Any]) -> None:
    """Show a list of audits, each as its schema has it."""
    between = "["
    for audit in audits:
        click.echo(between)
        click.echo("".join(map(str, reports.family.stream("json", audit, wording(), reports.style))), nl=False)
        between = ","
    click.echo("]")


def _course(audits: Iterable[Any]) -> Iterator[str]:
    """Yield a line a period: the firm's score, the reps of each verdict, the deviations."""
    from checklist.reporters import figures

    yield say("cli.each.head")
    for audit in audits:
        verdicts = [card.verdict for card in audit.scorecards]
        counts = {verdict.value: verdicts.count(verdict) for verdict in Verdict}
        yield "  " + say(
            "cli.each.line",
            period=audit.period.label,
            score=figures.tenths(audit.score),
            reps=len(verdicts),
            deviations=figures.count(audit.deviation_count),
            **counts,
        )
