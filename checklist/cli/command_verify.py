"""`checklist verify`: whether a manifest or a report still fits its files, and whether the audit gives it again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from checklist.cli.options import input_options, request_of
from checklist.cli.printing import print_lines
from checklist.cli.speech import say
from checklist.model.errors import Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.provenance import Difference, Held

EXIT_HOLDS, EXIT_DIFFERS = 0, 1
_LISTED = 20
_DEFAULT_POLICY = "sales-management"


@click.command("verify", help=say("cli.verify.help"), short_help=say("cli.verify.short"))
@click.argument("subject", metavar="REPORT|MANIFEST")
@input_options
@click.option("--format", "shown", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True,
              help=say("cli.option.format_of_verify"))  # fmt: skip
def command(subject: str, shown: str, **options: Any) -> int:
    """Verify a manifest, or a report."""
    from checklist.provenance import read_manifest, verify_manifest
    from checklist.version import __version__
    from checklist.wire.jsontext import read_json

    data = read_json(subject)
    again: list[Difference] = []
    if isinstance(data, dict) and "predicateType" in data:
        if options["logs"]:
            raise UsageError("verify_manifest_and_log", Place(subject))
        held = verify_manifest(read_manifest(subject, data), __version__)
    else:
        held, again = _report(subject, data, options)
    holds = all(each.holds for each in held) and not again
    if shown == "json":
        click.echo(json.dumps(_document(held, again, holds=holds), ensure_ascii=False, indent=1))
    else:
        print_lines(_lines(held, again, looked_again=bool(options["logs"]), holds=holds))
    return EXIT_HOLDS if holds else EXIT_DIFFERS


def _report(path: str, data: Any, options: dict[str, Any]) -> tuple[list[Held], list[Difference]]:
    """Return what became of what an audit's JSON records; with a log, what the audit now says otherwise."""
    from checklist.provenance import differences, verify_report
    from checklist.provenance.verifying import ReportRecord
    from checklist.version import __version__
    from checklist.wire.reading import read_audit

    audit = read_audit(path)
    inputs = tuple((each.path, each.sha256) for each in audit.inputs)
    record = ReportRecord(path, inputs, audit.policy.sha256, audit.tool.version)
    if options["policy"] == _DEFAULT_POLICY:
        # Nobody names a policy that ships with the program twice.
        options = options | {"policy": audit.policy.pack}
    held = verify_report(record, options["policy"], __version__)
    if not options["logs"]:
        return held, []
    # The log is looked at by the audit itself, under whatever name it has now.
    held = [each for each in held if each.what != "input"]
    return held, list(differences(data, _once_more(data, options)))


def _once_more(data: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Return the audit run again over the report's days, in its language, with as many deviations listed."""
    from checklist.auditing import run
    from checklist.reporters import AUDITS, Options
    from checklist.wording import Wording

    days = data["period"]
    asked = options | {"period": f"{days['from']}..{days['to']}", "as_of": options["as_of"] or days["as_of"]}
    asked["no_cache"] = True  # what is to be proved is read anew
    request = request_of(asked, max_deviations=_cap(data), show_progress=True)
    text = "".join(map(str, AUDITS.load("json").render(run(request), Wording(data.get("language", "zh")), Options())))
    found: dict[str, Any] = json.loads(text)
    return found


def _cap(data: dict[str, Any]) -> int:
    """Return the cap that the report's lists of deviations were cut at, or none that matters."""
    if not data.get("omitted_deviations"):
        return 10**9
    counts: dict[tuple[str, str], int] = {}
    for each in data["deviations"]:
        key = each["rep_id"], each["rule"]
        counts[key] = counts.get(key, 0) + 1
    return max(counts.values(), default=0)


def _lines(held: list[Held], again: list[Difference], *, looked_again: bool, holds: bool) -> Iterator[str]:
    for each in held:
        mark = "✓" if each.state == "same" else "!" if each.holds else "✗"
        line = say(f"verify.{each.what}", name=each.name, state=say(f"verify.state.{each.state}"))
        yield f"{mark} {line}"
        if each.what == "tool" and each.state != "same":
            yield "    " + say("verify.versions", was=each.was, now=each.now)
    if looked_again:
        for difference in again[:_LISTED]:
            part = say(f"verify.part.{difference.part}")
            yield f"✗ {say('verify.differs', part=part, name=difference.name)}".rstrip()
        if len(again) > _LISTED:
            yield "  " + say("terminal.more", count=len(again) - _LISTED)
        if not again:
            yield "✓ " + say("verify.again")
    yield say("verify.holds" if holds else "verify.broken")


def _document(held: list[Held], again: list[Difference], *, holds: bool) -> dict[str, Any]:
    return {
        "schema": "checklist-verify/1",
        "holds": holds,
        "recorded": [
            {"what": each.what, "name": each.name, "state": each.state.value, "was": each.was, "now": each.now}
            for each in held
        ],
        "differences": [{"part": each.part, "name": each.name} for each in again],
    }
