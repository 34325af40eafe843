"""An address shows where a database is, and never its password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.model import InputError
from checklist.records.api import Source
from checklist.records.databases import is_address, shown_address, with_databases
from checklist.records.databases.address import parse_address

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "p@ss/w#rd"  # noqa: S105  # of no one
WRITTEN = "p%40ss%2Fw%23rd"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"postgresql://judge:{WRITTEN}@db.example:5433/crm", "postgresql://judge@db.example:5433/crm"),
        (f"postgres://db/crm?user=judge&password={WRITTEN}", "postgres://db/crm"),
        (f"mysql://judge:{WRITTEN}@[::1]:3306/crm?ssl=true", "mysql://judge@[::1]:3306/crm"),
        ("MariaDB://db/客户", "mariadb://db/%E5%AE%A2%E6%88%B7"),
        ("sqlite:///crm.db", "sqlite:///crm.db"),
        ("sqlite:////data/crm.db?mode=rw", "sqlite:////data/crm.db"),
    ],
)
def test_what_is_shown_has_neither_password_nor_settings(text: str, shown: str) -> None:
    assert shown_address(text) == shown


def test_the_password_is_in_no_representation() -> None:
    source = with_databases([Source("records", f"mysql://judge:{WRITTEN}@db/crm")], {"records": "SELECT 1"})[0]
    assert source.database is not None
    assert source.database.address.password == SECRET
    for text in (repr(source), str(source.database), source.path):
        assert SECRET not in text
        assert WRITTEN not in text


def test_a_driver_gets_the_password_and_its_words_lose_it() -> None:
    address = parse_address(f"mysql://judge:{WRITTEN}@db/crm?ssl=true", None, {})
    assert address.url("mysql", more="a b") == f"mysql://judge:{WRITTEN}@db/crm?ssl=true&more=a%20b"
    assert SECRET not in address.mask(f"cannot use {SECRET} for {WRITTEN}")
    assert WRITTEN not in address.mask(f"cannot use {SECRET} for {WRITTEN}")


def test_where_the_password_comes_from(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from file\n", encoding="utf-8")
    environment = {"CHECKLIST_DB_PASSWORD": "ours", "MYSQL_PWD": "theirs"}
    found = [
        parse_address("mysql://a:here@db/crm", str(file), environment),
        parse_address("mysql://a@db/crm", str(file), environment),
        parse_address("mysql://a@db/crm", None, environment),
        parse_address("mysql://a@db/crm", None, {"MYSQL_PWD": "theirs"}),
        parse_address("postgresql://a@db/crm", None, {"MYSQL_PWD": "theirs"}),
    ]
    assert [each.password for each in found] == ["here", "from file", "ours", "theirs", None]


@pytest.mark.parametrize("content", [b"", b"one\ntwo\n", b"\xff\xfe\x00", b"a\x00b"])
def test_a_password_file_holds_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "password"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        parse_address("mysql://a@db/crm", str(file), {})
    assert caught.value.code == "password_file_bad"


@pytest.mark.parametrize(
    "text",
    [
        "mysql://judge:pa/ss@db/crm",
        "mysql:///crm",
        "mysql://db:port/crm",
        "mysql://[/crm",
        "mysql://judge:pa#ss@db/crm",
    ],
)
def test_an_address_that_parts_elsewhere_shows_nothing_of_itself(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_address(text, None, {})
    assert str(caught.value) == "mysql://***: database_address_bad"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("mysql://db/crm", True), ("SQLite:///x", True), ("records.csv", False), ("mysql", False),
     ("file:///records.csv", False), ("mysql:/db", False)],
)  # fmt: skip
def test_which_inputs_are_addresses(text: str, *, expected: bool) -> None:
    assert is_address(text) is expected
