"""What of an audit's inputs is not understood: words that neither the program, nor a rule, nor a mapping knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.auditing.shown import needs_of
from checklist.auditing.spellings import BOUND
from checklist.conditions import test_sql, values_of, words_of
from checklist.conditions.words import alike, alike_sql, word
from checklist.engine import SQL, identifier, literal
from checklist.kinds import kinds
from checklist.kinds.unread import Unread
from checklist.records.profiles.catalogue import profile_words
from checklist.records.spreading import input_of
from checklist.records.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.auditing.spellings import Spellings
    from checklist.conditions import Scalar
    from checklist.engine import Session
    from checklist.model import Policy
    from checklist.records import Loaded

# As many of a column's words are named where it lacks the one that is asked for.
_FREQUENT = 3


def unread_of(session: Session, loaded: Loaded, policy: Policy, spellings: Spellings) -> Unread:
    """Return what the loaded inputs leave open for the rules of a policy, which spells some of their words its way."""
    known = vocabulary()
    reps = session.value("SELECT count(DISTINCT rep_id) FROM loaded_records") or 0
    used = [each for (each,) in session.rows("SELECT DISTINCT type FROM loaded_records ORDER BY type")]
    read = (_alike(known.types.specific) - _alike(known.types.generic)) | _alike(asked_words(policy, "type"))
    types = [each for each in used if alike(each) not in read]
    users = _users(session) if types else {}
    asked = frozenset(_asked_values(policy))
    occurring = frozenset(_occurring(session, loaded, asked))
    return Unread(
        inputs=loaded.shown,
        paths=loaded.paths,
        parted=loaded.parted,
        words={
            column: _spelt(
                spellings,
                column,
                _unread_words(
                    session,
                    column,
                    [
                        *own,
                        *profile_words(column),
                        *loaded.words.get(column, ()),
                        *loaded.covers.named.get(column, ()),
                        *asked_words(policy, column),
                    ],
                ),
            )
            for column, own in known.closed().items()
        },
        types=_spelt(spellings, "type", types),
        lone_types=_spelt(spellings, "type", (each for each in types if reps > 1 and users[alike(each)] <= 1)),
        shown_types=frozenset(used) | loaded.covers.named.get("type", frozenset()),
        completed_types=loaded.covers.completed,
        complete=loaded.covers.complete,
        input_types=_input_types(session),
        occurring=occurring,
        frequent={(table, name): _frequent(session, loaded, table, name) for table, name, _ in asked - occurring},
        reps=reps,
        key_doubts=loaded.doubtful,
        nobody=bool(session.value("SELECT count(*) FROM loaded_records WHERE rep_id IS NULL")),
    )


def _users(session: Session) -> dict[str, int]:
    """Return how many reps use each type, however they spell it."""
    pairs = f"SELECT DISTINCT type, rep_id FROM loaded_records LIMIT {BOUND}"
    word = alike_sql(SQL("type"))
    return dict(session.rows(f"SELECT {word} AS word, count(DISTINCT rep_id) FROM ({pairs}) p GROUP BY word"))


def _spelt(spellings: Spellings, column: str, words: Iterable[str]) -> frozenset[str]:
    """Return words of a column of records, each with the policy's spelling of it."""
    own = spellings.get("records", {}).get(column, {})
    return frozenset(spelling for each in words for spelling in (each, own.get(each, each)))


def _input_types(session: Session) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for file_id, each in session.rows("SELECT DISTINCT file_id, type FROM loaded_records"):
        found.setdefault(input_of(file_id), set()).add(alike(each))
    return {input_id: frozenset(words) for input_id, words in found.items()}


def _asked_values(policy: Policy) -> Iterator[tuple[str, str, tuple[Scalar, ...]]]:
    """Yield each test for one of several values that rules ask for, or by which they tell whom they apply to."""
    for rule in policy.rules:
        yield from needs_of(rule, policy).values
        for version in rule.versions:
            if version.applies_to is not None:
                yield from (("reps", name, values) for name, values in values_of(version.applies_to))


def _occurring(
    session: Session, loaded: Loaded, asked: Iterable[tuple[str, str, tuple[Scalar, ...]]]
) -> Iterator[tuple[str, str, tuple[Scalar, ...]]]:
    """Yield each of these tests of which one value occurs or is named as covered."""
    for table, name, values in sorted(asked, key=str):
        named = _alike(
            each
            for column, words in loaded.covers.named.items()
            if column in (f"{table}.{name}", name if table == "records" else None)
            for each in words
        )
        if named & _alike(str(value) for value in values) or _occurs(session, loaded, table, name, values):
            yield table, name, values


def _occurs(session: Session, loaded: Loaded, table: str, name: str, values: tuple[Scalar, ...]) -> bool:
    if not loaded.shows(table, name):
        return False
    column = identifier(name)
    spelt = literal([alike(str(value)) for value in values])
    test = f"{test_sql(name, column, list(values))} OR {alike_sql(SQL(f'CAST({column} AS VARCHAR)'))} IN {spelt}"
    # The bound keeps the folding behind the DISTINCT: few values are folded, not many rows.
    cells = f"SELECT DISTINCT {column} FROM loaded_{table} WHERE {column} IS NOT NULL LIMIT {BOUND}"
    return bool(session.value(f"SELECT count(*) FROM ({cells}) c WHERE {test}"))


def _frequent(session: Session, loaded: Loaded, table: str, name: str) -> tuple[str, ...]:
    """Return the words that a column holds most often."""
    if not loaded.shows(table, name):
        return ()
    cell = f"CAST({identifier(name)} AS VARCHAR)"
    counts = f"SELECT {cell} AS word, count(*) AS n FROM loaded_{table} WHERE {cell} IS NOT NULL GROUP BY {cell}"
    return tuple(
        word for word, _ in session.rows(f"SELECT * FROM ({counts}) c ORDER BY n DESC, word LIMIT {_FREQUENT}")
    )


def asked_words(policy: Policy, field: str) -> frozenset[str]:
    """Return every word that a rule of the policy, skipped or not, compares a field of records with."""
    found: set[str] = set()
    for rule in (*policy.rules, *(each.left_out for each in policy.skipped if each.left_out is not None)):
        kind = kinds()[rule.kind]
        for version in rule.versions:
            for _, condition, table in kind.selectors(version.parameters):
                if table == "records":
                    found |= words_of(condition, field, policy.groups)
            found |= kind.asked_words(version.parameters, field)
    return frozenset(found)


def _unread_words(session: Session, column: str, known: Iterable[str]) -> frozenset[str]:
    """Return the words of a closed vocabulary's column that are not known."""
    folded = {word(each) for each in known}
    found = session.rows(f"SELECT DISTINCT {column} FROM loaded_records WHERE {column} IS NOT NULL ORDER BY {column}")
    return frozenset(each for (each,) in found if word(each) not in folded)


def _alike(words: Iterable[str]) -> frozenset[str]:
    return frozenset(alike(each) for each in words)
