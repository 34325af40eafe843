"""Pseudonyms out of a secret key: the same key gives the same person the same name in every period."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from pathlib import Path, PurePath

from checklist.model import Place, UsageError

SHORT_KEY = 12
"""A key of fewer characters can be found by trying."""

_LENGTH, _CHECK = 10, 3
_SUFFIXES = frozenset(
    {".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".yaml", ".yml", ".toml"}
)


def key_of(given: str) -> str:
    """Return the secret that `--pseudonymise` gives: a phrase, or what stands in a file (`@FILE` insists on one)."""
    insists = given.startswith("@")
    path = given[1:] if insists else given
    try:
        is_file = insists or Path(path).is_file()
        text = Path(path).read_text(encoding="utf-8") if is_file else given
    except (OSError, ValueError) as refusal:
        if not insists:  # no name a file could have: a phrase
            return unicodedata.normalize("NFC", given.strip())
        reason = getattr(refusal, "strerror", None) or str(refusal)
        raise UsageError("pseudonym_key_unreadable", Place(path), reason=reason) from refusal
    key = unicodedata.normalize("NFC", text.strip())
    if not key:
        raise UsageError("pseudonym_key_empty", Place(path) if is_file else None)
    return key


class Names:
    """Pseudonyms by role: `rep-…`, `customer-…`, `record-…`.

    Each ends with characters that only the key can make, so that a name replaced once is recognised and
    stays: earlier audits that were made with the same key still fit.
    """

    def __init__(self, key: str) -> None:
        # A deliberately slow derivation: trying out phrases costs far more than reading the report is worth.
        self._secret = hashlib.scrypt(key.encode(), salt=b"checklist pseudonyms 1", n=2**14, r=8, p=1, dklen=32)
        self._known: dict[tuple[str, str], str] = {}

    def name(self, role: str, text: str) -> str:
        """Return the pseudonym of what `text` names in its role."""
        known = self._known.get((role, text))
        if known is None:
            known = self._known[role, text] = text if self._is_ours(role, text) else self._made(role, text)
        return known

    def path(self, path: str) -> str:
        """Return a file's pseudonym, its kind kept; tables out of memory, `<records>`, have no name to hide."""
        if re.fullmatch(r"<\w+>", path):
            return path
        suffix = PurePath(path).suffix.lower()
        suffix = suffix if suffix in _SUFFIXES else ""
        if self._is_ours("file", path[: len(path) - len(suffix)]):
            return path
        return self.name("file", path) + suffix

    def hash(self, text: str) -> str:
        """Return as many hexadecimal digits in place of a hash, which could be found again by trying contents."""
        return self._digest("hash", text).hex()[: len(text)]

    def _is_ours(self, role: str, text: str) -> bool:
        body, check = text[:-_CHECK], text[-_CHECK:]
        ours = body.startswith(f"{role}-") and len(body) == len(role) + 1 + _LENGTH
        return ours and check == self._letters("", body, _CHECK)

    def _made(self, role: str, text: str) -> str:
        body = f"{role}-{self._letters(role, text, _LENGTH)}"
        return body + self._letters("", body, _CHECK)

    def _letters(self, role: str, text: str, length: int) -> str:
        return base64.b32encode(self._digest(role, text)).decode().lower()[:length]

    def _digest(self, role: str, text: str) -> bytes:
        message = f"{role}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, message, hashlib.sha256).digest()
