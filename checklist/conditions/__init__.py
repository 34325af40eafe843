"""What a mapping of field to test means, as SQL."""

from checklist.conditions.fitting import Misfit, SortOf, condition_misfits, test_misfits
from checklist.conditions.impossible import bounds_exclude, impossible_fields
from checklist.conditions.meaning import Groups, fields_of, groups_of, types_of
from checklist.conditions.models import (
    Condition,
    FieldTest,
    Number,
    Scalar,
    Selector,
    Test,
    as_bound,
    check_number,
    check_pattern,
)
from checklist.conditions.sql import condition_sql, contains, matches, moment, number, test_sql

__all__ = [
    "Condition",
    "FieldTest",
    "Groups",
    "Misfit",
    "Number",
    "Scalar",
    "Selector",
    "SortOf",
    "Test",
    "as_bound",
    "bounds_exclude",
    "check_number",
    "check_pattern",
    "condition_misfits",
    "condition_sql",
    "contains",
    "fields_of",
    "groups_of",
    "impossible_fields",
    "matches",
    "moment",
    "number",
    "test_misfits",
    "test_sql",
    "types_of",
]
