"""Letters, digits and marks of full width, and blanks of every kind, made plain."""

from __future__ import annotations

import re

from checklist.engine import SQL, literal

_WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
_PLAIN = "".join(chr(code) for code in range(0x21, 0x7F))
# Digits and letters of full width, and the marks that part them in codes; 中国（上海） keeps its brackets.
_CODES = "".join(chr(code) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))
_CODES += "－＿／．＃＠＆＋＊"
_PLAIN_CODES = "".join(chr(ord(each) - 0xFEE0) for each in _CODES)
# Characters without width: marks of direction, soft hyphens, marks of byte order amid a text.
_NO_WIDTH = "[\\x{00AD}\\x{200B}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2060}\\x{2066}-\\x{2069}\\x{FEFF}]"
_WIDE_BLANKS = "\\x{00A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}"
_BLANKS = f"[\\s{_WIDE_BLANKS}]"
_EACH_BLANK = "\t\n\v\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_UNSEEN = "\u00ad\u200b\u200e\u200f\u2060\ufeff" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
# Characters of full width, blanks and what has no width, and what stands for each of the first two.
WIDE, HALF = _WIDE + _EACH_BLANK + _UNSEEN, _PLAIN + " " * len(_EACH_BLANK)
# What a name is tidied for.
ODD = f"{_NO_WIDTH}|{_BLANKS}{_BLANKS}|[\\t\\n\\r{_WIDE_BLANKS}]"
WIDE_CODES = f"[{_CODES}]"


def even(text: SQL) -> SQL:
    """Return a text of half width throughout, its blanks single spaces, for values that are written and not named."""
    # The two that stand apart are common, and translating is dear.
    own = f"replace(replace({tidy(text)}, '￥', '¥'), '−', '-')"
    wide = f"regexp_matches({own}, {literal(f'[{_WIDE}]')})"
    return SQL(f"CASE WHEN {wide} THEN translate({own}, {literal(_WIDE)}, {literal(_PLAIN)}) ELSE {own} END")


def even_text(text: str) -> str:
    """Return a text as `even` makes it."""
    return tidy_text(text).replace("￥", "¥").replace("−", "-").translate(str.maketrans(_WIDE, _PLAIN))


def tidy(text: SQL) -> SQL:
    """Return a name without characters that nobody sees, every run of blanks one space."""
    seen = f"regexp_replace({text}, {literal(_NO_WIDTH)}, '', 'g')"
    return SQL(f"trim(regexp_replace({seen}, {literal(_BLANKS + '+')}, ' ', 'g'))")


def coded(text: SQL) -> SQL:
    """Return a code with digits, letters and their marks of half width."""
    return SQL(f"translate({text}, {literal(_CODES)}, {literal(_PLAIN_CODES)})")


def tidy_text(text: str) -> str:
    """Return a name as `tidy` makes it."""
    return re.sub(f"{_python(_BLANKS)}+", " ", re.sub(_python(_NO_WIDTH), "", text)).strip(" ")


def coded_text(text: str) -> str:
    """Return a code as `coded` makes it."""
    return text.translate(str.maketrans(_CODES, _PLAIN_CODES))


def _python(pattern: str) -> str:
    """Return a pattern as Python writes characters by their number; blanks are those that the engine knows."""
    return re.sub(r"\\x\{([0-9A-F]{4})\}", r"\\u\1", pattern).replace(r"\s", r"\t\n\f\r ")
