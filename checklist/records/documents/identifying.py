"""Whose document it is, of which kind, for which month and of which day: by what it says, never by a guess."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from checklist.records.documents.blocks import Unreadable
from checklist.records.documents.figures import with_year
from checklist.records.documents.vocabulary import fold
from checklist.records.mentions import days, months, without_months

if TYPE_CHECKING:
    from datetime import date

    from checklist.records.documents.contents import Contents
    from checklist.records.documents.figures import Read
    from checklist.records.documents.vocabulary import Vocabulary

_LONGEST_NAME = 4
_APART = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_SIDE_BY_SIDE = re.compile(r"[()（）/,，、;；|\[\]【】]+")
_MIXED = re.compile(r"([\u4e00-\u9fff·]+)[\s_-]*([A-Za-z0-9-]+)|([A-Za-z0-9-]+)[\s_-]*([\u4e00-\u9fff·]+)")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says of itself.

    `declared` are the names and ids it gives for its rep, each with its parts; `mentioned` those that its file's
    name and title could hold, word by word. Both are compared with the roster later. `alone` is its rep where there
    is no roster. `day` is the day it says it was handed in.
    """

    type: str
    month: str | None
    day: date | None
    declared: tuple[tuple[str, ...], ...]
    mentioned: tuple[str, ...]
    alone: str | None


def identify(path: str, contents: Contents, vocabulary: Vocabulary, read: Read) -> Identity:
    """Return what a document is. Raises `Unreadable` where it does not say so, or says two things."""
    name = unicodedata.normalize("NFKC", PurePath(path).stem)
    kind = _type(path, name, contents, vocabulary)
    return Identity(
        type=kind,
        month=_month(name, contents, needed=kind in vocabulary.monthly),
        day=_day(path, name, contents, read),
        declared=tuple(dict.fromkeys(_parts(text) for text in _stated(contents, "rep_id", "rep"))),
        mentioned=tuple(
            dict.fromkeys(key(each) for text in (name, contents.title) for each in _runs(text, vocabulary))
        ),
        alone=_alone(name, contents, vocabulary),
    )


def key(text: str) -> str:
    """Return a name or id as it is compared: small letters, and one blank for all that is neither letter nor digit."""
    return _APART.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _type(path: str, name: str, contents: Contents, vocabulary: Vocabulary) -> str:
    declared = contents.identity.get("type", ())
    folder = PurePath(path).parent.name
    for texts in (declared, (name,), (contents.title,), (folder,)):
        found = sorted({kind for text in texts for kind in _types(text, vocabulary)})
        if len(found) > 1:
            raise Unreadable("document_types", ", ".join(found))
        if found:
            return found[0]
    raise Unreadable("document_no_type")


def _types(text: str, vocabulary: Vocabulary) -> set[str]:
    """Return the kinds of document that a text names; within a longer name a shorter one does not count."""
    rest, found = fold(text), set()
    for word, kind in vocabulary.types:
        plain = word.isascii()
        form = rf"(?<![a-z]){re.escape(word)}(?![a-z])" if plain else re.escape(word)
        if re.search(form, rest):
            found.add(kind)
            rest = re.sub(form, "\n", rest)
    return found


def _month(name: str, contents: Contents, *, needed: bool) -> str | None:
    declared = contents.identity.get("period", ())
    for texts in (declared, (name, contents.title)):
        found = sorted({month for text in texts for month in months(text)})
        if len(found) > 1:
            raise Unreadable("document_periods", ", ".join(found))
        if found:
            return found[0]
    if needed:
        raise Unreadable("document_no_period")
    return None


def _day(path: str, name: str, contents: Contents, read: Read) -> date | None:
    """Return the day that the document says it was handed in; else the one day in its file's name or title."""
    declared = [text.strip() for text in contents.identity.get("submitted", ()) if text.strip()]
    if declared:
        found = {_read_day(path, contents, text, read) for text in declared}
        if None in found or len(found) > 1:
            code = "document_day_unclear" if read.ambiguous & set(declared) else "document_day_bad"
            raise Unreadable(code, ", ".join(declared))
        return found.pop()
    named = set(days(name)) | set(days(contents.title))
    if len(named) > 1:
        raise Unreadable("document_day_bad", ", ".join(sorted(map(str, named))))
    return named.pop() if named else None


def _read_day(path: str, contents: Contents, text: str, read: Read) -> date | None:
    return next((read.days[each] for each in (text, *with_year(path, contents, text)) if each in read.days), None)


def _stated(contents: Contents, *labels: str) -> list[str]:
    return [text.strip() for label in labels for text in contents.identity.get(label, ()) if key(text)]


def _parts(text: str) -> tuple[str, ...]:
    """Return what a stated rep can be: the whole, or a name and an id side by side, as 张三（R07）or R07 张三."""
    mixed = _MIXED.fullmatch(text.strip())
    pieces = [text, *_SIDE_BY_SIDE.split(text), *(mixed.groups() if mixed else ())]
    return tuple(dict.fromkeys(key(piece) for piece in pieces if piece and key(piece)))


def _alone(name: str, contents: Contents, vocabulary: Vocabulary) -> str | None:
    """Return the one rep whom a document names, as it writes it: by id, else by name, else in its file's name."""
    for stated in (_stated(contents, "rep_id"), _stated(contents, "rep")):
        if stated:
            return stated[0] if len({key(each) for each in stated}) == 1 else None
    runs = _runs(name, vocabulary)
    return runs[0] if len(runs) == 1 else None


def _runs(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return every run of up to four words in a name or title, without months, days and kinds of document."""
    rest = without_months(text)
    for word, _ in vocabulary.types:
        rest = re.sub(re.escape(word), "\n", rest, flags=re.IGNORECASE)
    found: dict[str, None] = {}
    for part in rest.split("\n"):
        words = [(match.start(), match.end()) for match in _WORD.finditer(part)]
        for at in range(len(words)):
            found |= {part[words[at][0] : end]: None for _, end in words[at : at + _LONGEST_NAME]}
    return list(found)
