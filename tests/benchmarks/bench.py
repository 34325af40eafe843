"""Measure the program beside its limits and its likes, and write the table into this folder's README.

    make bench [SIZES="1e4 1e5 1e6 1e7"] [RUNS=5]

Every figure is that of whole processes, run in turns so that a busy moment of the machine hits all of them, and the
median of its runs. What was measured is kept in the folder of the data: a second call goes on where the first one
was stopped, unless the program has changed meanwhile.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from cases import Case, cases, forms, make, starting
from generate import drawn_by
from processes import Run, measure
from tables import report

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_STAMPED = ("*.py", "*.sql", "*.yaml", "*.toml")
_START = "start"


class Bench:
    """The runs so far, by size, form and case, in a file that is written after every run."""

    def __init__(self, folder: Path, runs: int, seconds: float, minutes: float, *, limit: float) -> None:
        self.folder, self.runs, self.seconds, self.limit = folder, runs, seconds, limit
        self.ends = time.monotonic() + minutes * 60
        self.file = folder / "runs.json"
        folder.mkdir(parents=True, exist_ok=True)
        kept = json.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else {}
        stamp = _stamp()
        if kept.get("stamp") != stamp:
            kept = {"stamp": stamp, "runs": {}, "sizes": {}}
            (folder / "imports.json").unlink(missing_ok=True)
        self.kept = kept

    @property
    def over(self) -> bool:
        """Whether the time that the whole measurement may take is up."""
        return time.monotonic() > self.ends

    def repeat(self, size: str, todo: list[Case]) -> None:
        """Run every case in turns; one that has taken its share of seconds is not run again."""
        for _ in range(self.runs):
            for case in todo:
                done = self.runs_of(size, case)
                spent = sum(run.seconds for run in done)
                if (
                    len(done) < self.runs
                    and (not done or (spent < self.seconds and not done[-1].failed))
                    and not self.over
                ):
                    self.run(size, case)

    def run(self, size: str, case: Case) -> None:
        run = measure(case.command, self.folder / "said.txt", self.limit, case.environment)
        key = self._key(size, case)
        self.kept["runs"].setdefault(key, []).append(asdict(run))
        if not run.failed:
            self.kept.setdefault("counts", {})[key] = self._counted(case)
        self.file.write_text(json.dumps(self.kept), encoding="utf-8")
        print(
            f"{size:>10} {case.form:8}{case.name:40} {run.seconds:8.2f} s {run.peak_mb:7} MB {run.failed}", flush=True
        )

    def runs_of(self, size: str, case: Case) -> list[Run]:
        return [Run(**each) for each in self.kept["runs"].get(self._key(size, case), [])]

    def _key(self, size: str, case: Case) -> str:
        return f"{size}|{case.form}|{case.name}"

    def _counted(self, case: Case) -> dict[str, list[int]]:
        """Return what a run counted as due and as met, by rule."""
        if case.result is None:
            said = (self.folder / "said.txt").read_text(encoding="utf-8").partition("\n")[0]
            return json.loads(said) if said.startswith("{") else {}
        counts: dict[str, list[int]] = {}
        for card in json.loads(case.result.read_text(encoding="utf-8"))["scorecards"]:
            for finding in card["findings"]:
                count = counts.setdefault(finding["rule"], [0, 0])
                count[0] += finding["expected"]
                count[1] += finding["met"]
        return counts

    def firm(self, size: int, form: str) -> Path:
        """Return the folder of a firm of that size, made if it is not there."""
        folder = self.folder / f"{form}-{size}"
        made = folder / "made.json"
        if not made.exists() or json.loads(made.read_text(encoding="utf-8"))["drawn_by"] != drawn_by():
            print(f"{size:>10} {form:8}making the records", flush=True)
            make(size, folder, form)
        self.kept["sizes"][str(size)] = json.loads(made.read_text(encoding="utf-8"))["size"]
        return folder


def _stamp() -> str:
    """Return a hash of what is measured: the program, its data, and these scripts."""
    digest = hashlib.sha256()
    for top in ("checklist", "rules", "reports", "tests/benchmarks"):
        for pattern in _STAMPED:
            for path in sorted((ROOT / top).rglob(pattern)):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Measure the program beside its limits and its likes.")
    parser.add_argument("--sizes", default="1e4 1e5 1e6 1e7")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "checklist-bench")
    parser.add_argument("--seconds", type=float, default=100, help="after so many, a case is not run again")
    parser.add_argument("--minutes", type=float, default=25, help="after so many, nothing new is begun")
    parser.add_argument("--limit", type=float, default=900, help="after so many seconds, a run is ended")
    given = parser.parse_args(arguments)
    sizes = sorted({int(float(size)) for size in given.sizes.replace(",", " ").split()})
    bench = Bench(given.folder, given.runs, given.seconds, given.minutes, limit=given.limit)
    bench.repeat(_START, list(starting(given.folder)))
    for size in sizes:
        for form in forms(size):
            todo = list(cases(size, bench.firm(size, form), form))
            measure(todo[0].command, given.folder / "said.txt", given.limit)  # the file's pages come into memory
            bench.repeat(str(size), todo)
    report(bench.kept, HERE / "README.md", HERE / "results.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
