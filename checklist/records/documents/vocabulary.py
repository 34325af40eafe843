"""The words of documents and what they stand for: a data file, and a company's own laid over it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checklist.model import MappingError
from checklist.model.tables import RECORDS
from checklist.records.values.numbers import FIGURES
from checklist.yamlfile import read_yaml, validation_errors

_FILE = Path(__file__).parent / "vocabulary.yaml"
Identity = Literal["rep", "rep_id", "type", "period", "submitted", "customer_id", "case_id", "plan_id", "problem_id"]
# Columns that a document fills otherwise; a heading may not be given to them.
TAKEN = {*RECORDS.names, *RECORDS.reserved} - {"text", "topic"}
# What stands before a heading: 一、 （一） 第一章 1. 1.2 1) and the signs of a list.
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[章节部分条篇]+|[（(]?[一二三四五六七八九十]+[）)、.．]|[（(]\d+[）)]|\d+(?:[.．]\d+)+[.．、)）]?(?=\D)"
    r"|\d+[.．、)）](?=\D)|\d+\s+(?=\D)|[IVXivx]+[.)](?=\s)|[•·●○■□◆◇▪➢\-*+#>]+)\s*"
)
# These become plain digits where widths are evened out.
_CIRCLED = re.compile(r"^\s*[①-⓿❶-➓㈠-㈩]\s*")
_UNIT = re.compile(r"[（(]\s*(?:单位\s*[:：]?\s*)?(?P<unit>[^（）()]{1,8}?)\s*[）)]$")
_AROUND = " \t\u3000:：【】[]《》<>「」“”\"'*_#`。.、,，;；"

Words = Annotated[list[str], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TypeKeys(_Strict):
    """One kind of document."""

    names: list[str] = []
    period: Literal["month"] | None = None


class VocabularyKeys(_Strict):
    """A vocabulary file."""

    types: dict[str, TypeKeys] = {}
    identity: dict[Identity, Words] = {}
    contents: dict[str, Words] = {}
    figures: list[str] = []


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words: of types (the longest first), of identity and of contents; which contents are figures.

    `monthly` are the types that must say their month.
    """

    types: tuple[tuple[str, str], ...]
    identity: dict[str, str]
    contents: dict[str, tuple[str, ...]]
    figures: frozenset[str]
    monthly: frozenset[str]

    def meaning(self, words: str) -> tuple[str, ...]:
        """Return the attributes that a heading or label stands for; none where nobody knows it."""
        return self.contents.get(fold(words), ())

    def label(self, words: str) -> str | None:
        """Return what a label says of the document's identity, or None."""
        return self.identity.get(fold(words))

    def names_type(self, words: str) -> bool:
        """Tell whether a heading is no more than the name of a kind of document."""
        return fold(words) in dict(self.types)

    def knows(self, words: str) -> bool:
        """Tell whether a heading or label means anything."""
        return bool(self.meaning(words)) or self.label(words) is not None


def fold(words: str) -> str:
    """Return a heading as it is compared: without numbering, unit, case, blanks and signs around it."""
    text = unicodedata.normalize("NFKC", _CIRCLED.sub("", words)).strip(_AROUND)
    text = _NUMBERING.sub("", text, count=1) or text
    text = _UNIT.sub("", text).strip(_AROUND)
    folded = re.sub(r"[\s_]+", " ", text).casefold()
    # Blanks between Chinese characters only stretch a heading.
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", folded)


def bare(words: str) -> str:
    """Return a heading without its numbering and the signs around it, as it is shown."""
    text = words.strip(_AROUND)
    return _NUMBERING.sub("", text, count=1).strip(_AROUND) or text


def unit_in(words: str) -> str:
    """Return the unit that a heading ends with in brackets, or nothing: 预计销售额（万元）."""
    match = _UNIT.search(unicodedata.normalize("NFKC", words).strip(" \t\u3000:：*_#。"))
    return match["unit"] if match else ""


def load_vocabulary(own: str | None) -> Vocabulary:
    """Return the words that ship with the program, with those of a file of one's own added."""
    layers = [_read(str(_FILE)), *([_read(own)] if own else [])]
    types: dict[str, str] = {}
    identity: dict[str, str] = {}
    contents: dict[str, set[str]] = {}
    figures = set(FIGURES)
    monthly: set[str] = set()
    for keys in layers:
        for name, each in keys.types.items():
            types |= {fold(word): name for word in [*each.names, name]}
            monthly |= {name} if each.period else set()
        for name, words in keys.identity.items():
            identity |= {fold(word): name for word in words}
        for attribute, words in keys.contents.items():
            for word in [*words, attribute]:
                contents.setdefault(fold(word), set()).add(attribute)
        figures |= set(keys.figures)
    return Vocabulary(
        types=tuple(sorted(types.items(), key=lambda each: (-len(each[0]), each))),
        identity=identity,
        contents={word: tuple(sorted(attributes)) for word, attributes in contents.items()},
        figures=frozenset(figures),
        monthly=frozenset(monthly),
    )


def _read(path: str) -> VocabularyKeys:
    document = read_yaml(path, MappingError, scalars="text")
    try:
        keys = VocabularyKeys.model_validate({} if document.data is None else document.data)
    except ValidationError as error:
        raise validation_errors(error, document, MappingError, model=VocabularyKeys) from None
    for attribute in keys.contents:
        if attribute.casefold() in TAKEN:
            raise MappingError("mapping_name_taken", document.place(("contents", attribute)), name=attribute)
    return keys
