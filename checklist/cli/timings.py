"""`--timings`: where the time of a run went, on standard error, once all is done. No output depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.cli.speech import say
from checklist.model.timing import CLOCK, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

WIDTH = 80
DEAREST = 5
"""How many rules are named, those that took longest first."""

_SECONDS = 10
_RULES = "rules"


def start_clock(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001  # click's way
    """Start a clock that is read when the command has ended, however it ends."""
    if not asked or context.resilient_parsing:
        return
    from checklist.cli.printing import print_lines

    clock = Clock()
    token = CLOCK.set(clock)

    def stop() -> None:
        CLOCK.reset(token)
        print_lines(timing_lines(clock), err=True)

    context.call_on_close(stop)


def timing_lines(clock: Clock) -> Iterator[str]:
    """Yield a line for each phase as they ended, under the rules those that took longest, and at last the sum."""
    spent = clock.spent()
    rules = {about: seconds for (name, about), seconds in spent.items() if name == _RULES}
    yield say("cli.timings.heading")
    told = set()
    for (name, about), seconds in spent.items():
        if name != _RULES:
            yield _line(1, say(f"cli.timings.{name}", about=about), seconds)
        elif name not in told:
            told.add(name)
            yield _line(1, say("cli.timings.rules", count=len(rules)), sum(rules.values()))
            for rule in sorted(rules, key=lambda rule: (-rules[rule], rule))[:DEAREST]:
                yield _line(2, rule, rules[rule])
    yield _line(0, say("cli.timings.total"), clock.total)


def _line(indent: int, label: str, seconds: float) -> str:
    """Return a label and its seconds, each to its margin."""
    from checklist.reporters.text import columns, fitted, one_line

    figure = f"{seconds:.2f}".rjust(_SECONDS)
    label = "  " * indent + fitted(one_line(label), WIDTH - _SECONDS - 2 * indent - 1)
    return label + " " * (WIDTH - _SECONDS - columns(label)) + figure
