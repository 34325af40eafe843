"""Every command's help fits a terminal in both languages, and its examples stand as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from checklist.cli import speech
from checklist.cli.help_text import Context
from checklist.cli.main import command as root
from checklist.reporters.text import columns
from checklist.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield (*path, name), found
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))


def shown(command: click.Command) -> str:
    return command.get_help(Context(command, info_name="checklist", terminal_width=80))


def example(line: str) -> bool:
    """Tell a command that is to be copied, which may be as long as it must be."""
    return "checklist " in line or line.startswith("    --")


@pytest.mark.parametrize("path", [path for path, _ in commands(root)], ids=" ".join)
def test_a_command_says_all_that_is_needed_in_eighty_columns(path: tuple[str, ...]) -> None:
    found = dict(commands(root))[path]
    text = shown(found)
    assert [line for line in text.splitlines() if columns(line) > 80 and not example(line)] == []
    assert "\b" not in text
    assert "\\b" not in text
    for parameter in found.params:
        assert not isinstance(parameter, click.Option) or parameter.help, parameter.name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_examples_stand_on_lines_of_their_own(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "wording", lambda: Wording(language))
    help_text = Wording(language).text("cli.check.help")
    text = shown(click.Command("check", help=help_text))
    assert "\n  checklist check records.csv --roster roster.csv --period 2026-10\n" in text
    assert "--accept-new \\\n" in text
    assert text.startswith({"zh": "用法: ", "en": "Usage: "}[language])
    assert "130" in text
