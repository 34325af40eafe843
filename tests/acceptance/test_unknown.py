"""An export of calls and visits alone: it says first what it cannot show, and fails nobody for what is not exported."""

from __future__ import annotations

import csv
import io

import pytest

from checklist.demo import LOGS, TABLES, build
from tests.acceptance.conftest import Firm

LEFT_ALONE = {"follow-up-weekly", "follow-up-daily", "customers-not-left-alone"}
OPTIONS = [word for table, name in TABLES.items() for word in (f"--{table}", name)]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    folder = tmp_path_factory.mktemp("demo")
    build(folder)
    with (folder / "records.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    place = header.index("type")
    with (folder / "calls.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *(row for row in rows if row[place] in {"call", "visit"})])
    return Firm(folder)


def audited(firm: Firm, *words: str) -> str:
    ran = firm.call("audit", *words, *OPTIONS, "--period", "2026-10", "--as-of", "2026-10-31")
    assert ran.code == 0, ran.err
    return ran.out


def test_it_says_first_what_it_cannot_see_and_what_to_write(firm: Firm) -> None:
    title, unknown, sums, possible, *_ = audited(firm, "calls.csv").split("\n\n")
    assert title == "销售管理制度及流程 1.0.0 | 2026-10-01 至 2026-10-31"
    head, first, touches, settles, write, *_ = unknown.splitlines()
    assert head.startswith("哪些尚不能判断（涉及全部 852 项结果中的 ")
    assert first.startswith("  ? 日志中从未出现以下类型：")
    assert touches.startswith("    涉及 12 人、")
    assert (settles[:4], settles[-1]) == ("    ", "：")
    assert write.startswith("      covers: [")
    assert sums.startswith("销售人员 12 人：")
    assert possible.startswith("可能的未达标：")
    assert {line.split()[-1] for line in possible.splitlines()[1:4]} == LEFT_ALONE


def test_no_rep_is_failed_by_what_is_not_exported(firm: Firm) -> None:
    def failed(*logs: str) -> set[tuple[str, str]]:
        rows = csv.DictReader(io.StringIO(audited(firm, *logs, "--format", "csv", "--lang", "en"), newline=""))
        return {(row["Rep id"], row["Rule"]) for row in rows if row["Outcome"] == "not met"}

    alone = failed("calls.csv")
    assert alone <= failed(*LOGS)
    assert not LEFT_ALONE & {rule for _, rule in alone}


def test_every_report_for_people_says_it_before_any_figure(firm: Firm) -> None:
    outputs = ["--output", "markdown=told.md", "--output", "html=pages", "--output", "csv=tables.csv"]
    audited(firm, "calls.csv", *outputs, "--lang", "en")
    markdown = (firm.folder / "told.md").read_text(encoding="utf-8")
    assert markdown.split("\n\n")[1].startswith("### What cannot be told yet")
    for page in (firm.folder / "pages").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert text.index('id="unknown"') < text.index('class="card hero"'), page
    assert (firm.folder / "tables.possible.csv").read_text("utf-8-sig").count("the log never shows") > 100
