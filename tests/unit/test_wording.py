"""Both languages say the same things, with the same blanks to fill."""

import re
import tomllib
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from checklist.assets import folder
from checklist.model import Bilingual, ErrorGroup, Outcome, Place, Sentence, UsageError
from checklist.wording import LANGUAGES, Wording, _entries


def test_what_one_language_says_the_other_does_not_pass_over() -> None:
    silent = [{key for key, text in _entries(each).items() if not text.strip()} for each in LANGUAGES]
    assert silent[0] == silent[1]


def test_the_keys_are_the_same() -> None:
    assert set(_entries("zh")) ^ set(_entries("en")) == set()


def test_the_sections_stand_in_the_same_order() -> None:
    orders = [
        list(tomllib.loads((folder("reports") / f"{language}.toml").read_text(encoding="utf-8")))
        for language in LANGUAGES
    ]
    assert orders[0] == orders[1]


def test_the_blanks_are_the_same() -> None:
    def blanks(text: str) -> set[str]:
        return set(re.findall(r"\{([^{}:]*)[^{}]*\}", text.replace("{{", "").replace("}}", "")))

    chinese, english = _entries("zh"), _entries("en")
    assert [key for key in english if blanks(chinese.get(key, "")) != blanks(english[key])] == []


def test_blanks_are_plain_names() -> None:
    for language in LANGUAGES:
        for key, text in _entries(language).items():
            for blank in re.findall(r"\{([^{}]*)\}", text.replace("{{", "").replace("}}", "")):
                assert re.fullmatch("[a-z_0-9]+(:[^|]+[|][^|]+)?", blank), key


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 errors"), (1, "1 error"), ("1", "1 error"), (2, "2 errors"), (11, "11 errors"), ("1,001", "1,001 errors")],
)
def test_words_agree_with_their_count(count: int | str, said: str) -> None:
    assert Wording("en").text("error.several", count=count) == said
    assert Wording("zh").text("error.several", count=count) == f"共有 {count} 处错误"


def test_no_sentence_counts_in_words_that_only_fit_many() -> None:
    counts = "count|rules|reps|findings|rows|records|files|stops|days|found|items|cases"
    counted = re.compile(rf"\{{(?:{counts})\}} (?:more )?[a-z]+s\b")
    unfit = {key: text for key, text in _entries("en").items() if counted.search(text)}
    assert unfit == {}


def test_a_value_is_only_inserted_never_read() -> None:
    assert "{reason}" in Wording("en").text("error.output_unwritable", reason="{reason}")


def test_values_are_rendered_for_people() -> None:
    wording = Wording("en")
    assert wording.value(date(2026, 10, 1)) == "2026-10-01"
    assert wording.value(datetime(2026, 10, 1, 9, 30, tzinfo=UTC)) == "2026-10-01 09:30:00+00:00"
    assert wording.value(Bilingual("甲", "")) == "甲"
    assert wording.value(Fraction(3, 4)) == "0.75"
    assert wording.value(Fraction(3)) == "3"
    assert wording.value(Outcome.PASS) == "pass"
    assert wording.value(["a", "b"]) == "a, b"
    assert wording.value(None) == ""
    assert wording.value(Sentence("outcome.pass")) == "met"


def test_an_error_names_its_place_and_a_group_has_a_line_for_each() -> None:
    wording = Wording("en")
    error = UsageError("output_unwritable", Place("a/b.json"), reason="full")
    assert wording.error(error).startswith("a/b.json: ")
    assert wording.error(ErrorGroup([error, error])).count("\n") == 1


def test_an_unknown_sentence_is_a_fault_of_our_own() -> None:
    with pytest.raises(KeyError):
        Wording("zh").text("no.such_sentence")
    assert not Wording("zh").has("no.such_sentence")
