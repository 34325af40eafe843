"""Read small files and look at what became of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from checklist.engine import Database, Session
from checklist.model import ChecklistError, ErrorGroup
from checklist.records import Loaded, Source, load, load_mapping
from checklist.records.plain import packed, unpacked
from checklist.wording import LANGUAGES, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Refused = Callable[..., list[ChecklistError]]


@dataclass
class Read:
    """One reading: what it says, and the rows it left in the session."""

    loaded: Loaded
    session: Session

    def column(self, name: str, table: str = "loaded_records") -> list[Any]:
        return [row[0] for row in self.session.rows(f'SELECT "{name}" FROM {table} ORDER BY row_id')]

    def rows(self, table: str = "loaded_records") -> list[dict[str, Any]]:
        return self.session.dicts(f"SELECT * FROM {table} ORDER BY row_id")

    @property
    def reasons(self) -> list[tuple[int, str]]:
        """The rejects as (line, code); every reason can be said in every language."""
        for each in self.loaded.rejects:
            assert all(Wording(language).say(each.reason) for language in LANGUAGES)
        return [(each.line, each.reason.key.removeprefix("reject.")) for each in self.loaded.rejects]

    @property
    def notices(self) -> list[str]:
        """The codes of the notices, each of which can be said in every language."""
        for each in self.loaded.notices:
            assert all(Wording(language).say(each.sentence) for language in LANGUAGES)
        return [each.code for each in self.loaded.notices]


class Reading:
    """Reads texts, bytes and frames given under a file's name; a table other than records stands before it."""

    def __init__(self, folder: Path, session: Session) -> None:
        self.folder = folder
        self.session = session

    def __call__(self, *, mapping: str | None = None, timezone: str = "Asia/Shanghai", **more: Any) -> Read:
        covers = more.pop("covers", ())
        max_rejects = more.pop("max_rejects", None)
        files: dict[str, Any] = more.pop("files")
        assert not more
        sources = [self._source(name, content) for name, content in files.items()]
        keys = load_mapping(self._file("mapping.yaml", mapping)) if mapping else None
        loaded = load(self.session, sources, mapping=keys, timezone=timezone, covers=covers, max_rejects=max_rejects)
        for each in loaded.inputs:
            assert each.rows == each.records + each.rejects + each.skipped + each.duplicates
        assert unpacked(json.loads(json.dumps(packed(loaded)))) == loaded  # whatever is told can be kept
        return Read(loaded, self.session)

    def _source(self, name: str, content: Any) -> Source:
        table, _, file = name.rpartition(":")
        table = table or "records"
        if isinstance(content, str | bytes):
            return Source(table, str(self._file(file, content)))
        return Source(table, file, content)

    def _file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


@pytest.fixture
def session() -> Iterator[Session]:
    with Database(threads=2) as session:
        yield session


@pytest.fixture
def reading(tmp_path: Path, session: Session) -> Reading:
    return Reading(tmp_path, session)


@pytest.fixture
def refused() -> Refused:
    """Return what a call is refused with; every error can be said in every language."""

    def call(function: Callable[..., object], /, *arguments: Any, **named: Any) -> list[ChecklistError]:
        with pytest.raises(ChecklistError) as caught:
            function(*arguments, **named)
        assert all(Wording(language).error(caught.value) for language in LANGUAGES)
        return caught.value.errors if isinstance(caught.value, ErrorGroup) else [caught.value]

    return call
