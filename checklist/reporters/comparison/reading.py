"""What a comparison says, in one language: the same lines for a terminal and for Markdown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from checklist.model import Because, Sentence
from checklist.reporters import figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.trend import AuditChange, RepChange, RuleChange
    from checklist.wire.audit import AuditDocument
    from checklist.wording import Wording

NAMED = 10


class ChangeReading:
    """Look-ups over one comparison, in one language."""

    def __init__(self, change: AuditChange, wording: Wording) -> None:
        self.change = change
        self.wording = wording

    def moved(self) -> list[RepChange]:
        """Return the reps whose score or verdict moved, the furthest fall first."""
        return [each for each in self.change.reps if each.points or each.before.verdict is not each.after.verdict]

    def heads(self) -> Iterator[str]:
        """Yield what is compared, and what became of the whole."""
        text, change = self.wording.text, self.change
        yield text("compare.head", policy=self._policy(change.new), old=_days(change.old), new=_days(change.new))
        unknown = change.old.unknown_count(), change.new.unknown_count()
        if any(unknown):
            old, new = (figures.NOTHING if each is None else figures.count(each) for each in unknown)
            yield text("compare.unknown", old=old, new=new)
        yield text(
            "compare.firm",
            before=figures.tenths(change.old.summary.score),
            after=figures.tenths(change.new.summary.score),
            points=self.signed(change.points),
            old=figures.count(change.old.summary.deviations),
            new=figures.count(change.new.summary.deviations),
        )
        both = [each.points for each in change.reps]
        yield text(
            "compare.sum",
            rose=sum(bool(each and each > 0) for each in both),
            fell=sum(bool(each and each < 0) for each in both),
            still=sum(each == 0 for each in both),
            unscored=sum(each is None for each in both),
        )

    def _policy(self, document: AuditDocument) -> str:
        return document.policy.title or document.policy.pack

    def signed(self, points: int | None) -> str:
        """Return a difference in points with its sign."""
        if points is None:
            return figures.NOTHING
        sign = "+" if points > 0 else "−" if points < 0 else "±"
        return sign + figures.tenths(abs(points))

    def policy(self) -> Iterator[str]:
        """Yield what differs in the policy; that nothing does is said, too."""
        text, policy = self.wording.text, self.change.policy
        if policy.same:
            yield text("compare.policy_same")
            return
        yield text("compare.policy_changed")
        if policy.version[0] != policy.version[1]:
            yield text("compare.version", old=policy.version[0], new=policy.version[1])
        for name, (before, after) in policy.parameters.items():
            yield text("compare.parameter", name=name, old=_plain(before), new=_plain(after))
        for key, rules in (
            ("added", policy.added),
            ("removed", policy.removed),
            ("reweighed", policy.reweighed),
            ("asks_otherwise", policy.asks_otherwise),
        ):
            if rules:
                titles = [self.change.title(rule) for rule in rules]
                yield text(f"compare.{key}", count=len(rules), rules=self._named(titles))

    def tool(self) -> str | None:
        """Return that another version of the program judged, if one did."""
        old, new = self.change.old.tool.version, self.change.new.tool.version
        return None if old == new else self.wording.text("compare.tool", old=old, new=new)

    def _named(self, names: list[str]) -> Any:  # names, or a sentence
        if len(names) <= NAMED:
            return names
        return Sentence("compare.and_more", {"names": names[:NAMED], "more": len(names) - NAMED})

    def rule(self, each: RuleChange) -> str:
        """Return one rule's part in a rep's change."""
        met = [self._met(one) for one in (each.before, each.after)]
        outcomes = [self._outcome(one) for one in (each.before, each.after)]
        return self.wording.text(
            "compare.rule",
            title=self.change.title(each.rule),
            before=outcomes[0],
            after=outcomes[1],
            met=met[0],
            met_now=met[1],
            because=self.wording.text(f"compare.because.{each.because}"),
        )

    def _met(self, finding: Any) -> str:  # a finding, or none
        if finding is None:
            return figures.NOTHING
        met = f"{figures.count(finding.met)}/{figures.count(finding.expected)}"
        return self.wording.text("compare.met", met=met, unknown=finding.unknown) if finding.unknown else met

    def _outcome(self, finding: Any) -> str:  # a finding, or none
        key = "compare.no_rule" if finding is None else f"outcome.{finding.outcome}"
        return self.wording.text(key)

    def verdicts(self, each: RepChange) -> str:
        """Return a rep's verdict, and what it was if it is another."""
        now = self.wording.text(f"verdict.{each.after.verdict}")
        if each.before.verdict is each.after.verdict:
            return now
        return self.wording.text("compare.verdict", old=self.wording.text(f"verdict.{each.before.verdict}"), new=now)

    def because(self, each: RepChange) -> str:
        """Return how much of a rep's change each sort of reason adds, where there is more than behaviour."""
        sums = {reason: each.points_because(reason) for reason in Because}
        told = Counter(rule.because for rule in each.rules)
        if each.points is None or set(told) <= {Because.BEHAVIOUR}:
            return ""
        parts = [
            self.wording.text(f"compare.part.{reason}", points=self.signed(sums[reason]))
            for reason in Because
            if told[reason]
        ]
        return self.wording.text("list.separator").join(parts)

    def people(self) -> Iterator[str]:
        """Yield who was judged only once."""
        for key, cards in (("come", self.change.come), ("gone", self.change.gone)):
            if cards:
                names = [" ".join(part for part in (card.rep_id, card.name) if part) for card in cards]
                yield self.wording.text(f"compare.{key}", count=len(cards), names=self._named(names))


def _days(document: AuditDocument) -> str:
    return f"{document.period.first}..{document.period.to}"


def _plain(value: Any) -> str:  # a parameter's value
    return figures.NOTHING if value is None else str(value)
