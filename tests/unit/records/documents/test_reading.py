"""Folders of documents become records: one a document, or one reject with its reason."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from checklist.engine import Database
from checklist.model import InputError
from checklist.records import Loaded, Source, load
from checklist.records.documents import Documents
from checklist.wording import LANGUAGES, Wording

ROSTER = "rep_id,name\nR01,张三\nR02,李四\nR07,Wei Zhang\nR08,王伟\nR09,王伟\n"
PLAN = "rep: {rep}\n\nsubmitted: 2026-09-28\n\n## 执行方案\n\n走访\n"


class Folder:
    """A folder of plans, and what becomes of them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "plans"
        self.path.mkdir()
        self.roster: str | None = str(folder / "roster.csv")
        Path(self.roster).write_text(ROSTER, encoding="utf-8")
        self.rows: list[dict[str, Any]] = []

    def write(self, name: str, content: str | bytes) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def load(self, *more: Source) -> Loaded:
        sources = [Source("records", str(self.path), documents=Documents()), *more]
        if self.roster:
            sources.append(Source("reps", self.roster))
        with Database(threads=2) as session:
            loaded = load(session, sources, mapping=None, timezone="Asia/Shanghai")
            self.rows = session.dicts(
                "SELECT r.*, f.path FROM loaded_records r JOIN files f USING (file_id) ORDER BY f.path"
            )
        for each in loaded.inputs:
            assert each.rows == each.records + each.rejects + each.skipped + each.duplicates
        for reject in loaded.rejects:
            assert all(Wording(language).say(reject.reason) for language in LANGUAGES)
        for notice in loaded.notices:
            assert all(Wording(language).say(notice.sentence) for language in LANGUAGES)
        return loaded

    def reasons(self) -> dict[str, str]:
        """The rejects: the code of its reason for each file's name."""
        return {Path(each.path).name: each.reason.key.removeprefix("reject.") for each in self.load().rejects}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def word(saved_at: str = "2026-09-28 17:00") -> Any:
    """Return an empty document; Word keeps its times in UTC, unmarked."""
    document = docx.Document()
    document.core_properties.created = moment("2020-01-01")
    document.core_properties.modified = moment(saved_at)
    return document


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_plan(folder: Folder) -> None:
    document = word()
    document.add_heading("2026年10月销售计划", 0)
    document.add_heading("一、计划内容", 1)
    document.add_paragraph("主攻华东")
    document.add_paragraph("走访老客户", style="List Bullet")
    document.add_heading("二、销售目标（万元）", 1)
    document.add_paragraph("50")
    document.add_heading("三、预算", 1)
    table = document.add_table(rows=0, cols=2)
    for label, value in (("预计销售额", "12,000 元"), ("成本", "约3千"), ("市场费用", "面议"), ("风险", "延期")):
        row = table.add_row().cells
        row[0].text, row[1].text = label, value
    document.add_paragraph().add_run("销售方式").bold = True
    document.add_paragraph("顾问式")
    document.add_heading("四、广告", 1)
    folder.write("张三-2026-10-销售计划.docx", saved(document))
    loaded = folder.load()
    (row,) = folder.rows
    assert (row["rep_id"], row["type"], row["record_id"]) == ("R01", "sales_plan", "sales_plan:R01:2026-10")
    # Saved at 17:00 UTC: that is the next day in Shanghai.
    assert (row["occurred_at"], row["day_precise"]) == (moment("2026-09-29"), True)
    assert row["plan_summary"] == "主攻华东\n走访老客户"
    assert [row[name] for name in ("target_amount", "expected_sales", "cost")] == ["500000", "12000", "3000"]
    assert (row["marketing_expense"], row["风险"], row["selling_method"], row["advertising"]) == (
        "面议", "延期", "顾问式", None,
    )  # fmt: skip
    assert "advertising" in loaded.columns["records"]
    assert "promotions" not in loaded.columns["records"]
    assert row["path"].endswith("张三-2026-10-销售计划.docx")
    codes = {each.code for each in loaded.notices}
    assert {"documents_saved", "documents_unread", "documents_unknown"} <= codes


def test_a_markdown_plan_and_a_workbook(folder: Folder) -> None:
    folder.write(
        "R07_2026年10月_计划.md",
        "---\nrep: R07\nsubmitted: 2026-10-02\n---\n# Plan\n\n## Targets\n\n500,000\n\n- also\n",
    )
    book = openpyxl.Workbook()
    for row in (["2026年10月销售计划"], ["工号", "R02", "提交日期", "2026-09-30"], ["项目", "内容"], ["目标", "12万"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    folder.write("2026-10 sales plan R02.xlsx", stream.getvalue())
    loaded = folder.load()
    assert [(row["rep_id"], row["target_amount"], row["occurred_at"]) for row in folder.rows] == [
        ("R02", "120000", moment("2026-09-30")),
        ("R07", "500000", moment("2026-10-02")),
    ]
    assert (folder.rows[1]["line"], loaded.inputs[0].records) == (5, 2)


@pytest.mark.parametrize(
    ("rep", "found"),
    [
        ("R01", "R01"), ("r01", "R01"), ("张三", "R01"), ("张三（R01）", "R01"), ("R01 张三", "R01"),
        ("wei  zhang", "R07"), ("王伟（R08）", "R08"), ("Ｒ01", "R01"),
        ("王伟", "document_reps"), ("R99", "document_rep_unknown"), ("张三丰", "document_rep_unknown"),
        ("张三（R02）", "document_reps"),
    ],
)  # fmt: skip
def test_whose_plan_it_is_comes_from_the_roster(folder: Folder, rep: str, found: str) -> None:
    folder.write("2026-10-计划.md", PLAN.format(rep=rep))
    reasons = folder.reasons()
    assert [row["rep_id"] for row in folder.rows] + list(reasons.values()) == [found]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("张三10月计划2026-10.md", "R01"),
        ("Wei Zhang 2026-10 sales plan.md", "R07"),
        ("2026-10 sales plan - R07 - final.md", "R07"),
        ("王伟-2026-10-计划.md", "document_reps"),
        ("王伟-R09-2026-10-计划.md", "R09"),
        ("张三-李四-2026-10-计划.md", "document_reps"),
        ("2026-10-计划.md", "document_no_rep"),
        ("张三丰-2026-10-计划.md", "document_no_rep"),
    ],
)
def test_a_file_name_names_the_rep(folder: Folder, name: str, found: str) -> None:
    folder.write(name, "提交日期：2026-09-28\n\n## 执行方案\n\n走访\n")
    reasons = folder.reasons()
    assert [row["rep_id"] for row in folder.rows] + list(reasons.values()) == [found]


def test_a_file_that_names_another_rep_than_its_text_is_refused(folder: Folder) -> None:
    folder.write("李四-2026-10-计划.md", PLAN.format(rep="张三"))
    assert folder.reasons() == {"李四-2026-10-计划.md": "document_reps"}


def test_without_a_roster_the_one_rep_named_is_taken(folder: Folder) -> None:
    folder.roster = None
    folder.write("R07_2026-10_计划.md", "提交日期：2026-09-28\n")
    folder.write("2026-10_计划_final_R08.md", "提交日期：2026-09-28\n")
    folder.write("a/2026-10 计划.md", "姓名：张三\n\n工号：R01\n\n提交日期：2026-09-28\n")
    assert folder.reasons() == {"2026-10_计划_final_R08.md": "document_no_rep"}
    assert sorted(row["rep_id"] for row in folder.rows) == ["R01", "R07"]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("R01-2026-10-计划.md", "## 执行方案\n", "document_no_day"),
        ("R01-2026-10-计划.md", "提交日期：05/03/2026\n", "document_day_unclear"),
        ("R01-2026-10-计划.md", "提交日期：上周五\n", "document_day_bad"),
        ("R01-10月-计划.md", "提交日期：2026-09-28\n", "document_no_period"),
        ("R01-2026-09-28-计划.md", "走访\n", "document_no_period"),
        ("R01-2026-10-2026-11-计划.md", "提交日期：2026-09-28\n", "document_periods"),
        ("R01-2026-10-周报-计划.md", "提交日期：2026-09-28\n", "document_types"),
        ("R01-2026-10-安排.md", "提交日期：2026-09-28\n", "document_no_type"),
        ("R01-2026-10-计划.md", "\n\n", "document_empty"),
        ("R01-2026-10-计划.md", b"\xff\xff\xfe\x00", "document_broken"),
        ("R01-2026-10-计划.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document_legacy"),
        ("R01-2026-10-计划.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document_legacy"),
        ("R01-2026-10-计划.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "document_protected"),
        ("R01-2026-10-计划.docx", b"PK\x03\x04 no more", "document_broken"),
        ("R01-2026-10-计划.docx", b"", "document_empty"),
        ("R01-2026-10-计划.pdf", b"%PDF-1.7", "document_legacy"),
        ("R01-2026-10-计划.png", b"\x89PNG", "document_format"),
        ("R01-2026-10-计划.xlsx", b"PK\x03\x04 no more", "document_broken"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused_and_never_guessed(
    folder: Folder, name: str, text: str | bytes, reason: str
) -> None:
    folder.write(name, text)
    assert folder.reasons() == {name: reason}


def test_hostile_office_documents_are_bounded(folder: Folder) -> None:
    def package(**members: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
        return stream.getvalue()

    folder.write("bomb.docx", package(word__document_xml=bytes(30_000_000)))
    folder.write("other.docx", package(content_xml=b"<a/>"))
    folder.write("half.docx", package(word__document_xml=b"<a>"))
    entities = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]><a>&b;</a>'
    folder.write("entities.docx", package(word__document_xml=entities, docProps__core_xml=entities))
    with zipfile.ZipFile(io.BytesIO(saved(word()))) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    kinds = parts["[Content_Types].xml"]
    plain = b"openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts["[Content_Types].xml"] = kinds.replace(plain, b"ms-word.document.macroEnabled.main+xml")
    folder.write("macros.docx", package(**parts))
    folder.write("blank.docx", saved(word()))
    assert folder.reasons() == {
        "bomb.docx": "document_too_large", "other.docx": "document_broken", "half.docx": "document_broken",
        "entities.docx": "document_broken", "macros.docx": "document_legacy", "blank.docx": "document_empty",
    }  # fmt: skip


def test_a_later_version_of_a_plan_goes_before_an_earlier_one(folder: Folder) -> None:
    for name, day, text in (
        ("计划.docx", "2026-09-28", "一"),
        ("计划-2.docx", "2026-09-29", "二"),
    ):
        document = word(day)
        document.add_paragraph("执行方案：" + text)
        folder.write(f"R01-2026-10-{name}", saved(document))
    loaded = folder.load()
    assert [row["execution_plan"] for row in folder.rows] == ["二"]
    assert loaded.inputs[0].duplicates == 1


def test_two_versions_that_nothing_tells_apart_are_an_error(folder: Folder) -> None:
    folder.write("a/R01-2026-10-计划.md", PLAN.format(rep="R01"))
    folder.write("b/R01-2026-10-计划.md", PLAN.format(rep="R01") + "\n再走访\n")
    with pytest.raises(InputError) as caught:
        folder.load()
    assert caught.value.code == "record_id_conflict_across"
    assert str(caught.value.place).endswith("b/R01-2026-10-计划.md:1")
    assert caught.value.values["first"].endswith("a/R01-2026-10-计划.md:1")


def test_the_name_of_a_folder_may_say_what_is_in_it(folder: Folder) -> None:
    folder.write("周报/R01-2026-09-28.md", "## 成果\n\n三单\n\n## 问题\n\n无\n")
    folder.write("周报/~$1.docx", b"lock")
    folder.load()
    (row,) = folder.rows
    assert (row["type"], row["record_id"]) == ("weekly_report", "weekly_report:R01:2026-09-28")
    assert (row["results"], row["problems"]) == ("三单", "无")


def test_a_folder_without_documents_is_an_error(folder: Folder) -> None:
    with pytest.raises(InputError) as caught:
        folder.load()
    assert caught.value.code == "documents_none"


def test_hashes_depend_on_contents_and_not_on_where_the_folder_is(folder: Folder, tmp_path: Path) -> None:
    folder.write("R01-2026-10-计划.md", PLAN.format(rep="R01"))
    first = folder.load().inputs[0].sha256
    (tmp_path / "elsewhere").mkdir()
    other = Folder(tmp_path / "elsewhere")
    other.write("R01-2026-10-计划.md", PLAN.format(rep="R01"))
    assert other.load().inputs[0].sha256 == first
    other.write("R01-2026-10-计划.md", PLAN.format(rep="R01") + "!")
    assert other.load().inputs[0].sha256 != first


def test_a_log_and_plans_stand_side_by_side(folder: Folder, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("rep_id,type,occurred_at\nR01,call,2026-10-05 10:00\n", encoding="utf-8")
    folder.write("R01-2026-10-计划.md", PLAN.format(rep="R01"))
    loaded = folder.load(Source("records", str(log)))
    assert loaded.types == {"call": 1, "sales_plan": 1}
    assert {Path(row["path"]).name for row in folder.rows} == {"log.csv", "R01-2026-10-计划.md"}
