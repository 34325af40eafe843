"""A policy pack as lines of text: clauses, rules, what each asks and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Clause, Policy, Rule
    from checklist.wording import Wording


def policy_lines(policy: Policy, wording: Wording) -> Iterator[str]:
    """Yield the whole pack, chapter by chapter."""
    title = wording.value(policy.title) or policy.id
    yield wording.text("cli.policy.show.head", title=title, pack=policy.id, version=policy.version,
                       clauses=len(policy.clauses), rules=len(policy.rules))  # fmt: skip
    yield from _tailoring(policy, wording)
    for chapter in policy.chapters:
        yield ""
        yield f"{chapter.id} {wording.value(chapter.title)}".rstrip()
        for clause in policy.clauses:
            if clause.chapter == chapter.id:
                yield from clause_lines(clause, wording)


def _tailoring(policy: Policy, wording: Wording) -> Iterator[str]:
    """Yield what the policy asks otherwise than the pack that it is laid over."""
    if policy.tailoring is None:
        return
    yield wording.text("terminal.tailoring", pack=policy.tailoring)
    for each in policy.settings:
        name = wording.value(each.title) or each.parameter
        yield "  " + wording.text("terminal.setting", name=name, pack=each.pack_value, value=each.value)
    for skip in policy.skipped:
        rule = wording.value(skip.title) or skip.rule
        yield "  " + wording.text("terminal.skipped", rule=rule, reason=skip.reason)


def clause_lines(clause: Clause, wording: Wording) -> Iterator[str]:
    """Yield a clause and its rules."""
    modality = wording.text(f"modality.{clause.modality.value}")
    yield f"  {clause.id} [{modality}] {wording.value(clause.title)}".rstrip()
    text = wording.value(clause.text)
    if text:
        yield f"      {text}"
    for rule in clause.rules:
        yield from rule_lines(rule, wording)


def rule_lines(rule: Rule, wording: Wording) -> Iterator[str]:
    """Yield a rule: its question, each version's figures, why, and what to do."""
    kind = wording.text(f"kind.{rule.kind}")
    yield f"      - {rule.id} ({kind}) {wording.value(rule.title)}".rstrip()
    for version in rule.versions:
        asked = wording.say(kinds()[rule.kind].requirement(version.parameters))
        bounds = (version.effective_from, version.effective_to)
        span = f" [{bounds[0] or ''}..{bounds[1] or ''}]" if any(bounds) else ""
        yield f"          {asked}{span}"
    for key, text in (("why", rule.why), ("advice", rule.advice)):
        said = wording.value(text)
        if said:
            yield f"          {wording.text(f'cli.policy.show.{key}')}{said}"
