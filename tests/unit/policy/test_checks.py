"""What a rule cannot mean by the sorts of its columns is refused when its pack is loaded, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.model import ChecklistError, ErrorGroup
from checklist.model.tables import Sort
from checklist.policy import load_policy
from checklist.wording import Wording

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "pack: trial\ntitle: trial\n"
RULE = "    - {rule: r, title: t, advice: a, basis: document, "


def refused(folder: Path, body: str, head: str = "") -> list[str]:
    """Return what a pack of one rule is refused for, as `column text`: the rule stands on line 4."""
    (folder / "pack.yaml").write_text(HEAD + head, encoding="utf-8")
    (folder / "1.1.yaml").write_text(f'- clause: "1.1"\n  title: c\n  rules:\n{RULE}{body}}}\n', encoding="utf-8")
    try:
        load_policy(str(folder))
    except ChecklistError as error:
        found = error.errors if isinstance(error, ErrorGroup) else [error]
        assert all(each.place is not None and each.place.line == 4 for each in found)
        assert all(Wording("zh").error(each) for each in found)
        return [Wording("en").error(each).partition("1.1.yaml:4:")[2] for each in found]
    return []


VISITS = "kind: content, of: visit, require: "


@pytest.mark.parametrize(
    ("body", "word", "said"),
    [
        (VISITS + "[{holds: occurred_at > 5}]", "holds", "occurred_at (day, or day and time) and 5 (number) cannot be"),
        (VISITS + "[{holds: topic + 1 > 2}]", "holds", "topic (text) and 1 (number) cannot be compared or reckoned"),
        (VISITS + "[{any: [{field: topic}, {holds: amount = 'viel'}]}]", "holds", "amount (number) and 'viel' (text)"),
        (VISITS + "[{holds: amount > 1e300}]", "amount", "1e+300 cannot be held exactly"),
        (VISITS + "[{holds: occurred_at + 3 workdays > logged_at}]", "occurred_at", "3 workdays cannot be used here"),
        (VISITS + "[{field: status, above: 3}]", "above", "status holds one sort of value (text), which above: 3"),
        (VISITS + "[{field: occurred_at, at_least: 3}]", "at_least", "occurred_at holds one sort"),
        (VISITS + "[{field: amount, at_least: 2026-10-01}]", "at_least", "amount holds one sort of value (number)"),
        (VISITS + "[{field: amount, matches: x}]", "matches", "amount holds one sort of value (number)"),
        (VISITS + "[{field: amount, min_length: 3}]", "min_length", "amount holds one sort of value (number)"),
        (VISITS + "[{field: amount, one_of: [viel]}]", "one_of", "amount holds one sort of value (number)"),
        (VISITS + "[{field: note, one_of: [1e300]}]", "one_of", "1e+300 cannot be held exactly"),
        (VISITS + "[{field: text, matches: 'a{100000}'}]", "'a{", "invalid repetition size: {100000}"),
        (VISITS + "[{field: text, matches: '(?=a)'}]", "'(?", "look-around and back-references are not read"),
        (VISITS + "[{field: cost, above: 1e300}]", "1e300", "1e+300 cannot be held exactly"),
        (
            "kind: content, of: {type: visit, occurred_at: {above: 5}}, require: [{field: topic}]",
            "above",
            "occurred_at holds one sort of value (day, or day and time), which above: 5 cannot test",
        ),
        (
            "kind: content, of: {type: visit, at: logged_at}, require: [{field: topic}]",
            "at:",
            "at: logged_at goes with another table only, since a record is dated by occurred_at",
        ),
        (
            "kind: content, of: {table: customers, at: grade}, require: [{field: grade}]",
            "at:",
            "grade holds no days or times of customers to date a row by; write one of: in_care_from, in_care_to",
        ),
        (
            "kind: content, of: {table: customers, at: signed_on}, require: [{field: grade}]",
            "at:",
            "signed_on holds no days or times of customers",
        ),
        (
            "kind: cadence, of: visit, within: 7 days, customers: {in_care_from: {below: 3}}",
            "below",
            "in_care_from holds one sort of value (day), which below: 3 cannot test",
        ),
        (VISITS + "[{field: topic}], applies_to: {joined_on: {above: 3}}", "above", "joined_on holds one sort"),
        (
            "kind: quota, of: visit, at_least: 1, window: month, count: {sum: occurred_at}",
            "sum",
            "occurred_at holds no numbers",
        ),
        (
            "kind: quota, of: visit, at_least: 1, window: month, count: {median: status}",
            "median",
            "status holds no numbers (text)",
        ),
        (
            "kind: quota, of: visit, at_most: 1e300, window: month, count: {sum: amount}",
            "1e300",
            "1e+300 cannot be held exactly",
        ),
        ("kind: attested, items: [image], at_least: 1e300", "1e300", "1e+300 cannot be held exactly"),
        ("kind: response, to: visit, with: call, within: 999999 days", "999999 days", "no span of time of at most 100"),
        ("kind: sequence, steps: [visit, call], within: 1201 months", "1201 months", "no span of time of at most 100"),
        ("kind: attested, items: [x], valid_for: 101 years", "101 years", "no span of time of at most 100"),
        (VISITS + "[{field: topic}], applies_to: {tenure: {above: 999999 years}}", "999999", "no span of time of at"),
        (VISITS + "[{field: topic, min_length: 1e12}]", "1e12", "write at most 1000000"),
        (
            "kind: genuine, burst: {entries: 2, minutes: 1000000000000, days: 2}",
            "1000000000000",
            "write at most 1000000",
        ),
        (
            "kind: response, to: inquiry, with: {type: answer, not: {amount: {matches: x}}}, within: 1 day",
            "matches",
            "amount holds one sort of value (number)",
        ),
        (
            "kind: sequence, steps: [order, {type: invoice, status: {between: [1, 2]}}]",
            "between",
            "status holds one sort of value (text)",
        ),
    ],
)
def test_it_is_refused_with_its_place(tmp_path: Path, body: str, word: str, said: str) -> None:
    found = refused(tmp_path, body)
    assert found, "it was taken"
    column, _, text = found[0].partition(": ")
    line = RULE + body
    assert line[int(column) - 1 :].startswith(word), (found, line[int(column) - 1 :])
    assert said in text


@pytest.mark.parametrize(
    "body",
    [
        VISITS + "[{holds: valid_until <= occurred_at + 20 days}]",
        VISITS + "[{holds: cost + marketing_expense <= expected_sales}]",
        VISITS + "[{field: occurred_at, at_least: 2026-10-01}]",
        VISITS + "[{field: note, matches: '^x', above: 5}]",
        "kind: content, of: {table: customers, at: in_care_to}, require: [{field: grade}]",
        "kind: content, of: {table: attestations, at: assessed_on}, require: [{field: note}]",
        "kind: quota, of: visit, at_least: 1, window: month, count: {sum: cost}",
        "kind: quota, of: visit, at_least: 1, window: month, count: {distinct: occurred_at}",
    ],
)
def test_what_means_something_is_taken(tmp_path: Path, body: str) -> None:
    assert refused(tmp_path, body) == []


DECLARED = "fields: {customers: {signed_on: day, tier: text, size: number, region: }}\n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("kind: content, of: {table: customers, at: signed_on}, require: [{field: grade}]", None),
        ("kind: content, of: {table: customers, at: tier}, require: [{field: grade}]", "tier holds no days"),
        ("kind: content, of: {table: customers, at: region}, require: [{field: grade}]", "region holds no days"),
        ("kind: content, of: {table: customers}, require: [{field: tier, above: 3}]", "tier holds one sort"),
        ("kind: content, of: {table: customers}, require: [{field: region, above: 3}]", None),
        ("kind: content, of: {table: customers}, require: [{holds: signed_on < in_care_from}]", None),
        ("kind: content, of: {table: customers}, require: [{holds: tier < size}]", "tier (text) and size (number)"),
        ("kind: content, of: {table: customers}, require: [{holds: sighned_on < size}]", "did you mean signed_on"),
        ("kind: cadence, of: visit, within: 7 days, customers: {size: {matches: x}}", "size holds one sort"),
    ],
)
def test_a_pack_declares_what_its_own_columns_hold(tmp_path: Path, body: str, said: str | None) -> None:
    found = refused(tmp_path, body, DECLARED)
    assert bool(found) is (said is not None)
    assert said is None or said in found[0]


def test_what_nobody_can_hold_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(HEAD + "fields: {records: {size: figure}}\n", encoding="utf-8")
    with pytest.raises(ChecklistError) as caught:
        load_policy(str(tmp_path))
    assert "pack.yaml:3:26: " in Wording("en").error(caught.value)


def test_a_tailoring_adds_to_what_is_declared(tmp_path: Path) -> None:
    refused(tmp_path, VISITS + "[{field: topic}]", "fields: {records: [size, place], reps: {grade: number}}\n")
    (tmp_path / "own.yaml").write_text(
        f"extends: {tmp_path}\nfields: {{records: {{size: number, level: text}}, reps: {{grade: text}}}}\n",
        encoding="utf-8",
    )
    policy = load_policy(str(tmp_path / "own.yaml"))
    assert policy.fields == {"records": ("size", "place", "level"), "reps": ("grade",)}
    assert policy.sorts == {"records": {"size": Sort.NUMBER, "level": Sort.TEXT}, "reps": {"grade": Sort.NUMBER}}


def test_what_a_rule_asks_changes_with_what_its_columns_hold(tmp_path: Path) -> None:
    def digests(fields: str) -> str:
        assert refused(tmp_path, VISITS + "[{holds: size = place}]", f"fields: {{records: {fields}}}\n") == []
        return load_policy(str(tmp_path)).rules[0].sha256

    plain = digests("[size, place, other]")
    assert digests("{size: , place: , other: number}") == plain
    assert digests("{size: number, place: , other: }") != plain
