from pathlib import Path

import pytest

from checklist.model import UsageError
from checklist.pseudonyms import Names, key_of


@pytest.fixture(scope="module")
def names() -> Names:
    return Names("a long secret phrase")


def test_the_same_key_gives_the_same_name_and_another_key_another(names: Names) -> None:
    assert names.name("rep", "R1") == Names("a long secret phrase").name("rep", "R1")
    assert names.name("rep", "R1") != Names("another secret phrase").name("rep", "R1")


def test_each_role_and_each_text_has_a_name_of_its_own(names: Names) -> None:
    made = {names.name(role, text) for role in ("rep", "customer") for text in ("R1", "R2", "r1", "李娜")}
    assert len(made) == 8
    assert all(name.startswith(("rep-", "customer-")) and name.isascii() for name in made)


def test_a_name_replaced_once_stays(names: Names) -> None:
    once = names.name("rep", "R1")
    assert names.name("rep", once) == once
    assert names.name("customer", once) != once
    path = names.path("data/R1.csv")
    assert names.path(path) == path


def test_what_only_looks_like_a_pseudonym_is_replaced(names: Names) -> None:
    alike = names.name("rep", "R1")[:-1] + "_"
    assert names.name("rep", alike) != alike
    assert Names("another secret phrase").name("rep", names.name("rep", "R1")) != names.name("rep", "R1")


def test_a_file_keeps_its_kind_and_loses_its_name(names: Names) -> None:
    assert names.path("/home/李娜/R1.csv").startswith("file-")
    assert names.path("/home/李娜/R1.csv").endswith(".csv")
    assert "李娜" not in names.path("R1.李娜")
    assert names.path("<records>") == "<records>"


def test_a_hash_keeps_its_form(names: Names) -> None:
    assert len(names.hash("ab" * 32)) == 64
    assert len(names.hash("ab" * 8)) == 16
    assert names.hash("ab") != names.hash("ac")


def test_a_key_is_a_phrase_or_stands_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key.txt"
    file.write_text("  秘密的句子\n", encoding="utf-8")
    assert key_of("  a phrase ") == "a phrase"
    assert key_of(str(file)) == key_of(f"@{file}") == "秘密的句子"
    assert key_of("x" * 5000) == "x" * 5000


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_key_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="pseudonym_key_empty"):
        key_of(text)
    (tmp_path / "key").write_text(text)
    with pytest.raises(UsageError, match="pseudonym_key_empty"):
        key_of(f"@{tmp_path / 'key'}")


def test_a_file_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(UsageError, match="pseudonym_key_unreadable"):
            key_of(f"@{path}")
