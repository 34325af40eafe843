"""No text from outside is ever SQL, and a locked database reaches nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.engine import Database, DatabaseError, identifier, literal, render


@given(st.text())
@settings(deadline=None)  # a busy machine is no failure
def test_any_text_survives_as_a_literal_and_as_a_name(text: str) -> None:
    with Database(threads=1) as session:
        kept = text.replace("\0", "")
        assert session.value(render("SELECT {{ text }}", text=text)) == kept
        if kept:
            assert session.dicts(render("SELECT 1 AS {{ text | identifier }}", text=text)) == [{kept: 1}]


@pytest.mark.parametrize(
    "value",
    [None, True, 3, Decimal("0.1"), date(2026, 10, 5), datetime(2026, 10, 5, 9, 30, 15, 250)],  # noqa: DTZ001  # local
)
def test_values_come_back_as_they_went_in(value: Any) -> None:
    with Database() as session:
        assert session.value(f"SELECT {literal(value)}") == value


def test_lists_become_lists() -> None:
    with Database() as session:
        assert session.value(f"SELECT 'b' IN {literal(['a', 'b'])}") is True
        assert session.value(f"SELECT 'b' IN {literal([])}") is None


def test_a_locked_database_reads_no_file_and_keeps_its_settings() -> None:
    with Database() as session:
        session.lock()
        for sql in (
            "SELECT * FROM read_text('pyproject.toml')",
            "SET memory_limit = '1GB'",
            "COPY (SELECT 1) TO 'x.csv'",
        ):
            with pytest.raises(DatabaseError):
                session.run(sql)


def test_the_callers_variables_are_out_of_reach() -> None:
    secret = [1]  # what a careless replacement scan would find
    assert secret
    with Database() as session, pytest.raises(DatabaseError):
        session.rows("SELECT * FROM secret")


def test_a_query_that_runs_too_long_is_stopped() -> None:
    with Database() as session, session.time_limit(0.2), pytest.raises(DatabaseError):
        session.rows("SELECT count(*) FROM range(100000000000) a, range(1000) b WHERE a.range % 7 = b.range")


def test_every_thread_sees_the_same_tables_in_the_same_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    zone = "SELECT current_setting('TimeZone')"
    with Database(threads=2) as session, ThreadPoolExecutor(1) as pool:
        session.create("made here", "SELECT 1 AS a")
        session.lock()
        assert pool.submit(session.value, 'SELECT a FROM "made here"').result() == 1
        pool.submit(session.create, "made there", "SELECT 2 AS a").result()
        assert session.value('SELECT a FROM "made there"') == 2
        assert pool.submit(session.value, zone).result() == session.value(zone) == "UTC"
        with pytest.raises(DatabaseError):
            pool.submit(session.run, "SET memory_limit = '1GB'").result()


def test_a_limit_of_time_is_that_of_its_own_thread() -> None:
    def stopped() -> bool:
        with session.time_limit(0.1), pytest.raises(DatabaseError):
            session.rows("SELECT count(*) FROM range(100000000000) a, range(1000) b WHERE a.range % 7 = b.range")
        return True

    with Database(threads=2) as session, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(stopped)
        while not waiting.done():
            assert session.value("SELECT sum(i) FROM range(1000) t(i)") == 499500
        assert waiting.result()


def test_after_an_interrupt_no_other_thread_begins_anything() -> None:
    with Database(threads=2) as session, ThreadPoolExecutor(1) as pool:
        assert pool.submit(session.value, "SELECT 1").result() == 1
        session.interrupt()
        with pytest.raises(KeyboardInterrupt):
            pool.submit(session.value, "SELECT 1").result()


@pytest.mark.parametrize(("asked", "given"), [(1, 1), (3, 3), (64, 8)])
def test_as_many_threads_work_side_by_side_as_were_asked_for_within_reason(asked: int, given: int) -> None:
    with Database(threads=asked) as session:
        assert session.threads == given


def test_names_are_always_quoted() -> None:
    assert identifier('a"b') == '"a""b"'
