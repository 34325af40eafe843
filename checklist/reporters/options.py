"""What the reader's screen and command line are like; the same audit, told to suit them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is shown, never what it says.

    `interactive`: a person at a terminal reads it, so lines are fitted to `width`; otherwise every line
    is whole. `encoding` is what the stream can take: symbols it cannot are replaced by plain letters.
    `verbosity`: below 0 only the sums, above 0 every rep and rule. `arguments` are the words of the
    command line that chose the inputs, repeated in the commands a report suggests; without them the
    audit's own inputs serve.
    """

    width: int = 80
    colour: bool = False
    interactive: bool = False
    encoding: str = "utf-8"
    verbosity: int = 0
    arguments: tuple[str, ...] = ()
