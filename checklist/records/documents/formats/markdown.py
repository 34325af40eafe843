"""Markdown documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checklist.records.documents.blocks import Block, Heading, Parsed, TableRows, Text, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from markdown_it.token import Token

SUFFIXES = (".md", ".markdown", ".txt")
_MOST_BYTES = 5_000_000
_FRONT = re.compile(r"\A---[ \t]*\n(?P<front>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^(?P<name>[^:：#\s][^:：]*)[:：][ \t]*(?P<value>.*)$")


def parse(path: Path) -> Parsed:
    """Return a document's headings, paragraphs, items and tables."""
    from markdown_it import MarkdownIt  # only needed, and only installed, where documents are read

    content = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else None
    if content is None:
        raise Unreadable("document_too_large")
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("document_empty")
    front = _FRONT.match(text)
    entries = {}
    if front:
        matches = [match for line in front["front"].split("\n") if (match := _ENTRY.match(line))]
        entries = {match["name"].strip(): match["value"].strip().strip("\"'") for match in matches}
        # As many empty lines in its place keep the numbers of the lines below.
        text = "\n" * text[: front.end()].count("\n") + text[front.end() :]
    tokens = MarkdownIt("commonmark", {"maxNesting": 50}).enable("table").parse(text)
    return Parsed(tuple(_blocks(tokens)), entries)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("document_broken", "text encoding")


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    rows: list[list[str]] = []
    heading = items = 0
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        items += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append("")
        elif token.type == "table_close":
            yield TableRows(tuple(map(tuple, rows)), line)
            rows = []
        elif token.type == "inline":
            text = _plain(token)
            if rows:
                rows[-1][-1] = text
            elif text:
                yield Heading(text, heading, line) if heading else Text(text, line, items > 0)
        elif token.type in ("fence", "code_block", "html_block") and token.content.strip():
            yield Text(token.content.strip(), line)


def _plain(token: Token) -> str:
    """Return a text without its markup."""
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts).strip()
