"""The files of a policy: the pack at the bottom, and each tailoring laid over it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from checklist.model import PolicyError
from checklist.policy import models
from checklist.policy.locate import clause_files, find_extended, shipped_packs
from checklist.yamlfile import YamlDocument, did_you_mean, read_yaml, validation_errors

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.yamlfile import KeyPath

_ONLY_TAILORINGS = frozenset({"set", "skip", "add"})
M = TypeVar("M", bound=BaseModel)
H = TypeVar("H", models.Pack, models.Tailoring)


@dataclass(frozen=True, slots=True)
class Layer[H: (models.Pack, models.Tailoring)]:
    """A file that heads a pack or a tailoring, as read, with the clause files beside it."""

    path: Path
    document: YamlDocument
    head: H
    others: list[YamlDocument] = field(default_factory=list)
