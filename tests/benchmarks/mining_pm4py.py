"""The pack's rules of order and of deadlines as pm4py's temporal checks over cases; prints cases and those that fit.

    python tests/benchmarks/mining_pm4py.py FOLDER

One process is one sales case, or one customer of one rep for inquiries. Deadlines are clock time, as these checks
have no working days: 10 working days are taken as 14 days, 5 as 7 and 1 as 3, and a case is judged as a whole, so the
counts are near an audit's, not its own. pm4py stands under the AGPL: it is installed to measure with, and the program
neither ships nor imports it.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

import pandas as pd
from pm4py.algo.filtering.pandas.ltl import ltl_checker

DAY = 86400
CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"
REPLY = ["answer", "quotation", "proposal", "call", "visit", "message", "email", "meeting"]
NOT_DONE = ["planned", "cancelled", "not_held", "deferred", "overdue"]


def main(folder: Path) -> dict[str, list[int]]:
    columns = ["rep_id", "type", "occurred_at", "customer_id", "case_id", "status"]
    if (folder / "log" / "records.csv").exists():
        log = pd.read_csv(folder / "log" / "records.csv", usecols=columns, dtype=str)
        log["occurred_at"] = pd.to_datetime(log["occurred_at"], format="%Y-%m-%d %H:%M:%S")
    else:
        log = pd.read_parquet(folder / "log" / "records", columns=columns)
    log = log[~log["status"].isin(NOT_DONE)].rename(columns={"type": ACTIVITY, "occurred_at": TIME})
    cases = log[log["case_id"].notna()].rename(columns={"case_id": CASE}).sort_values([CASE, TIME])
    asked = log[log["customer_id"].notna() & log[ACTIVITY].isin(["inquiry", *REPLY])]
    asked = asked.assign(**{CASE: asked["rep_id"] + asked["customer_id"]}).sort_values([CASE, TIME])
    asked[ACTIVITY] = asked[ACTIVITY].where(asked[ACTIVITY] == "inquiry", "reply")
    return {
        "needs-before-proposal": follows(cases, "needs", "proposal"),
        "proposal-in-time": follows(cases, "needs", "proposal", 14),
        "summary-in-time": follows(cases, "deal_closed", "sales_summary", 7),
        "service-followed-up": follows(cases, "deal_closed", "service_follow_up", 5),
        "inquiry-answered": follows(asked, "inquiry", "reply", 3),
    }


def follows(log: pd.DataFrame, first: str, second: str, days: int | None = None) -> list[int]:
    """Return how many processes have the first step, and in how many the second follows it (in time)."""
    bounds = {ltl_checker.Parameters.TIMESTAMP_DIFF_BOUNDARIES: [(0, days * DAY)]} if days else {}
    steps = log[log[ACTIVITY].isin([first, second])]
    kept = ltl_checker.eventually_follows(steps, [first, second], {ltl_checker.Parameters.POSITIVE: True, **bounds})
    having = steps.loc[steps[ACTIVITY] == first, CASE].nunique()
    return [int(having), int(kept[CASE].nunique())]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(main(Path(sys.argv[1]))))
