"""What the conditions of a rule name: types, columns, values; read off the rule alone, without any data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Rule = dict[str, Any]
Condition = dict[str, Any]
GROUPS = {"follow_up": ("call", "visit", "message"), "paper": ("quotation", "deal_closed")}
COMBINED = ("all", "any", "not")
NOT_A_TEST = ("table", "at", "type", "group", *COMBINED)


class FieldTest(NamedTuple):
    """One operator of one field's test; `negative` within an odd number of `not:`."""

    field: str
    operator: str
    operand: Any
    negative: bool

    @property
    def excludes(self) -> bool:
        """Whether it only excludes: `not`, `blank: true`, an equality under `not:`, or what means the same."""
        if self.operator in ("present", "blank"):
            asks_for_blank = (self.operator == "blank") == self.operand
            return asks_for_blank != self.negative
        return self.operator == ("is" if self.negative else "not")

    @property
    def values_included(self) -> list[Any]:
        """The values of an including equality test; none of any other test."""
        return as_list(self.operand) if self.operator == ("not" if self.negative else "is") else []


def as_list(value: Any) -> list[Any]:
    """One value stands for a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]


def versions_of(rule: Rule) -> list[Rule]:
    """The rule as each of its versions has it."""
    shared = {name: value for name, value in rule.items() if name != "versions"}
    return [{**shared, **version} for version in rule.get("versions", [{}])]


def types_named(selector: Condition) -> set[str]:
    """Name the record types that a selector asks for by `type` or `group`; none if it takes any."""
    types: set[str] = set()
    if "type" in selector:
        types |= set(as_list(selector["type"]))
    for group in as_list(selector.get("group", [])):
        types |= set(GROUPS[group])
    return types


def field_tests(field: str, test: Any, *, negative: bool = False) -> list[FieldTest]:
    """The operators of one field's test; a bare value or list is an equality."""
    operators = test if isinstance(test, dict) else {"is": test}
    return [FieldTest(field, operator, operand, negative) for operator, operand in operators.items()]


def field_tests_in(condition: Condition, *, negative: bool = False) -> Iterator[FieldTest]:
    """Every test of a field within a condition, however deep."""
    for field, test in condition.items():
        if field not in NOT_A_TEST:
            yield from field_tests(field, test, negative=negative)
    for part in [*condition.get("all", []), *condition.get("any", [])]:
        yield from field_tests_in(part, negative=negative)
    if "not" in condition:
        yield from field_tests_in(condition["not"], negative=not negative)


def conditions_in(condition: Condition) -> Iterator[Condition]:
    """A condition and every one within it."""
    yield condition
    for part in [*condition.get("all", []), *condition.get("any", [])]:
        yield from conditions_in(part)
    if "not" in condition:
        yield from conditions_in(condition["not"])


def columns_needed(condition: Condition) -> set[str]:
    """Name the columns that a condition rests on: all it names, but those that it only excludes by."""
    return {test.field for test in field_tests_in(condition) if not test.excludes}


def selectors(rule: Rule) -> list[Rule]:
    """Every selector of a rule."""
    single = [rule[name] for name in ("of", "to", "with", "closing", "open_until") if name in rule]
    return [*single, *rule.get("steps", [])]


def values_apart(rule: Rule) -> dict[str, list[Any]]:
    """The columns and values by which `each` sets a quota apart; a customer is none."""
    each = rule.get("each")
    return each if isinstance(each, dict) else {}


def items_in(rule: Rule) -> Iterator[Rule]:
    """Every item that content requires, those within `any` too."""
    waiting = list(rule.get("require", []))
    while waiting:
        item = waiting.pop()
        waiting += item.get("any", [])
        yield item


def types_asked(policy: tuple[Rule, ...]) -> set[str]:
    """Every type that a rule of the policy asks about."""
    asked: set[str] = set()
    for rule in (version for each in policy for version in versions_of(each)):
        for selector in selectors(rule):
            asked |= {kind for part in conditions_in(selector) for kind in types_named(part)}
        asked |= set(values_apart(rule).get("type", []))
    return asked


def values_asked(policy: tuple[Rule, ...], column: str) -> set[str]:
    """Every word of a column of the log that a rule of the policy names."""
    asked: list[Any] = []
    for rule in (version for each in policy for version in versions_of(each)):
        for selector in selectors(rule):
            for test in field_tests_in(selector):
                if test.field == column and test.operator in ("is", "not"):
                    asked += as_list(test.operand)
        asked += values_apart(rule).get(column, [])
        for item in items_in(rule):
            if item.get("field") == column:
                asked += as_list(item.get("one_of", []))
    return {str(word) for word in asked}
