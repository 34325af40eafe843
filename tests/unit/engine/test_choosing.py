"""Where rules are judged is said by options that must not contradict each other."""

from __future__ import annotations

import sys

import pytest

from checklist.engine import EMBEDDED, Database, engine_of, judging
from checklist.model import ChecklistError, EngineError


def test_the_embedded_database_is_the_default() -> None:
    assert engine_of(None) == engine_of("duckdb") == EMBEDDED
    with Database(threads=1) as local, judging(EMBEDDED, local) as session:
        assert session is local


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("duckdb", "sc://host", None), "option_goes_with"),
        ((None, None, "local[2]"), "option_goes_with"),
        (("spark", None, None), "engine_needs_spark"),
        (("spark", "sc://host", "local[2]"), "goes_without"),
        (("pandas", None, None), "engine_unknown"),
    ],
)
def test_options_that_contradict_each_other_are_refused(options: tuple[str | None, ...], code: str) -> None:
    with pytest.raises(ChecklistError) as caught:
        engine_of(*options)
    assert caught.value.code == code


def test_a_library_that_is_missing_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with (
        Database(threads=1) as local,
        pytest.raises(EngineError) as caught,
        judging(engine_of("spark", "sc://127.0.0.1"), local),
    ):
        pass
    assert (caught.value.code, caught.value.values["extra"]) == ("needs_library", "spark")
