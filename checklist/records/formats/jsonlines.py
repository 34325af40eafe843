"""JSON lines, one object a line, or one list of objects: their names are the headers, their values text.

A row's number is its line, in a list its place in the list.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from checklist.engine import DatabaseError, identifier, render_file
from checklist.model import InputError, Place
from checklist.records.headers import check_names, header_name
from checklist.records.raw import Cells, Raw
from checklist.records.scanning import CHUNK, encoding_fault, even_out, opened, pattern, scan

if TYPE_CHECKING:
    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.layout import Layout
    from checklist.records.unpacking import Look

SUFFIXES = (".jsonl", ".ndjson", ".json")
TEXT = True
_BEGINS = re.compile(r"""\{\s*(?:["}]|$)|\[\s*(?:[\[{\]]|$)""")
_FOLDER = Path(__file__).parent


def recognises(look: Look) -> int:
    """Know an object, or a list of them, by its brackets."""
    return 2 if _BEGINS.match(look.text) else 0


def read(session: Session, source: Source, name: str, layout: Layout) -> Raw:  # noqa: ARG001  # each line bears its names
    """Read a file of JSON lines. A line that is no object, or names something twice, is a broken row."""
    path = source.path
    facts = scan(path, quotes=False)
    array = _is_array(path)
    with TemporaryDirectory(prefix="checklist-") as folder:
        text = path
        if not facts.uniform and not array:
            text = str(Path(folder) / "rows.jsonl")
            even_out(path, Path(text), skip=0)
        try:
            session.run(render_file(_FOLDER / "jsonlines.sql", name=name, path=pattern(text), array=array))
        except DatabaseError as error:
            detail = str(error).partition("\n")[0]
            raise encoding_fault(path) or InputError("json_unreadable", Place(path), detail=detail) from None
    shapes = session.rows(f"SELECT names, clear FROM {identifier(name + '_shapes')} ORDER BY line")
    if not any(clear for _, clear in shapes):
        raise InputError("json_no_objects", Place(path))
    names = dict.fromkeys(each for shape, clear in shapes if clear for each in shape)
    headers = tuple(header_name(each) for each in names)
    check_names(headers, Place(path, 1))
    # A pointer's own signs within a name are written ~0 and ~1.
    pointers = ["/" + each.replace("~", "~0").replace("/", "~1") for each in names]
    unclear = not all(clear for _, clear in shapes)
    session.run(render_file(_FOLDER / "jsonlines_cells.sql", name=name, pointers=pointers, unclear=unclear))
    return Raw(
        relation=identifier(name),
        headers=headers,
        cells=(Cells.TEXT,) * len(headers),
        sha256=facts.sha256,
        # Without a backslash no blank can be written other than as itself.
        spaces_only=not facts.odd_blanks and not facts.backslashes,
        broken=identifier(f"{name}_broken") if unclear else None,
        scratch=tuple(f"{name}{suffix}" for suffix in ("", "_shapes", "_broken")),
    )


def _is_array(path: str) -> bool:
    with opened(path) as file:
        return file.read(CHUNK).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
