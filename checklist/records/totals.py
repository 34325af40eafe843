"""Rows that are no records and never were: totals, blank rows, a header once more, the lines a report ends with.

A row is one of them where its texts say so and it lacks what every record has; a customer called Total, met by a
rep on a day, stays a record. Such rows count as declared skips, with a notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import SQL, literal, render
from checklist.records.headers import BLANKS, MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklist.records.planning import Plan

TOTAL = "total"
_WORDS = (
    r"(?i)(总\s*计|合\s*计|小\s*计|共\s*计|总\s*合\s*计|本页合计|本页小计|grand\s+totals?|sub-?\s?totals?|totals?)"
    r"\s*[:：]?\s*([(（].*[)）])?\s*[0-9.,，]*\s*(条|行|笔|records?|rows?)?"
)
# A note below or between a table's rows, where nothing else stands in its row.
_NOTES = (
    r"(?is)((注|附注|备注|说明|注意|注意事项|制表|制表人|填表人|审核|审核人|导出人|打印人|导出时间|导出日期|打印时间"
    r"|打印日期|统计时间|统计日期|数据来源|notes?|source|prepared by|(exported|generated|printed) (by|on|at))\s*[:：].*"
    r"|第\s*[0-9]+\s*页.*|page\s+[0-9]+(\s*(of|/)\s*[0-9]+)?)"
)
# What a sum of one group is called, or a mean below a table: 张三 汇总, 小计：张三, R1 Total.
_GROUPS = (
    r"(?i)(小\s*计|合\s*计|汇\s*总|sub-?\s?total|total)\s*[:：]\s*\S.*|\S.{0,60}?[\s:：_-]*(小\s*计|合\s*计|总\s*计|汇\s*总)"
    r"|\S.{0,60}?[\s:：_-]+((sub-?\s?|grand )?totals?|count|average)|汇\s*总|平\s*均(值|数)?|average|mean"
)

# How such words begin: asking this first spares nearly all cells the longer question.
_FIRST = "总合小共本gGsStT"
_LACKING = """
CASE WHEN {{ c }} IS NULL THEN TRUE WHEN left({{ c }}, 1) IN {{ first }} THEN regexp_full_match({{ c }}, {{ words }})
    ELSE FALSE END
"""


def total_row(
    plan: Plan, named: Sequence[SQL], read: Sequence[SQL], texts: Sequence[tuple[SQL, str]], made: Iterable[SQL]
) -> SQL:
    """Return the condition under which a row is no record at all.

    `named` are the texts that every row of the table must have, `read` the times and days that it must have, as they
    were read; `texts` are the cells in the order of the file, each with its header, `made` what several cells make.
    """
    if not texts:
        return SQL("FALSE")
    lacking = [render(_LACKING, c=cell, first=tuple(_FIRST), words=_WORDS) for cell in named]
    lacking += [SQL(f"{value} IS NULL") for value in read]
    cells = [*(text for text, _ in texts), *made]
    # A row that lacks a time and a name besides is no record, whatever it is called: a group's sum may bear its name.
    group = f"{' AND '.join(f'{value} IS NULL' for value in read)} AND ({' OR '.join(f'{c} IS NULL' for c in named)})"
    # The cheap question first: no row that has all it needs is looked at further.
    return render(
        """
        CASE WHEN {{ lacking }} THEN
            {{ filled }} = 0
            OR coalesce(regexp_full_match(coalesce({{ texts }}, NULL), {{ pattern }}), FALSE)
            OR ({{ filled }} = 1 AND coalesce(regexp_full_match(coalesce({{ texts }}, NULL), {{ notes }}), FALSE))
            OR ({{ group }} AND coalesce(regexp_full_match(coalesce({{ texts }}, NULL), {{ groups }}), FALSE))
            OR ({{ header }})
        ELSE FALSE END
        """,
        lacking=SQL(" OR ".join(lacking) or "FALSE"),
        filled=SQL("(" + " + ".join(f"CAST({cell} IS NOT NULL AS INTEGER)" for cell in cells) + ")"),
        texts=SQL(", ".join(text for text, _ in texts)),
        pattern=_pattern(plan),
        notes=_NOTES,
        group=SQL(group if read and named else "FALSE"),
        groups=_GROUPS,
        header=_header_again(texts),
    )


def _header_again(texts: Sequence[tuple[SQL, str]]) -> SQL:
    """Tell whether every cell repeats its header: a page of a report, or one export behind another, began there."""
    if len(texts) == 1:
        return SQL("FALSE")
    blanks, marks = literal(BLANKS + "\ufeff"), literal(f"(?i){MARKS.pattern}")
    own = (
        f"coalesce(trim(regexp_replace(trim({text}, {blanks}), {marks}, '', 'g'), {blanks}) = {literal(header)}, FALSE)"
        for text, header in texts
    )
    return SQL(" AND ".join(own))


def broken_rows(plan: Plan) -> SQL:
    """Return the rows that could not be split into cells, each with whether it is a total or a footer.

    Below the last row that could be, all lone texts belong to the footer if one of them is known to.
    """
    return render(
        """
        SELECT line, code, expected, found,
            is_total OR (is_below AND bool_or(is_total AND is_below) OVER ()) AS is_total
        FROM (
            SELECT line, code, expected, found, coalesce(regexp_full_match(lead, {{ pattern }})
                    OR (found = 1 AND regexp_full_match(lead, {{ notes }})), FALSE) AS is_total,
                coalesce(found = 1 AND line > (SELECT coalesce(max(line), 0) FROM {{ rows }}), FALSE) AS is_below
            FROM {{ broken }}
        )
        """,
        pattern=_pattern(plan),
        notes=_NOTES,
        rows=plan.raw.relation,
        broken=plan.raw.broken,
    )


def _pattern(plan: Plan) -> str:
    return "|".join(f"(?:{each})" for each in (_WORDS, *plan.section.shape.footers))
