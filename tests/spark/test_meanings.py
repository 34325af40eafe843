"""Each expression that is said anew for Spark means there what it means to DuckDB, on values at the edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from checklist.conditions import moment
from checklist.engine import SQL, Database, engine_of, literal
from checklist.engine.spark import Cluster, connected
from checklist.engine.spark.texts import BLANKS
from checklist.engine.spark.views import Views
from checklist.kinds._expression import parse_expression
from checklist.kinds._relation import Relation, sorts
from checklist.model.tables import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.spark.clusters import ConnectServer

pytestmark = pytest.mark.spark

NUMBERS = [
    "12", " 12 ", "+5", ".5", "5.", "1_000", "1,000", "٣", "0x10", "12d", "1e3", "1e-7", "0.0000005",
    "0.0000004", "1e30",
    "inf", "nan", "", "-", "--1", "1 2", "1.2.3", "１２", "1e", "1E+2", "12345678901234567890", "999999999999.9999999",
    "999999999999.9999994", "-0", "\t5\n", "\x0b5", "\xa05", "1__0", "1_", "_1", "1.5_0", "1._5", ".", ".e2", "1.e2",
    "2.5e-6", "1e-1000", "-2.5", "0e5", "５", "1e5x",
]  # fmt: skip
DAYS = [
    "2026-10-1", "2026/10/01", " 2026-10-01 ", "2026-10-01 12:00", "2026-10-01T12:00:00", "2026-10-01x",
    "epoch", "EPOCH",
    "2026", "2026-10", "2026-13-01", "2026-02-30", "2024-02-29", "0001-01-01", "9999-12-31", "26-10-01", "2026.10.01",
    "2026 10 01", "20261001", "2026-10-01Z", "2026-10-01 abc", "+2026-10-01", "2026-010-01", "２０２６-10-01",
    "2026-10/01", "2026-10-01\t", "2026-10-01 25:00", "2026-10-01 12:61", "2026-10-01T", "2026-10-01 24:00:00",
    "2026-10-01 12:00:00.5", "2026-10-01 12:00:00+08", "2026-10-00", "", "2026-10-01,", "2026- 10-01", "2026\\10\\01",
]  # fmt: skip
TEXTS = [
    "", " ", "A", "É", "ΑΣ", "İ", "ẞ", "ß", "a\nb", "a\n", "中文", "　待补充　", "\u200b", "a\\b", "it's",
    "${env:HOME}", "😀x",
    "k", "\u212a", "a\x0bb", "a\u0085b", "a\u2028b", "[", "]", "&", "a&&b", "1a_", "é", "aé", "e\u0301", "\t", "x y  z",
    "Ⅳ", "ﬁ", "ſ", "zh;en", "zh, en", *(f"{blank}a{blank}" for blank in BLANKS),
]  # fmt: skip
PATTERNS = [
    r"^a$", r"a$", "a.b", r"\s", r"\S", r"\w+", r"\d", r"\ba", r"a\b", r"a\B", "(?i)é", "(?i)K", "(?i)ss", r"\p{Han}",
    r"[[:alpha:]]",
    "[a&&b]", "[]]", "[[]", r"[^\s]", r"(?s)a.b", r"(?m)^b$", r"\x{1F600}",
    r"\Qa\E", "a|b|", r"\v", r"[\w]", "{", r"\$\{", "e.$",
]  # fmt: skip
FIGURES = ["1.005", "2.675", "0.125", "0.5", "1.5", "2.5", "-0.5", "-2.5", "100", "33.333333", "12345.678901"]


@pytest.fixture(scope="module")
def both(server: ConnectServer) -> Iterator[tuple[Database, Cluster]]:
    """The same tables in both engines."""
    tables = {
        "numbers": pa.table({"n": range(len(NUMBERS)), "x": NUMBERS}),
        "dated": pa.table({"n": range(len(DAYS)), "x": DAYS}),
        "texts": pa.table({"n": range(len(TEXTS) + 1), "x": [*TEXTS, None]}),
        "figures": pa.table({"n": range(len(FIGURES)), "x": FIGURES}),
    }
    engine = engine_of("spark", server.address)
    with Database(threads=1) as local, connected(engine) as spark, Cluster(spark, local) as cluster:
        for name, table in tables.items():
            local.register(f"given_{name}", table)
            local.create(name, f"SELECT * FROM given_{name}")
            cluster.register(name, table)
        yield local, cluster


def test_a_table_that_was_small_is_read_where_it_is_made_anew(both: tuple[Database, Cluster]) -> None:
    _, cluster = both
    cluster.run("CREATE OR REPLACE TABLE loaded_twice AS SELECT 1 AS a")
    assert cluster.rows("SELECT a FROM loaded_twice") == [(1,)]
    cluster.run("CREATE OR REPLACE TABLE loaded_twice AS SELECT max(n) + 2 AS a FROM numbers WHERE n <= 0")
    assert cluster.rows("SELECT a FROM loaded_twice") == [(2,)]


def test_what_is_only_described_is_not_run(both: tuple[Database, Cluster], monkeypatch: pytest.MonkeyPatch) -> None:
    _, cluster = both

    def refuse(*_: object) -> None:
        raise AssertionError("something ran")

    monkeypatch.setattr(Views, "settled", refuse)
    twice = "(WITH once AS (SELECT n, x FROM numbers) SELECT a.n, b.x FROM once a JOIN once b ON b.n = a.n) s"
    assert cluster.columns(twice) == [("n", "bigint"), ("x", "string")]
    with pytest.raises(AssertionError, match="something ran"):
        cluster.rows(f"SELECT * FROM {twice}")


def compare(both: tuple[Database, Cluster], sql: str) -> list[tuple[Any, ...]]:
    """Hold the rows of a query in one engine against those in the other."""
    here, there = (session.rows(sql) for session in both)
    differing = [(one, other) for one, other in zip(here, there, strict=True) if one != other]
    assert differing == []
    return here


def test_texts_are_read_as_numbers_alike(both: tuple[Database, Cluster]) -> None:
    compare(both, "SELECT n, x, TRY_CAST(x AS DECIMAL(18, 6)) FROM numbers ORDER BY n")


def test_texts_are_read_as_days_alike(both: tuple[Database, Cluster]) -> None:
    compare(both, "SELECT n, x, TRY_CAST(x AS DATE) FROM dated ORDER BY n")


def test_texts_are_folded_and_measured_alike(both: tuple[Database, Cluster]) -> None:
    compare(
        both,
        "SELECT n, lower(x), trim(x), length(x), trim(lower(translate(x, 'Ａ　', 'A '))), left(x, 2), substr(x, 2, 1), "
        "replace(x, 'a', '\\'), contains(x, ''), contains(x, 'a'), concat(';', x, ';'), x || '!', starts_with(x, 'a'), "
        "regexp_replace(x, '\\s+', ' ', 'g'), x IS NOT DISTINCT FROM NULL, x IN ('a\\b', 'it''s'), x LIKE '%a_' "
        "FROM texts ORDER BY n",
    )


def test_texts_stand_in_one_order(both: tuple[Database, Cluster]) -> None:
    compare(both, "SELECT x, row_number() OVER (ORDER BY x, n) FROM texts ORDER BY x, n")
    compare(both, "SELECT x, row_number() OVER (ORDER BY x DESC, n) FROM texts ORDER BY x DESC, n")
    compare(both, "SELECT min(x), max(x), count(x), count(*), count(DISTINCT x) FROM texts")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_find_alike(both: tuple[Database, Cluster], pattern: str) -> None:
    quoted = pattern.replace("'", "''")
    compare(both, f"SELECT n, x, regexp_matches(x, '{quoted}') FROM texts ORDER BY n")


def test_small_letters_are_the_same_for_every_letter(both: tuple[Database, Cluster]) -> None:
    codes = [code for code in range(1, 0x20000) if not 0xD800 <= code <= 0xDFFF]
    table = pa.table({"n": codes, "x": [chr(code) for code in codes]})
    local, cluster = both
    local.register("given_letters", table)
    local.create("letters", "SELECT * FROM given_letters")
    cluster.register("letters", table)
    here, there = (session.rows("SELECT n, lower(x), trim(x), length(x) FROM letters ORDER BY n") for session in both)
    # Letters that Unicode took in after DuckDB's tables were made.
    new = {0x1C89, *range(0xA7CB, 0xA7DD), *range(0x10D50, 0x10D66), *range(0x16EA0, 0x16EB9)}
    assert {one[0] for one, other in zip(here, there, strict=True) if one != other} <= new


@pytest.mark.parametrize(
    "expression",
    [
        "CAST(CAST(x AS DECIMAL(18, 6)) / 1 AS DECIMAL(18, 2))",
        "CAST(CAST(x AS DECIMAL(18, 6)) / 3 AS DECIMAL(18, 2))",
        "CAST(x AS DECIMAL(38, 6)) * CAST(x AS DECIMAL(38, 6))",
        "CAST(x AS DECIMAL(38, 6)) + CAST(x AS DECIMAL(38, 6))",
        "CAST(x AS DECIMAL(18, 6)) * 3",
        "CAST(x AS DECIMAL(18, 6)) >= 2.5",
        "n / 2",
        "n // 2",
        "-n // 2",
        "n % 3",
        "CAST(n / 2 AS INTEGER)",
        "coalesce(TRY(CAST(x AS DECIMAL(38, 6)) * CAST('1e30' AS DECIMAL(38, 6)) > 1), FALSE)",
        "coalesce(TRY(n = 3 OR CAST(x AS DECIMAL(38, 6)) * CAST('1e30' AS DECIMAL(38, 6)) > 1), FALSE)",
        "CAST(CAST(x AS DECIMAL(18, 6)) AS VARCHAR)",
        "greatest(NULL, n)",
        "least(n, 3, NULL)",
    ],
)
def test_figures_come_out_alike(both: tuple[Database, Cluster], expression: str) -> None:
    compare(both, f"SELECT n, {expression} FROM figures ORDER BY n")


def test_sums_and_means_come_out_alike(both: tuple[Database, Cluster]) -> None:
    compare(
        both,
        "SELECT n % 2, sum(CAST(x AS DECIMAL(18, 6))), avg(CAST(x AS DECIMAL(18, 6))), sum(n), "
        "count(*) FILTER (WHERE n > 3) "
        "FROM figures GROUP BY n % 2 ORDER BY 1",
    )


MOMENTS = ["2026-01-01 00:00:00", "2026-12-31 23:59:59.999999", "0001-01-01 00:00:00", "9998-12-30 12:34:56.5",
           "1582-10-10 01:02:03", "2024-02-29 00:00:00", "2027-01-03 00:00:00", "2020-12-31 10:00:00"]  # fmt: skip


@pytest.mark.parametrize(
    "expression",
    [
        "t + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND",
        "CAST(CAST(t AS DATE) + 3 * INTERVAL 1 DAY AS DATE)",
        "CAST(t AS DATE) - INTERVAL 1 DAY + 2 * INTERVAL 1 MONTH",
        "t + 90000 * INTERVAL 1 SECOND",
        "t + v.n * INTERVAL 1 SECOND + CAST(v.n AS INTEGER) * INTERVAL 1 MICROSECOND",
        "CAST(t AS DATE) + INTERVAL 1 YEAR",
        "CAST(t AS DATE) + 1",
        "CAST(date_trunc('week', t) AS DATE)",
        "CAST(date_trunc('quarter', t) AS DATE)",
        "date_trunc('hour', t)",
        "hour(t) * 60 + minute(t)",
        "microsecond(t)",
        "strftime(t, '%G-W%V')",
        "dayofweek(t)",
        "isodow(t)",
        "quarter(t)",
        "CAST(t AS VARCHAR)",
        "CAST(CAST(t AS DATE) AS VARCHAR)",
        "date_diff('day', DATE '2026-01-01', t)",
        "t BETWEEN DATE '1582-01-01' AND DATE '2026-12-31'",
        "TRY_CAST(t AS DATE)",
    ],
)
def test_days_and_times_come_out_alike(both: tuple[Database, Cluster], expression: str) -> None:
    values = ", ".join(f"({n}, TIMESTAMP '{moment}')" for n, moment in enumerate(MOMENTS))
    compare(both, f"SELECT v.n, {expression} FROM (VALUES {values}) v(n, t) JOIN numbers m ON m.n = v.n ORDER BY v.n")


def test_lists_and_windows_come_out_alike(both: tuple[Database, Cluster]) -> None:
    compare(both, "SELECT n % 3, list(nullif(x, 'A') ORDER BY n) FROM texts GROUP BY n % 3 ORDER BY 1")
    compare(both, "SELECT n % 3, string_agg(x, '' ORDER BY n) FROM texts GROUP BY n % 3 ORDER BY 1")
    compare(
        both,
        "SELECT n, count(*) OVER (ORDER BY TIMESTAMP '2026-01-01 00:00:00' + n * INTERVAL 1 SECOND "
        "RANGE BETWEEN 3 * INTERVAL 1 SECOND PRECEDING AND CURRENT ROW) FROM texts ORDER BY n",
    )


OWN_MOMENTS = [
    *DAYS,
    *("2026年10月1日", "2026年10月1日 9:05", "2026/10/1 14:00:30", "2026-10-01 24:00", "2026-10-01 09:05:07.5"),
    *("2026-10-01 9:5", "2026-10-01  9:05", "2026-10-01T09:05", " 2026-10-01 9:05 ", "2026-02-30 10:00", "9999-12-31"),
]


def test_a_column_of_ones_own_is_read_as_days_and_times_alike(both: tuple[Database, Cluster]) -> None:
    values = ", ".join(f"({n}, {literal(written)})" for n, written in enumerate(OWN_MOMENTS))
    read = moment(SQL("v.x"))
    rows = f"FROM (VALUES {values}) v(n, x) JOIN texts m ON m.n = 0 ORDER BY 1"
    compare(both, f"SELECT v.n, coalesce(TRY_CAST(v.x AS DATE), CAST({read} AS DATE)) {rows}")
    here = compare(both, f"SELECT v.n, {read} {rows}")
    assert sum(at is not None for _, at in here) > len(OWN_MOMENTS) / 4


@pytest.mark.parametrize(
    "relation",
    [
        "x <= occurred_at + 20 days",
        "x > occurred_at + 2 hours",
        "not x - occurred_at <= 90 minutes",
        "x = '2026-10-01' or x != occurred_at",
        "occurred_at - 1 month < logged_at",
        "logged_at <= occurred_at + 100 years",
        "not (amount * 2 > cost or amount / cost > 1)",
        "amount * 999999999999 * 999999999999 * 999999999999 > cost",
        "signer = approver and occurred_at <= '2026-10-01 09:05'",
    ],
)
def test_relations_hold_alike(both: tuple[Database, Cluster], relation: str) -> None:
    expression = parse_expression(relation)
    columns = {name: SQL(f'r."{name}"') for name in expression.columns}
    flags = {"occurred_at": SQL("r.day_precise"), "logged_at": SQL("r.logged_day_precise")}
    own = frozenset(name for name in columns if not RECORDS.has(name))
    built = Relation(expression, sorts(expression, RECORDS.sort_of), columns, own, flags)
    tests = ", ".join([built.holds(), *built.unreadable().values()])
    rows = [
        (written, cost, f"2026-09-{1 + n % 28:02d} {n % 24:02d}:05:00", n % 3 == 0, n % 2 == 0)
        for n, (written, cost) in enumerate(zip(OWN_MOMENTS, NUMBERS + NUMBERS, strict=False))
    ]
    values = ", ".join(
        f"({n}, {literal(x)}, {literal(cost)}, CAST({literal(at)} AS TIMESTAMP), {literal(day)}, {literal(logged)})"
        for n, (x, cost, at, day, logged) in enumerate(rows)
    )
    compare(
        both,
        f"SELECT r.n, {tests} FROM (SELECT n, x, cost, CASE WHEN daily THEN date_trunc('day', t) ELSE t END AS "
        "occurred_at, daily AS day_precise, date_trunc('day', t) + INTERVAL 1 DAY AS logged_at, logged AS "
        "logged_day_precise, CAST(n AS DECIMAL(18, 6)) AS amount, x AS signer, left(x, 10) AS approver "
        f"FROM (VALUES {values}) v(n, x, cost, t, daily, logged)) r JOIN texts m ON m.n = 0 ORDER BY r.n",
    )
