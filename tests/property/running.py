"""Runs the real engine on a world, and puts what it found in the oracle's terms."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.api import audit, make_request, sources_of
from checklist.model.causes import CauseKind, read_cause
from tests.oracle.judge import Result, judge
from tests.oracle.world import World, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.auditing import Request
    from checklist.model import Audit, Deviation

Results = dict[tuple[str, str], Result]
Rule = dict[str, Any]


def audit_world(world: World, rules: list[Rule], **options: Any) -> Audit:
    """Write the world to files and audit them."""
    with tempfile.TemporaryDirectory() as folder:
        return audit(**write(world, rules, Path(folder)), meeting=False, **options).audit


@contextmanager
def requested(world: World, rules: list[Rule], **options: Any) -> Iterator[Request]:
    """Write the world to files, and ask for them to be judged."""
    with tempfile.TemporaryDirectory() as folder:
        given = write(world, rules, Path(folder))
        tables = [given.get(name) for name in ("roster", "customers", "attestations", "absences")]
        logs = sources_of(given["records"], *tables)
        stated = {"mapping": given["mapping"], "as_of": world.as_of, "covers": tuple(given.get("covers", ()))}
        yield make_request(given["policy"], logs, **stated, meeting=False, **options)


def results_of(found: Audit) -> Results:
    """Each rep's finding for each rule, with its deviations and possible shortfalls."""
    deviations, possible = listed(found.deviations), listed(found.possible)
    return {
        (one.rule, one.rep_id): Result(
            str(one.outcome),
            one.expected,
            one.met,
            one.pending,
            tuple(sorted(deviations.get((one.rule, one.rep_id), []))),
            one.unknown,
            tuple(sorted((*in_words(key), units) for key, units in one.causes if units)),
            tuple(sorted(possible.get((one.rule, one.rep_id), []))),
        )
        for card in found.scorecards
        for one in card.findings
    }


def listed(shortfalls: Iterable[Deviation]) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for one in shortfalls:
        found.setdefault((one.rule, one.rep_id), []).append((tuple(sorted(one.subject.items())), one.due_on))
    return found


def in_words(key: str) -> tuple[str, str]:
    """A cause as the plain reading names it."""
    cause = read_cause(key)
    file = Path(cause.word).name
    names = {
        CauseKind.COLUMN: f"{cause.name} in {file}",
        CauseKind.VALUE: f"{cause.name}: {cause.word}",
    }
    return cause.kind.value, names.get(cause.kind, cause.word)


def engine_says(world: World, rules: list[Rule], **options: Any) -> Results:
    return results_of(audit_world(world, rules, **options))


def oracle_says(world: World, rules: list[Rule]) -> Results:
    return {(rule["rule"], rep): result for rule in rules for rep, result in judge(world, rule, rules).items()}


def differences(expected: Results, found: Results) -> str:
    """Say what differs, a line each; empty if nothing does."""
    keys = sorted(expected.keys() | found.keys())
    lines = [
        f"{rule} {rep}:\n  oracle {expected.get((rule, rep))}\n  engine {found.get((rule, rep))}"
        for rule, rep in keys
        if expected.get((rule, rep)) != found.get((rule, rep))
    ]
    return "\n".join(lines)
