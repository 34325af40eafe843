"""Write what was found as a mapping file to edit: given back, it reads the same without any profile."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from checklist.inspecting.results import Why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checklist.inspecting.results import ColumnSeen, FileSeen, Inspection, WordsSeen
    from checklist.records.planning import Plan
    from checklist.wording import Wording

_WIDTH = 110
_SECTION = "cli.inspect.mapping"
# What a YAML reader takes as it stands within quotes; all else is written by its number.
_PLAIN_RANGES = ((0x20, 0x7E), (0xA0, 0x2027), (0x202A, 0xD7FF), (0xE000, 0xFEFE), (0xFF00, 0xFFFD))


def mapping_lines(found: Inspection, wording: Wording) -> Iterator[str]:
    """Yield the lines of a mapping file for the files that were looked at.

    With one log, its part stands at the top; with several, each has its own under `files`.
    """
    logs = [each for each in found.files if each.plan.table.name == "records"]
    for line in wording.text(f"{_SECTION}.head", files=[each.plan.source.path for each in found.files]).splitlines():
        yield f"# {line}".rstrip()
    yield ""
    yield f"profile: none  # {_comment(wording.text(f'{_SECTION}.profile'))}"
    covers = sorted({name for each in logs for name in each.plan.applied.covers})
    if covers:
        yield f"covers: {_list(covers)}"
    if len(logs) == 1:
        yield from _part(logs[0], wording)
    elif logs:
        yield "files:"
        for each in logs:
            yield ""
            yield f"- match: {_quoted(_exactly(PurePath(_file(each.plan)).name))}"
            yield from (f"  {line}".rstrip() for line in _part(each, wording))
    others = [each for each in found.files if each.plan.table.name != "records" and not each.plan.raw.form]
    if others:
        yield ""
        yield "tables:"
        for each in others:
            yield f"  {each.plan.table.name}:"
            yield from (f"    {line}".rstrip() for line in _part(each, wording))


def _part(seen: FileSeen, wording: Wording) -> Iterator[str]:
    """Yield what a mapping says of one file."""
    plan = seen.plan
    match = plan.applied.match
    if match is not None:
        title = f"{wording.value(match.profile.keys.title.both)} · {wording.value(match.export.title.both)}"
        yield f"# {_comment(wording.text(f'{_SECTION}.from', title=title))}"
    yield from _columns(seen, wording)
    days = [plan.raw.headers[position] for position in sorted(plan.days)]
    if days:
        yield f"days: {_list(days)}"
    if plan.starts:
        yield "starts:"
        for name, by_position in plan.starts.items():
            yield f"  {_quoted(name)}:"
            for position, starts in by_position.items():
                yield f"    {_quoted(plan.raw.headers[position])}: {_flow(starts)}"
    yield from _mapping("constants", plan.constants)
    yield from _words(seen, wording)
    yield from _mapping("otherwise", plan.section.otherwise)
    yield from _times(plan)
    yield from _rows(plan, wording)


def _times(plan: Plan) -> Iterator[str]:
    """Yield how times are written, and in which zones."""
    section = plan.section
    if section.formats:
        yield "formats:"
        yield from (f"  {_quoted(name)}: {_list(forms)}" for name, forms in section.formats.items())
    zones = dict(section.zones) | ({"column": section.zone_header} if section.zone_header else {})
    if zones:
        yield from _mapping("timezone", zones)
    elif section.timezone:
        yield f"timezone: {section.timezone}"


def _rows(plan: Plan, wording: Wording) -> Iterator[str]:
    """Yield which rows are no records, and how the table lies in its file."""
    shape = plan.section.shape
    if plan.section.skip:
        yield f"skip:  # {_comment(wording.text(f'{_SECTION}.skip'))}"
        for entry in plan.section.skip:
            pairs = ", ".join(f"{_quoted(name)}: {_list(choices)}" for name, choices in entry.items())
            yield f"- {{{pairs}}}"
    shown = shape.model_dump(exclude_none=True)
    if plan.raw.sheet:
        shown["sheet"] = plan.raw.sheet
    for key, value in shown.items():
        if isinstance(value, list) and value:
            yield f"{key}: {_list(value)}"
        elif isinstance(value, int):
            yield f"{key}: {value}"
        elif isinstance(value, str):
            yield f"{key}: {_quoted(value)}"


def _columns(seen: FileSeen, wording: Wording) -> Iterator[str]:
    """Yield the columns that one header fills, then those made of several, then, as comments, all others."""
    plan = seen.plan
    mapped = [each for each in seen.columns if each.way is None and each.why in _GIVEN and each.column is not None]
    made = [each for each in seen.columns if each.way is not None]
    other = [each for each in seen.columns if each.why in (Why.OWN, Why.LEFT_OUT)]
    if mapped or plan.missing:
        yield "columns:"
    for column in plan.table.columns:
        if column.required and column.name not in plan.columns:
            yield f"  # {_comment(wording.text(f'{_SECTION}.missing', column=column.name))}"
            yield f"  {column.name}: ?"
            if column.name == "type":
                yield f"  # {_comment(wording.text(f'{_SECTION}.one_type'))}"
    for each in mapped:
        yield _commented(f"  {_quoted(each.column or '')}: {_quoted(each.headers[0])}", each, wording)
    for way in ("first_of", "join"):
        own = [each for each in made if each.way == way]
        if own:
            yield f"{way}:"
        yield from (_commented(f"  {each.column}: {_list(each.headers)}", each, wording) for each in own)
    parts = [each for each in made if each.way == "parts"]
    if parts:
        yield "parts:"
    for each in parts:
        units = plan.made[each.column or ""].units
        counted = ", ".join(f"{unit}: {_quoted(header)}" for unit, header in zip(units, each.headers, strict=True))
        yield _commented(f"  {each.column}: {{{counted}}}", each, wording)
    if other:
        yield f"# {_comment(wording.text(f'{_SECTION}.other'))}"
    for each in other:
        yield f"#   {_comment(each.headers[0])}{_sampled(each)}"


_GIVEN = (Why.MAPPING, Why.NAME, Why.PROFILE, Why.ALIAS)


def _words(seen: FileSeen, wording: Wording) -> Iterator[str]:
    """Yield the vocabulary: each text that occurs, as it stands there, then a product's other words."""
    plan = seen.plan
    names = sorted({*plan.section.values, *plan.section.folded} & set(plan.columns))
    vocabularies = {name: _vocabulary(plan, name, _seen(seen, name)) for name in names}
    types = vocabularies.pop("type", {})
    unknown = [each for each in seen.types if each.word is not None and each.word not in types.values()]
    if types and plan.table.name == "records":
        yield "types:"
        yield from (f"  {_quoted(text)}: {_quoted(meaning or '')}" for text, meaning in types.items())
        for each in unknown:
            unknown_rows = _comment(wording.text(f"{_SECTION}.unknown", rows=each.rows))
            yield f"  # {_comment(_quoted(each.word or ''))}: ?  # {unknown_rows}"
    vocabularies = {name: words for name, words in vocabularies.items() if words}
    if vocabularies:
        yield "values:"
    for name, words in vocabularies.items():
        yield f"  {_quoted(name)}:"
        for text, meaning in words.items():
            yield f"    {_quoted(text)}: {'null' if meaning is None else _quoted(meaning)}"


def _seen(seen: FileSeen, name: str) -> tuple[WordsSeen, ...]:
    return seen.types if name == "type" else seen.statuses if name == "status" else ()


def _vocabulary(plan: Plan, name: str, seen: Iterable[WordsSeen]) -> dict[str, str | None]:
    exact, folded = plan.section.values.get(name, {}), plan.section.folded.get(name, {})
    if name == "type" and name in plan.constants and name not in plan.starts:
        return {}
    meanings = {text.lower(): meaning for text, meaning in folded.items()}
    found = dict(exact)
    for each in seen:
        for text, _ in each.texts:
            if text is not None and text not in found and text.lower() in meanings:
                found[text] = meanings[text.lower()]
    match = plan.applied.match
    product = {} if match is None else match.export.types if name == "type" else match.export.values.get(name, {})
    own = dict(product) if name in ("type", "status") else dict(folded)
    lower = {text.lower() for text in found}
    return found | {text: meaning for text, meaning in own.items() if text.lower() not in lower}


def _commented(line: str, each: ColumnSeen, wording: Wording) -> str:
    why = wording.text(f"cli.inspect.why.{each.why}")
    return f"{line}  # {why}{_sampled(each)}"


def _sampled(each: ColumnSeen) -> str:
    return f": {_comment(' | '.join(each.samples))}" if each.samples else ""


def _comment(text: str) -> str:
    """Return a text that ends where its line does, and holds nothing that a YAML reader refuses."""
    line = "".join(character if _plain(character) else " " for character in text)
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"


def _mapping(key: str, entries: Mapping[str, str]) -> Iterator[str]:
    if entries:
        yield f"{key}:"
        yield from (f"  {_quoted(name)}: {_quoted(value)}" for name, value in entries.items())


def _flow(entries: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_quoted(name)}: {_quoted(value)}" for name, value in entries.items()) + "}"


def _list(texts: Iterable[str | None]) -> str:
    return "[" + ", ".join("null" if text is None else _quoted(text) for text in texts) + "]"


def _plain(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in _PLAIN_RANGES) or code >= 0x10000  # noqa: PLR2004  # beyond the basic plane


def _quoted(text: str) -> str:
    """Return a text as a YAML scalar that is read as that very text."""
    if text.isidentifier() and text.isascii() and text.lower() not in _NOT_TEXT:
        return text
    return '"' + "".join(_escaped(character) for character in text) + '"'


_NOT_TEXT = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if _plain(character):
        return character
    return f"\\x{ord(character):02x}" if ord(character) < 0x100 else f"\\u{ord(character):04x}"  # noqa: PLR2004  # one byte


def _file(plan: Plan) -> str:
    """Return a file's path, without the sheet that is shown with it."""
    sheet = plan.raw.sheet
    return plan.source.path.removesuffix(f":{sheet}") if sheet else plan.source.path


def _exactly(name: str) -> str:
    """Return a pattern that matches this very name."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)
