"""Styles as pages carry them: without what only their author needs, and with words of a language in them."""

from __future__ import annotations

import re

_PARTS = re.compile(
    r"""
    (?P<kept>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)"']*\))  # texts and addresses stay as they are
    |/\*.*?\*/                                                     # comments go
    |;?\s*(?P<end>\})\s*                                           # what ends a block needs nothing around it
    |\s*(?P<mark>[{;,>])\s*                                        # nor does what sets selectors and values apart
    |(?P<colon>:)\s+                                               # a blank before a colon matters, one behind does not
    |(?P<blank>\s+)
    |(?<=[\s:(,])0(?=\.[0-9])                                      # nor does a nought before a point
    """,
    re.DOTALL | re.VERBOSE,
)
_UNSAFE = re.compile(r'[\\"<>\n\r\f]')


def compact(style: str) -> str:
    """Return the style that means the same in as few characters as its letters allow."""
    return _PARTS.sub(_shortened, style).strip()


def _shortened(found: re.Match[str]) -> str:
    if found["blank"]:
        return " "
    return found["kept"] or found["end"] or found["mark"] or found["colon"] or ""


def quoted(text: str) -> str:
    """Return a text as a style's own string; what could end it is written by its number."""
    return '"' + _UNSAFE.sub(lambda found: f"\\{ord(found[0]):x} ", text) + '"'
