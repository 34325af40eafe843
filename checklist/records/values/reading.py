"""How a column's cells are read: what the deciding yields and the typed rows are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checklist.engine import SQL, literal, render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.model import Sentence

# Says of a cell that it reads well by another rule than its column's.
OUTSIDE = "outside_rule"
_DASHES = ("-", "--", "---", "–", "—", "——", "－")
# What stands in a column of times or numbers for nothing at all.
_NOTHING = (*_DASHES, "n/a", "#n/a", "null", "none", "无", "暂无", "0000-00-00", "0000-00-00 00:00:00")
# What stands in a column of days for one that never comes.
_NEVER = ("9999-12-31", "9999/12/31", "9999-12-31 00:00:00", "9999/12/31 0:00:00", "9999-12-31 23:59:59")
_YES = ("yes", "y", "true", "是")
_NO = ("no", "n", "false", "否")


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of a column: aggregates by name, and the levels of what they look at, each made of the last."""

    asked: Mapping[str, SQL] = field(default_factory=dict)
    levels: tuple[tuple[SQL, SQL], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One column's reading; `rule` says it to people.

    The methods give SQL over a cell's `text` (trimmed, cleaned, in the words of this program) and what `parsed` made
    of it, for readings that take a text apart once and look at its parts several times.
    """

    rule: Sentence

    def parsed(self, text: SQL) -> SQL | None:
        """Return the parts of a text as a struct, None where it is not taken apart."""
        del text
        return None

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return what a text means, NULL where it is outside the rule."""
        del parts
        return text

    def day_precise(self, text: SQL, parts: SQL) -> SQL:
        """Tell whether a text that is a time says no more than the day."""
        del text, parts
        return literal(False)  # noqa: FBT003  # a SQL literal

    def faults(self, text: SQL, parts: SQL) -> list[tuple[SQL, str]]:
        """Return what can be said of a text outside the rule, the most telling first: condition and code."""
        del text, parts
        return []


def meant(text: SQL, *, days: bool) -> SQL:
    """Return a text of a column of times or numbers, NULL where it stands for nothing, or for no day at all."""
    nothing = _NOTHING + _NEVER if days else _NOTHING
    return render("CASE WHEN lower({{ text }}) NOT IN {{ nothing }} THEN {{ text }} END", text=text, nothing=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers(Reading):
    """Yes or no, in either language."""

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return `yes` or `no`."""
        del parts
        return render(
            "CASE WHEN lower({{ c }}) IN {{ yes }} THEN 'yes' WHEN lower({{ c }}) IN {{ no }} THEN 'no' END",
            c=text,
            yes=_YES,
            no=_NO,
        )
