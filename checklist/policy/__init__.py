"""Packs: clauses, rules, parameters, lint."""

from checklist.policy.lint import lint_policy
from checklist.policy.loader import load_policy, natural
from checklist.policy.locate import find_pack, shipped_packs
from checklist.policy.schema import policy_schema

__all__ = ["find_pack", "lint_policy", "load_policy", "natural", "policy_schema", "shipped_packs"]
