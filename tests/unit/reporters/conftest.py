"""A firm of three reps, made by hand: one in need of help, one undecided, one with nothing against her.

Whatever comes out of a log or a pack can be made hostile.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from checklist.model import (
    Audit,
    Bilingual,
    CalendarSettings,
    Cause,
    Chapter,
    ChapterScore,
    Clause,
    Deviation,
    Evidence,
    Finding,
    InputSummary,
    Modality,
    Notice,
    Outcome,
    Period,
    Place,
    Policy,
    Reject,
    Rule,
    Scorecard,
    Sentence,
    Setting,
    SkippedRule,
    Verdict,
)
from checklist.model.causes import CauseKind, cause_key
from checklist.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCES = {
    "test.silent": "{customer}: nothing is logged from {first}",
    "test.no_file": "no attestations file was given",
    "test.stale": "the last record is {days} days old",
    "test.stranger": "{rep} is not on the roster",
    "test.bad_time": "the time {value} cannot be read",
    "test.word": "nothing says what {word} in {path} means",
    "test.word_line": "say it: {first} or {last}",
    "test.never": "the log shows no visits",
    "test.never_line": "hand in the visits with {first}",
    "test.unjudged": "{item} is not judged",
}
HOSTILE = "<script>alert(1)</script>]]>\x1b[31m\u202e\x00&\"'=cmd"
PLACE = Place("rules/small.yaml", 1)


def rule(name: str, clause: str, modality: Modality, *, informational: bool = False) -> Rule:
    return Rule(
        id=name,
        clause=clause,
        kind="cadence",
        modality=modality,
        title=Bilingual(f"规则 {name}", f"Rule {name}"),
        advice=Bilingual(f"这样做 {name}", f"Do this for {name}"),
        basis="default",
        why=Bilingual("常见做法", "common practice"),
        threshold=Fraction(95, 100),
        weight=Fraction(1),
        informational=informational,
        versions=(),
        place=PLACE,
    )


def clause(name: str, *rules: Rule) -> Clause:
    return Clause(
        id=name,
        chapter=name[:3],
        source="二、4.(2)",
        modality=Modality.MUST,
        title=Bilingual("跟进", "Follow-up"),
        text=Bilingual("应当跟进客户。", "Customers are followed up."),
        weight=Fraction(1),
        truncated=False,
        rules=rules,
        place=PLACE,
    )


def policy() -> Policy:
    return Policy(
        id="small",
        version="1.2.3",
        title=Bilingual("小制度", "Small policy"),
        timezone="Asia/Shanghai",
        calendar=CalendarSettings(),
        groups={},
        grades=(("A", Fraction(90)), ("D", Fraction(0))),
        chapters=(
            Chapter("1.1", Bilingual("基本条件", "Basics"), Fraction(1)),
            Chapter("2.4", Bilingual("跟进", "Follow-up"), Fraction(1)),
        ),
        clauses=(
            clause("1.1.1", rule("attested-basics", "1.1.1", Modality.MUST)),
            clause(
                "2.4.2",
                rule("follow-up", "2.4.2", Modality.MUST),
                rule("plan-filled", "2.4.2", Modality.SHOULD),
                rule("honest-log", "2.4.2", Modality.SHOULD, informational=True),
            ),
        ),
        items={},
        sha256="ab" * 32,
        path="rules/small",
        settings=(Setting("days", 7, 5, Bilingual("天数", "Days")),),
        skipped=(SkippedRule("survey", "2.4.4", Bilingual("调查", "Survey"), Bilingual("另有安排", "done elsewhere")),),
        tailoring="large 1.0",
    )


def finding(name: str, rep: str, outcome: Outcome, *, lost: int | None = None, **more: object) -> Finding:
    given: dict[str, object] = {"expected": 0, "met": 0, "pending": 0, **more}
    if name != "honest-log" and given["expected"]:
        given.setdefault("score", given["met"] * 10_000 // given["expected"])  # type: ignore[operator]
        given["points_lost"] = lost or 0
    clauses = {"attested-basics": "1.1.1"}
    return Finding(rule=name, clause=clauses.get(name, "2.4.2"), rep_id=rep, outcome=outcome, **given)  # type: ignore[arg-type]


def unchecked(rep: str) -> Finding:
    return finding("attested-basics", rep, Outcome.NOT_CHECKED, reason=Sentence("test.no_file"))


def deviation(rep: str, number: int, text: str = "C1") -> Deviation:
    return Deviation(
        id=f"{number:016x}",
        rule="follow-up",
        clause="2.4.2",
        rep_id=rep,
        subject={"customer_id": text},
        due_on=date(2026, 10, number),
        missing=2,
        sentence=Sentence("test.silent", {"customer": text, "first": date(2026, 10, number)}),
        evidence=(Evidence(f"{text}.csv", 7, text, "2026-10-01T09:30:00"),),
        waiver="W-1" if number == 2 else None,
    )


def make_audit(text: str = "R1") -> Audit:
    """Return the audit; `text` is the first rep's id, name, team and customer."""
    first = Scorecard(
        rep_id=text,
        name=text,
        team=text,
        manager=text,
        score=934,
        grade="A",
        verdict=Verdict.NON_COMPLIANT,
        scored=2,
        applicable=3,
        findings=(
            unchecked(text),
            finding("follow-up", text, Outcome.FAIL, lost=51, expected=31, met=25, waived=2, waivers=("W-1",)),
            finding("honest-log", text, Outcome.FAIL, expected=4, met=3),
            finding("plan-filled", text, Outcome.FAIL, lost=15, expected=4, met=3, omitted_deviations=5),
        ),
        chapters=(ChapterScore("1.1", None, 0, 1), ChapterScore("2.4", 934, 2, 0)),
    )
    second = Scorecard(
        rep_id="Second-Rep",
        name="Li Na",
        team=None,
        manager=None,
        score=None,
        grade=None,
        verdict=Verdict.UNDECIDED,
        scored=0,
        applicable=2,
        findings=(
            unchecked("Second-Rep"),
            finding("follow-up", "Second-Rep", Outcome.PENDING, pending=3, pending_in_period=3),
            finding("honest-log", "Second-Rep", Outcome.NOT_APPLICABLE),
            finding("plan-filled", "Second-Rep", Outcome.ERROR, reason=Sentence("test.no_file")),
        ),
        chapters=(ChapterScore("1.1", None, 0, 1), ChapterScore("2.4", None, 0, 2)),
    )
    third = Scorecard(
        rep_id="Third-Rep",
        name=None,
        team="North",
        manager="He Li",
        score=1000,
        grade="A",
        verdict=Verdict.COMPLIANT,
        scored=3,
        applicable=3,
        findings=(
            finding("attested-basics", "Third-Rep", Outcome.PASS, expected=1, met=1),
            finding("follow-up", "Third-Rep", Outcome.PASS, expected=31, met=31),
            finding("honest-log", "Third-Rep", Outcome.PASS, expected=9, met=9),
            finding("plan-filled", "Third-Rep", Outcome.PASS, expected=1, met=1, pending=1),
        ),
        chapters=(ChapterScore("1.1", 1000, 0, 0), ChapterScore("2.4", 1000, 0, 0)),
    )
    return Audit(
        version="0.1.0",
        policy=policy(),
        period=Period(date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 31), "2026-10"),
        inputs=(
            InputSummary("records", f"{text}.csv", "cd" * 32, 1204, 1200, 1, 2, 1),
            InputSummary("records", "Li Na.csv", "ef" * 32, 10, 10, 0, 0, 0),
            InputSummary("reps", "roster.csv", "01" * 32, 3, 3, 0, 0, 0),
        ),
        notices=(
            Notice("stale", Sentence("test.stale", {"days": 3})),
            Notice("stranger", Sentence("test.stranger", {"rep": text})),
        ),
        scorecards=(first, second, third),
        deviations=tuple(deviation(text, number, text) for number in range(1, 26)),
        score=967,
        deviation_count=30,
        omitted_deviations=5,
        rejects=(Reject("records", f"{text}.csv", 17, Sentence("test.bad_time", {"value": text})),),
    )


def cause(kind: CauseKind, word: str, sentence: Sentence, line: Sentence, **more: object) -> Cause:
    touched: dict[str, object] = {"records": 0, "units": 0, "findings": 1, "only": 1, "lone_rep": None, **more}
    key = cause_key(kind, "status", word)
    named = {"kind": kind, "name": "status", "word": word, "path": None, "reps": (), "decides": (), **touched}
    return Cause(key=key, sentence=sentence, line=line, **named)  # type: ignore[arg-type]


def make_unsure(text: str = "R1") -> Audit:
    """Return the audit with much of it unknown: a word that the second rep alone uses, visits, two judgements."""
    audit = make_audit(text)
    write = ("values: {status: {later: ?}}", "values: {status: {later: other}}")
    word = cause(
        CauseKind.VALUE,
        f"{text} later",
        Sentence("test.word", {"word": f"{text} later", "path": "Li Na.csv"}),
        Sentence("test.word_line", {"first": write[0], "last": write[1]}),
        write=write, records=1204, units=7, findings=2, reps=(text, "Second-Rep"), decides=("Second-Rep",),
        lone_rep="Second-Rep",
    )  # fmt: skip
    never = cause(
        CauseKind.TYPE,
        "visit",
        Sentence("test.never"),
        Sentence("test.never_line", {"first": "--visits"}),
        write=("--visits",),
    )
    unjudged = [
        cause(
            CauseKind.JUDGEMENT,
            item,
            Sentence("test.unjudged", {"item": item}),
            Sentence("test.never_line", {"first": "--attestations"}),
            write=("--attestations",), units=2, findings=2,
        )
        for item in ("honesty", "care for customers and colleagues alike")
    ]  # fmt: skip
    first, second, third = audit.scorecards
    judgements = {"unknown": 2, "causes": tuple((each.key, 1) for each in unjudged)}
    reason = Sentence("reason.unknown", {"count": 4, "cause": word.sentence})
    changed = {
        (text, "attested-basics"): judgements,
        (text, "follow-up"): {"unknown": 3, "causes": ((word.key, 3),)},
        ("Second-Rep", "attested-basics"): judgements,
        ("Second-Rep", "follow-up"): {
            "outcome": Outcome.NOT_CHECKED, "pending": 0, "pending_in_period": 0,
            "unknown": 4, "causes": ((word.key, 4),), "reason": reason,
        },
        ("Third-Rep", "honest-log"): {"causes": ((never.key, 0),)},
    }  # fmt: skip
    cards = tuple(
        replace(
            card, findings=tuple(replace(each, **changed.get((each.rep_id, each.rule), {})) for each in card.findings)
        )
        for card in (first, second, third)
    )
    return replace(
        audit,
        scorecards=cards,
        causes=(word, *unjudged, never),
        possible=(
            replace(deviation(text, 27, text), cause=word.key, missing=3),
            replace(deviation("Second-Rep", 28, "C9"), cause=word.key, missing=4),
            replace(deviation("Second-Rep", 29, "item"), rule="attested-basics", missing=1, cause=unjudged[0].key),
        ),
        notices=(*audit.notices, Notice("stranger", Sentence("test.stranger", {"rep": "R7"}))),
    )


@pytest.fixture
def audit() -> Audit:
    return make_audit()


@pytest.fixture
def unsure() -> Audit:
    return make_unsure()


@pytest.fixture
def unsure_and_hostile() -> Audit:
    return make_unsure(HOSTILE)


@pytest.fixture
def firm() -> Callable[[str], Audit]:
    return make_audit


@pytest.fixture
def hostile() -> Audit:
    return make_audit(HOSTILE)


@pytest.fixture
def hostile_text() -> str:
    return HOSTILE


@pytest.fixture(params=["zh", "en"])
def wording(request: pytest.FixtureRequest) -> Wording:
    return speaking(request.param)


@pytest.fixture
def english() -> Wording:
    return speaking("en")


@pytest.fixture
def chinese() -> Wording:
    return speaking("zh")


def speaking(language: str) -> Wording:
    """Return a language that also knows the sentences of the audit above."""
    wording = Wording(language)
    wording._entries = {**wording._entries, **SENTENCES}
    return wording
