"""`checklist policy lint`: how a pack is written, without any data."""

from __future__ import annotations

import click

from checklist.cli.options import language_option
from checklist.cli.printing import print_lines
from checklist.cli.speech import say, wording
from checklist.model import ChecklistError
from checklist.model.errors import errors_of, grouped

EXIT_CLEAN = 0
EXIT_WARNED = 1


@click.command("lint", help=say("cli.policy.lint.help"), short_help=say("cli.policy.lint.short"))
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--strict", is_flag=True, help=say("cli.policy.lint.strict"))
@language_option
def command(packs: tuple[str, ...], *, strict: bool) -> int:
    """Check packs without any data; a pack that cannot be read does not hide what others warn of."""
    from checklist.policy import pack_names

    errors: list[ChecklistError] = []
    warnings = 0
    for name in pack_names(packs):
        try:
            warnings += _lint(name)
        except ChecklistError as error:
            errors.extend(errors_of(error))
    if errors:
        raise grouped(errors)
    return EXIT_WARNED if strict and warnings else EXIT_CLEAN


def _lint(name: str) -> int:
    """Print a pack's warnings and their number, and return it. Raises what the pack's queries get wrong."""
    from checklist.auditing import unbound_queries
    from checklist.policy import lint_policy, load_policy

    policy = load_policy(name)
    unbound = list(unbound_queries(policy))
    if unbound:
        raise grouped(unbound)
    found = lint_policy(policy)
    print_lines(f"{place}: {wording().say(sentence)}" for place, sentence in found)
    counts = {"clauses": len(policy.clauses), "rules": len(policy.rules), "warnings": len(found)}
    print_lines([say("cli.policy.lint.done", policy=policy.id, version=policy.version, **counts)])
    return len(found)
