"""Before any rule is judged: the data loaded, the period settled, the calendar laid out."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from checklist.auditing.emptiness import is_empty, why_unshown
from checklist.auditing.notices import data_notices
from checklist.auditing.queries import check_query, columns_of
from checklist.auditing.spellings import Spellings, spellings_of, spelt, types_of
from checklist.auditing.unread import unread_of
from checklist.auditing.waiving import check_waivers
from checklist.calendars import (
    Horizon,
    WorkingCalendar,
    lay_out,
    lay_out_presence,
    make_period,
    read_company_calendar,
    shift,
    window_of,
)
from checklist.engine import (
    EMBEDDED,
    Database,
    DatabaseError,
    Engine,
    Session,
    hand_over,
    judging,
    literal,
    render_file,
)
from checklist.kinds import Context, kinds
from checklist.model import Notice, Period, Sentence, UsageError
from checklist.model.tables import TABLES as MODEL_TABLES
from checklist.model.timing import phase, timed
from checklist.policy.items import scales_of
from checklist.records import Loaded, leave, load
from checklist.records.partitions import Months
from checklist.records.rejects import TOLERATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from checklist.engine.spark import Cluster
    from checklist.kinds.unread import Unread
    from checklist.model import Policy, Rule, WaiverFile
    from checklist.records import MappingFile, Source

TABLES = Path(__file__).parent / "tables.sql"
_AHEAD = 400
_LONGEST_HISTORY = 20
# A log without a record on so many working days is taken to have ended before the last of them.
_QUIET_DAYS = 2
_FIRST_DAY, _LAST_DAY = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Request:
    """What to audit, and how.

    `activity` asks for what pages show of each rep's year beside the findings, `upcoming` for what falls due next.
    `look_back` is how many months before the period are read of logs parted by month; without it, all are.
    `database` is a file that is made for `keep_tables` to write to. `engine` says where rules are judged. With
    `cache`, what large files came to when they were read is kept for the next audit of them. Only made-up tables need
    not be `meeting`: in others it is an error if next to none of one's keys stand in the other.
    """

    policy: Policy
    sources: Sequence[Source]
    mapping: MappingFile | None = None
    period: str | None = None
    as_of: date | None = None
    covers: tuple[str, ...] = ()
    profile: str | None = None
    max_rejects: int | None = None
    encoding: str | None = None
    max_deviations: int = 100
    jobs: int | None = None
    memory_limit: str | None = None
    look_back: int | None = None
    calendar: str | None = None
    waivers: WaiverFile | None = None
    version: str = ""
    activity: bool = False
    upcoming: bool = True
    database: str | None = None
    cache: bool = False
    meeting: bool = True
    engine: Engine = EMBEDDED
    progress: Callable[[int, int, str], None] | None = None


@dataclass(slots=True)
class Ready:
    """An audit with its data loaded and its tables laid out, before any rule is judged."""

    session: Session
    request: Request
    loaded: Loaded
    period: Period
    horizon: Horizon
    calendar: WorkingCalendar
    span_first: date | None
    span_last: date
    unread: Unread
    leave_open: bool
    """Whether there are days of which nobody knows whether a rep was absent on them: the table `perhaps_away`."""
    empty: bool
    """Whether no record seen is of the period."""
    unshown: Sentence | None
    """Why the log does not show the period at all; None where it does."""
    notices: list[Notice] = field(default_factory=list)
    asked: tuple[date, date] | None = None
    """The first and the last day that anything is asked for; those of the period, unless a look ahead adds to them."""

    def contexts(self, rule: Rule) -> list[Context]:
        """Return what each version of a rule may know. Raises `QueryError` for SQL of its own that may not run."""
        check_query(self.session, rule)
        policy = self.request.policy
        due_from, due_to = self.asked or (self.period.first, self.period.last)
        base = Context(
            columns={
                table: frozenset(name.casefold() for name in names) for table, names in self.loaded.columns.items()
            },
            groups=policy.groups,
            customers_given="customers" in self.loaded.given,
            as_of=self.period.as_of,
            period_last=self.period.last,
            due_from=due_from,
            due_to=due_to,
            span_first=self.span_first,
            span_last=self.span_last,
            effective_from=None,
            effective_to=None,
            known_until=self.horizon.known_until,
            days_first=self.horizon.first,
            days_last=self.horizon.last,
            day_seconds=sum(closes - opens for opens, closes in self.calendar.hours),
            sorts=policy.sorts,
            several=self.loaded.several,
            history_days=policy.history_days,
            unread=self.unread,
            leave_open=self.leave_open,
        )
        return [
            replace(
                base,
                effective_from=each.effective_from,
                effective_to=each.effective_to,
                own_columns=self._own_columns(kinds()[rule.kind].own_sql(each.parameters)),
            )
            for each in rule.versions
        ]

    def _own_columns(self, sql: str | None) -> frozenset[str]:
        """Return the columns that a query of the pack's own yields; none for one that fails, as its run will tell."""
        if sql is None:
            return frozenset()
        try:
            return frozenset(columns_of(self.session, sql))
        except DatabaseError:
            return frozenset()


@dataclass(frozen=True, slots=True)
class Data:
    """What an audit reads, loaded once: any number of periods may be judged over it, one after another."""

    session: Session
    request: Request
    loaded: Loaded
    calendar: WorkingCalendar
    first_seen: date | None
    last_seen: date | None
    begins: date | None
    spellings: Spellings
    unread: Unread


LAID_OUT = (
    *("records", "reps", "customers", "attestations", "absences", "params", "files"),
    *("judged", "care", "shared_care", "presence", "days", "windows", "hours"),
)
"""The tables that rules read, and `files`, which says what a record's `file_id` stands for."""
SMALL = ("loaded_reps", "loaded_customers", "loaded_attestations", "loaded_absences", "files")
"""The tables that reading leaves besides the records: they are small by nature."""


def keep_tables(ready: Ready) -> None:
    """Write what rules read to the database file of the request, so that a rule's query runs there as it stands."""
    ready.session.keep(LAID_OUT)


@contextmanager
def load_data(request: Request) -> Iterator[Data]:
    """Load the data of an audit. The database goes when the block ends."""
    policy = request.policy
    database = Database(threads=request.jobs, memory_limit=request.memory_limit)
    with database as local, judging(request.engine, local) as session:
        with phase("reading"):
            loaded = _load(request, session, local)
            if request.database is not None:
                session.attach(request.database)
            session.lock()
            hand_over(session, local, SMALL)
            spellings = spellings_of(session, policy, loaded)
            loaded = replace(loaded, types=types_of(loaded, spellings))
        file = request.calendar or policy.calendar.file
        calendar = WorkingCalendar(policy.calendar, read_company_calendar(Path(file)) if file else None)
        first_seen, last_seen = session.rows(
            "SELECT CAST(min(occurred_at) AS DATE), CAST(max(occurred_at) AS DATE) FROM loaded_records"
        )[0]
        begins = first_seen
        months = _months(request)
        if months is not None:
            # What other inputs have from before are records without their neighbours: the log does not span those days.
            within = f"occurred_at >= {literal(months.first)}"
            begins = session.value(f"SELECT CAST(min(occurred_at) AS DATE) FROM loaded_records WHERE {within}")
        unread = unread_of(session, loaded, policy, spellings)
        yield Data(session, request, loaded, calendar, first_seen, last_seen, begins, spellings, unread)


def _load(request: Request, session: Session, local: Database) -> Loaded:
    """Read the inputs: the records into the session, all else into the database of this machine."""
    options: dict[str, Any] = {
        "mapping": request.mapping,
        "timezone": request.policy.timezone,
        "covers": request.covers,
        # Whoever made the tables looks at their rejects, too.
        "max_rejects": TOLERATED if request.max_rejects is None and request.meeting else request.max_rejects,
        "scales": scales_of(request.policy),
        "profile": request.profile,
        "encoding": request.encoding,
        "months": _months(request),
        "meeting": request.meeting,
    }
    if not request.engine.on_spark:
        return load(local, request.sources, **options, cache=request.cache)
    from checklist.records.cluster import load_on_cluster  # with its libraries, only where it is asked for

    return load_on_cluster(cast("Cluster", session), local, request.sources, **options)


def _months(request: Request) -> Months | None:
    """Return the months that are read of a log parted by month. Raises `UsageError` without a period to count from."""
    if request.look_back is None:
        return None
    if request.period is None:
        raise UsageError("goes_with", field="--look-back", other="--period")
    period = make_period(request.period, request.as_of, yesterday(request.policy))
    count = max(period.first.year * 12 + period.first.month - 1 - request.look_back, 12)
    return Months(date(count // 12, count % 12 + 1, 1), max(period.last, period.as_of).replace(day=1))


@contextmanager
def prepare(request: Request) -> Iterator[Ready]:
    """Load the data, settle the period and lay out the calendar. The database goes when the block ends."""
    with load_data(request) as data:
        notices: list[Notice] = []
        yield ready_for(data, _period(request, data.calendar, data.first_seen, data.last_seen, notices), notices)


@timed("calendar")
def ready_for(data: Data, period: Period, notices: Sequence[Notice] = ()) -> Ready:
    """Lay out everything that a period is judged by, in place of what was laid out for another."""
    session, request, policy, loaded = data.session, data.request, data.request.policy, data.loaded
    spans = loaded.spans or (None, None)
    span_first = spans[0] or data.begins
    if request.look_back is not None and data.begins is not None:
        span_first = max(span_first or data.begins, data.begins)
    span_last = min(spans[1] or _end_of_log(data), period.as_of)
    reach = max(
        (kinds()[rule.kind].reach(version.parameters) for rule in policy.rules for version in rule.versions),
        default=0,
    )
    first = min(day for day in (data.first_seen, span_first, period.first) if day is not None)
    earliest = max(first, date(max(period.first.year - _LONGEST_HISTORY, 1), 1, 1))
    # What began before the log counts from the day before it.
    horizon = lay_out(
        session, data.calendar, shift(earliest, -1), shift(max(period.last, period.as_of), _AHEAD + reach)
    )
    day_seconds = sum(closes - opens for opens, closes in data.calendar.hours)
    session.run(
        render_file(
            TABLES,
            as_of=period.as_of,
            period_first=period.first,
            period_last=period.last,
            customers_given="customers" in loaded.given,
            spelt={name: spelt(name, data.spellings) for name in MODEL_TABLES},
            day_seconds=day_seconds,
            leave_doubt=leave.doubt(),
            sure=data.unread.sure_record(),
            params=[(name, _written(value)) for name, value in sorted(policy.parameters.items())],
        )
    )
    leave_open = lay_out_presence(session, (span_first or _LAST_DAY, _LAST_DAY), day_seconds)
    if request.waivers is not None:
        check_waivers(request.waivers.waivers, policy, session)
    empty = is_empty(session, period)
    ready = Ready(
        session=session,
        request=request,
        loaded=loaded,
        period=period,
        horizon=horizon,
        calendar=data.calendar,
        span_first=span_first,
        span_last=span_last,
        unread=data.unread,
        leave_open=leave_open,
        empty=empty,
        unshown=why_unshown(loaded, data.calendar, period) if empty else None,
        notices=list(notices),
    )
    ready.notices.extend(data_notices(ready))
    return ready


def _end_of_log(data: Data) -> date:
    """Return the last day that the log shows: the day before the second working day after its last record."""
    if data.last_seen is None:
        return _LAST_DAY
    day, working = data.last_seen, 0
    # Where the calendar ends, every day may be a working day.
    while working < _QUIET_DAYS and day < _LAST_DAY:
        day += timedelta(days=1)
        working += data.calendar.is_working_day(day) is not False
    return day - timedelta(days=1)


def _written(value: Any) -> str:
    """Return a parameter's value as the table `params` holds it: as text, so that one column suits them all."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str).strip('"')


def yesterday(policy: Policy) -> date:
    """Return the day before today where the policy is kept: the only use of the clock."""
    return datetime.now(ZoneInfo(policy.timezone)).date() - timedelta(days=1)


def _period(
    request: Request, calendar: WorkingCalendar, first: date | None, last: date | None, notices: list[Notice]
) -> Period:
    """Return the period asked for; else the last whole month in the log, by its working days."""
    before_today = yesterday(request.policy)
    if request.period is not None:
        return make_period(request.period, request.as_of, before_today)
    end = request.as_of or before_today
    last = min(last, end) if last is not None else end
    first = first if first is not None else last
    month = window_of("month", last)
    while month[1] >= first:
        if _whole(calendar, month[0], month[1], first, last):
            return make_period(month[2], request.as_of, before_today)
        month = window_of("month", month[0] - timedelta(days=1))
    label = window_of("month", last)[2]
    notices.append(Notice("no_whole_month", Sentence("notice.no_whole_month", {"period": label})))
    return make_period(label, request.as_of, before_today)


def _whole(calendar: WorkingCalendar, start: date, end: date, first: date, last: date) -> bool:
    """Tell whether the log leaves no working day of a month uncovered at either end."""
    before = (start + timedelta(days=n) for n in range(max(0, (min(first, end) - start).days)))
    after = (end - timedelta(days=n) for n in range(max(0, (end - max(last, start)).days)))
    return not any(calendar.is_working_day(day) is not False for day in (*before, *after))
