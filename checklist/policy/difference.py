"""What differs between two policies, said in sentences: figures, clauses, rules, and when they hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from checklist.kinds import kinds
from checklist.model import Bilingual, Modality, Sentence
from checklist.policy.loader import natural
from checklist.policy.models import RuleHead
from checklist.policy.versions import since, span, until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checklist.model import Clause, Policy, Rule, RuleVersion

_CLAUSE_FIGURES = ("modality", "weight", "chapter", "truncated")
_RULE_FIGURES = ("kind", "clause", "modality", "weight", "threshold", "informational", "basis")
_CLAUSE_TEXTS = ("title", "text", "source")
_RULE_TEXTS = ("title", "why", "advice")
# What every rule may say is compared by itself; what is left of a version is its kind's own parameters.
_HEAD = frozenset(RuleHead.model_fields) - {"applies_to"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: where it stands, what it was and is, and the sentence that says so."""

    code: str
    sentence: Sentence
    clause: str | None = None
    rule: str | None = None
    field: str | None = None
    before: Any = None
    after: Any = None


def differences(old: Policy, new: Policy) -> list[Change]:
    """Return what differs, the whole policy's figures first, then clause by clause."""
    return [*_whole(old, new), *_parameters(old, new), *_clauses(old, new)]


def _whole(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield what holds for all clauses: calendar, groups, grades, chapters."""
    before, after = _settings_of(old), _settings_of(new)
    weights = [{each.id: _figure(each.weight) for each in policy.chapters} for policy in (old, new)]
    for each in weights[0].keys() & weights[1].keys():
        before[f"chapters.{each}.weight"], after[f"chapters.{each}.weight"] = (weight[each] for weight in weights)
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield _change("policy", name, before.get(name), after.get(name))
    texts = [
        {"chapters": {each.id: each.title for each in policy.chapters}, "items": policy.items} for policy in (old, new)
    ]
    changed = [] if old.title == new.title else ["title"]
    for part, was in texts[0].items():
        now = texts[1][part]
        if any(was[name] != now[name] for name in was.keys() & now.keys()):
            changed.append(part)
    if changed:
        yield Change("policy_texts", Sentence("diff.policy_texts", {"fields": changed}))


def _settings_of(policy: Policy) -> dict[str, Any]:
    calendar = policy.calendar
    hours = ["-".join(f"{second // 3600:02}:{second // 60 % 60:02}" for second in pair) for pair in calendar.workday]
    found: dict[str, Any] = {
        "timezone": policy.timezone,
        "calendar.country": calendar.country,
        "calendar.subdivision": calendar.subdivision,
        "calendar.weekend": list(calendar.weekend),
        "calendar.workday": hours,
        "calendar.file": calendar.file,
        "grades": {name: _figure(bound) for name, bound in policy.grades},
    }
    found |= {f"groups.{name}": list(types) for name, types in policy.groups.items()}
    for table, names in policy.fields.items():
        sorts = policy.sorts.get(table, {})
        found[f"fields.{table}"] = [f"{n}: {sorts[n].name.lower()}" if n in sorts else n for n in names]
    return found


def _parameters(old: Policy, new: Policy) -> Iterator[Change]:
    titles = old.parameter_titles | new.parameter_titles
    for name in sorted(old.parameters.keys() | new.parameters.keys()):
        was, now = old.parameters.get(name), new.parameters.get(name)
        if was != now:
            code = "added" if name not in old.parameters else "removed" if name not in new.parameters else "changed"
            label = _titled(name, titles.get(name, Bilingual()))
            values = {"name": label, "before": _said(was), "after": _said(now)}
            sentence = Sentence(f"diff.parameter_{code}", values)
            yield Change(f"parameter_{code}", sentence, field=name, before=_plain(was), after=_plain(now))


def _clauses(old: Policy, new: Policy) -> Iterator[Change]:
    before, after = ({clause.id: clause for clause in policy.clauses} for policy in (old, new))
    rules, still = {rule.id: rule for rule in old.rules}, {rule.id for rule in new.rules}
    for name in sorted(before.keys() | after.keys(), key=natural):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            code, there = ("clause_added", now) if was is None else ("clause_removed", was)
            yield Change(code, Sentence(f"diff.{code}", {"name": _clause_name(there)}), clause=name)
        else:
            label = _clause_name(now)
            yield from _figures("clause", label, was, now, _CLAUSE_FIGURES, clause=name)
            yield from _texts("clause", label, was, now, _CLAUSE_TEXTS, clause=name)
        inherited = None if was is None or now is None else (was.modality, now.modality)
        for rule in was.rules if was else ():
            if rule.id not in still:
                yield _gone(rule, new)
        for rule in now.rules if now else ():
            yield from _rule(rules[rule.id], rule, inherited) if rule.id in rules else [_come(rule, old)]
    yield from _reasons(old, new)


def _gone(rule: Rule, new: Policy) -> Change:
    skip = next((each for each in new.skipped if each.rule == rule.id), None)
    name = _titled(rule.id, rule.title)
    if skip is None:
        return Change("rule_removed", Sentence("diff.rule_removed", {"name": name}), rule.clause, rule.id)
    return Change("rule_skipped", Sentence("diff.rule_skipped", {"name": name, "reason": skip.reason}), rule.clause,
                  rule.id)  # fmt: skip


def _come(rule: Rule, old: Policy) -> Change:
    code = "rule_applied" if any(each.rule == rule.id for each in old.skipped) else "rule_added"
    asked = kinds()[rule.kind].requirement(rule.versions[-1].parameters)
    return Change(
        code, Sentence(f"diff.{code}", {"name": _titled(rule.id, rule.title), "asked": asked}), rule.clause, rule.id
    )


def _reasons(old: Policy, new: Policy) -> Iterator[Change]:
    before = {each.rule: each for each in old.skipped}
    for now in new.skipped:
        was = before.get(now.rule)
        if was is not None and was.reason != now.reason:
            values = {"name": _titled(now.rule, now.title), "before": was.reason, "after": now.reason}
            yield Change("skip_reason", Sentence("diff.skip_reason", values), now.clause, now.rule)


def _rule(was: Rule, now: Rule, inherited: tuple[Modality, Modality] | None) -> Iterator[Change]:
    label = _titled(now.id, now.title)
    # What a rule takes over from its clause is said once, of the clause.
    names = [name for name in _RULE_FIGURES if name != "modality" or (was.modality, now.modality) != inherited]
    yield from _figures("rule", label, was, now, names, clause=now.clause, rule=now.id)
    count = max(len(was.versions), len(now.versions))
    for number in range(count):
        one, other = ((rule.versions[number] if number < len(rule.versions) else None) for rule in (was, now))
        if one is not None and other is not None:
            named = Sentence("diff.version", {"name": label, "span": _span(other)}) if count > 1 else label
            yield from _version(one, other, named, now)
        else:
            there: Any = other or one
            code = "version_added" if one is None else "version_removed"
            asked = kinds()[there.parameters.kind].requirement(there.parameters)
            values = {"name": label, "span": _span(there), "asked": asked}
            yield Change(code, Sentence(f"diff.{code}", values), now.clause, now.id)
    yield from _texts("rule", label, was, now, _RULE_TEXTS, clause=now.clause, rule=now.id)


def _version(was: RuleVersion, now: RuleVersion, label: Any, rule: Rule) -> Iterator[Change]:
    spans = [span(since(each), until(each)) for each in (was, now)]
    if spans[0] != spans[1]:
        days = [[_plain(each.effective_from), _plain(each.effective_to)] for each in (was, now)]
        values = {"name": label, "field": Sentence("diff.field.effective"), "before": spans[0], "after": spans[1]}
        yield Change("rule", Sentence("diff.rule", values), rule.clause, rule.id, "effective", *days)
    before, after = (dict(_leaves(_own(each.parameters), "")) for each in (was, now))
    for name in [*before, *(name for name in after if name not in before)]:
        if before.get(name) != after.get(name):
            yield _change("rule", name, before.get(name), after.get(name), label, clause=rule.clause, rule=rule.id)


def _own(parameters: Any) -> dict[str, Any]:
    """Return a version's own parameters as they would be written."""
    written = parameters.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {name: value for name, value in written.items() if name not in _HEAD}


def _leaves(node: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield each value with the names that lead to it; a list of plain values is one value."""
    if isinstance(node, dict) and node:
        for name, value in node.items():
            yield from _leaves(value, f"{path}.{name}" if path else name)
    elif isinstance(node, list) and any(isinstance(each, dict) for each in node):
        for number, value in enumerate(node, start=1):
            yield from _leaves(value, f"{path}[{number}]")
    else:
        yield path, node


def _figures(
    code: str, label: Any, was: Clause | Rule, now: Clause | Rule, names: Sequence[str], **where: str
) -> Iterator[Change]:
    for name in names:
        before, after = getattr(was, name), getattr(now, name)
        if before != after:
            yield _change(code, name, before, after, label, **where)


def _change(code: str, field: str, before: Any, after: Any, label: Any = "", **where: str) -> Change:
    known = field in {*_RULE_FIGURES, *_CLAUSE_FIGURES}
    shown = Sentence(f"diff.field.{field}") if known else field
    values = {"name": label, "field": shown, "before": _said(before), "after": _said(after)}
    sentence = Sentence(f"diff.{code}", values)
    return Change(code, sentence, field=field, before=_plain(before), after=_plain(after), **where)


def _texts(
    code: str, label: Any, was: Clause | Rule, now: Clause | Rule, names: Sequence[str], **where: str
) -> Iterator[Change]:
    changed = [name for name in names if getattr(was, name) != getattr(now, name)]
    if changed:
        fields = [Sentence(f"diff.field.{name}") for name in changed]
        yield Change(f"{code}_texts", Sentence(f"diff.{code}_texts", {"name": label, "fields": fields}), **where)


def _clause_name(clause: Clause | None) -> Sentence:
    return Sentence("diff.clause_name", {"name": clause.id if clause else "", "title": clause.title if clause else ""})


def _titled(name: str, title: Bilingual) -> Sentence | str:
    return Sentence("diff.titled", {"name": name, "title": title}) if title.zh or title.en else name


def _span(version: RuleVersion) -> Sentence:
    return span(since(version), until(version))


def _figure(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, Fraction):
        return _figure(value)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _said(value: Any) -> Any:
    """Return a value as a sentence holds it."""
    if value is None or value == []:
        return Sentence("diff.nothing")
    if isinstance(value, bool):
        return Sentence("diff.yes" if value else "diff.no")
    if isinstance(value, Modality):
        return Sentence(f"modality.{value.value}")
    if isinstance(value, dict):
        return _mapping(value)
    return value


def _mapping(value: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {json.dumps(each, ensure_ascii=False)}" for name, each in value.items())
