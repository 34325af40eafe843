"""Every file of the corpus reads right or is refused for the right reason; all of its rows are accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.model import ChecklistError, ErrorGroup
from checklist.records import Source, load, load_mapping
from checklist.wording import LANGUAGES, Wording
from tests.corpus.books import BOOKS
from tests.corpus.cases import Case, Reads, Refused
from tests.corpus.texts import TEXTS

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.engine import Session
    from checklist.records import Loaded


def _load(case: Case, folder: Path, session: Session) -> Loaded:
    path = folder / case.name
    case.make(path)
    mapping = None
    if case.mapping:
        (folder / "mapping.yaml").write_text(case.mapping, encoding="utf-8")
        mapping = load_mapping(folder / "mapping.yaml")
    source = Source("records", str(path))
    return load(session, [source], mapping=mapping, timezone="Asia/Shanghai", encoding=case.encoding)


@pytest.mark.parametrize("case", [*TEXTS, *BOOKS], ids=str)
def test_every_file_reads_right_or_is_refused_for_the_right_reason(
    case: Case, tmp_path: Path, session: Session
) -> None:
    if isinstance(case.expected, Refused):
        with pytest.raises(ChecklistError) as caught:
            _load(case, tmp_path, session)
        errors = caught.value.errors if isinstance(caught.value, ErrorGroup) else [caught.value]
        assert {each.code for each in errors} == {case.expected.code}
        assert all(each.place and each.place.path.startswith(str(tmp_path / case.name)) for each in errors)
        assert errors[0].place.line == case.expected.line
        assert all(Wording(language).error(caught.value) for language in LANGUAGES)
        return
    loaded = _load(case, tmp_path, session)
    _check(loaded, case.expected, session)
    for notice in loaded.notices:
        assert str(notice.sentence.values.get("path", tmp_path / case.name)).startswith(str(tmp_path / case.name))


def _check(loaded: Loaded, expected: Reads, session: Session) -> None:
    summary = loaded.inputs[0]
    assert summary.rows == summary.records + summary.rejects + summary.skipped + summary.duplicates
    assert tuple(each.reason.key.removeprefix("reject.") for each in loaded.rejects) == expected.rejects
    assert (summary.records, summary.rejects, summary.skipped) == (
        expected.records,
        len(expected.rejects),
        expected.skipped,
    )
    assert expected.notices <= {each.code for each in loaded.notices}
    if expected.lines is not None:
        assert session.rows("SELECT line FROM loaded_records ORDER BY line") == [(line,) for line in expected.lines]
    if expected.texts is not None:
        found = session.rows(f"SELECT {expected.column} FROM loaded_records ORDER BY line")
        assert found == [(text,) for text in expected.texts]
    for notice in loaded.notices:
        assert all(Wording(language).say(notice.sentence) for language in LANGUAGES)
