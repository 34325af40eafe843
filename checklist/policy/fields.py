"""The fields that people may write in a pack, as the models define them: for the reference and for editors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from checklist.conditions import Condition, Selector, Test
from checklist.kinds import kinds
from checklist.kinds.words import branches, written_fields
from checklist.model import Sentence
from checklist.model.duration import Duration
from checklist.policy import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.model.tables import Table

# What has a chapter of its own in the reference, and is a single word here.
_WHOLE: dict[Any, str] = {
    Selector: "selector",
    models.AppliesTo: "condition",
    Condition: "condition",
    Test: "test",
    models.Clause: "clause",
    Duration: "duration",
    models.Text: "texts",
    bool: "yes_no",
    date: "day",
    str: "text",
    int: "number",
    float: "number",
    Any: "value",
    dict: "mapping",
}
_SCALAR = ["yes_no", "number", "day", "text"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the names that lead to it, what may stand there, and where the languages describe it."""

    path: tuple[str, ...]
    key: str
    takes: tuple[Sentence | str, ...]
    required: bool
    default: Any
    model: type[BaseModel]

    @property
    def name(self) -> str:
        """The field as people name it: `burst.minutes`."""
        return ".".join(self.path)


def kind_fields(name: str) -> list[Field]:
    """Return a kind's own parameters, with the fields within them."""
    return list(_fields(kinds()[name].parameters, f"parameter.{name}"))


def part_fields(part: str) -> list[Field]:
    """Return the fields of a part of a pack: one of `PARTS`. What it shares with another part is left to that one."""
    found = list(_fields(PARTS[part], f"parameter.{part}"))
    shared = {each.path[0] for each in part_fields(_SHARES[part])} if part in _SHARES else set()
    return [each for each in found if each.path[0] not in shared]


def column_fields(table: Table) -> list[Field]:
    """Return a table's columns, as fields of its rows."""
    return [
        Field(
            (each.name,),
            table.meaning(each),
            (Sentence(f"takes.{each.sort.name.lower()}"),),
            each.required,
            None,
            BaseModel,
        )
        for each in table.columns
    ]


def once(fields: Iterable[Field]) -> list[Field]:
    """Return each name once: models that may stand in one place share fields, such as an item's name."""
    found: dict[str, Field] = {}
    for each in fields:
        found.setdefault(each.name, each)
    return list(found.values())


PARTS: dict[str, type[BaseModel]] = {
    "pack": models.Pack,
    "tailoring": models.Tailoring,
    "clause": models.Clause,
    "rule": models.RuleHead,
    "applies_to": models.AppliesTo,
    "selector": Selector,
    "test": Test,
    "text": models.Text,
}
_SHARES = {"tailoring": "pack", "applies_to": "selector"}


def selector_names(kind: str) -> frozenset[str]:
    """Return the parameters of a kind that are selectors, or lists of them."""
    found = kinds()[kind].parameters.model_fields
    return frozenset(
        info.alias or name for name, info in found.items() if Selector in set(branches(info.annotation, deep=True))
    )


def _fields(model: type[BaseModel], key: str) -> Iterator[Field]:
    """Yield the fields of a model, with those within them."""
    for path, place, info, owner, alone in written_fields(model, key, _WHOLE):
        default = None if info.is_required() else info.get_default(call_default_factory=True)
        yield Field(path, place, tuple(_takes(info.annotation)), alone and info.is_required(), default, owner)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in _WHOLE


def _takes(annotation: Any) -> Iterator[Sentence | str]:
    """Yield what may stand in a field: words of the languages, or the very words to write."""
    found: list[Sentence | str] = []
    for each in branches(annotation):
        found.extend(each for each in _one(each) if each not in found)
    names = [each.key.rpartition(".")[2] for each in found if isinstance(each, Sentence)]
    if all(name in names for name in _SCALAR):
        scalars = {f"takes.{name}" for name in _SCALAR}
        found = [Sentence("takes.value"), *(e for e in found if isinstance(e, str) or e.key not in scalars)]
    yield from found


def _one(annotation: Any) -> list[Sentence | str]:
    origin = get_origin(annotation)
    if annotation is type(None):
        return []
    if origin is Literal:
        return [str(value) for value in get_args(annotation)]
    if origin in {list, tuple}:
        inner = [each for each in get_args(annotation) if each is not Ellipsis]
        whole = list(_takes(inner[0]))
        return [Sentence("takes.list", {"of": whole})] if whole else [Sentence("takes.mapping")]
    if origin is dict or _is_model(annotation):
        return [Sentence("takes.mapping")]
    return [Sentence(f"takes.{_WHOLE[annotation]}")]
