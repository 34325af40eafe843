"""A small firm to try the program on: a plausible log, drawn from the duties of the pack that ships.

Everyone in it is invented. The same bytes come out on every machine and in every run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.demo.files import LOGS

if TYPE_CHECKING:
    from pathlib import Path

TABLES = {
    "roster": "roster.csv",
    "customers": "customers.csv",
    "attestations": "attestations.csv",
    "absences": "absences.csv",
}

__all__ = ["LOGS", "TABLES", "build"]


def build(folder: Path) -> None:
    """Write the demo firm's files into a folder, which is made if it is not there."""
    # Only who asks for the demo pays for it.
    from checklist.demo import cases, contact, files, firm, office
    from checklist.demo.clerk import Clerk

    folder.mkdir(parents=True, exist_ok=True)
    company = firm.found()
    rows: list[dict[str, str]] = []
    for rep in company.reps:
        clerk = Clerk(rep, company.days_of(rep))
        cares = company.cares_of(rep)
        plans = office.write_plans(clerk)
        own_cases = cases.plan_cases(clerk, cares)
        cases.work_cases(clerk, own_cases, plans)
        contact.follow_up(clerk, cares, own_cases)
        contact.meet(clerk, cares)
        contact.survey(clerk, cares)
        contact.answer(clerk, cares)
        contact.listen(clerk, cares)
        office.study(clerk)
        office.sell(clerk, cares, plans)
        office.learn(clerk)
        office.weekly(clerk)
        office.conduct(clerk, cares, company)
        office.hand_over(clerk, cares)
        rows.extend(clerk.rows)
    files.write_logs(folder, rows)
    files.write_roster(folder, company)
    files.write_customers(folder, company)
    files.write_attestations(folder, company)
    files.write_absences(folder, company)
