"""A pack as it is written: for each clause and rule its file and its place in it, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from checklist.model import PolicyError
from checklist.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.model import Place, Policy
    from checklist.yamlfile import KeyPath, YamlDocument

_LISTS_OF_CLAUSES = ("clauses", "add")
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a file: the value that stands there, and how to find the place of any word in it."""

    document: YamlDocument
    path: KeyPath
    data: Any

    def has(self, keys: Sequence[str | int]) -> bool:
        """Tell whether something is written at `keys` below this node."""
        node = self.data
        for key in keys:
            named = isinstance(node, dict) and key in node
            numbered = isinstance(node, list) and isinstance(key, int) and key < len(node)
            if not (named or numbered):
                return False
            node = node[key]
        return True

    def place(self, *keys: str | int) -> Place:
        """Return where the word at `keys` below this node stands, or the nearest one above it."""
        return self.document.place((*self.path, *keys))

    def leaves(self) -> Iterator[tuple[KeyPath, Any]]:
        """Yield each value below this node that holds no others, with the names that lead to it."""
        yield from _leaves(self.data, ())

    def references(self) -> Iterator[str]:
        """Yield the name of each parameter that stands below this node."""
        for _, value in self.leaves():
            if isinstance(value, str):
                yield from _REFERENCE.findall(value)


@dataclass(slots=True)
class Written:
    """The files a policy was read from."""

    head: Node
    clauses: dict[str, Node] = field(default_factory=dict)
    rules: dict[str, Node] = field(default_factory=dict)

    def place(self, rule: str, version: int, keys: Sequence[str | int]) -> Place:
        """Return where a word of one version of a rule stands: in the version, else in what all versions share."""
        node = self.rules[rule]
        own = ("versions", version, *keys)
        return node.place(*(own if node.has(own) or not node.has(keys) else keys))


def read_written(policy: Policy) -> Written:
    """Read a policy's files once more, as they are written."""
    head = read_yaml(policy.path, PolicyError)
    paths = {place.path for each in (policy.clauses, policy.rules) for place in (part.place for part in each)}
    documents = {policy.path: head} | {path: read_yaml(path, PolicyError) for path in sorted(paths - {policy.path})}
    written = Written(Node(head, (), head.data))
    for document in documents.values():
        for path, clauses in _clause_lists(document.data):
            for number, clause in enumerate(clauses):
                _take(written, Node(document, (*path, number), clause))
    return written


def _clause_lists(data: Any) -> Iterator[tuple[KeyPath, list[Any]]]:
    if isinstance(data, list):
        yield (), data
    elif isinstance(data, dict):
        for name in _LISTS_OF_CLAUSES:
            if isinstance(data.get(name), list):
                yield (name,), data[name]


def _take(written: Written, clause: Node) -> None:
    written.clauses[str(clause.document.source((*clause.path, "clause")))] = clause
    for number, rule in enumerate(clause.data.get("rules") or ()):
        path = (*clause.path, "rules", number)
        written.rules[str(rule["rule"])] = Node(clause.document, path, rule)


def _leaves(data: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _leaves(value, (*path, name))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _leaves(value, (*path, number))
    else:
        yield path, data
