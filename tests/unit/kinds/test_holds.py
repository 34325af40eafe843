"""Relations between columns: a blank operand, a word where a number should be, or a division by nothing is unmet."""

import pytest

from checklist.engine import SQL, Database
from checklist.kinds._expression import parse_expression
from checklist.kinds.content import _holds_sql


@pytest.mark.parametrize(
    ("relation", "cost", "budget", "sales", "holds"),
    [
        ("cost + budget <= sales", "10", "20", "30", True),
        ("cost + budget <= sales", "10", "20.01", "30", False),
        ("cost < 5 or sales > 0", "10", "1", "1", True),
        ("cost < 5 or sales > 0", None, "1", "1", False),
        ("cost < 5 or sales > 0", "abc", "1", "1", False),
        ("not cost > 5", "abc", "1", "1", False),
        ("cost / budget < 2", "10", "0", "1", False),
        ("cost / budget < 2 or sales > 0", "10", "0", "1", False),
        ("cost / budget < 2 or sales > 0", "10", "1", "1", True),
        ("cost = 'none' or cost = 'some'", "some", None, None, True),
        ("0.1 + 0.2 == 0.3", None, None, None, True),
    ],
)
def test_a_relation_holds_or_not(relation: str, cost: str, budget: str, sales: str, *, holds: bool) -> None:
    with Database() as session:
        session.run("CREATE OR REPLACE TEMP TABLE r (cost VARCHAR, budget VARCHAR, sales VARCHAR)")
        values = ", ".join("NULL" if each is None else f"'{each}'" for each in (cost, budget, sales))
        session.run(f"INSERT INTO r VALUES ({values})")
        assert session.value(f"SELECT {_holds_sql(parse_expression(relation))} FROM r") is holds


@pytest.mark.parametrize(
    "relation", ["cost", "f(cost) > 1", "cost > budget.sales", "__import__('os')", "cost > ", "1 +"]
)
def test_what_is_no_relation_is_refused(relation: str) -> None:
    from pydantic_core import PydanticCustomError

    with pytest.raises(PydanticCustomError):
        parse_expression(relation)


def test_text_is_only_ever_text() -> None:
    rendered = parse_expression('cost = "x\' OR 1=1 --"').sql({"cost": SQL('"cost"')}, {"cost": SQL('"cost"')})
    assert "''" in rendered
