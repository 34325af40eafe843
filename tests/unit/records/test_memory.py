"""Records that do not fit into memory while they are sorted are laid down first, and come to the same table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.engine import Database
from checklist.model import ResourceError
from checklist.records import Source, load

if TYPE_CHECKING:
    from pathlib import Path


class Narrow(Database):
    """A database whose memory ends when rows are sorted as they are made out."""

    code = "memory_exceeded"

    def run(self, sql: str) -> None:
        if 'TABLE "loaded_records"' in sql and '"reading_0"' in sql:
            raise ResourceError(self.code, limit="1KB", folder="/tmp")  # noqa: S108  # a name
        super().run(sql)


def rows(database: Database, path: Path) -> list[tuple[object, ...]]:
    load(database, [Source("records", str(path))], mapping=None, timezone="Asia/Shanghai")
    return database.rows("SELECT * FROM loaded_records ORDER BY row_id")


def test_the_rows_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    lines = [f"R{i % 3},call,2026-10-{1 + i % 28:02d} 09:00:00,L{i},{i % 5}" for i in range(300)]
    lines += ["R1,call,never,X,", ",visit,2026-10-01 09:00:00,Y,"]
    path.write_text("\n".join(["rep_id,type,occurred_at,record_id,mood", *lines, ""]), encoding="utf-8")
    with Database() as wide, Narrow() as narrow:
        expected = rows(wide, path)
        assert len(expected) == 300
        assert rows(narrow, path) == expected
        assert narrow.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reading_unsorted'") == 0


def test_a_full_disk_is_not_tried_twice(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("rep_id,type,occurred_at\nR1,call,2026-10-01 09:00:00\n", encoding="utf-8")
    with Narrow() as narrow:
        narrow.code = "temporary_full"
        with pytest.raises(ResourceError) as reached:
            rows(narrow, path)
    assert reached.value.code == "temporary_full"
