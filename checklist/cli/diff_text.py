"""The difference of two policies as lines of text: what changed, and whose score and verdict it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.cli.speech import say, wording
from checklist.model import Verdict
from checklist.reporters.figures import NOTHING, tenths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.auditing import Cause, Effect, Movement
    from checklist.model import Audit, Bilingual, Finding, Policy, Scorecard
    from checklist.policy import Change

CAUSES_SHOWN = 5


def change_lines(old: Policy, new: Policy, changes: Sequence[Change]) -> Iterator[str]:
    """Yield what changed, under a heading each: the whole policy, its figures, its clauses and rules."""
    names = [f"{wording().value(policy.title) or policy.id} {policy.version}" for policy in (old, new)]
    if names[0] == names[1]:
        names = [f"{name} ({policy.path})" for name, policy in zip(names, (old, new), strict=True)]
    yield " → ".join(names)
    if not changes:
        yield say("cli.policy.diff.same")
    parts: dict[str, list[Change]] = {"whole": [], "figures": [], "clauses": []}
    for change in changes:
        kind = change.code.partition("_")[0]
        parts["whole" if kind == "policy" else "figures" if kind == "parameter" else "clauses"].append(change)
    for part, found in parts.items():
        if found:
            yield ""
            yield say(f"cli.policy.diff.{part}")
            yield from (f"  {wording().say(change.sentence)}" for change in found)


def effect_lines(effect: Effect) -> Iterator[str]:
    """Yield what the change comes to on the data, the reps whom it moves furthest first."""
    before, after = effect.before, effect.after
    period, reps = after.period, len(after.scorecards)
    yield ""
    yield say("effect.head", first=period.first, last=period.last, as_of=period.as_of)
    yield "  " + say("effect.score", before=tenths(before.score), after=tenths(after.score))
    for verdict in (Verdict.NON_COMPLIANT, Verdict.UNDECIDED, Verdict.COMPLIANT):
        counts = {"before": _count(before, verdict), "after": _count(after, verdict)}
        if counts["before"] != counts["after"]:
            yield "  " + say("effect.verdicts", verdict=wording().text(f"verdict.{verdict}"), **counts)
    if effect.movements:
        yield say("effect.moved", count=len(effect.movements), reps=reps)
    else:
        yield say("effect.nobody", reps=reps)
    titles = {rule.id: rule.title for audit in (before, after) for rule in audit.policy.rules}
    for movement in effect.movements:
        yield from _movement(movement, titles)
    if effect.silent:
        yield say("effect.silent", count=effect.silent)


def _count(audit: Audit, verdict: Verdict) -> int:
    return sum(card.verdict is verdict for card in audit.scorecards)


def _movement(movement: Movement, titles: dict[str, Bilingual]) -> Iterator[str]:
    name = movement.rep_id if movement.name is None else f"{movement.rep_id}  {movement.name}"
    scores = " → ".join(NOTHING if card is None else tenths(card.score) for card in (movement.before, movement.after))
    verdicts = list(dict.fromkeys(_verdict(card) for card in (movement.before, movement.after)))
    yield f"  {name}  {scores}  {' → '.join(verdicts)}"
    for cause in movement.causes[:CAUSES_SHOWN]:
        yield f"      {_cause(cause, titles)}"
    if len(movement.causes) > CAUSES_SHOWN:
        yield "      " + say("effect.more", count=len(movement.causes) - CAUSES_SHOWN)
    if movement.rest:
        yield "      " + say("effect.rest", points=_points(movement.rest))


def _verdict(card: Scorecard | None) -> str:
    return NOTHING if card is None else wording().text(f"verdict.{card.verdict}")


def _cause(cause: Cause, titles: dict[str, Bilingual]) -> str:
    title = wording().value(titles[cause.rule])
    rule = f"{title}  {cause.rule}" if title else cause.rule
    before, after = _found(cause.before), _found(cause.after)
    if before == after:
        return say("effect.same", rule=rule, found=after, points=_points(cause.points))
    if cause.points:
        return say("effect.cause_points", rule=rule, before=before, after=after, points=_points(cause.points))
    return say("effect.cause", rule=rule, before=before, after=after)


def _found(finding: Finding | None) -> str:
    if finding is None:
        return say("effect.absent")
    outcome = wording().text(f"outcome.{finding.outcome}")
    if not finding.expected:
        return say("effect.found_bare", outcome=outcome)
    return say("effect.found", outcome=outcome, met=finding.met, expected=finding.expected)


def _points(points: int) -> str:
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return sign + tenths(abs(points))
