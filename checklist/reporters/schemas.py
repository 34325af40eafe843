"""What the JSON Schemas of all documents are made of."""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
TEXT_OR_NONE = {"type": ["string", "null"]}
COUNT = {"type": "integer", "minimum": 0}
FLAG = {"type": "boolean"}
DAY = {"type": "string", "format": "date"}
SHA256 = {"type": "string", "pattern": "^[0-9a-f]*$", "description": "SHA-256 of the content, in hex"}
SCORE = {
    "type": ["number", "null"],
    "minimum": 0,
    "maximum": 100,
    "description": "Out of 100, rounded down to one decimal; null where nothing was scored",
}


def closed_object(properties: dict[str, Any], description: str = "") -> dict[str, Any]:
    """Return the schema of an object with exactly these fields."""
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return schema | {"additionalProperties": False} | ({"description": description} if description else {})


def list_of(items: dict[str, Any], description: str = "") -> dict[str, Any]:
    """Return the schema of a list of such items."""
    return {"type": "array", "items": items} | ({"description": description} if description else {})


def one_of(values: Any, description: str) -> dict[str, Any]:  # an enumeration
    """Return the schema of one value of an enumeration."""
    return {"enum": [each.value for each in values], "description": description}
