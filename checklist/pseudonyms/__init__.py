"""Pseudonyms: an audit to show outside, in which nobody and nobody's customer is named."""

from checklist.pseudonyms.naming import SHORT_KEY, Names, key_of
from checklist.pseudonyms.replacing import pseudonymised

__all__ = ["SHORT_KEY", "Names", "key_of", "pseudonymised"]
