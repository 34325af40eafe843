"""Query: anything else. A pack's own SELECT over the tables, one row an expectation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from checklist.conditions import Misfit
from checklist.engine import SQL
from checklist.kinds.base import Kind, Needs, Parameters
from checklist.kinds.words import keys
from checklist.model import Sentence
from checklist.model.causes import CauseKind, cause_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklist.conditions import Groups
    from checklist.kinds.context import Context
    from checklist.model import Told


_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_NOTHING = '"NULL"'
# What a query yields, and the types in which it may.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "rep_id": ("VARCHAR",),
    "subject": ("VARCHAR", *_INTEGERS, "DATE", _NOTHING),
    "due_on": ("DATE", "TIMESTAMP"),
    "met": ("BOOLEAN", *_INTEGERS),
    "evidence": ("VARCHAR", *_INTEGERS, _NOTHING),
}
_OPTIONAL: dict[str, tuple[str, ...]] = {"unknown": _COLUMNS["met"]}


class QueryParameters(Parameters):
    """The SELECT, and the types and columns it rests on, so that an export without them is not judged."""

    sql: str = Field(min_length=1, max_length=20_000)
    needs_types: list[str] = Field(default_factory=list, description="types of which one must be shown")
    needs_columns: dict[str, list[str]] = Field(default_factory=dict, description="columns by table that must be shown")


class Query(Kind):
    """Each row of the SELECT is one expectation: `rep_id, subject, due_on, met, evidence`, and `unknown` if it likes.

    Where `unknown` is true the expectation cannot be told, whatever `met` says.
    """

    name = "query"
    parameters = QueryParameters
    subject: ClassVar[tuple[str, ...]] = ("subject",)
    words = keys(("requirement", "deviation", "reminder"), "query")

    def asked_words(self, parameters: QueryParameters, field: str) -> frozenset[str]:
        """Return the types that the query rests on."""
        return frozenset(parameters.needs_types if field == "type" else ())

    def needs(self, parameters: QueryParameters, groups: Groups) -> Needs:
        """Rest on what the rule names."""
        needs = Needs()
        if parameters.needs_types:
            needs.types.append(frozenset(parameters.needs_types))
        for table, names in parameters.needs_columns.items():
            needs.columns.update((table, name) for name in names)
            if table != "records":
                needs.tables.add(table)
        return needs

    def own_fields(self, parameters: QueryParameters) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """Yield the columns the rule names."""
        for table, names in parameters.needs_columns.items():
            for name in names:
                yield ("needs_columns", table), table, name

    def own_sql(self, parameters: QueryParameters) -> str:
        """Return the query, as it stands in another."""
        return parameters.sql.strip().rstrip(";")

    def own_misfits(self, columns: Mapping[str, str]) -> Iterator[Misfit]:
        """Yield each column that is missing, that nobody reads, or that is of a type it cannot be read from."""
        read = _COLUMNS | _OPTIONAL
        lacking, unread = sorted(_COLUMNS.keys() - columns.keys()), sorted(columns.keys() - read.keys())
        if lacking or unread:
            values = {"lacking": lacking or "–", "unread": unread or "–"}
            yield Misfit(("sql",), "query_columns", values | {"columns": [*_COLUMNS], "optional": [*_OPTIONAL]})
            return
        for name, type_ in columns.items():
            if not type_.startswith(read[name]):
                values = {"name": name, "type": type_, "types": list(read[name])}
                yield Misfit(("sql",), "query_column_type", values)

    def values(self, parameters: QueryParameters, context: Context) -> dict[str, Any]:
        """Fill the template. Whoever runs it has checked the text (`own_sql`) before."""
        return {
            "sql": SQL(self.own_sql(parameters)),
            "may_be_unknown": not context.own_columns.isdisjoint(_OPTIONAL),
            "cause": cause_key(CauseKind.QUERY),
        }

    def sentence(self, parameters: QueryParameters, told: Told) -> Sentence:
        """Say which subject the query reports."""
        return Sentence("deviation.query", {"subject": told.unit.subject or told.unit.rep_id})

    def reminder(self, parameters: QueryParameters, told: Told) -> Sentence:
        """Say what the query names, and by when."""
        return Sentence("reminder.query", {"subject": told.unit.subject or told.unit.rep_id, "due": told.due})

    def requirement(self, parameters: QueryParameters) -> Sentence:
        """Say that the pack's own query judges."""
        return Sentence("requirement.query")
