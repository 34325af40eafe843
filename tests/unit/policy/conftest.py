"""Packs written by hand into a folder of their own, and what loading them says."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from checklist.model import ChecklistError, ErrorGroup, Policy
from checklist.policy import load_policy
from checklist.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACK = """\
pack: small
version: 1.10
title: {zh: 小制度, en: Small policy}
timezone: Asia/Shanghai
groups:
  contact: [call, visit]
params:
  days: {value: 7, at_least: 1, at_most: 31, title: {zh: 天数, en: Days}}
  share: {value: 0.9, at_least: 0.5}
  word: {value: signed}
chapters:
  - {chapter: "2.4", title: 跟进, weight: 2}
fields:
  records: [approved_by]
"""
CLAUSES = """\
- clause: 2.4.2
  title: {zh: 跟进, en: Follow-up}
  text: {zh: 每周跟进。, en: Follow up weekly.}
  rules:
    - rule: weekly
      kind: cadence
      title: {zh: 每周, en: Weekly}
      of: {group: contact}
      within: ${days} days
      threshold: ${share}
    - rule: signed
      kind: content
      of: {type: contract}
      require:
        - {field: text, matches: "is ${word} by"}
- clause: "2.10"
  title: 其他
  rules:
    - rule: noted
      kind: content
      of: {group: contact}
      require: [{field: text, min_length: "${days}"}]
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write files by their paths within the test's folder, and return the folder."""

    def call(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_yaml", ".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        return tmp_path

    return call


@pytest.fixture
def small(write: Callable[..., Path]) -> Path:
    """Return the folder that holds the pack `small`."""
    return write(small__pack_yaml=PACK, small__clauses_yaml=CLAUSES)


@pytest.fixture
def tailored(small: Path) -> Callable[[str], Policy]:
    """Load a tailoring of `small` from its text."""

    def call(text: str) -> Policy:
        path = small / "own.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        return load_policy(str(path))

    return call


def refusals(path: Path | str) -> list[ChecklistError]:
    """Return what loading a policy is refused for."""
    with pytest.raises(ChecklistError) as caught:
        load_policy(str(path))
    error = caught.value
    return list(error.errors) if isinstance(error, ErrorGroup) else [error]


def said(error: ChecklistError, folder: Path) -> str:
    """Return an error as its reader sees it, with the paths from the test's folder."""
    assert Wording("zh").error(error)
    return Wording("en").error(error).replace(f"{folder}/", "")
