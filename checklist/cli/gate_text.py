"""The last lines of a gate: whether it is met, which condition stopped it, and the command that explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.cli.speech import say, wording
from checklist.model.gate import GateState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.model import Audit, Finding, GateResult, Stop

_MARKS = {GateState.MET: "✓", GateState.NOT_MET: "✗", GateState.UNDECIDED: "?"}
_STOPS_SHOWN = 10
_FINDINGS_SHOWN = 5
_COUNTED = ("fail_on", "min_share", "strict", "error")


def gate_lines(audit: Audit, result: GateResult, words: Sequence[str]) -> Iterator[str]:
    """Yield the lines; the last says whether the gate is met. `words` are those that chose the inputs."""
    yield ""
    for note in result.notes:
        yield f"  {wording().say(note)}"
    findings = {(card.rep_id, each.rule): each for card in audit.scorecards for each in card.findings}
    for stop in result.stops[:_STOPS_SHOWN]:
        yield f"{_MARKS[stop.state]} {wording().say(stop.sentence)}"
        if stop.condition in _COUNTED:
            yield from _findings(stop, findings)
    if len(result.stops) > _STOPS_SHOWN:
        yield f"  {say('terminal.more', count=len(result.stops) - _STOPS_SHOWN)}"
    if result.stops and words:  # a report with pseudonyms has no command to suggest
        yield say("gate.explain", command=_command(result.stops, words))
    reps, checked = len(audit.scorecards), sum(each.expected > 0 for each in findings.values())
    values = {"stops": len(result.stops), "reps": reps, "findings": checked}
    yield f"{_MARKS[result.state]} {say(f'gate.state.{result.state}', **values)}"


def _findings(stop: Stop, findings: dict[tuple[str, str], Finding]) -> Iterator[str]:
    for key in stop.findings[:_FINDINGS_SHOWN]:
        found = findings[key]
        line = say("gate.finding", rep=found.rep_id, rule=found.rule, met=found.met, expected=found.expected)
        yield f"    {line}" + (f" {wording().say(found.reason)}" if found.reason is not None else "")
    if len(stop.findings) > _FINDINGS_SHOWN:
        yield f"    {say('terminal.more', count=len(stop.findings) - _FINDINGS_SHOWN)}"


def _command(stops: Sequence[Stop], words: Sequence[str]) -> str:
    """Return the command that shows the records behind the first stop, to be copied whole."""
    from checklist.reporters.commands import explain, joined

    shown = next((key for stop in stops for key in stop.findings), None)
    if shown is None:
        logs = words[: next((place for place, word in enumerate(words) if word.startswith("--")), len(words))]
        return joined(["checklist", "inspect", *logs, *_options(words, "--mapping", "--policy")])
    rep, rule = shown
    return explain(rule, rep, joined(words))


def _options(words: Sequence[str], *wanted: str) -> Iterator[str]:
    for place, word in enumerate(words[:-1]):
        if word in wanted:
            yield from (word, words[place + 1])
