"""Readings of columns of numbers: plain ones, amounts of money, ratings. All are exact decimals."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.conditions.folding import even
from checklist.engine import SQL, literal
from checklist.records.values.reading import OUTSIDE, Reading

PLAIN_NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)"
# How a mapping declares which mark parts thousands and which the fraction.
POINT, COMMA = "1,234.50", "1.234,50"
CURRENCIES = {
    "CNY": ("¥", "cn¥", "rmb", "cny", "人民币", "元", "圆", "块", "块钱", "元人民币", "yuan"),
    "USD": ("$", "us$", "usd", "美元", "dollar", "dollars"),
    "EUR": ("€", "eur", "欧元", "euro", "euros"),
    "GBP": ("£", "gbp", "英镑"),
    "HKD": ("hk$", "hkd", "港币", "港元"),
}
_CHINESE = {
    "千": 10**3,
    "万": 10**4,
    "萬": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "億": 10**8,
}
_MULTIPLES = {**_CHINESE, "k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6}
_POINT_DIGITS = "[0-9]{1,3}(?:,[0-9]{3})+(?:[.][0-9]*)?|[0-9]+[.]?[0-9]*|[.][0-9]+"
_COMMA_DIGITS = "[0-9]{1,3}(?:[.][0-9]{3})+(?:,[0-9]*)?|[0-9]+,?[0-9]*|,[0-9]+"
_ALL = sorted((word for words in CURRENCIES.values() for word in words), key=len, reverse=True)
_CURRENCY = "|".join(word.replace("$", "[$]") for word in _ALL)
_MULTIPLE = "|".join(sorted(_MULTIPLES, key=len, reverse=True))
# What people write around a figure: that it is about so much, what is counted, and of what it is the price.
_ABOUT = "(?:大约|大概|约|预计|about|approx[.]?|approximately|circa|ca[.]?)"
_COUNTED = "家|个|户|名|位|件|台|套|吨|customers?|prospects?"
_PARTS = ("open", "sign_a", "before", "sign_b", "digits", "multiple", "after", "counted", "close")
# Attributes of plans that are figures, whichever way a record comes: in a log's column or under a document's heading.
FIGURES = frozenset({"target_amount", "expected_sales", "price", "cost", "marketing_expense", "prospect_count"})
# A sum in a column of a table's own may not look like a code: no leading zeros, no brackets that may be mere brackets.
_OWN_DIGITS = "[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:[.][0-9]*)?|(?:[1-9][0-9]*|0)?[.][0-9]+|[1-9][0-9]*|0"
OWN_AMOUNT = f"(?i)[+-]? ?(?:￥|{_CURRENCY})? ?(?:{_OWN_DIGITS}) ?(?:{'|'.join(_CHINESE)})? ?(?:{_CURRENCY})?"
_RATING = "(?i)^(?:([0-9]+(?:[.][0-9]+)?) ?(分|星|星级|stars?|%|/ ?([0-9]+(?:[.]0+)?))?|(★+)☆*)$"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainNumbers(Reading):
    """A column that holds nothing but plain numbers, told by looking at every cell before."""

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return a plain number."""
        del parts
        return SQL(f"try_cast({text} AS DECIMAL(18,6))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts(Reading):
    """Sums of money: `marks` are those of a declared form; a sum in another `currency` than the column's is none."""

    marks: str = POINT
    currency: str | None = None

    def parsed(self, text: SQL) -> SQL | None:
        """Return an amount's parts."""
        return amount_parts(text, self.marks)

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return an amount, exactly; a million of millions and more is out of bounds."""
        del text
        multiple = " ".join(f"WHEN {literal(word)} THEN {value}" for word, value in _MULTIPLES.items())
        thousands, point = (",", ".") if self.marks == POINT else (".", ",")
        digits = f"replace(replace({parts}.digits, {literal(thousands)}, ''), {literal(point)}, '.')"
        negative = f"({parts}.open <> '' OR {parts}.sign_a = '-' OR {parts}.sign_b = '-')"
        figure = (
            f"try_cast({digits} AS DECIMAL(28,10)) * CAST(CASE {parts}.multiple {multiple} ELSE 1 END AS DECIMAL(9,0)) "
            f"* CAST(CASE WHEN {negative} THEN -1 ELSE 1 END AS DECIMAL(1,0))"
        )
        return SQL(f"CASE WHEN {well_formed(parts)}{self._same(parts)} THEN try_cast({figure} AS DECIMAL(18,6)) END")

    def faults(self, text: SQL, parts: SQL) -> list[tuple[SQL, str]]:
        """Return what is wrong with what is no such amount."""
        del text
        return [(SQL(f"{well_formed(parts)} AND NOT (TRUE{self._same(parts)})"), OUTSIDE)]

    def _same(self, parts: SQL) -> str:
        code = literal(self.currency)
        return f" AND coalesce({currency(parts)}, {code}) = {code}" if self.currency else ""


def amount_parts(text: SQL, marks: str) -> SQL:
    """Return a text's parts as an amount, as a struct of texts; `digits` is empty where it is none."""
    digits = _POINT_DIGITS if marks == POINT else _COMMA_DIGITS
    money = (
        f"(?i)^{_ABOUT}? ?(\\()? ?([+-])? ?({_CURRENCY})? ?([+-])? ?({digits}) ?({_MULTIPLE})? ?({_CURRENCY})? ?"
        f"({_COUNTED})?(?:整|左右)?(?: ?/ ?[a-z\\p{{Han}}]+)? ?(\\))?(?: ?[(][^()0-9]*[)])? ?[.。;]?$"
    )
    names = ", ".join(literal(name) for name in _PARTS)
    return SQL(f"regexp_extract(lower({text}), {literal(money)}, [{names}])")


def well_formed(parts: SQL) -> SQL:
    """Tell whether the parts make an amount: one sign or brackets, one currency."""
    signs = " + ".join(f"CAST({parts}.{each} <> '' AS INTEGER)" for each in ("open", "sign_a", "sign_b"))
    return SQL(
        f"({parts}.digits <> '' AND ({parts}.open = '') = ({parts}.close = '') AND {signs} <= 1 "
        f"AND ({parts}.before = '' OR {parts}.after = '' OR {_code(parts, 'before')} = {_code(parts, 'after')}))"
    )


def currency(parts: SQL) -> SQL:
    """Return an amount's currency as its code, NULL where it names none."""
    return SQL(f"coalesce({_code(parts, 'before')}, {_code(parts, 'after')})")


def _code(parts: SQL, part: str) -> str:
    cases = " ".join(
        f"WHEN {parts}.{part} IN {literal(words)} THEN {literal(code)}" for code, words in CURRENCIES.items()
    )
    return f"(CASE {cases} END)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings(Reading):
    """Ratings of one family: plain numbers and 分, stars, per cent (85% is 85), or out of one highest (`/5`)."""

    family: str

    def parsed(self, text: SQL) -> SQL | None:
        """Return a rating's parts."""
        return rating_parts(text)

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return a rating's number."""
        plain = f"regexp_full_match({text}, {literal(PLAIN_NUMBER)})"
        figure = f"try_cast({parts}.figure AS DECIMAL(18,6))"
        number = f"CASE WHEN {parts}.stars <> '' THEN length({parts}.stars) ELSE {figure} END"
        beyond = f"{parts}.highest <> '' AND {figure} > try_cast({parts}.highest AS DECIMAL(18,6))"
        signed = f"WHEN {plain} THEN try_cast({text} AS DECIMAL(18,6)) " if self.family == "number" else ""
        return SQL(
            f"CASE {signed}WHEN {rating_family(parts)} = {literal(self.family)} AND NOT ({beyond}) "
            f"THEN CAST({number} AS DECIMAL(18,6)) END"
        )

    def faults(self, text: SQL, parts: SQL) -> list[tuple[SQL, str]]:
        """Return what is wrong with a rating of another family."""
        del text
        return [(SQL(f"coalesce({rating_family(parts)} <> {literal(self.family)}, FALSE)"), OUTSIDE)]


def rating_parts(text: SQL) -> SQL:
    """Return a text's parts as a rating, all empty where it is none."""
    return SQL(f"regexp_extract({text}, {literal(_RATING)}, ['figure', 'unit', 'highest', 'stars'])")


def rating_family(parts: SQL) -> SQL:
    """Return the family of a rating: `number`, `stars`, `%`, or what it is out of (`/5`); NULL where it is none."""
    return SQL(
        f"(CASE WHEN {parts}.stars <> '' OR lower({parts}.unit) IN ('星', '星级', 'star', 'stars') THEN 'stars' "
        f"WHEN {parts}.figure = '' THEN NULL WHEN {parts}.unit IN ('', '分') THEN 'number' "
        f"WHEN {parts}.unit = '%' THEN '%' ELSE '/' || CAST(try_cast({parts}.highest AS DECIMAL(18,0)) AS VARCHAR) END)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAmounts(Reading):
    """A column of a table's own in which every text is a sum of money: each stays text, written as a plain number.

    In one of the attributes that are `figures`, a text that is none stays as it is.
    """

    figures: bool = False

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return an amount as the text of a plain number."""
        amounts = Amounts(rule=self.rule)
        own = amount_parts(even(text), POINT)
        del parts
        read = SQL(
            f"list_transform([{own}], lambda p: CASE WHEN p.digits <> '' THEN "
            f"{plain_text(amounts.value(text, SQL('p')))} END)[1]"
        )
        return SQL(f"coalesce({read}, {text})") if self.figures else read


def plain_text(number: SQL) -> SQL:
    """Return a number as the shortest text of it."""
    return SQL(f"rtrim(rtrim(CAST({number} AS VARCHAR), '0'), '.')")
