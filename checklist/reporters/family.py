"""A family of formats for one sort of result: one module a format, found by walking a folder."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from checklist.model import Place, UsageError
from checklist.reporters import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checklist.reporters.options import Options
    from checklist.wording import Wording

_PREFIX = "as_"


class ReportFormat(Protocol):
    """What every `as_<format>` module offers.

    KIND says what `render` yields: `file`: pieces of one text (or of one binary file); `folder`: the
    files of a folder as (relative path, bytes), the page to open first leading; `files`: the same, but a
    single one of them may also go to standard output or to a path with the format's suffix; `tables`: the
    tables of a data set as (name, pieces of text), the principal one first. A format of `files` that can put
    them all into one file has a function `whole` besides, with the arguments of `render` and the pieces of that.

    A format that shows each rep's year sets SHOWS_ACTIVITY, one that shows what falls due next SHOWS_UPCOMING: an
    audit works them out only for such.
    """

    FORMAT: str
    SUFFIX: str
    KIND: Literal["file", "folder", "files", "tables"]

    def render(self, result: Any, wording: Wording, options: Options) -> Iterator[Any]:
        """Yield the report piece by piece."""


class TableFormat(ReportFormat, Protocol):
    """What a format of the kind `tables` offers besides: their names, in the order in which `render` yields them."""

    TABLES: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The formats in the package `package`, each in its module `as_<format>`."""

    package: str

    def formats(self) -> tuple[str, ...]:
        """Return the names of all formats, by walking the folder; none is imported for it."""
        return _names(self.package)

    def load(self, name: str) -> ReportFormat:
        """Return the format of that name. One that cannot be imported stops the program."""
        if name not in self.formats():
            raise UsageError("unknown_format", format=name, known=self.formats())
        return cast("ReportFormat", importlib.import_module(f"{self.package}.{_PREFIX}{name}"))

    def stream(self, name: str, result: Any, wording: Wording, options: Options) -> Iterator[str | bytes]:
        """Yield the report for standard output: of several tables the principal one; a folder is refused."""
        self.refuse_unstreamable(name)
        module = self.load(name)
        if module.KIND == "tables":
            _, pieces = next(module.render(result, wording, options))
            return cast("Iterator[str | bytes]", pieces)
        if module.KIND == "files":
            return _one(module, result, wording, options)
        return module.render(result, wording, options)

    def write(self, name: str, result: Any, wording: Wording, options: Options, path: str) -> Path:
        """Write the report to `path`, whole or not at all; return what to open first."""
        module = self.load(name)
        report = module.render(result, wording, options)
        if module.KIND == "files" and Path(path).suffix.lower() == module.SUFFIX:
            return writing.write_file(path, _one(module, result, wording, options))
        if module.KIND in {"folder", "files"}:
            return writing.write_folder(path, report)
        if module.KIND == "tables":
            return writing.write_tables(path, report, module.SUFFIX)
        return writing.write_file(path, report)

    def files(self, name: str, path: str) -> list[Path]:
        """Return the files that `write` wrote to `path`, in the order of their names."""
        files, folder = self.places(name, path)
        return sorted(map(Path, files) if folder is None else _shown(Path(folder)))

    def places(self, name: str, path: str) -> tuple[list[str], str | None]:
        """Return the files that `write` would replace, and the folder that it would replace whole, if it is one."""
        module = self.load(name)
        if module.KIND == "tables":
            tables = cast("TableFormat", module).TABLES
            return [str(each) for each in writing.table_places(Path(path), tables, module.SUFFIX)], None
        one = module.KIND == "file" or (module.KIND == "files" and Path(path).suffix.lower() == module.SUFFIX)
        return ([path], None) if one else ([], path)

    def refuse_unstreamable(self, name: str) -> None:
        """Refuse a format that standard output cannot take, before the work is done for nothing."""
        if self.load(name).KIND == "folder":
            raise UsageError("format_needs_folder", format=name)

    def refuse_unwritable(self, name: str, path: str) -> None:
        """Refuse a path that `write` could not use, before the work is done for nothing."""
        module = self.load(name)
        if module.KIND == "folder" and Path(path).suffix.lower() in {".html", ".htm"}:
            raise UsageError("output_wants_folder", Place(path), format=name)
        one = module.KIND == "files" and Path(path).suffix.lower() == module.SUFFIX
        writing.refuse_unwritable(path, folder=module.KIND in {"folder", "files"} and not one)


def _shown(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, but for what only marks it as ours."""
    return (each for each in folder.rglob("*") if each.is_file() and not each.name.startswith("."))


def _one(module: ReportFormat, result: Any, wording: Wording, options: Options) -> Iterator[str | bytes]:
    """Return the pieces of the one file that a format of several comes to."""
    whole: Callable[..., Iterator[str | bytes]] | None = getattr(module, "whole", None)
    if whole is not None:
        return whole(result, wording, options)
    return iter([_only(module.FORMAT, module.render(result, wording, options))])


def _only(name: str, files: Iterator[tuple[str, bytes]]) -> bytes:
    """Return the one file that there is; of several or none, nothing can be chosen."""
    found = list(files)
    if len(found) != 1:
        raise UsageError("format_one_file", format=name, count=len(found))
    return found[0][1]


@cache
def _names(package: str) -> tuple[str, ...]:
    folder = Path(__file__).parents[1].joinpath(*package.split(".")[1:])
    modules = pkgutil.iter_modules([str(folder)])
    return tuple(sorted(module.name.removeprefix(_PREFIX) for module in modules if module.name.startswith(_PREFIX)))
