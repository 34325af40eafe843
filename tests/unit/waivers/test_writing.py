"""An entry is added at the end of a file that keeps all it holds."""

from datetime import date
from typing import Any

import pytest

from checklist.model import ChecklistError, Waiver
from checklist.waivers import appended, entry_lines, fresh_id, load_waivers, parse_waivers

NEW = Waiver(
    id="W: 9",
    rule="weekly",
    reps=("007", "R1"),
    customers=("=C, 1",),
    teams=("华东",),
    first=None,
    last=date(2026, 10, 9),
    reason='say "no" # to: this\nand that',
    approved_by="yes",
    approved_on=date(2026, 10, 1),
    expires=date(2026, 12, 31),
)


def test_what_is_written_reads_back_as_it_was() -> None:
    assert parse_waivers("\n".join(entry_lines(NEW)), "new.yaml") == (NEW,)


def test_everyone_is_said_to_be_everyone() -> None:
    nobody = Waiver("W", "weekly", (), (), (), None, None, "why", "Zhou", date(2026, 1, 1), date(2026, 2, 1))
    assert "  scope: {all: true}" in entry_lines(nobody)


@pytest.mark.parametrize(
    "shape",
    [
        lambda text: text,
        lambda text: text.rstrip("\n"),
        lambda text: text + "\n# the end\n",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "waivers:\n" + text,
        lambda text: "waivers:\n" + "".join(f"    {line}\n" for line in text.splitlines()) + "# the end\n",
    ],
)
def test_it_is_added_to_whatever_a_person_wrote(firm: Any, shape: Any) -> None:
    path = firm.waivers({}, {"rule": "visits"})
    before = load_waivers(path).waivers
    text = shape(path.read_bytes().decode())
    added = appended(text, NEW, "w.yaml")
    assert added.startswith(text)
    assert parse_waivers(added, "w.yaml") == (*before, NEW)


@pytest.mark.parametrize("text", ["", "# our exceptions\n", "[]\n", "waivers: []  # none yet\n", "waivers:\n  []\n"])
def test_it_may_be_the_first(text: Any) -> None:
    added = appended(text, NEW, "w.yaml")
    assert parse_waivers(added, "w.yaml") == (NEW,)
    assert "# " not in text or text.split("# ")[1].strip() in added


def test_a_file_in_another_form_is_left_alone_and_the_entry_told() -> None:
    fields = "scope: {all: true}, reason: x, approved_by: y, approved_on: 2026-01-01, expires: 2026-02-01"
    flow = f"[{{id: a, rule: r, {fields}}}]"
    with pytest.raises(ChecklistError) as caught:
        appended(flow, NEW, "w.yaml")
    assert caught.value.code == "waiver_file_form"


def test_an_id_that_is_taken_is_refused(firm: Any) -> None:
    path = firm.waivers({"id": '"W: 9"'})
    with pytest.raises(ChecklistError) as caught:
        appended(path.read_text(encoding="utf-8"), NEW, "w.yaml")
    assert (caught.value.code, caught.value.place.line) == ("waiver_twice", 2)


def test_an_id_is_made_that_nobody_has() -> None:
    day = date(2026, 10, 1)
    assert fresh_id("weekly", day, ()) == "weekly-2026-10-01"
    assert fresh_id("weekly", day, ("weekly-2026-10-01", "weekly-2026-10-01-2")) == "weekly-2026-10-01-3"
