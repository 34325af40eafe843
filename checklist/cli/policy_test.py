"""`checklist policy test`: a pack's cases, run through the path that every audit takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklist.cli.options import language_option
from checklist.cli.printing import print_lines
from checklist.cli.speech import say, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.casebook import Case, Casebook

EXIT_PASSED = 0
EXIT_FAILED = 1
_PACK_FILE = "pack.yaml"


@click.command("test", help=say("cli.policy.test.help"), short_help=say("cli.policy.test.short"))
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("-k", "--only", metavar="TEXT", help=say("cli.policy.test.only"))
@click.option("--jobs", type=click.IntRange(min=1, max=256), metavar="N", help=say("cli.option.jobs"))
@language_option
def command(packs: tuple[str, ...], only: str | None, jobs: int | None) -> int:
    """Run packs' cases."""
    from checklist.casebook import load_casebook, run_book
    from checklist.model import UsageError
    from checklist.policy import load_policy

    books = [load_casebook(load_policy(name)) for name in _packs(packs)]
    chosen = [[case for case in book.cases if only is None or _matches(case, only)] for book in books]
    if only is not None and not any(chosen):
        raise UsageError("cases_none_match", text=only)
    code = EXIT_PASSED
    for book, cases in zip(books, chosen, strict=True):
        if only is not None and not cases:
            continue
        failed = 0
        for case, result in zip(cases, run_book(book, cases, jobs), strict=True):
            if not result.passed:
                failed += 1
                print_lines([f"{case.place}: {say('casebook.failed', rule=case.rule, case=case.name)}"])
                print_lines(f"    {wording().say(each)}" for each in result.differences)
        code = max(code, _conclude(book, cases, failed, whole=only is None))
    return code


def _conclude(book: Casebook, cases: list[Case], failed: int, *, whole: bool) -> int:
    """Say which rules are not shown in every way, and sum up. A selection of cases shows what it shows."""
    from checklist.casebook import not_shown

    dark = not_shown(book) if whole else []
    print_lines(f"{place}: {wording().say(sentence)}" for place, sentence in dark)
    counts = {"rules": len({case.rule for case in cases}), "cases": len(cases), "passed": len(cases) - failed}
    key = "casebook.summary" if whole else "casebook.summary_selected"
    values = {"policy": book.policy.id, "version": book.policy.version, "failed": failed, "dark": len(dark)}
    print_lines([say(key, **counts, **values)])
    return EXIT_FAILED if failed or dark else EXIT_PASSED


def _matches(case: Case, text: str) -> bool:
    """Tell whether a case's rule, name or file contains the text, in whatever case of letters."""
    words = (case.rule, case.name.zh, case.name.en, Path(case.place.path).name)
    return any(text.casefold() in word.casefold() for word in words)


def _packs(names: tuple[str, ...]) -> Iterator[str]:
    """Yield the packs named; a folder without a pack of its own stands for those in it."""
    from checklist.policy import shipped_packs

    for name in names or shipped_packs():
        folder = Path(name)
        inner = sorted(folder.glob(f"*/{_PACK_FILE}")) if folder.is_dir() and not (folder / _PACK_FILE).exists() else []
        if inner:
            yield from (str(path.parent) for path in inner)
        else:
            yield name
