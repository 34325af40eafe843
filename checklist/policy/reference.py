"""The guide to writing packs, made from the models, the kinds' examples and the language files: Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from checklist.assets import folder
from checklist.kinds import kinds
from checklist.model.tables import TABLES
from checklist.policy.fields import column_fields, kind_fields, once, part_fields
from checklist.wording import LANGUAGES, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.policy.fields import Field

SPECIMENS = Path(__file__).parent / "specimens"
_FILES = {"en": "README.md", "zh": "README.zh.md"}
_SCHEMAS = ("clauses", "pack")
_SETTINGS = {
    "yaml.schemas": {
        ".vscode/clauses.schema.json": ["rules/*/*.yaml", "!rules/*/pack.yaml", "!rules/*/*.cases.yaml"],
        ".vscode/pack.schema.json": ["rules/*/pack.yaml"],
    }
}


def reference_files() -> dict[Path, str]:
    """Return the guide in every language, by the file under `rules/` in which it belongs."""
    return {folder("rules") / _FILES[language]: reference(Wording(language)) for language in LANGUAGES}


def reference(wording: Wording) -> str:
    """Return the guide in one language."""
    parts = [*_beginning(wording), *_tables(wording), *_conditions(wording), *_kinds(wording), *_ending(wording)]
    return "\n\n".join(parts) + "\n"


def _beginning(wording: Wording) -> Iterator[str]:
    yield wording.text("reference.generated")
    yield f"# {wording.text('reference.title')}"
    yield wording.text("reference.other")
    yield wording.text("reference.intro")
    yield from _section("files", wording)
    yield f"## {wording.text('reference.pack_title')}"
    yield _specimen("pack")
    yield _table(part_fields("pack"), wording)
    yield from _section("clauses", wording)
    yield _specimen("clauses")
    yield wording.text("reference.clause_fields")
    yield _table(part_fields("clause"), wording)
    yield wording.text("reference.rule_fields")
    yield _table(part_fields("rule"), wording)
    yield wording.text("reference.effective")
    yield wording.text("reference.applies")
    yield _table(part_fields("applies_to"), wording)


def _tables(wording: Wording) -> Iterator[str]:
    yield from _section("tables", wording)
    for name, table in TABLES.items():
        yield f"### {name}"
        yield wording.text(f"reference.table_{name}")
        yield _table(column_fields(table), wording)


def _conditions(wording: Wording) -> Iterator[str]:
    yield from _section("conditions", wording)
    yield _specimen("selectors")
    yield wording.text("reference.selector_fields")
    yield _table(part_fields("selector"), wording)
    yield wording.text("reference.test_fields")
    yield _table(part_fields("test"), wording)
    yield from _section("durations", wording)


def _kinds(wording: Wording) -> Iterator[str]:
    yield from _section("kinds", wording)
    for name, kind in kinds().items():
        yield f"### {name}"
        yield wording.text(f"kind_doc.{name}.meaning")
        yield wording.text("reference.parameters")
        yield _table(kind_fields(name), wording)
        yield wording.text("reference.example")
        first, *rest = kind.example.rstrip("\n").split("\n")
        yield _block("yaml", "\n".join([f"- {first}", *(f"  {line}" if line else "" for line in rest)]))
        yield wording.text(f"kind_doc.{name}.expects")


def _ending(wording: Wording) -> Iterator[str]:
    yield from _section("tailoring", wording)
    yield _specimen("tailoring")
    yield _table(part_fields("tailoring"), wording)
    yield wording.text("reference.tailoring_shared")
    yield from _section("cases", wording)
    yield _specimen("cases")
    yield from _section("waivers", wording)
    yield _specimen("waivers")
    yield from _section("editor", wording)
    commands = [
        f"checklist policy schema --of {each} --lang {wording.language} > .vscode/{each}.schema.json"
        for each in _SCHEMAS
    ]
    yield _block("sh", "\n".join(commands))
    yield _block("json", json.dumps(_SETTINGS, indent=2))
    yield wording.text("reference.editor_old")


def _section(name: str, wording: Wording) -> Iterator[str]:
    yield f"## {wording.text(f'reference.{name}_title')}"
    yield wording.text(f"reference.{name}")


def _specimen(name: str) -> str:
    return _block("yaml", (SPECIMENS / f"{name}.yaml").read_text(encoding="utf-8").rstrip("\n"))


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"


def _table(fields: Iterable[Field], wording: Wording) -> str:
    heads = [wording.text(f"reference.{name}") for name in ("field", "takes", "default", "meaning")]
    rows = [heads, ["---"] * len(heads)]
    for field in _required_first(once(fields)):
        default = wording.text("reference.required") if field.required else _default(field.default)
        takes = wording.value([_word(each, wording) for each in field.takes])
        rows.append([f"`{field.name}`", takes, default, wording.text(field.key)])
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def _required_first(fields: list[Field]) -> list[Field]:
    """Return fields in their order, but what must be written first, each with the fields within it."""
    required = {field.path[0] for field in fields if field.required and len(field.path) == 1}
    return sorted(fields, key=lambda field: field.path[0] not in required)


def _word(takes: Any, wording: Wording) -> str:  # a Sentence, or the very word to write
    if isinstance(takes, str):
        return f"`{takes}`"
    inner = takes.values.get("of", ())
    return wording.text(takes.key, of=[_word(each, wording) for each in inner])


def _default(value: Any) -> str:
    """Return a default as it would be written; nothing for what is simply absent."""
    if value is None or value in ("", [], {}) or isinstance(value, BaseModel):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`[{', '.join(map(str, value))}]`" if isinstance(value, list) else f"`{value}`"
