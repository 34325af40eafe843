"""YAML by hand: what its scalars mean, and where every complaint about it points."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from checklist.model import ChecklistError, ErrorGroup, MappingError, PolicyError
from checklist.wording import LANGUAGES, Wording
from checklist.yamlfile import did_you_mean, from_text, read_yaml, validation_errors

if TYPE_CHECKING:
    from pathlib import Path


def _read(text: str, **more: Any) -> Any:
    return from_text(text, "pack.yaml", PolicyError, **more)


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("09:00", "09:00"), ("12:30:45", "12:30:45"),
        ("007", "007"), ("0x1F", "0x1F"), ("0o17", "0o17"), ("1_000", "1_000"), (".inf", ".inf"), ("1e999", "1e999"),
        ("9" * 50, "9" * 50), ("2026-02-30", "2026-02-30"), ("2026-10-01 10:00", "2026-10-01 10:00"), ("=", "="),
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None), ("'null'", "null"), ('"5"', "5"),
        ("5", 5), ("-5", -5), ("0", 0), ("5.50", 5.5), (".5", 0.5), ("1e3", 1000.0), ("2026-10-31", date(2026, 10, 31)),
        ("|\n  a\n  b", "a\nb\n"), ("<<", "<<"),
    ],
)  # fmt: skip
def test_scalars(scalar: str, value: object) -> None:
    document = _read(f"value: {scalar}\n")
    assert document.data == {"value": value}
    assert type(document.data["value"]) is type(value)


def test_every_scalar_as_it_is_written() -> None:
    text = "version: 1.10\ndays: [007, 2026-10-31, true]\nnothing: ~\nname: '~'\n"
    assert _read(text, scalars="text").data == {
        "version": "1.10", "days": ["007", "2026-10-31", "true"], "nothing": None, "name": "~",
    }  # fmt: skip
    assert _read(text).source(("version",)) == "1.10"
    assert _read(text).source(("days", 1)) == "2026-10-31"
    assert _read(text).source(("days",)) is None


def test_names_are_text() -> None:
    assert _read("1: a\nno: b\n2026-10-01: c\n~: d\n").data == {"1": "a", "no": "b", "2026-10-01": "c", "~": "d"}


def test_places() -> None:
    document = _read("pack: x\nrules:\n  - rule: a\n    within:   7 days\n")
    assert str(document.place(("rules", 0, "within"))) == "pack.yaml:4:5"
    assert str(document.value_place(("rules", 0, "within"))) == "pack.yaml:4:15"
    assert str(document.place(("rules", 0))) == "pack.yaml:3:5"
    assert str(document.place(("rules", 0, "missing", "deeper"))) == "pack.yaml:3:5"
    assert str(document.place()) == "pack.yaml:1:1"


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "--- ~\n"])
def test_a_document_of_nothing(text: str) -> None:
    assert _read(text).data is None


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: [1", "yaml_syntax", "pack.yaml:2:1"),
        ("a:\n\t- b", "yaml_syntax", "pack.yaml:2:1"),
        ("a: 1\nb: \x01", "yaml_syntax", "pack.yaml:2"),
        ("a: \ud800", "yaml_syntax", "pack.yaml:1"),
        ("a: b: c", "yaml_syntax", "pack.yaml:1:5"),
        ("a: 1\n--- \nb: 1", "yaml_several_documents", "pack.yaml:2:1"),
        ("a: &x 1", "yaml_alias", "pack.yaml:1:4"),
        ("a: *x", "yaml_alias", "pack.yaml:1:4"),
        ("&x a: 1", "yaml_alias", "pack.yaml:1:1"),
        ("*x : 1", "yaml_alias", "pack.yaml:1:1"),
        ("a: !!python/object:os.system x", "yaml_tag", "pack.yaml:1:4"),
        ("a: !own [1]", "yaml_tag", "pack.yaml:1:4"),
        ("? [a]\n: 1", "yaml_key", "pack.yaml:1:3"),
        ("{a: 1}: 2", "yaml_key", "pack.yaml:1:1"),
        ("a: 1\nb:\n  c: 1\n  c: 2", "yaml_duplicate_key", "pack.yaml:4:3"),
        ("[" * 100_000, "yaml_too_deep", "pack.yaml:1:52"),
        ("{a: " * 100_000, "yaml_too_deep", "pack.yaml:1:205"),
    ],
)
def test_what_is_refused(text: str, code: str, place: str) -> None:
    with pytest.raises(PolicyError) as caught:
        _read(text)
    assert (caught.value.code, str(caught.value.place)) == (code, place)
    assert all(Wording(language).error(caught.value) for language in LANGUAGES)


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_bytes("\ufeffa: 会\n".encode())
    assert read_yaml(path, MappingError).data == {"a": "会"}
    path.write_bytes(b"a: 1\nb: \xff\n")
    missing, large = tmp_path / "none.yaml", tmp_path / "large.yaml"
    large.write_bytes(b"#" * 5_000_001)
    found = []
    for each in (path, missing, tmp_path, large, tmp_path / "x" / "\0"):
        with pytest.raises(MappingError) as caught:
            read_yaml(each, MappingError)
        assert all(Wording(language).error(caught.value) for language in LANGUAGES)
        found.append((caught.value.code, caught.value.place.line))  # type: ignore[union-attr]
    assert found == [
        ("yaml_encoding", 2), ("file_missing", None), ("file_is_folder", None), ("yaml_too_large", None),
        ("file_unreadable", None),
    ]  # fmt: skip


class _Selector(BaseModel):
    model_config = ConfigDict(extra="forbid")
    type: str | list[str] = "call"
    above: Annotated[Decimal, Field(gt=0)] | None = None


class _Quota(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["quota"]
    window: Literal["day", "week"]
    at_least: Annotated[int, Field(ge=1, le=9)] = 1


class _Cadence(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["cadence"]
    of: _Selector
    within: str = Field(default="7 days", alias="every")

    @field_validator("within")
    @classmethod
    def _duration(cls, value: str) -> str:
        if "day" not in value:
            raise PydanticCustomError("yaml_invalid", "no duration", {"detail": value})
        if value.startswith("0"):
            raise ValueError("a duration is more than nothing")
        return value


class _Pack(BaseModel):
    model_config = ConfigDict(extra="forbid")
    pack: Annotated[str, Field(pattern="^[a-z]+$", max_length=10)]
    informational: bool = False
    day: date | None = None
    parts: tuple[str, ...] = ()
    groups: dict[str, list[str]] = {}
    choice: _Selector | str = ""
    rules: list[Annotated[_Quota | _Cadence, Field(discriminator="kind")]] = []


def _faults(text: str) -> list[ChecklistError]:
    document = _read(text)
    with pytest.raises(ValidationError) as caught:
        _Pack.model_validate(document.data)
    error = validation_errors(caught.value, document, PolicyError, model=_Pack)
    assert all(Wording(language).error(error) for language in LANGUAGES)
    return error.errors if isinstance(error, ErrorGroup) else [error]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("packs: a\n", "yaml_missing_field", "1:1"),
        ("pack: 5\n", "yaml_bad_value", "1:7"),
        ("pack: A\n", "yaml_bad_value", "1:7"),
        ("pack: aaaaaaaaaaaaaaa\n", "yaml_bad_value", "1:7"),
        ("pack: a\nday: tomorrow\n", "yaml_bad_value", "2:6"),
        ("pack: a\ninformational: perhaps\n", "yaml_bad_value", "2:16"),
        ("pack: a\nparts: {x: 1}\n", "yaml_bad_value", "2:8"),
        ("pack: a\ngroups:\n  g: [x, 5]\n", "yaml_bad_value", "3:10"),
        ("pack: a\ngroups: []\n", "yaml_bad_value", "2:9"),
        ("pack: a\nrules:\n- kind: quota\n  window: weak\n", "yaml_bad_value", "4:11"),
        ("pack: a\nrules:\n- {kind: quota, window: day, at_least: 0}\n", "yaml_bad_value", "3:40"),
        ("pack: a\nrules:\n- {kind: quota, window: day, at_least: 10}\n", "yaml_bad_value", "3:40"),
        ("pack: a\nrules:\n- {kind: quota, window: day, at_least: 1.5}\n", "yaml_bad_value", "3:40"),
        ("pack: a\nrules:\n- {kind: cadense}\n", "yaml_bad_value", "3:10"),
        ("pack: a\nrules:\n- {window: day}\n", "yaml_missing_field", "3:3"),
        ("pack: a\nrules:\n- {kind: cadence, of: {above: 0}}\n", "yaml_bad_value", "3:31"),
        ("pack: a\nrules:\n- {kind: cadence, of: {above: x}}\n", "yaml_bad_value", "3:31"),
        ("pack: a\nrules:\n- {kind: cadence, of: {typ: x}}\n", "yaml_unknown_field", "3:24"),
        ("pack: a\nrules:\n- {kind: cadence, of: {}, every: long}\n", "yaml_invalid", "3:34"),
        ("pack: a\nrules:\n- {kind: cadence, of: {}, every: 0 days}\n", "yaml_invalid", "3:34"),
        ("pack: a\nrules: 5\n", "yaml_bad_value", "2:8"),
        ("pack: a\nrules: [5]\n", "yaml_bad_value", "2:9"),
    ],
)
def test_faults_have_places(text: str, code: str, place: str) -> None:
    first = _faults(text)[0]
    assert (first.code, str(first.place)) == (code, f"pack.yaml:{place}")


def test_faults_stand_in_the_order_of_the_file() -> None:
    faults = _faults("rules:\n- {kind: quota, window: x}\n- {kind: cadence}\nday: x\npack: 5\n")
    assert [fault.place.line for fault in faults] == [2, 3, 4, 5]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pack: a\ninformatonal: true\n", "informational"),
        ("pack: a\nrules:\n- {kind: quota, window: day, atleast: 1}\n", "at_least"),
        ("pack: a\nrules:\n- {kind: cadence, of: {}, evry: 7 days}\n", "every"),
        ("pack: a\nrules:\n- {kind: cadence, of: {Type: x}}\n", "type"),
        ("pack: a\nchoice: {abov: 1}\n", "above"),
    ],
)
def test_did_you_mean_a_field(text: str, name: str) -> None:
    (fault, *_) = _faults(text)
    assert fault.values["hint"].values == {"name": name}


def test_did_you_mean_a_value() -> None:
    (fault,) = _faults("pack: a\nrules:\n- {kind: cadense}\n")
    assert fault.values["expected"].values == {"names": ["cadence"]}


def test_hints() -> None:
    assert did_you_mean("statsu", ["status", "type"]).values == {"name": "status"}
    assert did_you_mean("x", ["status", "type"]).values == {"names": ["status", "type"]}
    assert did_you_mean("x", []).key == "hint.none"


def test_a_part_of_a_document() -> None:
    document = _read("pack: a\nrules:\n- {kind: quota}\n")
    with pytest.raises(ValidationError) as caught:
        _Quota.model_validate(document.data["rules"][0])
    error = validation_errors(caught.value, document, PolicyError, ("rules", 0))
    assert (error.code, str(error.place), error.values["field"]) == ("yaml_missing_field", "pack.yaml:3:3", "window")


def test_a_long_value_is_cut() -> None:
    (fault,) = _faults("pack: " + "9" * 30 + ".5" + "0" * 5 + "\n")
    assert len(fault.values["value"]) <= 60
    (fault,) = _faults("pack: [" + "long, " * 50 + "]\n")
    assert len(fault.values["value"]) == 60
