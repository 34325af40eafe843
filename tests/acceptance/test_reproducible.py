"""The same inputs give the same bytes, in every format, whatever surrounds the program.

Where files are renamed and rows moved, only what says where something stands may differ.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from checklist.reporters import formats, load
from tests.acceptance.conftest import CUSTOMERS, RECORDS, ROSTER

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

# What draws pages with a browser is tested where there is one.
FORMATS = [name for name in formats() if name != "pdf"]
WAIVER = (
    "- {id: W1, rule: weekly, reps: [R2], from: 2026-10-20, to: 2026-10-21, reason: 展会, approved_by: M1,"
    " approved_on: 2026-10-12, expires: 2026-10-21}\n"
)
WORDS = ["--policy", "pack.yaml", "--attestations", "attestations.csv", "--waivers", "waivers.yaml"]
DAYS = ["--period", "2026-10", "--as-of", "2026-10-31"]
SURROUNDINGS = (
    ([], {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}),
    (["--jobs", "1"], {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C", "LANG": "de_DE.UTF-8"}),
    (["--jobs", "4"], {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "", "LANG": "zh_CN.GBK"}),
)
PLACES = re.compile(
    r"(?:\b[lz]\d?-?\w*\.csv)(?::\d+)?|[0-9a-f]{64}|\"(?:line|startLine|begin|endLine)\": ?\d+|line=\d+"
)


def written(firm: Firm, folder: str, tables: list[str], *words: str, **environment: str) -> dict[str, bytes]:
    """Audit in a process of its own, in every format; return each file's bytes, and standard output's."""
    outputs = [f"--output={name}={folder}/{name}{load(name).SUFFIX or '.d'}" for name in FORMATS]
    # Summaries for a pipeline's own files would be written elsewhere.
    environment |= {"GITHUB_STEP_SUMMARY": ""}
    ran = firm.run("audit", *tables, *WORDS, *DAYS, "-q", *outputs, *words, **environment)
    assert (ran.code, ran.err) == (0, "")
    ahead = firm.run("due", *tables, *WORDS, "--as-of", "2026-10-30", "--output", f"ics={folder}/ics",
                     "--format", "json", **environment)  # fmt: skip
    assert ahead.code == 0, ahead.err
    place = firm.folder / folder
    files = {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    return files | {"audit": ran.out.encode(), "due": ahead.out.encode()}


@pytest.mark.slow
def test_nothing_but_the_inputs_says_what_comes_out(firm: Firm) -> None:
    firm.write("waivers.yaml", WAIVER)
    tables = ["records.csv", "--roster", "roster.csv", "--customers", "customers.csv"]
    first, *others = (
        written(firm, f"out{number}", tables, *words, **environment)
        for number, (words, environment) in enumerate(SURROUNDINGS)
    )
    assert len(first) > len(FORMATS)
    for other in others:
        assert other.keys() == first.keys()
        assert [name for name in first if other[name] != first[name]] == []


@pytest.mark.slow
def test_renamed_files_and_moved_rows_change_places_alone(firm: Firm) -> None:
    firm.write("waivers.yaml", WAIVER)
    chance = random.Random(7)  # noqa: S311  # chance, no secret
    found = []
    for name in ("l", "z"):
        for table, text in (("log", RECORDS), ("reps", ROSTER), ("care", CUSTOMERS)):
            head, *rows = text.splitlines()
            if name == "z":
                chance.shuffle(rows)
            firm.write(f"{name}-{table}.csv", "\n".join([head, *rows]) + "\n")
        tables = [f"{name}-log.csv", "--roster", f"{name}-reps.csv", "--customers", f"{name}-care.csv"]
        files = written(firm, name, tables)
        # A workbook is packed: its sheets are compared where it is not.
        found.append({path: _placeless(data) for path, data in files.items() if not path.endswith(".xlsx")})
    assert found[0].keys() == found[1].keys()
    for path, text in found[0].items():
        assert found[1][path] == text, path


def _placeless(data: bytes) -> str:
    return PLACES.sub("·", data.decode("utf-8"))
