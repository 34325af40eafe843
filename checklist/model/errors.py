"""The one tree of errors: each knows its place, what is wrong and, through its wording, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands; lines and columns count from 1."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.path, *(str(number) for number in (self.line, self.column) if number is not None)]
        return ":".join(parts)


class ChecklistError(Exception):
    """Something the user can mend: the command line shows it without a traceback and exits with 2.

    `code` names the sentence under `[error]` in the language files; `values` fill it. Texts are chosen
    when shown, so one error reads in Chinese or in English.
    """

    def __init__(self, code: str, place: Place | None = None, **values: Any) -> None:
        super().__init__(code, place, values)
        self.code = code
        self.place = place
        self.values = values

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.code}" + (f" ({details})" if details else "")


class UsageError(ChecklistError):
    """An option, a path or a period that cannot be used."""


class PolicyError(ChecklistError):
    """A pack, a tailoring or a condition that cannot mean anything."""


class MappingError(ChecklistError):
    """A mapping file that does not fit itself or the export."""


class WaiverError(ChecklistError):
    """A waiver that lacks something, contradicts itself, or is approved by who gains from it."""


class InputError(ChecklistError):
    """An export that cannot be read, or contradicts itself."""


class CalendarError(ChecklistError):
    """A day that the calendar cannot tell, or a calendar file that cannot be read."""


class QueryError(ChecklistError):
    """A pack's own query that is refused or fails."""


class EngineError(ChecklistError):
    """An engine that cannot be reached, is of another version, or went away in the middle of the work."""


class BaselineError(ChecklistError):
    """A baseline that cannot be read, or belongs to another policy."""


class ResourceError(ChecklistError):
    """The memory or the disk that the work may take is used up, or there is nowhere to put what does not fit."""


class ErrorGroup(ChecklistError):  # noqa: N818  # it groups errors
    """Several errors found in one reading, shown together so that they can be mended together."""

    def __init__(self, errors: list[ChecklistError]) -> None:
        super().__init__("several", errors[0].place if errors else None, count=len(errors))
        self.errors = errors


def errors_of(error: ChecklistError) -> list[ChecklistError]:
    """Return the errors that one may stand for."""
    return list(error.errors) if isinstance(error, ErrorGroup) else [error]


def grouped(errors: Sequence[ChecklistError]) -> ChecklistError:
    """Return one error as it is, several as one."""
    return errors[0] if len(errors) == 1 else ErrorGroup(list(errors))
