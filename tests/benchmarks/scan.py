"""The physical limit: DuckDB reads every column of every log of a folder and keeps one value of each.

python tests/benchmarks/scan.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb


def main(folder: Path) -> None:
    with duckdb.connect(":memory:", config={"threads": len(_cores())}) as database:
        for log in sorted((folder / "log").iterdir()):
            source = f"read_parquet('{log}/**/*.parquet')" if log.is_dir() else f"read_csv('{log}', all_varchar = true)"
            database.execute(f"SELECT max(COLUMNS(*)) FROM {source}").fetchall()


def _cores() -> set[int]:
    import os

    return os.sched_getaffinity(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
