import re

import pytest

from checklist.reporters.slugs import rep_page_name

NAMES = [
    *("R1", "r1", "R 1", "../../etc/passwd", "王敏", "", "con", "a/b\\c:d*e?f", "x" * 500, "\udcff", "."),
    *("\u202efdp", "Éclair", "007", "7", "<script>", "a\x00b"),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_name_is_safe_in_any_file_system(name: str) -> None:
    assert re.fullmatch(r"rep-([a-z0-9]+(-[a-z0-9]+)*-)?[0-9a-f]{10}\.html", rep_page_name(name))
    assert len(rep_page_name(name)) < 60


def test_different_ids_have_different_pages_even_where_case_is_ignored() -> None:
    assert len({rep_page_name(name).lower() for name in NAMES}) == len(NAMES)


def test_a_page_name_is_stable() -> None:
    assert rep_page_name("R1") == rep_page_name("R1") == "rep-r1-a791366f6f.html"
