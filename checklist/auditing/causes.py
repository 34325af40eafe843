"""Gather what leaves expectations unknown: which findings each cause has a part in, and the line that settles it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.auditing.shown import needs_of, types_missing
from checklist.auditing.spellings import BOUND
from checklist.conditions.words import alike, alike_sql
from checklist.engine import SQL, identifier, literal
from checklist.kinds import kinds
from checklist.model import Cause, Outcome, Sentence, Verdict
from checklist.model.causes import CauseKey, CauseKind, cause_key, read_cause
from checklist.records.proposing import listed, quoted
from checklist.scoring import keeps_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from checklist.auditing.preparing import Ready
    from checklist.kinds.unread import Unread
    from checklist.model import Finding, Period, Policy, Rule, Scorecard

_WORDS = (CauseKind.TYPE, CauseKind.VALUE)


@dataclass(frozen=True, slots=True)
class Naming:
    """What is needed to say a cause in words: what the policy asks, what nobody understands, which days are judged.

    `first` and `last` are the days between which the log shows what happened.
    """

    policy: Policy
    unread: Unread
    period: Period
    first: date
    last: date

    def sentence(self, key: CauseKey, rules: Sequence[Rule]) -> Sentence:
        """Return what leaves expectations of some rules open."""
        return Sentence(f"cause.{self._name(key, rules)}", self._values(key, rules))

    def line(self, key: CauseKey, rules: Sequence[Rule]) -> Sentence:
        """Return what settles it, in words: what to write, or what to hand in."""
        lines = self.write(key, rules)
        named = {"write": lines[0] if lines else "", "or_write": lines[-1] if lines else ""}
        return Sentence(f"cause.line.{self._name(key, rules)}", self._values(key, rules) | named)

    def write(self, key: CauseKey, rules: Sequence[Rule]) -> tuple[str, ...]:
        """Return the lines of a mapping, or the option, that settle it; any one of them does."""
        name, word = quoted(key.name), quoted(key.word)
        table, _, column = key.name.rpartition(".")
        lines: dict[str, tuple[str, ...]] = {
            "column": (_column_line(self._table_of(key.word), key.name),),
            "table_column": (_column_line(table, column),),
            "type": (f"types: {{{word}: ?}}", f"types: {{{word}: other}}"),
            "covers": (f"covers: {listed(self._types(key, rules))}",),
            "value": (f"values: {{{name}: {{{word}: ?}}}}",),
            "leave": (f"tables: {{absences: {{values: {{{quoted(column)}: {{{word}: ?}}}}}}}}",),
            "value_asked": (f"covers: {{{name}: {listed(self._asked(key, rules))}}}",),
            "span": (f"spans: {{to: {self.period.judged_last}}}",),
            "span_start": ("spans: {from: ?}",),
            "history": ("history: 1 day",),
            "key": (f"values: {{{name}: {{{word}: ?}}}}",),
            "judgement": ("--attestations",),
            "table": (f"--{key.name}" if key.name != "reps" else "--roster",),
        }
        return lines.get(self._name(key, rules), ())

    def _table_of(self, path: str) -> str:
        """Return the table that an input is read as."""
        inputs = {table: {self.unread.paths.get(each) for each in own} for table, own in self.unread.inputs.items()}
        return next((table for table, paths in inputs.items() if path in paths), "records")

    def _name(self, key: CauseKey, rules: Sequence[Rule]) -> str:
        """Return the name of a cause's sentences: of a word, whether it is not understood or never occurs."""
        if key.kind is CauseKind.TYPE and key.word not in self.unread.types:
            return "covers"
        if key.kind is CauseKind.VALUE and key.name.startswith("absences."):
            return "leave"
        if key.kind is CauseKind.VALUE and key.word not in self.unread.words.get(key.name, ()):
            return "value_asked" if self._asked(key, rules) else "unreadable"
        if key.kind is CauseKind.COLUMN and not key.word:
            return "table_column"
        if key.kind is CauseKind.SPAN and self.last >= self.period.judged_last:
            return "span_start"
        return key.kind.value

    def _values(self, key: CauseKey, rules: Sequence[Rule]) -> dict[str, object]:
        name = self._name(key, rules)
        table, _, column = key.name.rpartition(".")
        words = {"covers": self._types, "value_asked": self._asked}
        return {
            "column": column or key.name,
            "table": Sentence(f"table.{table or ('records' if name != 'table' else key.name)}"),
            "word": key.word,
            "words": words[name](key, rules) if name in words else [],
            "path": key.word,
            "item": self.policy.items.get(key.word, key.word),
            "first": self.first,
            "last": self.last,
        }

    def _types(self, key: CauseKey, rules: Sequence[Rule]) -> list[str]:
        """Return the types that must be shown, or covered, for rules that miss one of them."""
        return sorted({key.word}.union(*(types_missing(rule, self.policy, self.unread) for rule in rules)))

    def _asked(self, key: CauseKey, rules: Sequence[Rule]) -> list[str]:
        """Return the values of one test that rules ask for, by the first of them; none where no rule asks for it."""
        for rule in rules:
            for table, column, values in needs_of(rule, self.policy).values:
                name, words = column if table == "records" else f"{table}.{column}", [str(value) for value in values]
                if (name, words[0]) == (key.name, key.word):
                    return words
        return []


def _column_line(table: str, column: str) -> str:
    """Return the line of a mapping that names the header of a column."""
    line = f"columns: {{{quoted(column)}: ?}}"
    return line if table == "records" else f"tables: {{{quoted(table)}: {{{line}}}}}"


def naming(ready: Ready) -> Naming:
    """Return what the causes of an audit are said with."""
    first = ready.period.first if ready.span_first is None else ready.span_first
    return Naming(ready.request.policy, ready.unread, ready.period, first, ready.span_last)


def unknown_reason(naming: Naming, rule: Rule, keys: Iterable[tuple[str, int]], count: int) -> Sentence:
    """Return why a finding was not checked: the cause of most of its units, or every judgement that is missing."""
    units = {read_cause(key): units for key, units in keys}
    causes = list(units)
    if all(cause.kind is CauseKind.JUDGEMENT for cause in causes):
        names = [naming.policy.items.get(cause.word, cause.word) for cause in causes]
        return Sentence("reason.not_attested", {"items": names})
    most = max(causes, key=units.__getitem__)
    told = {"count": count, "cause": naming.sentence(most, [rule]), "part": units[most]}
    return Sentence("reason.unknown" if len(causes) == 1 else "reason.unknown_most", told)


def causes_of(ready: Ready, cards: Sequence[Scorecard]) -> tuple[Cause, ...]:
    """Return every cause, first the ones on which alone most findings hang."""
    named = naming(ready)
    rules = {rule.id: rule for rule in ready.request.policy.rules}
    touched: dict[str, list[Finding]] = {}
    decides: dict[str, list[str]] = {}
    for card in cards:
        for finding in card.findings:
            for key, _ in finding.causes:
                touched.setdefault(key, []).append(finding)
        if card.verdict is Verdict.UNDECIDED:
            keys = {finding.causes for finding in card.findings if keeps_open(finding, rules[finding.rule])}
            sole = {tuple(key for key, _ in each) for each in keys}
            if len(sole) == 1 and len(alone := sole.pop()) == 1:
                decides.setdefault(alone[0], []).append(card.rep_id)
    for key, own in _by_a_word_of_ones_own(ready, cards, rules):
        touched.setdefault(key, []).extend(own)
    found = []
    for key, own in touched.items():
        cause = read_cause(key)
        concerned = [rules[each] for each in sorted({finding.rule for finding in own})]
        records, lone = _records(ready, cause)
        found.append(
            Cause(
                key=key,
                kind=cause.kind,
                name=cause.name,
                word=cause.word if cause.kind is not CauseKind.COLUMN else "",
                path=cause.word or None if cause.kind is CauseKind.COLUMN else None,
                records=records,
                units=sum(units for finding in own for each, units in finding.causes if each == key),
                findings=len(own),
                only=sum(len(each.causes) == 1 for each in own),
                reps=tuple(sorted({each.rep_id for each in own})),
                decides=tuple(decides.get(key, ())),
                lone_rep=lone,
                sentence=named.sentence(cause, concerned),
                line=named.line(cause, concerned),
                write=named.write(cause, concerned),
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.only, -each.findings, each.key)))


def _by_a_word_of_ones_own(
    ready: Ready, cards: Sequence[Scorecard], rules: Mapping[str, Rule]
) -> Iterator[tuple[str, list[Finding]]]:
    """Yield each type that one rep alone uses, with what it could move: it excuses nobody where the rep is the key."""
    words = {alike(word): word for word in sorted(ready.unread.lone_types)}
    for word in sorted(words.values()):
        key = cause_key(CauseKind.TYPE, "type", word)
        rep = _records(ready, read_cause(key))[1]
        own = [finding for card in cards if card.rep_id == rep for finding in card.findings]
        movable = [each for each in own if _could_move(each, rules[each.rule])]
        if movable:
            yield key, movable


def _could_move(finding: Finding, rule: Rule) -> bool:
    """Tell whether records of the rep's that are not understood could make another finding of this one."""
    kind = kinds()[rule.kind]
    settled = finding.outcome in (Outcome.PASS, Outcome.FAIL) and not finding.causes
    return settled and any(
        kind.keyed_by_rep(version.parameters)
        and (finding.outcome is Outcome.FAIL) is not kind.rests_on_absence(version.parameters)
        for version in rule.versions
    )


def _records(ready: Ready, cause: CauseKey) -> tuple[int, str | None]:
    """Return how many records a cause is about, and the rep who alone uses its word."""
    if cause.kind is CauseKind.COLUMN:
        where = str(ready.unread.rows_of(cause.word))
    elif cause.kind is CauseKind.NOBODY:
        where = "rep_id IS NULL"
    elif cause.kind is CauseKind.KEY:
        where = f"key_doubt = {literal(cause.word)}"
    elif cause.kind in _WORDS and "." not in cause.name:
        own = f"SELECT DISTINCT {identifier(cause.name)} AS v FROM loaded_records LIMIT {BOUND}"
        spelt = f"SELECT v FROM ({own}) d WHERE {alike_sql(SQL('CAST(v AS VARCHAR)'))} = {literal(alike(cause.word))}"
        where = f"{identifier(cause.name)} IN ({spelt})"
    else:
        return 0, None
    counted = "count(DISTINCT record_key)" if ready.loaded.several else "count(*)"
    count, reps, rep = ready.session.rows(
        f"SELECT {counted}, count(DISTINCT rep_id), min(rep_id) FROM loaded_records WHERE {where}"
    )[0]
    alone = cause.kind in _WORDS and reps == 1 and ready.unread.reps > 1
    return int(count), rep if alone else None
