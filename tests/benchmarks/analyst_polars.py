"""The seven checks of analyst_pandas.py in Polars, lazily; prints what was due and what was met.

python tests/benchmarks/analyst_polars.py FOLDER
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

FROM, TO = datetime(2026, 10, 1), datetime(2026, 11, 1)  # noqa: DTZ001  # the log's own times, which have no zone
FOLLOW_UP = ["call", "visit", "message", "email", "meeting"]
SELLING = ["consultation", "pitch", "promotion", "negotiation"]
REPLY = ["answer", "quotation", "proposal", *FOLLOW_UP]
NOT_DONE = ["planned", "cancelled", "not_held", "deferred", "overdue"]
PLACEHOLDERS = ["待补充", "无", "暂无", "TBD", "N/A", "-"]
COLUMNS = ["rep_id", "type", "occurred_at", "customer_id", "case_id", "logged_at", "status", "text"]
KEYS = ["rep_id", "customer_id"]


def main(folder: Path) -> dict[str, list[int]]:
    log = read(folder / "log").with_columns(
        day=pl.col("occurred_at").dt.truncate("1d"),
        month=(pl.col("occurred_at") >= FROM) & (pl.col("occurred_at") < TO),
    )
    days = (
        pl.read_csv(folder / "workdays.csv", try_parse_dates=True)
        .select(pl.col("day").cast(pl.Datetime("us")))
        .with_row_index("at")
    )
    customers = pl.read_csv(folder / "customers.csv", infer_schema=False).with_columns(
        pl.col("in_care_from", "in_care_to").str.to_datetime("%Y-%m-%d", time_unit="us")
    )
    done = log.filter(~pl.col("status").is_in(NOT_DONE))
    followed = done.filter(pl.col("type").is_in(FOLLOW_UP))
    sold = done.filter(pl.col("type").is_in(SELLING))
    checks = {
        "follow-up-noted": noted(followed),
        "entered-in-time": in_time(done.filter(pl.col("type").is_in(FOLLOW_UP + SELLING))),
        "needs-before-proposal": in_order(log, done),
        "inquiry-answered": answered(log, done, days),
        "selling-every-month": enough(sold, log),
        "follow-up-weekly": weekly(followed, customers, days),
        "log-kept-genuinely": copied(log),
    }
    return {
        name: [int(value or 0) for value in frame.row(0)]
        for name, frame in zip(checks, pl.collect_all(list(checks.values())), strict=True)
    }


def read(folder: Path) -> pl.LazyFrame:
    if (folder / "records.csv").exists():
        log = pl.scan_csv(folder / "records.csv", infer_schema=False).select(COLUMNS)
        log = log.with_columns(pl.col("occurred_at", "logged_at").str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us"))
    else:
        log = pl.scan_parquet(folder / "records" / "**" / "*.parquet", hive_partitioning=False).select(COLUMNS)
    return log.with_columns(pl.col("customer_id", "case_id", "status", "text").fill_null(""))


def noted(followed: pl.LazyFrame) -> pl.LazyFrame:
    text = pl.col("text").str.strip_chars()
    met = (text.str.len_chars() >= 6) & ~text.str.to_uppercase().is_in(PLACEHOLDERS)
    return followed.filter("month").select(pl.len(), met.sum().alias("met"))


def in_time(rows: pl.LazyFrame) -> pl.LazyFrame:
    met = pl.col("logged_at") - pl.col("occurred_at") <= timedelta(hours=24)
    return rows.filter("month").select(pl.len(), met.sum().alias("met"))


def in_order(log: pl.LazyFrame, done: pl.LazyFrame) -> pl.LazyFrame:
    of_case = pl.col("case_id") != ""
    needs = (
        log.filter((pl.col("type") == "needs") & of_case).group_by("case_id").agg(needed=pl.col("occurred_at").min())
    )
    proposals = (
        done.filter((pl.col("type") == "proposal") & of_case).group_by("case_id").agg(pl.col("occurred_at").min())
    )
    proposals = proposals.filter((pl.col("occurred_at") >= FROM) & (pl.col("occurred_at") < TO))
    both = proposals.join(needs, on="case_id", how="left")
    return both.select(pl.len(), (pl.col("needed") <= pl.col("occurred_at")).sum().alias("met"))


def answered(log: pl.LazyFrame, done: pl.LazyFrame, days: pl.DataFrame) -> pl.LazyFrame:
    asked = log.filter(pl.col("type") == "inquiry").select(*KEYS, "occurred_at", "day").sort("occurred_at")
    replies = done.filter(pl.col("type").is_in(REPLY)).select(*KEYS, "occurred_at").sort("occurred_at")
    replies = replies.with_columns(answered_at=pl.col("occurred_at"))
    both = asked.join_asof(replies, on="occurred_at", by=KEYS, strategy="forward", check_sortedness=False)
    following = days["day"].search_sorted
    both = both.with_columns(
        at=pl.col("day").map_batches(lambda column: following(column, side="right"), return_dtype=pl.UInt32)
    )
    both = both.join(days.lazy().rename({"day": "due"}), on="at")
    both = both.filter((pl.col("due") >= FROM) & (pl.col("due") < TO))
    return both.select(pl.len(), (pl.col("answered_at").dt.truncate("1d") <= pl.col("due")).sum().alias("met"))


def enough(sold: pl.LazyFrame, log: pl.LazyFrame) -> pl.LazyFrame:
    counts = sold.filter("month").group_by("rep_id").len()
    reps = log.filter("month").select("rep_id").unique().join(counts, on="rep_id", how="left")
    return reps.select(8 * pl.len(), pl.col("len").fill_null(0).clip(upper_bound=8).sum().alias("met"))


def weekly(followed: pl.LazyFrame, customers: pl.DataFrame, days: pl.DataFrame) -> pl.LazyFrame:
    """Each working day of the month for each customer in care; met where one of the last five has a follow-up."""
    find = days["day"].search_sorted
    first, last = find(FROM), find(TO)
    starts = find(customers["in_care_from"])
    ends = find(customers["in_care_to"].fill_null(datetime(2100, 1, 1)), side="right")  # noqa: DTZ001
    care = customers.select(*KEYS, "grade").with_columns(start=starts.cast(pl.Int64), end=ends.cast(pl.Int64))
    care = care.filter(pl.col("grade") != "A").drop("grade").lazy()
    seen = followed.select(*KEYS, "day").unique()
    seen = seen.with_columns(
        at=pl.col("day").map_batches(lambda column: find(column).cast(pl.Int64), return_dtype=pl.Int64)
    )
    seen = seen.join(care, on=KEYS).filter(pl.col("at").is_between("start", "end", closed="left"))
    marks = pl.concat([seen.select(*KEYS, "start", "end", "at"), care.with_columns(at=pl.col("start") - 1)])
    marks = marks.sort(*KEYS, "at").with_columns(following=pl.col("at").shift(-1).over(KEYS).fill_null(pl.col("end")))
    low = pl.max_horizontal(pl.col("at") + 5, pl.lit(first))
    high = pl.min_horizontal("following", "end", pl.lit(last))
    missed = marks.select(missed=(high - low).clip(lower_bound=0).sum())
    owed = pl.min_horizontal("end", pl.lit(last)) - pl.max_horizontal(pl.col("start") + 4, pl.lit(first))
    expected = care.select(expected=owed.clip(lower_bound=0).sum())
    both = pl.concat([expected, missed], how="horizontal")
    return both.select("expected", met=pl.col("expected") - pl.col("missed"))


def copied(log: pl.LazyFrame) -> pl.LazyFrame:
    plain = pl.col("text").str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()
    long = log.with_columns(plain=plain).filter(pl.col("plain").str.len_chars() >= 16)
    many = (
        long.group_by("rep_id", "plain")
        .agg(customers=pl.col("customer_id").n_unique())
        .filter(pl.col("customers") >= 5)
    )
    entered = long.filter((pl.col("logged_at") >= FROM) & (pl.col("logged_at") < TO)).select("rep_id", "plain")
    both = entered.join(many, on=["rep_id", "plain"], how="left")
    return both.select(pl.len(), pl.col("customers").is_null().sum().alias("met"))


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
