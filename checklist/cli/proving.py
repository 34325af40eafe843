"""The manifest of an audit: asked for by `--manifest`, written once all reports are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checklist.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from checklist.model import Audit

_BESIDE = ("mapping", "vocabulary", "calendar", "baseline")


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the manifest goes, what the policy was asked for by, and what was read beside policy and data."""

    path: str
    policy: str
    beside: Mapping[str, str]

    def write(self, audit: Audit, files: Iterable[Path]) -> None:
        """Write the manifest of an audit and of the files that its reports went to."""
        from checklist.provenance import statement
        from checklist.reporters.writing import write_file

        write_file(self.path, [statement(audit, self.policy, self.beside, files, self.path)])


def proof_of(options: dict[str, Any]) -> Proof | None:
    """Return the manifest asked for, if one is; what it could not stand for is refused at once."""
    path = options.get("manifest")
    if path is None:
        return None
    from checklist.reporters.writing import refuse_unwritable

    if options.get("pseudonymise"):
        # It would name every file, with hashes by which contents can be guessed.
        raise UsageError("goes_without", field="--manifest", other="--pseudonymise")
    refuse_unwritable(path, folder=False)
    beside = {name: str(options[name]) for name in _BESIDE if options.get(name)}
    return Proof(path, options["policy"], beside)
