"""A folder of earlier audits: which of them a report may be laid beside, and what is said of the others."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.calendars import OTHER_SPAN, label_of, sort_of, window_of
from checklist.model import Earlier, EarlierCard, Notice, Period, Place, Sentence, UsageError, Verdict
from checklist.wire.reading import read_audit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checklist.model import Audit
    from checklist.wire.audit import AuditDocument

SUFFIX = ".json"
_NAMED = 12
_HASH = 12
_SHOWN = 24
"""How many earlier periods a report is given at most: the latest ones."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An earlier audit: where it is kept, which pack its policy is laid over, if any, and what it came to."""

    path: str
    extends: str | None
    earlier: Earlier

    @property
    def period(self) -> Period:
        """The days that it judged."""
        return self.earlier.period


@dataclass(frozen=True, slots=True)
class History:
    """The audits kept in a folder, in the order of their file names."""

    folder: str
    kept: tuple[Kept, ...] = ()

    @classmethod
    def read(cls, folder: str) -> History:
        """Read every audit in a folder; one that does not exist yet holds none. A file that is none is refused."""
        if not os.path.lexists(folder):
            return cls(folder)
        try:
            names = sorted(path.name for path in Path(folder).iterdir())
        except OSError as error:
            raise UsageError("history_unreadable", Place(folder), reason=error.strerror) from None
        found = []
        for name in names:
            if name.endswith(SUFFIX) and not name.startswith("."):
                document = read_audit(str(Path(folder) / name))
                found.append(Kept(document.path, document.policy.extends, earlier_in(document)))
        return cls(folder, tuple(found))

    def with_added(self, audit: Audit) -> History:
        """Return the history as it is once an audit is kept in it: it takes the place of its own like."""
        added = Kept(self.path_of(audit), audit.policy.tailoring, earlier_of(audit))
        others = [each for each in self.kept if each.path != added.path]
        return History(self.folder, tuple(sorted([*others, added], key=lambda each: each.path)))

    def path_of(self, audit: Audit) -> str:
        """Return where an audit is kept: by its days and its policy, so that a second run replaces the first."""
        period = audit.period
        return str(Path(self.folder) / f"{period.first}_{period.last}_{audit.policy.sha256[:_HASH]}{SUFFIX}")

    def before(self, audit: Audit) -> tuple[tuple[Earlier, ...], tuple[Notice, ...]]:
        """Return the periods before an audit's own, the oldest first, and what must be said of the rest.

        Only periods of the same sort count (months beside months, quarters beside quarters) that end before
        this one begins, judged by the same policy pack or one laid over it. Of two that overlap the one judged
        by this audit's very policy counts, else the one that saw the later day, else the one that begins later.
        """
        period = audit.period
        sort = sort_of(period.first, period.last)
        family = families(audit.policy.id, audit.policy.tailoring)
        past = [each for each in self.kept if each.period.last < period.first]
        kin = [each for each in past if families(each.earlier.pack, each.extends) & family]
        alike = [each for each in kin if sort_of(each.period.first, each.period.last) == sort]
        chosen, beaten = _without_overlaps(alike, audit.policy.sha256)
        notices = [
            *_left_aside("history_other_policy", [each for each in past if each not in kin]),
            *_left_aside("history_other_spans", [each for each in kin if each not in alike]),
            *_left_aside("history_overlap", beaten),
            *_gaps(chosen, period, sort),
        ]
        return tuple(each.earlier for each in chosen[-_SHOWN:]), tuple(notices)


def earlier_of(audit: Audit) -> Earlier:
    """Return an audit as an earlier period for a later report."""
    counts = Counter(each.rep_id for each in audit.deviations)
    verdicts = Counter(card.verdict for card in audit.scorecards)
    return Earlier(
        period=replace(audit.period, label=label_of(audit.period.first, audit.period.last)),
        pack=audit.policy.id,
        policy_version=audit.policy.version,
        policy_sha256=audit.policy.sha256,
        score=audit.score,
        deviations=audit.deviation_count,
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        cards={
            card.rep_id: EarlierCard(
                rep_id=card.rep_id,
                score=card.score,
                verdict=card.verdict,
                points_lost={each.rule: each.points_lost for each in card.findings if each.points_lost},
                deviations=counts[card.rep_id] + sum(each.omitted_deviations for each in card.findings),
            )
            for card in audit.scorecards
        },
    )


def earlier_in(document: AuditDocument) -> Earlier:
    """Return an audit read back as an earlier period for a later report."""
    counts = document.deviation_counts()
    days = document.period
    return Earlier(
        period=Period(days.first, days.to, days.as_of, label_of(days.first, days.to)),
        pack=document.policy.pack,
        policy_version=document.policy.version,
        policy_sha256=document.policy.sha256,
        score=document.summary.score,
        deviations=document.summary.deviations,
        verdicts=document.verdicts(),
        cards={
            card.rep_id: EarlierCard(
                rep_id=card.rep_id,
                score=card.score,
                verdict=card.verdict,
                points_lost={each.rule: each.points_lost for each in card.findings if each.points_lost},
                deviations=counts[card.rep_id],
            )
            for card in document.scorecards
        },
    )


def families(pack: str, extends: str | None) -> frozenset[str]:
    """Return the packs that a policy belongs to: its own, and the one it is laid over."""
    return frozenset({pack, *(extends or "").split()[:1]})


def _without_overlaps(documents: Iterable[Kept], sha256: str) -> tuple[list[Kept], list[Kept]]:
    """Return those that count, the oldest first, and those that overlap a better one."""
    best = sorted(
        sorted(documents, key=lambda each: each.path),
        key=lambda each: (each.earlier.policy_sha256 == sha256, each.period.as_of, each.period.first),
        reverse=True,
    )
    chosen: list[Kept] = []
    beaten: list[Kept] = []
    for each in best:
        apart = all(each.period.last < one.period.first or one.period.last < each.period.first for one in chosen)
        (chosen if apart else beaten).append(each)
    return sorted(chosen, key=lambda each: each.period.first), beaten


def _left_aside(code: str, documents: Sequence[Kept]) -> Iterator[Notice]:
    if documents:
        files = sorted(Path(each.path).name for each in documents)
        yield Notice(code, Sentence(f"notice.{code}", {"count": len(files), "files": files[:_NAMED]}))


def _gaps(chosen: Sequence[Kept], period: Period, sort: str) -> Iterator[Notice]:
    """Yield a notice that names the periods missing between the oldest kept and the audit's own."""
    missing: list[str] = []
    ends = [*(each.period.last for each in chosen)]
    begins = [*(each.period.first for each in chosen[1:]), period.first]
    for end, begin in zip(ends, begins, strict=False):
        day = end + timedelta(days=1)
        while day < begin and len(missing) <= _NAMED:
            last = begin - timedelta(days=1) if sort == OTHER_SPAN else window_of(sort, day)[1]
            missing.append(label_of(day, last))
            day = last + timedelta(days=1)
    if missing:
        values = {"periods": missing[:_NAMED]}
        yield Notice("history_gap", Sentence("notice.history_gap", values))
