"""Parameters: `${follow_up_days} days` becomes `7 days` before a rule is read."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from checklist.model import PolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.yamlfile import YamlDocument

_REFERENCE = re.compile(r"\$\{([^}]*)\}")


def fill(node: Any, values: Mapping[str, Any], document: YamlDocument, path: tuple[str | int, ...]) -> Any:
    """Return a part of a pack with each `${name}` replaced by the parameter's value.

    A scalar that is nothing but one reference takes the value with its type; within a text it is written out.
    Raises `PolicyError` for a name that is no parameter.
    """
    if isinstance(node, dict):
        return {name: fill(value, values, document, (*path, name)) for name, value in node.items()}
    if isinstance(node, list):
        return [fill(value, values, document, (*path, index)) for index, value in enumerate(node)]
    if not isinstance(node, str) or "${" not in node:
        return node

    def value_of(name: str) -> Any:
        if name not in values:
            close = difflib.get_close_matches(name, values, n=1)
            raise PolicyError("parameter_unknown", document.value_place(path), name=name, names=close or sorted(values))
        return values[name]

    whole = _REFERENCE.fullmatch(node)
    if whole:
        return value_of(whole[1].strip())
    return _REFERENCE.sub(lambda match: str(value_of(match[1].strip())), node)
