"""How far two colours stand apart, as WCAG 2 reckons it, so that nobody is given a report they cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST = 4.5
"""The contrast that text of ordinary size needs (WCAG 2.2, success criterion 1.4.3)."""

_BRIGHTEST = 255


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours written as `#rrggbb`, from 1 (alike) to 21 (black and white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightened(colour: str, grounds: tuple[str, ...]) -> str:
    """Return the colour mixed with just as much white as it takes to be read on all these grounds."""
    parts = _parts(colour)
    for step in range(101):
        mixed = _written(part + (_BRIGHTEST - part) * step // 100 for part in parts)
        if all(contrast(mixed, ground) >= LEAST for ground in grounds):
            return mixed
    return "#ffffff"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _written(parts: Iterable[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # the standard's own
        for share in (part / _BRIGHTEST for part in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
