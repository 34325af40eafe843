"""Turn what pydantic finds wrong with a YAML file into errors that name line, column and what to write."""

from __future__ import annotations

import difflib
import re
import types
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core.core_schema import ErrorType

from checklist.model.errors import ChecklistError, grouped
from checklist.model.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from checklist.model.errors import Place
    from checklist.yamlfile import KeyPath, YamlDocument

_MAX_SHOWN = 60
_EXPECTED = {
    "text": ("string_type", "string_sub_type", "string_unicode"),
    "whole_number": ("int_type", "int_parsing", "int_from_float", "int_parsing_size"),
    "number": (
        "float_type", "float_parsing", "decimal_type", "decimal_parsing", "finite_number",
    ),
    "yes_no": ("bool_type", "bool_parsing"),
    "day": (
        "date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact",
    ),
    "list": ("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type"),
    "fields": ("dict_type", "model_type", "model_attributes_type", "dataclass_type", "mapping_type"),
    "nothing": ("none_required",),
}  # fmt: skip
_SENTENCES = {error_type: key for key, error_types in _EXPECTED.items() for error_type in error_types}
_BOUNDS = {
    "greater_than_equal": ("at_least", "ge"),
    "less_than_equal": ("at_most", "le"),
    "greater_than": ("above", "gt"),
    "less_than": ("below", "lt"),
    "too_short": ("longer", "min_length"),
    "too_long": ("shorter", "max_length"),
    "string_too_short": ("longer", "min_length"),
    "string_too_long": ("shorter", "max_length"),
}
_CHOICES = {"literal_error": "expected", "enum": "expected", "union_tag_invalid": "expected_tags"}


def did_you_mean(name: str, known: Iterable[str]) -> Sentence:
    """Return the hint for a misspelt name: the nearest known one, else all of them if there are any."""
    names = sorted(set(known))
    folded = {each.lower(): each for each in names}
    close = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    if close:
        return Sentence("hint.did_you_mean", {"name": folded[close[0]]})
    return Sentence("hint.choose", {"names": names}) if names else Sentence("hint.none")


def validation_errors(
    error: ValidationError,
    document: YamlDocument,
    error_class: type[ChecklistError],
    prefix: KeyPath = (),
    *,
    model: type[BaseModel] | None = None,
) -> ChecklistError:
    """Return what pydantic found as one error, or as a group in the order of the file.

    `prefix` is the key path of the validated part within the document. With `model`, the model that was
    validated, an unknown field gets its "did you mean". A validator may raise
    `PydanticCustomError("own_code", "…", {…})`: it becomes `error_class("own_code", place, …)`.
    """
    found: dict[tuple[KeyPath, str, str], ChecklistError] = {}
    for detail in error.errors(include_url=False):
        path, rest = _locate(document, prefix, detail["loc"])
        each = _error(detail, document, error_class, path, rest, _fields_at(model, detail["loc"]))
        # One value may fail every branch of a union: the first complaint stands for all.
        found.setdefault((path, each.code, each.values.get("field", "")), each)
    # What a deeper complaint comes from fitted one branch so far: that another branch wants something else is noise.
    above = {path[:length] for path, _, _ in found for length in range(len(path))}
    errors = sorted(
        (each for (path, code, _), each in found.items() if code != "yaml_bad_value" or path not in above),
        key=lambda each: _order(each.place),
    )
    return grouped(errors)


def _order(place: Place | None) -> tuple[int, int]:
    return (place.line or 0, place.column or 0) if place else (0, 0)


def _locate(document: YamlDocument, prefix: KeyPath, loc: Sequence[str | int]) -> tuple[KeyPath, str]:
    """Return the key path in the file that pydantic's `loc` means, and the part of it that is not there.

    pydantic mixes names of its own (a union's branches) into its paths: what the file does not hold is passed
    over.
    """
    node = document.data
    for part in prefix:
        node = node[part]
    path, rest = prefix, ""
    for part in loc:
        if isinstance(node, dict) and str(part) in node:
            path, node, rest = (*path, str(part)), node[str(part)], ""
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            path, node, rest = (*path, part), node[part], ""
        else:
            rest = str(part)
    return path, rest


def _error(
    detail: ErrorDetails,
    document: YamlDocument,
    error_class: type[ChecklistError],
    path: KeyPath,
    rest: str,
    fields: frozenset[str],
) -> ChecklistError:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "union_tag_invalid":
        path = (*path, str(context["discriminator"]).strip("'"))
    name = _name(path)
    if kind == "extra_forbidden":
        hint = did_you_mean(name, fields)
        return error_class("yaml_unknown_field", document.place(path), field=name, hint=hint)
    if kind in {"missing", "union_tag_not_found"}:
        field = rest if kind == "missing" else str(context.get("discriminator", rest)).strip("'")
        return error_class("yaml_missing_field", document.place(path), field=field)
    place = document.place(path) if rest == "[key]" else document.value_place(path)
    if kind in {"value_error", "assertion_error"}:
        return error_class("yaml_invalid", place, detail=str(context.get("error", detail["msg"])))
    expected = _expected(kind, context, detail)
    if expected is None:
        return error_class(kind, place, **context)
    value = _shown(context.get("tag", detail["input"]))
    return error_class("yaml_bad_value", place, field=name, value=value, expected=expected)


def _expected(kind: str, context: dict[str, Any], detail: ErrorDetails) -> Sentence | None:
    """Return what should stand there, or None for a validator's own code."""
    if kind in _SENTENCES:
        return Sentence(f"expected.{_SENTENCES[kind]}")
    if kind in _BOUNDS:
        key, bound = _BOUNDS[kind]
        return Sentence(f"expected.{key}", {"bound": context[bound]})
    if kind in _CHOICES:
        names = re.findall(r"'([^']*)'", str(context[_CHOICES[kind]]))
        wrong = str(context.get("tag", detail["input"]))
        close = difflib.get_close_matches(wrong, names, n=1)
        return Sentence("expected.one_of", {"names": close or names})
    if kind == "string_pattern_mismatch":
        return Sentence("expected.pattern", {"pattern": context["pattern"]})
    own = kind not in get_args(ErrorType)
    return None if own else Sentence("expected.other", {"detail": detail["msg"]})


def _name(path: KeyPath) -> str:
    """Return the nearest name on a path: the field, or the list that an item stands in."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"


def _fields_at(model: type[BaseModel] | None, loc: Sequence[str | int]) -> frozenset[str]:
    """Return the fields that may stand beside the one that pydantic's `loc` ends with."""
    candidates = _alternatives(model) if model else []
    for part in loc[:-1]:
        inner = [each for candidate in candidates for each in _step(candidate, part)]
        candidates = inner or candidates
    models = (each for each in candidates if isinstance(each, type) and issubclass(each, BaseModel))
    return frozenset(field.alias or name for each in models for name, field in each.model_fields.items())


def _alternatives(annotation: Any) -> list[Any]:
    """Return a type's branches: a union's members, without their annotations."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin is Union or origin is types.UnionType:
        return [inner for each in get_args(annotation) for inner in _alternatives(each)]
    return [annotation]


def _step(annotation: Any, part: str | int) -> list[Any]:
    """Return the types that `part` of a value of this type may have."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if part == annotation.__name__:
            return [annotation]
        for name, field in annotation.model_fields.items():
            if part in (name, field.alias):
                return _alternatives(field.annotation)
        return []
    arguments = get_args(annotation)
    if not arguments:
        return []
    inner = arguments[-1] if get_origin(annotation) is dict else arguments[0]
    return _alternatives(inner)
