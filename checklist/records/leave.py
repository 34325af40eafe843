"""Absences as exports write them: whether a leave was granted, and days that begin or end at noon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import SQL, identifier, render
from checklist.model.causes import CauseKind, cause_key
from checklist.model.tables import ABSENCES

if TYPE_CHECKING:
    from collections.abc import Iterable

# The columns that say whether it was granted: how far the request has come, and what was decided.
STATUS = ("status", "result")
NOT_GRANTED = "not_granted"
"""The code of a row whose leave was not granted: it is no absence."""

# Words in small letters and without blanks, as they are compared.
_GRANTED = (
    "granted", "approved", "accepted", "agreed", "authorised", "authorized", "confirmed", "taken", "completed",
    "complete", "done", "finished", "closed", "yes", "true", "approve", "agree", "pass", "passed", "同意",
    "已同意", "通过", "已通过", "审批通过", "审核通过", "批准", "已批准", "准予", "准假", "已准假", "核准",
    "已核准", "完成", "已完成", "审批完成", "已审批", "已审核", "审批结束", "已结束", "结束", "生效", "已生效",
    "已归档", "是",
)  # fmt: skip
# Refused, withdrawn, or not decided yet.
_OPEN = (
    "refused", "rejected", "denied", "declined", "disapproved", "notapproved", "unapproved", "reject", "deny",
    "decline", "no", "false", "failed", "拒绝", "已拒绝", "审批拒绝", "不同意", "未同意", "驳回", "已驳回",
    "审批驳回", "退回", "已退回", "否决", "已否决", "不批准", "未批准", "未通过", "不通过", "审批不通过",
    "审批未通过", "审核不通过", "审核未通过", "否", "withdrawn", "cancelled", "canceled", "revoked",
    "retracted", "recalled", "void", "voided", "deleted", "terminated", "aborted", "cancel", "withdraw",
    "abandoned", "撤销", "已撤销", "审批撤销", "撤回", "已撤回", "取消", "已取消", "作废", "已作废", "终止",
    "已终止", "审批终止", "删除", "已删除", "pending", "pendingapproval", "submitted", "requested",
    "inprogress", "inreview", "underreview", "open", "awaitingapproval", "waiting", "draft", "new",
    "processing", "waitingforapproval", "toapprove", "审批中", "审核中", "待审批", "待审核", "待批准", "处理中",
    "待处理", "进行中", "流转中", "草稿", "待提交", "未提交", "已提交", "提交", "申请中", "未审批", "未审核",
    "待定",
)  # fmt: skip
# A day and the half of it, without a clock.
_HALVES = (
    r"(?i)\s*([0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?)\s*[(（]?\s*"
    r"(上午|下午|全天|am|pm|a\.m\.|p\.m\.|morning|afternoon|full day|all day)\s*[)）]?\s*"
)
_MORNING = ("上午", "am", "a.m.", "morning")
_AFTERNOON = ("下午", "pm", "p.m.", "afternoon")
# How long it was, where that is said by itself: 2小时, 0.5天, 4 hours.
_LENGTH = (
    r"(?i)\s*([0-9]{1,5}(?:[.][0-9]{1,4})?)\s*"
    r"(个?小时|时|hours?|hrs?|h|分钟?|minutes?|mins?|m|个?工作日|天|日|workdays?|days?|d)?\s*"
)
_HOURS = ("小时", "个小时", "时", "hour", "hours", "hr", "hrs", "h")
_MINUTES = ("分", "分钟", "minute", "minutes", "min", "mins", "m")
_NAMED = (("h", ("小时", "hour")), ("m", ("分钟", "minute")), ("d", ("天", "日", "day")))


def problems(texts: Iterable[tuple[str, SQL]]) -> list[dict[str, object]]:
    """Return what keeps a row from being an absence: it was refused, withdrawn or is open.

    `texts` are its columns of `STATUS` by name. A row in which one of them says that it was not granted is none,
    whatever the other says; a blank says nothing.
    """
    return [
        {
            "when": render("coalesce({{ word }} IN {{ open }}, FALSE)", word=_word(text), open=_OPEN),
            "code": NOT_GRANTED,
            "column": name,
            "value": text,
        }
        for name, text in texts
    ]


def doubt() -> SQL:
    """Return the key of the cause for which nobody knows whether an absence was granted; NULL where it is known."""
    unknown = [
        render(
            "CASE WHEN {{ word }} NOT IN {{ known }} THEN concat({{ key }}, {{ name }}) END",
            word=_word(identifier(name)),
            known=(*_GRANTED, *_OPEN),
            key=cause_key(CauseKind.VALUE, f"{ABSENCES.name}.{name}"),
            name=identifier(name),
        )
        for name in STATUS
    ]
    return SQL(f"least({', '.join(unknown)})")


def _word(text: SQL) -> SQL:
    return SQL(f"replace(lower(CAST({text} AS VARCHAR)), ' ', '')")


def length_of(text: SQL, header: str | None) -> SQL:
    """Return how long a leave is said to be, as a figure and `h`, `m` or `d`; NULL where that cannot be told.

    A bare figure is in the unit that its header names.
    """
    named = (header or "").casefold()
    own = next((unit for unit, words in _NAMED if any(word in named for word in words)), None)
    return render(
        """
        CASE WHEN regexp_full_match({{ c }}, {{ length }}) THEN regexp_extract({{ c }}, {{ length }}, 1) || ' '
            || CASE WHEN {{ unit }} IN {{ hours }} THEN 'h' WHEN {{ unit }} IN {{ minutes }} THEN 'm'
                WHEN {{ unit }} <> '' THEN 'd' ELSE {{ own }} END END
        """,
        c=text,
        length=_LENGTH,
        unit=render("lower(regexp_extract({{ c }}, {{ length }}, 2))", c=text, length=_LENGTH),
        hours=_HOURS,
        minutes=_MINUTES,
        own=own,
    )


def to_the_hour(text: SQL, *, ends: bool) -> SQL:
    """Return the text of a day and a half of it (2026-10-13 下午) with the hour in its place; any other as it is."""
    return render(
        """
        CASE WHEN regexp_full_match({{ c }}, {{ halves }}) THEN regexp_extract({{ c }}, {{ halves }}, 1)
            || CASE WHEN lower(regexp_extract({{ c }}, {{ halves }}, 2)) IN {{ morning }} THEN {{ first }}
                WHEN lower(regexp_extract({{ c }}, {{ halves }}, 2)) IN {{ afternoon }} THEN {{ second }} ELSE '' END
            ELSE {{ c }} END
        """,
        c=text,
        halves=_HALVES,
        morning=_MORNING,
        afternoon=_AFTERNOON,
        first=" 12:00" if ends else " 00:00",
        second=" 23:59" if ends else " 12:00",
    )
