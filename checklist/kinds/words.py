"""The words that every kind needs in the language files: none may be missing when the first of them is said."""

from __future__ import annotations

import types
from itertools import product
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from checklist.conditions import Condition, Selector, Test
from checklist.kinds.base import KindError
from checklist.wording import LANGUAGES, Wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pydantic.fields import FieldInfo

    from checklist.kinds.base import Kind

_DESCRIBED_APART = frozenset({Selector, Condition, Test})
"""Models whose fields are the same wherever they stand, and described there once."""


def keys(*parts: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return every dotted key that takes one word of each part, in their order."""
    choices = [(part,) if isinstance(part, str) else part for part in parts]
    return tuple(".".join(each) for each in product(*choices))


def check_words(kinds: Iterable[Kind]) -> None:
    """Refuse kinds that have no words for something they say. Raises `KindError` with the keys of each language."""
    wanted = [key for kind in kinds for key in word_keys(kind)]
    faults = []
    for language in LANGUAGES:
        wording = Wording(language)
        missing = dict.fromkeys(key for key in wanted if not wording.has(key))
        if missing:
            faults.append(f"reports/{language}.toml lacks {', '.join(missing)}")
    if faults:
        raise KindError("; ".join(faults))


def word_keys(kind: Kind) -> Iterator[str]:
    """Yield the keys of a kind: its name, what the guide says of it and of its parameters, and its own sentences."""
    yield f"kind.{kind.name}"
    yield from keys("kind_doc", kind.name, ("meaning", "expects"))
    yield from (each.key for each in written_fields(kind.parameters, f"parameter.{kind.name}", _DESCRIBED_APART))
    yield from kind.words


class WrittenField(NamedTuple):
    """A field that people write: the names that lead to it, the key of its description, and its own definition.

    `alone` tells that no other model may stand in the place of its own.
    """

    path: tuple[str, ...]
    key: str
    info: FieldInfo
    model: type[BaseModel]
    alone: bool


def written_fields(
    model: type[BaseModel],
    key: str,
    apart: Collection[Any],
    path: tuple[str, ...] = (),
    seen: frozenset[type[BaseModel]] = frozenset(),
    *,
    alone: bool = True,
) -> Iterator[WrittenField]:
    """Yield the fields of a model, each with the fields within it; what is described `apart` is not gone into."""
    for name, info in model.model_fields.items():
        alias = info.alias or name
        here = (*path, alias)
        yield WrittenField(here, f"{key}.{alias}", info, model, alone)
        inner = [
            each
            for each in branches(info.annotation, deep=True)
            if isinstance(each, type) and issubclass(each, BaseModel) and each not in apart and each not in seen
        ]
        for each in inner:
            within = seen | {model, *inner}
            yield from written_fields(each, f"{key}.{alias}", apart, here, within, alone=len(inner) == 1)


def branches(annotation: Any, *, deep: bool = False) -> Iterator[Any]:
    """Yield a type's alternatives without their annotations; `deep` looks into lists and mappings too."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from branches(get_args(annotation)[0], deep=deep)
    elif origin is Union or origin is types.UnionType:
        for each in get_args(annotation):
            yield from branches(each, deep=deep)
    elif deep and origin in {list, dict, tuple}:
        for each in get_args(annotation):
            yield from branches(each, deep=True)
    else:
        yield annotation
