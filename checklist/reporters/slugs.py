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


def rep_file_name(rep_id: str, suffix: str) -> str:
    """Return the name of a file about one rep. The hash keeps apart ids that read alike."""
    digest = hashlib.sha256(rep_id.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return "-".join(part for part in ("rep", slug(rep_id), digest) if part) + suffix
