"""Ask the process that reads a workbook, and say why where it could not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from checklist.model import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHILD = Path(__file__).parent / "child.py"
_TOO_SLOW = getattr(signal, "SIGXCPU", None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, whether it is shown, and whether it is one of cells and no chart."""

    name: str
    visible: bool
    table: bool


@dataclass(frozen=True, slots=True)
class Dump:
    """A sheet's rows as CSV without a header: each row's number in the sheet, then its cells as text.

    `columns` are the columns read, counted from 0; `sorts` are the types of each column's cells that are not blank;
    `breaks` says that lines break within cells. `errors` and `unsaved` are cells that show an error and formulas
    without a saved result: how many, and the first. `filled` cells show what is merged into them from above.
    """

    path: Path
    columns: list[int]
    sorts: list[list[str]]
    breaks: bool
    filled: int
    merged: list[list[list[int]]]
    errors: tuple[int, str | None]
    unsaved: tuple[int, str | None]


class Workbook:
    """A workbook open in its own process."""

    def __init__(self, path: str, process: subprocess.Popen[str], folder: Path) -> None:
        self._path = path
        self._process = process
        self._folder = folder
        self.sheets = [Sheet(**each) for each in self._answer()["sheets"]]

    def look(self, name: str, rows: int) -> list[list[str]]:
        """Return a sheet's first rows as texts."""
        return cast("list[list[str]]", self._ask({"look": name, "rows": rows})["rows"])

    def dump(self, name: str, header: int) -> Dump:
        """Write a sheet's rows below the header (a row counted from 0; -1 for all) as text."""
        said = self._ask({"dump": name, "header": header})
        return Dump(path=self._folder / "rows.csv", **said)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            stream = cast("IO[str]", self._process.stdin)
            stream.write(json.dumps(request) + "\n")
            stream.flush()
        except OSError:
            pass  # it has ended; its answer says why
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        line = cast("IO[str]", self._process.stdout).readline()
        place = Place(self._path)
        if not line:
            code = self._process.wait()
            slow = _TOO_SLOW is not None and code == -_TOO_SLOW
            raise InputError("workbook_too_slow" if slow else "workbook_too_large", place)
        said = cast("dict[str, Any]", json.loads(line))
        if said.get("error") == "large":
            raise InputError("workbook_too_large", place)
        if said.get("error") == "password":
            raise InputError("workbook_protected", place)
        if said.get("error"):
            raise InputError("workbook_unreadable", place, detail=said["detail"])
        return said


@contextmanager
def open_workbook(path: str, folder: Path) -> Iterator[Workbook]:
    """Open a workbook in a process of its own, which ends with the block; it writes into `folder`."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    # Beside the script lie modules of this package, whose names must not stand in for others.
    command = [sys.executable, "-P", str(_CHILD), path, str(folder)]
    try:
        process = subprocess.Popen(  # noqa: S603  # our own script, on a file that the user named
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            text=True,
            encoding="utf-8",
        )
    except (OSError, TypeError) as error:
        raise InputError("workbook_process", Place(path), detail=error) from None
    with process:
        try:
            yield Workbook(path, process, folder)
        finally:
            process.kill()
