"""Rows that are no records and never were: totals below a table, and the lines a report ends with.

A row is a total where its first text says so and it lacks what every record has; a customer called Total, met by a
rep on a day, stays a record. Such rows count as declared skips, with a notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import SQL, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklist.records.planning import Plan

TOTAL = "total"
_WORDS = (
    r"(?i)(总\s*计|合\s*计|小\s*计|共\s*计|总\s*合\s*计|本页合计|本页小计|grand\s+totals?|sub-?\s?totals?|totals?)"
    r"\s*[:：]?\s*([(（].*[)）])?\s*[0-9.,，]*\s*(条|行|笔|records?|rows?)?"
)

# How such words begin: asking this first spares nearly all cells the longer question.
_FIRST = "总合小共本gGsStT"
_LACKING = """
CASE WHEN {{ c }} IS NULL THEN TRUE WHEN left({{ c }}, 1) IN {{ first }} THEN regexp_full_match({{ c }}, {{ words }})
    ELSE FALSE END
"""


def total_row(plan: Plan, named: Iterable[SQL], read: Iterable[SQL], texts: Sequence[SQL]) -> SQL:
    """Return the condition under which a row is a total or a footer.

    `named` are the texts that every row of the table must have, `read` the times and days that it must have, as they
    were read; `texts` are all cells in the order of the file.
    """
    if not texts:
        return SQL("FALSE")
    lacking = [render(_LACKING, c=cell, first=tuple(_FIRST), words=_WORDS) for cell in named]
    lacking += [SQL(f"{value} IS NULL") for value in read]
    # The cheap question first: no row that has all it needs is looked at further.
    return render(
        "CASE WHEN {{ lacking }} THEN coalesce(regexp_full_match(coalesce({{ texts }}, NULL), {{ pattern }}), FALSE) "
        "ELSE FALSE END",
        lacking=SQL(" OR ".join(lacking) or "FALSE"),
        texts=SQL(", ".join(texts)),
        pattern=_pattern(plan),
    )


def broken_rows(plan: Plan) -> SQL:
    """Return the rows that could not be split into cells, each with whether it is a total or a footer.

    Below the last row that could be, all lone texts belong to the footer if one of them is known to.
    """
    return render(
        """
        SELECT line, code, expected, found,
            is_total OR (is_below AND bool_or(is_total AND is_below) OVER ()) AS is_total
        FROM (
            SELECT line, code, expected, found, coalesce(regexp_full_match(lead, {{ pattern }}), FALSE) AS is_total,
                coalesce(found = 1 AND line > (SELECT coalesce(max(line), 0) FROM {{ rows }}), FALSE) AS is_below
            FROM {{ broken }}
        )
        """,
        pattern=_pattern(plan),
        rows=plan.raw.relation,
        broken=plan.raw.broken,
    )


def _pattern(plan: Plan) -> str:
    return "|".join(f"(?:{each})" for each in (_WORDS, *plan.section.shape.footers))
