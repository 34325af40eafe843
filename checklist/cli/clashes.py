"""What a report must never do: replace what is read, another report, or what a history keeps."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.cli.options import READ
from checklist.model.errors import Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checklist.reporters.family import Family

Outputs = tuple[tuple[str, str], ...]
LOG = "LOG"
_KEPT = ".json"


@dataclass(frozen=True, slots=True)
class Input:
    """Something that is read: its path as given, the option it was given by, and the places it lies at.

    A link lies at two places, its own and that of what it leads to: neither may be lost.
    """

    path: str
    option: str
    places: tuple[str, ...]
    folder: bool

    @classmethod
    def of(cls, path: str, option: str) -> Input:
        """Look up where a path leads."""
        folder, name = os.path.split(os.path.abspath(path))  # noqa: PTH100  # links are told apart below
        places = (os.path.realpath(path), str(Path(os.path.realpath(folder)) / name))
        return cls(path, option, places, Path(path).is_dir())

    def reads(self, real: str) -> bool:
        """Tell whether a file in a folder is read with it: of a log's folder only what lies right in it is."""
        if not self.folder:
            return False
        if self.option != LOG or not _within(real, self.places[0]):
            return _within(real, self.places[0])
        # In the folders of a log that are called name=value, its parts lie.
        return all("=" in part for part in Path(real).parent.relative_to(self.places[0]).parts)


@dataclass(frozen=True, slots=True)
class Guard:
    """Everything that one command reads and keeps, to hold paths of reports against."""

    inputs: tuple[Input, ...] = ()
    manifest: str | None = None
    history: str | None = None

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Guard:
        """Return what the options name."""
        return cls(tuple(_inputs(options)), options.get("manifest"), options.get("history"))

    def check(self, family: Family, outputs: Outputs) -> None:
        """Refuse to write two reports to one place, or any over what is read."""
        written: dict[str, str] = {}
        folders: dict[str, str] = {}
        for name, path in outputs:
            said = f"{name}={path}"
            files, folder = family.places(name, path)
            for file in dict.fromkeys([path, *files] if folder is None else files):
                self._spare_inputs(file, path)
                self._spare_history(file, path)
                _once(written, os.path.realpath(file), said)
            if folder is not None:
                self._spare_folder(os.path.realpath(folder), path)
                _once(written, os.path.realpath(folder), said)
                folders[os.path.realpath(folder)] = said
        for place, said in written.items():
            for folder, other in folders.items():
                if place != folder and _within(place, folder):
                    raise UsageError("output_inside", first=other, second=said)
        self._check_manifest(written, folders)

    def spare(self, path: str) -> None:
        """Refuse to write over what is read."""
        self._spare_inputs(path, path)

    def check_history(self) -> None:
        """Refuse to keep audits where the log is read: they would be taken for it."""
        for each in self.inputs:
            if self.history is not None and each.folder and os.path.realpath(self.history) in each.places:
                raise UsageError("output_is_input", Place(self.history), option=each.option)

    def _check_manifest(self, written: Mapping[str, str], folders: Iterable[str]) -> None:
        if self.manifest is None:
            return
        self._spare_inputs(self.manifest, self.manifest)
        self._spare_history(self.manifest, self.manifest)
        real = os.path.realpath(self.manifest)
        inside = next((folder for folder in folders if _within(real, folder)), real)
        if inside in written:
            raise UsageError("manifest_in_report", Place(self.manifest), output=written[inside])

    def _spare_inputs(self, file: str, path: str) -> None:
        real = os.path.realpath(file)
        for each in self.inputs:
            if real in each.places or (Path(real).exists() and each.reads(real)):
                raise UsageError("output_is_input", Place(path), option=each.option)

    def _spare_folder(self, real: str, path: str) -> None:
        """Refuse a folder that is replaced whole and holds what is read, or what is kept."""
        for each in self.inputs:
            if any(place == real or _within(place, real) for place in each.places):
                raise UsageError("output_holds_input", Place(path), input=each.path, option=each.option)
        if self.history is not None:
            kept = os.path.realpath(self.history)
            if kept == real or _within(kept, real):
                raise UsageError("output_holds_input", Place(path), input=self.history, option="--history")

    def _spare_history(self, file: str, path: str) -> None:
        """Refuse a file that the next audit would take for a kept one."""
        if self.history is None or not file.lower().endswith(_KEPT):
            return
        if os.path.realpath(Path(file).parent) == os.path.realpath(self.history):
            raise UsageError("output_in_history", Place(path), history=self.history)


def _inputs(options: Mapping[str, Any]) -> Iterator[Input]:
    for path in options.get("logs") or ():
        found = [path]
        if not os.path.lexists(path) and glob.has_magic(path):
            found = glob.glob(path, recursive=True)  # noqa: PTH207  # the pattern may begin at the root
        yield from (Input.of(each, LOG) for each in found)
    for name in (*READ, "documents", "templates"):
        given = options.get(name) or ()
        for path in [given] if isinstance(given, str) else given:
            yield Input.of(path, f"--{name.replace('_', '-')}")


def _once(written: dict[str, str], real: str, said: str) -> None:
    """Note a place; a device or a pipe takes one report after another, everything else one."""
    place = Path(real)
    device = place.exists() and not place.is_file() and not place.is_dir()
    if real in written and not device:
        raise UsageError("output_twice", first=written[real], second=said)
    written[real] = said


def _within(place: str, folder: str) -> bool:
    """Tell whether a place lies in a folder, however deep; both behind links."""
    return place.startswith(folder.rstrip(os.sep) + os.sep)
