"""Outputs: one file a format, each named `as_<format>` and found by walking this folder."""

from checklist.reporters.catalogue import AUDITS, formats, load, refuse_unstreamable, refuse_unwritable, stream, write
from checklist.reporters.options import Options

__all__ = ["AUDITS", "Options", "formats", "load", "refuse_unstreamable", "refuse_unwritable", "stream", "write"]
