"""The measured runs as a table with ratios, and each aim with its distance, written into the README between marks."""

from __future__ import annotations

import json
import os
import platform
import statistics
from importlib.metadata import version
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
SCAN, AUDIT, PANDAS = "DuckDB: max() of every column", "audit, the whole pack, to JSON", "pandas: seven checks"
VERSION, CLICK, IMPORTS = "checklist --version", "python -c 'import click'", "an audit's imports alone"
SAME = ("follow-up-noted", "entered-in-time", "needs-before-proposal")
_GB = 1 << 30


class Figures:
    """Medians of what was measured."""

    def __init__(self, kept: dict[str, Any]) -> None:
        self.runs, self.counts, self.sizes = kept["runs"], kept.get("counts", {}), kept["sizes"]

    def of(self, size: object, form: str, name: str) -> list[dict[str, Any]]:
        return [run for run in self.runs.get(f"{size}|{form}|{name}", []) if not run["failed"]]

    def seconds(self, size: object, form: str, name: str) -> float | None:
        runs = self.of(size, form, name)
        return statistics.median(run["seconds"] for run in runs) if runs else None

    def failed(self, size: object, form: str, name: str) -> str:
        return next((run["failed"] for run in self.runs.get(f"{size}|{form}|{name}", []) if run["failed"]), "")

    def rows(self) -> list[tuple[str, str, str]]:
        """Return every (size, form, case) in the order it is shown: sizes ascending, CSV before Parquet."""
        keys = [tuple(key.split("|")) for key in self.runs]
        return sorted((key for key in keys if key[0] != "start"), key=lambda key: (int(key[0]), key[1]))


def report(kept: dict[str, Any], readme: Path, results: Path) -> None:
    """Write the figures into the README and, whole, into a JSON file."""
    figures = Figures(kept)
    text = "\n\n".join([_machine(), _start(figures), _table(figures), _aims(figures), _agreement(figures)])
    whole = readme.read_text(encoding="utf-8")
    before, _, rest = whole.partition(BEGIN)
    _, _, after = rest.partition(END)
    readme.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
    results.write_text(json.dumps({"machine": _machine(), **kept}, indent=1, ensure_ascii=False), encoding="utf-8")
    print(text)


def _machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GB
    parts = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pandas", "polars", "pm4py"))
    return (
        f"Machine: {len(os.sched_getaffinity(0))} cores ({model}), {memory:.0f} GB of memory. "
        f"Python {platform.python_version()}, {parts}."
    )


def _start(figures: Figures) -> str:
    lines = ["| start | seconds | peak MB | runs |", "| --- | ---: | ---: | ---: |"]
    for name in (VERSION, CLICK, IMPORTS):
        runs = figures.of("start", "", name)
        if runs:
            peak = statistics.median(run["peak_mb"] for run in runs)
            lines.append(f"| {name} | {figures.seconds('start', '', name):.3f} | {peak:.0f} | {len(runs)} |")
    return "\n".join(lines)


def _table(figures: Figures) -> str:
    lines = [
        "| records | as | what | seconds | of all cores | × the scan | × for ten times the records | peak MB | runs |",
        "| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size, form, name in figures.rows():
        runs, seconds = figures.of(size, form, name), figures.seconds(size, form, name)
        shown = f"{figures.sizes.get(size, int(size)):,}"
        if seconds is None:
            lines.append(f"| {shown} | {form} | {name} | {figures.failed(size, form, name)} | | | | | |")
            continue
        scan, smaller = figures.seconds(size, form, SCAN), figures.seconds(int(size) // 10, form, name)
        cpu = statistics.median(run["cpu"] for run in runs)
        peak = statistics.median(run["peak_mb"] for run in runs)
        ratio = f"{seconds / scan:.1f}" if scan else ""
        growth = f"{seconds / smaller:.1f}" if smaller else ""
        told = f"{seconds:.2f} | {cpu:.1f} | {ratio} | {growth} | {peak:,.0f} | {len(runs)}"
        lines.append(f"| {shown} | {form} | {name} | {told} |")
    return "\n".join(lines)


def _aims(figures: Figures) -> str:
    """Say of each aim what was measured; one whose figures are missing is left out."""
    start = figures.seconds("start", "", VERSION)
    rows: list[tuple[str, float, float]] = []
    audit, scan = figures.seconds(10**6, "csv", AUDIT), figures.seconds(10**6, "csv", SCAN)
    pandas = figures.seconds(10**6, "csv", PANDAS)
    if audit and scan and start:
        rows.append(("10⁶ in CSV: seconds, at most 5 × the scan and the start", audit, 5 * scan + start))
    if audit and pandas:
        rows.append(("10⁶ in CSV: seconds, at most a fifth of pandas' seven checks", audit, pandas / 5))
    ten, ten_scan = figures.seconds(10**7, "csv", AUDIT), figures.seconds(10**7, "csv", SCAN)
    if ten and ten_scan:
        rows.append(("10⁷ in CSV: seconds, at most 5 × the scan", ten, 5 * ten_scan))
    if ten and audit:
        rows.append(("10⁷ beside 10⁶ in CSV: at most 10.5 × the time", ten / audit, 10.5))
    hundred = figures.of(10**8, "parquet", AUDIT)
    if hundred:
        rows.append(("10⁸ in Parquet: MB of memory, at most 8 GB", max(run["peak_mb"] for run in hundred), 8 * 1024))
    click = figures.seconds("start", "", CLICK)
    if start and click:
        rows.append(("`checklist --version`: seconds, at most 2 × `import click`", start, 2 * click))
    small, imports = figures.seconds(10**4, "csv", AUDIT), figures.seconds("start", "", IMPORTS)
    if small and imports:
        rows.append(("10⁴ in CSV: seconds, at most 1.5 × the imports alone", small, 1.5 * imports))
    lines = ["| aim | measured | aimed at | |", "| --- | ---: | ---: | --- |"]
    for what, measured, aimed in rows:
        met = "met" if measured <= aimed else f"missed: {measured / aimed:.1f} × the aim"
        lines.append(f"| {what} | {measured:,.2f} | {aimed:,.2f} | {met} |")
    return "\n".join(lines)


def _agreement(figures: Figures) -> str:
    """Show that the checks are the same work: what they counted beside what the audit counted."""
    audits = [key for key in figures.counts if key.endswith(AUDIT)]
    if not audits:
        return ""
    lines = ["| records | as | rule | by | due, met | the audit's |", "| ---: | --- | --- | --- | --- | --- |"]
    for key in audits:
        size, form, _ = key.split("|")
        for name in (PANDAS, PANDAS.replace("pandas", "Polars")):
            counted = figures.counts.get(f"{size}|{form}|{name}", {})
            for rule, count in counted.items():
                own = figures.counts[key].get(rule, [0, 0])
                mark = "" if count == own else " (simpler than the rule)" if rule not in SAME else " **differs**"
                shown = f"{figures.sizes.get(size, int(size)):,} | {form} | {rule} | {name.split(':')[0]}"
                lines.append(f"| {shown} | {count[0]:,}, {count[1]:,}{mark} | {own[0]:,}, {own[1]:,} |")
    return "\n".join(lines)
