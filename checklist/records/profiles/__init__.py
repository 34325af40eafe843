"""Profiles: what each product's exports call things, one data file a product, found by walking this folder."""

from checklist.records.profiles.recognising import recognised

__all__ = ["recognised"]
