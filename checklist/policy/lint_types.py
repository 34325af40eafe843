"""Record types that look like a slip of another type's name: one letter lost, and a rule looks at nothing."""

from __future__ import annotations

import difflib
from collections import Counter
from typing import TYPE_CHECKING

from checklist.model import Place, Sentence
from checklist.policy.fields import selector_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.policy.written import Written
    from checklist.yamlfile import KeyPath

# Two names are this alike when about one letter in eight differs.
_LIKENESS = 0.86
_TESTS = frozenset({"is", "not"})
_NAMING = frozenset({"type", "needs_types"})


def misspelt_types(written: Written) -> Iterator[tuple[Place, Sentence]]:
    """Yield a warning for each type that stands in no group and is nearly the name of a better known one.

    Better known is a type in a group, or one that the rules name more often.
    """
    groups = written.head.data.get("groups") or {}
    grouped = {str(name) for types in groups.values() for name in types}
    named: Counter[str] = Counter()
    first: dict[str, Place] = {}
    for name, place in _types(written):
        named[name] += 1
        first.setdefault(name, place)
    for name, place in first.items():
        if name in grouped:
            continue
        better = [other for other in grouped | set(named) if other in grouped or named[other] > named[name]]
        near = difflib.get_close_matches(name, sorted(set(better) - {name}), n=1, cutoff=_LIKENESS)
        if near:
            yield place, Sentence("lint.type_near", {"name": name, "near": near[0]})


def _types(written: Written) -> Iterator[tuple[str, Place]]:
    for rule in written.rules.values():
        selectors = selector_names(rule.data["kind"])
        for path, value in rule.leaves():
            if isinstance(value, str) and "${" not in value and _names_a_type(path, selectors):
                yield value, rule.place(*path)


def _names_a_type(path: KeyPath, selectors: frozenset[str]) -> bool:
    """Tell whether a type stands here: `type: visit`, `type: {not: [visit]}`, or `of: visit` for short."""
    names = [part for part in path if isinstance(part, str) and part != "versions"]
    if names[-1] in _TESTS and len(names) > 1:
        names.pop()
    return names[-1] in _NAMING or (len(names) == 1 and names[0] in selectors)
