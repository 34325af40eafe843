"""What stands under which heading: a document's blocks as attributes, by a vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeGuard

from checklist.records.documents.blocks import Block, Heading, TableRows, Text
from checklist.records.documents.vocabulary import Vocabulary, bare, fold, unit_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A heading that is none by its style ranks below every one that is; its numbering ranks such headings.
_BELOW = 10
_RANKS = (
    re.compile(r"^第[一二三四五六七八九十\d]+[章节部分条篇]|^[一二三四五六七八九十]+[、.．]"),
    re.compile(r"^[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"^\d+[.．、](?!\d)|^\d+\s"),
    re.compile(r"^\d+[.．]\d+|^[（(]\d+[）)]|^\d+[)）]|^[①-⑳]"),
)
_LABELLED = re.compile(r"^(?P<label>[^:：\n]{1,40})[:：]\s*(?P<value>.*)$", re.DOTALL)
_LONGEST_HEADING = 60
_PAIR = 2
# What stands above a table of labels and what is said of each.
_HEADERS = frozenset(
    ["", "项目", "内容", "事项", "栏目", "要点", "item", "items", "content", "contents", "topic", "details"]
)


@dataclass(slots=True)
class Contents:
    """A document taken apart.

    `attributes` and `identity` have the texts found for each name, `units` the units in the brackets of headings,
    `unknown` the texts under headings that nobody knows. `title` is the first heading, unless it is known.
    """

    title: str = ""
    attributes: dict[str, list[str]] = field(default_factory=dict)
    identity: dict[str, list[str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Section:
    heading: str
    level: int
    texts: list[str] = field(default_factory=list)
    known: bool = False
    owner: _Section | None = None


def take_apart(blocks: Sequence[Block], vocabulary: Vocabulary) -> Contents:
    """Give every text to the heading above it."""
    found = Contents()
    blocks = list(_with_headings(blocks, vocabulary))
    if blocks and _is_title(blocks[0], vocabulary):
        found.title = blocks[0].text.strip()
        blocks = blocks[1:]
    sections, labelled = _sections(blocks, vocabulary)
    for section in sections:
        text = "\n".join(each for each in section.texts if each)
        if not section.heading:
            _keep_unknown(found, vocabulary, "", text)
        elif section.owner is None:
            _keep(found, vocabulary, section.heading, text)
    headed = {name for name, texts in found.attributes.items() if any(texts)}
    for label, value in labelled:
        _keep(found, vocabulary, label, value, unless=headed)
    return found


def _sections(blocks: Sequence[Block], vocabulary: Vocabulary) -> tuple[list[_Section], list[tuple[str, str]]]:
    """Return the sections in their order, the first without a heading, and what stands as label and value in them.

    A heading that nobody knows parts the text of one above it that somebody does, and belongs to it. One that is
    known takes its text for itself: else what stands under it would fill the heading above.
    """
    sections = [_Section("", -1)]
    above: list[_Section] = []
    labelled: list[tuple[str, str]] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1].level >= block.level:
                above.pop()
            known = vocabulary.knows(block.text)
            owner = next((each for each in reversed(above) if each.known), None)
            if owner is not None and not known:
                owner.texts.append(block.text.strip())
            above.append(_Section(block.text.strip(), block.level, known=known, owner=None if known else owner))
            sections.append(above[-1])
            continue
        pairs, texts = _pairs(block, vocabulary)
        labelled += pairs
        section = above[-1] if above else sections[0]
        (section.owner or section).texts.extend(texts)
    return sections, labelled


def _keep(
    found: Contents, vocabulary: Vocabulary, words: str, text: str, unless: set[str] | frozenset[str] = frozenset()
) -> None:
    label = vocabulary.label(words)
    if label is not None:
        found.identity.setdefault(label, []).append(text)
    elif not vocabulary.meaning(words):
        _keep_unknown(found, vocabulary, bare(words), text)
    for attribute in vocabulary.meaning(words):
        if attribute not in unless:
            found.attributes.setdefault(attribute, []).append(text)
            if unit_in(words):
                found.units.setdefault(attribute, unit_in(words))


def _keep_unknown(found: Contents, vocabulary: Vocabulary, heading: str, text: str) -> None:
    """Keep what stands under a heading that nobody knows, unless it only parts the text or holds labels alone."""
    lines = [line for line in text.splitlines() if not _label(line, vocabulary)]
    rest = "\n".join(lines).strip()
    if rest:
        found.unknown.setdefault(heading, []).append(rest)


def _label(line: str, vocabulary: Vocabulary) -> re.Match[str] | None:
    """Return a line's label and value, if it begins with a label that is known."""
    match = _LABELLED.match(line.strip())
    return match if match and vocabulary.knows(match["label"]) else None


def _is_title(block: Block, vocabulary: Vocabulary) -> TypeGuard[Heading | Text]:
    """Tell whether a document's first block is its title: a heading, or a short line that is no label."""
    if isinstance(block, Heading):
        return not vocabulary.knows(block.text) or vocabulary.names_type(block.text)
    if not isinstance(block, Text) or len(block.text) > _LONGEST_HEADING or "\n" in block.text:
        return False
    return _label(block.text, vocabulary) is None


def _with_headings(blocks: Sequence[Block], vocabulary: Vocabulary) -> Iterator[Block]:
    """Turn a line that consists of a known heading into one, whatever its style.

    An item of a list is one only if something other than a further item follows: a list of known words is text.
    """
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if not isinstance(block, Text):
            yield block
            continue
        lines = [line.strip() for line in block.text.splitlines() if line.strip()]
        listed = block.item and not (isinstance(following, Text) and not following.item)
        for number, line in enumerate(lines, 1):
            enumerated = listed and number == len(lines) and not line.endswith((":", "："))
            if len(line) <= _LONGEST_HEADING and vocabulary.meaning(line) and not enumerated:
                yield Heading(line, _BELOW + _rank(line), block.line)
            else:
                yield Text(line, block.line, block.item)


def _rank(text: str) -> int:
    return next((rank for rank, form in enumerate(_RANKS) if form.match(text.strip())), 0)


def _pairs(block: Block, vocabulary: Vocabulary) -> tuple[list[tuple[str, str]], list[str]]:
    """Return what a block says as label and value, and all its text for the heading above it."""
    if isinstance(block, Text):
        labels = [(line, _label(line, vocabulary)) for line in block.text.splitlines()]
        pairs = [(label["label"], label["value"].strip()) for _, label in labels if label]
        # A line that only says whose document it is belongs to no heading.
        rest = [line for line, label in labels if not (label and vocabulary.label(label["label"]))]
        return pairs, ["\n".join(rest).strip()] if any(line.strip() for line in rest) else []
    return _table(block, vocabulary) if isinstance(block, TableRows) else ([], [])


def _table(table: TableRows, vocabulary: Vocabulary) -> tuple[list[tuple[str, str]], list[str]]:
    """Read a table of labels beside values, or of labels above them; any other is text."""
    rows = [[cell.strip() for cell in row] for row in table.rows if not all(fold(cell) in _HEADERS for cell in row)]
    if not rows:
        return [], []
    head = rows[0]
    across = len(rows) > 1 and len(head) > 1 and all(vocabulary.knows(cell) for cell in head if cell)
    if across and not any(vocabulary.knows(cell) for row in rows[1:] for cell in row):
        pairs = [
            (label, "\n".join(row[at] for row in rows[1:] if at < len(row) and row[at]))
            for at, label in enumerate(head)
            if label
        ]
        return pairs, _as_text(rows)
    known = sum(vocabulary.knows(row[0]) for row in rows)
    if rows and all(len(row) == _PAIR for row in rows) and known * 2 >= len(rows):
        # A form: a label that nobody knows is a heading of its own.
        return [(label, value) for label, value in rows if label], []
    pairs, rest = [], []
    for row in rows:
        own, others = _beside(row, vocabulary)
        pairs += own
        if any(others):
            rest.append(others)
    return pairs, _as_text(rest)


def _beside(row: list[str], vocabulary: Vocabulary) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the labels of a row, each with the cell beside it, and the cells that are neither."""
    pairs: list[tuple[str, str]] = []
    others: list[str] = []
    at = 0
    while at < len(row):
        beside = row[at + 1] if at + 1 < len(row) else ""
        if not vocabulary.knows(row[at]):
            others.append(row[at])
            at += 1
        elif beside and vocabulary.knows(beside) and len(row) > _PAIR:
            pairs.append((row[at], ""))
            at += 1
        else:
            pairs.append((row[at], beside))
            at += 2
    return pairs, others


def _as_text(rows: list[list[str]]) -> list[str]:
    return ["\n".join(" | ".join(cell for cell in row if cell) for row in rows)] if rows else []
