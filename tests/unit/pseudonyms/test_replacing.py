"""An audit is filled, by the types of its fields, with names that occur nowhere else; none may be left."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

import pytest

from checklist import model
from checklist.model import Audit, Bilingual, Finding, GateResult, Notice, Sentence, Stop
from checklist.model.causes import CauseKind, cause_key
from checklist.model.gate import GateState
from checklist.model.tables import Sort
from checklist.pseudonyms import Names, pseudonymised
from checklist.pseudonyms.treatments import TREATMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

SPACE = {
    **{name: getattr(model, name) for name in model.__all__},
    "date": date,
    "Fraction": Fraction,
    "Sort": Sort,
    "CauseKind": CauseKind,
    "Mapping": Mapping,
    "Any": Any,
}
NAMES = Names("a long secret phrase")


class Filler:
    """Fills a type with values; every text is a name of its own, told by its mark."""

    def __init__(self) -> None:
        self.number = count(1)

    def fill(self, hint: Any) -> Any:
        origin, inner = get_origin(hint), get_args(hint)
        if origin in {Union, types.UnionType}:
            return self.fill(next(each for each in inner if each is not type(None)))
        if origin is tuple:
            return (self.fill(inner[0]),) if inner[-1] is Ellipsis else tuple(map(self.fill, inner))
        if origin in {dict, Mapping}:
            return {self.fill(inner[0]): self.fill(inner[1])}
        if hint is Sentence:
            return Sentence("notice.waiver", {"id": self.text(), "new": [self.text(), Bilingual(self.text(), "x")]})
        if is_dataclass(hint):
            hints = get_type_hints(hint, SPACE)
            filled = {field.name: self.fill(hints[field.name]) for field in fields(hint)}
            filled |= {name: self.key() for name in ("key", "cause") if name in filled}
            if hint is Finding:
                filled["causes"] = ((self.key(), 7),)
            return hint(**filled)  # type: ignore[operator]
        if isinstance(hint, type) and issubclass(hint, Enum):
            return next(iter(hint))
        plain = {int: 7, bool: False, date: date(2026, 10, 1), Fraction: Fraction(1)}
        return plain[hint] if hint in plain else self.text()

    def key(self) -> str:
        return cause_key(CauseKind.VALUE, "status", self.text())

    def text(self) -> str:
        return f"真名{next(self.number)}号"


def texts(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from texts(name, f"{at}[]")
            yield from texts(each, at)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from texts(each, at)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{at}.{field.name}" if at else field.name)


KEPT = {
    *("version", "period.label", "history.period.label", "history.pack", "history.policy_version"),
    *("history.policy_sha256", "history.cards.points_lost[]", "activity.days", "activity.rules"),
    *("activity.customers.grade", "inputs.table", "notices.code", "rejects.table", "scorecards.grade"),
    *("scorecards.findings.rule", "scorecards.findings.clause", "scorecards.chapters.chapter"),
    *("deviations.rule", "deviations.clause", "deviations.subject[]", "deviations.evidence.occurred_at"),
    *("possible.rule", "possible.clause", "possible.subject[]", "possible.evidence.occurred_at", "causes.name"),
    *("upcoming.rule", "upcoming.clause", "upcoming.subject[]", "waivers.waiver.rule", "waivers.waiver.places[]"),
    *("gate.accepted.rule", "gate.accepted.subject[]", "gate.stops.condition", "gate.stops.findings"),
    *("requirements[]", "notices.sentence.values[]", "rejects.reason.values[]", "deviations.sentence.values[]"),
}
"""Where texts of the program and the policy stand; of mappings marked [] only the keys."""


@pytest.fixture
def filled() -> Audit:
    audit: Audit = Filler().fill(Audit)
    return audit


def test_no_name_is_left_wherever_one_can_stand(filled: Audit) -> None:
    left = {
        at
        for at, text in texts(pseudonymised(filled, NAMES))
        if "真名" in text and not at.startswith("policy.") and at not in KEPT
    }
    assert left == set()


def test_the_filled_audit_has_a_name_in_every_kept_place(filled: Audit) -> None:
    at = {at for at, text in texts(filled) if "真名" in text}
    assert {each for each in KEPT if not each.endswith("values[]")} <= at


def test_of_the_policy_only_paths_are_hidden(filled: Audit) -> None:
    made = pseudonymised(filled, NAMES)
    paths = {text for at, text in texts(made.policy) if at.endswith(("path", "file"))}
    assert len(paths) > 4
    assert all(path.startswith("file-") for path in paths)
    assert made.policy.title == filled.policy.title
    assert made.policy.clauses[0].text == filled.policy.clauses[0].text


def test_every_field_has_its_treatment(filled: Audit) -> None:
    for of, treatments in TREATMENTS.items():
        assert set(treatments) == {field.name for field in fields(of)}, of
    strange = replace(filled, rejects=(filled.policy.chapters[0],))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Chapter"):
        pseudonymised(strange, NAMES)


def test_a_figure_stays_and_an_id_of_digits_does_not(filled: Audit) -> None:
    sentence = Sentence("deviation.quota.units", {"found": "3", "subject": "1001", "at": "2026-10-05 09:30", "n": 4})
    deviation = replace(filled.deviations[0], subject={"customer_id": "1001", "window": "2026-W41"}, sentence=sentence)
    made = pseudonymised(replace(filled, deviations=(deviation,)), NAMES).deviations[0]
    customer = NAMES.name("customer", "1001")
    assert made.sentence.values == {"found": "3", "subject": customer, "at": "2026-10-05 09:30", "n": 4}
    assert made.subject == {"customer_id": customer, "window": "2026-W41"}


def said(audit: Audit) -> dict[str, Any]:
    (notice,) = (each for each in audit.notices if each.code == "said")
    return notice.sentence.values


def test_the_words_of_the_policy_stay_unless_somebody_is_called_so(filled: Audit) -> None:
    word = next(iter(filled.policy.groups))
    notice = Notice("said", Sentence("reason.type_not_shown", {"types": [word, "打给李娜"]}))
    assert said(pseudonymised(replace(filled, notices=(notice,)), NAMES)) == {"types": [word, "***"]}
    called = replace(filled, notices=(notice,), scorecards=(replace(filled.scorecards[0], rep_id=word),))
    assert said(pseudonymised(called, NAMES)) == {"types": ["***", "***"]}


def test_places_keep_their_lines(filled: Audit) -> None:
    notice = Notice("said", Sentence("notice.waiver", {"id": "W-1", "place": "C:/李娜.yaml:12:3"}))
    values = said(pseudonymised(replace(filled, notices=(notice,)), NAMES))
    assert values == {"id": NAMES.name("waiver", "W-1"), "place": f"{NAMES.path('C:/李娜.yaml')}:12:3"}


def test_a_place_without_lines_keeps_nothing(filled: Audit) -> None:
    notice = Notice("said", Sentence("notice.waiver", {"place": "C:/李娜.yaml"}))
    assert said(pseudonymised(replace(filled, notices=(notice,)), NAMES)) == {"place": NAMES.path("C:/李娜.yaml")}


def test_the_order_tells_nothing(filled: Audit) -> None:
    cards = tuple(replace(filled.scorecards[0], rep_id=f"R{number:02}") for number in range(30))
    made = pseudonymised(replace(filled, scorecards=cards), NAMES).scorecards
    assert [card.rep_id for card in made] == sorted(card.rep_id for card in made)
    assert [card.rep_id for card in made] != [NAMES.name("rep", card.rep_id) for card in cards]


def test_twice_is_once(filled: Audit) -> None:
    once = pseudonymised(filled, NAMES)
    again = pseudonymised(once, NAMES)
    assert again.scorecards[0].rep_id == once.scorecards[0].rep_id
    assert list(again.history[0].cards) == list(once.history[0].cards)


def test_the_reader_is_told_once(filled: Audit) -> None:
    again = pseudonymised(pseudonymised(filled, NAMES), NAMES)
    assert [each.code for each in again.notices].count("pseudonymised") == 1


def test_the_findings_that_stop_a_gate_keep_their_rules(filled: Audit) -> None:
    said = Sentence("gate.min_score_rep", {"rep": "R1", "least": "60"})
    gate = GateResult(
        GateState.NOT_MET,
        stops=(Stop("min_score_rep", GateState.NOT_MET, said, (("R1", "weekly"),)),),
        blocking=frozenset({("R1", "weekly")}),
        notes=(Sentence("gate.baseline_stale", {"count": 1, "ids": ["ab" * 8]}),),
    )
    made = pseudonymised(replace(filled, gate=gate), NAMES).gate
    rep = NAMES.name("rep", "R1")
    assert made is not None
    assert made.blocking == {(rep, "weekly")}
    assert made.stops[0].findings == ((rep, "weekly"),)
    assert made.stops[0].sentence.values == {"rep": rep, "least": "60"}
    assert made.notes[0].values == {"count": 1, "ids": [NAMES.hash("ab" * 8)]}
