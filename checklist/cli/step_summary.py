"""The summary of a pipeline's step, where the pipeline names a file for it: GitHub shows it on the run's page."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.cli.speech import say, wording
from checklist.model.errors import Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit
    from checklist.reporters import Options

VARIABLE = "GITHUB_STEP_SUMMARY"
ROOM = 1024 * 1024 - 4096
"""How much a step's summaries may take in all: what goes beyond is dropped without a word, so it is cut before."""


def append_summary(audit: Audit, style: Options) -> None:
    """Add the summary to the file that the pipeline names, if it names one; what is there already stays."""
    path = os.environ.get(VARIABLE)
    if not path:
        return
    try:
        taken = Path(path).stat().st_size if Path(path).exists() else 0
        with Path(path).open("ab") as opened:
            opened.write(cut("".join(_parts(audit, style)), max(0, ROOM - taken)))
    except OSError as error:
        raise UsageError("output_unwritable", Place(path), reason=error.strerror or str(error)) from None


def cut(text: str, room: int) -> bytes:
    """Return the text as UTF-8 within `room` bytes, cut at the end of a line with a word on it."""
    whole = text.encode("utf-8", "backslashreplace")
    if len(whole) <= room:
        return whole
    more = f"\n{say('pipelines.summary_cut')}\n".encode()
    kept = whole[: max(0, room - len(more))]
    kept = kept[: kept.rfind(b"\n") + 1]
    return kept + more if len(kept) + len(more) <= room else b""


def _parts(audit: Audit, style: Options) -> Iterator[str]:
    """Yield the summary, and first of all what became of the gate."""
    from checklist.reporters import stream
    from checklist.reporters.markdown import escaped

    if audit.gate is not None:
        yield f"**{escaped(say(f'pipelines.gate.{audit.gate.state}'))}**\n\n"
        yield from (f"- {escaped(wording().say(stop.sentence))}\n" for stop in audit.gate.stops)
        yield "\n"
    whole = replace(style, verbosity=max(0, style.verbosity))  # what is quiet on a screen is whole on a page
    yield from (str(piece) for piece in stream("markdown", audit, wording(), whole))
