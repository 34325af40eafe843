"""A condition has two bounds: the rows for which it surely holds, and those for which it may."""

from typing import Any

import pytest

from checklist.conditions import Gap, Operand, Selector, cause_sql, condition_sql
from checklist.engine import SQL, Database, identifier

# Row 1 and 2 stand in an input that shows everything; in row 2 the status is a word that nobody understands. The input
# of rows 3 and 4 shows neither a status nor an amount.
ROWS = """
(SELECT * FROM (VALUES
  (1, 1, 'call', 'done', CAST(5 AS DECIMAL(18, 6))),
  (2, 1, 'call', 'erledigt', CAST(7 AS DECIMAL(18, 6))),
  (3, 2, 'call', NULL, NULL),
  (4, 2, 'visit', NULL, NULL)
) v(id, file_id, type, status, amount)) t
"""
HIDDEN = Gap(SQL("file_id = 2"), SQL("'hidden'"))
UNREAD = Gap(SQL("coalesce(status IN ('erledigt'), FALSE)"), SQL("'unread'"))


def column(name: str) -> Operand:
    return Operand(
        identifier(name),
        HIDDEN if name in ("status", "amount") else None,
        UNREAD if name == "status" else None,
    )


def rows(condition: dict[str, Any], *, surely: bool) -> list[int]:
    where = condition_sql(Selector.model_validate(condition), column, {}, surely=surely)
    with Database() as session:
        return [row[0] for row in session.rows(f"SELECT id FROM {ROWS} WHERE {where} ORDER BY id")]


@pytest.mark.parametrize(
    ("condition", "surely", "possibly"),
    [
        # What nobody understands leaves every test of its column open; what is not shown, those that include.
        ({"status": "done"}, [1], [1, 2, 3, 4]),
        ({"status": {"not": "done"}}, [3, 4], [2, 3, 4]),
        ({"status": {"blank": True}}, [3, 4], [2, 3, 4]),
        ({"status": {"present": True}}, [1], [1, 2, 3, 4]),
        ({"status": {"blank": False}}, [1], [1, 2, 3, 4]),
        ({"amount": {"above": 5}}, [2], [2, 3, 4]),
        ({"amount": 5}, [1], [1, 3, 4]),
        # Below a `not` an equality excludes, and an exclusion includes; a comparison needs the column all the same.
        ({"not": {"status": "done"}}, [3, 4], [2, 3, 4]),
        ({"not": {"status": {"not": "done"}}}, [1], [1, 2, 3, 4]),
        ({"not": {"amount": 5}}, [2, 3, 4], [2, 3, 4]),
        ({"not": {"amount": {"above": 5}}}, [1], [1, 3, 4]),
        ({"not": {"not": {"status": "done"}}}, [1], [1, 2, 3, 4]),
        # Several tests: what surely fails one, fails.
        ({"type": "visit", "status": "done"}, [], [4]),
        ({"any": [{"type": "visit"}, {"status": "done"}]}, [1, 4], [1, 2, 3, 4]),
        ({"all": [{"status": {"not": "done"}}, {"amount": {"above": 5}}]}, [], [2, 3, 4]),
        # A test of a column that every row shows is open in none.
        ({"type": "call"}, [1, 2, 3], [1, 2, 3]),
    ],
)
def test_what_is_not_known_parts_the_bounds(condition: dict[str, Any], surely: list[int], possibly: list[int]) -> None:
    assert rows(condition, surely=True) == surely
    assert rows(condition, surely=False) == possibly


@pytest.mark.parametrize(
    ("condition", "causes"),
    [
        ({"type": "call"}, {1: None, 2: None, 3: None}),
        ({"status": "done"}, {1: None, 2: "unread", 3: "hidden", 4: "hidden"}),
        ({"status": {"not": "done"}}, {2: "unread", 3: None, 4: None}),
        ({"not": {"amount": {"not": 5}}}, {1: None, 3: "hidden", 4: "hidden"}),
        # What decides nothing is no cause: a branch that surely fails, and one beside another that surely holds.
        ({"any": [{"status": "done"}, {"type": "call"}]}, {1: None, 2: None, 3: None, 4: "hidden"}),
        ({"any": [{"status": "done", "type": "visit"}, {"status": "done"}]}, {1: None, 2: "unread", 3: "hidden"}),
        ({"any": [{"status": "done", "type": "visit"}, {"type": "call"}], "amount": 7}, {2: None, 3: "hidden"}),
        ({"not": {"status": "done", "type": "visit"}}, {1: None, 2: None, 3: None}),
        ({"all": [{"status": "done"}, {"amount": 7}]}, {2: "unread", 3: "hidden"}),
    ],
)
def test_a_condition_says_what_leaves_it_open(condition: dict[str, Any], causes: dict[int, str | None]) -> None:
    selector = Selector.model_validate(condition)
    cause = cause_sql(selector, column, {}) or "CAST(NULL AS VARCHAR)"
    where = condition_sql(selector, column, {}, surely=False)
    with Database() as session:
        found = {row[0]: row[1] for row in session.rows(f"SELECT id, {cause} FROM {ROWS} WHERE {where}")}
    assert {each: found[each] for each in causes} == causes


def test_what_every_row_shows_has_no_cause() -> None:
    assert cause_sql(Selector.model_validate({"not": {"type": "call"}}), column, {}) is None
