"""Published documents read back, each by the model of the form that it names, and refused in one sentence otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from checklist.model import Place, UsageError
from checklist.wire.audit import AuditDocument, FirstAuditDocument
from checklist.wire.jsontext import parsed, text_of

if TYPE_CHECKING:
    from typing import Final

AUDIT_FORMS: Final = {each.form(): each for each in (FirstAuditDocument, AuditDocument)}
"""Every form of an audit that can be read, by what its field `schema` holds; the latest stands last."""


def read_audit(path: str) -> AuditDocument:
    """Return the audit that the JSON file at `path` holds.

    Raises `UsageError` with the place where it cannot be read, is of no form known, or does not hold together.
    """
    text = text_of(path)
    data = parsed(text, path)
    form = data.get("schema") if isinstance(data, dict) else None
    wanted = " | ".join(AUDIT_FORMS)
    if not isinstance(form, str) or form.partition("/")[0] != AuditDocument.form().partition("/")[0]:
        raise UsageError("audit_not_one", Place(path), wanted=wanted)
    if form not in AUDIT_FORMS:
        raise UsageError("audit_other_schema", Place(path), found=form[:60], wanted=wanted)
    del data  # it is large, and the model reads the text itself
    try:
        return AUDIT_FORMS[form].read(text, path)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise UsageError("audit_not_json", Place(path)) from None
        part = ".".join(str(each) for each in first["loc"]) or "scorecards"
        raise UsageError("audit_broken", Place(path), part=part[:200]) from None
