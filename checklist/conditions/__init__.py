"""What a mapping of field to test means, as SQL."""

from checklist.conditions.fitting import Misfit, SortOf, condition_misfits, test_misfits
from checklist.conditions.impossible import bounds_exclude, impossible_fields
from checklist.conditions.meaning import Groups, fields_of, groups_of, types_of, values_of, words_of
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
from checklist.conditions.sql import (
    Gap,
    Operand,
    cause_sql,
    condition_sql,
    contains,
    least,
    matches,
    moment,
    number,
    parts_of,
    test_sql,
)

__all__ = [
    "Condition",
    "FieldTest",
    "Gap",
    "Groups",
    "Misfit",
    "Number",
    "Operand",
    "Scalar",
    "Selector",
    "SortOf",
    "Test",
    "as_bound",
    "bounds_exclude",
    "cause_sql",
    "check_number",
    "check_pattern",
    "condition_misfits",
    "condition_sql",
    "contains",
    "fields_of",
    "groups_of",
    "impossible_fields",
    "least",
    "matches",
    "moment",
    "number",
    "parts_of",
    "test_misfits",
    "test_sql",
    "types_of",
    "values_of",
    "words_of",
]
