"""Pages stay light: an ordinary rep's under 60 KB, and as many reps' as there are take no more memory than a few."""

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.model import Audit, CustomerWeeks, Finding, Outcome, RepActivity, Rule
from checklist.reporters import Options, load
from checklist.reporters.slugs import rep_page_name
from checklist.wording import Wording

RULES = 71


def ordinary(audit: Audit) -> Audit:
    """Return an audit of a rep with as many rules as a whole policy has, a few of them failed, and a full year."""
    card = audit.scorecards[0]
    clause = audit.policy.clauses[1]
    rule: Rule = clause.rules[0]
    rules = tuple(replace(rule, id=f"rule-number-{number}") for number in range(RULES))
    passed = Finding("", clause.id, card.rep_id, Outcome.PASS, 30, 30, 0, score=10_000, points_lost=0)
    findings = tuple(replace(passed, rule=each.id) for each in rules)
    weeks = tuple(date(2026, 8, 3) + timedelta(days=7 * number) for number in range(13))
    customers = tuple(
        CustomerWeeks(f"C{number:04}", "南京某某材料科技有限公司", "B", (1, 2, 0) * 4 + (3,), date(2026, 10, 30))
        for number in range(30)
    )
    days = "wwwwwoo" * 52 + "wwwwwo"
    year = RepActivity(date(2025, 10, 27), tuple(range(10)) * 37, days, weeks, customers, 100, ("follow-up",))
    return replace(
        audit,
        policy=replace(audit.policy, clauses=(audit.policy.clauses[0], replace(clause, rules=(*clause.rules, *rules)))),
        scorecards=(replace(card, findings=(*card.findings, *findings)),),
        deviations=audit.deviations[:5],
        activity={card.rep_id: year},
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_ordinary_reps_page_weighs_less_than_60_kb(
    audit: Audit, language: str, request: pytest.FixtureRequest
) -> None:
    wording: Wording = request.getfixturevalue({"zh": "chinese", "en": "english"}[language])
    page = dict(load("html").render(ordinary(audit), wording, Options()))[rep_page_name("R1")]
    assert 25_000 < len(page) < 60_000


@pytest.mark.slow
def test_memory_stays_flat(audit: Audit, english: Wording) -> None:
    def firm(count: int) -> Audit:
        card = audit.scorecards[0]
        cards = tuple(
            replace(
                card,
                rep_id=f"X{number:04}",
                findings=tuple(
                    replace(each, rep_id=f"X{number:04}", expected=31 + number, met=25) for each in card.findings
                ),
            )
            for number in range(count)
        )
        return replace(audit, scorecards=cards, deviations=())

    def most(made: Audit, render: Callable[[Audit], None]) -> int:
        tracemalloc.start()
        try:
            render(made)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def render(made: Audit) -> None:
        for _ in load("html").render(made, english, Options()):
            pass

    few, many = firm(20), firm(160)
    most(few, render)
    assert most(many, render) < most(few, render) + 4_000_000
