"""The compiled engine on DuckDB, in this process: shapes and triples in, results out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import XSD, Graph, Literal
from rdflib.term import Node

from averment.shacl.core import Compiler, ConstraintQuery
from averment.shacl.plan import SqlPlan, SqlQuery, Statements, make_plan
from averment.shacl.results import CompiledResult
from averment.shacl.store import Store
from averment.shacl.tables import Tables
from averment.shacl.terms import parse_token

__all__ = ["find_results", "named", "validate"]


def find_results(
    store: Tables, queries: Sequence[ConstraintQuery], plan: SqlPlan, *, limit: float | None = None
) -> Iterator[CompiledResult | ConstraintQuery]:
    """Run the queries of constraints over what a store holds and iterate over the results.

    Args:
        store: the tables of the triples, with these in them.
        queries: the queries.
        plan: their plan.
        limit: seconds after which a query is ended.

    Yields:
        the results, and each query that did not end within the limit in place of its own.
    """
    statements = store.prepare(plan)
    yield from named(store, queries, statements, list(store.run(statements, limit=limit)))


def named(
    store: Tables,
    queries: Sequence[ConstraintQuery],
    statements: Statements,
    found: Sequence[list[tuple[object, ...]] | None],
) -> Iterator[CompiledResult | ConstraintQuery]:
    """Iterate over the results that rows of numbers stand for.

    Args:
        store: the tables of the triples.
        queries: the queries.
        statements: what they are as statements.
        found: the rows of each; None for one that did not end in time.

    Yields:
        the results, and each query that did not end in place of its own.
    """
    numbers = {
        held
        for rows, statement in zip(found, statements.queries, strict=True)
        for row in rows or ()
        for held, (_, form) in zip(row, statement.columns, strict=True)
        if form == "id" and isinstance(held, int)
    }
    terms = store.terms(numbers)
    for rows, query, statement in zip(found, queries, statements.queries, strict=True):
        if rows is None:
            yield query
            continue
        for row in rows:
            bound = dict(_bound(row, statement, terms))
            yield CompiledResult(
                focus=bound["this"],
                path=bound.get("path"),
                value=bound.get("value"),
                query=query,
                labels=tuple((name, str(bound[name])) for name in query.labels if name in bound),
            )


def _bound(
    row: tuple[object, ...], statement: SqlQuery, terms: dict[int, Node]
) -> Iterator[tuple[str, Node]]:
    """Iterate over the variables that a row binds and their terms."""
    for held, (name, form) in zip(row, statement.columns, strict=True):
        if held is None or not form:
            continue
        if form == "id" and isinstance(held, int):
            yield name, terms[held]
        elif form == "count":
            yield name, Literal(str(held), datatype=XSD.integer)
        else:
            yield name, parse_token(str(held))


def validate(data: Graph, shapes: Graph) -> list[CompiledResult]:
    """Validate a graph against shapes.

    Args:
        data: the triples, with the sub-class statements that targets need.
        shapes: the shapes.

    Returns:
        all results, in no particular order.

    Raises:
        ShapeError: a shape is malformed.
        NotCompiledError: a shape uses what has no translation.
    """
    compiler = Compiler(shapes)
    queries = list(compiler.queries())
    store = Store()
    store.load(data)
    found = find_results(store, queries, make_plan(queries, compiler))
    return [result for result in found if isinstance(result, CompiledResult)]
