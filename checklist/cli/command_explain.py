"""`checklist explain`: what a rule asks; with a log, every expectation and why it was met or not."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

import click

from checklist.cli.options import optional_input_options, request_of
from checklist.cli.printing import print_lines
from checklist.cli.speech import say, wording
from checklist.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import Explanation, Ready
    from checklist.model import Policy, Rule

_IDENTITY = re.compile(r"[0-9a-f]{16}")


@click.command("explain", help=say("cli.explain.help"), short_help=say("cli.explain.short"))
@click.argument("subject", metavar="RULE|DEVIATION")
@optional_input_options
@click.option("--rep", metavar="REP", help=say("cli.option.rep"))
@click.option("--sql", is_flag=True, help=say("cli.option.sql"))
def command(subject: str, rep: str | None, *, sql: bool, **options: Any) -> None:
    """Explain a rule or a deviation."""
    if not options["logs"]:
        from checklist.policy import load_policy

        if sql or rep or _IDENTITY.fullmatch(subject):
            raise UsageError("explain_needs_log")
        policy = load_policy(options["policy"])
        print_lines(_about(policy, _rule(policy, subject)))
        return
    from checklist.auditing import prepare

    with prepare(request_of(options)) as ready:
        print_lines(_with_log(ready, subject, rep, sql=sql))


def _with_log(ready: Ready, subject: str, rep: str | None, *, sql: bool) -> Iterator[str]:
    from checklist.auditing import explain, find_deviation, rule_sql

    policy = ready.request.policy
    identity = _IDENTITY.fullmatch(subject) and not any(rule.id == subject for rule in policy.rules)
    deviation = find_deviation(ready, subject) if identity else None
    if identity and deviation is None:
        raise UsageError("deviation_unknown", name=subject, period=ready.period.label)
    rule = _rule(policy, deviation.rule if deviation else subject)
    if sql:
        for text in rule_sql(ready, rule):
            yield f"{text};"
        return
    yield from _about(policy, rule)
    reps = [row[0] for row in ready.session.rows("SELECT rep_id FROM judged ORDER BY rep_id")]
    wanted = deviation.rep_id if deviation else rep
    if wanted is not None and wanted not in reps:
        raise UsageError("rep_unknown", name=wanted)
    for name in reps if wanted is None else [wanted]:
        yield ""
        yield from _expectations(ready, name, explain(ready, rule, name))
    if deviation is not None:
        yield ""
        yield say("cli.explain.deviation", id=deviation.id, message=wording().say(deviation.sentence))
        for each in deviation.evidence:
            yield f"  {each.path}:{each.line} {each.record_id or ''} {each.occurred_at}"


def _rule(policy: Policy, name: str) -> Rule:
    rules = {rule.id: rule for rule in policy.rules}
    if name in rules:
        return rules[name]
    close = difflib.get_close_matches(name, rules, n=3, cutoff=0.4)
    raise UsageError("rule_unknown", name=name, names=close or sorted(rules)[:10])


def _about(policy: Policy, rule: Rule) -> Iterator[str]:
    from checklist.cli.rule_text import rule_lines

    clause = next(each for each in policy.clauses if each.id == rule.clause)
    modality = wording().text(f"modality.{rule.modality.value}")
    yield f"{clause.id} [{modality}] {wording().value(clause.title)} {clause.source}".rstrip()
    text = wording().value(clause.text)
    if text:
        yield f"  {text}"
    for line in rule_lines(rule, wording()):
        yield line.removeprefix("    ")


def _expectations(ready: Ready, rep: str, explanation: Explanation) -> Iterator[str]:
    finding = explanation.finding
    outcome = wording().text(f"outcome.{finding.outcome.value}")
    yield say("cli.explain.head", rep=rep, period=ready.period.label, as_of=ready.period.as_of, outcome=outcome,
              met=finding.met, expected=finding.expected, pending=finding.pending)  # fmt: skip
    if finding.reason is not None:
        yield f"  {wording().say(finding.reason)}"
    for each in explanation.expectations:
        due = say("cli.explain.undated") if each.first_due is None else str(each.first_due)
        if each.last_due is not None and each.last_due != each.first_due:
            due = f"{due}..{each.last_due}"
        parts = [due, say(f"cli.explain.state.{each.state}", units=each.units)]
        parts += [f"{name}={value}" for name, value in each.subject.items()]
        for name in ("trigger", "deadline", "answer"):
            value = getattr(each, name)
            if value is not None:
                parts.append(say(f"cli.explain.{name}", value=value))
        yield "  " + "  ".join(parts)
