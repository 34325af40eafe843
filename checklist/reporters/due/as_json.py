"""What falls due next as JSON, described by the schema `checklist-due/2`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from checklist.reporters.courses import upcoming_items
from checklist.reporters.due.schema import DUE_SCHEMA
from checklist.wire.jsontext import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import DueList
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "json"
SUFFIX = ".json"
KIND: Literal["file"] = "file"


def render(due: DueList, wording: Wording, options: Options) -> Iterator[str]:  # noqa: ARG001  # one text for all
    """Yield the document piece by piece."""
    ahead = due.ahead
    reps = (
        {
            "rep_id": rep.rep_id,
            "name": rep.name,
            "team": rep.team,
            "manager": rep.manager,
            "omitted": ahead.omitted.get(rep.rep_id, 0),
        }
        for rep in due.reps
    )
    not_checked = (
        {
            "rule": rule.id,
            "clause": rule.clause,
            "reason_code": reason.key.rpartition(".")[2],
            "reason": wording.say(reason),
        }
        for rule, reason in ahead.not_checked
    )
    upcoming = (each.model_dump(mode="json") for each in upcoming_items(ahead.upcoming, wording))
    yield from document(_head(due, wording), (("reps", reps), ("upcoming", upcoming), ("not_checked", not_checked)))


def _head(due: DueList, wording: Wording) -> Iterator[tuple[str, Any]]:
    policy = due.policy
    yield "schema", DUE_SCHEMA
    yield "tool", {"version": due.version}
    yield "language", wording.language
    yield (
        "policy",
        {
            "pack": policy.id,
            "version": policy.version,
            "title": wording.value(policy.title),
            "sha256": policy.sha256,
            "extends": policy.tailoring,
        },
    )
    yield "as_of", str(due.ahead.as_of)
    yield "until", str(due.ahead.until)
    yield "notices", [{"code": each.code, "message": wording.say(each.sentence)} for each in due.notices]
    yield (
        "summary",
        {
            "reps": len(due.reps),
            "upcoming": len(due.ahead.upcoming),
            "overdue": sum(each.overdue for each in due.ahead.upcoming),
            "omitted": sum(due.ahead.omitted.values()),
        },
    )
