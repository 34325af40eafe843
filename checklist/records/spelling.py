"""When two keys are one: the markers that are no key, the spellings of one, the cells that hold several.

Whatever compares ids or names of people, customers or cases compares them by this, in SQL or in Python alike.
"""

from __future__ import annotations

import re
import unicodedata

from checklist.conditions.folding import even, even_text
from checklist.engine import SQL, literal, render

# What stands in a column of ids for nothing at all, as exports and programs write it. `Null` and `Nan` are names.
_MARKERS = (
    *("-", "--", "---", "–", "—", "——", "－"),
    *("NULL", "null", "<NULL>", "<null>", "(NULL)", "(null)", "[NULL]", "[null]", r"\N", r"\n", "nil", "undefined"),
    *("None", "NONE", "none", "nan", "NaN", "NaT", "<NA>", "False", "false", "[]", "{}", '""', "''"),
    *("N/A", "n/a", "#N/A", "#n/a", r"N\A", "#NULL!", "#REF!", "#VALUE!", "#NAME?"),
    *(
        "(blank)",
        "(Blank)",
        "(BLANK)",
        "(empty)",
        "(none)",
        "(None)",
        "(空)",
        "（空）",
        "(空白)",
        "（空白）",
        "(无)",
        "（无）",
    ),
    *("无", "空", "空白", "空值", "暂无", "未填", "未填写"),
)
# The empty reference of Salesforce, and that of Dynamics and others that count in GUIDs.
_ZEROS = r"0{15}(AAA)?|[{(]?0{8}-?0{4}-?0{4}-?0{4}-?0{12}[)}]?"
# How such markers begin: asking this first spares nearly all cells the longer question.
_FIRSTS = "".join(sorted({marker[0] for marker in _MARKERS} | {"0", "{", "("}))

# ASCII that is neither blank nor control: folding leaves it as it is.
_VISIBLE = "[!-~]*"
_LONG_FORM = "[A-Za-z0-9]{15}[A-Z0-5]{3}"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SHORT, _EACH = 15, 5
# Parts several keys in one cell whatever stands around it, or only where everything between is known.
APART = "、;；|｜\n"
ALSO_APART = ",，/／&＆+＋"


def key_of(text: SQL) -> SQL:
    """Return an id, NULL where it marks emptiness: that names nobody. Any other word may be somebody's name."""
    return render(
        """
        CASE WHEN NOT contains({{ firsts }}, left({{ c }}, 1)) THEN {{ c }}
            WHEN {{ c }} NOT IN {{ markers }} AND NOT regexp_full_match({{ c }}, {{ zeros }}) THEN {{ c }} END
        """,
        c=text,
        firsts=_FIRSTS,
        markers=_MARKERS,
        zeros=_ZEROS,
    )


def plain(key: SQL) -> SQL:
    """Return a key without what tells spellings apart: composed letters, half width, no blanks. Most need nothing."""
    folded = f"replace({even(SQL(f'nfc_normalize({key})'))}, ' ', '')"
    return SQL(f"CASE WHEN regexp_full_match({key}, {literal(_VISIBLE)}) THEN {key} ELSE {folded} END")


def shortened(key: SQL) -> SQL:
    """Return a plain key, an id of Salesforce in its short form: the long one bears three letters that check it."""
    chunks = (f"substr({literal(_LETTERS)}, 1 + {_weights(key, at)}, 1)" for at in range(1, _SHORT + 1, _EACH))
    return render(
        "CASE WHEN length({{ k }}) <> {{ long }} OR {{ k }} IS NULL THEN {{ k }} "
        "WHEN regexp_full_match({{ k }}, {{ form }}) AND right({{ k }}, 3) = {{ check }} "
        "THEN left({{ k }}, {{ short }}) ELSE {{ k }} END",
        k=key,
        long=_SHORT + _SHORT // _EACH,
        short=_SHORT,
        form=_LONG_FORM,
        check=SQL(" || ".join(chunks)),
    )


def spelling(key: SQL) -> SQL:
    """Return what is equal for all spellings of one key.

    Composed and decomposed letters, width, blanks, and the two lengths of Salesforce's ids make no difference; case
    does.
    """
    return SQL(f"(SELECT {shortened(SQL('k'))} FROM (SELECT {plain(key)} AS k) spelt)")


def _weights(key: SQL, first: int) -> str:
    cases = (
        f"CASE WHEN substr({key}, {first + at}, 1) BETWEEN 'A' AND 'Z' THEN {1 << at} ELSE 0 END" for at in range(_EACH)
    )
    return f"({' + '.join(cases)})"


def spelling_text(key: str) -> str:
    """Return a key as `spelling` makes it."""
    text = even_text(unicodedata.normalize("NFC", key)).replace(" ", "")
    if re.fullmatch(_LONG_FORM, text, re.ASCII) and text[_SHORT:] == _check(text):
        return text[:_SHORT]
    return text


def _check(text: str) -> str:
    chunks = (text[at : at + _EACH] for at in range(0, _SHORT, _EACH))
    return "".join(_LETTERS[sum(1 << at for at, each in enumerate(chunk) if "A" <= each <= "Z")] for chunk in chunks)


def name_spelling(name: SQL) -> SQL:
    """Return what is equal for all spellings of one name: those of a key, case aside."""
    return SQL(f"lower({spelling(name)})")


def same_name(one: str, other: str) -> bool:
    """Tell whether two texts name the same person: whatever their spelling and case."""
    return spelling_text(one).lower() == spelling_text(other).lower()
