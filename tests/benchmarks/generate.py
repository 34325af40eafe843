"""Make a firm's year to measure with: seeded, set-based, the same bytes wherever the same DuckDB runs.

    python tests/benchmarks/generate.py 1000000 FOLDER [--format csv|parquet] [--seed N]

The folder then holds `log/` (CSV: records.csv, plans.csv, research.csv; Parquet: the records by month, and the other
two), and the roster, customers, attestations, absences and working days beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
FIRST, LAST = date(2025, 11, 1), date(2026, 10, 31)
PERIOD = "2026-10"
A_YEAR = 4700
"""Records of one rep in a year, on average."""
_AT_ONCE = 1000
_ORDER = "occurred_at, record_id"


def generate(
    size: int, folder: Path, form: str = "csv", seed: int = 7, memory_limit: str | None = None
) -> dict[str, int]:
    """Write a firm with about `size` records in a year; return how many there are of each table."""
    import duckdb  # not for those who only ask where a firm's logs are: their own memory would be measured

    shutil.rmtree(folder, ignore_errors=True)
    (folder / "log").mkdir(parents=True)
    reps = max(1, round(size / A_YEAR))
    spill = folder / "spill"
    config = {"temp_directory": str(spill)} | ({"memory_limit": memory_limit} if memory_limit else {})
    with duckdb.connect(":memory:", config=config) as database:
        _words(database)
        _days(database)
        database.execute(_sql("firm.sql", SEED=seed, REPS=reps))
        counts = {"reps": reps, "records": 0, "plans": 0, "research": 0}
        for number, first in enumerate(range(0, reps, _AT_ONCE)):
            database.execute(
                _sql("records.sql", FIRST=first, LAST=min(first + _AT_ONCE, reps) - 1, SEED=seed, COPIED=_copied())
            )
            for table in ("records", "plans", "research"):
                counts[table] += _write(database, table, folder / "log", form, number)
        paths = {
            name.upper(): str(folder / f"{name}.csv") for name in ("roster", "customers", "attestations", "absences")
        }
        database.execute(_sql("others.sql", **paths))
        database.execute(f"COPY (SELECT day FROM days ORDER BY day) TO '{folder / 'workdays.csv'}' (HEADER)")
    shutil.rmtree(spill, ignore_errors=True)
    counts["size"] = counts["records"] + counts["plans"] + counts["research"]
    (folder / "made.json").write_text(json.dumps({**counts, "drawn_by": drawn_by()}), encoding="utf-8")
    return counts


def drawn_by() -> str:
    """Return a hash of what draws the records, so that data made by another draft is not taken for this one's."""
    digest = hashlib.sha256()
    for name in ("generate.py", "firm.sql", "records.sql", "others.sql"):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def _write(database: duckdb.DuckDBPyConnection, table: str, log: Path, form: str, number: int) -> int:
    """Write one part of a table: to the end of its CSV file, or as one more Parquet file a month."""
    if form == "csv":
        target, part = log / f"{table}.csv", log / "part.csv"
        database.execute(f"COPY (FROM {table} ORDER BY {_ORDER}) TO '{part}' (HEADER {number == 0})")
        with target.open("ab") as whole, part.open("rb") as piece:
            shutil.copyfileobj(piece, whole, 1 << 22)
        part.unlink()
    elif table == "records":
        for (month,) in database.execute("SELECT DISTINCT month FROM days ORDER BY month").fetchall():
            to = log / "records" / f"month={month:%Y-%m}" / f"part-{number:03d}.parquet"
            to.parent.mkdir(parents=True, exist_ok=True)
            rows = f"FROM records WHERE date_trunc('month', occurred_at) = DATE '{month}' ORDER BY {_ORDER}"
            database.execute(f"COPY ({rows}) TO '{to}' (FORMAT parquet)")
    else:
        (log / table).mkdir(exist_ok=True)
        to = log / table / f"part-{number:03d}.parquet"
        database.execute(f"COPY (FROM {table} ORDER BY {_ORDER}) TO '{to}' (FORMAT parquet)")
    counted = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(counted[0]) if counted else 0


def logs_of(folder: Path) -> list[Path]:
    """Return what an audit of a firm is given as its logs."""
    return sorted((folder / "log").iterdir())


def _sql(name: str, **values: object) -> str:
    """Return a file of statements, each word in capitals filled in."""
    text = (HERE / name).read_text(encoding="utf-8")
    for word, value in values.items():
        text = re.sub(rf"\b{word}\b", f"'{value}'" if isinstance(value, str) else str(value), text)
    return text


def _vocabulary() -> dict[str, dict[str, list[str]]]:
    import checklist.demo

    path = Path(checklist.demo.__file__).with_name("words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _copied() -> str:
    return str(_vocabulary()["careless"]["copied"])


def _words(database: duckdb.DuckDBPyConnection) -> None:
    """Make one macro for each list of words, which picks one by a number."""
    words = _vocabulary()
    lists = dict(words["phrases"])
    lists |= {f"note_{name}": texts for name, texts in words["note"].items()}
    lists |= {f"openings_{name}": texts for name, texts in words["openings"].items()}
    lists |= {name: words["customers"][name] for name in ("names", "trades", "surnames", "posts")}
    lists["office_meetings"] = words["office"]["meetings"]
    lists["lessons"] = [text for texts in words["lessons"].values() for text in texts]
    lists["cities"] = [text for texts in words["cities"].values() for text in texts]
    lists["courtesy"] = ["节日问候礼盒", "项目沟通工作餐", "客户反映交货短少，已登记核实"]
    for name, texts in lists.items():
        quoted = ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
        database.execute(f"CREATE MACRO {name}(number) AS ([{quoted}])[1 + (number) % {len(texts)}]")


def _days(database: duckdb.DuckDBPyConnection) -> None:
    """Lay out the pack's working days in the year."""
    from checklist.calendars import WorkingCalendar
    from checklist.policy import load_policy

    calendar = WorkingCalendar(load_policy("sales-management").calendar)
    days = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]
    working = ", ".join(f"(DATE '{day}')" for day in days if calendar.is_working_day(day))
    database.execute(
        f"""
        CREATE TABLE days AS
        SELECT row_number() OVER (ORDER BY day) - 1 AS ix, day, date_trunc('month', day) AS month,
            (year(day) - {FIRST.year}) * 12 + month(day) - {FIRST.month} AS month_ix
        FROM (VALUES {working}) listed(day)
        """
    )


def main(arguments: list[str]) -> None:
    """Make a firm from the command line."""
    parser = argparse.ArgumentParser(description="Make a firm's year of records to measure with.")
    parser.add_argument("size", type=lambda text: int(float(text)))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--memory-limit")
    given = parser.parse_args(arguments)
    print(json.dumps(generate(given.size, given.folder, given.format, given.seed, given.memory_limit)))


if __name__ == "__main__":
    main(sys.argv[1:])
