"""`checklist demo`: a small firm's month, from data to scorecards, and what to open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from checklist.cli.options import language_option, report_options, request_of
from checklist.cli.speech import say, wording
from checklist.model.errors import Place, UsageError

PERIOD, AS_OF = "2026-10", "2026-10-31"
_MARKER = ".checklist-demo"


@click.command("demo", help=say("cli.demo.help"), short_help=say("cli.demo.short"))
@click.argument("folder", default="checklist-demo", metavar="[DIR]", type=click.Path(path_type=Path))
@language_option
def command(folder: Path) -> None:
    """Make the demo firm and audit its last month."""
    from checklist.auditing import run
    from checklist.demo import build
    from checklist.reporters import stream, write

    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / _MARKER).exists())):
        raise UsageError("folder_not_empty", Place(str(folder)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARKER).touch()
    except OSError as error:
        raise UsageError("output_unwritable", Place(str(folder)), reason=error.strerror) from None
    build(folder)
    options = _options(folder)
    found = run(request_of(options, show_progress=True, activity=True))
    arguments = (*options["logs"], *(word for name in _TABLES for word in (f"--{name}", options[name])),
                 "--period", PERIOD, "--as-of", AS_OF)  # fmt: skip
    style = report_options(arguments=arguments)
    page = write("html", found, wording(), style, str(folder / "scorecards"))
    write("json", found, wording(), style, str(folder / "audit.json"))
    write("csv", found, wording(), style, str(folder / "tables"))
    for piece in stream("terminal", found, wording(), style):
        click.echo(piece, nl=False)
    click.echo()
    click.echo(say("cli.demo.open", page=page, json=folder / "audit.json", csv=folder / "tables", data=folder))


_TABLES = ("roster", "customers", "attestations", "absences")


def _options(folder: Path) -> dict[str, Any]:
    from checklist.demo import LOGS

    return {
        "policy": "sales-management",
        "logs": [str(folder / name) for name in LOGS],
        "period": PERIOD,
        "as_of": AS_OF,
        **{name: str(folder / f"{name}.csv") for name in _TABLES},
        **({"mapping": str(folder / "mapping.yaml")} if (folder / "mapping.yaml").exists() else {}),
    }
