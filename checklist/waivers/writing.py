"""Write a waiver as a person would, and add it to a file that keeps all it holds, comments too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from checklist.model import ChecklistError, Place, WaiverError
from checklist.waivers.file import parse_waivers
from checklist.yamlfile import from_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from checklist.model import Waiver

_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][\w.\-\u4e00-\u9fff]*( [\w.\-\u4e00-\u9fff]+)*")
_NOT_TEXT = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_EMPTY_LIST = re.compile(r"\[\s*\]")


def entry_lines(waiver: Waiver) -> list[str]:
    """Return a waiver as the lines of one item of a YAML list."""
    scope = [
        f"{name}: [{', '.join(_scalar(each) for each in values)}]"
        for name, values in (("reps", waiver.reps), ("customers", waiver.customers), ("teams", waiver.teams))
        if values
    ]
    scope += [f"{name}: {day}" for name, day in (("from", waiver.first), ("to", waiver.last)) if day is not None]
    fields = [
        ("id", _scalar(waiver.id)),
        ("rule", _scalar(waiver.rule)),
        ("scope", "{" + ", ".join(scope or ["all: true"]) + "}"),
        ("reason", _scalar(waiver.reason)),
        ("approved_by", _scalar(waiver.approved_by)),
        ("approved_on", str(waiver.approved_on)),
        ("expires", str(waiver.expires)),
    ]
    return [f"{'- ' if number == 0 else '  '}{name}: {value}" for number, (name, value) in enumerate(fields)]


def fresh_id(rule: str, approved_on: date, taken: Iterable[str]) -> str:
    """Return an id made from a rule and a day that no waiver has yet."""
    names = set(taken)
    wanted = f"{rule}-{approved_on}"
    number = 2
    name = wanted
    while name in names:
        name, number = f"{wanted}-{number}", number + 1
    return name


def appended(text: str, waiver: Waiver, path: str) -> str:
    """Return a waiver file's text with one more entry at its end; all that stands there stays as it is.

    Raises `WaiverError` where the file is wrong already, has the id, or is written so that nothing can be
    added at its end without rewriting it.
    """
    before = parse_waivers(text, path)
    for each in before:
        if each.id == waiver.id:
            raise WaiverError("waiver_twice", each.place("id"), id=waiver.id, first=str(each.place("id")))
    for indent in _indents(text, path):
        added = _joined(text, entry_lines(waiver), indent)
        if _holds(added, (*before, waiver), path):
            return added
    raise WaiverError("waiver_file_form", Place(path), entry="; ".join(entry_lines(waiver)))


def _indents(text: str, path: str) -> list[str]:
    """Return the indents that another item may need, the likeliest first."""
    data = from_text(text, path, WaiverError, scalars="text").data
    found = re.findall(r"^( *)-(?=\s)", text, re.MULTILINE)
    own = dict.fromkeys([*found[:1], "" if isinstance(data, list) or not data else "  ", "", "  "])
    return list(own)


def _joined(text: str, lines: list[str], indent: str) -> str:
    """Put the lines at the end, in the file's own line ends; an empty list in the way gives place to them."""
    newline = "\r\n" if "\r\n" in text else "\n"
    head = text
    empty = list(_EMPTY_LIST.finditer(text))
    if empty and not re.search(r"^\s*-\s", text, re.MULTILINE):
        head = text[: empty[-1].start()].rstrip(" ") + text[empty[-1].end() :]
    if head.strip() and not head.endswith("\n"):
        head += newline
    return head + newline.join(indent + line for line in lines) + newline


def _holds(text: str, waivers: tuple[Waiver, ...], path: str) -> bool:
    """Tell whether a text holds exactly these waivers."""
    try:
        return parse_waivers(text, path) == waivers
    except ChecklistError:
        return False


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    dumped: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=100_000)
    return dumped.rstrip("\n")
