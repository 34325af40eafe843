"""`checklist policy reference`: the guide to writing packs, printed, written, or checked for being stale."""

from __future__ import annotations

import click

from checklist.cli.options import language_option
from checklist.cli.printing import print_lines
from checklist.cli.speech import say, wording

EXIT_CURRENT = 0
EXIT_STALE = 1


@click.command("reference", help=say("cli.policy.reference.help"), short_help=say("cli.policy.reference.short"))
@click.option("--write", is_flag=True, help=say("cli.policy.reference.write"))
@click.option("--check", is_flag=True, help=say("cli.policy.reference.check"))
@language_option
def command(*, write: bool, check: bool) -> int:
    """Print, write or check the guide."""
    from checklist.policy import reference, reference_files

    if not (write or check):
        click.echo(reference(wording()), nl=False)
        return EXIT_CURRENT
    code = EXIT_CURRENT
    for path, text in reference_files().items():
        if write:
            path.write_text(text, encoding="utf-8", newline="\n")
        current = path.is_file() and path.read_text(encoding="utf-8") == text
        print_lines([say("reference.current" if current else "reference.stale", path=path)])
        code = code if current else EXIT_STALE
    return code
