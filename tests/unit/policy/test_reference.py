"""The guide to writing packs is what the program says, and every block of YAML in it and in the READMEs loads."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from checklist.assets import folder
from checklist.calendars import read_company_calendar
from checklist.casebook import load_casebook, not_shown, run_book
from checklist.conditions import Selector
from checklist.kinds import kinds
from checklist.model import ChecklistError, PolicyError
from checklist.model.duration import UNITS
from checklist.policy import lint_policy, load_policy, reference, reference_files
from checklist.policy.fields import PARTS, kind_fields, part_fields
from checklist.records import load_mapping
from checklist.waivers import parse_waivers
from checklist.wording import LANGUAGES, Wording
from checklist.yamlfile import from_text

TOP = folder("rules").parent
GUIDES = [folder("rules") / name for name in ("README.md", "README.zh.md")]
READMES = [path for path in (TOP / "README.md", TOP / "README.zh.md") if path.is_file()]
FENCE = re.compile(r"^```ya?ml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PACK = "pack: trial\nparams: {visits_per_month: {value: 4}, visit_days: {value: 30}}\ngroups: {contact: [call]}\n"


def blocks(path: Path) -> Iterator[str]:
    yield from FENCE.findall(path.read_text(encoding="utf-8"))


EVERY = [pytest.param(text, id=f"{path.name}-{number}") for path in [*GUIDES, *READMES]
         for number, text in enumerate(blocks(path), start=1)]  # fmt: skip


def shape(data: Any) -> str:
    """What a block of YAML is, by the words it is made of."""
    if isinstance(data, dict):
        names = {"extends": "tailoring", "cases": "cases", "pack": "pack", "waivers": "waivers", "years": "calendar"}
        return next((names[name] for name in names if name in data), "mapping")
    first = data[0]
    if isinstance(first, dict) and "clause" in first:
        return "clauses"
    if isinstance(first, dict) and "rule" in first:
        return "waivers" if "approved_by" in first else "rules"
    return "selectors"


def load(text: str, tmp_path: Path) -> None:
    """Read a block with the loader that is made for it, in a pack of its own where it needs one."""
    data = from_text(text, "block", PolicyError).data
    if text.startswith("# ."):
        return  # a pipeline's own file: that program reads it, and it is YAML
    kind = shape(data)
    home = tmp_path / "our-policy"
    home.mkdir()
    (home / "pack.yaml").write_text(PACK, encoding="utf-8")
    body = "\n".join("    " + line for line in text.splitlines())
    if kind == "rules":
        (home / "1.1.yaml").write_text(f'- clause: "1.1"\n  rules:\n{body}\n', encoding="utf-8")
        load_policy(str(home))
    elif kind == "clauses":
        (home / "1.1.yaml").write_text(text, encoding="utf-8")
        load_policy(str(home))
    elif kind == "selectors":
        for each in data:
            Selector.model_validate(each)
    elif kind == "waivers":
        assert parse_waivers(text, "block")
    elif kind == "mapping":
        (tmp_path / "mapping.yaml").write_text(text, encoding="utf-8")
        load_mapping(tmp_path / "mapping.yaml")
    elif kind == "calendar":
        (tmp_path / "calendar.yaml").write_text(text, encoding="utf-8")
        read_company_calendar(tmp_path / "calendar.yaml")
    elif kind == "pack":
        clauses = "" if "clauses" in data else '\nclauses: [{clause: "1.1"}]\n'
        (tmp_path / "alone.yaml").write_text(text + clauses, encoding="utf-8")
        load_policy(str(tmp_path / "alone.yaml"))
    else:
        load_whole(tmp_path, kind, text)


def load_whole(tmp_path: Path, kind: str, text: str) -> None:
    """Read a tailoring or cases beside the guide's own pack, or beside the shipped ones."""
    specimens = own_blocks(GUIDES[0])
    home = tmp_path / "our-policy"
    (home / "pack.yaml").write_text(specimens["pack"], encoding="utf-8")
    (home / "3.1-visits.yaml").write_text(specimens["clauses"], encoding="utf-8")
    if kind == "tailoring":
        (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
        load_policy(str(tmp_path / "own.yaml"))
    else:
        (home / "3.1-visits.cases.yaml").write_text(text, encoding="utf-8")
        book = load_casebook(load_policy(str(home)))
        assert book.cases
        assert [result.differences for result in run_book(book, book.cases)] == [()] * len(book.cases)


def own_blocks(path: Path) -> dict[str, str]:
    return {shape(from_text(text, "block", PolicyError).data): text for text in reversed(list(blocks(path)))}


@pytest.mark.parametrize("text", EVERY)
def test_every_block_of_yaml_loads(text: str, tmp_path: Path) -> None:
    load(text, tmp_path)


def test_a_block_that_does_not_load_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(ChecklistError):
        load("- rule: r\n  kind: content\n  off: visit\n", tmp_path)


def test_the_guide_has_a_block_of_every_sort() -> None:
    for path in GUIDES:
        sorts = {"pack", "clauses", "rules", "selectors", "tailoring", "cases", "waivers"}
        assert set(own_blocks(path)) == sorts


def test_the_guides_own_pack_has_no_warning(tmp_path: Path) -> None:
    specimens = own_blocks(GUIDES[0])
    (tmp_path / "pack.yaml").write_text(specimens["pack"], encoding="utf-8")
    (tmp_path / "3.1-visits.yaml").write_text(specimens["clauses"], encoding="utf-8")
    assert lint_policy(load_policy(str(tmp_path))) == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_the_guide_is_what_the_program_says(path: Path) -> None:
    stale = "run: python -m checklist policy reference --write"
    assert path.read_text(encoding="utf-8") == reference_files()[path], stale


@pytest.mark.parametrize("name", sorted(kinds()))
def test_each_kinds_example_is_shown_in_every_way_by_its_own_cases(name: str, tmp_path: Path) -> None:
    kind = kinds()[name]
    lines = kind.example.rstrip("\n").splitlines()
    body = "\n".join(["    - " + lines[0], *("      " + line for line in lines[1:])])
    (tmp_path / "pack.yaml").write_text("pack: trial\n", encoding="utf-8")
    (tmp_path / "1.1.yaml").write_text(f'- clause: "1.1"\n  rules:\n{body}\n', encoding="utf-8")
    (tmp_path / "1.1.cases.yaml").write_text(kind.example_cases, encoding="utf-8")
    book = load_casebook(load_policy(str(tmp_path)))
    assert [result.differences for result in run_book(book, book.cases)] == [()] * 3
    assert not_shown(book) == []
    assert next(iter(book.policy.rules)).kind == name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_described_in_every_language(language: str) -> None:
    wording = Wording(language)
    fields = [field for name in kinds() for field in kind_fields(name)]
    fields += [field for part in PARTS for field in part_fields(part)]
    assert [field.key for field in fields if not wording.has(field.key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_description_is_of_a_field_that_is_gone(language: str) -> None:
    from checklist.wording import _entries

    fields = [field.key for name in kinds() for field in kind_fields(name)]
    fields += [field.key for part in PARTS for field in part_fields(part)]
    described = {key for key in _entries(language) if key.startswith("parameter.")}
    assert described - set(fields) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_names_every_kind_and_parameter_and_unit(language: str) -> None:
    text = reference(Wording(language))
    for name in kinds():
        assert f"\n### {name}\n" in text
        for field in kind_fields(name):
            assert f"| `{field.name}` |" in text
    for unit in UNITS:
        assert unit in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_as_wide_as_its_head(language: str) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", reference(Wording(language)), re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1


def test_blocks_are_plain_yaml_to_other_programs_too() -> None:
    for path in GUIDES:
        for text in blocks(path):
            assert yaml.safe_load(text)
