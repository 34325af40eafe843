"""`checklist waive`: a well-formed waiver entry, printed or added to a waiver file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checklist.cli.options import language_option
from checklist.cli.speech import say
from checklist.model.errors import Place, UsageError, grouped

if TYPE_CHECKING:
    from checklist.model import Waiver
    from checklist.waivers import People


@click.command("waive", help=say("cli.waive.help"), short_help=say("cli.waive.short"))
@click.argument("rule", metavar="RULE")
@click.option("--rep", "reps", multiple=True, metavar="REP", help=say("cli.waive.rep"))
@click.option("--customer", "customers", multiple=True, metavar="CUSTOMER", help=say("cli.waive.customer"))
@click.option("--team", "teams", multiple=True, metavar="TEAM", help=say("cli.waive.team"))
@click.option("--from", "first", metavar="DAY", help=say("cli.waive.from"))
@click.option("--to", "last", metavar="DAY", help=say("cli.waive.to"))
@click.option("--all", "everyone", is_flag=True, help=say("cli.waive.all"))
@click.option("--reason", required=True, metavar="TEXT", help=say("cli.waive.reason"))
@click.option("--approved-by", required=True, metavar="NAME", help=say("cli.waive.approved_by"))
@click.option("--approved-on", required=True, metavar="DAY", help=say("cli.waive.approved_on"))
@click.option("--expires", required=True, metavar="DAY", help=say("cli.waive.expires"))
@click.option("--id", "name", metavar="ID", help=say("cli.waive.id"))
@click.option("--file", "path", metavar="FILE", help=say("cli.waive.file"))
@click.option("--policy", default="sales-management", metavar="PACK", show_default=True, help=say("cli.option.policy"))
@click.option("--roster", metavar="FILE", help=say("cli.waive.roster"))
@language_option
def command(path: str | None, roster: str | None, policy: str, **options: Any) -> None:
    """Check a waiver and write it down."""
    from checklist.policy import load_policy
    from checklist.waivers import appended, check_approvers, entry_lines, rule_errors

    loaded = load_policy(policy)
    text = _text(path)
    waiver = _waiver(options, text, path or "")
    people = _people(roster, loaded.timezone)
    errors = [*rule_errors([waiver], loaded), *check_approvers([waiver], people)]
    if errors:
        raise grouped(errors)
    if path is None:
        click.echo("\n".join(entry_lines(waiver)))
        return
    from checklist.reporters.writing import write_file

    marked = Path(path).is_file() and Path(path).read_bytes().startswith(b"\xef\xbb\xbf")
    whole = appended(text, waiver, path)
    write_file(path, ["\ufeff" + whole if marked else whole])
    click.echo(say("cli.waive.written", id=waiver.id, path=path), err=True)


def _text(path: str | None) -> str:
    """Return what the waiver file holds so far; nothing where there is none."""
    if path is None or not Path(path).exists():
        return ""
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except IsADirectoryError:
        raise UsageError("file_is_folder", Place(path)) from None
    except OSError as error:
        raise UsageError("file_unreadable", Place(path), detail=error.strerror) from None
    except UnicodeDecodeError:
        raise UsageError("yaml_encoding", Place(path)) from None


def _waiver(options: dict[str, Any], text: str, path: str) -> Waiver:
    """Return the waiver that the options describe, checked for sense."""
    from checklist.calendars import parse_day
    from checklist.model import Waiver
    from checklist.waivers import check_waiver, fresh_id, parse_waivers

    reps, customers, teams = (_named(options[name], name) for name in ("reps", "customers", "teams"))
    first, last = (None if options[name] is None else parse_day(options[name]) for name in ("first", "last"))
    named = [option for option, people in (("--rep", reps), ("--customer", customers), ("--team", teams)) if people]
    if options["everyone"] and named:
        raise UsageError("goes_without", field="--all", other=named[0])
    if not options["everyone"] and not named and first is None and last is None:
        raise UsageError("waive_scope_missing")
    approved_on = parse_day(options["approved_on"])
    taken = {each.id for each in parse_waivers(text, path)}
    waiver = Waiver(
        id=_filled(options["name"], "--id") if options["name"] else fresh_id(options["rule"], approved_on, taken),
        rule=options["rule"],
        reps=reps,
        customers=customers,
        teams=teams,
        first=first,
        last=last,
        reason=_filled(options["reason"], "--reason"),
        approved_by=_filled(options["approved_by"], "--approved-by"),
        approved_on=approved_on,
        expires=parse_day(options["expires"]),
    )
    for error in check_waiver(waiver):
        raise error
    return waiver


def _named(names: tuple[str, ...], option: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_filled(name, f"--{option.removesuffix('s')}") for name in names))


def _filled(text: str, option: str) -> str:
    """Return a text without the blanks around it; a blank one says nothing."""
    if not text.strip():
        raise UsageError("option_missing", name=option)
    return text.strip()


def _people(roster: str | None, timezone: str) -> People:
    """Return the reps on the roster, so that an approver is known by name too."""
    from checklist.waivers import People

    if roster is None:
        return People()
    from checklist.api import roster_of

    return People({rep_id: (name, team) for rep_id, name, team, _ in roster_of(roster, timezone=timezone)})
