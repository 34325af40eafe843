"""Lines for a terminal that may quote a log: control characters are shown, never obeyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines, with a mark in place of whatever a terminal might act upon; `err` sends them beside the data."""
    for line in lines:
        click.echo("".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in line), err=err)
