"""Find the rule kinds by walking this folder: a module that holds a `Kind` is one. None may fail to import."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache

from checklist.kinds.base import Kind, KindError
from checklist.kinds.words import check_words

_HELPERS = {"base", "catalogue", "context", "unread", "words"}


@cache
def kinds() -> dict[str, Kind]:
    """Return every rule kind by its name.

    A module with no kind, or with two, and a kind whose words are missing are our own fault and stop us.
    """
    package = importlib.import_module("checklist.kinds")
    found: dict[str, Kind] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        if module in _HELPERS or module.startswith("_"):
            continue
        loaded = importlib.import_module(f"{package.__name__}.{module}")
        classes = [
            value
            for value in vars(loaded).values()
            if inspect.isclass(value) and issubclass(value, Kind) and value.__module__ == loaded.__name__
        ]
        if len(classes) != 1 or classes[0].name != module:
            raise KindError(f"{loaded.__name__} must hold exactly one kind of that name")
        found[module] = classes[0]()
    check_words(found.values())
    return found
