"""What a look at exports says, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.inspecting import FileSeen, Inspection, WordsSeen
    from checklist.model import ChecklistError
    from checklist.wording import Wording

SCHEMA = "checklist-inspect/2"


def json_lines(found: Inspection, wording: Wording) -> Iterator[str]:
    """Yield one document. Where the files could not be read, `error` says why and the rest is what was seen.

    `questions` are what must be answered in a mapping file before an audit, of all files at once.
    """
    loaded, overview = found.loaded, found.overview
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "error": None if found.error is None else wording.error(found.error),
        "questions": [_question(each, wording) for each in found.questions],
        "files": [_file(found, each, wording) for each in found.files],
        "rejects": [
            {"table": each.table, "path": each.path, "line": each.line, "code": each.reason.key.rpartition(".")[2],
             "reason": wording.say(each.reason)}
            for each in (loaded.rejects if loaded else ())
        ],
        "notices": [
            {"code": each.code, "message": wording.say(each.sentence)} for each in (loaded.notices if loaded else ())
        ],
        "types": dict(loaded.types) if loaded else {},
        "span": None if overview is None else {"from": str(overview.first), "to": str(overview.last)},
        "gaps": [
            {"from": str(gap.first), "to": str(gap.last), "working_days": gap.days}
            for gap in sorted(overview.gaps if overview else (), key=lambda each: each.first)
        ],
        "reps": None if overview is None else {"count": overview.reps, "top": _counts(overview.top_reps)},
        "customers": None if overview is None else {"count": overview.customers, "top": _counts(overview.top_customers),
                                                    "records_without": overview.customerless},
        "near_equal": [
            {"kind": each.kind, "names": _counts((each.one, each.other))}
            for each in (overview.close if overview else ())
        ],
    }  # fmt: skip
    yield json.dumps(document, ensure_ascii=True, indent=2)


def _file(found: Inspection, each: FileSeen, wording: Wording) -> dict[str, Any]:
    plan, match = each.plan, each.plan.applied.match
    balance = {}
    for summary in found.loaded.inputs if found.loaded else ():
        if (summary.table, summary.path) == (plan.table.name, plan.source.path):
            balance = {"records": summary.records, "rejects": summary.rejects, "skipped": summary.skipped,
                       "duplicates": summary.duplicates}  # fmt: skip
    return {
        "table": plan.table.name,
        "path": plan.source.path,
        "rows": each.rows,
        **balance,
        "header_line": plan.raw.header_line,
        "encoding": plan.raw.encoding,
        "profile": None if match is None else {
            "name": match.profile.name,
            "export": match.export.export,
            "title": f"{wording.value(match.profile.keys.title.both)}, {wording.value(match.export.title.both)}",
            "known_headers": match.known,
            "headers": sum(1 for header in plan.raw.headers if header),
            "not_verified": [wording.value(caution.both) for caution in match.profile.keys.not_verified],
        },
        "possible_profiles": [doubtful.name for doubtful in plan.applied.doubtful],
        "columns": [
            {
                "headers": list(seen.headers),
                "column": seen.column,
                "why": str(seen.why),
                "confidence": seen.why.confidence,
                "found": seen.why.standing,
                "preferred_to": list(seen.others),
                "made": seen.way,
                "read_as": None if seen.rule is None else wording.say(seen.rule),
                "filled": seen.filled,
                "samples": list(seen.samples),
            }
            for seen in each.columns
        ],
        "unread": list(each.unread),
        "types": _words(each.types),
        "statuses": _words(each.statuses),
        "directions": _words(each.directions),
        "unknown_words": {column: _words(words) for column, words in each.unknown.items() if words},
        "suggestions": [
            {"kind": suggestion.kind, "found": suggestion.found, "like": suggestion.like, "meaning": suggestion.meaning}
            for suggestion in each.suggestions
        ],
    }  # fmt: skip


def _question(error: ChecklistError, wording: Wording) -> dict[str, Any]:
    return {
        "path": error.place.path if error.place else None,
        "line": error.place.line if error.place else None,
        "column": error.values["column"],
        "code": error.code,
        "headers": list(error.values.get("headers", ())),
        "answer": error.values.get("line"),
        "message": wording.error(error),
    }


def _words(words: Iterable[WordsSeen]) -> list[dict[str, Any]]:
    return [
        {"word": each.word, "rows": each.rows, "texts": [{"text": text, "rows": count} for text, count in each.texts]}
        for each in words
    ]


def _counts(names: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"name": name, "records": count} for name, count in names]
