"""The JSON Schema of pack files, so that editors complete them, explain each field, and check what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from checklist.policy import models
from checklist.policy.fields import PARTS, Field, kind_fields, part_fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checklist.wording import Wording

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SUBJECTS: dict[str, Any] = {
    "pack": models.Pack,
    "tailoring": models.Tailoring,
    "clauses": list[models.Clause],
}
_TEXT = {"type": "string"}
_REFERENCE = {"type": "string", "pattern": r"^\$\{[^}]+\}$"}
# What the models read in a short form too: one text for both languages, a type or several for a selector.
_SHORT_FORMS: dict[str, list[dict[str, Any]]] = {
    "Text": [_TEXT],
    "Selector": [_TEXT, {"type": "array", "items": _TEXT}],
}


def policy_schema(subject: str, wording: Wording) -> dict[str, Any]:
    """Return the schema of `pack` (pack.yaml), `tailoring`, or `clauses` (a file of clauses with their rules).

    Each field is described in the language of `wording`.
    """
    rules: list[dict[str, Any]] = []
    definitions: dict[str, Any] = {}
    for name, model in models.rule_models().items():
        schema = model.model_json_schema(by_alias=True)
        definitions |= schema.pop("$defs", {})
        _describe([*part_fields("rule"), *kind_fields(name)], wording, schema, definitions)
        rules.append(_rule(schema))
    for name in definitions:
        definitions[name] = _with_references(definitions[name])
    whole = TypeAdapter(_SUBJECTS[subject]).json_schema(by_alias=True)
    definitions = whole.pop("$defs", {}) | definitions
    definitions["Clause"]["properties"]["rules"] = {"type": "array", "items": {"oneOf": rules}}
    described: list[tuple[str, dict[str, Any] | None]] = [
        (part, whole if model.__name__ == whole.get("title") else definitions.get(model.__name__))
        for part, model in PARTS.items()
    ]
    described += [("selector", definitions.get(name)) for name in ("Condition", "AppliesTo")]
    described += [("pack", whole)] if subject == "tailoring" else []
    for part, top in described:
        _describe(part_fields(part), wording, top, definitions)
    for name, short in _SHORT_FORMS.items():
        if name in definitions:
            definitions[name] = {"anyOf": [*short, definitions[name]]}
    return {"$schema": _DIALECT, **whole, "$defs": definitions}


def _rule(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one kind's rules. Of a rule in several versions only its name and kind are required."""
    schema = _with_references(schema)
    schema["properties"]["versions"] = {"type": "array", "items": {"type": "object"}, "minItems": 1}
    required = [each for each in schema.pop("required", []) if each not in {"rule", "kind"}]
    schema["required"] = ["rule", "kind"]
    if required:
        schema["anyOf"] = [{"required": required}, {"required": ["versions"]}]
    return schema


def _with_references(node: Any) -> Any:  # a JSON Schema, or a part of one
    """Return a schema in which a parameter, `${name}`, may stand for any number."""
    if isinstance(node, list):
        return [_with_references(each) for each in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") in {"integer", "number"}:
        said = {name: node[name] for name in ("default", "description", "title") if name in node}
        return {**said, "anyOf": [{name: node[name] for name in node if name not in said}, _REFERENCE]}
    return {name: _with_references(value) for name, value in node.items()}


def _describe(
    fields: Iterable[Field], wording: Wording, top: dict[str, Any] | None, definitions: dict[str, Any]
) -> None:
    """Write each field's description beside it: into `top`, or for an inner field where its model is defined."""
    for field in fields:
        schema = top if len(field.path) == 1 else definitions.get(field.model.__name__)
        if schema is not None and field.path[-1] in schema.get("properties", {}):
            schema["properties"][field.path[-1]]["description"] = wording.text(field.key)
