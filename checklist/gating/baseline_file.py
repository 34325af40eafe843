"""A baseline file, `checklist-baseline/1`: JSON or YAML, for people to review and for `checklist check` to keep."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from checklist.gating.baseline import Baseline
from checklist.model import Acceptance, BaselineError, Place
from checklist.yamlfile import from_text, read_yaml, validation_errors

if TYPE_CHECKING:
    from checklist.model import Policy
    from checklist.yamlfile import YamlDocument

SCHEMA = "checklist-baseline/1"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_BYTES = 200_000_000


def _day(value: object) -> object:
    try:
        if _DAY.fullmatch(str(value)):
            return date.fromisoformat(str(value))
    except ValueError:
        pass
    raise PydanticCustomError("day_unknown", "no day", {"value": "" if value is None else str(value)})


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Day = Annotated[date, BeforeValidator(_day)]
Count = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PolicyPart(_Part):
    """The policy that the baseline was made with."""

    pack: Text
    version: Text


class Entry(_Part):
    """One accepted deviation as written."""

    id: Annotated[str, StringConstraints(pattern="^[0-9a-f]{16}$")]
    rule: Text
    rep_id: Text
    due_on: Day
    subject: dict[str, str] = {}
    reason: Text
    approved_by: Text
    approved_on: Day
    expires: Day | None = None


class File(_Part):
    """The whole file."""

    schema_: str = Field(alias="schema")
    policy: PolicyPart
    judged: list[Text] = []
    accepted: list[Entry] = []
    counts: dict[str, dict[str, Count]] = {}


def load_baseline(path: str, policy: Policy) -> Baseline:
    """Read a baseline and see that it belongs to the policy. Raises `BaselineError` with file, line and column."""
    if not Path(path).exists():
        raise BaselineError("baseline_missing", Place(path))
    as_json = Path(path).suffix.lower() == ".json"
    text = _text(path) if as_json else ""
    data = _json(text, path) if as_json else None
    document = None if as_json else read_yaml(path, BaselineError, scalars="text")
    whole = data if document is None else document.data

    def located() -> YamlDocument:
        return document or from_text(text, path, BaselineError, scalars="text")

    stated = whole.get("schema") if isinstance(whole, dict) else None
    if stated != SCHEMA:
        raise BaselineError("baseline_schema", located().value_place(("schema",)), found=stated, wanted=SCHEMA)
    try:
        file = File.model_validate(whole)
    except ValidationError as error:
        raise validation_errors(error, located(), BaselineError, model=File) from None
    if file.policy.pack != policy.id:
        place = located().value_place(("policy", "pack"))
        raise BaselineError("baseline_policy", place, found=file.policy.pack, policy=policy.id)
    seen: dict[str, int] = {}
    for number, entry in enumerate(file.accepted):
        if entry.id in seen:
            place = located().value_place(("accepted", number, "id"))
            raise BaselineError("baseline_twice", place, id=entry.id)
        if entry.expires is not None and entry.expires < entry.approved_on:
            place = located().value_place(("accepted", number, "expires"))
            raise BaselineError("baseline_days", place, expires=entry.expires, approved=entry.approved_on)
        seen[entry.id] = number
    return Baseline(
        path=path,
        pack=file.policy.pack,
        version=file.policy.version,
        accepted=tuple(Acceptance(**entry.model_dump()) for entry in file.accepted),
        counts=file.counts,
        rules=frozenset(file.judged),
    )


def _text(path: str) -> str:
    try:
        with Path(path).open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
    except IsADirectoryError:
        raise BaselineError("file_is_folder", Place(path)) from None
    except (OSError, ValueError) as error:
        raise BaselineError("file_unreadable", Place(path), detail=getattr(error, "strerror", None) or error) from None
    if len(content) > _MOST_BYTES:
        raise BaselineError("yaml_too_large", Place(path), limit=_MOST_BYTES // 1_000_000)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BaselineError("yaml_encoding", Place(path, line)) from None


def _json(text: str, path: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(path, error.lineno, error.colno)
        raise BaselineError("json_syntax", place, detail=error.msg) from None
    except ValueError:  # a number that no machine counts to
        raise BaselineError("json_syntax", Place(path, 1, 1), detail="number") from None
    except RecursionError:
        raise BaselineError("json_syntax", Place(path, 1, 1), detail="nesting") from None


def baseline_text(baseline: Baseline) -> str:
    """Return a baseline as its file holds it, JSON or YAML by the file's name; sorted, an entry after another."""
    data = {
        "schema": SCHEMA,
        "policy": {"pack": baseline.pack, "version": baseline.version},
        "judged": sorted(baseline.rules),
        "accepted": [_entry(each) for each in baseline.accepted],
        "counts": {rep: dict(sorted(rules.items())) for rep, rules in sorted(baseline.counts.items())},
    }
    if Path(baseline.path).suffix.lower() == ".json":
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    import yaml  # only to write one

    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def _entry(each: Acceptance) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": each.id,
        "rule": each.rule,
        "rep_id": each.rep_id,
        "due_on": each.due_on.isoformat(),
        "subject": dict(sorted(each.subject.items())),
        "reason": each.reason,
        "approved_by": each.approved_by,
        "approved_on": each.approved_on.isoformat(),
    }
    if each.expires is not None:
        entry["expires"] = each.expires.isoformat()
    return entry
