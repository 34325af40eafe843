"""What the sort of a column cannot bear is found, and what it can is let be."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from checklist.conditions import Condition, condition_misfits
from checklist.model.tables import CUSTOMERS, RECORDS, Table


def misfits(condition: dict[str, Any], table: Table = RECORDS) -> list[tuple[tuple[str | int, ...], str]]:
    found = condition_misfits(Condition.model_validate(condition), table.sort_of)
    return [(misfit.place, misfit.code) for misfit in found]


@pytest.mark.parametrize(
    ("condition", "place"),
    [
        ({"occurred_at": {"above": 5}}, ("occurred_at", "above")),
        ({"logged_at": {"between": [5, 6]}}, ("logged_at", "between")),
        ({"status": {"above": 3}}, ("status", "above")),
        ({"status": {"at_most": "2026-10-01"}}, ("status", "at_most")),
        ({"amount": {"below": "2026-10-01"}}, ("amount", "below")),
        ({"amount": {"at_least": 1, "below": "2026-10-01"}}, ("amount", "below")),
        ({"amount": "viel"}, ("amount", "is")),
        ({"amount": ["5", "viel"]}, ("amount", "is")),
        ({"amount": {"not": True}}, ("amount", "not")),
        ({"amount": {"is": "2026-10-01x"}}, ("amount", "is")),
        ({"occurred_at": 5}, ("occurred_at", "is")),
        ({"occurred_at": "soon"}, ("occurred_at", "is")),
        ({"occurred_at": {"matches": "^2026"}}, ("occurred_at", "matches")),
        ({"duration_minutes": {"contains": "5"}}, ("duration_minutes", "contains")),
        ({"own": {"above": 5, "below": "2026-10-01"}}, ("own", "below")),
        ({"all": [{"status": "x"}, {"any": [{"status": {"above": 1}}]}]}, ("all", 1, "any", 0, "status", "above")),
        ({"not": {"occurred_at": {"below": 1}}}, ("not", "occurred_at", "below")),
    ],
)
def test_a_test_of_another_sort_is_found(condition: dict[str, Any], place: tuple[str | int, ...]) -> None:
    assert misfits(condition) == [(place, "test_misfit")]


@pytest.mark.parametrize(
    ("condition", "place"),
    [
        ({"amount": 1e300}, ("amount", "is")),
        ({"own": [1, 1234567890123]}, ("own", "is")),
        ({"status": {"not": 0.0000001}}, ("status", "not")),
    ],
)
def test_a_number_that_the_engine_cannot_hold_is_found(condition: dict[str, Any], place: tuple[str | int, ...]) -> None:
    assert misfits(condition) == [(place, "number_too_long")]


@pytest.mark.parametrize(
    "condition",
    [
        {"occurred_at": {"above": "2026-10-01"}},
        {"occurred_at": "2026-10-01 10:00:00"},
        {"amount": {"above": 5, "below": 999999999999}},
        {"amount": ["5", 7.5, "1_000"]},
        {"amount": {"present": True}},
        {"status": 3},
        {"status": {"matches": "^x", "contains": ["a", "b"], "not": [True, 5]}},
        {"own": {"above": 5, "matches": "x", "is": "2026-10-01"}},
        {"own": {"above": "2026-10-01", "below": "2026-10-31"}},
        {"case_id": 12345678901234567890},
        {"group": "contact", "type": ["call", "visit"]},
    ],
)
def test_what_fits_is_let_be(condition: dict[str, Any]) -> None:
    assert misfits(condition) == []


def test_a_column_is_what_its_own_table_says() -> None:
    assert misfits({"amount": {"matches": "x"}}, CUSTOMERS) == []
    assert misfits({"in_care_from": {"above": 5}}, CUSTOMERS) == [(("in_care_from", "above"), "test_misfit")]


@pytest.mark.parametrize("pattern", ["a{100000}", "((a{1000}){1000})", "(?=a)", r"(a)\1", "(?<!a)b", "[", "a++", r"\Z"])
def test_a_pattern_that_the_engine_cannot_hold_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError, match="pattern"):
        Condition.model_validate({"text": {"matches": pattern}})


@pytest.mark.parametrize("pattern", [r"\p{Han}{2,}", "[[:digit:]]+", "(?i)^budget|the", r"\bvisit\b", "'; DROP"])
def test_a_pattern_that_the_engine_holds_is_taken(pattern: str) -> None:
    assert Condition.model_validate({"text": {"matches": pattern}}).tests["text"].matches == pattern


@pytest.mark.parametrize("bound", [1e300, 10**12, -(10**12), 0.0000001])
def test_a_bound_that_the_engine_cannot_hold_is_refused(bound: float) -> None:
    with pytest.raises(ValidationError, match="number_too_long"):
        Condition.model_validate({"amount": {"above": bound}})
