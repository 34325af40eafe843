"""What the input can show: a rule that rests on more than that is not checked."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.oracle.common import Rule, days_of, key_column
from tests.oracle.conditions import columns_needed, types_named
from tests.oracle.content import expression
from tests.oracle.world import UnknownDayError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.oracle.world import World

Column = tuple[str, str]


def types_shown(world: World) -> set[str]:
    """The types that occur anywhere in the input, and those the mapping vouches for."""
    return {record["type"] for record in world.everything} | set(world.covers)


def selectors(rule: Rule) -> list[Rule]:
    """Every selector of a rule."""
    single = [rule[name] for name in ("of", "to", "with", "closing", "open_until") if name in rule]
    return [*single, *rule.get("steps", [])]


def types_lacking(world: World, rule: Rule) -> bool:
    """Whether a selector finds none of its types shown; under `at_most`, any of them missing."""
    shown = types_shown(world)
    for selector in selectors(rule):
        named = types_named(selector)
        if named and not named & shown:
            return True
        if "at_most" in rule and rule["kind"] == "quota" and not named <= shown:
            return True
    return False


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
        and all(column in world.columns(table) for table, column in columns_of_rule(rule))
    )
