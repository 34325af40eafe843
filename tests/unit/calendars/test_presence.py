"""On which days an absence makes a rep absent: those of whose working hours it leaves at most one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.api import make_request, sources_of
from checklist.auditing.preparing import prepare

if TYPE_CHECKING:
    from pathlib import Path

PACK = """\
pack: small
version: "1"
title: {zh: 小, en: small}
timezone: Asia/Shanghai
calendar: {country: CN, workday: ["09:00-12:00", "13:00-18:00"]}
clauses:
  - clause: "1"
    title: {zh: 一, en: one}
    rules: [{rule: calls, kind: quota, of: {type: call}, window: month, at_least: 1}]
"""


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        (["2026-10-13,2026-10-14,"], [13, 14]),
        (["2026-10-13 09:00,2026-10-13 11:00,"], []),
        (["2026-10-13 09:00,2026-10-13 17:00,"], [13]),
        (["2026-10-13 09:00,2026-10-13 16:59,"], []),
        (["2026-10-13 09:00,2026-10-13 12:00,", "2026-10-13 13:00,2026-10-13 18:00,"], [13]),
        (["2026-10-13 09:00,2026-10-13 12:00,", "2026-10-13 10:00,2026-10-13 13:00,"], []),
        (["2026-10-13 09:00,2026-10-13 16:00,", "2026-10-13 10:00,2026-10-13 12:00,"], []),
        (["2026-10-12 14:00,2026-10-14 12:00,"], [13]),
        (["2026-10-13 上午,2026-10-13 上午,"], []),
        (["2026-10-13 上午,2026-10-13 下午,"], [13]),
        (["2026-10-13 00:00,2026-10-13 00:00,"], [13]),
        (["2026-10-16 09:00,2026-10-19 18:00,"], [16, 17, 18, 19]),
        (["2026-10-13,2026-10-13,2 hours"], []),
        (["2026-10-13,2026-10-13,7小时"], [13]),
        (["2026-10-13,2026-10-13,0.5天", "2026-10-13,2026-10-13,0.5天"], [13]),
        (["2026-10-13,2026-10-14,1.5天"], [13, 14]),
    ],
)
def test_a_day_is_absent_where_at_most_an_hour_is_left(tmp_path: Path, rows: list[str], days: list[int]) -> None:
    texts = {
        "pack.yaml": PACK,
        "log.csv": "rep_id,type,occurred_at\nR1,call,2026-09-01\nR1,call,2026-10-30\n",
        "absences.csv": "rep_id,from,to,duration\n" + "".join(f"R1,{row}\n" for row in rows),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    sources = sources_of(str(tmp_path / "log.csv"), None, None, None, str(tmp_path / "absences.csv"))
    with prepare(make_request(str(tmp_path / "pack.yaml"), sources, period="2026-10")) as ready:
        found = ready.session.rows(
            "SELECT CAST(day(day) AS INTEGER) FROM presence WHERE NOT present "
            "AND day BETWEEN DATE '2026-10-01' AND DATE '2026-10-31' ORDER BY day"
        )
    assert [day for (day,) in found] == days
