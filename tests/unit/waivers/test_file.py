"""A waiver file says everything or is refused, with line and column."""

from typing import Any

import pytest

from checklist.model import ChecklistError, ErrorGroup
from checklist.waivers import load_waivers
from checklist.wording import Wording


def refused(path: Any) -> Any:
    with pytest.raises(ChecklistError) as caught:
        load_waivers(path)
    errors = caught.value.errors if isinstance(caught.value, ErrorGroup) else [caught.value]
    return [(each.code, each.place.line, each.place.column) for each in errors], Wording("en").error(caught.value)


def test_a_list_or_a_list_under_its_name(firm: Any) -> None:
    path = firm.waivers({"scope": "{reps: [007], customers: C1, from: 2026-10-05}"})
    listed = load_waivers(path).waivers
    text = path.read_text(encoding="utf-8")
    path.write_text("waivers:\n" + text, encoding="utf-8")
    assert load_waivers(path).waivers == listed
    assert (listed[0].reps, listed[0].customers, str(listed[0].holds_from)) == (("007",), ("C1",), "2026-10-05")


@pytest.mark.parametrize("text", ["", "# none yet\n", "[]\n", "waivers: []\n"])
def test_none_is_none(tmp_path: Any, text: Any) -> None:
    path = tmp_path / "none.yaml"
    path.write_text(text, encoding="utf-8")
    assert load_waivers(path).waivers == ()


@pytest.mark.parametrize("name", ["id", "rule", "reason", "approved_by", "approved_on", "expires"])
def test_every_field_is_required(firm: Any, name: Any) -> None:
    codes, said = refused(firm.waivers({name: None}))
    assert codes == [("yaml_missing_field", 2, 3)]
    assert f"the field {name} is missing" in said


@pytest.mark.parametrize(
    ("entry", "code", "line"),
    [
        ({"scope": None}, "waiver_scope_missing", 2),
        ({"scope": "{all: false}"}, "waiver_scope_missing", 4),
        ({"scope": "{reps: []}"}, "yaml_bad_value", 4),
        ({"scope": "{reps: }"}, "yaml_bad_value", 4),
        ({"scope": "{from: }"}, "day_unknown", 4),
        ({"scope": "{reps: [R1], all: true}"}, "goes_without", 4),
        ({"reps": "[R1]"}, "goes_without", 9),
        ({"scope": "{from: 2026-10-09, to: 2026-10-08}"}, "waiver_span_reversed", 4),
        ({"scope": "{to: 2026-09-08}"}, "waiver_never", 4),
        ({"expires": "2026-09-30"}, "waiver_expired_early", 8),
        ({"expires": "31/12/2026"}, "day_unknown", 8),
        ({"expires": "2026-02-30"}, "day_unknown", 8),
        ({"reason": '"  "'}, "yaml_bad_value", 5),
        ({"reason": ""}, "yaml_bad_value", 5),
    ],
)
def test_what_cannot_mean_anything_is_refused_at_its_place(firm: Any, entry: Any, code: Any, line: Any) -> None:
    codes, _ = refused(firm.waivers(entry))
    assert [(each, at) for each, at, _ in codes] == [(code, line)]


def test_a_misspelt_field_gets_a_hint(firm: Any) -> None:
    codes, said = refused(firm.waivers({"aproved_by": "Zhou"}))
    assert codes == [("yaml_unknown_field", 9, 3)]
    assert "did you mean approved_by" in said
    assert "did you mean customers" in refused(firm.waivers({"scope": "{costumers: [C1]}"}))[1]


def test_an_id_stands_once(firm: Any) -> None:
    codes, said = refused(firm.waivers({}, {"id": "W-1"}))
    assert codes == [("waiver_twice", 9, 7)]
    assert ":2:7" in said


def test_every_slip_is_named_at_once(firm: Any) -> None:
    codes, _ = refused(firm.waivers({"expires": None, "aproved": "x"}, {"reason": None}))
    assert len(codes) == 3
