"""Say which profile each file was read with, and which of its words no profile knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import literal
from checklist.model import Notice, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.engine import Session
    from checklist.records.planning import Plan

_SHOWN = 20
# What the words of an activity's status come to; all but `done` and `in_progress` say that nothing was done.
STATUSES = ("planned", "done", "cancelled", "not_held", "in_progress")


def notices(session: Session, plans: Sequence[Plan]) -> Iterator[Notice]:
    """Yield what a reader must know of the profiles in use; needs the records loaded."""
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
        if applied.aliases:
            given = [f"{header} → {column}" for column, header in applied.aliases.items()]
            yield _notice("aliases_used", path=plan.source.path, given=given)
        if plan.table.name == "records":
            yield from _unknown_words(session, plan)


def _unknown_words(session: Session, plan: Plan) -> Iterator[Notice]:
    """Yield the words of types and statuses that mean nothing to any profile: they stay as they are."""
    for column, own in (("type", ()), ("status", STATUSES)):
        words = plan.section.folded.get(column)
        if not words or column not in plan.columns or column in plan.constants or not plan.section.why:
            continue
        known = {*own, *words.values(), *plan.section.values.get(column, {}).values()} - {None}
        otherwise = plan.section.otherwise.get(column)
        rows = session.rows(
            f"SELECT {column}, count(*) FROM loaded_records WHERE file_id = {plan.file_id} AND {column} IS NOT NULL "
            f"AND {column} NOT IN {literal(sorted(known | {otherwise or ''}))} GROUP BY ALL ORDER BY 2 DESC, 1"
        )
        if rows:
            shown = [f"{word} ({count})" for word, count in rows[:_SHOWN]]
            more = len(rows) - len(shown)
            code = f"{column}_unknown_more" if more else f"{column}_unknown"
            yield _notice(code, path=plan.source.path, words=shown, **({"more": more} if more else {}))


def _notice(code: str, **values: object) -> Notice:
    return Notice(code, Sentence(f"notice.{code}", values))
