"""Lines for a terminal that may quote a log: control characters are shown, never obeyed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


# A password in the address of a database, before the host or among the settings.
_PASSWORD = re.compile(
    r"(://[^\s:@/]*):\S*@|([?&](?:password|passwd|pwd|pass|sslpassword|token)=)[^\s&#\"']*", re.IGNORECASE
)


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines, with a mark in place of whatever a terminal might act upon; `err` sends them beside the data.

    A line may quote the command's own words: an address in it loses its password.
    """
    for line in lines:
        shown = _PASSWORD.sub(_without, line) if "://" in line else line
        click.echo("".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in shown), err=err)


def _without(match: re.Match[str]) -> str:
    return f"{match[1]}@" if match[1] is not None else f"{match[2]}***"
