"""WITH tables that are read more than once: Spark would compute each anew wherever it is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from checklist.engine.spark.rewriting import spoken

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Step:
    """A view to be made before a statement runs, and whether it is worth keeping: it is read more than once."""

    view: str
    select: str
    kept: bool


def set_apart(select: exp.Query, fresh: Callable[[], str]) -> list[Step]:
    """Take the WITH tables out of a SELECT where one of them is read more than once; return them as views, in order.

    `fresh` gives a view its name. Spark puts a WITH table in place wherever it is read, so that a chain of them, each
    read twice, grows to many times its length: a cadence over a small firm took 50 s as one statement.
    """
    reads = Counter(id(cte) for table in select.find_all(exp.Table) if (cte := meant(table)) is not None)
    if all(count < 2 for count in reads.values()):  # noqa: PLR2004  # read twice
        return []
    steps: list[Step] = []
    _set_apart(select, fresh, reads, steps)
    return steps


def _set_apart(node: exp.Expr, fresh: Callable[[], str], reads: Counter[int], steps: list[Step]) -> None:
    """Add what stands in a node to the steps: a WITH table after all that it may read."""
    for clause in list(node.find_all(exp.With, bfs=True)):
        owner = clause.parent
        if owner is None or clause.root() is not node.root():
            continue  # it went with the WITH table that it stands in
        ctes = list(clause.expressions)
        views = {id(cte): fresh() for cte in ctes}
        for table in list(owner.find_all(exp.Table)):
            cte = meant(table)
            if cte is not None and id(cte) in views:
                redirect(table, views[id(cte)])
        clause.pop()
        for cte in ctes:
            _set_apart(cte, fresh, reads, steps)
            steps.append(Step(views[id(cte)], spoken(_named(cte)), reads[id(cte)] > 1))


def _named(cte: exp.CTE) -> exp.Expr:
    """Return the SELECT of a WITH table, under the names of columns that the WITH table gives."""
    select: exp.Expr = cte.this
    if not cte.args["alias"].columns:
        return select
    alias = exp.TableAlias(this=exp.to_identifier("named"), columns=[each.copy() for each in cte.args["alias"].columns])
    return exp.select("*").from_(exp.Subquery(this=select, alias=alias))


def redirect(table: exp.Table, view: str) -> None:
    """Read a table from the view that holds it now, under the name by which it is spoken of."""
    if not table.alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
    table.set("this", exp.to_identifier(view))


def meant(table: exp.Table) -> exp.CTE | None:
    """Return the WITH table that a name stands for where it is read; None for any other table."""
    passed: exp.Expr | None = None
    node = table.parent
    while node is not None:
        if isinstance(node, exp.CTE):
            passed = node
        elif isinstance(node, exp.Query):
            for each in node.ctes:
                if each is passed:
                    break  # within its own definition it is not there yet, nor are those behind it
                if each.alias == table.name:
                    return each
        node = node.parent
    return None
