"""Plant a fault in the engine's SQL, or in the Python that builds it, without touching a file."""

from __future__ import annotations

import ast
import importlib
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import checklist
from checklist.engine import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

HOME = Path(checklist.__file__).parent
LIST = Path(__file__).with_name("planted_faults.yaml")


@dataclass(frozen=True)
class Fault:
    """What stands otherwise in which file, what that means, and the kind whose worlds are to show it."""

    kind: str
    means: str
    file: str
    old: str
    new: str

    def text(self) -> str:
        """Return the file as it is. Raises `ValueError` where what is to stand otherwise is not in it."""
        text = (HOME / self.file).read_text(encoding="utf-8")
        if self.old not in text:
            raise ValueError(f"{self.file} has no text {self.old!r}")
        return text

    def plant(self, patch: pytest.MonkeyPatch) -> None:
        """Plant it until the patch is undone."""
        if self.file.endswith(".sql"):
            self._plant_in_template(patch)
        else:
            self._plant_in_python(patch)

    def _plant_in_template(self, patch: pytest.MonkeyPatch) -> None:
        whole, render = self.text(), sql.render
        faulty = whole.replace(self.old, self.new)

        def rendered(template: str, /, **values: Any) -> sql.SQL:
            return render(faulty if template == whole else template, **values)

        patch.setattr(sql, "render", rendered)

    def _plant_in_python(self, patch: pytest.MonkeyPatch) -> None:
        """Put another function in the place of that which holds the text."""
        whole = self.text()
        name = ".".join(("checklist", *Path(self.file).with_suffix("").parts))
        module = importlib.import_module(name)
        owner, function = function_with(whole, self.old)
        holder = module if owner is None else getattr(module, owner)
        lines = whole.splitlines()[first_line(function) - 1 : function.end_lineno]
        source = textwrap.dedent("\n".join(lines)).replace(self.old, self.new)
        made: dict[str, Any] = {}
        # It reads annotations as this module does: as text.
        exec(compile(source, f"<{self.means}>", "exec"), vars(module), made)  # noqa: S102  # our own text
        patch.setattr(holder, function.name, made[function.name])


def function_with(text: str, part: str) -> tuple[str | None, ast.FunctionDef]:
    """Return the one function, and the class that it is a method of, whose text holds a part."""
    found = [
        (owner, each)
        for owner, each in functions(ast.parse(text))
        if part in (ast.get_source_segment(text, each) or "")
    ]
    if len(found) != 1:
        raise ValueError(f"{part!r} stands in {len(found)} functions")
    return found[0]


def functions(module: ast.Module) -> Iterator[tuple[str | None, ast.FunctionDef]]:
    """Yield each function, and each method with its class."""
    for node in module.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        owner = node.name if isinstance(node, ast.ClassDef) else None
        yield from ((owner, each) for each in inside if isinstance(each, ast.FunctionDef))


def first_line(function: ast.FunctionDef) -> int:
    return min([function.lineno, *(each.lineno for each in function.decorator_list)])


def faults() -> list[Fault]:
    """Return the faults of the list, kind by kind."""
    listed: dict[str, list[dict[str, str]]] = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return [Fault(kind, **each) for kind, own in listed.items() for each in own]
