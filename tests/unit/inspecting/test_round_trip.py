"""The mapping file that inspect writes reads each export just as its profile does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from checklist.engine import Database
from checklist.inspecting import inspect, mapping_lines
from checklist.policy import load_policy
from checklist.records import Source, load, load_mapping
from checklist.wording import Wording
from tests.unit.records.profiles.exports import SAMPLES, Sample

if TYPE_CHECKING:
    from pathlib import Path

POLICY = load_policy("sales-management")
# One export whose columns need more than names, one with a vocabulary for all else, one by common names.
ALONE = [SAMPLES[0], SAMPLES[5], SAMPLES[-2]]


def rows(sources: list[Source], mapping: Path | None = None, table: str = "loaded_records") -> list[dict[str, Any]]:
    with Database(threads=2) as session:
        load(session, sources, mapping=load_mapping(mapping) if mapping else None, timezone=POLICY.timezone)
        return session.dicts(f"SELECT * FROM {table} ORDER BY file_id, line")


def written(sources: list[Source], path: Path, language: str) -> Path:
    found = inspect(POLICY, sources, mapping=None)
    assert found.error is None
    path.write_text("\n".join(mapping_lines(found, Wording(language))), encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_written_mapping_reads_every_profiles_exports_the_same(tmp_path: Path) -> None:
    sources = []
    samples = list({sample.export.split("/")[0]: sample for sample in SAMPLES}.values())
    for number, sample in enumerate(samples):
        path = tmp_path / f"{number:02}[{sample.export.replace('/', '-')}].csv"
        # Ids are a product's own: those of one product must not meet those of another.
        text = re.sub(r"^(?=[TEOg]?\d+,)", f"{number:02}-", sample.text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
        sources.append(Source("records", str(path)))
    mapping = written(sources, tmp_path / "mapping.yaml", "zh")
    plain = rows(sources)
    assert rows(sources, mapping) == plain
    assert len(plain) == sum(len(sample.rows) for sample in samples)


@pytest.mark.parametrize(("sample", "language"), list(zip(ALONE, ["en", "zh", "en"], strict=True)))
def test_a_single_file_has_its_mapping_at_the_top(sample: Sample, language: str, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(sample.text, encoding="utf-8")
    mapping = written([Source("records", str(log))], tmp_path / "mapping.yaml", language)
    text = mapping.read_text(encoding="utf-8")
    assert re.search("^profile: none", text, re.MULTILINE)
    assert "files:" not in text
    other = tmp_path / "other.csv"
    log.rename(other)
    same = [Source("records", str(other))]
    assert rows(same, mapping) == rows(same)


def test_hostile_headers_and_words_stay_what_they_are(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        '跟进人,跟进时间,跟进方式,"a: b # \\ ""q""\x07\u2028[x]",yes,: y\n'
        '张,2026-10-09,"打电话\n# x: y\x1b[0m",1,2,3\n李,2026-10-10,电话,1,2,3\n',
        encoding="utf-8",
    )
    sources = [Source("records", str(log))]
    mapping = written(sources, tmp_path / "mapping.yaml", "zh")
    assert rows(sources, mapping) == rows(sources)
    assert [row["type"] for row in rows(sources)] == ["打电话 # x: y\x1b[0m", "call"]


@pytest.mark.slow
def test_several_logs_and_other_tables(tmp_path: Path) -> None:
    names = {"records": ["a[1].csv", "b.csv"], "reps": ["roster.csv"]}
    texts = [SAMPLES[0].text, SAMPLES[6].text, "工号,姓名,部门\nREP,张,东\n"]
    sources = [Source(table, str(tmp_path / name)) for table, own in names.items() for name in own]
    for source, text in zip(sources, texts, strict=True):
        (tmp_path / source.path).write_text(text, encoding="utf-8")
    mapping = written(sources, tmp_path / "mapping.yaml", "en")
    for table in ("loaded_records", "loaded_reps"):
        assert rows(sources, mapping, table) == rows(sources, None, table)
