"""What a profile's data file may say."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from checklist.model import Bilingual
from checklist.model.tables import TableName  # noqa: TC001  # pydantic looks it up when the class is made
from checklist.records.mapping import Names, RecordKeys


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """A text in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def both(self) -> Bilingual:
        """The text as messages take it."""
        return Bilingual(self.zh, self.en)


Alternatives = Annotated[list[str], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]


class Export(RecordKeys):
    """One sort of file that a product gives out: how it is known, and how it reads.

    `recognise` lists what every such file has: each entry a header, or several of which one must be there. Without
    it the export is known by nothing: its names help only where no product is recognised. `unless` names headers
    that no such file has; of `spelt`, one must be there letter by letter, where only the spelling tells two exports
    apart. `shared` names headers that serve two columns, `covers` the types that such a file shows where there are
    any. `instead` names, for names in common use, headers that stand in for a column only where none of its `columns`
    does, group by group: a name for an id, the time of entry for that of the deed. All else is as in a mapping file,
    but values are compared without regard to case, and a header that is not there is passed over.
    """

    export: str = Field(pattern=r"[a-z][a-z0-9-]*")
    title: Words
    table: TableName = "records"
    recognise: list[Alternatives] = Field(default_factory=list)
    unless: Names = Field(default_factory=list)
    spelt: Names = Field(default_factory=list)
    covers: Names = Field(default_factory=list)
    shared: Names = Field(default_factory=list)
    instead: dict[str, list[list[str]]] = Field(default_factory=dict)


class ProfileKeys(_Strict):
    """One product: its exports, where what is said of them comes from, and what nobody could verify."""

    profile: str = Field(pattern=r"[a-z][a-z0-9-]*")
    title: Words
    sources: list[str] = Field(min_length=1)
    not_verified: list[Words] = []
    exports: list[Export] = Field(min_length=1)
