"""The days and figures that documents state: which text under a heading is meant, read as a log's column is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING

from checklist.records.mentions import months
from checklist.records.values import single

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from checklist.engine import Session
    from checklist.records.documents.contents import Contents
    from checklist.records.documents.vocabulary import Vocabulary


_YEARLESS = re.compile(r"(1[0-2]|0?[1-9])\s*月")


@dataclass(frozen=True, slots=True)
class Read:
    """What the texts of documents that are days or figures were read as; those that are days in two readings."""

    days: Mapping[str, date] = field(default_factory=dict)
    ambiguous: AbstractSet[str] = frozenset()
    figures: Mapping[str, single.Figure] = field(default_factory=dict)


def read_texts(session: Session, documents: Sequence[tuple[str, Contents]], vocabulary: Vocabulary) -> Read:
    """Read the texts of all documents in which a day or a figure may stand."""
    stated = [text for path, each in documents for text in day_texts(path, each)]
    lines = [text for _, each in documents for text in _candidates(each, vocabulary)]
    return Read(single.days(session, stated), single.ambiguous(session, stated), single.figures(session, lines))


def day_texts(path: str, contents: Contents) -> Iterator[str]:
    """Yield what a document says of the day it was handed in; a day without its year also with the year of its month.

    No month but the ones beside the document's own, of the same year, takes that year.
    """
    for text in contents.identity.get("submitted", ()):
        yield text.strip()
        yield from with_year(path, contents, text.strip())


def with_year(path: str, contents: Contents, text: str) -> Iterator[str]:
    """Yield a Chinese day without its year with that of the one month that its document is for."""
    named = {
        month
        for each in (*contents.identity.get("period", ()), PurePath(path).stem, contents.title)
        for month in months(each)
    }
    day = _YEARLESS.match(unicodedata.normalize("NFKC", text))
    if day and len(named) == 1:
        year, month = next(iter(named)).split("-")
        if abs(int(day[1]) - int(month)) <= 1:
            yield f"{year}年{text}"


def figure(text: str, unit: str, read: Read) -> str | None:
    """Return the one figure that a text states, as a plain decimal in the unit itself, or None.

    It may stand in a line of its own above lines without digits. `unit` is the one in the heading's brackets: it
    counts where the text names none.
    """
    lines = list(_lines(text))
    found = [line for line in lines if line in read.figures]
    if len(found) != 1 or any(any(sign.isdigit() for sign in line) for line in lines if line not in read.figures):
        return None
    number = Decimal(read.figures[found[0]].number)
    if read.figures[found[0]].bare and _one(unit) in read.figures:
        number *= Decimal(read.figures[_one(unit)].number)
    return format(number.normalize(), "f") if number else "0"


def _candidates(contents: Contents, vocabulary: Vocabulary) -> Iterator[str]:
    for attribute in vocabulary.figures & contents.attributes.keys():
        yield _one(contents.units.get(attribute, ""))
        for text in contents.attributes[attribute]:
            yield from _lines(text)


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _one(unit: str) -> str:
    """Return one of a unit, which says how many it stands for."""
    return f"1 {unit}"
