"""What is measured at each size, as the command that does it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from generate import PERIOD, logs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
CHECKLIST = str(Path(sys.executable).with_name("checklist"))
_MOST_IN_MEMORY, _MOST_MINED, _MOST_CSV, _SPILLED = 10**7, 10**6, 10**7, 10**8
_PARQUET_FROM = 10**6


@dataclass(frozen=True, slots=True)
class Case:
    """One thing measured: its name in the table, its command, the file it writes its result to (else it prints it)."""

    name: str
    command: tuple[str, ...]
    form: str = ""
    result: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)


def starting(folder: Path) -> Iterator[Case]:
    """Yield what shows the start of the program: nothing read, and the imports of an audit alone."""
    yield Case("checklist --version", (CHECKLIST, "--version"))
    yield Case("python -c 'import click'", (sys.executable, "-c", "import click"))
    names = folder / "imports.json"
    if not names.exists():
        _note_imports(folder, names)
    yield Case("an audit's imports alone", (sys.executable, str(HERE / "imports.py"), str(names)))


def cases(size: int, folder: Path, form: str) -> Iterator[Case]:
    """Yield what is done with the firm in `folder`, the physical limit first."""
    yield Case("DuckDB: max() of every column", (sys.executable, str(HERE / "scan.py"), str(folder)), form)
    written = folder / "audit.json"
    yield Case("audit, the whole pack, to JSON", audit_of(folder, size, written), form, written)
    if size > _MOST_IN_MEMORY:
        return
    yield Case("pandas: seven checks", (sys.executable, str(HERE / "analyst_pandas.py"), str(folder)), form)
    yield Case("Polars: seven checks", (sys.executable, str(HERE / "analyst_polars.py"), str(folder)), form)
    if size <= _MOST_MINED and form == "csv":
        yield Case(
            "pm4py: five checks of order and time", (sys.executable, str(HERE / "mining_pm4py.py"), str(folder)), form
        )


def forms(size: int) -> tuple[str, ...]:
    """Return the forms in which a size is measured."""
    return (*(("csv",) if size <= _MOST_CSV else ()), *(("parquet",) if size >= _PARQUET_FROM else ()))


def audit_of(folder: Path, size: int, written: Path) -> tuple[str, ...]:
    """Return the audit of a firm's month, nothing taken from a cache."""
    tables = [
        word
        for name in ("roster", "customers", "attestations", "absences")
        for word in (f"--{name}", str(folder / f"{name}.csv"))
    ]
    extra = ["--no-cache"] if "--no-cache" in _help() else []
    extra += ["--memory-limit", "8GB"] if size >= _SPILLED else []
    logs = map(str, logs_of(folder))
    return (
        CHECKLIST,
        "audit",
        *logs,
        *tables,
        "--period",
        PERIOD,
        "--isolated",
        "-q",
        *extra,
        "--output",
        f"json={written}",
    )


@cache
def _help() -> str:
    return subprocess.run([CHECKLIST, "audit", "--help"], capture_output=True, text=True, check=True).stdout


def make(size: int, folder: Path, form: str) -> None:
    """Make a firm, in a process of its own: what it takes of memory is not to be seen in what is measured."""
    words = [str(size), str(folder), "--format", form, *(("--memory-limit", "8GB") if size > _MOST_CSV else ())]
    subprocess.run([sys.executable, str(HERE / "generate.py"), *words], check=True, stdout=subprocess.DEVNULL)


def _note_imports(folder: Path, names: Path) -> None:
    """Write down the modules that a small audit imports."""
    make(10**4, folder / "imports", "csv")
    audit = list(audit_of(folder / "imports", 10**4, folder / "imports" / "audit.json"))
    program = (
        "import json, sys\nfrom checklist.cli.main import _run\n"
        f"code = _run({audit[1:]!r})\n"
        f"open({str(names)!r}, 'w').write(json.dumps(sorted(sys.modules)))\nsys.exit(code)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)
    assert json.loads(names.read_text())
