"""Values of the data that differ from the policy's words by case, width or blanks alone: they are those words.

A condition compares texts as they stand, which costs nothing; so whatever is spelt otherwise is spelt as in the
policy before anything is judged. The rows as they were read stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from checklist.auditing.shown import needs_of
from checklist.conditions.words import alike, alike_sql
from checklist.engine import SQL, identifier, literal
from checklist.model.tables import DAYS, NUMBERS, TIMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.engine import Session
    from checklist.model import Policy
    from checklist.records import Loaded

# Numbers and times are no texts; prose and keys are not compared with a policy's words.
_NO_WORDS = NUMBERS | DAYS | TIMES | {"text", "topic"}
BOUND = 2**31 - 1
"""Beyond any column: a bound keeps what is done to values behind their DISTINCT."""
Spellings = dict[str, dict[str, dict[str, str]]]
"""By table and column: what values are spelt like, and the policy's spelling of each."""


def spellings_of(session: Session, policy: Policy, loaded: Loaded) -> Spellings:
    """Return the values that the policy spells otherwise, of the columns that its rules look at."""
    wanted = _texts(policy)
    found: Spellings = {}
    for table, column in sorted(_columns(policy)):
        if not wanted or column not in loaded.columns.get(table, frozenset()):
            continue
        if (table, column) == ("records", "type"):
            values = [value for value in loaded.types if alike(value) in wanted]
        else:
            # So few values are folded, not many rows.
            values_of = f"SELECT DISTINCT CAST({identifier(column)} AS VARCHAR) AS v FROM loaded_{table}"
            own = SQL(f"({values_of} LIMIT {BOUND}) d")
            values = [
                row[0]
                for row in session.rows(f"SELECT v FROM {own} WHERE {alike_sql(SQL('v'))} IN {literal(sorted(wanted))}")
            ]
        others = {value: wanted[alike(value)] for value in sorted(values) if value not in wanted[alike(value)]}
        if others:
            found.setdefault(table, {})[column] = {value: min(words) for value, words in others.items()}
    return found


def spelt(table: str, spellings: Spellings) -> SQL:
    """Return a table's columns for a SELECT, its values spelt as the policy spells them."""
    columns = ", ".join(_column(name, words) for name, words in spellings.get(table, {}).items())
    return SQL(f"* REPLACE ({columns})" if columns else "*")


def _column(name: str, words: Mapping[str, str]) -> str:
    column = identifier(name)
    cases = " ".join(f"WHEN {literal(value)} THEN {literal(meant)}" for value, meant in words.items())
    return f"CASE {column} {cases} ELSE {column} END AS {column}"


def types_of(loaded: Loaded, spellings: Spellings) -> dict[str, int]:
    """Return the counts of types, each under the policy's spelling."""
    words = spellings.get("records", {}).get("type", {})
    counts: dict[str, int] = {}
    for value, count in loaded.types.items():
        counts[words.get(value, value)] = counts.get(words.get(value, value), 0) + count
    return counts


def _columns(policy: Policy) -> set[tuple[str, str]]:
    """Return the columns of texts that rules look at."""
    found = {("records", "type")}
    for rule in policy.rules:
        needs = needs_of(rule, policy)
        found |= needs.columns | needs.excluded
    return {(table, name) for table, name in found if name not in _NO_WORDS and not name.endswith("_id")}


def _texts(policy: Policy) -> dict[str, set[str]]:
    """Return every text that a rule says, by what it is alike."""
    found: dict[str, set[str]] = {}
    said: list[Any] = [list(policy.groups.values())]
    said += [(version.parameters, version.applies_to) for rule in policy.rules for version in rule.versions]
    for text in _said(said):
        found.setdefault(alike(text), set()).add(text)
    return found


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from _said(value.model_dump())
    elif isinstance(value, Mapping):
        yield from _said(list(value.values()))
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from _said(each)
