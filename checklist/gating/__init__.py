"""The gate: whether an audit may pass, what known deviations stand, and whether anything got worse."""

from checklist.gating.baseline import Baseline, Comparison, compare, counts_of
from checklist.gating.baseline_file import baseline_text, load_baseline
from checklist.gating.conditions import FailOn, Gate, RuleGate, judge_gate
from checklist.gating.listing import cut_to
from checklist.gating.updating import Approval, accept_new, refuse_own, struck, tightened

__all__ = [
    "Approval",
    "Baseline",
    "Comparison",
    "FailOn",
    "Gate",
    "RuleGate",
    "accept_new",
    "baseline_text",
    "compare",
    "counts_of",
    "cut_to",
    "judge_gate",
    "load_baseline",
    "refuse_own",
    "struck",
    "tightened",
]
