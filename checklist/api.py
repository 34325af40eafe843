"""The Python API: one call audits, and its result is tables, reports, and a view in notebooks."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from checklist.calendars import parse_day
from checklist.model import Audit, Policy, UsageError
from checklist.version import __version__
from checklist.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from checklist.auditing import Request
    from checklist.records import Source

Input = str | PathLike[str] | Any


def audit(  # noqa: PLR0913  # each input of an audit has its own name
    policy: str | PathLike[str] | Policy = "sales-management",
    records: Input | Sequence[Input] = (),
    period: str | None = None,
    *,
    as_of: date | str | None = None,
    roster: Input | None = None,
    customers: Input | None = None,
    attestations: Input | None = None,
    absences: Input | None = None,
    waivers: str | PathLike[str] | None = None,
    mapping: str | PathLike[str] | None = None,
    calendar: str | PathLike[str] | None = None,
    queries: str | Mapping[str, str] | None = None,
    password_file: str | PathLike[str] | None = None,
    documents: Sequence[str | PathLike[str]] = (),
    vocabulary: str | PathLike[str] | None = None,
    covers: Sequence[str] = (),
    profile: str | None = None,
    max_rejects: int | None = None,
    encoding: str | None = None,
    max_deviations: int = 100,
    jobs: int | None = None,
    cache: bool = False,
    meeting: bool = True,
    memory_limit: str | None = None,
    engine: str = "duckdb",
    remote: str | None = None,
    master: str | None = None,
    spark: Any = None,
    look_back: int | None = None,
    language: str = "zh",
) -> AuditResult:
    """Judge records against a policy and return every rep's scorecard.

    Inputs are paths, Arrow tables, pandas or Polars frames, or addresses of databases (`postgresql://…`), each
    read by the SELECT that `queries` has for its table (`{"records": "SELECT …"}`; a text is that of the records);
    `password_file` holds their password. `records` may be a list of inputs. `documents` are folders of plans and
    reports (Word, Markdown, workbooks), `vocabulary` a file of words to read them with besides those that ship with
    the program. `period` is
    `2026-10`, `2026-Q3`, `2026-W41`, `2026` or `2026-10-01..2026-10-31` (by default the last whole month in
    the log), `as_of` the last day whose records are seen. `profile` names the product that exported the inputs, or is
    `none`; without it, their headers tell. `encoding` is that of text files, where it is not to be found out. With
    `cache`, what large files came to when they were read is kept in the user's cache folder for the next time.
    `memory_limit` (`8GB`) is what the database may take; what does not fit spills into the temporary folder.
    `engine` says where rules are judged: `duckdb` in this process, or `spark` on the cluster that is reached at
    `remote` (`sc://host:port`), through `master` (`spark://host:port`), or by `spark`, a SparkSession that stays open.
    Of logs parted by month, `look_back` months before the period are read; without it, all.
    Made-up tables need not be `meeting`: in others a rep whom nobody knows is a reject, and files that share no key
    are an error. `language` is that of texts, `zh` or `en`.

    Raises `checklist.model.ChecklistError` for whatever cannot be used, with its place.
    """
    from checklist.auditing import run  # the engine, only when an audit is asked for
    from checklist.engine import engine_of, memory_amount

    request = make_request(
        policy,
        sources_of(
            records,
            roster,
            customers,
            attestations,
            absences,
            queries={"records": queries} if isinstance(queries, str) else queries,
            password_file=None if password_file is None else fspath(password_file),
            documents=[fspath(each) for each in documents],
            vocabulary=None if vocabulary is None else fspath(vocabulary),
        ),
        mapping=mapping,
        waivers=waivers,
        period=period,
        as_of=parse_day(as_of) if isinstance(as_of, str) else as_of,
        covers=tuple(covers),
        profile=profile,
        max_rejects=max_rejects,
        encoding=encoding,
        max_deviations=max_deviations,
        jobs=jobs,
        look_back=look_back,
        memory_limit=memory_amount(memory_limit) if memory_limit else None,
        calendar=None if calendar is None else fspath(calendar),
        cache=cache,
        meeting=meeting,
        engine=engine_of(engine, remote, master, spark),
        activity=True,
    )
    return AuditResult(run(request), language)


def make_request(
    policy: str | PathLike[str] | Policy,
    sources: Sequence[Source],
    *,
    mapping: str | PathLike[str] | None = None,
    waivers: str | PathLike[str] | None = None,
    **options: Any,  # the fields of a Request
) -> Request:
    """Return an audit's request, with the policy, the mapping and the waivers loaded."""
    from checklist.auditing import Request
    from checklist.policy import load_policy
    from checklist.records import load_mapping
    from checklist.waivers import load_waivers

    return Request(
        policy=policy if isinstance(policy, Policy) else load_policy(fspath(policy)),
        sources=sources,
        mapping=None if mapping is None else load_mapping(fspath(mapping)),
        waivers=None if waivers is None else load_waivers(fspath(waivers)),
        version=__version__,
        **options,
    )


def sources_of(  # noqa: PLR0913  # each input of an audit has its own name
    records: Input | Sequence[Input],
    roster: Input | None = None,
    customers: Input | None = None,
    attestations: Input | None = None,
    absences: Input | None = None,
    *,
    queries: Mapping[str, str] | None = None,
    password_file: str | None = None,
    documents: Sequence[str] = (),
    vocabulary: str | None = None,
) -> list[Source]:
    """Return the inputs of the five tables; a frame is shown in reports as `<records>`, `<reps>`, ….

    `queries` has the SELECT for each table that is read from a database, `documents` the folders of plans and
    reports, `vocabulary` the file of words that they are read with besides.
    """
    from checklist.records import Source
    from checklist.records.databases import with_databases
    from checklist.records.documents import Documents

    logs = records if isinstance(records, (list, tuple)) else [records]
    tables = {"reps": roster, "customers": customers, "attestations": attestations, "absences": absences}
    sources = [_source("records", each, number if len(logs) > 1 else 0) for number, each in enumerate(logs, start=1)]
    sources += [_source(table, given, 0) for table, given in tables.items() if given is not None]
    sources += [Source("records", path, documents=Documents(vocabulary)) for path in documents]
    if not sources:
        raise UsageError("nothing_to_read")
    return with_databases(sources, queries or {}, password_file)


def roster_of(
    roster: Input, *, mapping: str | PathLike[str] | None = None, timezone: str
) -> list[tuple[str, str | None, str | None, date | None]]:
    """Return the reps on a roster as (id, name, team, last day), in the order of their ids."""
    from checklist.engine import Database
    from checklist.records import load, load_mapping

    mapped = None if mapping is None else load_mapping(fspath(mapping))
    with Database() as session:
        load(session, sources_of([], roster), mapping=mapped, timezone=timezone, max_rejects=0)
        return [
            (row[0], row[1], row[2], row[3])
            for row in session.rows("SELECT rep_id, name, team, left_on FROM loaded_reps ORDER BY rep_id")
        ]


def _source(table: str, given: Input, number: int) -> Source:
    from checklist.records import Source

    if isinstance(given, (str, PathLike)):
        return Source(table, str(fspath(given)))
    if not (hasattr(given, "__arrow_c_stream__") or hasattr(given, "columns")):
        raise UsageError("frame_unknown", type=type(given).__name__)
    return Source(table, f"<{table}{number or ''}>", given)


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows of an audit, as Arrow, pandas or Polars (each needs its library)."""

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def to_arrow(self) -> Any:  # the library's own type
        """Return a `pyarrow.Table`."""
        arrow = _library("pyarrow")
        columns = list(zip(*self.rows, strict=True)) if self.rows else [()] * len(self.names)
        return arrow.table({name: list(column) for name, column in zip(self.names, columns, strict=True)})

    def to_pandas(self) -> Any:
        """Return a `pandas.DataFrame`."""
        return _library("pandas").DataFrame.from_records(list(self.rows), columns=list(self.names))

    def to_polars(self) -> Any:
        """Return a `polars.DataFrame`."""
        return _library("polars").DataFrame(
            list(self.rows), schema=list(self.names), orient="row", infer_schema_length=None
        )


def _library(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        raise UsageError("needs_library", library=name, extra="frames") from None


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit found, ready for further work."""

    audit: Audit
    language: str = "zh"

    @property
    def scorecards(self) -> Frame:
        """One row a rep: score (of 100, or None), grade, verdict, and how many rules it rests on."""
        names = ("rep_id", "name", "team", "manager", "score", "grade", "verdict", "scored", "applicable")
        return Frame(
            names,
            tuple(
                (c.rep_id, c.name, c.team, c.manager, None if c.score is None else c.score / 10, c.grade,
                 c.verdict.value, c.scored, c.applicable)
                for c in self.audit.scorecards
            ),
        )  # fmt: skip

    @property
    def findings(self) -> Frame:
        """One row a finding: rule x rep, with its counts, score (of 1) and points lost (of 100)."""
        wording = Wording(self.language)
        names = ("rep_id", "rule", "clause", "outcome", "expected", "met", "pending", "waived", "score",
                 "points_lost", "reason_code", "reason")  # fmt: skip
        return Frame(
            names,
            tuple(
                (f.rep_id, f.rule, f.clause, f.outcome.value, f.expected, f.met, f.pending, f.waived,
                 None if f.score is None else f.score / 10_000,
                 None if f.points_lost is None else f.points_lost / 10,
                 None if f.reason is None else f.reason.key.rpartition(".")[2],
                 None if f.reason is None else wording.say(f.reason))
                for card in self.audit.scorecards for f in card.findings
            ),
        )  # fmt: skip

    @property
    def deviations(self) -> Frame:
        """One row a listed deviation, with its first piece of evidence."""
        wording = Wording(self.language)
        names = (
            "id",
            "rep_id",
            "rule",
            "clause",
            "due_on",
            "missing",
            "message",
            "path",
            "line",
            "record_id",
        )
        return Frame(
            names,
            tuple(
                (d.id, d.rep_id, d.rule, d.clause, d.due_on, d.missing, wording.say(d.sentence),
                 *((d.evidence[0].path, d.evidence[0].line, d.evidence[0].record_id) if d.evidence else (None,) * 3))
                for d in self.audit.deviations
            ),
        )  # fmt: skip

    def pseudonymised(self, key: str) -> AuditResult:
        """Return the same result with pseudonyms for every name in it, made with a secret key."""
        from checklist.pseudonyms import Names, key_of, pseudonymised

        return AuditResult(pseudonymised(self.audit, Names(key_of(key))), self.language)

    def write(self, format: str, path: str | PathLike[str]) -> str:  # noqa: A002  # the word users know
        """Write a report (`json`, `csv`, `html`, …) and return the path of what to open first."""
        from checklist.reporters import Options, write  # Jinja2, only for reports

        return str(write(format, self.audit, Wording(self.language), Options(), fspath(path)))

    def _repr_html_(self) -> str:
        """Show the scorecards as a table in a notebook."""
        from html import escape

        wording = Wording(self.language)
        frame = self.scorecards
        head = "".join(f"<th>{escape(name)}</th>" for name in frame.names)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(self._cell(name, value, wording))}</td>"
                             for name, value in zip(frame.names, row, strict=True)) + "</tr>"
            for row in frame.rows
        )  # fmt: skip
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    @staticmethod
    def _cell(name: str, value: Any, wording: Wording) -> str:
        if name == "verdict":
            return wording.text(f"verdict.{value}")
        return "–" if value is None else str(value)
