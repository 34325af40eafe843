"""A settings file: found upward, every slip at its line and column, paths told from its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checklist.cli.command_audit import command as audit
from checklist.cli.command_check import command as check
from checklist.cli.settings import rule_gates, settings_lines, settle
from checklist.cli.settings_file import find_settings, read_settings
from checklist.gating import FailOn
from checklist.model import Place, UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    return tmp_path


def settled(command: Any, **opts: Any) -> dict[str, Any]:
    return settle(command, command.name, opts).values


def test_the_nearest_file_holds_and_our_own_before_a_shared_one(here: Path) -> None:
    (here / "pyproject.toml").write_text('[tool.checklist]\nperiod = "2026-09"\n', encoding="utf-8")
    assert settled(audit) == {"period": "2026-09"}
    (here / "checklist.toml").write_text('period = "2026-10"\n', encoding="utf-8")
    assert settled(audit) == {"period": "2026-10"}
    (here / "data" / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert settled(audit) == {"period": "2026-10"}
    (here / "data" / "pyproject.toml").write_text("[tool.checklist]\n", encoding="utf-8")
    assert settled(audit) == {}


def test_a_shared_file_that_is_not_about_us_may_be_broken(here: Path) -> None:
    (here / "pyproject.toml").write_text("[[[", encoding="utf-8")
    assert settled(audit) == {}


def test_paths_are_told_from_the_file_and_the_rest_stays(here: Path) -> None:
    (here / "checklist.toml").write_text(
        'logs = ["a.csv", "sub/b.csv", "postgresql://host/db"]\nroster = "r.csv"\npolicy = "sales-management"\n'
        'output = {json = "out/a.json"}\ncovers = ["call", "visit"]\nas_of = 2026-10-31\nmax-rejects = 3\n',
        encoding="utf-8",
    )
    assert settled(audit) == {
        "logs": ("../a.csv", "../sub/b.csv", "postgresql://host/db"),
        "roster": "../r.csv",
        "policy": "sales-management",
        "output": ("json=../out/a.json",),
        "covers": "call,visit",
        "as_of": "2026-10-31",
        "max_rejects": "3",
    }


def test_what_is_for_the_gate_is_for_check_alone(here: Path) -> None:
    (here / "checklist.toml").write_text(
        'max_rejects = 9\n[gate]\nmax_rejects = 1\nfail_on = "any"\n[gate.rules]\nanswered = "never"\n',
        encoding="utf-8",
    )
    assert settled(audit) == {"max_rejects": "9"}
    assert settled(check) == {"max_rejects": "1", "fail_on": "any"}


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ('perod = "2026-10"\n', "1:1", "yaml_unknown_field"),
        ('period = "2026-10"\n[gate]\n  min_scor = 5\n', "3:3", "yaml_unknown_field"),
        ("[gate]\naccept_new = true\n", "2:1", "yaml_unknown_field"),
        ("[gates]\n", "1:1", "yaml_unknown_field"),
        ('quiet = "yes"\n', "1:1", "settings_value"),
        ('roster = ["a", "b"]\n', "1:1", "settings_value"),
        ("roster = true\n", "1:1", "settings_value"),
        ('\n[gate]\nfail_on = "should"\n', "3:1", "option_bad"),
        ("jobs = 0\n", "1:1", "option_bad"),
        ("max-rejects = 1\nmax_rejects = 2\n", "2:1", "settings_twice"),
        ("gate = 1\n", "1:1", "settings_value"),
        ('period = "2026-10\n', "1:18", "settings_syntax"),
        ("[gate]\nrules = 1\n", "2:1", "settings_value"),
    ],
)
def test_a_slip_names_its_place(here: Path, text: str, place: str, code: str) -> None:
    (here / "checklist.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        settled(audit)
    assert caught.value.code == code
    assert str(caught.value.place) == f"{here / 'checklist.toml'}:{place}"


def test_a_file_that_is_named_must_have_settings(here: Path) -> None:
    (here / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_settings(here / "pyproject.toml")
    assert caught.value.code == "settings_none"
    with pytest.raises(UsageError) as caught:
        settled(audit, settings=str(here / "none.toml"))
    assert caught.value.code == "file_missing"


def test_isolated_reads_none_and_contradicts_a_named_one(here: Path) -> None:
    (here / "checklist.toml").write_text("perod = 1\n", encoding="utf-8")
    assert settled(audit, isolated=True) == {}
    with pytest.raises(UsageError) as caught:
        settled(audit, isolated=True, settings="x.toml")
    assert caught.value.code == "goes_without"


def test_each_setting_is_shown_with_where_it_comes_from(here: Path) -> None:
    (here / "checklist.toml").write_text('period = "2026-10"\n[gate]\nmin_score = [85]\n', encoding="utf-8")
    opts = {"period": "2026-09"}
    lines = list(settings_lines(check, opts, settle(check, "check", opts)))
    assert 'period = "2026-09"  # ' in "\n".join(lines)
    assert f'min_score = ["85"]  # {here / "checklist.toml"}:3:1' in lines
    assert any(line.startswith("max_rejects = 0  # ") for line in lines)
    assert any(line.startswith('fail_on = "must"  # ') for line in lines)
    ratchet = list(settings_lines(check, {"ratchet": True}, settle(check, "check", {})))
    assert any(line.startswith('fail_on = "never"  # ') for line in ratchet)


def test_the_gates_of_single_rules() -> None:
    at = Place("checklist.toml", 1, 1)
    known = frozenset({"a", "b", "c"})
    gates = rule_gates({"a": ("never", at), "b": ({"fail_on": "any"}, at), "c": ({"min-share": 0.9}, at)}, known)
    assert gates["a"].fail_on is FailOn.NEVER
    assert gates["b"].fail_on is FailOn.ANY
    assert str(gates["c"].min_share) == "9/10"
    slips = ("sometimes", {"min_share": 1.5}, {"min_share": 0.9, "fail_on": "any"}, {}, 3, {"min_share": "x"})
    unlike = ({"min_share": True}, {"fail_on": ["any"]}, {"fail_on": {}}, [], True)
    for wrong in (*slips, *unlike):
        with pytest.raises(UsageError) as caught:
            rule_gates({"a": (wrong, at)}, known)
        assert caught.value.code == "gate_rule"
    with pytest.raises(UsageError) as caught:
        rule_gates({"d": ("any", at)}, known)
    assert caught.value.code == "gate_rule_unknown"


def test_no_file_anywhere_is_no_settings(here: Path) -> None:
    assert find_settings(here) is None
