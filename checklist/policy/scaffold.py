"""A clause to start from: one rule that loads and runs, its cases beside it, and a pack around it if there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.kinds import kinds
from checklist.model import Place, PolicyError, UsageError
from checklist.policy.loader import load_policy
from checklist.policy.locate import CASES_SUFFIX, PACK_FILE
from checklist.yamlfile import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.model import Policy

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# The beginnings of a case's name in both languages, of which the English one may be quoted.
_CASE_NAME = re.compile(r"(- case: \{zh: )(.*?)(, en: \"?)")
_RULE_INDENT = 4
_PACK = """\
# What holds for every clause of this policy. The clauses stand in the files beside this one.
# 对本制度所有条款都成立的内容。条款写在旁边的文件里。

pack: {pack}
version: 0.1.0
title:
  zh: 制度名称
  en: Name of the policy
timezone: Asia/Shanghai
calendar:
  country: CN
  workday: ["09:00-12:00", "13:00-18:00"]
grades: {{A: 90, B: 75, C: 60, D: 0}}
"""
_CLAUSE = """\
# One clause of the policy and how it is checked. Cases that show the rule at work: {cases}
# 制度的一条条款及其检查办法。展示规则怎样判断的案例：{cases}

- clause: "{clause}"
  source: ""
  modality: must
  title:
    zh: 条款标题
    en: Title of the clause
  text:
    zh: 条款原文，用自己的话写。
    en: What the clause asks, in your own words.
  rules:
{rule}
"""
_CASES = """\
# Each rule is shown passing, failing and undecided; `checklist policy test` runs these cases.
# 每条规则都要有达标、不达标、未定三种案例；用 checklist policy test 运行。

{cases}"""


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What was written: the clause's file, its cases, and pack.yaml where there was none; and the rule's id."""

    clause_file: Path
    cases_file: Path
    pack_file: Path | None
    rule: str
    items: tuple[str, ...]
    """Items of the rule that `items` in pack.yaml does not title yet."""


def scaffold(clause: str, folder: Path, kind: str) -> Scaffold:
    """Write a clause with one rule of a kind, and its cases, into a pack's folder, or into a new pack.

    Nothing that is there is ever overwritten. Raises `PolicyError` where the clause or a file of its name
    exists, and `UsageError` for a folder that holds other things, a number or a kind that cannot be.
    """
    if not _NUMBER.fullmatch(clause):
        raise UsageError("clause_number", value=clause)
    if kind not in kinds():
        raise UsageError("kind_unknown", kind=kind, hint=did_you_mean(kind, kinds()))
    head = folder / PACK_FILE
    policy = load_policy(str(folder)) if head.is_file() else None
    if policy is None and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PolicyError("folder_not_empty", Place(str(folder)))
    if policy is not None:
        _refuse_twice(policy, clause)
    clause_file, cases_file = folder / f"{clause}.yaml", folder / f"{clause}{CASES_SUFFIX}"
    for path in (clause_file, cases_file):
        if path.exists():
            raise PolicyError("file_exists", Place(str(path)))
    taken = frozenset() if policy is None else frozenset(each.id for each in policy.rules)
    rule, body, cases = _rule(kind, clause, taken)
    files = {
        clause_file: _CLAUSE.format(clause=clause, rule=body, cases=cases_file.name),
        cases_file: _CASES.format(cases=cases),
    }
    if policy is None:
        files[head] = _PACK.format(pack=_pack_name(folder))
    _write(folder, files)
    loaded = load_policy(str(folder))
    new_head = head if policy is None else None
    return Scaffold(clause_file, cases_file, new_head, rule, tuple(_untitled(loaded, rule)))


def _refuse_twice(policy: Policy, clause: str) -> None:
    for each in policy.clauses:
        if each.id == clause:
            raise PolicyError("clause_twice", None, name=clause, other=str(each.place))


def _rule(kind: str, clause: str, taken: frozenset[str]) -> tuple[str, str, str]:
    """Return the id, the lines and the cases of a kind's example, under names that the pack does not have yet."""
    example, cases = kinds()[kind].example, kinds()[kind].example_cases
    given = example.partition("\n")[0].removeprefix("rule:").strip()
    name, number = given, 1
    while name in taken:
        number += 1
        name = f"{given}-{number}"
    if name != given:
        example = example.replace(f"rule: {given}\n", f"rule: {name}\n")
        cases = cases.replace(f"rule: {given}\n", f"rule: {name}\n")
    cases = _CASE_NAME.sub(rf"\g<1>{clause} \g<2>\g<3>{clause} ", cases)
    first, *rest = example.rstrip("\n").split("\n")
    blank = " " * (_RULE_INDENT + 2)
    lines = [f"{' ' * _RULE_INDENT}- {first}", *(blank + line if line else line for line in rest)]
    return name, "\n".join(lines), cases


def _pack_name(folder: Path) -> str:
    """Return a pack's name for a folder: its own name, as far as a pack may be called so."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", folder.resolve().name).strip("-._")[:100] or "policy"


def _write(folder: Path, files: dict[Path, str]) -> None:
    """Write new files, all or none: `x` refuses what came to be there in the meantime."""
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise PolicyError("output_unwritable", Place(str(folder)), reason=error.strerror) from None


def _untitled(policy: Policy, rule: str) -> list[str]:
    found = next(each for each in policy.rules if each.id == rule)
    return [item for item in kinds()[found.kind].attests(found.versions[0].parameters) if item not in policy.items]
