"""A log read from real databases is judged as the same log from a file, and no password is ever seen."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import checklist
from checklist.engine import Database
from checklist.model import InputError
from checklist.records import Loaded, Source, load
from checklist.records.databases import servers as server_settings
from checklist.records.databases import with_databases
from tests.acceptance.database_servers import PASSWORD, DatabaseServer, mariadb, postgresql

from .conftest import CUSTOMERS, RECORDS, ROSTER, Firm, Ran

QUERIES = (
    "SELECT record_id, rep_id, type, occurred_at, customer_id, status, text FROM records",
    "roster=SELECT * FROM reps",
    "customers=SELECT customer_id, rep_id, grade, in_care_from, in_care_to FROM customers",
)
TABLES = {
    "records": "record_id VARCHAR(20), rep_id VARCHAR(20), type VARCHAR(20), occurred_at {time}, "
    "customer_id VARCHAR(20), status VARCHAR(20), text {text}",
    "reps": "rep_id VARCHAR(20), name VARCHAR(20), team VARCHAR(20), joined_on DATE, left_on DATE",
    "customers": "customer_id VARCHAR(20), rep_id VARCHAR(20), grade CHAR(1), in_care_from DATE, in_care_to DATE",
}
ROWS = {"records": RECORDS, "reps": ROSTER, "customers": CUSTOMERS}


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))[1:]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[DatabaseServer]:
    with postgresql() as server:
        fill(server, time="TIMESTAMP", text="TEXT")
        yield server


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[DatabaseServer]:
    with mariadb() as server:
        fill(server, time="DATETIME", text="TEXT")
        yield server


def fill(server: DatabaseServer, **types: str) -> None:
    for table, columns in TABLES.items():
        server.run(f"CREATE TABLE {table} ({columns.format(**types)});")
        # Backwards, so that the order in which rows come is not that of the file.
        server.insert(table, rows(ROWS[table])[::-1])


@pytest.fixture(params=["postgresql_server", "mariadb_server"])
def server(request: pytest.FixtureRequest) -> DatabaseServer:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseServer)
    return found


def words(address: str, queries: tuple[str, ...] = QUERIES) -> list[str]:
    asked = [word for query in queries for word in ("--query", query)]
    return [address, "--roster", address, "--customers", address, *asked]


def audit(firm: Firm, *inputs: str, **environment: str) -> Ran:
    dates = ["--period", "2026-10", "--as-of", "2026-10-31", "--attestations", "attestations.csv"]
    return firm.run("audit", *inputs, "--policy", "pack.yaml", *dates, **environment)


def judged(text: str) -> dict[str, Any]:
    """Return an audit's judgement: all but where it was read."""
    found = json.loads(text)
    for deviation in found["deviations"]:
        for piece in deviation["evidence"]:
            del piece["path"], piece["line"]
    return {name: found[name] for name in ("period", "summary", "scorecards", "deviations")}


def test_sqlite_is_judged_as_the_files_are(firm: Firm) -> None:
    connection = sqlite3.connect(firm.folder / "crm.db")
    for table, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {table} ({columns.format(time='TEXT', text='TEXT')})")
        given = rows(ROWS[table])[::-1]
        marks = ", ".join("?" * len(given[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", given)
    connection.commit()
    connection.close()
    read = audit(firm, *words("sqlite:///crm.db"), "--format", "json")
    plain = firm.audit("--format", "json")
    assert (read.code, plain.code) == (0, 0), read.err
    assert judged(read.out) == judged(plain.out)
    evidence = json.loads(read.out)["deviations"][0]["evidence"][0]
    assert evidence["path"].startswith("sqlite:///crm.db#")
    written = firm.run("inspect", "sqlite:///crm.db", "--query", "SELECT 1 AS rep_id", "--lang", "en")
    assert written.code == 2
    assert "type" in written.err


def test_an_sqlite_file_that_is_missing_is_not_made(firm: Firm) -> None:
    ran = firm.run("inspect", "sqlite:///nowhere.db", "--query", "SELECT 1 AS a", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be reached (No such file or directory)" in ran.err
    assert not (firm.folder / "nowhere.db").exists()


def test_a_query_needs_a_database_and_a_database_a_query(firm: Firm) -> None:
    ran = firm.run("audit", "records.csv", "--query", "SELECT 1", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "there is a query for records but no database" in ran.err
    ran = firm.run("audit", "sqlite:///crm.db", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "no query says what to read" in ran.err


@pytest.mark.database
def test_a_server_is_judged_as_the_files_are(firm: Firm, server: DatabaseServer) -> None:
    read = audit(firm, *words(server.address), "--format", "json", CHECKLIST_DB_PASSWORD=PASSWORD)
    plain = firm.audit("--format", "json")
    assert (read.code, plain.code) == (0, 0), read.err
    assert judged(read.out) == judged(plain.out)
    assert [each["records"] for each in json.loads(read.out)["inputs"]] == [
        each["records"] for each in json.loads(plain.out)["inputs"]
    ]


@pytest.mark.database
def test_a_password_is_in_no_output(firm: Firm, server: DatabaseServer) -> None:
    written = "s3cret%2Fw%C3%B6rd"
    address = server.address.replace("judge@", f"judge:{written}@")
    outputs = ["html=pages", "json=audit.json", "csv=tables"]
    asked = [word for output in outputs for word in ("--output", output)]
    ran = audit(firm, *words(address), *asked, "-v", "--lang", "en")
    assert ran.code == 0, ran.err
    assert "the password stood in the address" in ran.out
    wrong = audit(firm, *words(address, ("SELECT nothing FROM records", *QUERIES[1:])), "--lang", "en")
    assert wrong.code == 2
    texts = [ran.out, ran.err, wrong.out, wrong.err]
    texts += [path.read_text(encoding="utf-8") for path in firm.folder.rglob("*") if path.is_file()]
    assert len(texts) > 8
    for text in texts:
        assert PASSWORD not in text
        assert written not in text


Ask = Callable[..., Ran]


@pytest.fixture
def ask(firm: Firm, server: DatabaseServer) -> Ask:
    """Inspect what a query yields, as a user of the command would."""

    def call(query: str, address: str | None = None, password: str = PASSWORD) -> Ran:
        asked = [address or server.address, "--query", query, "--lang", "en"]
        return firm.run("inspect", *asked, CHECKLIST_DB_PASSWORD=password)

    return call


def refused(ran: Ran, *parts: str) -> None:
    """A command that was refused says one sentence, and nothing of a password."""
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.strip().splitlines()) == 1, ran.err
    assert PASSWORD not in ran.err
    for part in parts:
        assert part in ran.err


@pytest.mark.database
def test_what_a_server_refuses_is_one_sentence(ask: Ask, server: DatabaseServer) -> None:
    refused(ask("SELECT nothing FROM records"), "refuses the query", "nothing")
    refused(ask("SELECT * FROM nowhere"), "refuses the query", "nowhere")
    refused(ask("SELECT rep_id, rep_id FROM records"), "rep_id")
    refused(ask("SELECT rep_id FROM records GROUP BY 99"), "refuses the query")
    refused(ask("SELECT 1; SELECT 2"), "several statements")
    refused(ask("DELETE FROM records"), "only a SELECT")
    with_port = server.address.rpartition(":")[2].partition("/")[0]
    refused(ask("SELECT 1 AS a", server.address.replace(f":{with_port}/", ":1/")), "cannot be reached", "refused")
    refused(ask("SELECT 1 AS a", server.address.replace("127.0.0.1", "nowhere.invalid")), "cannot be reached")


@pytest.mark.database
def test_a_refused_login_is_one_sentence(ask: Ask) -> None:
    refused(ask("SELECT 1 AS a", None, "no/such/word"), "refuses the login")


@pytest.mark.database
def test_nothing_can_be_written(ask: Ask, server: DatabaseServer) -> None:
    server.run("DROP SEQUENCE IF EXISTS counter; CREATE SEQUENCE counter;")
    following = "nextval('counter')" if server.address.startswith("postgresql") else "nextval(counter)"
    refused(ask(f"SELECT {following} AS a"), "refuses the query", "read-only" if "(''" in following else "")
    assert server.run(f"SELECT {following};").strip() == "1"


@dataclass
class Kept:
    """What a query left in the session."""

    loaded: Loaded
    rows: list[dict[str, Any]]


def kept(server: DatabaseServer, query: str, *, timezone: str = "Asia/Shanghai") -> Kept:
    sources = with_databases([Source("records", server.address)], {"records": query})
    with Database(threads=2) as session:
        loaded = load(session, sources, mapping=None, timezone=timezone)
        return Kept(loaded, session.dicts("SELECT * FROM loaded_records ORDER BY record_id"))


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKLIST_DB_PASSWORD", PASSWORD)


BASE = "SELECT id AS record_id, rep AS rep_id, 'call' AS type, at AS occurred_at"


@pytest.mark.database
@pytest.mark.usefixtures("password")
def test_postgresql_types(postgresql_server: DatabaseServer) -> None:
    postgresql_server.run(
        "SET TimeZone = 'Asia/Tokyo'; DROP TABLE IF EXISTS typed; "
        "CREATE TABLE typed (id TEXT, rep CHAR(5), at TIMESTAMPTZ, logged TIMESTAMP, n NUMERIC(20, 6), j JSONB, "
        "b BOOLEAN, bytes BYTEA, list TEXT[], big BIGINT, dated DATE); "
        "INSERT INTO typed VALUES "
        "('007', '李四', '2026-10-01 09:00:00.5+08', '2026-10-01 10:00', 123456789012.123456, '{\"a\": \"，\"}', true, "
        "'\\xff00', '{a,b}', 9223372036854775807, '2026-10-02'), "
        "('8', 'R1', '2026-10-01 02:00Z', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), "
        "('9', 'R1', 'infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
    )
    found = kept(
        postgresql_server, f"{BASE}, logged AS logged_at, n AS amount, j, b, bytes, list, big, dated FROM typed"
    )
    first, second = found.rows
    assert (first["record_id"], first["rep_id"]) == ("007", "李四")
    assert str(first["occurred_at"]) == "2026-10-01 09:00:00.500000"
    assert str(first["logged_at"]) == "2026-10-01 10:00:00"
    assert str(first["amount"]) == "123456789012.123456"
    assert [first[name] for name in ("j", "b", "bytes", "list", "big", "dated")] == [
        '{"a": "，"}', "true", "ff00", "{a,b}", "9223372036854775807", "2026-10-02",
    ]  # fmt: skip
    assert str(second["occurred_at"]) == "2026-10-01 10:00:00"
    assert second["amount"] is None
    assert [each.reason.values["value"] for each in found.loaded.rejects] == ["infinity"]


@pytest.mark.database
@pytest.mark.usefixtures("password")
def test_mariadb_types(mariadb_server: DatabaseServer) -> None:
    mariadb_server.run(
        "SET time_zone = '+09:00'; DROP TABLE IF EXISTS typed; "
        "CREATE TABLE typed (id VARCHAR(20), rep CHAR(5), at TIMESTAMP(3) NULL, logged DATETIME, n DECIMAL(20, 6), "
        "j JSON, b BIT(1), kind ENUM('call', '拜访'), big BIGINT UNSIGNED, dated DATE); "
        "INSERT INTO typed VALUES "
        "('007', '李四', '2026-10-01 10:00:00.5', '2026-10-01 10:00', 123456789012.123456, '{\"a\": \"，\"}', 1, "
        "'拜访', 18446744073709551615, '0000-00-00'), "
        "('8', 'R1', '2026-10-01 11:00', '0000-00-00', NULL, NULL, NULL, NULL, NULL, NULL), "
        "('9', 'R1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
    )
    found = kept(mariadb_server, f"{BASE}, logged AS logged_at, n AS amount, j, b, kind, big, dated FROM typed")
    first, second = found.rows
    assert (first["record_id"], first["rep_id"]) == ("007", "李四")
    assert str(first["occurred_at"]) == "2026-10-01 09:00:00.500000"
    assert str(first["logged_at"]) == "2026-10-01 10:00:00"
    assert str(first["amount"]) == "123456789012.123456"
    assert [first[name] for name in ("j", "b", "kind", "big", "dated")] == [
        '{"a": "，"}', "1", "拜访", "18446744073709551615", None,
    ]  # fmt: skip
    assert str(second["occurred_at"]) == "2026-10-01 10:00:00"
    assert [each.reason.key for each in found.loaded.rejects] == ["reject.no_time"]
    zeros = [each.sentence.values for each in found.loaded.notices if each.code == "zero_dates"]
    assert [(each["column"], each["count"]) for each in zeros] == [("logged_at", 1), ("dated", 1)]


@pytest.mark.database
@pytest.mark.usefixtures("password")
def test_the_order_of_rows_changes_nothing(server: DatabaseServer) -> None:
    columns = "record_id, rep_id, type, occurred_at"
    up = kept(server, f"SELECT {columns} FROM records ORDER BY record_id LIMIT 100")
    down = kept(server, f"SELECT {columns} FROM records ORDER BY record_id DESC LIMIT 100")
    assert [each["line"] for each in up.rows] == [each["line"] for each in down.rows] == list(range(1, 13))
    assert up.loaded.inputs[0].sha256 == down.loaded.inputs[0].sha256
    fewer = kept(server, f"SELECT {columns} FROM records WHERE record_id <> 'A1'")
    assert fewer.loaded.inputs[0].sha256 != up.loaded.inputs[0].sha256


@pytest.mark.database
@pytest.mark.usefixtures("password")
def test_a_query_that_takes_too_long_is_stopped(server: DatabaseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    module = "postgresql" if server.address.startswith("postgresql") else "mysql"
    monkeypatch.setattr(server_settings.servers()[module], "QUERY_SECONDS", 1)
    # MariaDB's sleep() ends early instead of failing; a count over many rows fails.
    slow = (
        "SELECT CAST(pg_sleep(30) AS text) AS rep_id"
        if module == "postgresql"
        else "SELECT count(*) AS rep_id FROM seq_1_to_100000 a, seq_1_to_100000 b WHERE a.seq + b.seq < 0"
    )
    with pytest.raises(InputError) as caught:
        kept(server, slow)
    assert caught.value.code == "database_timeout"


# A query that stops to wait after most of its rows, whether it does so now, and what ends its connection.
_WAITS_IN_POSTGRESQL = "FROM pg_stat_activity WHERE query LIKE '%g > 60000%' AND pid <> pg_backend_pid();"
_WAITS_IN_MARIADB = (
    "FROM information_schema.processlist WHERE info LIKE '%seq > 60000%' AND id <> CONNECTION_ID() "
    "AND state LIKE '%sleep%';"
)
POSTGRESQL_BREAKS = (
    (
        "SELECT CAST(g AS text) AS rep_id, pg_sleep(CASE WHEN g > 60000 THEN 60 ELSE 0 END) AS s "
        "FROM generate_series(1, 100000) g"
    ),
    f"SELECT count(*) {_WAITS_IN_POSTGRESQL}",
    f"SELECT pg_terminate_backend(pid) {_WAITS_IN_POSTGRESQL}",
)
MARIADB_BREAKS = (
    "SELECT seq AS rep_id, IF(seq > 60000, SLEEP(60), 0) AS s FROM seq_1_to_100000",
    f"SELECT count(*) {_WAITS_IN_MARIADB}",
    f"SELECT id INTO @id {_WAITS_IN_MARIADB} KILL @id;",
)


@pytest.mark.database
def test_a_connection_that_breaks_judges_nothing(firm: Firm, server: DatabaseServer) -> None:
    query, running, end = POSTGRESQL_BREAKS if server.address.startswith("postgresql") else MARIADB_BREAKS
    command = [sys.executable, "-m", "checklist", "inspect", server.address, "--query", query, "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "CHECKLIST_DB_PASSWORD": PASSWORD}
    process = subprocess.Popen(
        command, cwd=firm.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while process.poll() is None and server.run(running).strip() == "0":
        pass
    server.run(end)
    out, err = process.communicate(timeout=60)
    refused(Ran(process.returncode, out, err), "nothing was judged" if "postgresql" in server.address else "")


@pytest.mark.database
def test_a_frame_and_a_database_stand_side_by_side(firm: Firm, server: DatabaseServer, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    result = checklist.audit(
        policy=firm.folder / "pack.yaml",
        records=server.address,
        roster=firm.folder / "roster.csv",
        period="2026-10",
        as_of="2026-10-31",
        queries=QUERIES[0],
        password_file=file,
    )
    assert len(result.scorecards) == 3
