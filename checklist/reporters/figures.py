"""Figures as people and programs read them, all from whole numbers: no figure carries rounding noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

NOTHING = "–"
"""Stands where nothing was scored: neither 0 nor 100."""

FULL = 1000
"""A full score, in tenths of a point."""


def tenths(number: int | None) -> str:
    """Return tenths of a point as `93.4`."""
    return NOTHING if number is None else f"{number // 10}.{number % 10}"


def signed_tenths(number: int) -> str:
    """Return a difference in tenths of a point as `+1.2`, `−0.3` or `±0.0`."""
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return sign + tenths(abs(number))


def tenths_number(number: int | None) -> float | None:
    """Return tenths of a point as a number that prints as `93.4`."""
    return None if number is None else number / 10


def share_number(number: int | None) -> float | None:
    """Return ten-thousandths as a number that prints as `0.9354`."""
    return None if number is None else number / 10_000


def percent(part: int, whole: int) -> str:
    """Return a share in percent, rounded down to one decimal, so that 100 % means all."""
    return f"{tenths(part * 1000 // whole)}%" if whole else NOTHING


def fraction_percent(share: Fraction) -> str:
    """Return a threshold in percent, as short as it is exact: `95%`."""
    return f"{float(share * 100):g}%"


def count(number: int) -> str:
    """Return a count with its thousands set apart."""
    return f"{number:,}"
