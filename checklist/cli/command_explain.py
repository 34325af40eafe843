"""`checklist explain`: what a rule asks; with a log, every expectation and why it was met or not."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from checklist.cli.options import engine_options, input_options, request_of, shared_option
from checklist.cli.printing import print_lines
from checklist.cli.reporting import Reports
from checklist.cli.speech import say
from checklist.model.errors import UsageError

if TYPE_CHECKING:
    from checklist.auditing import Explained, Ready, Request
    from checklist.model import Policy, Rule

_IDENTITY = re.compile(r"[0-9a-f]{16}")
_OF_EVERYBODY = 50
"""How many expectations of each rep are listed where nobody in particular is asked about."""


@click.command("explain", help=say("cli.explain.help"), short_help=say("cli.explain.short"))
@click.argument("subject", metavar="RULE|DEVIATION")
@shared_option("--format", default="terminal", metavar="FORMAT", show_default=True)
@shared_option("--output", multiple=True, metavar="FORMAT=PATH")
@click.option("--deviation", metavar="ID", help=say("cli.explain.by_id"))
@input_options
@engine_options
@click.option("--rep", metavar="REP", help=say("cli.option.rep"))
@click.option("--sql", is_flag=True, help=say("cli.option.sql"))
@click.option("--database", metavar="FILE", help=say("cli.explain.database"))
def command(
    subject: str, rep: str | None, deviation: str | None, *, sql: bool, database: str | None, **options: Any
) -> None:
    """Explain a rule or a deviation."""
    if deviation is not None:
        # What stands first is then a log.
        options["logs"], subject = (subject, *options["logs"]), deviation
    from checklist.reporters.explanation import EXPLANATION

    if database is not None and not sql:
        raise UsageError("option_goes_with", option="--database", other="--sql")
    if database is not None and options["engine"] != "duckdb":
        raise UsageError("engine_lacks", what="--database", engine=options["engine"])
    reports = Reports.of(options | {"quiet": False, "verbose": False}, EXPLANATION)
    if not options["logs"] and not options["documents"]:
        from checklist.auditing import about
        from checklist.policy import load_policy
        from checklist.version import __version__

        if sql or rep or _IDENTITY.fullmatch(subject):
            raise UsageError("explain_needs_log")
        policy = load_policy(options["policy"])
        reports.send(about(policy, _rule(policy, subject), __version__))
        return
    if sql:
        _show_query(request_of(options), subject, database, reports)
        return
    from checklist.auditing import prepare

    with prepare(request_of(options)) as ready:
        explained = _with_log(ready, subject, rep)
    reports.send(explained)


def _show_query(request: Request, subject: str, database: str | None, reports: Reports) -> None:
    """Print the query of a rule; the tables that it reads go to a database file, if one is named."""
    from checklist.auditing import keep_tables, prepare, rule_sql
    from checklist.reporters.writing import fresh_file, refuse_unwritable

    if database is None:
        with prepare(request) as ready:
            lines = [f"{text};" for text in rule_sql(ready, _asked(ready, subject).rule)]
        print_lines(lines)
        print_lines([say("cli.explain.tables_there")], err=True)
        return
    reports.guard.spare(database)
    refuse_unwritable(database, folder=False)
    with fresh_file(database) as fresh, prepare(replace(request, database=fresh)) as ready:
        lines = [f"{text};" for text in rule_sql(ready, _asked(ready, subject).rule)]
        keep_tables(ready)
    print_lines(lines)
    print_lines([say("cli.explain.tables_in", path=database)], err=True)


def _asked(ready: Ready, subject: str) -> Explained:
    """Return the rule asked about, or that of the deviation asked about."""
    from checklist.auditing import about, find_deviation

    policy = ready.request.policy
    by_id = _IDENTITY.fullmatch(subject) and not any(rule.id == subject for rule in policy.rules)
    deviation = find_deviation(ready, subject) if by_id else None
    if by_id and deviation is None:
        raise UsageError("deviation_unknown", name=subject, period=ready.period.label)
    rule = _rule(policy, deviation.rule if deviation else subject)
    return replace(about(policy, rule, ready.request.version), deviation=deviation)


def _with_log(ready: Ready, subject: str, rep: str | None) -> Explained:
    from checklist.auditing import EXPECTATIONS, explain

    asked = _asked(ready, subject)
    reps = [row[0] for row in ready.session.rows("SELECT rep_id FROM judged ORDER BY rep_id")]
    wanted = asked.deviation.rep_id if asked.deviation else rep
    if rep is not None and rep != wanted:
        raise UsageError("goes_without", field=f"--rep {rep}", other=subject)
    if wanted is not None and wanted not in reps:
        raise UsageError("rep_unknown", name=wanted)
    asked_about, cap = (reps, _OF_EVERYBODY) if wanted is None else ([wanted], EXPECTATIONS)
    found = explain(ready, asked.rule, asked_about, cap)
    return replace(asked, period=ready.period, explanations=tuple(found))


def _rule(policy: Policy, name: str) -> Rule:
    rules = {rule.id: rule for rule in policy.rules}
    if name in rules:
        return rules[name]
    close = difflib.get_close_matches(name, rules, n=3, cutoff=0.4)
    raise UsageError("rule_unknown", name=name, names=close or sorted(rules)[:10])
