"""Help texts that fit a terminal in either language: a Chinese character takes two columns, and lines break by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checklist.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_AS_WRITTEN = "\b"
_HEADINGS = {"Options": "cli.help_words.options", "Commands": "cli.help_words.commands"}
_SHOW_HELP = "Show this message and exit."


class HelpFormatter(click.HelpFormatter):
    """Writes help texts by the columns that they take."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is written."""
        super().write_usage(prog, args, prefix or f"{say('cli.help_words.usage')}: ")

    def write_heading(self, heading: str) -> None:
        """Write a heading in the reader's language."""
        super().write_heading(say(_HEADINGS[heading]) if heading in _HEADINGS else heading)

    def write_text(self, text: str) -> None:
        """Write paragraphs; one that begins with a mark is kept line by line."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            for line in self._lines(paragraph):
                self.write(f"{'':{self.current_indent}}{line}".rstrip() + "\n")

    def _lines(self, paragraph: str) -> Iterator[str]:
        from checklist.reporters.text import wrapped

        lines = paragraph.strip("\n").split("\n")
        if lines[0].strip(" ") == _AS_WRITTEN:
            yield from lines[1:]
        else:
            yield from wrapped(" ".join(line.strip() for line in lines), self.width - self.current_indent)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names with what they mean beside them, or below a name that is too wide."""
        from checklist.reporters.text import columns, wrapped

        rows = list(rows)
        first = min(max((columns(name) for name, _ in rows), default=0), col_max) + col_spacing
        room = max(self.width - self.current_indent - first, 10)
        for name, meaning in rows:
            meaning_ = say("cli.help_words.help") if meaning == _SHOW_HELP else meaning
            lines = wrapped(" ".join(meaning_.split()), room) if meaning_ else []
            indent = f"{'':{self.current_indent}}"
            if columns(name) > first - col_spacing or not lines:
                self.write(f"{indent}{name}\n")
            else:
                self.write(f"{indent}{name}{' ' * (first - columns(name))}{lines.pop(0)}\n")
            for line in lines:
                self.write(f"{indent}{' ' * first}{line}\n")


class Context(click.Context):
    """The surroundings of a command, with help texts of ours."""

    formatter_class = HelpFormatter
