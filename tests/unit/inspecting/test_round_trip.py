"""The mapping file that inspect writes reads each export just as its profile does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from checklist.engine import Session
from checklist.inspecting import inspect, mapping_lines
from checklist.policy import load_policy
from checklist.records import Source, load, load_mapping
from checklist.wording import LANGUAGES, Wording
from tests.unit.records.profiles.exports import SAMPLES, Sample

if TYPE_CHECKING:
    from pathlib import Path

IDS = [f"{number}-{sample.export}" for number, sample in enumerate(SAMPLES)]
POLICY = load_policy("sales-management")


def rows(path: Path, mapping: Path | None = None) -> list[dict[str, Any]]:
    with Session(threads=2) as session:
        keys = load_mapping(mapping) if mapping else None
        load(session, [Source("records", str(path))], mapping=keys, timezone=POLICY.timezone)
        return session.dicts("SELECT * FROM loaded_records ORDER BY line")


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_a_written_mapping_reads_the_same(sample: Sample, tmp_path: Path) -> None:
    log, mapping = tmp_path / "log.csv", tmp_path / "mapping.yaml"
    log.write_text(sample.text, encoding="utf-8")
    found = inspect(POLICY, [Source("records", str(log))], mapping=None)
    assert found.error is None
    language = LANGUAGES[len(sample.text) % len(LANGUAGES)]
    text = "\n".join(mapping_lines(found, Wording(language)))
    mapping.write_text(text, encoding="utf-8")
    assert rows(log, mapping) == rows(log)
    assert re.search("^profile: none", text, re.MULTILINE)


def test_hostile_headers_and_words_stay_what_they_are(tmp_path: Path) -> None:
    log, mapping = tmp_path / "log.csv", tmp_path / "mapping.yaml"
    log.write_text(
        '跟进人,跟进时间,跟进方式,"a: b # \\ ""q""\x07\u2028[x]",yes,: y\n'
        '张,2026-10-09,"打电话\n# x: y\x1b[0m",1,2,3\n李,2026-10-10,电话,1,2,3\n',
        encoding="utf-8",
    )
    found = inspect(POLICY, [Source("records", str(log))], mapping=None)
    mapping.write_text("\n".join(mapping_lines(found, Wording("zh"))), encoding="utf-8")
    assert rows(log, mapping) == rows(log)
    assert [row["type"] for row in rows(log)] == ["打电话 # x: y\x1b[0m", "call"]


def test_several_logs_and_other_tables(tmp_path: Path) -> None:
    names = {"records": ["a[1].csv", "b.csv"], "reps": ["roster.csv"]}
    texts = [SAMPLES[0].text, SAMPLES[6].text, "工号,姓名,部门\nREP,张,东\n"]
    sources = [Source(table, str(tmp_path / name)) for table, own in names.items() for name in own]
    for source, text in zip(sources, texts, strict=True):
        (tmp_path / source.path).write_text(text, encoding="utf-8")
    found = inspect(POLICY, sources, mapping=None)
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("\n".join(mapping_lines(found, Wording("en"))), encoding="utf-8")

    def read(given: Path | None) -> tuple[Any, ...]:
        with Session(threads=2) as session:
            load(session, sources, mapping=load_mapping(given) if given else None, timezone=POLICY.timezone)
            tables = ("loaded_records", "loaded_reps")
            return tuple(session.dicts(f"SELECT * FROM {table} ORDER BY file_id, line") for table in tables)

    assert read(mapping) == read(None)
