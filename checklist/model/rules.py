"""What a policy is: chapters, clauses and rules, as loaded, in words every report can use."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from checklist.model.errors import Place
    from checklist.model.tables import Sort
    from checklist.model.text import Bilingual


class Modality(StrEnum):
    """How binding a clause is. It says how a failure weighs, and inverts nothing."""

    MUST = "must"
    SHOULD = "should"
    MUST_NOT = "must_not"


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version of a rule: its parameters and the days on which duties under it arise."""

    parameters: Any
    effective_from: date | None
    effective_to: date | None
    applies_to: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """A machine check of (part of) a clause. `versions` are in the order of the pack.

    `sha256` is that of all that the rule asks, whatever it says of itself and however it weighs.
    """

    id: str
    clause: str
    kind: str
    modality: Modality
    title: Bilingual
    advice: Bilingual
    basis: str | None
    why: Bilingual
    threshold: Fraction
    weight: Fraction
    informational: bool
    versions: tuple[RuleVersion, ...]
    place: Place
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered sentence of the policy. `chapter` groups clauses in reports and scores."""

    id: str
    chapter: str
    source: str
    modality: Modality
    title: Bilingual
    text: Bilingual
    weight: Fraction
    truncated: bool
    rules: tuple[Rule, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Chapter:
    """A group of clauses with a title and a weight in the total."""

    id: str
    title: Bilingual
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Setting:
    """A tailored figure beside the pack's own."""

    parameter: str
    pack_value: Any
    value: Any
    title: Bilingual


@dataclass(frozen=True, slots=True)
class SkippedRule:
    """A rule of the pack that the company does not apply, and why. What it would ask is no unread word."""

    rule: str
    clause: str
    title: Bilingual
    reason: Bilingual
    left_out: Rule | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """How a pack counts working time: country (ISO 3166), weekend days, working hours, own file."""

    country: str | None = None
    subdivision: str | None = None
    weekend: tuple[int, ...] = (6, 7)
    workday: tuple[tuple[int, int], ...] = ((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))
    file: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy pack, tailored and checked: what the audit judges by.

    `parameters` are the figures that hold; `settings` those that differ from the pack's own; `tailoring`
    names what this policy is laid over, with its version, or is None for a pack itself. `fields` are the company's
    own columns by table, `sorts` what those hold of which that is declared.
    """

    id: str
    version: str
    title: Bilingual
    timezone: str
    calendar: CalendarSettings
    groups: dict[str, tuple[str, ...]]
    grades: tuple[tuple[str, Fraction], ...]
    chapters: tuple[Chapter, ...]
    clauses: tuple[Clause, ...]
    items: dict[str, Bilingual]
    sha256: str
    path: str
    settings: tuple[Setting, ...] = ()
    skipped: tuple[SkippedRule, ...] = ()
    tailoring: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    parameter_titles: dict[str, Bilingual] = field(default_factory=dict)
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sorts: dict[str, dict[str, Sort]] = field(default_factory=dict)
    history_days: int = 90

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, clause by clause."""
        return tuple(rule for clause in self.clauses for rule in clause.rules)
