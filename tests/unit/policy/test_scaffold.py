"""A clause to start from works as it is: it loads, lints, validates, and its cases pass."""

from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checklist.casebook import load_casebook, not_shown, run_book
from checklist.kinds import kinds
from checklist.model import ChecklistError, PolicyError
from checklist.policy import lint_policy, load_policy, policy_schema, scaffold
from checklist.wording import Wording
from checklist.yamlfile import read_yaml

ENGLISH = Wording("en")


def plain(node: Any) -> Any:
    """Days as the text that an editor sees."""
    if isinstance(node, dict):
        return {name: plain(value) for name, value in node.items()}
    if isinstance(node, list):
        return [plain(each) for each in node]
    return node.isoformat() if isinstance(node, date) else node


def complaints(path: Path, subject: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(policy_schema(subject, ENGLISH))
    return [error.message for error in validator.iter_errors(plain(read_yaml(path, PolicyError).data))]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_each_kind_starts_a_pack_that_works(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "our policy"
    made = scaffold("3.1.2", folder, kind)
    assert sorted(contents(folder)) == ["3.1.2.cases.yaml", "3.1.2.yaml", "pack.yaml"]
    policy = load_policy(str(folder))
    assert policy.id == "our-policy"
    assert [(each.id, each.kind) for each in policy.rules] == [(made.rule, kind)]
    warned = [ENGLISH.say(sentence) for _, sentence in lint_policy(policy)]
    assert warned == [f"the item {item}, which rule {made.rule} wants attested, has no title under items in pack.yaml"
                      for item in made.items]  # fmt: skip
    assert complaints(made.clause_file, "clauses") == []
    assert complaints(folder / "pack.yaml", "pack") == []
    book = load_casebook(policy)
    assert [result.differences for result in run_book(book, book.cases)] == [()] * 3
    assert not_shown(book) == []


def test_a_second_clause_leaves_the_first_alone(tmp_path: Path) -> None:
    first = scaffold("3.1.2", tmp_path / "p", "quota")
    before = contents(tmp_path / "p")
    second = scaffold("3.1.3", tmp_path / "p", "quota")
    assert first.pack_file is not None
    assert second.pack_file is None
    assert second.rule == f"{first.rule}-2"
    assert contents(tmp_path / "p").items() > before.items()
    book = load_casebook(load_policy(str(tmp_path / "p")))
    assert all(result.passed for result in run_book(book, book.cases))
    assert not_shown(book) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    scaffold("3.1.2", tmp_path / "p", "content")
    (tmp_path / "p" / "3.1.4.cases.yaml").write_text("kept", encoding="utf-8")
    before = contents(tmp_path / "p")
    with pytest.raises(PolicyError, match="clause_twice"):
        scaffold("3.1.2", tmp_path / "p", "content")
    with pytest.raises(PolicyError, match="file_exists"):
        scaffold("3.1.4", tmp_path / "p", "content")
    assert contents(tmp_path / "p") == before


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(PolicyError, match="folder_not_empty"):
        scaffold("3.1.2", tmp_path, "content")
    assert sorted(contents(tmp_path)) == ["letter.txt"]


@pytest.mark.parametrize(
    ("clause", "kind", "code"),
    [
        ("../3", "content", "clause_number"),
        ("", "content", "clause_number"),
        ("3 1", "content", "clause_number"),
        ("3.1", "cadense", "kind_unknown"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    tmp_path: Path, clause: str, kind: str, code: str
) -> None:
    with pytest.raises(ChecklistError, match=code):
        scaffold(clause, tmp_path / "p", kind)
    assert not (tmp_path / "p").exists()


def test_a_pack_that_does_not_load_is_not_added_to(tmp_path: Path) -> None:
    scaffold("3.1.2", tmp_path / "p", "content")
    (tmp_path / "p" / "3.1.2.yaml").write_text("- clause: '3.1.2'\n  rulez: []\n", encoding="utf-8")
    before = contents(tmp_path / "p")
    with pytest.raises(PolicyError, match="yaml_unknown_field"):
        scaffold("3.1.3", tmp_path / "p", "content")
    assert contents(tmp_path / "p") == before


def test_where_nothing_can_be_written_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(self: Path, *args: Any, **settings: Any) -> Any:
        if self.name == "pack.yaml" and "x" in args:
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **settings)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PolicyError, match="output_unwritable"):
        scaffold("3.1.2", tmp_path / "p", "content")
    assert contents(tmp_path / "p") == {}
