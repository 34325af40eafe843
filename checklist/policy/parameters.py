"""Parameters: `${follow_up_days} days` becomes `7 days` before a rule is read. Each keeps its sort and bounds."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from checklist.model import PolicyError, Sentence
from checklist.yamlfile import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.model import Place
    from checklist.policy.models import Parameter
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
            hint = did_you_mean(name, values)
            raise PolicyError("parameter_unknown", document.value_place(path), name=name, hint=hint)
        return values[name]

    whole = _REFERENCE.fullmatch(node)
    if whole:
        return value_of(whole[1].strip())
    return _REFERENCE.sub(lambda match: str(value_of(match[1].strip())), node)


def unfit(name: str, value: Any, parameter: Parameter, place: Place) -> PolicyError | None:
    """Return what is wrong with a value for a parameter: another sort than the pack's own, or out of its bounds."""
    sort = _sort(parameter.value)
    if _sort(value) != sort:
        expected = Sentence(f"expected.{sort}")
        return PolicyError("yaml_bad_value", place, field=name, value=value, expected=expected)
    if sort != "number":
        return None
    low, high = parameter.at_least, parameter.at_most
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    bound = high if low is None or (high is not None and value > high) else low
    key = "between" if low is not None and high is not None else "at_most" if low is None else "at_least"
    bounds = Sentence(f"expected.{key}", {"low": low, "high": high, "bound": bound})
    return PolicyError("parameter_bounds", place, name=name, value=value, bounds=bounds, bound=bound)


def _sort(value: Any) -> str:
    """Return the sort of a value, by the name under which `expected` speaks of it."""
    if isinstance(value, bool):
        return "yes_no"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, date):
        return "day"
    if isinstance(value, list):
        return "list"
    return "nothing" if value is None else "text" if isinstance(value, str) else "fields"
