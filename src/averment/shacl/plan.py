"""All statements that the constraints of a shapes graph take, made from nothing but the shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from averment.shacl.core import Compiler, ConstraintQuery
from averment.shacl.functions import NotCompiledError
from averment.shacl.print_sql import Printer
from averment.shacl.terms import token

__all__ = ["SqlPlan", "SqlQuery", "plan"]


@dataclass(frozen=True, slots=True)
class SqlQuery:
    """The statement of a constraint: its SQL and its columns, each with the form in which it holds terms."""

    sql: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SqlPlan:
    """All statements of a shapes graph.

    Attributes:
        properties: the tokens of the properties that have a table, and the tables' names.
        constants: the tokens whose numbers the statements need, in the order of their places.
        reads_triples: whether a statement reads the table of all triples.
        shared: the tables that several statements read, each with the statement that makes it.
        queries: a statement for each constraint.
    """

    properties: tuple[tuple[str, str], ...]
    constants: tuple[str, ...]
    reads_triples: bool
    shared: tuple[tuple[str, str], ...]
    queries: tuple[SqlQuery, ...]


def plan(queries: Sequence[ConstraintQuery], compiler: Compiler) -> SqlPlan:
    """Return the statements for the queries of a compiler.

    Raises:
        NotCompiledError: a function has no translation.
    """
    printer = Printer()
    shared = [printer.materialise(relation) for relation in compiler.shared]
    statements = []
    for query in queries:
        with _naming(query):
            sql, listed = printer.statement(query.relation)
        statements.append(SqlQuery(sql, tuple(listed)))
    return SqlPlan(
        properties=tuple((token(iri), name) for iri, name in printer.properties.items()),
        constants=tuple(printer.constants),
        reads_triples=printer.reads_triples,
        shared=tuple(shared),
        queries=tuple(statements),
    )


@contextmanager
def _naming(query: ConstraintQuery) -> Iterator[None]:
    """Name the shape in the message of what has no translation."""
    try:
        yield
    except NotCompiledError as error:
        raise NotCompiledError(f"a constraint of <{query.shape.node}> has no translation: {error}") from error
