"""Content: does each record contain what it must?"""

from __future__ import annotations

import ast
import operator
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle.common import Rule, Unit, owing, settled
from tests.oracle.conditions import column_cause, equal, number, reading, truth
from tests.oracle.deadlines import deadline
from tests.oracle.named import as_list
from tests.oracle.truth import FALSE, TRUE, Cause, Truth, every, some, told, unsure
from tests.oracle.vocabulary import FULL_WIDTH
from tests.oracle.world import Moment, Record, UnknownDayError, read_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle.world import World

PLACEHOLDERS = {"待补充", "无", "暂无", "tbd", "n/a", "-"}


class UnmetError(Exception):
    """A division by zero, or an operand that only looks like a number."""


def plainly(text: str) -> str:
    """Text as it is compared for sense: full-width letters and signs as plain ones, in lower case."""
    return text.translate(FULL_WIDTH).strip().lower()


def is_present(value: str) -> bool:
    return plainly(value) not in PLACEHOLDERS | {""}


def field_met(value: str, item: Rule) -> bool:
    """Whether one field holds what its item asks."""
    size = number(value)
    numeric: dict[str, Callable[[Any, Any], bool]] = {
        "above": operator.gt,
        "below": operator.lt,
        "at_least": operator.ge,
        "at_most": operator.le,
    }
    met = is_present(value)
    for name, compare in numeric.items():
        if name in item:
            met = met and size is not None and compare(size, Fraction(str(item[name])))
    met = met and len(value) >= item.get("min_length", 0)
    if "one_of" in item:
        met = met and any(equal(value, wanted) for wanted in item["one_of"])
    if "contains" in item:
        met = met and all(str(part) in value for part in as_list(item["contains"]))
    return met and ("matches" not in item or re.search(item["matches"], value) is not None)


@dataclass(frozen=True)
class Holds:
    """A `holds` expression, over one record."""

    record: Record

    def value(self, node: ast.expr) -> Fraction | str:
        """Work out a number or a text; every operand must be there."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else Fraction(str(node.value))
        if isinstance(node, ast.Name):
            text = self.record[node.id]
            if text == "":
                raise UnmetError
            return text
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self.amount(node.operand)
        assert isinstance(node, ast.BinOp), ast.dump(node)
        left, right = self.amount(node.left), self.amount(node.right)
        if isinstance(node.op, ast.Div) and right == 0:
            raise UnmetError
        work = {
            ast.Add: operator.add,
            ast.Sub: operator.sub,
            ast.Mult: operator.mul,
            ast.Div: operator.truediv,
        }
        return Fraction(work[type(node.op)](left, right))

    def amount(self, node: ast.expr) -> Fraction:
        value = self.value(node)
        size = number(value) if isinstance(value, str) else value
        if size is None:
            raise UnmetError
        return size

    def truth(self, node: ast.expr) -> bool:
        """Work out a comparison or a combination; every part is worked out, so that no blank hides."""
        if isinstance(node, ast.BoolOp):
            parts = [self.truth(part) for part in node.values]
            return all(parts) if isinstance(node.op, ast.And) else any(parts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return not self.truth(node.operand)
        assert isinstance(node, ast.Compare), ast.dump(node)
        sides = [node.left, *node.comparators]
        as_text = any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in sides)
        values = [self.value(side) if as_text else self.amount(side) for side in sides]
        compare: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
            ast.Lt: operator.lt,
            ast.LtE: operator.le,
            ast.Gt: operator.gt,
            ast.GtE: operator.ge,
            ast.Eq: operator.eq,
            ast.NotEq: operator.ne,
        }
        steps = zip(values, node.ops, values[1:], strict=False)
        return all(compare[type(step)](left, right) for left, step, right in steps)


def expression(text: str) -> ast.expr:
    """Parse a `holds` expression; `=` alone compares."""
    return ast.parse(re.sub(r"(?<![<>=!])=(?!=)", "==", text), mode="eval").body


def comparisons(node: ast.expr) -> list[tuple[str, bool]]:
    """The columns of an expression, each with whether it is read as text."""
    found = []
    for part in ast.walk(node):
        if isinstance(part, ast.Compare):
            sides = [part.left, *part.comparators]
            as_text = any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in sides)
            found += [(name.id, as_text) for side in sides for name in ast.walk(side) if isinstance(name, ast.Name)]
    return found


def operand_truth(world: World, record: Record, column: str, *, as_text: bool) -> Truth:
    """Whether an operand can be used: no where it is blank, open where nobody can tell what it is.

    "A blank operand is unmet; an operand that cannot be read as its sort makes the unit unknown." A placeholder is as
    good as blank.
    """
    readable = reading(world, record, column)
    if readable.value is None:
        return readable
    value = record[column]
    if value == "" or (not as_text and not is_present(value)):
        return FALSE
    if not as_text and number(value) is None:
        return unsure([Cause("value", f"{column}: {value}")])
    return TRUE


def holds_truth(world: World, record: Record, text: str) -> Truth:
    """Whether the expression holds: unmet by a blank operand, else open by one that cannot be read."""
    parsed = expression(text)
    usable = every(operand_truth(world, record, column, as_text=as_text) for column, as_text in comparisons(parsed))
    if usable.value is not True:
        return usable
    try:
        return told(Holds(record).truth(parsed))
    except UnmetError:
        return FALSE


def entered_met(world: World, record: Record, within: str) -> bool:
    """Whether a record was entered soon enough: "a deadline like any other"; where none can come, nothing is late."""
    if record.logged is None:
        return False
    try:
        due = deadline(world, record.when, within, record.rep)
    except UnknownDayError:
        return True
    return due is None or due.kept_by(record.logged)


def item_truth(world: World, record: Record, item: Rule) -> Truth:
    """ "Content: three-valued": a column not shown for the record, or a word not understood, leaves it open."""
    if "any" in item:
        return some(item_truth(world, record, part) for part in item["any"])
    if "holds" in item:
        return holds_truth(world, record, item["holds"])
    if "entered_within" in item:
        if "logged_at" not in record.columns:
            return unsure([column_cause(record, "logged_at")])
        return told(entered_met(world, record, item["entered_within"]))
    readable = reading(world, record, item["field"])
    return readable if readable.value is None else told(field_met(record[item["field"]], item))


def label(item: Rule) -> str:
    """The name an item goes by where the rule gives it none."""
    if "item" in item:
        return str(item["item"])
    if "any" in item:
        return "|".join(label(part) for part in item["any"])
    return str(item.get("holds") or item.get("field") or "entered_within")


def stands_on(row: dict[str, str], day: date) -> bool:
    """Whether a row of the roster or of the customers file holds on this day."""
    first, last = read_day(row.get("in_care_from", "")), read_day(row.get("in_care_to", ""))
    return (first or date.min) <= day <= (last or date.max)


def looked_at(world: World, of: Rule) -> list[tuple[Record, Truth, dict[str, str]]]:
    """What `of` takes, for sure or perhaps, with its part of a deviation's subject.

    A row of another table happens on the day of its `at` column; one without is looked at on the
    period's last day, as it stands then: a stretch of care, if it holds on that day.
    """
    table = of.get("table", "records")
    if table == "records":
        return [(record, taken, {"record_id": record["record_id"]}) for record, taken in owing(world, of)]
    rows = world.table(table) or []
    if "at" in of:
        dated = [(row, Moment.read(row.get(of["at"], ""))) for row in rows]
    else:
        last = world.period[1]
        dated = [(row, Moment.read(last.isoformat())) for row in rows if stands_on(row, last)]
    columns = frozenset(world.columns(table))
    found = [
        Record(row, table, columns, when, None)
        for row, when in dated
        if when is not None and ("at" not in of or when.day <= world.as_of)
    ]
    subjects = {"customers": "customer_id"}
    taken = [(record, truth(world, record, of)) for record in found]
    return [
        (record, exists, {subjects[table]: record.row[subjects[table]]} if table in subjects else {})
        for record, exists in taken
        if exists.value is not False
    ]


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """Each required item of each record of `of`, on the record's day."""
    return [
        settled(
            world,
            record.day,
            record.day,
            item_truth(world, record, item),
            exists=exists,
            subject={**subject, "item": label(item)},
        )
        for record, exists, subject in looked_at(world, rule["of"])
        if record.rep == rep
        for item in rule["require"]
    ]
