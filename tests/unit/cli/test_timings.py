"""The table of phases: each line to its margin, the dearest rules by name, a hostile name harmless."""

from __future__ import annotations

from checklist.cli.timings import DEAREST, WIDTH, timing_lines
from checklist.model.timing import Clock
from checklist.reporters.text import columns


def test_the_rules_are_summed_and_the_dearest_named_dearest_first() -> None:
    now = [0.0]
    clock = Clock(lambda: now[0])
    for number in range(8):
        with clock.phase("rules", f"rule-{number}"):
            now[0] += number
        with clock.phase("ahead"):
            now[0] += 0.5
    lines = list(timing_lines(clock))
    assert {columns(line) for line in lines[1:]} == {WIDTH}
    rules = [line.split() for line in lines if line.strip().startswith("rule-")]
    assert rules == [[f"rule-{number}", f"{number}.00"] for number in (7, 6, 5, 4, 3)]
    assert len(rules) == DEAREST
    assert [line.split()[-1] for line in lines if not line.startswith("    ")][1:] == ["28.00", "4.00", "0.00", "32.00"]


def test_a_long_or_hostile_name_keeps_to_its_line() -> None:
    now = [0.0]
    clock = Clock(lambda: now[0])
    with clock.phase("rules", "规则\x1b[31m\n" * 40):
        now[0] += 1234567
    named = list(timing_lines(clock))[2]
    assert (columns(named), named[-10:]) == (WIDTH, "1234567.00")
    assert named.isprintable()
