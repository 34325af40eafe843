"""The words that this program knows by itself: types of records, and the closed vocabularies of other columns."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from checklist.model import MappingError
from checklist.yamlfile import read_yaml

PATH = Path(__file__).parent / "vocabulary.yaml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Types(_Part):
    """Words of the column `type`: specific ones, and generic ones, under which any deed may stand."""

    specific: frozenset[str]
    generic: frozenset[str]


class Vocabulary(_Part):
    """The words known in each column whose words the program knows at all."""

    types: Types
    status: frozenset[str]
    direction: frozenset[str]

    def closed(self) -> dict[str, frozenset[str]]:
        """Return the columns in which a word that nobody knows is an unread value."""
        return {"status": self.status, "direction": self.direction}


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, as its data file states it."""
    return Vocabulary.model_validate(read_yaml(PATH, MappingError, scalars="text").data)
