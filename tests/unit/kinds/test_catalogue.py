"""What is known of a kind stands with the kind: its words, its properties, and nothing of it anywhere else."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import checklist
from checklist import wording as speech
from checklist.api import make_request, sources_of
from checklist.auditing import prepare, run, run_due
from checklist.auditing.explaining import explain
from checklist.casebook import load_casebook, run_book
from checklist.kinds import catalogue, kinds
from checklist.kinds.base import KindError
from checklist.kinds.words import word_keys
from checklist.policy import lint_policy, load_policy, models, policy_schema, reference
from checklist.policy.scaffold import scaffold
from checklist.wording import LANGUAGES, Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = Path(checklist.__file__).parent
MODULE = '''\
"""Greeted: is everyone greeted?"""

from checklist.conditions import Selector
from checklist.kinds.base import Kind, Needs, Parameters
from checklist.model import Sentence


class GreetedParameters(Parameters):
    """Who is to be greeted, and how often."""

    of: Selector
    times: int


class Greeted(Kind):
    """Each record falls due on its day."""

    name = "greeted"
    parameters = GreetedParameters
    subject = ("record_id",)
    yields = ("found",)
    words = ("requirement.greeted", "deviation.greeted", "reminder.greeted")

    def needs(self, parameters, groups):
        """Rest on the records."""
        needs = Needs()
        needs.select(parameters.of, groups)
        return needs

    def values(self, parameters, context):
        """Fill the template."""
        return {"rows": context.rows(parameters.of), "times": parameters.times}

    def requirement(self, parameters):
        """Say how often."""
        return Sentence("requirement.greeted", {"times": parameters.times})

    def sentence(self, parameters, told):
        """Say who was not."""
        return Sentence("deviation.greeted", {"record": told.record, "found": told.unit.found})

    def reminder(self, parameters, told):
        """Say who is next."""
        return Sentence("reminder.greeted", {"record": told.record, "due": told.due})
'''
SELECT = """\
SELECT rep_id, row_id AS trigger_row, NULL AS answer_row, day AS arises_on,
  CAST(day + INTERVAL 3 DAY AS DATE) AS first_due, CAST(day + INTERVAL 3 DAY AS DATE) AS last_due,
  1 AS expected, 0 AS met, 0 AS unknown, NULL AS cause, {{ times }} AS found
FROM ({{ rows }}) r
"""
EXAMPLE = """\
rule: everyone-greeted
kind: greeted
basis: document
advice: {zh: 问好, en: Greet.}
of: {type: call}
times: 2
"""
CASES = """\
defaults:
  period: 2026-03
  reps: [{rep_id: R1}]
  spans: {from: 2026-03-01}
cases:
  - case: {zh: 没有问好, en: not greeted}
    rule: everyone-greeted
    shows: failing
    records: [{record_id: A1, rep_id: R1, type: call, occurred_at: 2026-03-05 10:00}]
    expect:
      R1: {outcome: fail, expected: 1, met: 0, deviations: [{record_id: A1, due_on: 2026-03-08}]}
"""
WORDS = {
    "kind.greeted": "greeted",
    "kind_doc.greeted.meaning": "Is everyone greeted?",
    "kind_doc.greeted.expects": "Everyone is.",
    "parameter.greeted.of": "whom",
    "parameter.greeted.times": "how often",
    "requirement.greeted": "greeted {times} times",
    "deviation.greeted": "{record}: greeted {found} times",
    "reminder.greeted": "{record}: to be greeted by {due}",
}


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with one more kind, which the catalogue walks as well."""
    folder = tmp_path / "more"
    folder.mkdir()
    for name, text in {".py": MODULE, ".sql": SELECT, ".yaml": EXAMPLE, ".cases.yaml": CASES}.items():
        (folder / f"greeted{name}").write_text(text, encoding="utf-8")
    monkeypatch.setattr("checklist.kinds.__path__", [str(CODE / "kinds"), str(folder)])
    kinds.cache_clear()
    models.rule_models.cache_clear()
    yield folder
    monkeypatch.undo()
    kinds.cache_clear()
    models.rule_models.cache_clear()


def say(monkeypatch: pytest.MonkeyPatch, words: dict[str, str]) -> None:
    entries = {language: {**speech._entries(language), **words} for language in LANGUAGES}
    monkeypatch.setattr(speech, "_entries", entries.__getitem__)


@pytest.mark.usefixtures("planted")
def test_a_kind_without_words_stops_the_program_with_the_keys() -> None:
    with pytest.raises(KindError) as stopped:
        kinds()
    for language in LANGUAGES:
        assert f"reports/{language}.toml lacks {', '.join(WORDS)}" in str(stopped.value)


@pytest.mark.usefixtures("planted")
def test_one_word_too_few_is_one_too_few(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, {key: text for key, text in WORDS.items() if key != "parameter.greeted.times"})
    with pytest.raises(KindError, match=r"^reports/zh.toml lacks parameter.greeted.times; reports/en.toml lacks "):
        models.rule_models()


@pytest.mark.usefixtures("planted")
def test_a_kind_is_its_module_its_files_and_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, WORDS)
    english = Wording("en")
    scaffold("1.1", tmp_path / "pack", "greeted")
    policy = load_policy(str(tmp_path / "pack"))
    assert [sentence.key for _, sentence in lint_policy(policy)] == []
    book = load_casebook(policy)
    assert [result.differences for result in run_book(book, book.cases)] == [()]
    assert "greeted" in str(policy_schema("clauses", english))
    assert "\n### greeted\n" in reference(english)
    (tmp_path / "log.csv").write_text(
        "record_id,rep_id,type,occurred_at\nA1,R1,call,2026-10-05 09:00\nA2,R1,call,2026-10-30 09:00\n", "utf-8"
    )
    sources = sources_of([str(tmp_path / "log.csv")], None, None, None, None)
    request = make_request(str(tmp_path / "pack"), sources, period="2026-10")
    audit = run(request)
    assert english.say(audit.requirements["everyone-greeted"]) == "greeted 2 times"
    assert [english.say(each.sentence) for each in audit.deviations] == ["A1: greeted 2 times"]
    assert [english.say(each.sentence) for each in run_due(request).ahead.upcoming] == [
        "A2: to be greeted by 2026-11-02"
    ]
    with prepare(request) as ready:
        (explained,) = explain(ready, policy.rules[0], ["R1"])
    assert [(each.state, each.units) for each in explained.expectations] == [("unmet", 1), ("pending", 1)]


SECTIONS = ("requirement", "deviation", "reminder", "lint", "duration", "window", "figure", "apart")


def texts(node: ast.AST) -> Iterator[str]:
    """The texts of a piece of code as patterns: each blank of one stands for a word."""
    if isinstance(node, ast.JoinedStr):
        parts = [each.value if isinstance(each, ast.Constant) else None for each in node.values]
        yield "".join("[a-z_]+" if each is None else re.escape(str(each)) for each in parts)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    else:
        for each in ast.iter_child_nodes(node):
            yield from texts(each)


def said_in(module: Path) -> set[str]:
    """The keys that the functions of a module make sentences of, as patterns."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    section = re.compile(rf"({'|'.join(SECTIONS)})[a-z_]*\\\.")
    return {text for node in functions for text in texts(node) if section.match(text)}


@pytest.mark.parametrize("name", sorted(kinds()))
def test_a_kind_states_every_sentence_that_it_says_and_no_other(name: str) -> None:
    words, said = kinds()[name].words, said_in(CODE / "kinds" / f"{name}.py")
    assert [each for each in said if not any(re.fullmatch(each, word) for word in words)] == []
    assert [word for word in words if not any(re.fullmatch(each, word) for each in said)] == []


def test_every_kind_has_its_words() -> None:
    for language in LANGUAGES:
        wording = Wording(language)
        assert [key for kind in kinds().values() for key in word_keys(kind) if not wording.has(key)] == []


def test_nothing_above_the_kinds_names_one() -> None:
    named = re.compile(rf"""\bkind\b.{{0,9}}["']({"|".join(kinds())})["']|kinds\.({"|".join(kinds())})\b""")
    found = [
        f"{path.relative_to(CODE)}: {line.strip()}"
        for path in sorted(CODE.rglob("*.py"))
        if path.relative_to(CODE).parts[0] != "kinds"
        for line in path.read_text(encoding="utf-8").splitlines()
        if named.search(line) and not line.strip().startswith("#")
    ]
    assert found == []


def test_a_module_without_a_kind_of_its_name_stops_the_program(planted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, WORDS)
    (planted / "empty.py").write_text('"""Nothing."""\n', encoding="utf-8")
    with pytest.raises(KindError, match=r"^checklist\.kinds\.empty must hold exactly one kind of that name"):
        catalogue.kinds()
