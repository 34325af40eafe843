from pathlib import Path

import pytest

from checklist.model import Audit, UsageError
from checklist.reporters import Options, formats, load, refuse_unstreamable, refuse_unwritable, stream, write
from checklist.wording import Wording


def test_formats_are_found_by_walking_the_folder() -> None:
    assert {"csv", "html", "json", "terminal"} <= set(formats())
    assert list(formats()) == sorted(formats())


@pytest.mark.parametrize("name", formats())
def test_a_module_is_the_format_it_is_named_after(name: str) -> None:
    module = load(name)
    assert name == module.FORMAT
    assert module.KIND in {"file", "folder", "files", "tables"}
    assert module.KIND == "folder" or module.SUFFIX.startswith(".")


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError) as refused:
        load("docx")
    assert refused.value.code == "unknown_format"
    assert refused.value.values["known"] == formats()


def test_a_folder_cannot_go_to_standard_output(audit: Audit, wording: Wording) -> None:
    with pytest.raises(UsageError, match="format_needs_folder"):
        stream("html", audit, wording, Options())
    with pytest.raises(UsageError, match="format_needs_folder"):
        refuse_unstreamable("html")
    refuse_unstreamable("csv")


def test_a_folder_is_not_named_like_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="output_wants_folder"):
        refuse_unwritable("html", str(tmp_path / "report.html"))
    refuse_unwritable("html", str(tmp_path / "report.d"))
    refuse_unwritable("csv", str(tmp_path))


def test_every_format_can_be_written(audit: Audit, wording: Wording, tmp_path: Path) -> None:
    paths = {
        name: write(name, audit, wording, Options(), str(tmp_path / f"{name}{load(name).SUFFIX}"))
        for name in formats()
        if name != "pdf"  # needs libraries of the system; tested where they are
    }
    assert paths["html"] == tmp_path / "html" / "index.html"
    assert all(path.exists() for path in paths.values())


def test_every_error_of_a_report_can_be_said() -> None:
    for language in ("zh", "en"):
        wording = Wording(language)
        for code in ("output_unwritable", "output_not_ours", "output_wants_folder", "format_needs_folder"):
            error = UsageError(code, None, format="html", reason="full")
            assert wording.error(error)
        assert "json" in wording.error(UsageError("unknown_format", format="x", known=formats()))
