"""Outputs: one file a format, each named `as_<format>` and found by walking this folder."""

<<<<<<< HEAD
from checklist.reporters.catalogue import AUDITS, formats, load, refuse_unstreamable, refuse_unwritable, stream, write
from checklist.reporters.options import Options

__all__ = ["AUDITS", "Options", "formats", "load", "refuse_unstreamable", "refuse_unwritable", "stream", "write"]
=======
from checklist.reporters.catalogue import (
    formats,
    load,
    refuse_unstreamable,
    refuse_unwritable,
    shows_activity,
    stream,
    write,
)
from checklist.reporters.options import Options

__all__ = ["Options", "formats", "load", "refuse_unstreamable", "refuse_unwritable", "shows_activity", "stream", "write"]
>>>>>>> 857f6da (An audit can tell each rep's year, and who of the customers was left alone)
