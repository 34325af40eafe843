"""Texts that people would call the same: letters and digits of full and half width, of either case, trimmed."""

from __future__ import annotations

from checklist.engine import SQL, literal

_WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "\u3000\u00a0"
_PLAIN = "".join(chr(code) for code in range(0x21, 0x7F)) + "  "


def folded_text(text: SQL) -> SQL:
    """Return a text column folded for comparing: half width, lower case, trimmed."""
    return SQL(f"trim(lower(translate({text}, {literal(_WIDE)}, {literal(_PLAIN)})))")
