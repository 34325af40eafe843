"""Packs: clauses, rules, parameters, lint."""

from checklist.policy.difference import Change, differences
from checklist.policy.lint import lint_policy
from checklist.policy.loader import load_policy, natural
from checklist.policy.locate import find_pack, pack_names, shipped_packs
from checklist.policy.reference import reference, reference_files
from checklist.policy.scaffold import Scaffold, scaffold
from checklist.policy.schema import policy_schema

__all__ = [
    "Change",
    "Scaffold",
    "differences",
    "find_pack",
    "lint_policy",
    "load_policy",
    "natural",
    "pack_names",
    "policy_schema",
    "reference",
    "reference_files",
    "scaffold",
    "shipped_packs",
]
