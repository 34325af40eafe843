"""The shipped pack as text: whole, in both languages, and honest about where each figure comes from."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checklist.assets import folder
from checklist.kinds import kinds
from checklist.model import Bilingual, Clause, PolicyError
from checklist.policy import load_policy
from checklist.yamlfile import read_yaml

PACK = folder("rules") / "sales-management"
POLICY = load_policy("sales-management")
CLAUSES = [
    "1.1",
    *(f"1.2.{n}" for n in range(1, 6)),
    *(f"1.3.{n}" for n in range(1, 6)),
    *(f"2.1.{n}" for n in range(1, 6)),
    *(f"2.2.{n}" for n in range(1, 6)),
    *(f"2.3.{n}" for n in range(1, 5)),
    *(f"2.4.{n}" for n in range(1, 5)),
    *(f"2.5.{n}" for n in range(1, 4)),
]
SHOULD = {"1.2.3", "1.2.4", "1.2.5", "2.2.2"}
NOT_DONE = {"planned", "cancelled", "not_held", "deferred", "overdue"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def clause_files() -> list[Path]:
    return sorted(path for path in PACK.glob("[0-9]*.yaml") if not path.name.endswith(".cases.yaml"))


def params() -> dict[str, dict[str, Any]]:
    return dict(read_yaml(PACK / "pack.yaml", PolicyError).data["params"])


def test_all_32_clauses_are_there_each_with_a_rule() -> None:
    assert [clause.id for clause in POLICY.clauses] == CLAUSES
    assert len(CLAUSES) == 32
    assert all(clause.rules for clause in POLICY.clauses)


def test_one_file_a_chapter() -> None:
    for path in clause_files():
        chapter = path.name.split("-", 1)[0]
        clauses = read_yaml(path, PolicyError).data
        assert {str(clause["clause"])[:3] for clause in clauses} == {chapter}
    assert len(clause_files()) == len(POLICY.chapters) == 8


def test_modality_is_the_documents() -> None:
    assert {clause.id for clause in POLICY.clauses if clause.modality == "should"} == SHOULD
    assert {clause.modality for clause in POLICY.clauses} == {"must", "should"}
    assert [clause.id for clause in POLICY.clauses if clause.truncated] == ["2.5.3"]


@pytest.mark.parametrize("clause", POLICY.clauses, ids=lambda clause: clause.id)
def test_source_names_the_place_in_the_document(clause: Clause) -> None:
    part, section, *item = clause.id.split(".")
    numeral = {"1": "一", "2": "二"}[part]
    assert clause.source == f"{numeral}、{section}" + (f".({item[0]})" if item else "")


def texts() -> Iterator[tuple[str, Bilingual]]:
    yield "pack", POLICY.title
    for chapter in POLICY.chapters:
        yield chapter.id, chapter.title
    for clause in POLICY.clauses:
        yield clause.id, clause.title
        yield clause.id, clause.text
        for rule in clause.rules:
            yield rule.id, rule.title
            yield rule.id, rule.advice
            yield rule.id, rule.why
    yield from POLICY.items.items()


def test_every_text_is_in_both_languages() -> None:
    for name, text in texts():
        assert CHINESE.search(text.zh), name
        assert text.en.strip(), name
        assert not CHINESE.search(text.en), name
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", text.zh), f"{name}: half-width punctuation"


def test_every_rule_says_on_what_it_rests() -> None:
    for rule in POLICY.rules:
        assert rule.basis in {"document", "default"}, rule.id
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id), rule.id


@pytest.mark.parametrize("name", sorted(params()))
def test_every_figure_has_bounds_a_basis_and_a_reason_in_both_languages(name: str) -> None:
    parameter = params()[name]
    assert {"value", "title", "at_least", "basis", "why"} <= parameter.keys()
    assert parameter["at_least"] <= parameter["value"] <= parameter.get("at_most", parameter["value"])
    for text in (parameter["title"], parameter["why"]):
        assert CHINESE.search(text["zh"])
        assert text["en"]
        assert not CHINESE.search(text["en"])


def test_every_figure_is_used_and_no_figure_stands_in_a_clause_file() -> None:
    used: set[str] = set()
    for path in clause_files():
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"\$\{(\w+)\}", text))
        assert not re.search(r"\b(within|valid_for|due|early|entered_within): \"?\d", text), path.name
    assert used == set(params())


def test_every_kind_is_used() -> None:
    assert {rule.kind for rule in POLICY.rules} == set(kinds())


def test_signals_of_a_made_up_log_never_score() -> None:
    signals = [rule for rule in POLICY.rules if rule.kind == "genuine"]
    assert signals
    for rule in signals:
        assert rule.informational
        assert "没有经过验证的阈值" in rule.why.zh
        assert "no threshold is proven" in rule.why.en.lower()


def test_attested_items_have_a_question_a_manager_can_answer() -> None:
    for rule in POLICY.rules:
        if rule.kind == "attested":
            for item in rule.versions[0].parameters.items:
                assert "？" in POLICY.items[item].zh, item
                assert "?" in POLICY.items[item].en or item == "code_of_conduct"


def test_what_was_not_done_never_counts() -> None:
    for path in clause_files():
        for clause in read_yaml(path, PolicyError).data:
            for rule in clause["rules"]:
                for name in ("of", "with"):
                    selector = rule.get(name, {})
                    if selector.get("group") not in (None, "market_analysis"):
                        assert set(selector["status"]["not"]) >= NOT_DONE, rule["rule"]
