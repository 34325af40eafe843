"""The profiles' data: well-formed, each export known by its own headers alone, and told of in the guides."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.model import ErrorGroup, MappingError, UsageError
from checklist.model.tables import RECORDS, TABLES
from checklist.records import cells
from checklist.records.mapping import Section, ways
from checklist.records.profiles.applying import apply
from checklist.records.profiles.catalogue import FOLDER, known_names, load_profile, names_of, profiles
from checklist.records.profiles.guessing import Settled
from checklist.records.profiles.names import fold
from checklist.records.profiles.recognising import matches, named, sure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.records.profiles.models import Export

ROOT = Path(__file__).parents[4]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
EXPORTS = [(profile, export) for profile in profiles() for export in profile.keys.exports]
PRODUCTS = [(profile, export) for profile, export in EXPORTS if not profile.generic]
REQUIRED = {
    "salesforce", "hubspot", "zoho", "dynamics365", "pipedrive", "fxiaoke", "neocrm", "wukong-php", "wukong-java",
    "wecom", "dingtalk", "suitecrm", "espocrm", "odoo", "vtiger", "generic-zh", "generic-en",
}  # fmt: skip
# What a status may come to; `won` and `lost` are those of a deal.
STATUSES = {"planned", "done", "cancelled", "not_held", "in_progress", "won", "lost"}


def first_in(language: str, names: Sequence[str]) -> str | None:
    return next((name for name in names if bool(CHINESE.search(name)) == (language == "zh")), None)


def documented_headers(export: Export, language: str) -> list[str] | None:
    """Return one header for each thing that an export names, in one language; None where it has none in it."""
    made = [
        [name for names in way.headers for name in names] if way.way == "first_of" else list(names)
        for _, _, way in ways(export)
        for names in (way.headers if way.way != "first_of" else [()])
    ]
    found: list[str] = []
    for names in [export.spelt, *export.recognise, *export.columns.values(), *made]:
        header = first_in(language, names)
        if header is None and names in export.recognise:
            return None
        folded = {fold(each) for each in (*found, *export.unless)}
        if header is not None and fold(header) not in folded:
            found.append(header)
    return found


DOCUMENTED = [
    (f"{profile.name}/{export.export}", headers)
    for profile, export in PRODUCTS
    for language in ("zh", "en")
    if (headers := documented_headers(export, language))
]


def test_every_product_is_there() -> None:
    assert {profile.name for profile in profiles()} == REQUIRED
    assert len({(profile.name, export.export) for profile, export in EXPORTS}) == len(EXPORTS)
    assert {path.stem for path in FOLDER.glob("*.yaml")} == REQUIRED


@pytest.mark.parametrize(("name", "headers"), DOCUMENTED, ids=[f"{n}-{each[0]}" for n, each in enumerate(DOCUMENTED)])
def test_no_two_exports_claim_the_same_headers(name: str, headers: list[str]) -> None:
    found = matches(headers, "records")
    assert sure(found)
    assert found[0].name == name


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_shuffled_and_further_columns_change_nothing(data: st.DataObject) -> None:
    name, headers = data.draw(st.sampled_from(DOCUMENTED))
    known = known_names("records")
    further = data.draw(
        st.lists(st.text(min_size=1, max_size=12).filter(lambda text: fold(text) not in known), max_size=6, unique=True)
    )
    shuffled = data.draw(st.permutations([*headers, *further]))
    found = matches(shuffled, "records")
    assert sure(found)
    assert found[0].name == name
    (match,) = found[:1]
    plain = apply(Section(), RECORDS, headers, lambda _: Settled(), None).section
    again = apply(Section(), RECORDS, shuffled, lambda _: Settled(), None).section
    assert (again.columns, again.made, again.folded) == (plain.columns, plain.made, plain.folded)
    assert match.known == len({fold(each) for each in headers} & names_of(match.export))


@pytest.mark.parametrize("export", [export for _, export in EXPORTS])
def test_an_export_can_mean_something(export: Export) -> None:
    table = TABLES[export.table]
    named_columns = {*export.columns, *export.first_of, *export.join, *export.parts, *export.constants}
    required = {column.name for column in table.columns if column.required}
    assert required <= named_columns
    if not table.attributes:
        assert all(table.has(name) for name in named_columns)
    assert set(export.values.get("status", {}).values()) <= STATUSES
    assert set(export.starts) <= named_columns
    assert set(export.otherwise) <= named_columns
    assert {fold(name) for name in export.days} <= names_of(export)
    for column in ("occurred_at", "logged_at"):
        for form in export.formats.get(column, ()):
            assert form in cells.EPOCHS or "%Y" in form
    for words in (export.types, *export.values.values()):
        assert len({word.lower() for word in words}) == len(words)


def test_every_profile_says_where_it_comes_from_and_what_is_not_verified() -> None:
    for profile in profiles():
        assert profile.keys.sources
        assert profile.keys.not_verified
        for words in (profile.keys.title, *(each.title for each in profile.keys.exports), *profile.keys.not_verified):
            assert words.zh
            assert words.en


def test_both_guides_list_every_profile() -> None:
    for guide in ("README.md", "README.zh.md"):
        text = (ROOT / guide).read_text(encoding="utf-8")
        rows = re.findall(r"^\| `([a-z][a-z0-9-]*)` \|", text, re.MULTILINE)
        assert sorted(rows) == sorted(REQUIRED), guide


def test_planned_words_are_never_done() -> None:
    never_done = re.compile(
        r"not.?started|planned|scheduled|overdue|deferred|postponed|cancel|not.?held|no.?show|"
        r"计划|待|未|延期|推迟|逾期|超期|取消|作废|撤销|爽约",
        re.IGNORECASE,
    )
    done = re.compile(r"^(scheduled attended|scheduled attended delay)$", re.IGNORECASE)
    for profile, export in EXPORTS:
        for word, meaning in export.values.get("status", {}).items():
            if never_done.search(word) and not done.search(word):
                assert meaning in {"planned", "cancelled", "not_held"}, f"{profile.name}: {word}"


@pytest.mark.parametrize(
    "text",
    [
        "profile: x\ntitle: {zh: 甲, en: A}\nsources: [s]\nexports: [{export: a, title: {zh: 甲, en: A}, colums: {}}]",
        "profile: x\ntitle: {zh: 甲}\nsources: [s]\nexports: [{export: a, title: {zh: 甲, en: A}}]",
        "profile: x\ntitle: {zh: 甲, en: A}\nsources: []\nexports: [{export: a, title: {zh: 甲, en: A}}]",
    ],
)
def test_a_profile_that_is_not_well_formed_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises((MappingError, ErrorGroup)):
        load_profile(path)


def test_a_profile_asked_for_by_name() -> None:
    match = named("pipedrive", ["Type", "Done", "Due date", "Assigned to user"], "records")
    assert match is not None
    assert match.name == "pipedrive/activities"
    assert named("pipedrive", ["姓名"], "reps") is None
    with pytest.raises(UsageError):
        named("pipedriv", [], "records")
