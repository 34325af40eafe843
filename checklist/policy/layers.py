"""The files of a policy: the pack at the bottom, and each tailoring that is laid over it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from checklist.model import PolicyError
from checklist.policy import models
from checklist.policy.locate import clause_files, find_extended, shipped_packs
from checklist.yamlfile import did_you_mean, read_yaml, validation_errors

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.model import Place
    from checklist.yamlfile import KeyPath, YamlDocument

_ONLY_TAILORINGS = ("set", "skip", "add")
_CLAUSE_WORDS = ("clause", "clauses", "rule", "rules", "kind")
M = TypeVar("M", bound=BaseModel)
H_co = TypeVar("H_co", bound=models.Head, covariant=True)


@dataclass(frozen=True, slots=True)
class Layer(Generic[H_co]):
    """What one file says that heads a pack or a tailoring, and the clause files beside it."""

    document: YamlDocument
    head: H_co
    others: tuple[YamlDocument, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """A policy as its files: the pack, and the tailorings from the innermost to the one that was asked for."""

    pack: Layer[models.Pack]
    tailorings: tuple[Layer[models.Tailoring], ...] = ()

    @property
    def files(self) -> list[Path]:
        """Every file, the pack's own first."""
        return [path for layer in (self.pack, *self.tailorings) for path in layer.files]


def read_layers(head: Path) -> Layers:
    """Read the policy that a file heads, and whatever it extends.

    Raises `PolicyError` for an `extends` that leads nowhere, or back to where it came from.
    """
    tailorings: list[Layer[models.Tailoring]] = []
    passed: dict[Path, Place] = {}
    while True:
        document, data = _read_head(head)
        if "extends" not in data:
            return Layers(_layer(models.Pack, data, document, head), tuple(reversed(tailorings)))
        layer = _layer(models.Tailoring, data, document, head)
        tailorings.append(layer)
        place = document.value_place(("extends",))
        passed[head.resolve()] = place
        below = find_extended(layer.head.extends, head)
        if below is None:
            hint = did_you_mean(layer.head.extends, shipped_packs())
            raise PolicyError("extends_unknown", place, name=layer.head.extends, hint=hint)
        if below.resolve() in passed:
            chain = [str(each) for each in passed.values()]
            raise PolicyError("extends_circular", place, chain=chain, back=str(below))
        head = below


def validated(model: type[M], data: Any, document: YamlDocument, path: KeyPath) -> M:
    """Return a part of a document as its model. Raises `PolicyError`, or a group, with each place."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise validation_errors(error, document, PolicyError, path, model=model) from None


def numbered(entry: Any, document: YamlDocument, path: KeyPath, *names: str) -> Any:
    """Return a mapping whose numbers under `names` are texts as they were written: `2.10` is not `2.1`."""
    if not isinstance(entry, dict):
        return entry
    written = {
        name: document.source((*path, name))
        for name in names
        if isinstance(entry.get(name), (int, float)) and not isinstance(entry[name], bool)
    }
    return {**entry, **written}


def _read_head(head: Path) -> tuple[YamlDocument, dict[str, Any]]:
    document = read_yaml(head, PolicyError)
    if not isinstance(document.data, dict):
        raise PolicyError("pack_not_a_mapping", document.place(()))
    data = numbered(document.data, document, (), "version")
    for part in ("chapters", "clauses", "add", "skip"):
        if isinstance(data.get(part), list):
            entries = enumerate(data[part])
            data[part] = [numbered(each, document, (part, n), "chapter", "clause") for n, each in entries]
    if "extends" not in data:
        _demand_extends(data, document)
    return document, data


def _demand_extends(data: dict[str, Any], document: YamlDocument) -> None:
    """Refuse what is meant as a tailoring but says of nothing what it extends."""
    for name in data:
        slip = name not in models.Pack.model_fields and difflib.get_close_matches(name, ["extends"], cutoff=0.7)
        if slip or name in _ONLY_TAILORINGS:
            raise PolicyError("extends_missing", document.place((name,)), field=name)


def _layer(model: type[M], data: dict[str, Any], document: YamlDocument, path: Path) -> Layer[Any]:
    head: Any = validated(model, data, document, ())
    own_days = None if head.calendar is None or head.calendar.file is None else path.parent / head.calendar.file
    beside = [(each, read_yaml(each, PolicyError)) for each in clause_files(path) if each != own_days]
    holding = [(each, found) for each, found in beside if _means_clauses(found.data)]
    return Layer(document, head, tuple(found for _, found in holding), (path, *(each for each, _ in holding)))


def _means_clauses(data: object) -> bool:
    """Tell a file of clauses, well or badly written, from a mapping, a calendar or waivers kept beside the pack."""
    if isinstance(data, dict):
        return not data.keys().isdisjoint(_CLAUSE_WORDS)
    if isinstance(data, list):
        entries = [each for each in data if isinstance(each, dict)]
        return not entries or any("approved_by" not in each for each in entries)
    return True
