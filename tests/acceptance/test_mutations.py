"""Whoever changes a figure of a rule by one is told so by a case: every limit is shown from both sides."""

import pytest

from checklist.casebook import run_case
from checklist.model import Rule
from tests.acceptance.casebooks import book, cases_of, changed, mutations

pytestmark = pytest.mark.slow

POLICY = book().policy


@pytest.mark.parametrize("rule", POLICY.rules, ids=lambda rule: rule.id)
def test_every_figure_is_held_by_a_case(rule: Rule) -> None:
    unnoticed = []
    count = 0
    for name, parameters in mutations(rule):
        count += 1
        policy = changed(POLICY, rule, parameters)
        if all(run_case(policy, case).passed for case in cases_of(rule.id)):
            unnoticed.append(name)
    assert unnoticed == []
    assert count, "no figure of this rule was changed"
