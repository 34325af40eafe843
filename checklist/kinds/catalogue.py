"""Find the rule kinds by walking this folder: a module that holds a `Kind` is one. None may fail to import."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from pathlib import Path

from checklist.kinds.base import Kind

_HELPERS = {"base", "catalogue"}


@cache
def kinds() -> dict[str, Kind]:
    """Return every rule kind by its name. A module with no kind, or with two, is our own fault and stops us."""
    found: dict[str, Kind] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)])):
        if module in _HELPERS or module.startswith("_"):
            continue
        loaded = importlib.import_module(f"checklist.kinds.{module}")
        classes = [
            value
            for value in vars(loaded).values()
            if inspect.isclass(value) and issubclass(value, Kind) and value.__module__ == loaded.__name__
        ]
        if len(classes) != 1 or classes[0].name != module:
            raise RuntimeError(f"checklist.kinds.{module} must hold exactly one kind of that name")
        found[module] = classes[0]()
    return found
