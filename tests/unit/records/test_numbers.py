"""Sums of money, ratings and durations: exact, and never guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from checklist.records.values.durations import unit_by_header
from checklist.wording import Wording

if TYPE_CHECKING:
    from tests.unit.records.conftest import Read, Reading, Refused

AMOUNTS = [
    ("1,234.50", "1234.5"), ("1,234", "1234"), ("12,345,678.9", "12345678.9"), ("￥1,234", "1234"),
    ("¥ 1234.5", "1234.5"), ("CNY 99", "99"), ("99 RMB", "99"), ("rmb99", "99"), ("99元", "99"),
    ("1234.50 元", "1234.5"), ("人民币100元", "100"), ("1.2万", "12000"), ("1.2 万元", "12000"),
    ("3亿", "300000000"), ("0.5千", "500"), ("2百万", "2000000"), ("1千万", "10000000"), ("(300)", "-300"),
    ("(￥1,300.5)", "-1300.5"), ("-300", "-300"), ("￥-300", "-300"), ("-￥300", "-300"), ("+5", "5"),
    ("１，２３４．５０", "1234.5"), ("（３００）", "-300"), ("−300", "-300"), (".5", "0.5"), ("5.", "5"),
    ('="1234"', "1234"), ("\u200b1234\u00a0", "1234"), ("1.23456789万", "12345.6789"), ("0.1", "0.1"),
    ("999,999,999,999.999999", "999999999999.999999"),
]  # fmt: skip
NO_AMOUNTS = [
    "1,23", "1,2345", "12,34,567", "1.234,50", "1'234", "1 234", "1,234,", ",5", "1.2.3", "1.2x", "(300",
    "300)", "(-300)", "--300", "300-", "+-5", "$5元", "abc", "1万2千", "五百", "85%", "1e5", "NaN", "1/2",
    "99999亿", "￥", "万", "约", "几百", "300多",
]  # fmt: skip
RATINGS = {
    "plain": (["4", "4.5", "95分", "3 分", "-1"], ["4", "4.5", "95", "3", "-1"]),
    "out of five": (["4/5", "4.5/5", "5 / 5.0"], ["4", "4.5", "5"]),
    "stars": (["★★★★", "★★★★☆", "4星", "5 星", "3 stars"], ["4", "4", "4", "5", "3"]),
    "per cent": (["85%", "92.5％", "100 %"], ["85", "92.5", "100"]),
}
NO_RATINGS = ["6/5", "4/0", "满分", "½", "★½", "A", "优", "4-5", "1,234", "☆☆☆", "4/5/5", "%", "¥5", "4..5"]
DURATIONS = [
    ("90", "90"), ("1.5", "1.5"), ("90 min", "90"), ("90mins", "90"), ("90 分钟", "90"), ("90分", "90"),
    ("1h 30m", "90"), ("1h30m", "90"), ("1 hour 30 minutes", "90"), ("1 hr, 30 min", "90"), ("1.5h", "90"),
    ("1小时30分", "90"), ("1小时30分钟", "90"), ("1个小时", "60"), ("1.5 小时", "90"), ("45秒", "0.75"),
    ("100 s", "1.666667"), ("45 sec", "0.75"), ("1500ms", "0.025"), ("500毫秒", "0.008333"),
    ("1h 1m 1s", "61.016667"), ("PT1H30M", "90"), ("pt45s", "0.75"), ("P1DT1H", "1500"), ("PT0.5H", "30"),
    ("01:30:00", "90"), ("0:00:30", "0.5"), ("100:00:00", "6000"), ("１小时３０分", "90"), ("0 min", "0"),
    ("1分30秒", "1.5"),
]  # fmt: skip
NO_DURATIONS = [
    "9999999999999 min", "999999999999 h", "PT9999999999999S",
    "1:60:00", "1:5", "P", "PT", "1h30", "30m1h", "1天", "半小时", "h", "min", "1 h 30 x", "-5 min", "1,234",
    "1:2:3", "约90",
]  # fmt: skip


def _column(reading: Reading, column: str, *cells: str, mapping: str | None = None, header: str | None = None) -> Read:
    rows = "".join(
        f'"{number}",call,2026-10-01,"{cell.replace(chr(34), chr(34) * 2)}"\n' for number, cell in enumerate(cells)
    )
    return reading(files={"log.csv": f"rep_id,type,occurred_at,{header or column}\n{rows}"}, mapping=mapping)


def _figures(read: Read, column: str) -> dict[int, Decimal]:
    return {int(row["rep_id"]): row[column] for row in read.rows()}


def _expected(numbers: list[str]) -> dict[int, Decimal]:
    return {number: Decimal(figure) for number, figure in enumerate(numbers)}


def test_amounts(reading: Reading) -> None:
    read = _column(reading, "amount", *(cell for cell, _ in AMOUNTS))
    assert read.reasons == []
    assert _figures(read, "amount") == _expected([figure for _, figure in AMOUNTS])


def test_no_amounts(reading: Reading) -> None:
    read = _column(reading, "amount", *["1,234.5"] * 9, *NO_AMOUNTS)
    assert [line for line, _ in read.reasons] == list(range(11, 11 + len(NO_AMOUNTS)))
    assert {code for _, code in read.reasons} == {"bad_number"}


@pytest.mark.parametrize("cell", [cell for cell, _ in AMOUNTS[:4]])
def test_an_amount_alone(reading: Reading, cell: str) -> None:
    assert _figures(_column(reading, "amount", cell), "amount") == {0: Decimal(dict(AMOUNTS)[cell])}


def test_another_currency_is_outside_of_a_column(reading: Reading, refused: Refused) -> None:
    read = _column(reading, "amount", "￥5", "6元", "7", "$8", "$9元", "HK$ 1")
    assert sorted(_figures(read, "amount").values()) == [5, 6, 7]
    assert read.reasons == [(5, "outside_rule"), (6, "bad_number"), (7, "outside_rule")]
    assert "CNY" in Wording("en").say(read.loaded.rejects[0].reason)
    (error,) = refused(_column, reading, "amount", "￥5", "$8")
    assert error.code == "column_mixed"


def test_a_comma_before_the_fraction_is_only_read_where_declared(reading: Reading, refused: Refused) -> None:
    cells = ["1.234,50", "0,5", "1.234", "€ 7"]
    (error,) = refused(_column, reading, "amount", *cells)
    assert error.code == "number_ambiguous"
    read = _column(reading, "amount", *cells, "1,234.50", mapping="formats: {amount: '1.234,50'}")
    assert _figures(read, "amount") == _expected(["1234.5", "0.5", "1234", "7"])
    assert read.reasons == [(6, "bad_number")]
    read = _column(reading, "amount", "1,234", "0,5", mapping="formats: {amount: '1,234.50'}")
    assert (_figures(read, "amount"), read.reasons) == ({0: 1234}, [(3, "bad_number")])


@pytest.mark.parametrize("form", ["amount: '1234'", "rating: '%Y'", "duration_minutes: seconds"])
def test_numbers_have_formats_of_their_own(reading: Reading, refused: Refused, form: str) -> None:
    (error,) = refused(_column, reading, "amount", "1", mapping=f"formats: {{{form}}}")
    assert error.code == "mapping_bad_format"


@pytest.mark.parametrize("family", RATINGS)
def test_ratings(reading: Reading, family: str) -> None:
    cells, figures = RATINGS[family]
    read = _column(reading, "rating", *cells, *NO_RATINGS)
    assert _figures(read, "rating") == _expected(figures)
    assert len(read.reasons) == len(NO_RATINGS)


def test_a_rating_of_another_family_is_outside(reading: Reading, refused: Refused) -> None:
    read = _column(reading, "rating", "4/5", "3/5", "8/10", "4", "85%", "★★")
    assert sorted(_figures(read, "rating").values()) == [3, 4]
    assert read.reasons == [(line, "outside_rule") for line in range(4, 8)]
    (error,) = refused(_column, reading, "rating", "0.85", "85%")
    assert error.code == "column_mixed"


def test_durations(reading: Reading) -> None:
    read = _column(reading, "duration_minutes", *(cell for cell, _ in DURATIONS), *NO_DURATIONS)
    assert _figures(read, "duration_minutes") == _expected([figure for _, figure in DURATIONS])
    assert [line for line, _ in read.reasons] == list(range(2 + len(DURATIONS), 2 + len(DURATIONS) + len(NO_DURATIONS)))


def test_clocks_of_two_parts_show_hours_and_minutes_and_it_is_said(reading: Reading) -> None:
    read = _column(reading, "duration_minutes", "01:30", "0:05", "90 min")
    assert _figures(read, "duration_minutes") == _expected(["90", "5", "90"])
    assert read.notices == ["durations_as_hours"]
    (rule,) = (each.rule for each in read.loaded.rules if each.column == "duration_minutes")
    assert Wording("en").say(rule) == "durations; plain numbers are minutes, and clocks of two parts hours and minutes"


@pytest.mark.parametrize(
    ("form", "header", "figures"),
    [
        ("mm:ss", None, ["1.5", "61"]),
        ("h:mm", None, ["90", "61"]),
        (None, "通话时长(秒)", ["1.5", "61"]),
        (None, "时长(小时)", ["90", "61"]),
    ],
)
def test_clocks_of_two_parts_beside_three(
    reading: Reading, form: str | None, header: str | None, figures: list[str]
) -> None:
    mapping = f"formats: {{duration_minutes: '{form}'}}" if form else f"columns: {{duration_minutes: {header}}}"
    read = _column(reading, "duration_minutes", "01:30", "1:01:00", mapping=mapping, header=header)
    assert _figures(read, "duration_minutes") == _expected(figures)
    assert read.notices == []


def test_clocks_of_two_and_three_parts_stop_where_nothing_tells(reading: Reading, refused: Refused) -> None:
    (error,) = refused(_column, reading, "duration_minutes", "05:12", "1:02:03")
    assert error.code == "duration_ambiguous"


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("duration_minutes", "minutes"),
        ("CallDurationInSeconds", "seconds"),
        ("duration_milliseconds", "milliseconds"),
        ("call_ms", "milliseconds"),
        ("通话时长（秒）", "seconds"),
        ("时长(毫秒)", "milliseconds"),
        ("Duration (hrs)", "hours"),
        ("时长小时", "hours"),
        ("拜访时长(分钟)", "minutes"),
        ("时长", None),
        ("items", None),
        ("Secondary", None),
        ("Terms", None),
    ],
)
def test_units_of_headers(header: str, unit: str | None) -> None:
    assert unit_by_header(header) == unit


@pytest.mark.parametrize(
    ("header", "cell", "figure"),
    [
        ("CallDurationInSeconds", "90", "1.5"),
        ("dauer_ms", "90000", "1.5"),
        ("时长(小时)", "1.5", "90"),
        ("时长(秒)", "2 min", "2"),
    ],
)
def test_plain_durations_in_the_unit_of_their_header(reading: Reading, header: str, cell: str, figure: str) -> None:
    mapping = f"columns: {{duration_minutes: {header}}}"
    read = _column(reading, "duration_minutes", cell, mapping=mapping, header=header)
    assert _figures(read, "duration_minutes") == _expected([figure])


def test_what_stands_for_nothing_is_no_number(reading: Reading) -> None:
    read = _column(reading, "amount", "-", "N/A", "—", "", "5")
    assert sorted(str(each) for each in _figures(read, "amount").values()) == [
        "5.000000",
        "None",
        "None",
        "None",
        "None",
    ]


@pytest.mark.parametrize(
    "header", ["产品编码", "订单号", "规格型号", "联系电话", "product_code", "Order No.", "Version", "SKU", "deal id"]
)
def test_codes_are_no_sums(reading: Reading, header: str) -> None:
    text = f'rep_id,type,occurred_at,{header}\nR1,call,2026-10-01,"1,234"\nR1,call,2026-10-02,"2,000.50"\n'
    assert reading(files={"log.csv": text}).column(header) == ["1,234", "2,000.50"]


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["￥50,000", "1.2万", "7"], ["50000", "12000", "7"]),
        (["1,234.50", "0.5"], ["1234.5", "0.5"]),
        (["￥50,000", "待补充"], ["￥50,000", "待补充"]),
        (["￥5", "$5"], ["￥5", "$5"]),
        (["1", "2.50"], ["1", "2.50"]),
        (["007", "1,234"], ["007", "1,234"]),
        (["(1,234)", "5"], ["(1,234)", "5"]),
    ],
)
def test_sums_in_a_column_of_one_s_own_become_plain_numbers(
    reading: Reading, cells: list[str], kept: list[str]
) -> None:
    read = _column(reading, "budget", *cells)
    assert {int(row["rep_id"]): row["budget"] for row in read.rows()} == dict(enumerate(kept))


def test_figures_in_units_are_added_up_exactly(reading: Reading) -> None:
    text = "rep_id,type,occurred_at,h,s\n1,call,2026-10-01,1,100\n2,call,2026-10-02,999999999,1\n3,call,2026-10-03,,\n"
    mapping = "parts: {duration_minutes: {hours: h, seconds: s}}"
    read = reading(files={"log.csv": text}, mapping=mapping)
    assert read.column("duration_minutes") == [Decimal("61.666667"), Decimal("59999999940.016667"), None]


def test_blank_beginnings_do_not_decide_about_a_column(reading: Reading) -> None:
    text = "rep_id,type,occurred_at,budget\n" + "R1,call,2026-10-01,\n" * 600 + "R2,call,2026-10-02,￥500\n"
    assert reading(files={"log.csv": text}).column("budget")[-1] == "500"
