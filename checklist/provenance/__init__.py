"""What an audit was made of and what it made, so that anybody can see later whether it is still the same."""

from checklist.provenance.again import Difference, differences
from checklist.provenance.manifest import Manifest, read_manifest, statement
from checklist.provenance.verifying import Held, State, verify_manifest, verify_report

__all__ = [
    "Difference",
    "Held",
    "Manifest",
    "State",
    "differences",
    "read_manifest",
    "statement",
    "verify_manifest",
    "verify_report",
]
