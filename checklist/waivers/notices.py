"""What must be said of waivers: those for no known rule, and those that expired, did nothing, or soon end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from checklist.model import Notice, Sentence, WaiverError
from checklist.yamlfile import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checklist.model import Period, Policy, Waiver, WaiverUse

SOON = timedelta(days=30)


def rule_errors(waivers: Iterable[Waiver], policy: Policy) -> Iterator[WaiverError]:
    """Yield an error for each waiver of a rule that the policy does not have, nor skips: a slip excuses nobody."""
    known = {rule.id for rule in policy.rules}
    skipped = {each.rule for each in policy.skipped}
    for each in waivers:
        if each.rule not in known | skipped:
            hint = did_you_mean(each.rule, known)
            yield WaiverError("waiver_rule_unknown", each.place("rule"), id=each.id, rule=each.rule, hint=hint)


def waiver_notices(uses: Sequence[WaiverUse], period: Period, known: frozenset[str]) -> Iterator[Notice]:
    """Yield what must be said, one notice a sort, naming every waiver with its line.

    Expired: nothing that fell due after the expiry is waived. Unused: nothing in its scope fell due in the
    period, or could be judged. Unneeded: what fell due was met. Ending: it expires within 30 days after `as_of`.
    """
    sorts: dict[str, list[Waiver]] = {}
    for use in uses:
        waiver = use.waiver
        if waiver.rule not in known:
            sorts.setdefault("waiver_rule_skipped", []).append(waiver)
        elif waiver.expires < period.as_of:
            sorts.setdefault("waiver_expired", []).append(waiver)
        elif use.due == 0:
            sorts.setdefault("waiver_unused", []).append(waiver)
        elif use.waived == 0 and use.unknown == 0:
            sorts.setdefault("waiver_unneeded", []).append(waiver)
        if waiver.rule in known and period.as_of <= waiver.expires <= period.as_of + SOON:
            sorts.setdefault("waiver_ends_soon", []).append(waiver)
        if waiver.rule in known and use.waived and waiver.approved_on > period.as_of:
            sorts.setdefault("waiver_approved_later", []).append(waiver)
    for code, waivers in sorts.items():
        yield Notice(code, Sentence(f"notice.{code}", {"count": len(waivers), "waivers": [_named(w) for w in waivers]}))


def _named(waiver: Waiver) -> Sentence:
    values = {"id": waiver.id, "place": str(waiver.place("") or ""), "expires": waiver.expires}
    return Sentence("notice.waiver", values)
