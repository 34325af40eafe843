"""Say which profile each file was read with, and which of its words no profile knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import SQL, render
from checklist.model import Notice, Sentence
from checklist.model.tables import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.engine import Session
    from checklist.records.planning import Plan
    from checklist.records.profiles.guessing import Guess

_SHOWN = 20
# What the words of an activity's status come to; all but `done` and `in_progress` say that nothing was done.
STATUSES = ("planned", "done", "cancelled", "not_held", "in_progress")


def notices(session: Session, plans: Sequence[Plan]) -> Iterator[Notice]:
    """Yield what a reader must know of the profiles in use; needs the records loaded."""
    unknown = _unknown_words(session, plans)
    for plan in plans:
        applied = plan.applied
        if applied.match is not None:
            yield _notice(
                "profile_used",
                path=plan.source.path,
                title=applied.match.profile.keys.title.both,
                export=applied.match.export.title.both,
                profile=applied.match.profile.name,
                known=applied.match.known,
                headers=sum(1 for header in plan.raw.headers if header),
            )
        if applied.doubtful:
            names = [match.name for match in applied.doubtful]
            yield _notice(
                "profile_doubtful", path=plan.source.path, profiles=names, first=applied.doubtful[0].profile.name
            )
        if applied.settled.guesses:
            yield _notice(
                "aliases_used", path=plan.source.path, given=[_guess(each) for each in applied.settled.guesses]
            )
        yield from unknown.get(plan.file_id, ())


def _guess(guess: Guess) -> Sentence:
    code = "guess.among" if guess.others else "guess.alone"
    given = {"header": " + ".join(guess.headers), "column": guess.column, "others": list(guess.others)}
    return Sentence(code, given)


def _unknown_words(session: Session, plans: Sequence[Plan]) -> dict[int, list[Notice]]:
    """Return, by file, the words of types and statuses that mean nothing to any profile: they stay as they are."""
    found: dict[int, list[Notice]] = {}
    paths = {plan.file_id: plan.source.path for plan in plans}
    for column, own in (("type", ()), ("status", STATUSES)):
        alike: dict[tuple[str, ...], list[int]] = {}
        for plan in plans:
            words = plan.section.folded.get(column) if plan.table is RECORDS else None
            if not words or column not in plan.columns or column in plan.constants or not plan.section.why:
                continue
            known = {*own, *words.values(), *plan.section.values.get(column, {}).values()} - {None}
            otherwise = plan.section.otherwise.get(column)
            alike.setdefault(tuple(sorted(known | {otherwise or ""})), []).append(plan.file_id)
        # Files that are read with the same words are asked together: a log may be of thousands.
        for sorted_words, files in alike.items():
            listed: dict[int, list[str]] = {}
            left: dict[int, int] = {}
            asked = render(_UNKNOWN, column=SQL(column), files=files, words=sorted_words, shown=_SHOWN)
            for file_id, word, count, more in session.rows(asked):
                listed.setdefault(file_id, []).append(f"{word} ({count})")
                left[file_id] = more
            for file_id, shown in listed.items():
                more = {"more": left[file_id]} if left[file_id] > 0 else {}
                code = f"{column}_unknown_more" if more else f"{column}_unknown"
                found.setdefault(file_id, []).append(_notice(code, path=paths[file_id], words=shown, **more))
    return found


_UNKNOWN = """
SELECT file_id, word, records, words - {{ shown }} AS more
FROM (
    SELECT file_id, word, records, count(*) OVER (PARTITION BY file_id) AS words,
        row_number() OVER (PARTITION BY file_id ORDER BY records DESC, word) AS place
    FROM (
        SELECT file_id, {{ column }} AS word, count(*) AS records
        FROM loaded_records
        WHERE file_id IN {{ files }} AND {{ column }} NOT IN {{ words }}
        GROUP BY file_id, {{ column }}
    ) counted
) ranked
WHERE place <= {{ shown }}
ORDER BY file_id, place
"""


def _notice(code: str, **values: object) -> Notice:
    return Notice(code, Sentence(f"notice.{code}", values))
