"""`checklist policy schema`: JSON Schemas, for editors and for whoever reads an audit's JSON."""

from __future__ import annotations

import json
from typing import Any

import click

from checklist.cli.options import language_option
from checklist.cli.speech import say, wording


@click.command("schema", help=say("cli.policy.schema.help"), short_help=say("cli.policy.schema.short"))
@click.option(
    "--of",
    "subject",
    type=click.Choice(["clauses", "pack", "tailoring", "mapping", "audit", "due", "compare", "explain"]),
    default="clauses",
    show_default=True,
    help=say("cli.option.of"),
)
@language_option
def command(subject: str) -> None:
    """Print a JSON Schema."""
    click.echo(json.dumps(_schema(subject), ensure_ascii=False, indent=2))


def _schema(subject: str) -> dict[str, Any]:
    if subject == "audit":
        from checklist.wire.audit import AuditDocument

        return AuditDocument.published()
    if subject == "due":
        from checklist.reporters.due.schema import due_schema

        return due_schema()
    if subject == "compare":
        from checklist.reporters.comparison.schema import compare_schema

        return compare_schema()
    if subject == "explain":
        from checklist.reporters.explanation.schema import explain_schema

        return explain_schema()
    if subject == "mapping":
        from checklist.records import mapping_schema

        return mapping_schema()
    from checklist.policy import policy_schema

    return policy_schema(subject, wording())
