"""The audit as JSON: what scripts rely on. What each field means, its model `checklist.wire.audit` says.

Every finding and every deviation stands on a line of its own, so that two audits compare line by line and
a large one can be read as it comes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from checklist.model import Verdict
from checklist.reporters import figures
from checklist.reporters.courses import earlier_item, upcoming_items
from checklist.reporters.reading import Reading
from checklist.wire import audit as wire
from checklist.wire.jsontext import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit, Deviation, Finding, GateResult, Rule, Scorecard, Sentence
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "json"
SUFFIX = ".json"
KIND: Literal["file"] = "file"
SHOWS_UPCOMING = True

REJECTS_LISTED = 100

_FINDING = wire.Finding.pattern()
_NULL = "null"


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[str]:  # noqa: ARG001  # one text for all
    """Yield the document piece by piece."""
    reading = Reading(audit, wording)
    yield from _head(reading).written(
        causes=(each.text() for each in _causes(reading)),
        scorecards=(_scorecard(each, reading) for each in audit.scorecards),
        deviations=(_deviation(each, wording).text() for each in audit.deviations),
        possible=(_possible(each, wording).text() for each in audit.possible),
        waivers=(each.text() for each in _waivers(audit)),
        upcoming=(each.text() for each in upcoming_items(audit.upcoming, wording)),
        history=(earlier_item(each).text() for each in audit.history),
        rejects=(each.text() for each in _rejects(reading)),
    )


@lru_cache(maxsize=4096)
def _word(text: str) -> str:
    """Encode a text that many findings share."""
    return encoded(text)


def _head(reading: Reading) -> wire.AuditDocument:
    """Return everything but the lists whose items are written one by one."""
    audit, period, verdicts = reading.audit, reading.audit.period, reading.verdicts()
    return wire.AuditDocument(
        tool=wire.Tool(version=audit.version),
        language=reading.wording.language,
        policy=_policy(reading),
        period=wire.Days(first=period.first, to=period.last, as_of=period.as_of),
        inputs=tuple(
            wire.Input(
                table=each.table,
                path=each.path,
                sha256=each.sha256,
                rows=each.rows,
                records=each.records,
                rejects=each.rejects,
                skipped=each.skipped,
                duplicates=each.duplicates,
                files=each.files,
                files_left_out=None if each.files is None else each.files_left_out,
            )
            for each in audit.inputs
        ),
        notices=tuple(wire.Notice(code=each.code, message=reading.say(each.sentence)) for each in audit.notices),
        summary=wire.Summary(
            reps=len(audit.scorecards),
            compliant=verdicts[Verdict.COMPLIANT],
            non_compliant=verdicts[Verdict.NON_COMPLIANT],
            undecided=verdicts[Verdict.UNDECIDED],
            score=audit.score,
            deviations=audit.deviation_count,
        ),
        gate=None if audit.gate is None else _gate(audit.gate, reading.wording),
        scorecards=(),
        deviations=(),
        omitted_deviations=audit.omitted_deviations,
    )


def _policy(reading: Reading) -> wire.Policy:
    policy, value = reading.audit.policy, reading.wording.value
    return wire.Policy(
        pack=policy.id,
        version=policy.version,
        title=value(policy.title),
        sha256=policy.sha256,
        tailoring={
            each.parameter: wire.Setting(pack=_plain(each.pack_value), value=_plain(each.value))
            for each in policy.settings
        },
        extends=policy.tailoring,
        skipped=tuple(wire.Skipped(rule=each.rule, reason=value(each.reason)) for each in policy.skipped),
        chapters=tuple(wire.Chapter(chapter=each.id, title=value(each.title)) for each in policy.chapters),
        rules=tuple(_rule(reading, rule) for rule in policy.rules),
    )


def _rule(reading: Reading, rule: Rule) -> wire.Rule:
    """Return what a rule is, once for all findings."""
    return wire.Rule(
        rule=rule.id,
        clause=rule.clause,
        chapter=reading.chapter_of(rule.clause),
        kind=rule.kind,
        title=reading.rule_title(rule.id),
        modality=rule.modality,
        weight=float(rule.weight),
        threshold=float(rule.threshold),
        informational=rule.informational,
        sha256=rule.sha256,
    )


def _plain(value: Any) -> Any:  # a parameter of a pack
    """Return a parameter as JSON can hold it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else str(value)


def _gate(gate: GateResult, wording: Wording) -> wire.Gate:
    """Return the gate: the conditions that stop it with the findings that show them, and what is accepted."""
    return wire.Gate(
        state=gate.state,
        stops=tuple(
            wire.Stop(
                condition=stop.condition,
                state=stop.state,
                message=wording.say(stop.sentence),
                findings=tuple(wire.GateFinding(rep_id=rep, rule=rule) for rep, rule in stop.findings),
            )
            for stop in gate.stops
        ),
        notes=tuple(wording.say(note) for note in gate.notes),
        baseline=gate.compared,
        accepted=tuple(sorted(gate.accepted)),
    )


def _scorecard(card: Scorecard, reading: Reading) -> str:
    """Return a scorecard as JSON."""
    head = wire.Scorecard(
        rep_id=card.rep_id,
        name=card.name,
        team=card.team,
        manager=card.manager,
        score=card.score,
        grade=card.grade,
        verdict=card.verdict,
        basis=wire.Basis(scored=card.scored, applicable=card.applicable),
        chapters=tuple(
            wire.ChapterScore(chapter=each.chapter, score=each.score, failing=each.failing, undecided=each.undecided)
            for each in card.chapters
        ),
        findings=(),
    )
    return head.around(_finding(each, reading) for each in card.findings)


def _finding(finding: Finding, reading: Reading) -> str:
    """Return a finding as JSON, field by field as the model has them: most of a large document is findings."""
    reason = finding.reason
    score, lost = figures.share_number(finding.score), figures.tenths_number(finding.points_lost)
    return _FINDING % (
        _word(finding.rule),
        _word(finding.clause),
        _word(finding.outcome),
        finding.expected,
        finding.met,
        finding.unknown,
        finding.pending,
        finding.pending_in_period,
        finding.waived,
        _NULL if score is None else score,
        _NULL if lost is None else lost,
        "true" if reading.informational(finding.rule) else "false",
        _word(_code(reason)) if reason else _NULL,
        _word(reading.say(reason)) if reason else _NULL,
        encoded([{"key": key, "units": units} for key, units in finding.causes]) if finding.causes else "[]",
        encoded(finding.waivers) if finding.waivers else "[]",
        finding.omitted_deviations,
    )


def _code(reason: Sentence) -> str:
    return reason.key.rpartition(".")[2]


def _deviation(deviation: Deviation, wording: Wording) -> wire.Deviation:
    return wire.Deviation.model_validate(_shortfall(deviation, wording) | {"waiver": deviation.waiver})


def _possible(deviation: Deviation, wording: Wording) -> wire.PossibleShortfall:
    return wire.PossibleShortfall.model_validate(_shortfall(deviation, wording) | {"cause": deviation.cause})


def _shortfall(deviation: Deviation, wording: Wording) -> dict[str, Any]:
    """Return the fields of a shortfall: a model is made of them faster than with one for each part of it."""
    return {
        "id": deviation.id,
        "rule": deviation.rule,
        "clause": deviation.clause,
        "rep_id": deviation.rep_id,
        "subject": dict(sorted(deviation.subject.items())),
        "due_on": deviation.due_on,
        "missing": deviation.missing,
        "message": wording.say(deviation.sentence),
        "evidence": tuple(
            {"path": each.path, "line": each.line, "record_id": each.record_id, "occurred_at": each.occurred_at}
            for each in deviation.evidence
        ),
    }


def _causes(reading: Reading) -> Iterator[wire.Cause]:
    for each in reading.audit.causes:
        yield wire.Cause(
            key=each.key,
            kind=each.kind,
            name=each.name,
            word=each.word,
            path=each.path,
            records=each.records,
            units=each.units,
            findings=each.findings,
            only=each.only,
            reps=each.reps,
            decides=each.decides,
            lone_rep=each.lone_rep,
            message=reading.say(each.sentence),
            line=reading.say(each.line),
            write=each.write,
        )


def _waivers(audit: Audit) -> Iterator[wire.Waiver]:
    for use in audit.waivers:
        waiver = use.waiver
        yield wire.Waiver(
            id=waiver.id,
            rule=waiver.rule,
            reps=waiver.reps,
            customers=waiver.customers,
            teams=waiver.teams,
            holds_from=waiver.holds_from,
            to=waiver.holds_to,
            reason=waiver.reason,
            approved_by=waiver.approved_by,
            approved_on=waiver.approved_on,
            expires=waiver.expires,
            due=use.due,
            waived=use.waived,
        )


def _rejects(reading: Reading) -> Iterator[wire.Reject]:
    """Yield the first rows that could not be read; the inputs count them all."""
    for reject in reading.audit.rejects[:REJECTS_LISTED]:
        yield wire.Reject(
            table=reject.table,
            path=reject.path,
            line=reject.line,
            reason_code=_code(reject.reason),
            reason=reading.say(reject.reason),
        )
