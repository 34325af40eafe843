"""File names built from ids: readable where the id is, safe everywhere, different for different ids."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_UNSAFE = re.compile("[^a-z0-9]+")
_READABLE = 24


def slug(text: str) -> str:
    """Return what of the text is safe in any file system: small letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return _UNSAFE.sub("-", plain)[:_READABLE].strip("-")


def rep_page_name(rep_id: str) -> str:
    """Return the file name of a rep's page."""
    return rep_file_name(rep_id, ".html")


def rep_table_name(rep_id: str) -> str:
    """Return the file name of the table of a rep's deviations, which lies beside the page."""
    return rep_file_name(rep_id, ".csv")


def rep_file_name(rep_id: str, suffix: str) -> str:
    """Return the name of a file about one rep. The hash keeps apart ids that read alike."""
    return _named("rep", rep_id) + suffix


def team_page_name(team: str, part: int) -> str:
    """Return the file name of a part (from 1 on) of a team's page."""
    return f"{_named('team', team)}{f'-{part}' if part > 1 else ''}.html"


def _named(what: str, text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return "-".join(part for part in (what, slug(text), digest) if part)
