"""The key of a cause: a text that sorts as causes do, and comes back as it was."""

import pytest

from checklist.model.causes import CauseKey, CauseKind, cause_key, read_cause


@pytest.mark.parametrize(
    ("kind", "name", "word"),
    [
        (CauseKind.COLUMN, "text", "calls|1.csv"),
        (CauseKind.TYPE, "type", "拜访|签到"),
        (CauseKind.VALUE, "status", "已查实"),
        (CauseKind.SPAN, "", ""),
    ],
)
def test_a_key_names_its_cause(kind: CauseKind, name: str, word: str) -> None:
    assert read_cause(cause_key(kind, name, word)) == CauseKey(kind, name, word)


def test_keys_sort_by_kind_then_by_name() -> None:
    keys = [cause_key(kind, name) for kind in CauseKind for name in ("a", "b")]
    assert keys == sorted(keys)
