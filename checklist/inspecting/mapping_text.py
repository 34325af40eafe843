"""Write what was found as a mapping file to edit: given back, it lies over the same profile, and reads no worse."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from checklist.conditions.words import word
from checklist.inspecting.results import Why
from checklist.inspecting.vocabulary import VOCABULARIES
from checklist.records.mapping import Covered
from checklist.records.proposing import exactly, flow, listed, plain, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from checklist.inspecting.results import ColumnSeen, FileSeen, Inspection, WordsSeen
    from checklist.model import ChecklistError
    from checklist.records.planning import Plan
    from checklist.wording import Wording

# As long is a comment; as long is one that says how to answer.
_WIDTH, _LONG = 110, 400
_SECTION = "cli.inspect.mapping"
# Questions of which header is meant; all others ask how a column is written.
_HEADERS_ASKED = {"guess_undecided", "guess_entry"}


def mapping_lines(found: Inspection, wording: Wording) -> Iterator[str]:
    """Yield the lines of a mapping file for the files that were looked at.

    With one log, its part stands at the top; with several, each has its own under `files`. The sheets of a workbook
    are one part.
    """
    for line in wording.text(f"{_SECTION}.head", files=[each.plan.source.path for each in found.files]).splitlines():
        yield f"# {line}".rstrip()
    yield ""
    yield from _stated(found)
    logs = _by_file([each for each in found.files if each.plan.table.name == "records"])
    if len(logs) == 1:
        yield from _part(found, logs[0], wording)
    elif logs:
        yield "files:"
        for sheets in logs:
            yield ""
            yield f"- match: {quoted(exactly(PurePath(_file(sheets[0].plan)).name))}"
            yield from (f"  {line}".rstrip() for line in _part(found, sheets, wording))
    others = _by_file([each for each in found.files if each.plan.table.name != "records" and not each.plan.raw.form])
    if others:
        yield ""
        yield "tables:"
        for sheets in others:
            yield f"  {sheets[0].plan.table.name}:"
            yield from (f"    {line}".rstrip() for line in _part(found, sheets, wording))


def _by_file(seen: Iterable[FileSeen]) -> list[list[FileSeen]]:
    files: dict[tuple[str, str], list[FileSeen]] = {}
    for each in seen:
        files.setdefault((each.plan.table.name, _file(each.plan)), []).append(each)
    return list(files.values())


def _stated(found: Inspection) -> Iterator[str]:
    """Yield what was said of all files: the product, what the log covers and spans."""
    keys = None if found.mapping is None else found.mapping.keys
    profile = found.profile or (keys.profile if keys else None)
    if profile:
        yield f"profile: {profile}"
    covers = keys.covers if keys else Covered()
    if covers.all:
        yield "covers: all"
    elif covers.named:
        yield "covers:"
        yield from (f"  {quoted(name)}: {listed(words)}" for name, words in covers.named.items())
    if keys and keys.spans:
        days = {"from": keys.spans.first, "to": keys.spans.last}
        yield f"spans: {flow({name: str(day) for name, day in days.items() if day})}"


def _part(found: Inspection, sheets: list[FileSeen], wording: Wording) -> Iterator[str]:
    """Yield what a mapping says of one file."""
    plan = sheets[0].plan
    questions = [error for each in sheets for error in found.asked(each.plan.source.path)]
    asked = {str(each.values["column"]): each for each in questions if each.code in _HEADERS_ASKED}
    written = {str(each.values["column"]): each for each in questions if each.code not in _HEADERS_ASKED}
    match = plan.applied.match
    if match is not None:
        title = f"{wording.value(match.profile.keys.title.both)} · {wording.value(match.export.title.both)}"
        yield f"# {_comment(wording.text(f'{_SECTION}.from', title=title))}"
    yield from _columns(sheets, asked, wording)
    days = [plan.raw.headers[position] for position in sorted(plan.days)]
    if days:
        yield f"days: {listed(days)}"
    if plan.starts:
        yield "starts:"
        for name, by_position in plan.starts.items():
            yield f"  {quoted(name)}:"
            for position, starts in by_position.items():
                yield f"    {quoted(plan.raw.headers[position])}: {flow(starts)}"
    constants = [each.plan.constants.items() for each in sheets]
    yield from _mapping("constants", dict(item for item in constants[0] if all(item in each for each in constants)))
    yield from _words(sheets, wording)
    yield from _mapping("otherwise", plan.section.otherwise)
    yield from _times(plan, written, wording)
    yield from _rows(sheets, wording)


def _times(plan: Plan, asked: Mapping[str, ChecklistError], wording: Wording) -> Iterator[str]:
    """Yield how times and figures are written, and in which zones times are; what can be read in two ways is asked."""
    section = plan.section
    if section.formats or asked:
        yield "formats:"
    yield from (f"  {quoted(name)}: {listed(forms)}" for name, forms in section.formats.items() if name not in asked)
    for name, error in asked.items():
        yield f"  {quoted(name)}: ?  # {_comment(wording.text(f'error.{error.code}', **error.values), _LONG)}"
    zones = dict(section.zones) | ({"column": section.zone_header} if section.zone_header else {})
    if zones:
        yield from _mapping("timezone", zones)
    elif section.timezone:
        yield f"timezone: {section.timezone}"


def _rows(sheets: list[FileSeen], wording: Wording) -> Iterator[str]:
    """Yield which rows are no records, and how the table lies in its file."""
    plan = sheets[0].plan
    shape = plan.section.shape
    if plan.section.skip:
        yield f"skip:  # {_comment(wording.text(f'{_SECTION}.skip'))}"
        for entry in plan.section.skip:
            pairs = ", ".join(f"{quoted(name)}: {listed(choices)}" for name, choices in entry.items())
            yield f"- {{{pairs}}}"
    shown = shape.model_dump(exclude_none=True)
    names = [each.plan.raw.sheet for each in sheets if each.plan.raw.sheet]
    shown.pop("sheet", None)
    if names:
        unread = [
            str(sheet)
            for each in plan.raw.notices
            if each.code == "sheets_unread"
            for sheet in each.sentence.values["others"]
        ]
        told = f"  # {_comment(wording.text(f'{_SECTION}.unread_sheets', sheets=unread))}" if unread else ""
        yield f"sheet: {listed(names)}{told}"
    for key, value in shown.items():
        if isinstance(value, list) and value:
            yield f"{key}: {listed(value)}"
        elif isinstance(value, int):
            yield f"{key}: {value}"
        elif isinstance(value, str):
            yield f"{key}: {quoted(value)}"


def _columns(sheets: list[FileSeen], asked: Mapping[str, ChecklistError], wording: Wording) -> Iterator[str]:
    """Yield the columns that one header fills, then those made of several, then, as comments, all others."""
    seen: dict[tuple[str | None, str | None], ColumnSeen] = {}
    headers: dict[str, dict[str, None]] = {}
    for each in (column for sheet in sheets for column in sheet.columns):
        named = each.column if each.why in _GIVEN else each.headers[0] if each.headers else None
        seen.setdefault((named, each.way), each)
        if each.column is not None and each.way is None:
            headers.setdefault(each.column, {}).update(dict.fromkeys(each.headers))
    columns = list(seen.values())
    mapped = [each for each in columns if each.way is None and each.why in _GIVEN and each.column is not None]
    made = [each for each in columns if each.way is not None]
    other = [each for each in columns if each.why in (Why.OWN, Why.LEFT_OUT)]
    unsettled = list(_unsettled(sheets, asked, wording))
    if mapped or unsettled:
        yield "columns:"
    yield from unsettled
    for each in mapped:
        names = list(headers[each.column or ""])
        told = quoted(names[0]) if len(names) == 1 else listed(names)
        yield _commented(f"  {quoted(each.column or '')}: {told}", each, wording)
    yield from _made(sheets, made, wording)
    if other:
        yield f"# {_comment(wording.text(f'{_SECTION}.other'))}"
    for each in other:
        yield f"#   {_comment(each.headers[0])}{_sampled(each)}"


def _unsettled(sheets: list[FileSeen], asked: Mapping[str, ChecklistError], wording: Wording) -> Iterator[str]:
    """Yield a line with a question mark for each column that no header stands for, or that several may stand for."""
    there = {*asked, *(name for each in sheets for name in each.plan.columns)}
    for column in sheets[0].plan.table.columns:
        if not column.required or column.name in there:
            continue
        yield f"  # {_comment(wording.text(f'{_SECTION}.missing', column=column.name))}"
        yield f"  {column.name}: ?"
        if column.name == "type":
            yield f"  # {_comment(wording.text(f'{_SECTION}.one_type'))}"
    for name, error in asked.items():
        yield f"  # {_comment(wording.text(f'{_SECTION}.which', headers=error.values['headers']))}"
        yield f"  {quoted(name)}: ?  # {_comment(' / '.join(error.values['samples']))}"


def _made(sheets: list[FileSeen], made: Sequence[ColumnSeen], wording: Wording) -> Iterator[str]:
    """Yield the columns that several headers make."""
    for way in ("first_of", "join"):
        own = [each for each in made if each.way == way]
        if own:
            yield f"{way}:"
        yield from (_commented(f"  {quoted(each.column or '')}: {listed(each.headers)}", each, wording) for each in own)
    parts = [each for each in made if each.way == "parts"]
    if parts:
        yield "parts:"
    for each in parts:
        units = next(sheet.plan.made[each.column or ""].units for sheet in sheets if each in sheet.columns)
        counted = ", ".join(f"{unit}: {quoted(header)}" for unit, header in zip(units, each.headers, strict=True))
        yield _commented(f"  {quoted(each.column or '')}: {{{counted}}}", each, wording)


_GIVEN = (Why.MAPPING, Why.NAME, Why.PROFILE, Why.ALIAS)


def _words(sheets: list[FileSeen], wording: Wording) -> Iterator[str]:
    """Yield the vocabulary: each text that occurs, as it stands there, then a product's other words.

    A word that neither the program nor the policy knows is asked for.
    """
    plan = sheets[0].plan
    names = sorted(
        {name for each in sheets for name in {*each.plan.section.values, *each.plan.section.folded, *VOCABULARIES}}
    )
    lines: dict[str, list[str]] = {}
    for name in [name for name in names if any(name in each.plan.columns for each in sheets)]:
        seen = [word for each in sheets for word in _seen(each, name)]
        told = {
            text: "null" if meaning is None else quoted(meaning)
            for text, meaning in _vocabulary(plan, name, seen).items()
        }
        unknown: dict[str, int] = {}
        for text, count in (text for each in sheets for seen in each.unknown.get(name, ()) for text in seen.texts):
            if text is not None:
                unknown[text] = unknown.get(text, 0) + count
        asked = {
            text: f"?  # {_comment(wording.text(f'{_SECTION}.unknown', rows=count))}" for text, count in unknown.items()
        }
        lines[name] = [f"{quoted(text)}: {meaning}" for text, meaning in (told | asked).items()]
    types = lines.pop("type", []) if plan.table.name == "records" else []
    lines = {name: found for name, found in lines.items() if found}
    if types:
        yield "types:"
        yield from (f"  {line}" for line in types)
    if lines:
        yield "values:"
    for name, found in lines.items():
        yield f"  {quoted(name)}:"
        yield from (f"    {line}" for line in found)


def _seen(seen: FileSeen, name: str) -> tuple[WordsSeen, ...]:
    return {"type": seen.types, "status": seen.statuses, "direction": seen.directions}.get(name, ())


def _vocabulary(plan: Plan, name: str, seen: Iterable[WordsSeen]) -> dict[str, str | None]:
    exact, folded = plan.section.values.get(name, {}), plan.section.folded.get(name, {})
    if name == "type" and name in plan.constants and name not in plan.starts:
        return {}
    meanings = {word(text): meaning for text, meaning in folded.items()}
    found = dict(exact)
    for each in seen:
        for text, _ in each.texts:
            if text is not None and text not in found and word(text) in meanings:
                found[text] = meanings[word(text)]
    match = plan.applied.match
    product = {} if match is None else match.export.types if name == "type" else match.export.values.get(name, {})
    own = dict(product) if name in VOCABULARIES else dict(folded)
    known = {word(text) for text in found}
    return found | {text: meaning for text, meaning in own.items() if word(text) not in known}


def _commented(line: str, each: ColumnSeen, wording: Wording) -> str:
    why = wording.text(f"cli.inspect.why.{each.why}")
    return f"{line}  # {why}{_sampled(each)}"


def _sampled(each: ColumnSeen) -> str:
    return f": {_comment(' | '.join(each.samples))}" if each.samples else ""


def _comment(text: str, width: int = _WIDTH) -> str:
    """Return a text that ends where its line does, and holds nothing that a YAML reader refuses."""
    line = "".join(character if plain(character) else " " for character in text)
    return line if len(line) <= width else line[: width - 1] + "…"


def _mapping(key: str, entries: Mapping[str, str]) -> Iterator[str]:
    if entries:
        yield f"{key}:"
        yield from (f"  {quoted(name)}: {quoted(value)}" for name, value in entries.items())


def _file(plan: Plan) -> str:
    """Return a file's path, without the sheet that is shown with it."""
    sheet = plan.raw.sheet
    return plan.source.path.removesuffix(f":{sheet}") if sheet else plan.source.path
