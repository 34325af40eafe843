"""Dates and times as people and programs write them, in every form that has one meaning.

Year, month and day stand in that order, or the month bears its English name; the year has four digits. What could be
meant in two ways is read where its column tells in which: 05/03/2026 by the `Forms` that other dates of the column
allow, 10月15日 by the year that somebody declared. Twelve o'clock in the evening is in no form here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from checklist.engine import SQL, literal
from checklist.records.values.orders import date_in

if TYPE_CHECKING:
    from checklist.records.years import Year

_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAY = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r?s?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_CHINESE_WEEKDAY = "(?:星期|周|礼拜)[一二三四五六日天]"
_YEAR = "(?:19|20|21)[0-9]{2}"
_TWO = "[0-9]{1,2}"
# Words of the part of the day, each with the hours that it can be said of, and where those lie on the clock. What is
# not listed is unclear: 晚上12点 ends one day or begins it. A clock written with a colon comes from a program, whose
# 上午 and 下午 are AM and PM.
_MORNING, _NIGHT = ("早上", "早晨", "清晨", "早"), ("晚上", "夜里", "深夜", "夜间", "晚间", "晚")
_PARTS_OF_DAY = (
    (("上午", "am", "a.m."), "{h} BETWEEN 0 AND 11", "{h}"),
    (("上午",), "{h} = 12 AND {colon}", "0"),
    (("am", "a.m."), "{h} = 12", "0"),
    (("下午", "pm", "p.m."), "{h} BETWEEN 1 AND 11", "{h} + 12"),
    (("下午", "pm", "p.m."), "{h} BETWEEN 12 AND 23", "{h}"),
    (("凌晨",), "{h} BETWEEN 0 AND 6", "{h}"),
    (("凌晨",), "{h} = 12", "0"),
    (_MORNING, "{h} BETWEEN 4 AND 11", "{h}"),
    (("中午",), "{h} BETWEEN 11 AND 14", "{h}"),
    (("中午",), "{h} BETWEEN 1 AND 2", "{h} + 12"),
    (("傍晚",), "{h} BETWEEN 4 AND 8", "{h} + 12"),
    (("傍晚",), "{h} BETWEEN 16 AND 20", "{h}"),
    (_NIGHT, "{h} BETWEEN 5 AND 11", "{h} + 12"),
    (_NIGHT, "{h} BETWEEN 17 AND 23", "{h}"),
)
_CHINESE_PART = "上午|下午|凌晨|早上|早晨|清晨|早|中午|傍晚|晚上|夜里|深夜|夜间|晚间|晚"
_ENGLISH_PART = "am|pm|a[.]m[.]|p[.]m[.]"
# A date without its year, but for those in figures alone.
_YEARLESS = (
    f"(?i)(?:{_TWO} ?月 ?{_TWO} ?[日号]?|(?:{_MONTH})[.]? {_TWO}(?:st|nd|rd|th)?"
    f"|{_TWO}(?:st|nd|rd|th)?[ -](?:{_MONTH})[.]?)(?:,? .*)?"
)
# What is short of a whole date: no year, no day, or a year of two digits.
_INCOMPLETE = (
    f"(?i)(?:[0-9]{{4}}年 ?{_TWO} ?月|(?:[0-9]{{2}}年 ?)?{_TWO} ?月 ?{_TWO} ?(?:[日号].*)?"
    f"|(?:{_MONTH})[ ,.-]+[0-9]{{4}}|{_TWO}[ -](?:{_MONTH})(?:[ ,-]+[0-9]{{2}})?(?: .*)?"
    f"|(?:{_MONTH}) {_TWO}(?:, ?[0-9]{{2}})?(?: .*)?)"
)
_NEVER = "([^\\x{0}-\\x{10FFFF}])"
_NAMES = (
    "weekday_before", "numbers", "compact", "day_a", "month_a", "year_a", "month_b", "day_b", "year_b",
    "month_c", "day_c", "three_a", "three_b", "three_c", "two_a", "two_b", "weekday",
    "clock", "part", "hour_a", "minute_a", "second_a", "fraction", "hour_b", "minute_b", "second_b", "half", "hour_c",
    "part_after", "compact_clock", "zone", "sign", "zone_hours", "zone_minutes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Forms:
    """What a column tells of its dates: the order of `three` figures and of `two`, the year of those without."""

    three: str | None = None
    two: str | None = None
    year: Year | None = None


PLAIN_FORMS = Forms()


@cache
def _pattern(forms: Forms) -> str:
    numbers = f"{_YEAR}(?:-{_TWO}-{_TWO}|/{_TWO}/{_TWO}|[.]{_TWO}[.]{_TWO}| ?年 ?{_TWO} ?月 ?{_TWO} ?[日号])"
    ordinal = "(?:st|nd|rd|th)?"
    last = "?" if forms.year else ""
    year_a, year_b = f"(?:,?[ -]({_YEAR})){last}", f"(?:,? ({_YEAR})){last}"
    dates = [f"({numbers})|({_YEAR}[0-9]{{4}})"]
    dates += [f"({_TWO}){ordinal}[ -]({_MONTH})[.]?{year_a}", f"({_MONTH})[.]? ({_TWO}){ordinal}{year_b}"]
    # Groups that no text can fill keep the others in their places.
    dates.append(f"({_TWO}) ?月 ?({_TWO}) ?[日号]?" if forms.year else _NEVER * 2)
    dates.append(f"({_TWO})[-/.]({_TWO})[-/.]([0-9]{{4}}|[0-9]{{2}})" if forms.three else _NEVER * 3)
    dates.append(f"({_TWO})[-/.]({_TWO})" if forms.two and forms.year else _NEVER * 2)
    date = f"(?:{'|'.join(dates)})"
    weekday = f"(?:,? ?[(]? ?({_CHINESE_WEEKDAY}|{_WEEKDAY}) ?[)]?)?"
    colon = f"({_TWO}):([0-9]{{2}})(?::([0-9]{{2}})(?:[.,]([0-9]{{1,9}}))?)?"
    hours = f"({_TWO}) ?[時时点點](?: ?({_TWO}) ?(?:分(?: ?({_TWO}) ?秒)?)?| ?(半)| ?整| ?钟)?"
    bare = f"({_TWO})"
    clock = f"((?:({_CHINESE_PART}|{_ENGLISH_PART}) ?)?(?:{colon}|{hours}|{bare})(?: ?({_ENGLISH_PART}))?|([0-9]{{6}}))"
    zone = "(?: ?(z|utc|gmt|ut|(?:utc|gmt)?([+-])(0[0-9]|1[0-4]):?([0-5][0-9])?)(?: ?[(][^()]{1,40}[)])?)?"
    return f"(?i)^(?:({_WEEKDAY}),? )?{date}{weekday}(?:(?:,? |t){clock}{zone})?$"


# Words that stand between a day and a clock with no blank around them.
_TOUCHING = f"([(]?{_CHINESE_WEEKDAY}[)]?|[日号]|{_CHINESE_PART})"


def taken_apart(text: SQL, forms: Forms = PLAIN_FORMS) -> SQL:
    """Return a struct of what an even text says; NULL in all its fields where it is no written time.

    `time` is the time on its clock, `clocked` whether it has one, `zoned` whether it has an offset, `minutes` that
    offset, `fault` a code where it is written like a time and is none.
    """
    names = ", ".join(literal(name) for name in _NAMES)
    parts = SQL(f"regexp_extract({spaced(text)}, {literal(_pattern(forms))}, [{names}])")
    return _let(_let(parts, "p", _figures(forms)), "f", _MEANING)


def spaced(text: SQL) -> SQL:
    """Return an even text with one blank between all that stands apart."""
    touching = f"regexp_replace({text}, {literal(_TOUCHING)}, ' \\1 ', 'g')"
    single = f"trim(regexp_replace({touching}, ' +', ' ', 'g'))"
    return SQL(f"regexp_replace({single}, '^([0-9]{{8}})([0-9]{{6}})$', '\\1 \\2')")


def is_written(text: SQL, *, is_spaced: bool = False) -> SQL:
    """Tell whether an even text has the shape of a written time."""
    return SQL(f"regexp_matches({text if is_spaced else spaced(text)}, {literal(_pattern(PLAIN_FORMS))})")


def is_incomplete(text: SQL) -> SQL:
    """Tell whether an even text is short of a whole date."""
    return SQL(f"regexp_full_match({text}, {literal(_INCOMPLETE)})")


def is_yearless(text: SQL) -> SQL:
    """Tell whether an even text is a date without its year, in words or in Chinese."""
    return SQL(f"regexp_full_match({text}, {literal(_YEARLESS)})")


def month_of(text: SQL) -> SQL:
    """Return the month of a date without its year."""
    name = f"lower(regexp_extract({text}, {literal(f'(?i)({_MONTH})')}, 1))[1:3]"
    figure = f"try_cast(nullif(regexp_extract({text}, '^([0-9]{{1,2}}) ?月', 1), '') AS INTEGER)"
    return SQL(f"coalesce({figure}, {_MONTH_NUMBER.format(name=name)})")


def _let(value: SQL, name: str, body: SQL) -> SQL:
    """Return `body` with `name` standing for a value that is worked out once."""
    return SQL(f"list_transform([{value}], lambda {name}: {body})[1]")


def _number(*names: str) -> str:
    return f"try_cast(nullif({' || '.join(f'p.{name}' for name in names)}, '') AS INTEGER)"


def _weekday(name: str) -> str:
    """Return the number of a weekday, Monday 1; NULL where none is named."""
    return (
        f"CASE WHEN p.{name} = '' THEN NULL WHEN right(p.{name}, 1) = '天' THEN 7 "
        f"WHEN strpos('一二三四五六日', right(p.{name}, 1)) > 0 THEN strpos('一二三四五六日', right(p.{name}, 1)) "
        f"ELSE (strpos('montuewedthufrisatsun', lower(left(p.{name}, 3))) + 2) // 3 END"
    )


def _hour() -> str:
    """Return the hour from 0 to 24, NULL where it is unclear; a bare hour needs AM or PM."""
    cases = " ".join(
        f"WHEN f.part IN {literal(words)} AND {when.format(h='f.hour', colon='f.colon')} THEN {then.format(h='f.hour')}"
        for words, when, then in _PARTS_OF_DAY
    )
    return f"CASE WHEN f.part = '' AND NOT f.bare THEN f.hour {cases} END"


_MONTH_NUMBER = "(strpos('janfebmaraprmayjunjulaugsepoctnovdec', nullif({name}, '')) + 2) // 3"


def _figures(forms: Forms) -> SQL:
    """Return the struct of the figures in the parts `p` of a text."""
    english = _MONTH_NUMBER.format(name="lower(left(p.month_a || p.month_b, 3))")
    month = f"coalesce(try_cast(nullif(p.month_c, '') AS INTEGER), {english})"
    own = "p.year_a || p.year_b"
    year, more = own, ""
    if forms.year:
        year = f"coalesce(nullif({own}, ''), {forms.year.of(month)})"
        if forms.two:
            bare = f"try_cast(p.two_{'ab'[forms.two.index('m')]} AS INTEGER)"
            more += f" WHEN p.two_a <> '' THEN {date_in(forms.two, ('p.two_a', 'p.two_b'), forms.year.of(bare))}"
    if forms.three:
        more += f" WHEN p.three_a <> '' THEN {date_in(forms.three, ('p.three_a', 'p.three_b', 'p.three_c'), '')}"
    return SQL(f"struct_pack(day := {_DAY.format(year=year, month=month, more=more)}, {_CLOCK})")


_DAY = """CASE
    WHEN p.numbers <> '' THEN try_cast(
        regexp_replace(regexp_replace(p.numbers, '[日号 ]', '', 'g'), '[年月/.]', '-', 'g') AS DATE)
    WHEN p.compact <> '' THEN try_cast(concat_ws('-', p.compact[1:4], p.compact[5:6], p.compact[7:8]) AS DATE)
    WHEN concat(p.day_a, p.day_b, p.day_c) <> ''
    THEN try_cast(concat_ws('-', {year}, {month}, concat(p.day_a, p.day_b, p.day_c)) AS DATE){more}
END"""
_CLOCK = f"""
        written := concat(p.numbers, p.compact, p.day_a, p.day_b, p.day_c, p.three_a, p.two_a) <> '',
        weekday := {_weekday("weekday")},
        weekday_before := {_weekday("weekday_before")},
        part := lower(p.part || p.part_after),
        colon := p.hour_a <> '',
        bare := p.hour_c <> '',
        clocked := p.clock <> '',
        hour := coalesce(
            {_number("hour_a", "hour_b", "hour_c")}, try_cast(nullif(p.compact_clock[1:2], '') AS INTEGER)),
        minute := CASE WHEN p.half <> '' THEN 30 ELSE
            coalesce({_number("minute_a", "minute_b")}, try_cast(nullif(p.compact_clock[3:4], '') AS INTEGER), 0) END,
        second := coalesce({_number("second_a", "second_b")}, try_cast(nullif(p.compact_clock[5:6], '') AS INTEGER), 0),
        fraction := coalesce(try_cast(rpad(left(nullif(p.fraction, ''), 6), 6, '0') AS INTEGER), 0),
        zoned := p.zone <> '',
        minutes := (CASE WHEN p.sign = '-' THEN -1 ELSE 1 END)
            * (coalesce({_number("zone_hours")}, 0) * 60 + coalesce({_number("zone_minutes")}, 0))"""
_TIME = """CASE
    WHEN f.day IS NULL OR f.weekday <> isodow(f.day) OR f.weekday_before <> isodow(f.day) THEN NULL
    WHEN NOT f.clocked THEN CAST(f.day AS TIMESTAMP)
    WHEN f.minute < 60 AND f.second < 60
        AND (h < 24 OR (h = 24 AND f.minute + f.second + f.fraction = 0))
    THEN CAST(f.day AS TIMESTAMP) + to_microseconds(
        CAST((h * 3600 + f.minute * 60 + f.second) AS BIGINT) * 1000000 + f.fraction)
END"""
_MEANING = _let(
    SQL(_hour()),
    "h",
    SQL(f"""struct_pack(
        time := {_TIME},
        clocked := CASE WHEN f.written THEN f.clocked END,
        zoned := CASE WHEN f.written THEN f.zoned END,
        minutes := f.minutes,
        fault := CASE
            WHEN f.weekday <> isodow(f.day) OR f.weekday_before <> isodow(f.day) THEN 'weekday_contradicts'
            WHEN f.day IS NOT NULL AND f.part <> '' AND h IS NULL THEN 'clock_unclear'
        END)"""),
)
