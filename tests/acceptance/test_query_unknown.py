"""A query of the pack's own may say that it cannot tell: from `sure`, which every record has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

PACK = """\
pack: own
version: "1"
timezone: Asia/Shanghai
calendar: {country: CN}
clauses:
  - clause: "1"
    modality: must
    title: {zh: 汇报, en: Reports}
    rules:
      - rule: reported
        kind: query
        why: {zh: 试, en: trial}
        sql: >-
          SELECT deal.rep_id, deal.case_id AS subject, deal.day AS due_on,
            count(*) FILTER (report.type = 'report') > 0 AS met,
            count(*) FILTER (report.type = 'report') = 0 AND count(*) FILTER (NOT report.sure) > 0 AS unknown,
            min(deal.row_id) AS evidence
          FROM records AS deal JOIN records AS report ON report.case_id = deal.case_id AND report.row_id <> deal.row_id
          WHERE deal.type = 'deal' GROUP BY ALL
"""
HEAD = "rep_id,type,occurred_at,case_id,status\n"
SURE = "R1,deal,2026-10-12 10:00,K1,done\nR1,report,2026-10-13 10:00,K1,done\nR1,call,2026-10-13 11:00,K1,done\n"
OPEN = "R1,deal,2026-10-14 10:00,K2,done\nR1,{word},2026-10-15 10:00,K2,{status}\n"


def audited(firm: Firm, log: str, pack: str = PACK) -> dict[str, Any]:
    firm.write("own.yaml", pack)
    firm.write("log.csv", HEAD + log)
    words = ("audit", "log.csv", "--policy", "own.yaml", "--period", "2026-10", "--lang", "en", "--format", "json")
    ran = firm.call(*words)
    assert ran.code == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def finding(document: dict[str, Any]) -> tuple[str, int, int, int]:
    (card,) = document["scorecards"]
    (each,) = card["findings"]
    return each["outcome"], each["expected"], each["met"], each["unknown"]


@pytest.mark.parametrize(("word", "status"), [("拜访签到", "done"), ("call", "erledigt")])
def test_what_a_query_cannot_tell_is_unknown(firm: Firm, word: str, status: str) -> None:
    document = audited(firm, SURE + OPEN.format(word=word, status=status))
    assert finding(document) == ("not_checked", 1, 1, 1)
    (cause,) = document["causes"]
    assert (cause["kind"], cause["units"], cause["only"], cause["write"]) == ("query", 1, 1, [])
    assert cause["message"] == "the rule's own query cannot tell it"
    assert [each["subject"] for each in document["possible"]] == [{"subject": "K2"}]


def test_what_every_record_says_is_told(firm: Firm) -> None:
    document = audited(firm, SURE + OPEN.format(word="call", status="done"))
    assert (finding(document), document["causes"]) == (("fail", 2, 1, 0), [])


def test_a_query_that_says_no_such_thing_is_judged_as_ever(firm: Firm) -> None:
    without = "".join(line for line in PACK.splitlines(keepends=True) if " AS unknown" not in line)
    document = audited(firm, SURE + OPEN.format(word="拜访签到", status="done"), without)
    assert finding(document) == ("fail", 2, 1, 0)
