"""What the reader's screen and command line are like, and the form reports take; the same audit, told to suit them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from checklist.reporters.branding import Branding


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is shown, never what it says.

    `interactive`: a person at a terminal reads it, so lines are fitted to `width`; otherwise every line
    is whole. `encoding` is what the stream can take: symbols it cannot are replaced by plain letters.
    `verbosity`: below 0 only the sums, above 0 every rep and rule. `arguments` are the words of the
    command line that chose the inputs, repeated in the commands a report suggests; without them the
    audit's own inputs serve.

    `languages` are those that a report of several files is written in, the first one leading; none means
    that of the wording it is given. `branding` is the company's own face. `assets`: whether pages hold
    their style and logo or have them in files beside them, for servers that forbid the former.
    `templates` is a folder of page templates that stand in for the program's own, file by file. `folder` is
    the one that paths are told relative to where a code host must find them.
    """

    width: int = 80
    colour: bool = False
    interactive: bool = False
    encoding: str = "utf-8"
    verbosity: int = 0
    arguments: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    branding: Branding | None = None
    assets: Literal["inline", "external"] = "inline"
    templates: str | None = None
    folder: str | None = None
