"""When two keys are one: in SQL as in Python, and what is no key at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checklist.engine import SQL, Database, literal
from checklist.records.spelling import key_of, same_name, spelling, spelling_text

if TYPE_CHECKING:
    from checklist.engine import Session

SHORT, LONG = "0050a00000RaRb1", "0050a00000RaRb1AAF"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SHORT, LONG),
        ("张三", "张 三"),
        ("张三", "张\u3000三"),
        ("R07", "Ｒ０７"),
        ("café", "cafe\u0301"),
        ("R1", "\u200bR1"),
    ],
)
def test_spellings_of_one_key(one: str, other: str) -> None:
    assert spelling_text(one) == spelling_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0010a00000KaKb1AAF", "0010a00000KAKB1AAP"),
        ("R1", "r1"),
        ("007", "7"),
        ("R-1", "R1"),
        ("ABCDEFGHIJKLMNOPQR", "ABCDEFGHIJKLMNO"),  # eighteen characters, and no check letters
    ],
)
def test_keys_that_are_two(one: str, other: str) -> None:
    assert spelling_text(one) != spelling_text(other)


def test_a_name_is_the_same_in_any_case() -> None:
    assert same_name("Ann Example", "ANN  EXAMPLE")
    assert not same_name("Ann", "Anna")


@settings(deadline=None)
@example(["\r", "R\t1", "\x1f", "R1", ""])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), min_size=1))
def test_sql_and_python_agree(texts: list[str]) -> None:
    with Database(threads=1) as session:
        rows = ", ".join(f"({number}, {literal(text)})" for number, text in enumerate(texts))
        found = session.rows(f"SELECT {spelling(SQL('t'))} FROM (VALUES {rows}) v(n, t) ORDER BY n")
    assert [text for (text,) in found] == [spelling_text(text) for text in texts]


@given(st.text("ABCxyz019", min_size=15, max_size=15))
def test_the_long_form_of_an_id_is_its_short_form(short: str) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    bits = ["".join("1" if each.isupper() else "0" for each in short[at : at + 5])[::-1] for at in (0, 5, 10)]
    assert spelling_text(short + "".join(letters[int(each, 2)] for each in bits)) == short


def _key(session: Session, text: str) -> str | None:
    found: str | None = session.value(f"SELECT {key_of(SQL('t'))} FROM (VALUES ({literal(text)})) v(t)")
    return found


def test_what_is_no_key() -> None:
    markers = (
        *("NULL", "null", "None", "nan", "NaN", "\\N", "#N/A", "N/A", "<null>", "(blank)", "无", "空", "-", "（空）"),
        *("000000000000000", "000000000000000AAA", "00000000-0000-0000-0000-000000000000"),
        "{00000000-0000-0000-0000-000000000000}",
    )
    with Database(threads=1) as session:
        assert [_key(session, each) for each in markers] == [None] * len(markers)
        names = ("Null", "Nan", "0", "007", "Nullmann", "无锡", "空军", "000000000000001", "N", "none1")
        assert [_key(session, each) for each in names] == list(names)
