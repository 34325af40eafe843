"""The JSON Schema of pack files, so that editors complete and check them."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from checklist.policy import models

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def policy_schema(subject: str) -> dict[str, Any]:
    """Return the schema of `pack` (pack.yaml) or of `clauses` (a file of clauses with their rules)."""
    rules: list[dict[str, Any]] = []
    definitions: dict[str, Any] = {}
    for model in models.rule_models().values():
        schema = model.model_json_schema(by_alias=True)
        definitions |= schema.pop("$defs", {})
        # A rule in several versions repeats only what changes: then nothing but its name and kind is required.
        schema["properties"]["versions"] = {"type": "array", "items": {"type": "object"}, "minItems": 1}
        required = [name for name in schema.pop("required", []) if name not in {"rule", "kind"}]
        schema["required"] = ["rule", "kind"]
        if required:
            schema["anyOf"] = [{"required": required}, {"required": ["versions"]}]
        rules.append(schema)
    whole = TypeAdapter(models.Pack if subject == "pack" else list[models.Clause]).json_schema(by_alias=True)
    definitions = whole.pop("$defs", {}) | definitions
    definitions["Clause"]["properties"]["rules"] = {"type": "array", "items": {"oneOf": rules}}
    return {"$schema": _DIALECT, **whole, "$defs": definitions}
