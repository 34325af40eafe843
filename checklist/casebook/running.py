"""Run cases: each is an audit of its one rule, by the path that every audit takes."""

from __future__ import annotations

import dataclasses
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from checklist.auditing import Request, judge_rule, prepare
from checklist.casebook.comparing import CaseResult, compare
from checklist.casebook.loading import Case, Casebook, load_casebook
from checklist.model import ChecklistError, ErrorGroup, PolicyError, Sentence
from checklist.model.errors import grouped
from checklist.policy import load_policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.auditing import Ready
    from checklist.model import Deviation, Finding, Place, Policy

_ALL = 1_000_000
# A process takes about as long to start as this many cases take to run.
_CASES_A_PROCESS = 25
_book: Casebook | None = None


def narrowed(policy: Policy, rule: str) -> Policy:
    """Return the policy with one rule only."""
    clauses = [
        dataclasses.replace(clause, rules=tuple(each for each in clause.rules if each.id == rule))
        for clause in policy.clauses
    ]
    return dataclasses.replace(policy, clauses=tuple(clause for clause in clauses if clause.rules))


def run_case(policy: Policy, case: Case) -> CaseResult:
    """Run one case by the rule of its name in `policy`.

    Raises `PolicyError` with its place where the case's tables cannot be read.
    """
    return compare(case, *judge_case(policy, case))


def judge_case(policy: Policy, case: Case) -> tuple[list[Finding], list[Deviation]]:
    """Return what the rule of a case's name finds in its world."""
    # Nothing lies before a case, either.
    alone = dataclasses.replace(narrowed(policy, case.rule), history_days=-1)
    with TemporaryDirectory(prefix="checklist-") as folder:
        try:
            sources, mapping = case.world.write(Path(folder))
            request = Request(
                policy=alone,
                sources=sources,
                mapping=mapping,
                period=case.world.period,
                as_of=case.world.as_of,
                covers=case.world.covers,
                max_deviations=_ALL,
                jobs=1,
                meeting=False,
            )
            with prepare(request) as ready:
                _refuse_rejects(ready, case)
                reps = [rep for (rep,) in ready.session.rows("SELECT rep_id FROM judged ORDER BY rep_id")]
                findings, deviations = judge_rule(ready, alone.rules[0], reps)
        except ChecklistError as error:
            raise _placed(error, case) from None
    return findings, deviations


def run_book(book: Casebook, cases: Sequence[Case], jobs: int | None = None) -> list[CaseResult]:
    """Run cases of a book, in as many processes as pay; the results are in the order of the cases.

    Each process reads the pack anew from where it lies.
    """
    count = jobs or os.cpu_count() or 1
    count = min(count, len(cases) // _CASES_A_PROCESS)
    if count <= 1:
        return [run_case(book.policy, case) for case in cases]
    numbers = {id(case): number for number, case in enumerate(book.cases)}
    with ProcessPoolExecutor(count, get_context("spawn"), _start, (book.policy.path,)) as pool:
        outcomes = list(pool.map(_run, [numbers[id(case)] for case in cases], chunksize=4))
    refused = [outcome for outcome in outcomes if isinstance(outcome, _Refused)]
    if refused:
        errors: list[ChecklistError] = [PolicyError(each.code, each.place, **each.values) for each in refused]
        raise grouped(errors)
    return [outcome for outcome in outcomes if isinstance(outcome, CaseResult)]


@dataclasses.dataclass(frozen=True, slots=True)
class _Refused:
    """An error on its way between processes."""

    code: str
    place: Place | None
    values: dict[str, object]


def _start(path: str) -> None:
    global _book  # noqa: PLW0603  # what a worker process reads once
    _book = load_casebook(load_policy(path))


def _run(number: int) -> CaseResult | _Refused:
    assert _book is not None  # noqa: S101  # `_start` ran first
    try:
        return run_case(_book.policy, _book.cases[number])
    except ChecklistError as error:
        return _Refused(error.code, error.place, error.values)


def _refuse_rejects(ready: Ready, case: Case) -> None:
    """Refuse a case of which a row cannot be read: it would judge another world than it shows."""
    errors: list[ChecklistError] = []
    for reject in ready.loaded.rejects:
        places = case.world.tables[reject.table].places
        place = places[reject.line - 2] if 0 <= reject.line - 2 < len(places) else case.place
        errors.append(PolicyError("case_refused", place, detail=reject.reason))
    if errors:
        raise grouped(errors)


def _placed(error: ChecklistError, case: Case) -> ChecklistError:
    """Return an error with its place in the cases file instead of one in a passing file."""
    if isinstance(error, ErrorGroup):
        return ErrorGroup([_placed(each, case) for each in error.errors])
    if error.code == "case_refused" or (error.place is not None and error.place.path == case.place.path):
        return error
    place = case.place
    if error.place is not None and error.place.line is not None:
        table = case.world.tables.get(Path(error.place.path).stem)
        if table is not None and 0 <= error.place.line - 2 < len(table.places):
            place = table.places[error.place.line - 2]
    return PolicyError("case_refused", place, detail=Sentence(f"error.{error.code}", error.values))
