"""Every error that the code can raise has its sentence, and every blank of a sentence is filled where it is raised."""

from __future__ import annotations

import ast
import string
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checklist.assets import folder

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[2] / "checklist"
ERRORS = {
    "ChecklistError", "UsageError", "PolicyError", "MappingError", "InputError", "CalendarError", "QueryError",
    "BaselineError", "EngineError", "ResourceError",
    "error_class",
}  # fmt: skip
OWN_MEANING = {"yaml_invalid"}


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield each error raised by a code written out: where, the code, and the names of its values (None: unknown)."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            code = node.args[0].value
            where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
            if name == "PydanticCustomError" and len(node.args) > 2 and isinstance(node.args[2], ast.Dict):
                keys = {key.value for key in node.args[2].keys if isinstance(key, ast.Constant)}
                yield where, str(code), keys if len(keys) == len(node.args[2].keys) else None
            elif name in ERRORS and isinstance(code, str):
                names = {keyword.arg for keyword in node.keywords}
                yield where, code, None if None in names else {str(each) for each in names}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_raised_error_can_be_said(language: str) -> None:
    sentences = tomllib.loads((folder("reports") / f"{language}.toml").read_text(encoding="utf-8"))["error"]
    found = list(raised())
    assert len(found) > 60
    wrong = []
    for where, code, names in found:
        if code not in sentences:
            wrong.append(f"{where}: no sentence for {code}")
            continue
        blanks = {name for _, name, _, _ in string.Formatter().parse(sentences[code]) if name}
        if names is not None and not blanks <= names:
            wrong.append(f"{where}: {code} leaves {sorted(blanks - names)} unfilled")
    assert wrong == []
