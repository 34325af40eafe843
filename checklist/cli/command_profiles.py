"""`checklist profiles`: the products whose exports are known, and what is known of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checklist.cli.options import language_option, report_options
from checklist.cli.printing import print_lines
from checklist.cli.speech import say, wording
from checklist.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.records.profiles.catalogue import Profile
    from checklist.records.profiles.models import Export


@click.command("profiles", help=say("cli.profiles.help"), short_help=say("cli.profiles.short"))
@click.argument("name", required=False)
@language_option
def command(name: str | None) -> None:
    """List the profiles, or show one whole."""
    from checklist.records.profiles.catalogue import profiles
    from checklist.yamlfile import did_you_mean

    known = {each.name: each for each in profiles()}
    if name is None:
        print_lines(_list(list(known.values()), report_options().width))
    elif name in known:
        print_lines(_lines(known[name], report_options().width))
    else:
        raise UsageError("profile_unknown", name=name, hint=did_you_mean(name, known))


def _wrapped(text: str, width: int, indent: int, further: int) -> Iterator[str]:
    from checklist.reporters.text import wrapped

    first, *rest = wrapped(text, max(width, 40) - further)
    yield " " * indent + first
    yield from (" " * further + line for line in rest)


def _list(known: list[Profile], width: int) -> Iterator[str]:
    for each in known:
        title = wording().value(each.keys.title.both)
        exports = say("cli.profiles.comma").join(wording().value(export.title.both) for export in each.keys.exports)
        yield from _wrapped(f"{each.name:<14}{say('cli.profiles.line', title=title, exports=exports)}", width, 0, 14)


def _lines(profile: Profile, width: int) -> Iterator[str]:
    """Yield one profile: its exports with their headers and words, its sources, and what is not verified."""

    def lines(text: str, indent: int) -> Iterator[str]:
        return _wrapped(text, width, indent, indent + 2)

    yield f"{profile.name}: {wording().value(profile.keys.title.both)}"
    for export in profile.keys.exports:
        yield ""
        title = wording().value(export.title.both)
        yield say("cli.profiles.export", name=export.export, title=title, table=wording().text(f"table.{export.table}"))
        if export.recognise:
            entries = [" / ".join(entry) for entry in export.recognise]
            yield from lines(say("cli.profiles.recognise", headers=", ".join(entries)), 2)
        for column, told in _columns(export):
            yield from lines(f"{column}: {told}", 2)
        vocabularies: dict[str, dict[str, str | None]] = {"type": dict(export.types), **export.values}
        for column, words in vocabularies.items():
            if words:
                known = ", ".join(
                    f"{text or say('cli.inspect.blank')} → {meaning or '–'}" for text, meaning in words.items()
                )
                yield from lines(say("cli.profiles.words", column=column, words=known), 2)
        for column, meaning in export.otherwise.items():
            yield from lines(say("cli.profiles.otherwise", column=column, meaning=meaning), 2)
        if export.timezone:
            yield from lines(say("cli.profiles.timezone", zone=export.timezone), 2)
    for key, told_list in (
        ("sources", profile.keys.sources),
        ("not_verified", [wording().value(each.both) for each in profile.keys.not_verified]),
    ):
        if told_list:
            yield ""
            yield say(f"cli.profiles.{key}")
            for text in told_list:
                yield from lines(f"- {text}", 2)


def _columns(export: Export) -> Iterator[tuple[str, str]]:
    from checklist.records.mapping import ways

    for _, name, way in ways(export):
        units = [f"{unit}: " for unit in way.units] or [""] * len(way.headers)
        parts = [unit + " / ".join(headers) for unit, headers in zip(units, way.headers, strict=True)]
        yield name, say(f"cli.profiles.{way.way}", headers=", ".join(parts))
    for name, aliases in export.columns.items():
        later = [" / ".join(tier) for tier in export.instead.get(name, ())]
        yield name, say("cli.profiles.instead").join([" / ".join(aliases), *later])
    for name, value in export.constants.items():
        yield name, say("cli.profiles.constant", value=value)
