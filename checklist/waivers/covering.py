"""Lay waivers over what was judged: which missed units each covers, counted by the database over all reps at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.engine import SQL, Session, identifier, literal, render_file
from checklist.kinds import kinds
from checklist.model import WaiverUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklist.model import Rule, Waiver

_FOLDER = Path(__file__).parent
# How many unit-days fall due from the day of `f` to that of `l`, both included.
_COUNT = SQL("(l.workdays_through - f.workdays_through + CASE WHEN f.working THEN 1 ELSE 0 END)")


@dataclass(slots=True)
class Cover:
    """What waivers came to for one rule: by rep the units and the waivers that cover them, and each one's use.

    Where a rule has waivers, `missed` selects its rows that miss units, each with `waived` (units) and `waiver`.
    A row names a waiver only if waivers cover the whole of it: of a stretch that is partly covered, the
    covered unit-days alone are counted. `pieces` is the table of what lies in the waivers' scopes.
    """

    units: dict[str, int] = field(default_factory=dict)
    waivers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    uses: list[WaiverUse] = field(default_factory=list)
    missed: SQL | None = None
    pieces: str = ""
    tables: tuple[str, ...] = ()


def lay_out_waivers(session: Session, waivers: Sequence[Waiver]) -> None:
    """Create the table `waivers`, and `waived_reps`, `waived_teams`, `waived_customers` for whom they name.

    Needs the table `judged`: a team is the reps who stand in it on the roster.
    """
    session.create("waivers", _values("number waiver rule opens closes reps teams customers", _heads(waivers)))
    named = [(number, rep) for number, each in enumerate(waivers) for rep in each.reps]
    teams = [(number, team) for number, each in enumerate(waivers) for team in each.teams]
    customers = [(number, customer) for number, each in enumerate(waivers) for customer in each.customers]
    session.create("waived_reps", _values("number rep_id", named))
    session.create(
        "waived_teams",
        f"SELECT t.number, j.rep_id FROM ({_values('number team', teams)}) t JOIN judged j ON j.team = t.team",
    )
    session.create("waived_customers", _values("number customer_id", customers))


def cover(session: Session, rule: Rule, waivers: Sequence[Waiver], units: str, *, ahead: bool = False) -> Cover:
    """Lay a rule's waivers over its table of units, whose rows have a `unit_row` to be found by.

    What is missing and to what extent it is covered is then what `Cover.missed` selects. With `ahead` the units
    are those that lie ahead: `ahead_due`, `ahead_missing` and so on stand for what fell due.
    """
    own = [number for number, each in enumerate(waivers) if each.rule == rule.id]
    if not own:
        return Cover()
    kind = kinds()[rule.kind]
    pieces, covered = f"waived_pieces_{units}", f"waived_{units}"
    values = {"divisible": kind.divisible, "count": _COUNT, "pieces": SQL(pieces)}
    subject = _subject(rule, {name for name, _ in session.columns(units)})
    names = _AHEAD if ahead else _JUDGED
    session.create(
        pieces, render_file(_FOLDER / "pieces.sql", **values, **subject, **names, rule=rule.id, units=SQL(units))
    )
    session.create(covered, render_file(_FOLDER / "covered.sql", **values))
    missed = SQL(
        "SELECT m.*, coalesce(c.waived, 0) AS waived, "
        f"CASE WHEN c.waived = m.{names['missing']} THEN w.waiver END AS waiver "
        f"FROM {units} m LEFT JOIN {covered} c ON c.unit_row = m.unit_row "
        f"LEFT JOIN waivers w ON w.number = c.number WHERE m.{names['missing']} > 0"
    )
    found = Cover(pieces=pieces, missed=missed, tables=(pieces, covered))
    return found if ahead else _summed(session, waivers, own, found)


_JUDGED = {
    "due": SQL("due"),
    "missing": SQL("missing"),
    "opens": SQL("judged_first"),
    "closes": SQL("judged_last"),
}
_AHEAD = {
    "due": SQL("ahead_due"),
    "missing": SQL("ahead_missing"),
    "opens": SQL("ahead_first"),
    "closes": SQL("ahead_last"),
}


def _summed(session: Session, waivers: Sequence[Waiver], own: Iterable[int], found: Cover) -> Cover:
    """Add by rep the units and the waivers that cover them, and what each waiver came to."""
    for rep_id, units in session.rows(
        f"SELECT rep_id, sum(waived) FROM ({found.missed}) m WHERE waived > 0 GROUP BY rep_id"
    ):
        found.units[rep_id] = int(units)
    ids: dict[str, list[str]] = {}
    for rep_id, number in session.rows(
        f"SELECT DISTINCT rep_id, number FROM {found.pieces} WHERE missing > 0 ORDER BY rep_id, number"
    ):
        ids.setdefault(rep_id, []).append(waivers[number].id)
    found.waivers = {rep_id: tuple(sorted(each)) for rep_id, each in ids.items()}
    sums = {
        number: (int(due), int(missing), int(unknown))
        for number, due, missing, unknown in session.rows(
            f"SELECT number, sum(due), sum(missing), sum(unknown) FROM {found.pieces} GROUP BY number"
        )
    }
    found.uses = [WaiverUse(waivers[number], *sums.get(number, (0, 0, 0))) for number in own]
    return found


def _heads(waivers: Sequence[Waiver]) -> list[tuple[object, ...]]:
    return [
        (
            *(number, each.id, each.rule, each.holds_from, each.holds_to),
            *(bool(each.reps), bool(each.teams), bool(each.customers)),
        )
        for number, each in enumerate(waivers)
    ]


def _subject(rule: Rule, columns: set[str]) -> dict[str, object]:
    """Return how a unit's customer is found: its own, its trigger's, or that of its case's first record."""
    table = kinds()[rule.kind].trigger_table(rule.versions[0].parameters)
    return {
        "own_customer": "customer_id" in columns,
        "of_case": "case_id" in columns,
        "triggers": SQL({"records": "loaded_records", "customers": "customers"}.get(table, "")),
    }


def _values(names: str, rows: Sequence[tuple[object, ...]]) -> SQL:
    """Return a SELECT of these rows under these names."""
    columns = names.split()
    if not rows:
        return SQL("SELECT " + ", ".join(f"{_EMPTY[name]} AS {identifier(name)}" for name in columns) + " WHERE FALSE")
    listed = SQL(", ".join(literal(row) for row in rows))
    return SQL(f"SELECT * FROM (VALUES {listed}) v({', '.join(identifier(name) for name in columns)})")


_EMPTY = {
    "number": "0", "rep_id": "''", "team": "''", "customer_id": "''", "waiver": "''", "rule": "''",
    "opens": "DATE '0001-01-01'", "closes": "DATE '0001-01-01'",
    "reps": "FALSE", "teams": "FALSE", "customers": "FALSE",
}  # fmt: skip
