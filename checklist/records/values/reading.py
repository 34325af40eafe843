"""How a column's cells are read: what the deciding yields and the typed rows are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checklist.model import Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """One column's reading. `rule` says it to people."""

    rule: Sentence
