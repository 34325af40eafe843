from fractions import Fraction

import pytest

from checklist.reporters import figures


@pytest.mark.parametrize(("number", "text"), [(934, "93.4"), (1000, "100.0"), (0, "0.0"), (7, "0.7"), (None, "–")])
def test_tenths(number: int | None, text: str) -> None:
    assert figures.tenths(number) == text


def test_numbers_carry_no_noise() -> None:
    for number in range(1001):
        assert repr(figures.tenths_number(number)) == figures.tenths(number)
    assert all(len(repr(figures.share_number(number))) <= 6 for number in range(10_001))
    assert figures.tenths_number(None) is None
    assert figures.share_number(None) is None


def test_percent_is_rounded_down_so_that_100_means_all() -> None:
    assert figures.percent(9999, 10_000) == "99.9%"
    assert figures.percent(3, 3) == "100.0%"
    assert figures.percent(0, 0) == "–"


def test_a_threshold_is_as_short_as_it_is_exact() -> None:
    assert figures.fraction_percent(Fraction(95, 100)) == "95%"
    assert figures.fraction_percent(Fraction(995, 1000)) == "99.5%"


def test_thousands_are_set_apart() -> None:
    assert figures.count(1234567) == "1,234,567"
