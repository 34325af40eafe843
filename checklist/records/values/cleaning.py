"""What exports add around a text, and what nobody sees in a name: taken off where a column has it at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.conditions.folding import ODD, WIDE_CODES, coded, coded_text, even, even_text, tidy, tidy_text
from checklist.engine import SQL, literal
from checklist.records.values.reading import Questions

if TYPE_CHECKING:
    from collections.abc import Mapping

# A formula that says no more than a text, so that a spreadsheet keeps its zeros.
_FORMULA = '(?s)="(?:[^"]|"")*"'
# The mark that keeps a spreadsheet from taking a text for a formula.
_GUARD = "(?s)'[=+\\-@\\t\\r\\n＝＋－＠].*"


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What a column needs: `wrapped` formulas and guards, `odd` blanks, `wide` letters and digits.

    `evened` columns hold values that are written and not named: all of that is made plain in them.
    """

    wrapped: bool = False
    odd: bool = False
    wide: bool = False
    evened: bool = False

    def applied(self, text: SQL) -> SQL:
        """Return a trimmed text, cleaned; NULL where nothing is left."""
        if self.wrapped:
            text = _unwrapped(text)
        if self.evened:
            text = even(text)
        if self.odd:
            text = tidy(text)
        if self.wide:
            text = coded(text)
        return SQL(f"nullif({text}, '')") if self.wrapped or self.odd or self.evened else text


def first_questions(cell: SQL, *, named: bool) -> Questions:
    """Return what a column of texts is asked first; a `named` one holds names and codes, others prose.

    Most cells need nothing, and tell so by what is cheap: where they stand in the alphabet, their size in bytes.
    """
    formula = f"({cell} >= '=\"' AND {cell} < '=#')"
    unusual = f"{formula} OR ({cell} >= '''' AND {cell} < '(') OR {cell} < '!'"
    # One comparison settles nearly all cells.
    asked = {"wrapped": SQL(f"bool_or(CASE WHEN {cell} < '>' THEN {unusual} END)")}
    if named:
        asked["unusual"] = SQL(f"bool_or(strlen({cell}) <> length({cell}) OR contains({cell}, '  '))")
    return Questions(asked)


def closer_questions(cell: SQL) -> Questions:
    """Return what a column of names is asked that has unusual characters: whether they matter."""
    return Questions(
        {
            "odd": SQL(f"bool_or(regexp_matches({cell}, {literal(ODD)}))"),
            "wide": SQL(f"bool_or(regexp_matches({cell}, {literal(WIDE_CODES)}))"),
        }
    )


def spellings(words: Mapping[str, str | None], cleaning: Cleaning) -> dict[str, str | None]:
    """Return the words of a mapping as they are spelt once a column is cleaned."""
    if not cleaning.odd and not cleaning.wide and not cleaning.evened:
        return {}
    return {_cleaned(word, cleaning): meaning for word, meaning in words.items()}


def _cleaned(word: str, cleaning: Cleaning) -> str:
    if cleaning.evened:
        word = even_text(word)
    if cleaning.odd:
        word = tidy_text(word)
    return coded_text(word) if cleaning.wide else word


def _unwrapped(text: SQL) -> SQL:
    inner = f"trim(replace(substr({text}, 3, length({text}) - 3), '\"\"', '\"'))"
    return SQL(
        f"CASE WHEN starts_with({text}, '=') AND regexp_full_match({text}, {literal(_FORMULA)}) THEN {inner} "
        f"WHEN starts_with({text}, '''') AND regexp_full_match({text}, {literal(_GUARD)}) THEN substr({text}, 2) "
        f"ELSE {text} END"
    )
