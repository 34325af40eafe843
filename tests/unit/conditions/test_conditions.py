"""Conditions are two-valued: a blank is not `is`, and is `not`."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from checklist.conditions import Operand, Selector, condition_sql, fields_of, types_of
from checklist.engine import SQL, Database, identifier

ROWS = """
(SELECT * FROM (VALUES
  (1, 'call', 'done', CAST(5 AS DECIMAL(18, 6)), '2026-10-05', 'zh;en', 'about the budget', '2026年10月5日 14:00'),
  (2, 'visit', 'planned', CAST(7.5 AS DECIMAL(18, 6)), '12', 'zhx', NULL, '2026/10/6'),
  (3, 'call', NULL, NULL, 'abc', NULL, 'BUDGET', 'bald')
) v(id, type, status, amount, note, languages, text, valid_until)) t
"""
SHOWN = {"type", "status", "amount", "note", "languages", "text", "valid_until"}


def matching(condition: dict[str, Any]) -> list[int]:
    selector = Selector.model_validate(condition)

    def column(name: str) -> Operand:
        return Operand(identifier(name) if name in SHOWN else SQL("NULL"))

    where = condition_sql(selector, column, {"contact": ["call", "message"]}, surely=True)
    with Database() as session:
        return [row[0] for row in session.rows(f"SELECT id FROM {ROWS} WHERE {where} ORDER BY id")]


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ({}, [1, 2, 3]),
        ({"type": "call"}, [1, 3]),
        ({"type": ["call", "visit"]}, [1, 2, 3]),
        ({"group": "contact"}, [1, 3]),
        ({"status": "done"}, [1]),
        ({"status": {"not": "planned"}}, [1, 3]),
        ({"status": {"not": ["planned", "done"]}}, [3]),
        ({"status": {"is": "planned"}}, [2]),
        ({"status": {"blank": True}}, [3]),
        ({"status": {"present": True}}, [1, 2]),
        ({"amount": 5}, [1]),
        ({"amount": "7.50"}, [2]),
        ({"amount": {"above": 5}}, [2]),
        ({"amount": {"at_least": 5, "below": 7.5}}, [1]),
        ({"amount": {"between": [5, 7.5]}}, [1, 2]),
        ({"note": {"above": 11}}, [2]),
        ({"note": {"at_least": "2026-10-05"}}, [1]),
        ({"valid_until": {"above": "2026-10-05"}}, [2]),
        ({"valid_until": {"is": date(2026, 10, 5)}}, [1]),
        ({"valid_until": date(2026, 10, 6)}, [2]),
        ({"text": {"contains": "budget"}}, [1]),
        ({"text": {"matches": "(?i)^budget|the"}}, [1, 3]),
        ({"languages": {"contains": ["zh", "en"]}}, [1]),
        ({"languages": {"contains": "zh"}}, [1]),
        ({"any": [{"status": "done"}, {"amount": {"above": 6}}]}, [1, 2]),
        ({"all": [{"type": "call"}, {"status": {"blank": True}}]}, [3]),
        ({"not": {"type": "call"}}, [2]),
        ({"not": {"status": "planned"}}, [1, 3]),
        ({"missing": "x"}, []),
        ({"missing": {"not": "x"}}, [1, 2, 3]),
        ({"type": "call' OR 1=1 --"}, []),
    ],
)
def test_a_condition_holds_for_its_rows(condition: dict[str, Any], ids: list[int]) -> None:
    assert matching(condition) == ids


def test_fields_that_are_only_excluded_are_told_apart() -> None:
    condition = Selector.model_validate(
        {"status": {"not": "x"}, "type": "call", "not": {"grade": "A", "note": {"not": "b"}}, "any": [{"topic": "t"}]}
    )
    assert sorted(fields_of(condition)) == [
        ("grade", True), ("note", False), ("status", True), ("topic", False), ("type", False),
    ]  # fmt: skip


def test_types_are_found_wherever_they_are_named() -> None:
    groups = {"contact": ("call", "visit")}

    def types(condition: dict[str, Any]) -> frozenset[str] | None:
        return types_of(Selector.model_validate(condition), groups)

    assert types({"status": "x"}) is None
    assert types({"type": {"not": "call"}}) is None
    assert types({"type": "call"}) == {"call"}
    assert types({"group": "contact", "type": ["call", "mail"]}) == {"call"}
    assert types({"any": [{"type": "a"}, {"group": "contact"}]}) == {"a", "call", "visit"}
    assert types({"any": [{"type": "a"}, {"status": "x"}]}) is None


@pytest.mark.parametrize(
    "condition",
    [
        {"status": {"nott": 1}},
        {"status": {}},
        {"amount": {"above": "much"}},
        {"text": {"matches": "(unclosed"}},
        {"text": {"matches": "(?=ahead)"}},
        {"table": "nowhere"},
    ],
)
def test_a_slip_is_refused(condition: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Selector.model_validate(condition)
