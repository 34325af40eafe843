"""A policy's coverage as a table for a terminal, and as JSON for scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from checklist.auditing import Decided
from checklist.reporters.text import columns, fitted, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import ClauseCoverage, Coverage
    from checklist.wording import Wording

SCHEMA = "checklist-coverage/1"
_GAP = "  "
_SHORTEST_TITLE = 20


def coverage_lines(coverage: Coverage, wording: Wording, width: int) -> Iterator[str]:
    """Yield the table: each clause with its rules, what they look at, what the log can tell; then the totals."""
    policy = coverage.policy
    yield f"{wording.value(policy.title) or policy.id} {policy.version}"
    numbers = max(columns(each.clause.id) for each in coverage.clauses)
    names = max((columns(rule.rule.id) for each in coverage.clauses for rule in each.rules), default=0)
    indent = " " * (numbers + len(_GAP))
    for each in coverage.clauses:
        yield ""
        yield _clause_line(each, wording, numbers, width)
        for rule in each.rules:
            looked_at = _tables(rule.tables, wording)
            told = ""
            if coverage.with_log:
                told = wording.text("coverage.rule.told" if rule.reason is None else "coverage.rule.not_told")
            yield _ended(f"{indent}{_padded(rule.rule.id, names)}{_GAP}{looked_at}", told, width)
            if rule.reason is not None:
                reason = wording.say(rule.reason)
                yield from (f"{indent}{_GAP}{part}" for part in wrapped(reason, width - len(indent) - len(_GAP)))
    yield ""
    for total in _totals(coverage, wording):
        yield from wrapped(total, width)


def _clause_line(each: ClauseCoverage, wording: Wording, numbers: int, width: int) -> str:
    """Return a clause's number and title, and at the right what becomes of it."""
    if not each.rules:
        said = wording.text("coverage.no_rule")
    elif each.decided is not None:
        said = wording.text(f"coverage.clause.{each.decided}")
    else:
        said = ""
    head = _padded(each.clause.id, numbers) + _GAP
    room = max(_SHORTEST_TITLE, width - columns(head) - columns(said) - len(_GAP))
    return _ended(head + fitted(wording.value(each.clause.title), room), said, width)


def _padded(text: str, width: int) -> str:
    """Return the text with blanks behind it, to `width` terminal columns."""
    return text + " " * (width - columns(text))


def _ended(text: str, end: str, width: int) -> str:
    """Return a line of `width` terminal columns with `end` at its right."""
    return f"{text}{' ' * max(len(_GAP), width - columns(text) - columns(end))}{end}" if end else text.rstrip()


def _tables(tables: tuple[str, ...], wording: Wording) -> str:
    return " + ".join(wording.text(f"coverage.table.{table}") for table in tables)


def _totals(coverage: Coverage, wording: Wording) -> Iterator[str]:
    clauses = len(coverage.clauses)
    covered = clauses - len(coverage.uncovered)
    rules = sum(len(each.rules) for each in coverage.clauses)
    yield wording.text("coverage.total", covered=covered, clauses=clauses, rules=rules)
    shares = [
        wording.text("coverage.share", table=_tables((table,), wording), count=count)
        for table, count in coverage.by_table().items()
    ]
    yield wording.text("coverage.tables", shares=shares)
    if coverage.uncovered:
        yield wording.text("coverage.uncovered", clauses=[clause.id for clause in coverage.uncovered])
    if coverage.with_log:
        counts = {str(each): coverage.count(each) for each in Decided}
        yield wording.text("coverage.decided", **counts)


def coverage_json(coverage: Coverage, wording: Wording) -> str:
    """Return the coverage as JSON."""
    policy = coverage.policy
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "policy": {"pack": policy.id, "version": policy.version, "sha256": policy.sha256},
        "totals": {
            "clauses": len(coverage.clauses),
            "with_rule": len(coverage.clauses) - len(coverage.uncovered),
            "rules": sum(len(each.rules) for each in coverage.clauses),
            "rules_by_table": coverage.by_table(),
            "decided": {str(each): coverage.count(each) for each in Decided} if coverage.with_log else None,
        },
        "clauses": [_clause_json(each, wording, with_log=coverage.with_log) for each in coverage.clauses],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _clause_json(each: ClauseCoverage, wording: Wording, *, with_log: bool) -> dict[str, Any]:
    return {
        "clause": each.clause.id,
        "title": wording.value(each.clause.title),
        "modality": each.clause.modality.value,
        "decided": None if each.decided is None else each.decided.value,
        "rules": [
            {
                "rule": rule.rule.id,
                "kind": rule.rule.kind,
                "tables": list(rule.tables),
                "informational": rule.rule.informational,
                "decidable": rule.reason is None if with_log else None,
                "reason_code": None if rule.reason is None else rule.reason.key.rpartition(".")[2],
                "reason": None if rule.reason is None else wording.say(rule.reason),
            }
            for rule in each.rules
        ],
    }
