"""Seven of the pack's rules as a competent analyst would check a month in pandas; prints what was due and what was met.

    python tests/benchmarks/analyst_pandas.py FOLDER

They are simpler than the rules: no absences, no handovers, no shares of a month, no evidence. `follow_up_noted`,
`entered_in_time` and `needs_before_proposal` come to the very counts of an audit.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

FROM, TO = pd.Timestamp("2026-10-01"), pd.Timestamp("2026-11-01")
FOLLOW_UP = ["call", "visit", "message", "email", "meeting"]
SELLING = ["consultation", "pitch", "promotion", "negotiation"]
REPLY = ["answer", "quotation", "proposal", *FOLLOW_UP]
NOT_DONE = ["planned", "cancelled", "not_held", "deferred", "overdue"]
PLACEHOLDERS = ["待补充", "无", "暂无", "TBD", "N/A", "-"]
COLUMNS = ["rep_id", "type", "occurred_at", "customer_id", "case_id", "logged_at", "status", "text"]


def main(folder: Path) -> dict[str, list[int]]:
    log = read(folder / "log")
    days = pd.read_csv(folder / "workdays.csv", parse_dates=["day"])["day"].to_numpy("datetime64[ns]")
    log["day"] = log["occurred_at"].dt.normalize()
    log["month"] = (log["day"] >= FROM) & (log["day"] < TO)
    done = log[~log["status"].isin(NOT_DONE)]
    followed = done[done["type"].isin(FOLLOW_UP)]
    sold = done[done["type"].isin(SELLING)]
    customers = pd.read_csv(folder / "customers.csv", dtype=str, parse_dates=["in_care_from", "in_care_to"])
    return {
        "follow-up-noted": noted(followed),
        "entered-in-time": in_time(done[done["type"].isin(FOLLOW_UP + SELLING)]),
        "needs-before-proposal": in_order(log, done),
        "inquiry-answered": answered(log, done, days),
        "selling-every-month": enough(sold, log),
        "follow-up-weekly": weekly(followed, customers, days),
        "log-kept-genuinely": copied(log),
    }


def read(folder: Path) -> pd.DataFrame:
    if (folder / "records.csv").exists():
        log = pd.read_csv(folder / "records.csv", usecols=COLUMNS, dtype=str, keep_default_na=False)
        for column in ("occurred_at", "logged_at"):
            log[column] = pd.to_datetime(log[column], format="%Y-%m-%d %H:%M:%S")
        return log
    log = pd.read_parquet(folder / "records", columns=COLUMNS)
    texts = ["customer_id", "case_id", "status", "text"]
    log[texts] = log[texts].fillna("")
    return log


def noted(followed: pd.DataFrame) -> list[int]:
    texts = followed.loc[followed["month"], "text"].str.strip()
    met = (texts.str.len() >= 6) & ~texts.str.upper().isin(PLACEHOLDERS)
    return [len(texts), int(met.sum())]


def in_time(rows: pd.DataFrame) -> list[int]:
    rows = rows[rows["month"]]
    met = rows["logged_at"] - rows["occurred_at"] <= pd.Timedelta(hours=24)
    return [len(rows), int(met.sum())]


def in_order(log: pd.DataFrame, done: pd.DataFrame) -> list[int]:
    needs = log[(log["type"] == "needs") & (log["case_id"] != "")].groupby("case_id")["occurred_at"].min()
    proposals = done[(done["type"] == "proposal") & (done["case_id"] != "")].groupby("case_id")["occurred_at"].min()
    proposals = proposals[(proposals >= FROM) & (proposals < TO)]
    return [len(proposals), int((needs.reindex(proposals.index) <= proposals).sum())]


def answered(log: pd.DataFrame, done: pd.DataFrame, days: np.ndarray) -> list[int]:
    keys = ["rep_id", "customer_id"]
    asked = log.loc[log["type"] == "inquiry", [*keys, "occurred_at", "day"]].sort_values("occurred_at")
    replies = done.loc[done["type"].isin(REPLY), [*keys, "occurred_at"]].sort_values("occurred_at")
    replies = replies.assign(answered_at=replies["occurred_at"])
    both = pd.merge_asof(asked, replies, on="occurred_at", by=keys, direction="forward")
    following = np.searchsorted(days, both["day"].to_numpy("datetime64[ns]"), side="right")
    inside = following < len(days)
    due = pd.Series(pd.NaT, index=both.index, dtype="datetime64[ns]")
    due[inside] = days[following[inside]]
    both = both.assign(due=due)[(due >= FROM) & (due < TO)]
    return [len(both), int((both["answered_at"].dt.normalize() <= both["due"]).sum())]


def enough(sold: pd.DataFrame, log: pd.DataFrame) -> list[int]:
    counts = sold[sold["month"]].groupby("rep_id").size()
    counts = counts.reindex(log.loc[log["month"], "rep_id"].unique(), fill_value=0)
    return [8 * len(counts), int(counts.clip(upper=8).sum())]


def weekly(followed: pd.DataFrame, customers: pd.DataFrame, days: np.ndarray) -> list[int]:
    """Each working day of the month for each customer in care; met where one of the last five has a follow-up."""
    first, last = np.searchsorted(days, [np.datetime64(FROM), np.datetime64(TO)])
    care = customers[customers["grade"] != "A"]
    start = np.searchsorted(days, care["in_care_from"].to_numpy("datetime64[ns]"))
    ends = care["in_care_to"].fillna(pd.Timestamp("2100-01-01")).to_numpy("datetime64[ns]")
    end = np.searchsorted(days, ends, side="right")
    care = care[["rep_id", "customer_id"]].assign(start=start, end=end)
    seen = followed[["rep_id", "customer_id", "day"]].drop_duplicates()
    seen = seen.assign(at=np.searchsorted(days, seen["day"].to_numpy("datetime64[ns]")))
    seen = seen.merge(care, on=["rep_id", "customer_id"])
    seen = seen[(seen["at"] >= seen["start"]) & (seen["at"] < seen["end"])]
    opening = care.assign(at=care["start"] - 1)
    marks = pd.concat([seen[["rep_id", "customer_id", "start", "end", "at"]], opening])
    marks = marks.sort_values(["rep_id", "customer_id", "at"])
    following = marks.groupby(["rep_id", "customer_id"])["at"].shift(-1)
    following = following.fillna(marks["end"]).clip(upper=marks["end"])
    low, high = np.maximum(marks["at"] + 5, first), np.minimum(following, last)
    missed = int(np.maximum(0, high - low).sum())
    owed = np.minimum(care["end"], last) - np.maximum(care["start"] + 4, first)
    expected = int(np.maximum(0, owed).sum())
    return [expected, expected - missed]


def copied(log: pd.DataFrame) -> list[int]:
    texts = log["text"].str.strip().str.replace(r"\s+", " ", regex=True).str.lower()
    long = log.assign(plain=texts)[texts.str.len() >= 16]
    customers = long.groupby(["rep_id", "plain"])["customer_id"].nunique()
    many = customers[customers >= 5].reset_index()[["rep_id", "plain"]]
    entered = long[(long["logged_at"] >= FROM) & (long["logged_at"] < TO)]
    return [len(entered), len(entered) - len(entered.merge(many, on=["rep_id", "plain"]))]


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
