"""Text as a workbook can hold it: never a formula, never markup, never beyond what a cell or a tab takes."""

from __future__ import annotations

import re

from checklist.reporters.text import cell

CELL_UNITS = 32_767
"""What a cell holds at most, in UTF-16 units (ECMA-376 part 1, 18.4; Excel's own limit)."""

NAME_UNITS = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_TAKEN = "history"
"""Excel keeps this name for itself."""


def cell_text(text: str, mark: str = "…") -> str:
    """Return text for a cell; one that is too long ends in `mark`."""
    text = cell(_NO_CHARACTER.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    if _units(text) > CELL_UNITS:
        text = _cut(text, CELL_UNITS - _units(mark)) + mark
    return no_markup(text)


def no_markup(text: str) -> str:
    """Return text that XlsxWriter does not take for markup of its own, which it would write as it is."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


class SheetNames:
    """Names for tabs: what is left of a text by Excel's rules, none twice, whatever the case of its letters."""

    def __init__(self) -> None:
        self._taken = {_TAKEN}

    def name(self, text: str, fallback: str) -> str:
        """Return a name that is free; `fallback` where nothing of the text is left."""
        shown = "".join(character if character.isprintable() else " " for character in text)
        plain = " ".join(_FORBIDDEN.sub(" ", shown).split())
        plain = _cut(plain, NAME_UNITS).strip(" '") or fallback
        name, number = plain, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{_cut(plain, NAME_UNITS - 4 - len(str(number)))} ({number})"
        self._taken.add(name.casefold())
        return name


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, units: int) -> str:
    """Return as much of the text's beginning as so many UTF-16 units hold, no character cut in half."""
    if _units(text) <= units:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore")
