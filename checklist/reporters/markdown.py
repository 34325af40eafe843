"""Text put into Markdown so that it shows as itself: no link, no image, no mention, no broken table.

The dialect is GitHub's (tables included); GitLab's differs in nothing that is used here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checklist.reporters.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_APART = "\u200b"
"""Parts what a site would join into a link or a mention after Markdown is read, where no escape helps."""

_MARKS = re.compile(r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])")
"""Characters that Markdown reads wherever they stand; an underscore within a word is only that."""

_START = re.compile(r"^(?:[#+\-=:]|(\d{1,9})(?=[.)]))")
"""What makes a heading, a list or a rule of a line that begins with it."""

_ADDRESS = re.compile(r"(?i)\b(www)(?=\.)|(?<=\w)(:)(?=//)|\b(mailto|xmpp)(?=:)")
_MENTION = re.compile(r"([@#!%&~$])(?=[\w\"'{])|(:)(?=(?:[+-]1|100|[a-z][\w+-]*):)")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """Return text as Markdown that shows exactly it, on one line, wherever on a line it is put."""
    text = _ADDRESS.sub(lambda found: found.group() + _APART, one_line(text))
    text = _MENTION.sub(lambda found: found.group() + _APART, text)
    text = _MARKS.sub(r"\\\g<0>", text.translate(_ENTITIES))
    return _START.sub(lambda found: f"{found.group(1)}\\" if found.group(1) else f"\\{found.group()}", text)


def code(text: str, *, in_table: bool = False) -> str:
    """Return text as a code span, which keeps it whole: a command, an id, a path."""
    text = one_line(text)
    if not text:
        return ""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    blank = " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{blank}{text.replace('|', chr(92) + '|') if in_table else text}{blank}{fence}"


def block(text: str) -> str:
    """Return one line of text as a fenced block, to be copied whole."""
    text = one_line(text)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """Return a table of cells that are Markdown already; the columns in `right` hold figures."""
    aligned = set(right)
    rule = ["--:" if place in aligned else "---" for place in range(len(header))]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (header, rule, *rows))
