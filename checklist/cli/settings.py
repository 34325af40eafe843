"""Settings for whole projects: what stands in a file holds where the command line says nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checklist.cli.settings_file import SettingsFile, find_settings, read_settings
from checklist.model.errors import Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklist.gating import RuleGate

RULES = "checklist.rules"
"""Under this name the context of a command holds the gates of single rules, with their places."""

_GATE, _RULES = "gate", "rules"
_NOT_SET = frozenset(
    {"help", "settings", "isolated", "show_settings", "update_baseline", "accept_new", "reason", "approved_by"}
) | {"approved_on", "expires", "rep", "sql"}
"""Options that are acts of one run, and no settings."""

_REPORTS = frozenset({"format", "output"})
_AUDITING = frozenset({"audit", "check"})
_FILES = frozenset({"FILE", "DIR", "PATH", "LOG..."})


@dataclass(frozen=True, slots=True)
class Settled:
    """The settings that hold for one command: values by the names of its parameters, and where each stands."""

    file: SettingsFile | None = None
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    rules: dict[str, tuple[Any, Place]] = field(default_factory=dict)


def settle(command: click.Command, name: str, opts: Mapping[str, Any]) -> Settled:
    """Return the settings for a command; `opts` are the words on the command line, by parameter."""
    path, isolated = opts.get("settings"), opts.get("isolated") is True
    path = path if isinstance(path, str) else None
    if path and isolated:
        raise UsageError("goes_without", field="--isolated", other="--settings")
    if isolated:
        return Settled()
    file = read_settings(Path(path)) if path else find_settings(Path.cwd())
    if file is None:
        return Settled()
    known = _known()
    settled = Settled(file)
    own = {parameter.name for parameter in command.params}
    for keys, key, value in _entries(file, known):
        if key == _RULES:
            settled.rules.update(_rules(file, value))
            continue
        parameter = known[key]
        place = file.place(*keys)
        if key in own and (name == "check" or keys[0] != _GATE) and (key not in _REPORTS or name in _AUDITING):
            settled.values[key] = _value(parameter, value, file, place)
            settled.places[key] = place
        else:
            _value(parameter, value, file, place)  # what is wrong is said, whoever reads it
    return settled


def _known() -> dict[str, click.Parameter]:
    """Return every parameter that can be set, by name: those of the command that has them all."""
    from checklist.cli.command_check import command

    return {str(each.name): each for each in command.params if each.name not in _NOT_SET}


def _entries(file: SettingsFile, known: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    """Yield each setting: its keys in the file, the name of its parameter, its value; the gate's own last."""
    gate = file.data.get(_GATE, {})
    if not isinstance(gate, dict):
        raise UsageError("settings_value", file.place(_GATE), field=_GATE, value=gate, expected="[gate]")
    seen: dict[tuple[str, str], str] = {}
    for table, above, names in ((file.data, (), {_GATE}), (gate, (_GATE,), {_RULES})):
        for written, value in table.items():
            name = written.replace("-", "_")
            if not above and written == _GATE:
                continue
            if name not in known and not (above and name == _RULES):
                from checklist.yamlerrors import did_you_mean  # pydantic, only for a slip

                hint = did_you_mean(name, {*known, *names})
                raise UsageError("yaml_unknown_field", file.place(*above, written), field=written, hint=hint)
            if ("".join(above), name) in seen:
                first = seen["".join(above), name]
                raise UsageError("settings_twice", file.place(*above, written), field=written, first=first)
            seen["".join(above), name] = written
            yield (*above, written), name, value


def _value(parameter: click.Parameter, value: Any, file: SettingsFile, place: Place) -> Any:
    """Return a setting as its option takes it: a path told from the file's folder, a list where many may be given."""
    name = str(parameter.name)
    many = parameter.multiple or parameter.nargs == -1
    if name == "output" and isinstance(value, dict):
        value = [f"{each}={path}" for each, path in value.items()]
    if getattr(parameter, "is_flag", False):
        if not isinstance(value, bool):
            raise UsageError("settings_value", place, field=name, value=value, expected="true / false")
        return value
    listed = value if isinstance(value, list) else [value]
    if isinstance(value, (bool, dict)) or not all(isinstance(each, (str, int, float, date)) for each in listed):
        raise UsageError("settings_value", place, field=name, value=value, expected=_shape(parameter, many=many))
    if isinstance(value, list) and not many:
        if "," not in str(parameter.metavar):
            raise UsageError("settings_value", place, field=name, value=value, expected=_shape(parameter, many=many))
        return ",".join(map(str, listed))
    texts = [_told(name, str(each), parameter, file.path.parent) for each in listed]
    settled: Any = tuple(texts) if many else texts[0]
    try:
        parameter.type_cast_value(click.Context(click.Command("check")), settled)
    except click.BadParameter as error:
        raise UsageError("option_bad", place, name=name, detail=error.message) from None
    return settled


def _shape(parameter: click.Parameter, *, many: bool) -> str:
    shown = parameter.metavar or str(parameter.name).upper()
    return f'["{shown}", …]' if many else f'"{shown}"'


def _told(name: str, text: str, parameter: click.Parameter, folder: Path) -> str:
    """Return a path in a setting as seen from where we are; what is no path stays."""
    if name == "output":
        form, separator, path = text.partition("=")
        return f"{form}{separator}{_from_here(path, folder)}" if path else text
    if name == "policy":
        return _from_here(text, folder) if (folder / text).exists() else text
    return _from_here(text, folder) if parameter.metavar in _FILES and "://" not in text else text


def _from_here(path: str, folder: Path) -> str:
    if Path(path).is_absolute():
        return path
    return os.path.relpath(folder / path)


def _rules(file: SettingsFile, value: Any) -> Iterator[tuple[str, tuple[Any, Place]]]:
    if not isinstance(value, dict):
        raise UsageError(
            "settings_value", file.place(_GATE, _RULES), field=_RULES, value=value, expected="[gate.rules]"
        )
    for rule, asked in value.items():
        yield rule, (asked, file.place(_GATE, _RULES, rule))


def rule_gates(given: Mapping[str, tuple[Any, Place]], known: frozenset[str]) -> dict[str, RuleGate]:
    """Return the gates of single rules, each for a rule that the policy has."""
    from checklist.gating import FailOn, RuleGate
    from checklist.yamlerrors import did_you_mean

    gates = {}
    for rule, (asked, place) in given.items():
        if rule not in known:
            raise UsageError("gate_rule_unknown", place, name=rule, hint=did_you_mean(rule, known))
        stated = {"fail_on": asked} if isinstance(asked, str) else asked
        if not isinstance(stated, dict) or not stated or len(stated) > 1:
            raise UsageError("gate_rule", place, name=rule, value=asked)
        (written, value), *_ = stated.items()
        field_ = written.replace("-", "_")
        if field_ == "fail_on" and isinstance(value, str) and value in set(FailOn):
            gates[rule] = RuleGate(fail_on=FailOn(value))
        elif field_ == "min_share" and type(value) in {int, float} and 0 < value <= 1:
            gates[rule] = RuleGate(min_share=Fraction(str(value)))
        else:
            raise UsageError("gate_rule", place, name=rule, value=asked)
    return gates


def settings_lines(command: click.Command, opts: Mapping[str, Any], settled: Settled) -> Iterator[str]:
    """Yield each setting that holds, as it would be written, and where it comes from."""
    from checklist.cli.speech import say

    given = {name: value for name, value in opts.items() if _stated(value)}
    if settled.file is not None:
        yield f"# {settled.file.path}"
    for parameter in command.params:
        name = str(parameter.name)
        if name in _NOT_SET:
            continue
        if name in given:
            value, source = given[name], say("cli.settings.flag")
        elif name in settled.values:
            value, source = settled.values[name], str(settled.places[name])
        else:
            value, source = _default(command, parameter, settled, given), say("cli.settings.default")
        yield f"{name} = {_written(value)}  # {source}"
    for rule, (asked, place) in settled.rules.items():
        yield f"gate.rules.{rule} = {_written(asked)}  # {place}"


def _default(command: click.Command, parameter: click.Parameter, settled: Settled, given: Mapping[str, Any]) -> Any:
    """Return what holds where nothing is said; what the command settles itself is told too."""
    if command.name == "check" and parameter.name == "max_rejects":
        return 0
    if command.name == "check" and parameter.name == "fail_on":
        return "never" if given.get("ratchet") or settled.values.get("ratchet") else "must"
    value = parameter.get_default(click.Context(command))
    return [] if parameter.multiple and not _stated(value) else value


def _stated(value: Any) -> bool:
    """Tell a value from what click puts where none was given."""
    return isinstance(value, (bool, int, float, str, date, Fraction)) or (
        isinstance(value, (list, tuple)) and value != ()
    )


def _written(value: Any) -> str:
    import json

    if value is None or not (_stated(value) or isinstance(value, (dict, tuple))):
        return '""'
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_written(each)}" for name, each in value.items()) + "}"
    plain = isinstance(value, (bool, int, float, str))
    return json.dumps(value if plain else str(value), ensure_ascii=False)
