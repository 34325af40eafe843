"""Annotations for GitHub's log and changed files: at most ten errors and ten warnings are shown, so the worst lead.

Every text is escaped as workflow commands ask, so that nothing out of a log can be one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.model import GateState
from checklist.reporters.issues import Weight, issues, left_out
from checklist.reporters.reading import Reading
from checklist.reporters.text import fitted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit
    from checklist.reporters.issues import Issue
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "github"
SUFFIX = ".txt"
KIND: Literal["file"] = "file"

SHOWN = 10
"""How many annotations of one level GitHub shows of a step."""

STOPS = 5
"""How many conditions of the gate are told before the deviations."""

_WIDEST = 4000
_COMMANDS = {Weight.STOPS: "error", Weight.FAILS: "warning"}


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[str]:
    """Yield one command a line: what stopped the gate, the worst deviations, and how many more there are."""
    reading = Reading(audit, wording)
    found = [each for each in issues(reading) if each.weight in _COMMANDS]
    title = wording.text("pipelines.title", policy=wording.value(audit.policy.title) or audit.policy.id)
    stops = () if audit.gate is None else audit.gate.stops[:STOPS]
    said = [
        command("error" if stop.state is GateState.NOT_MET else "warning", wording.say(stop.sentence), title=title)
        for stop in stops
    ]
    room = {name: SHOWN - sum(line.startswith(f"::{name}") for line in said) for name in _COMMANDS.values()}
    for each in found:
        name = _COMMANDS[each.weight]
        if room[name] > 0:
            room[name] -= 1
            said.append(_annotation(name, each, reading, options.folder))
    listed = len(said) - len(stops)
    more = left_out(audit, len(found) - listed)
    if more:
        said.append(command("notice", wording.text("pipelines.more", count=more), title=title))
    yield from (line + "\n" for line in said)


def _annotation(name: str, each: Issue, reading: Reading, folder: str | None) -> str:
    title = f"{each.deviation.clause} {reading.rule_title(each.deviation.rule)}"
    return command(name, each.message, title=title, file=each.spot.relative(folder), line=each.spot.line)


def command(name: str, message: str, *, title: str, file: str | None = None, line: int | None = None) -> str:
    """Return a workflow command, each part escaped by its own rules."""
    properties = {"file": file, "line": line, "title": fitted(one_line(title), 200)}
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
    return f"::{name} {given}::{_data(fitted(one_line(message), _WIDEST))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
