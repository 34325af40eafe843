"""What was written, opened by the programs that people open it with: LibreOffice, and readers of PDF."""

from __future__ import annotations

import csv
import re
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from checklist.model import Audit, Bilingual
from checklist.pseudonyms import Names, pseudonymised
from checklist.reporters import Options, write
from checklist.reporters.branding import Branding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from checklist.wording import Wording

pytestmark = pytest.mark.office

# Every sheet to a file of its own, UTF-8.
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
NOISE = "javaldx"


def ran(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=True, timeout=120)
    remarks = [line for line in (done.stdout + done.stderr).splitlines() if "arning" in line and NOISE not in line]
    assert remarks == []
    return done.stdout


def converted(path: Path, to: str, folder: Path) -> str:
    profile = folder / "profile"
    office = ("soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore")
    out = ran(*office, "--convert-to", to, "--outdir", folder, path)
    assert "Error" not in out
    return out


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def plain(value: Any) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("text", ["R1", '=HYPERLINK("http://a.cn")', "<r><t>x</t></r>", "\x00\u202e;\"', 😀跟进"])
def test_libreoffice_reads_the_workbook_as_it_was_written(
    firm: Callable[[str], Audit], english: Wording, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "audit.xlsx"
    write("xlsx", firm(text), english, Options(), str(path))
    converted(path, ALL_SHEETS, tmp_path)
    book = load_workbook(path)
    for name in ("Findings", "Deviations", "Inputs", "Rejected rows"):
        shown = table(tmp_path / f"audit-{name}.csv")
        written = list(book[name].iter_rows(values_only=True))
        assert len(shown) == len(written)
        for shown_row, row in zip(shown, written, strict=True):
            texts = [(seen, value) for seen, value in zip(shown_row, row, strict=True) if isinstance(value, str)]
            assert [seen for seen, _ in texts] == [plain(value) for _, value in texts]
    reps = table(tmp_path / "audit-Reps.csv")
    place = reps[0].index("2.4 Follow-up")
    assert [row[place] for row in reps[1:]] == ["93.4", "?", "100"]
    assert [row[reps[0].index("Score")] for row in reps[1:]] == ["93.4", "–", "100"]


def test_libreoffice_prints_the_workbook_in_chinese(audit: Audit, chinese: Wording, tmp_path: Path) -> None:
    path = tmp_path / "audit.xlsx"
    write("xlsx", audit, chinese, Options(), str(path))
    converted(path, "pdf", tmp_path)
    text = ran("pdftotext", "-layout", tmp_path / "audit.pdf", "-")
    assert "小制度 1.2.3 执行情况" in text
    assert "✗ 不合规" in text
    assert "✗ 93.4" in text
    assert "✓ 100.0" in text
    pages = int(re.search(r"Pages: +(\d+)", ran("pdfinfo", tmp_path / "audit.pdf"))[1])  # type: ignore[index]
    assert text.count(f"共 {pages} 页") == pages


@pytest.fixture
def named(audit: Audit) -> Audit:
    cards = (replace(audit.scorecards[0], name="孙立群", team="华南组"), *audit.scorecards[1:])
    return replace(audit, scorecards=cards)


def test_a_pdf_is_tagged_and_holds_its_chinese_font(named: Audit, chinese: Wording, tmp_path: Path) -> None:
    path = tmp_path / "all.pdf"
    brand = Branding(confidentiality=Bilingual('内部"资料\\', ""))
    write("pdf", named, chinese, Options(branding=brand), str(path))
    info = ran("pdfinfo", path)
    assert re.search(r"Tagged: +yes", info)
    assert "CreationDate" not in info
    assert int(re.search(r"Pages: +(\d+)", info)[1]) <= 10  # type: ignore[index]  # no line of one letter a line
    fonts = [line.split() for line in ran("pdffonts", path).splitlines()[2:]]
    assert any("CJK" in font[0] or "WenQuanYi" in font[0] for font in fonts)
    assert {font[-5] for font in fonts} == {"yes"}
    text = ran("pdftotext", path, "-")
    for word in ("孙立群", "华南组", "小制度", "不合规", "规则 follow-up", '内部"资料\\', "Li Na", "North"):
        assert word in text, word
    assert re.search(r"\n1 ?/ ?\d+\n", text)


def test_a_folder_takes_a_document_a_rep_about_nobody_else(named: Audit, chinese: Wording, tmp_path: Path) -> None:
    opened = write("pdf", named, chinese, Options(), str(tmp_path / "out"))
    assert opened == tmp_path / "out" / "index.pdf"
    made = sorted((tmp_path / "out").glob("rep-*.pdf"))
    assert len(made) == 3
    texts = [ran("pdftotext", path, "-") for path in made]
    assert ["孙立群" in text for text in texts] == [True, False, False]
    assert ["Li Na" in text for text in texts] == [False, True, False]


def test_the_same_audit_has_the_same_bytes(named: Audit, chinese: Wording, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write("pdf", named, chinese, Options(), str(tmp_path / name))
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_pseudonyms_are_all_that_a_pdf_names(named: Audit, chinese: Wording, tmp_path: Path) -> None:
    hidden = pseudonymised(named, Names("a long secret phrase"))
    write("pdf", hidden, chinese, Options(), str(tmp_path / "all.pdf"))
    text = ran("pdftotext", tmp_path / "all.pdf", "-")
    assert text.count("rep-") >= 3
    for name in ("孙立群", "华南组", "Li Na", "North", "He Li", "R1.csv", "roster.csv"):
        assert name not in text


def test_hostile_text_opens_nothing(firm: Callable[[str], Audit], english: Wording, tmp_path: Path) -> None:
    text = '"><img src="http://a.cn/x.png"><a href="file:///etc/passwd">x</a>\x1b\u202e'
    path = tmp_path / "all.pdf"
    write("pdf", firm(text), english, Options(), str(path))
    content = path.read_bytes()
    assert b"/URI" not in content
    assert b"/Launch" not in content
    assert b"/JavaScript" not in content
