"""The options of a gate: what has to be met, and the baseline of what is known already."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checklist.cli.options import shared_option
from checklist.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.gating import Approval, Gate, RuleGate

F = TypeVar("F", bound=Callable[..., Any])

_SCORE = re.compile(r"(?:(?P<scope>rep|team|firm):)?(?P<least>\d{1,3}(?:\.\d{1,4})?)")
_MOST = 100
_APPROVAL = ("reason", "approved_by", "approved_on")

_OPTIONS = (
    shared_option("--fail-on", type=click.Choice(["must", "any", "never"]), metavar="must|any|never"),
    shared_option("--min-score", multiple=True, metavar="[SCOPE:]N"),
    shared_option("--strict", is_flag=True),
    shared_option("--baseline", metavar="FILE"),
    shared_option("--ratchet", is_flag=True),
    shared_option("--update-baseline", is_flag=True),
    shared_option("--accept-new", is_flag=True),
    shared_option("--reason", metavar="TEXT"),
    shared_option("--approved-by", metavar="NAME"),
    shared_option("--approved-on", metavar="DAY"),
    shared_option("--expires", metavar="DAY"),
)


def gate_options(function: F) -> F:
    """Take what has to be met."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def gate_of(options: Mapping[str, Any], rules: Mapping[str, RuleGate]) -> Gate:
    """Return the gate that the options ask for. A ratchet alone lets failures stand that are no growth."""
    from checklist.gating import FailOn, Gate

    return Gate(
        fail_on=FailOn(options["fail_on"] or ("never" if options["ratchet"] else "must")),
        min_scores=_least(options["min_score"]),
        strict=options["strict"],
        ratchet=options["ratchet"],
        rules=rules,
    )


def _least(texts: tuple[str, ...]) -> dict[str, Fraction]:
    least: dict[str, Fraction] = {}
    for text in texts:
        found = _SCORE.fullmatch(text.strip())
        number = Fraction(found["least"]) if found else None
        if found is None or number is None or number > _MOST:
            raise UsageError("min_score", value=text)
        scope = found["scope"] or "rep"
        if scope in least:
            raise UsageError("min_score_twice", scope=scope)
        least[scope] = number
    return least


def approval_of(options: Mapping[str, Any]) -> Approval | None:
    """Return by whose word new deviations are accepted; None where none are to be."""
    from checklist.calendars import parse_day
    from checklist.gating import Approval

    given = {name: (options[name] or "").strip() for name in (*_APPROVAL, "expires")}
    flags = {name: f"--{name.replace('_', '-')}" for name in given}
    if not options["accept_new"]:
        for name, value in given.items():
            if value:
                raise UsageError("option_goes_with", option=flags[name], other="--accept-new")
        return None
    for name in _APPROVAL:
        if not given[name]:
            raise UsageError("accept_lacks", names=[flags[each] for each in _APPROVAL if not given[each]])
    approved_on = parse_day(given["approved_on"])
    expires = parse_day(given["expires"]) if given["expires"] else None
    if expires is not None and expires < approved_on:
        raise UsageError("accept_days", expires=expires, approved=approved_on)
    return Approval(given["approved_by"], approved_on, given["reason"], expires)


def check_baseline_options(options: Mapping[str, Any]) -> None:
    """Refuse what asks for a baseline without naming one."""
    for name in ("ratchet", "update_baseline", "accept_new"):
        if options[name] and not options["baseline"]:
            raise UsageError("option_goes_with", option=f"--{name.replace('_', '-')}", other="--baseline FILE")
