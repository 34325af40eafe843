"""What a mapping of field to test means, as SQL."""

from checklist.conditions.impossible import bounds_exclude, impossible_fields
from checklist.conditions.meaning import Groups, fields_of, groups_of, types_of
from checklist.conditions.models import Condition, FieldTest, Scalar, Selector, Test, as_bound, check_pattern
from checklist.conditions.sql import condition_sql, contains, matches, number, test_sql

__all__ = [
    "Condition",
    "FieldTest",
    "Groups",
    "Scalar",
    "Selector",
    "Test",
    "as_bound",
    "bounds_exclude",
    "check_pattern",
    "condition_sql",
    "contains",
    "fields_of",
    "groups_of",
    "impossible_fields",
    "matches",
    "number",
    "test_sql",
    "types_of",
]
