"""Every statement that judging makes can be said for Spark; what might come out otherwise there is refused."""

from __future__ import annotations

import re
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
import sqlglot

from checklist.auditing import preparing
from checklist.engine import Database, identifier
from checklist.engine.spark.failing import StatementError
from checklist.engine.spark.patterns import java_pattern
from checklist.engine.spark.texts import CAPITALS, SMALL
from checklist.engine.spark.translating import split, translate, understand
from tests.property.rules import KINDS, example
from tests.property.running import engine_says

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORLDS = 2


def said(sql: str, **tables: list[str]) -> str:
    """What Spark is given for a statement over tables of these columns."""
    return translate(understand(sql), lambda name: tables[name], str, fresh()).sql


def fresh() -> Callable[[], str]:
    """Names for the views that a statement reads beside: `view_1`, `view_2`, …"""
    numbers = count(1)
    return lambda: f"view_{next(numbers)}"


@pytest.fixture
def translated(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Each statement of judging, as Spark would be given it; collected while an audit runs in the embedded database."""
    found: list[str] = []
    judging: list[Any] = []
    hand_over = preparing.hand_over

    def begin(session: Any, *given: Any) -> None:
        judging[:] = [session]
        hand_over(session, *given)

    def note(session: Database, sql: str) -> None:
        if session not in judging or sql.startswith(("DESCRIBE", "DROP")) or "json_serialize_sql" in sql:
            return
        judging.clear()  # looking up columns is no statement of judging
        for text in split(sql):
            said = translate(understand(text), partial(columns, session), str, fresh())
            found.extend([*(step.select for step in said.before), said.sql])
        judging.append(session)

    def columns(session: Database, table: str) -> list[str]:
        return [name for name, _ in session.columns(identifier(table))]

    def noting(name: str) -> None:
        before = getattr(Database, name)

        def noted(session: Database, sql: str) -> Any:
            result = before(session, sql)
            note(session, sql)
            return result

        monkeypatch.setattr(Database, name, noted)

    monkeypatch.setattr(preparing, "hand_over", begin)
    for name in ("run", "rows", "named_rows"):
        noting(name)
    yield found
    judging.clear()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_statement_of_judging_is_said_for_spark(kind: str, translated: list[str]) -> None:
    for number in range(WORLDS):
        engine_says(*example(kind, number))
    assert len(translated) > 20 * WORLDS
    for sql in translated:
        sqlglot.parse_one(sql, read="spark")
        assert not re.search(r"BY NAME|\bQUALIFY\b|REPLACE \(|EXCLUDE", sql)


@pytest.mark.parametrize(
    "expression",
    [
        "strftime(day, '%A')",
        "date_diff('hour', a, b)",
        "list(a)",
        "string_agg(a, ',')",
        "regexp_replace(a, 'x', 'y')",
        "regexp_matches(a, b)",
        "regexp_extract(a, 'x')",
        "a SIMILAR TO 'x'",
        "a LIKE 'x\\%'",
        "a ILIKE 'x'",
        "upper(a)",
        "median(a)",
        "arg_max(a, b)",
        "any_value(a)",
        "TRY_CAST(a AS DOUBLE)",
        "CAST(a AS HUGEINT)",
        "epoch(a)",
        "round(a, 2)",
        "hash(a)",
        "some_function_that_nobody_knows(a)",
    ],
)
def test_what_might_come_out_otherwise_is_refused(expression: str) -> None:
    with pytest.raises(StatementError):
        said(f"SELECT {expression} FROM records", records=["a", "b", "day"])


def test_what_may_be_no_number_is_tried() -> None:
    sql = said("SELECT TRY_CAST(a AS DECIMAL(18, 6)), TRY_CAST(a AS DATE) FROM t", t=["a"])
    assert not re.search(r"(?<!TRY_)CAST\(REPLACE|(?<!TRY_)CAST\(CONCAT", sql)
    assert sql.count("TRY_CAST(") == 2


def test_a_span_taken_away_does_not_take_the_next_one_with_it() -> None:
    sql = said("SELECT d - INTERVAL 1 DAY + 3 * INTERVAL 1 MONTH FROM t", t=["d"])
    assert re.search(r"- INTERVAL '1' DAY\)? AS TIMESTAMP_NTZ\)|- INTERVAL '1' DAY \+ INTERVAL '3' MONTH", sql), sql


@pytest.mark.parametrize("text", ["a'b", "a\\b", "\\", "'", "\\'", "${env:HOME}", "a\nb", "%s", "`", '"', ";", "😀"])
def test_any_text_is_a_literal(text: str) -> None:
    quoted = text.replace("'", "''")
    sql = said(f"SELECT x = '{quoted}' AS found FROM t", t=["x"])
    literal = sqlglot.parse_one(sql, read="spark").find(sqlglot.exp.Literal)
    assert literal is not None
    assert literal.name == text


def test_a_script_is_split_at_its_own_semicolons() -> None:
    assert split("SELECT ';' AS \"a;b\"; SELECT 2 -- ; no\n;") == ["SELECT ';' AS \"a;b\"", "SELECT 2 -- ; no"]


def test_a_table_of_its_own_hides_another_of_that_name() -> None:
    statement = understand("WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM b")
    found = translate(statement, lambda _: ["x"], "v_{}".format, fresh())
    assert statement.reads == {"b"}
    assert found.sql.count("v_b") == 1


def test_a_union_by_name_is_spelt_out() -> None:
    sql = said("SELECT a, 1 AS b FROM t UNION ALL BY NAME SELECT 2 AS c, a FROM t", t=["a"])
    assert "BY NAME" not in sql
    assert [each.alias_or_name for each in sqlglot.parse_one(sql, read="spark").right.expressions] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("pattern", "java"),
    [
        (r"^a$", r"^a\z"),
        (r"(?m)^a$", r"(?m)^a$"),
        (r"\s+\S", r"[\t\n\f\r ]+[^\t\n\f\r ]"),
        (r"[\s\d]", r"[\t\n\f\r \d]"),
        (r"[a&&b]", r"[a\&\&b]"),
        (r"[[a]", r"[\[a]"),
        (r"[]a]", r"[\]a]"),
        (r"[[:alpha:]_]", r"[A-Za-z_]"),
        (r"\p{Han}\pL", r"\p{IsHan}\p{L}"),
        (r"(?P<name>a)", r"(a)"),
        (r"a{2,3}", r"a{2,3}"),
        (r"a{,3}", r"a\{,3\}"),
        (r"\Qa.b\E+", r"a\.b+"),
    ],
)
def test_a_pattern_is_said_in_java(pattern: str, java: str) -> None:
    assert java_pattern(pattern) == "(?du)" + java


@pytest.mark.parametrize("pattern", [r"(?=a)", r"(?<!a)b", r"(?U)a*", r"a\1", "[a", "a\\"])
def test_a_pattern_without_a_counterpart_is_refused(pattern: str) -> None:
    with pytest.raises(StatementError):
        java_pattern(pattern)


def test_the_capitals_told_apart_are_those_of_the_embedded_database() -> None:
    with Database(threads=1) as session:
        for capital, small in zip(CAPITALS, SMALL, strict=True):
            assert session.value(f"SELECT lower('{capital}')") == small


def test_with_tables_read_once_stay_where_they_are() -> None:
    found = translate(understand("WITH a AS (SELECT x FROM t) SELECT x FROM a"), {"t": ["x"]}.__getitem__, str, fresh())
    assert found.before == ()
    assert "WITH" in found.sql


def test_with_tables_read_twice_become_views_each_after_all_that_it_reads() -> None:
    text = (
        "WITH a(y) AS (SELECT x FROM t), b AS (WITH a AS (SELECT y AS z FROM a) SELECT z FROM a) "
        "SELECT b.z FROM b JOIN a ON a.y = b.z WHERE b.z IN (SELECT y FROM a)"
    )
    found = translate(understand(text), {"t": ["x"]}.__getitem__, lambda name: f"held_{name}", fresh())
    assert [(each.view, each.kept) for each in found.before] == [("view_1", True), ("view_3", False), ("view_2", False)]
    assert "WITH" not in found.sql
    assert [re.findall(r"(?:FROM|JOIN) `(\w+)`", each.select) for each in found.before] == [
        ["held_t"],
        ["view_1"],
        ["view_3"],
    ]
    assert re.findall(r"(?:FROM|JOIN) `(\w+)`", found.sql) == ["view_2", "view_1", "view_1"]
