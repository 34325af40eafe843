"""Words and texts that are the same: one fold, in Python and in SQL; the program's own words mean one thing each."""

from __future__ import annotations

import pytest

from checklist.conditions.words import alike, alike_sql, meanings, vocabulary, word, word_sql
from checklist.engine import SQL, Database, literal

TEXTS = [
    "in_progress", "IN PROGRESS", "In-Progress", "InProgress", "ＩＮ＿ＰＲＯＧＲＥＳＳ",
    " in\u202fprogress ", "in\u200b_progress",
    "in\u3000\u00a0progress", "待 回访", "中国（上海）", "", "\ufeff", "A\tb\n c",
]  # fmt: skip


def test_the_fold_is_one_in_python_and_in_sql() -> None:
    with Database() as session:
        for text in TEXTS:
            folded = session.value(f"SELECT {alike_sql(literal(text))}")
            assert folded == alike(text)
            assert session.value(f"SELECT {word_sql(SQL(literal(folded)))}") == word(text)


def test_every_spelling_of_a_word_is_that_word() -> None:
    assert {word(text) for text in TEXTS[:8]} == {"inprogress"}
    assert (word("待 回访"), word("no-show"), word("NotHeld")) == ("待回访", "noshow", "notheld")


@pytest.mark.parametrize("column", vocabulary())
def test_no_word_means_two_things(column: str) -> None:
    by_word: dict[str, set[str]] = {}
    for text, meaning in vocabulary()[column].items():
        by_word.setdefault(word(text), set()).add(meaning)
    assert [each for each, found in by_word.items() if len(found) > 1] == []
    assert set(meanings(column).values()) == set(vocabulary()[column].values())
