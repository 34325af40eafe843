"""Find the report formats, and send a report to where it is wanted."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from checklist.model import Place, UsageError
from checklist.reporters import writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit
    from checklist.reporters.options import Options
    from checklist.wording import Wording

_PREFIX = "as_"


class ReportFormat(Protocol):
    """What every `as_<format>` module offers.

    KIND says what `render` yields: `file`: pieces of one text (or of one binary file); `folder`: the
    files of a folder as (relative path, bytes), the page to open first leading; `tables`: the tables of
    a data set as (name, pieces of text), the principal one first.
    """

    FORMAT: str
    SUFFIX: str
    KIND: Literal["file", "folder", "tables"]

    def render(self, audit: Audit, wording: Wording, options: Options) -> Iterator[Any]:
        """Yield the report piece by piece."""


@cache
def formats() -> tuple[str, ...]:
    """Return the names of all formats, by walking the folder; none is imported for it."""
    modules = pkgutil.iter_modules([str(Path(__file__).parent)])
    return tuple(sorted(module.name.removeprefix(_PREFIX) for module in modules if module.name.startswith(_PREFIX)))


def load(name: str) -> ReportFormat:
    """Return the format of that name. One that cannot be imported stops the program."""
    if name not in formats():
        raise UsageError("unknown_format", format=name, known=formats())
    return cast("ReportFormat", importlib.import_module(f"checklist.reporters.{_PREFIX}{name}"))


def stream(name: str, audit: Audit, wording: Wording, options: Options) -> Iterator[str | bytes]:
    """Yield the report for standard output: of several tables the principal one; a folder is refused."""
    refuse_unstreamable(name)
    module = load(name)
    if module.KIND == "tables":
        _, pieces = next(module.render(audit, wording, options))
        return cast("Iterator[str | bytes]", pieces)
    return module.render(audit, wording, options)


def write(name: str, audit: Audit, wording: Wording, options: Options, path: str) -> Path:
    """Write the report to `path`, whole or not at all; return what to open first."""
    module = load(name)
    report = module.render(audit, wording, options)
    if module.KIND == "folder":
        return writing.write_folder(path, report)
    if module.KIND == "tables":
        return writing.write_tables(path, report, module.SUFFIX)
    return writing.write_file(path, report)


def refuse_unstreamable(name: str) -> None:
    """Refuse a format that standard output cannot take, before an audit is run for nothing."""
    if load(name).KIND == "folder":
        raise UsageError("format_needs_folder", format=name)


def refuse_unwritable(name: str, path: str) -> None:
    """Refuse a path that `write` could not use, before an audit is run for nothing."""
    module = load(name)
    if module.KIND == "folder" and Path(path).suffix.lower() in {".html", ".htm"}:
        raise UsageError("output_wants_folder", Place(path), format=name)
    writing.refuse_unwritable(path, folder=module.KIND == "folder")
