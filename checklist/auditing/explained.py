"""A rule explained, ready for any report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.kinds import kinds

if TYPE_CHECKING:
    from checklist.auditing.explaining import Explanation
    from checklist.model import Clause, Deviation, Period, Policy, Rule, Sentence


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rule: what it asks, and its figures as the policy has them, by name."""

    asked: Sentence
    figures: dict[str, str]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A rule, what it asks, and with a log what became of it for each rep.

    `deviation` is the line of a report that the question began with, if it did.
    """

    version: str
    policy: Policy
    clause: Clause
    rule: Rule
    versions: tuple[Version, ...]
    period: Period | None = None
    explanations: tuple[Explanation, ...] = ()
    deviation: Deviation | None = None


_HEAD = frozenset(
    {"rule", "kind", "title", "basis", "why", "advice", "weight", "threshold", "modality", "informational", "effective"}
)
"""What every rule says of itself: it stands elsewhere in a report."""


def about(policy: Policy, rule: Rule, version: str) -> Explained:
    """Return what a rule asks, without a log."""
    clause = next(each for each in policy.clauses if each.id == rule.clause)
    versions = tuple(
        Version(
            asked=kinds()[rule.kind].requirement(each.parameters),
            figures={
                name: written
                for name, value in each.parameters.model_dump(by_alias=True, exclude_none=True).items()
                if name not in _HEAD and (written := _written(value))
            },
            first=None if each.effective_from is None else str(each.effective_from),
            last=None if each.effective_to is None else str(each.effective_to),
        )
        for each in rule.versions
    )
    return Explained(version, policy, clause, rule, versions)


def _written(value: object, *, inside: bool = False) -> str:
    """Return a parameter as a policy's owner would write it."""
    if isinstance(value, dict):
        parts = [(name, _written(each, inside=True)) for name, each in value.items()]
        text = ", ".join(f"{name}: {part}" for name, part in parts if part)
        return f"{{{text}}}" if inside and text else text
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        text = ", ".join(_written(each, inside=True) for each in items)
        return f"[{text}]" if text else ""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
