"""What a look at exports says, for a terminal: what needs a hand first, then how all else is read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from checklist.reporters.text import columns, fitted, one_line, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checklist.inspecting import ColumnSeen, FileSeen, Inspection, Overview, WordsSeen
    from checklist.model import Reject
    from checklist.wording import Wording

_REJECTS, _GAPS, _CLOSE, _WORDS, _TEXTS, _SUGGESTED = 3, 10, 10, 20, 6, 10
# A sample holds a time of any kind whole, down to microseconds and offset.
_SAMPLE, _NAME, _COLUMN = 32, 26, 16
_AS_IT_STANDS = "reading.text"
# Shown with the file itself, in fewer words.
_TOLD_ABOVE = frozenset({"profile_used", "aliases_used"})


class _Screen:
    """Breaks lines at the screen's width, and speaks the reader's language."""

    def __init__(self, wording: Wording, width: int) -> None:
        self.wording = wording
        self.width = max(width, 40)

    def say(self, key: str, **values: object) -> str:
        return one_line(self.wording.text(f"cli.inspect.{key}", **values))

    def lines(self, text: str, indent: int = 2, hanging: int = 2) -> Iterator[str]:
        """Yield a text within the width, its first line at `indent`, all others further in by `hanging`."""
        first, *rest = wrapped(text, self.width - indent - hanging) or [""]
        yield " " * indent + first
        yield from (" " * (indent + hanging) + line for line in rest)

    def block(self, key: str, lines: Iterable[str], **values: object) -> Iterator[str]:
        """Yield a heading and its lines, or nothing where there are none."""
        found = list(lines)
        if found:
            yield ""
            yield self.say(key, **values)
            yield from found


def text_lines(found: Inspection, wording: Wording, width: int) -> Iterator[str]:
    """Yield the lines to print; none is wider than `width`, save where one word is."""
    screen = _Screen(wording, width)
    for number, each in enumerate(found.files):
        if number:
            yield ""
        yield from _file(screen, found, each)
    yield from _questions(screen, found)
    yield from _rejects(screen, found)
    yield from _notices(screen, found)
    yield from _suggestions(screen, found)
    if found.overview is not None:
        yield from _gaps(screen, found.overview)
        yield from _close(screen, found.overview)
    for each in found.files:
        title = screen.say("columns", path=each.plan.source.path)
        yield ""
        yield from screen.lines(title, 0)
        for column in each.columns:
            yield from _column(screen, each, column)
    for key, kind in (("types", "types"), ("statuses", "statuses")):
        yield from screen.block(key, _words(screen, [word for each in found.files for word in getattr(each, kind)]))
    if found.overview is not None:
        yield from _people(screen, found.overview)
    elif found.loaded is not None:
        yield ""
        yield screen.say("no_records")


def _file(screen: _Screen, found: Inspection, each: FileSeen) -> Iterator[str]:
    plan = each.plan
    yield from screen.lines(plan.source.path, 0)
    if plan.missing:
        needed = [error.values["column"] for error in plan.missing]
        yield from screen.lines(screen.say("missing", columns=needed))
    match = plan.applied.match
    headers = sum(1 for header in plan.raw.headers if header)
    if match is not None:
        title = screen.wording.value(match.profile.keys.title.both)
        export = screen.wording.value(match.export.title.both)
        yield from screen.lines(screen.say("profile", title=title, export=export, name=match.profile.name,
                                           known=match.known, headers=headers))  # fmt: skip
        for caution in match.profile.keys.not_verified:
            text = screen.wording.value(caution.both)
            yield from screen.lines(screen.say("not_verified", text=text), 4)
    elif plan.applied.settled.guesses:
        yield from screen.lines(screen.say("by_aliases", count=len(plan.applied.settled.guesses), headers=headers))
    else:
        yield from screen.lines(screen.say("no_profile", headers=headers))
    summaries = found.loaded.inputs if found.loaded else ()
    for summary in summaries:
        if (summary.table, summary.path) == (plan.table.name, plan.source.path):
            yield from screen.lines(screen.say("balance", rows=summary.rows, records=summary.records,
                rejects=summary.rejects, skipped=summary.skipped, duplicates=summary.duplicates))  # fmt: skip


def _questions(screen: _Screen, found: Inspection) -> Iterator[str]:
    """Yield what must be answered before an audit, of all inputs at once, then the words that nothing knows."""
    lines = [line for each in found.questions for line in screen.lines(one_line(screen.wording.error(each)))]
    yield from screen.block("questions", lines, count=len(found.questions))
    unknown = [
        line
        for each in found.files
        for column, words in each.unknown.items()
        for word in words[:_WORDS]
        for line in screen.lines(
            screen.say("unknown_word", path=each.plan.source.path, column=column, word=word.word, rows=word.rows)
        )
    ]
    yield from screen.block("unknown", unknown)


def _rejects(screen: _Screen, found: Inspection) -> Iterator[str]:
    if found.loaded is None or not found.loaded.rejects:
        return
    total = sum(each.rejects for each in found.loaded.inputs)
    yield ""
    yield screen.say("rejects", count=total)
    reasons = sorted(
        found.loaded.rejects, key=lambda each: (each.reason.key, str(each.reason.values.get("column", "")))
    )
    groups = [
        list(group)
        for _, group in groupby(reasons, key=lambda each: (each.reason.key, str(each.reason.values.get("column", ""))))
    ]
    for group in sorted(groups, key=lambda each: -len(each)):
        for reject in group[:_REJECTS]:
            reason = screen.wording.say(reject.reason)
            yield from screen.lines(screen.say("reject", path=reject.path, line=reject.line, reason=reason))
        if len(group) > _REJECTS:
            yield from screen.lines(screen.say("more_alike", count=len(group) - _REJECTS), 4)
    if total > len(found.loaded.rejects):
        yield from screen.lines(screen.say("more", count=total - len(found.loaded.rejects)))


def _reason(reject: Reject) -> tuple[str, str]:
    return reject.reason.key, str(reject.reason.values.get("column", ""))


def _notices(screen: _Screen, found: Inspection) -> Iterator[str]:
    told = [each for each in (found.loaded.notices if found.loaded else ()) if each.code not in _TOLD_ABOVE]
    lines = [line for each in told for line in screen.lines(one_line(screen.wording.say(each.sentence)))]
    yield from screen.block("notices", lines)


def _suggestions(screen: _Screen, found: Inspection) -> Iterator[str]:
    suggested = [suggestion for each in found.files for suggestion in each.suggestions]
    lines = [
        line
        for each in suggested[:_SUGGESTED]
        for line in screen.lines(
            screen.say(f"suggest_{each.kind}", found=each.found, like=each.like, meaning=each.meaning)
        )
    ]
    yield from screen.block("suggestions", lines)
    if len(suggested) > _SUGGESTED:
        yield from screen.lines(screen.say("more", count=len(suggested) - _SUGGESTED))


def _gaps(screen: _Screen, overview: Overview) -> Iterator[str]:
    shown = [
        line
        for each in overview.gaps[:_GAPS]
        for line in screen.lines(
            screen.say("gap_day", first=each.first)
            if each.days == 1
            else screen.say("gap", first=each.first, last=each.last, days=each.days)
        )
    ]
    days = sum(each.days for each in overview.gaps)
    yield from screen.block("gaps", shown, count=len(overview.gaps), days=days)
    if len(overview.gaps) > _GAPS:
        yield from screen.lines(screen.say("more", count=len(overview.gaps) - _GAPS))


def _close(screen: _Screen, overview: Overview) -> Iterator[str]:
    lines = [
        line
        for each in overview.close[:_CLOSE]
        for line in screen.lines(
            screen.say(f"close_{each.kind}", one=each.one[0], one_count=each.one[1], other=each.other[0],
                       other_count=each.other[1])
        )
    ]  # fmt: skip
    yield from screen.block("close", lines)
    if len(overview.close) > _CLOSE:
        yield from screen.lines(screen.say("more", count=len(overview.close) - _CLOSE))


def _column(screen: _Screen, each: FileSeen, seen: ColumnSeen) -> Iterator[str]:
    """Yield a column: its header, what it becomes and why; below, how it is read, and samples."""
    header = one_line(" + ".join(seen.headers)) if seen.headers else screen.say("constant")
    column = "–" if seen.column is None else "=" if seen.headers == (seen.column,) else one_line(seen.column)
    why = fitted(screen.say(f"why.{seen.why}"), screen.width - _NAME - _COLUMN - 4)
    yield f"  {_padded(header, _NAME)} {_padded(column, _COLUMN)} {why}".rstrip()
    told = [screen.say(f"way.{seen.way}")] if seen.way else []
    if seen.rule is not None and seen.rule.key != _AS_IT_STANDS:
        told.append(one_line(screen.wording.say(seen.rule)))
    if seen.filled is not None and seen.filled < each.rows:
        told.append(screen.say("filled", filled=seen.filled, rows=each.rows))
    if seen.others:
        told.append(screen.say("rather", others=list(seen.others)))
    samples = " | ".join(fitted(one_line(sample), _SAMPLE) for sample in seen.samples)
    how = screen.wording.text("cli.inspect.comma").join(told)
    text = screen.say("read_as", how=how, samples=samples) if how and samples else how or samples
    if text:
        yield from screen.lines(text, 4)


def _words(screen: _Screen, words: Sequence[WordsSeen]) -> Iterator[str]:
    merged: dict[str | None, dict[str | None, int]] = {}
    for each in words:
        texts = merged.setdefault(each.word, {})
        for text, count in each.texts:
            texts[text] = texts.get(text, 0) + count
    ordered = sorted(merged.items(), key=lambda item: (-sum(item[1].values()), item[0] or ""))
    for word, texts in ordered[:_WORDS]:
        counts = sorted(texts.items(), key=lambda item: (-item[1], item[0] or ""))
        originals = [
            f"{screen.say('blank') if text is None else fitted(one_line(text), _SAMPLE)} {count}"
            for text, count in counts[:_TEXTS]
            if text != word or len(counts) > 1
        ]
        if len(counts) > _TEXTS:
            originals.append(screen.say("more", count=len(counts) - _TEXTS))
        name = screen.say("blank") if word is None else one_line(word)
        line = "  " + screen.say("word", word=fitted(name, _NAME), count=sum(texts.values()))
        line = _padded(line, _NAME) if originals else line
        arrow = " ← " if originals else ""
        first, *rest = wrapped(", ".join(originals), screen.width - columns(line) - columns(arrow))
        yield f"{line}{arrow}{first}"
        yield from (" " * (columns(line) + columns(arrow)) + text for text in rest)
    if len(ordered) > _WORDS:
        yield from screen.lines(screen.say("more", count=len(ordered) - _WORDS))


def _people(screen: _Screen, overview: Overview) -> Iterator[str]:
    yield ""
    yield from screen.lines(screen.say("span", first=overview.first, last=overview.last, records=overview.records), 0)
    for key, count, top in (
        ("reps", overview.reps, overview.top_reps),
        ("customers", overview.customers, overview.top_customers),
    ):
        if not count:
            continue
        names = [f"{fitted(one_line(name), _NAME)} {number}" for name, number in top]
        if count > len(top):
            names.append(screen.say("more", count=count - len(top)))
        yield from screen.lines(screen.say(key, count=count, names=", ".join(names)), 0)
    if overview.customerless:
        yield from screen.lines(screen.say("customerless", count=overview.customerless), 0)


def _padded(text: str, width: int) -> str:
    """Return a text in a column of that width, shortened where it is wider."""
    text = fitted(text, width)
    return text + " " * (width - columns(text))
