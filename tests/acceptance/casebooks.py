"""The shipped packs' casebooks, and changes to a rule's figures, for the tests that go through every rule."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from checklist.casebook import Case, Casebook, load_casebook
from checklist.model.duration import Duration
from checklist.policy import load_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checklist.model import Policy, Rule

HEAD = {"rule", "kind", "title", "basis", "why", "advice", "weight", "modality", "informational", "effective"}
LISTS = {"require", "any", "items", "steps", "contains"}
SHARE = 0.05
WORDS: dict[str, Callable[[str], str]] = {
    "window": lambda window: "quarter" if window == "month" else "month",
    "every": lambda _: "record",
    "field": lambda _: "type",
}


@cache
def book(pack: str = "sales-management") -> Casebook:
    return load_casebook(load_policy(pack))


def cases_of(rule: str) -> list[Case]:
    """The rule's cases, the likeliest to notice a change first: those at a limit that fail or pass."""
    order = {"failing": 0, "passing": 1, "undecided": 2}
    return sorted((case for case in book().cases if case.rule == rule), key=lambda case: order[case.shows])


def changed(policy: Policy, rule: Rule, parameters: Any) -> Policy:
    """The policy with other parameters for one rule."""
    version = dataclasses.replace(rule.versions[0], parameters=parameters, applies_to=parameters.applies_to)
    new = dataclasses.replace(rule, versions=(version,), threshold=type(rule.threshold)(str(parameters.threshold)))
    clauses = tuple(
        dataclasses.replace(clause, rules=tuple(new if each.id == rule.id else each for each in clause.rules))
        for clause in policy.clauses
    )
    return dataclasses.replace(policy, clauses=clauses)


def mutations(rule: Rule) -> Iterator[tuple[str, Any]]:
    """Each way to change one figure of a rule, with its name; what would be no rule at all is left out."""
    parameters = rule.versions[0].parameters
    written = parameters.model_dump(by_alias=True, exclude_unset=True)
    for name, value in written.items():
        if name in HEAD:
            continue
        for what, new in _changes(name, value):
            try:
                yield f"{name}{what}", type(parameters).model_validate({**written, name: new})
            except ValidationError:
                continue


def _changes(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            for what, new in _changes(key, inner):
                yield f".{key}{what}", {**value, key: new}
    elif isinstance(value, list):
        yield from _list_changes(name, value)
    elif isinstance(value, (bool, int, float, Duration)):
        yield from ((f" = {new}", new) for new in _neighbours(name, value))
    elif name == "sql":
        yield from _sql_changes(value)
    elif name in WORDS:
        yield f" no longer {value}", WORDS[name](value)


def _neighbours(name: str, value: Any) -> list[Any]:
    """A figure one less and one more; a share a little; a choice its opposite."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, Duration):
        return [f"{value.amount + step} {value.unit}s" for step in (-1, 1)]
    if name == "threshold":
        return [round(value - SHARE, 2), round(value + SHARE, 2)]
    return [value - 1, value + 1]


def _sql_changes(sql: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"\b\d+\b", sql):
        for step in (-1, 1):
            new = f"{sql[: match.start()]}{int(match[0]) + step}{sql[match.end() :]}"
            yield f" {match[0]} {step:+d}", new


def _list_changes(name: str, value: list[Any]) -> Iterator[tuple[str, Any]]:
    for index, each in enumerate(value):
        before, after = value[:index], value[index + 1 :]
        if (name in LISTS or name == "topic") and (before or after):
            yield f" without {index + 1}", [*before, *after]
        for what, new in _changes("", each) if isinstance(each, dict) else ():
            yield f" {index + 1}{what}", [*before, new, *after]
    if name == "steps":
        yield " reversed", value[::-1]
