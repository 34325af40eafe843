"""Whether what a manifest or a report names is still what it was: every hash worked out once more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.model import ChecklistError
from checklist.policy import load_policy
from checklist.provenance.manifest import hash_of
from checklist.records.documents.gathering import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.provenance.manifest import Manifest


class State(StrEnum):
    """What became of something that was recorded."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    ELSEWHERE = "elsewhere"
    """It was no file (a database, standard input), so that nobody can look at it again."""


@dataclass(frozen=True, slots=True)
class Held:
    """One thing recorded: what it is (`input`, `policy`, `output`, `tool`), its name, and what became of it."""

    what: str
    name: str
    state: State
    was: str
    now: str | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it. Another version of the program alone changes no file."""
        return self.state in {State.SAME, State.ELSEWHERE} or self.what == "tool"


def verify_manifest(manifest: Manifest, version: str) -> list[Held]:
    """Return what became of everything that a manifest records, by the program's version `version`."""
    folder = Path(manifest.path).parent
    made = manifest.predicate
    found = [_file("output", each.name, each.digest.sha256, [folder]) for each in manifest.subject]
    found += [_file("input", each.name, each.digest.sha256, [Path(), folder]) for each in made.inputs]
    found.append(_policy(made.policy.name, made.policy.digest.sha256))
    found.append(_tool(made.tool.get("version", ""), version))
    return found


def verify_report(report: ReportRecord, policy: str, version: str) -> list[Held]:
    """Return what became of the inputs and the policy that an audit's JSON records."""
    folder = Path(report.path).parent
    found = [_file("input", name, sha256, [Path(), folder]) for name, sha256 in report.inputs]
    found.append(_policy(policy, report.policy))
    found.append(_tool(report.version, version))
    return found


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """What an audit's JSON records of where it came from: files with their hashes, the policy's hash."""

    path: str
    inputs: tuple[tuple[str, str], ...]
    policy: str
    version: str


def _file(what: str, name: str, was: str, folders: list[Path]) -> Held:
    if name.startswith("<") or name == "-" or "://" in name:
        return Held(what, name, State.ELSEWHERE, was)
    for place in _places(name, folders):
        try:
            now = digest_of(str(place)) if place.is_dir() else hash_of(place)
        except (OSError, ChecklistError):
            return Held(what, name, State.UNREADABLE, was)
        return Held(what, name, State.SAME if now == was else State.CHANGED, was, now)
    return Held(what, name, State.MISSING, was)


def _places(name: str, folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        place = folder / name
        if place.exists():
            yield place
            return


def _policy(name: str, was: str) -> Held:
    try:
        now = load_policy(name).sha256
    except ChecklistError as error:
        missing = error.code in {"pack_unknown", "file_missing", "pack_file_missing"}
        return Held("policy", name, State.MISSING if missing else State.UNREADABLE, was)
    return Held("policy", name, State.SAME if now == was else State.CHANGED, was, now)


def _tool(was: str, now: str) -> Held:
    return Held("tool", "checklist", State.SAME if was == now else State.CHANGED, was, now)
