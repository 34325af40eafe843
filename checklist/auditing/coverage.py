"""How each clause is checked: by which rules, from which tables; and what a given log can decide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from checklist.auditing.shown import needs_of, why_not_checked
from checklist.kinds import kinds
from checklist.model.tables import TABLES

if TYPE_CHECKING:
    from checklist.auditing.preparing import Ready
    from checklist.model import Clause, Policy, Rule, Sentence


class Decided(StrEnum):
    """How much of a clause the inputs can tell."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """A rule, the tables it looks at, and with a log the reason why that log cannot tell it, if it cannot."""

    rule: Rule
    tables: tuple[str, ...]
    reason: Sentence | None = None


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """A clause and its rules. `decided` is None where no log was looked at, and where there is no rule."""

    clause: Clause
    rules: tuple[RuleCoverage, ...]
    decided: Decided | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """A policy, clause by clause."""

    policy: Policy
    clauses: tuple[ClauseCoverage, ...]
    with_log: bool

    @property
    def uncovered(self) -> tuple[Clause, ...]:
        """The clauses that no rule checks."""
        return tuple(each.clause for each in self.clauses if not each.rules)

    def by_table(self) -> dict[str, int]:
        """Return how many rules look at each table, in the order in which tables are named everywhere."""
        tables = [table for each in self.clauses for rule in each.rules for table in rule.tables]
        return {table: tables.count(table) for table in TABLES if table in tables}

    def count(self, decided: Decided) -> int:
        """Return how many clauses the inputs can tell so far."""
        return sum(each.decided is decided for each in self.clauses)


def coverage(policy: Policy, ready: Ready | None = None) -> Coverage:
    """Return how each clause of a policy is checked, and with inputs made ready, what they can tell of it."""
    clauses = tuple(_clause(clause, policy, ready) for clause in policy.clauses)
    return Coverage(policy, clauses, ready is not None)


def _clause(clause: Clause, policy: Policy, ready: Ready | None) -> ClauseCoverage:
    rules = tuple(_rule(rule, policy, ready) for rule in clause.rules)
    if ready is None or not rules:
        return ClauseCoverage(clause, rules)
    told = sum(each.reason is None for each in rules)
    decided = Decided.FULLY if told == len(rules) else Decided.PARTLY if told else Decided.NOT
    return ClauseCoverage(clause, rules, decided)


def _rule(rule: Rule, policy: Policy, ready: Ready | None) -> RuleCoverage:
    not_shown = None if ready is None else why_not_checked(rule, policy, ready.loaded, ready.unread)
    return RuleCoverage(rule, tables_of(rule, policy), None if not_shown is None else not_shown.reason)


def tables_of(rule: Rule, policy: Policy) -> tuple[str, ...]:
    """Return the tables a rule looks at. A query that names none is taken to read the log."""
    needs = needs_of(rule, policy)
    found = needs.tables | {table for table, _ in needs.columns | needs.excluded}
    if needs.types:
        found.add("records")
    for version in rule.versions:
        found |= {table for _, _, table in kinds()[rule.kind].selectors(version.parameters)}
    return tuple(table for table in TABLES if table in (found or {"records"}))
