"""Word documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from checklist.records.documents.blocks import Block, Heading, Parsed, Text, Unreadable, blocks_of
from checklist.records.documents.formats._package import open_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = (".docx",)
_HEADING = re.compile(r"(?:heading|标题|überschrift|titre|título)\s*(\d)?$", re.IGNORECASE)
_TITLES = ("title", "标题", "文档标题")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LOWEST = 9


def parse(path: Path) -> Parsed:
    """Return the paragraphs and tables of a document's body, in their order. A line is a paragraph's number."""
    package = open_package(path, "word/document.xml")
    import docx  # only needed, and only installed, where documents are read
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(str(path))
        blocks = [block for line, item in enumerate(document.iter_inner_content(), 1) for block in _blocks(item, line)]
    except ValueError as error:
        # A document with macros, or a template: Word itself can save it as one without.
        raise Unreadable("document_legacy" if "content type" in str(error) else "document_broken", str(error)) from None
    except (OpcError, LxmlError, KeyError, AttributeError, RecursionError) as error:
        raise Unreadable("document_broken", str(error).partition("\n")[0]) from None
    if not blocks and any(name.startswith("word/media/") for name in package.names):
        raise Unreadable("document_pictures")
    return Parsed(tuple(blocks), saved=package.saved, made=package.made)


def _blocks(item: Any, line: int) -> Iterator[Block]:
    if hasattr(item, "rows"):
        yield from blocks_of((line, _cells(row)) for row in item.rows)
        return
    text = item.text.strip()
    if text:
        level = _level(item)
        yield Text(text, line, _is_item(item)) if level is None else Heading(text, level, line)


def _cells(row: Any) -> tuple[str, ...]:
    """Return a row's texts; a cell that spans several columns stands once."""
    cells: list[Any] = []
    for cell in row.cells:
        if not cells or cells[-1]._tc is not cell._tc:  # noqa: SLF001  # only so is a merged cell known
            cells.append(cell)
    return tuple(cell.text for cell in cells)


def _level(paragraph: Any) -> int | None:
    """Return a paragraph's level as a heading: by its style's name, or by the outline level of either."""
    outline = _outline(paragraph._p.pPr)  # noqa: SLF001  # the library has no other way to it
    style = paragraph.style
    while style is not None:
        name = (style.name or "").strip()
        match = _HEADING.match(name)
        if name.casefold() in _TITLES and not (match and match[1]):
            return 0
        if match:
            return int(match[1] or 1)
        if outline is None:
            outline = _outline(style.element.pPr)
        style = style.base_style
    return outline


def _is_item(paragraph: Any) -> bool:
    """Tell whether a paragraph is an item of a list: by its style, or by its own numbering."""
    properties = paragraph._p.pPr  # noqa: SLF001  # the library has no other way to it
    numbered = properties is not None and properties.find(f"{_W}numPr") is not None
    return numbered or (
        paragraph.style is not None and (paragraph.style.name or "").startswith(("List", "列表", "列出"))
    )


def _outline(properties: Any) -> int | None:
    found = None if properties is None else properties.find(f"{_W}outlineLvl")
    value = None if found is None else found.get(f"{_W}val")
    return int(value) + 1 if value is not None and value.isdigit() and int(value) < _LOWEST else None
