"""`checklist check`: the same judgement as an audit, as a gate for pipelines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checklist.cli.gate_options import approval_of, check_baseline_options, gate_of, gate_options
from checklist.cli.gate_text import gate_lines
from checklist.cli.options import engine_options, input_options, request_of
from checklist.cli.printing import print_lines
from checklist.cli.reporting import Reports, reporting_options
from checklist.cli.settings import RULES, rule_gates
from checklist.cli.speech import say
from checklist.model.gate import GateState

if TYPE_CHECKING:
    from checklist.auditing import Request
    from checklist.gating import Approval, Baseline, Comparison
    from checklist.model import Audit

EXITS = {GateState.MET: 0, GateState.NOT_MET: 1, GateState.UNDECIDED: 3}
_EVERY = 10**9


@click.command("check", help=say("cli.check.help"), short_help=say("cli.check.short"))
@gate_options
@reporting_options
@input_options
@engine_options
def command(**options: Any) -> int:
    """Audit, and hold the audit against the gate."""
    from checklist.auditing import run  # the engine, only when an audit is asked for
    from checklist.gating import cut_to, judge_gate

    check_baseline_options(options)
    approval = approval_of(options)
    reports = Reports.of(options)
    if options["max_rejects"] is None:
        options["max_rejects"] = 0
    cap, path = options["max_deviations"], options["baseline"]
    request = request_of(
        options,
        max_deviations=_EVERY if path else cap,
        show_progress=True,
        activity=reports.show_activity,
        upcoming=reports.show_upcoming,
    )
    given = click.get_current_context().meta.get(RULES, {})
    gate = gate_of(options, rule_gates(given, frozenset(rule.id for rule in request.policy.rules)))
    baseline = _baseline(path, request, new=approval is not None) if path else None
    audit = run(request)
    comparison, kept = None, None
    if baseline is not None:
        comparison, kept = _compared(audit, baseline, approval, update=options["update_baseline"])
    result = judge_gate(audit, gate, comparison)
    audit = cut_to(audit, cap, result.accepted) if path else audit
    shown = reports.send(replace(audit, gate=result))
    if kept is not None:
        _keep(kept, before=baseline, quiet=reports.quiet)
    _conclude(shown, reports.style.arguments, err=reports.shown != "terminal")
    return EXITS[result.state]


def _baseline(path: str, request: Request, *, new: bool) -> Baseline:
    """Return the baseline; one that is still to be made is empty."""
    from checklist.gating import Baseline, load_baseline
    from checklist.reporters.writing import refuse_unwritable

    if new:
        refuse_unwritable(path, folder=False)
        if not Path(path).exists():
            return Baseline(path, request.policy.id, request.policy.version)
    return load_baseline(path, request.policy)


def _compared(
    audit: Audit, baseline: Baseline, approval: Approval | None, *, update: bool
) -> tuple[Comparison, Baseline | None]:
    """Return what the audit makes of the baseline, and the baseline to keep if it is to be changed."""
    from checklist.gating import accept_new, compare, refuse_own, struck, tightened

    refuse_own(baseline.accepted, audit, baseline.path)
    comparison = compare(audit, baseline)
    if approval is not None:
        kept = accept_new(comparison, audit, approval)
        return compare(audit, kept), kept
    return comparison, tightened(struck(comparison), audit) if update else None


def _keep(kept: Baseline, before: Baseline | None, *, quiet: bool) -> None:
    from checklist.gating import baseline_text
    from checklist.reporters.writing import write_file

    write_file(kept.path, [baseline_text(kept)])
    old = {each.id for each in before.accepted} if before else set()
    new = {each.id for each in kept.accepted}
    if not quiet:
        click.echo(say("cli.check.kept", path=kept.path, added=len(new - old), struck=len(old - new)), err=True)


def _conclude(audit: Audit, words: tuple[str, ...], *, err: bool) -> None:
    """Say what stopped the gate: below the summary where that was shown, else beside the data."""
    if audit.gate is not None:
        print_lines(gate_lines(audit, audit.gate, words), err=err)
