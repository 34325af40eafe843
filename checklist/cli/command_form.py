"""`checklist form`: the manager's checklist, to be filled in and given back as attestations."""

from __future__ import annotations

from pathlib import PurePath

import click

from checklist.cli.speech import say, wording
from checklist.model.errors import Place, UsageError
from checklist.wording import LANGUAGES


@click.command("form", help=say("cli.form.help"), short_help=say("cli.form.short"))
@click.option("--policy", default="sales-management", metavar="PACK", show_default=True, help=say("cli.option.policy"))
@click.option("--roster", metavar="FILE", help=say("cli.form.roster"))
@click.option("--mapping", metavar="FILE", help=say("cli.option.mapping"))
@click.option("--as-of", metavar="DAY", help=say("cli.form.as_of"))
@click.option("--output", "path", required=True, metavar="FILE", help=say("cli.form.output"))
@click.option("--lang", "languages", metavar="zh|en|zh,en", help=say("cli.form.lang"))
def command(
    policy: str, roster: str | None, mapping: str | None, as_of: str | None, path: str, languages: str | None
) -> None:
    """Write a form."""
    from checklist.forms import csv_form, form_rows, workbook_form
    from checklist.policy import load_policy
    from checklist.reporters.writing import refuse_unwritable, write_file

    suffix = PurePath(path).suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        raise UsageError("form_suffix", Place(path))
    spoken = _languages(languages)
    loaded = load_policy(policy)
    refuse_unwritable(path, folder=False)
    rows = form_rows(loaded, _people(roster, mapping, as_of, loaded.timezone))
    form = csv_form(rows, spoken) if suffix == ".csv" else workbook_form(loaded, rows, spoken)
    write_file(path, [form])
    people, items = len({row.person for row in rows}), len({row.asked.item for row in rows})
    click.echo(say("cli.form.written", path=path, reps=people, items=items), err=True)


def _languages(text: str | None) -> tuple[str, ...]:
    """Return the languages asked for; by default all, this run's first."""
    if text is None:
        return tuple(sorted(LANGUAGES, key=lambda each: each != wording().language))
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names or not set(names) <= set(LANGUAGES):
        raise UsageError("form_languages", value=text)
    return names


def _people(
    roster: str | None, mapping: str | None, as_of: str | None, timezone: str
) -> list[tuple[str, str | None]] | None:
    """Return whom the form is about, those gone before `as_of` left out; None without a roster."""
    if roster is None:
        return None
    from checklist.api import roster_of
    from checklist.calendars import parse_day

    day = None if as_of is None else parse_day(as_of)
    reps = roster_of(roster, mapping=mapping, timezone=timezone)
    return [(rep_id, name) for rep_id, name, _, left_on in reps if day is None or left_on is None or left_on >= day]
