"""What the input can show: a rule that rests on more than that is not checked."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.oracle.common import Rule, days_of, is_completed, key_column
from tests.oracle.conditions import equal
from tests.oracle.content import expression
from tests.oracle.named import columns_needed, field_tests_in, items_in, selectors, types_named, values_apart
from tests.oracle.quota import types_counted
from tests.oracle.vocabulary import folded
from tests.oracle.world import EVERYTHING, UnknownDayError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from tests.oracle.world import World

Column = tuple[str, str]


def is_ceiling(rule: Rule) -> bool:
    return rule["kind"] == "quota" and "at_most" in rule


def types_lacking(world: World, rule: Rule) -> bool:
    """Whether the log shows too few types: "`of`, `with` and `open_until` need one of their types, `at_most` all".

    "`covers: all` lets `at_most` hold", of types that do not occur too.
    """
    if is_ceiling(rule):
        return any(
            folded(word) not in world.types_shown and not is_completed(world, word) for word in types_counted(rule)
        )
    named = [types_named(selector) for selector in selectors(rule)]
    return any(types and not {folded(word) for word in types} & world.types_shown for types in named)


def key_of(rule: Rule) -> set[str]:
    """The columns of the log that a rule is keyed by: what tells which records belong together."""
    if "table" in rule.get("of", {}):
        return set()
    if rule["kind"] == "cadence":
        return {key_column(rule.get("per", "customer"))}
    if rule["kind"] == "quota":
        return {"customer_id"} if rule.get("each") == "customer" else set()
    if rule["kind"] in ("response", "sequence"):
        return {key_column(rule.get("same", "customer"))} | ({"case_id"} if rule.get("every") == "case" else set())
    return set()


def rests_on_any_type(world: World, rule: Rule) -> bool:
    """Whether records of any type bear on a rule: "for a cadence per case, or on inferred care"."""
    if rule["kind"] == "cadence":
        per = rule.get("per", "customer")
        return per == "case" or (per == "customer" and world.customers is None)
    return False


def key_lacking(world: World, rule: Rule) -> bool:
    """Whether an input that bears on a rule does not show the column it is keyed by.

    "Where an input holds records of a rule's types, or of an unread type, but not the column the rule is keyed by, the
    rule is `not_checked`."
    """
    named = [types_named(selector) for selector in selectors(rule)]
    of_any_type = rests_on_any_type(world, rule) or not all(named)
    types = {folded(word) for each in named for word in each}
    return any(
        column not in record.columns
        for record in world.everything
        if of_any_type or folded(record["type"]) in types or world.is_unread_type(record["type"])
        for column in key_of(rule)
    )


def values_included(rule: Rule) -> Iterator[tuple[str, list[Any]]]:
    """The columns and values of every including equality test, "wherever it stands" but in `applies_to`."""
    for selector in selectors(rule):
        table = selector.get("table", "records")
        for test in field_tests_in(selector):
            if test.values_included:
                yield (test.field if table == "records" else f"{table}.{test.field}"), test.values_included
    for test in field_tests_in(rule.get("customers", {})):
        if test.values_included:
            yield f"customers.{test.field}", test.values_included
    table = rule["of"].get("table", "records") if "of" in rule else "records"
    before = "" if table == "records" else f"{table}."
    for field, values in values_apart(rule).items():
        if field != "type":
            yield before + field, [str(value) for value in values]
    for item in items_in(rule):
        if "one_of" in item:
            yield before + item["field"], item["one_of"]


def values_lacking(world: World, rule: Rule) -> bool:
    """Whether "an including equality test, none of whose values occurs, or is named by `covers`" stands in a rule.

    "`covers: all` lets `at_most` hold, for types and values."
    """
    if is_ceiling(rule) and EVERYTHING in world.completes:
        return False
    return any(not occurs(world, column, values) for column, values in values_included(rule))


def occurs(world: World, column: str, values: list[Any]) -> bool:
    """Whether one of these values occurs in a column, or is named by `covers`."""
    if any(
        name == column and {folded(str(value)) for value in values} & set(map(folded, words))
        for name, words in world.covers_values
    ):
        return True
    table, _, field = column.rpartition(".")
    if table:
        found = {row.get(field, "").strip() for row in world.table(table) or []}
    else:
        found = {record[field] for record in world.everything}
    return any(equal(text, value) for text in found for value in values)


def item_columns(item: Rule) -> Iterator[str]:
    """The columns a required item of content looks at."""
    if "any" in item:
        for part in item["any"]:
            yield from item_columns(part)
    elif "holds" in item:
        yield from (node.id for node in ast.walk(expression(item["holds"])) if isinstance(node, ast.Name))
    else:
        yield item.get("field", "logged_at")


def content_columns(rule: Rule) -> Iterator[Column]:
    table = rule["of"].get("table", "records")
    return ((table, column) for item in rule["require"] for column in item_columns(item))


def quota_columns(rule: Rule) -> Iterator[Column]:
    table = rule["of"].get("table", "records")
    if isinstance(rule.get("count"), dict):
        yield from ((table, column) for column in rule["count"].values())
    each = rule.get("each", {})
    if each == "customer":
        yield from [(table, "customer_id"), ("customers", "customer_id")]
    else:
        yield from ((table, column) for column in each)


def cadence_columns(rule: Rule) -> Iterator[Column]:
    per = rule.get("per", "customer")
    if per != "rep":
        yield "records", key_column(per)
    yield from (("customers", column) for column in columns_needed(rule.get("customers", {})))


def key_columns(rule: Rule) -> Iterator[Column]:
    """The columns by which a response or a sequence tells what belongs together."""
    yield "records", key_column(rule.get("same", "customer"))
    if rule.get("every") == "case":
        yield "records", "case_id"


def attested_columns(_: Rule) -> Iterator[Column]:
    yield "attestations", "item"


def genuine_columns(rule: Rule) -> Iterator[Column]:
    if "burst" in rule:
        yield "records", "logged_at"
    if "copied" in rule:
        yield from [("records", "text"), ("records", "customer_id")]


KIND_COLUMNS = {
    "content": content_columns,
    "quota": quota_columns,
    "cadence": cadence_columns,
    "response": key_columns,
    "sequence": key_columns,
    "attested": attested_columns,
    "genuine": genuine_columns,
}


def columns_of_rule(rule: Rule) -> Iterator[Column]:
    """Every column a rule rests on."""
    for selector in selectors(rule):
        table = selector.get("table", "records")
        yield table, "rep_id"
        if "at" in selector:
            yield table, selector["at"]
        yield from ((table, column) for column in columns_needed(selector))
    yield from KIND_COLUMNS[rule["kind"]](rule)
    applies_to = dict(rule.get("applies_to", {}))
    if applies_to.pop("tenure", None):
        yield "reps", "joined_on"
    yield from (("reps", column) for column in columns_needed(applies_to))


def may_have_worked(world: World, day: date) -> bool:
    """Whether people worked on a day, for all that the calendar can tell."""
    try:
        return world.works(day)
    except UnknownDayError:
        return True


def period_is_shown(world: World) -> bool:
    """Whether the log shows the period: it holds a record of it, nobody worked in it, or its span is declared."""
    first, last = world.period
    days = list(days_of(first, min(last, world.as_of)))
    return (
        bool(world.spans)
        or not any(may_have_worked(world, day) for day in days)
        or any(record.day in days for record in world.seen)
    )


def rests_on_absence(rule: Rule) -> bool:
    """Whether a rule is met where the log holds nothing: a ceiling on what is counted or summed."""
    count = rule.get("count", "records")
    return (
        "at_most" in rule
        and rule["kind"] == "quota"
        and rule["of"].get("table", "records") == "records"
        and (isinstance(count, str) or not {"mean", "median"} & set(count))
    )


def can_be_checked(world: World, rule: Rule) -> bool:
    """Whether the input shows all that the rule rests on."""
    return (
        bool(world.everything)
        and not types_lacking(world, rule)
        and not key_lacking(world, rule)
        and not values_lacking(world, rule)
        and all(column in world.columns(table) for table, column in columns_of_rule(rule))
    )
