"""A manifest: an in-toto statement (v1) of inputs, policy, tool and outputs, each with its SHA-256, unsigned.

Nothing in it tells when or where it was written: the same audit gives the same manifest, byte by byte.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checklist.model import Place, UsageError
from checklist.wire.jsontext import read_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checklist.model import Audit

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:checklist:manifest:1"


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Digest(_Part):
    """Hashes of a content, in hex."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]+$")]


class Named(_Part):
    """A file, or a table out of somewhere else, and what its content hashes to."""

    name: str
    digest: Digest


class Read(Named):
    """What the audit read, and as what."""

    table: str


class Policy(Named):
    """The policy, by the name or path it was given under."""

    pack: str
    version: str


class Predicate(_Part):
    """What the outputs were made from, and by what."""

    tool: dict[str, str]
    policy: Policy
    period: dict[str, str]
    inputs: list[Read]


class Manifest(_Part):
    """A statement read back; `path` is where it stands."""

    path: str = ""
    type_: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: list[Named]
    predicate_type: Literal["urn:checklist:manifest:1"] = Field(alias="predicateType")
    predicate: Predicate


def statement(audit: Audit, policy: str, beside: Mapping[str, str], outputs: Iterable[Path], path: str) -> str:
    """Return the manifest of an audit as text, to stand at `path`.

    `policy` is what the policy was asked for by, `beside` the other files that were read, by what they are
    (`mapping`, `calendar`). Outputs are named as they lie from the manifest's own folder.
    """
    folder = Path(path).parent
    subject = [
        {"name": os.path.relpath(output, folder).replace(os.sep, "/"), "digest": {"sha256": hash_of(output)}}
        for output in outputs
    ]
    inputs = [
        {"table": each.table, "name": each.path, "digest": {"sha256": each.sha256}, "rows": each.rows}
        for each in audit.inputs
    ]
    inputs += [
        {"table": name, "name": given, "digest": {"sha256": hash_of(Path(given))}} for name, given in beside.items()
    ]
    period = audit.period
    document = {
        "_type": STATEMENT,
        "subject": sorted(subject, key=lambda each: str(each["name"])),
        "predicateType": PREDICATE,
        "predicate": {
            "tool": {"name": "checklist", "version": audit.version},
            "policy": {
                "name": policy,
                "pack": audit.policy.id,
                "version": audit.policy.version,
                "digest": {"sha256": audit.policy.sha256},
            },
            "period": {"from": str(period.first), "to": str(period.last), "as_of": str(period.as_of)},
            "inputs": inputs,
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hex."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def read_manifest(path: str, data: Any = None) -> Manifest:
    """Return the manifest at `path`. Raises `UsageError` for what is none."""
    try:
        return Manifest.model_validate({**(read_json(path) if data is None else data), "path": path})
    except ValidationError as error:
        part = ".".join(str(each) for each in error.errors()[0]["loc"])
        raise UsageError("manifest_broken", Place(path), part=part[:200]) from None
