"""What of PDF needs no system library: links, anchors, bounds, and what is said where something is missing."""

from __future__ import annotations

import builtins
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from checklist.model import Audit, UsageError
from checklist.reporters import Options, refuse_unwritable, stream, write
from checklist.reporters.printing import _is_common, _linked

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.wording import Wording


def test_links_stay_within_one_document() -> None:
    page = (
        '<body class="a"><a class="b" href="rep-1.html">x</a> <a href="#rule-1">y</a> <a href="rep-1.csv">z</a>'
        '<a href="http://a.cn">u</a><h2 id="rule-1"></h2><section aria-labelledby="rule-1 rule-2"></section></body>'
    )
    assert _linked(page, {"rep-1.html": "page-1"}, "page-0") == (
        '<body id="page-0" class="a"><a class="b" href="#page-1">x</a> <a href="#page-0-rule-1">y</a> <a >z</a>'
        '<a >u</a><h2 id="page-0-rule-1"></h2><section aria-labelledby="page-0-rule-1 page-0-rule-2"></section></body>'
    )
    alone = _linked(page, {})
    assert 'href="#rule-1"' in alone
    assert "rep-1" not in alone
    assert "http" not in alone


@pytest.mark.parametrize(
    ("character", "common"), [("中", True), ("，", True), ("𠮷", False), ("㐂", False), ("😀", False)]
)
def test_a_common_character_is_one_that_every_chinese_font_has(character: str, common: bool) -> None:  # noqa: FBT001
    assert _is_common(character) is common


def test_one_file_takes_only_so_many_reps(audit: Audit, english: Wording, tmp_path: Path) -> None:
    many = replace(audit, scorecards=tuple(replace(audit.scorecards[0], rep_id=f"R{n}") for n in range(21)))
    with pytest.raises(UsageError, match="pdf_too_many_reps"):
        write("pdf", many, english, Options(), str(tmp_path / "all.pdf"))
    assert not (tmp_path / "all.pdf").exists()


def test_a_path_is_a_file_or_a_folder_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    (tmp_path / "b").write_text("")
    refuse_unwritable("pdf", str(tmp_path / "c.PDF"))
    refuse_unwritable("pdf", str(tmp_path / "c"))
    with pytest.raises(UsageError, match="output_unwritable"):
        refuse_unwritable("pdf", str(tmp_path / "b"))


@pytest.mark.parametrize(
    ("fault", "code"),
    [(ImportError("no such module"), "needs_library"), (OSError("libpango\nmore"), "pdf_library_missing")],
)
def test_what_is_not_installed_is_named(
    audit: Audit, english: Wording, monkeypatch: pytest.MonkeyPatch, fault: Exception, code: str
) -> None:
    imported = builtins.__import__

    def importing(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "weasyprint":
            raise fault
        return imported(name, *rest, **more)

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(UsageError, match=code):
        list(stream("pdf", audit, english, Options()))
