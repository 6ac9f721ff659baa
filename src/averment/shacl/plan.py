"""All statements that the constraints of a shapes graph take, made from nothing but the shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from averment.shacl.core import Compiler, ConstraintQuery
from averment.shacl.errors import NotCompiledError
from averment.shacl.print_sql import Printer
from averment.shacl.terms import token

__all__ = ["SqlPlan", "SqlQuery", "Statements", "make_plan"]


@dataclass(frozen=True, slots=True)
class SqlQuery:
    """The statement of a constraint: its SQL and its columns, each with the form in which it holds terms."""

    sql: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a plan.

    Attributes:
        shared: the tables that several statements read, each with the statement that makes it.
        queries: a statement for each constraint.
    """

    shared: tuple[tuple[str, str], ...]
    queries: tuple[SqlQuery, ...]


@dataclass(frozen=True, slots=True)
class SqlPlan:
    """All that a store needs to know of a shapes graph.

    Attributes:
        properties: the tokens of the properties that have a table, and the tables' names.
        constants: the tokens whose numbers the statements need, in the order of their places.
        reads_triples: whether a statement reads the table of all triples.
        looked_up: the tables of properties whose values have a dictionary, and the names of those.
        by_key: the statements for data whose literals compare as their keys do.
        by_value: the statements for other data, which compare literals by what they stand for.
    """

    properties: tuple[tuple[str, str], ...]
    constants: tuple[str, ...]
    reads_triples: bool
    looked_up: tuple[tuple[str, str], ...]
    by_key: Statements
    by_value: Statements


def make_plan(queries: Sequence[ConstraintQuery], compiler: Compiler) -> SqlPlan:
    """Return the plan for the queries of a compiler.

    Raises:
        NotCompiledError: a function has no translation.
    """
    printer = Printer()
    by_key = _statements(printer, queries, compiler)
    by_value = _statements(Printer(printer, mixed=True), queries, compiler)
    return SqlPlan(
        properties=tuple((token(iri), name) for iri, name in printer.properties.items()),
        constants=tuple(printer.constants),
        reads_triples=printer.reads_triples,
        looked_up=tuple(printer.looked_up.items()),
        by_key=by_key,
        by_value=by_value,
    )


def _statements(printer: Printer, queries: Sequence[ConstraintQuery], compiler: Compiler) -> Statements:
    shared = [printer.materialise(relation) for relation in compiler.shared]
    statements = []
    for query in queries:
        with _naming(query):
            sql, listed = printer.statement(query.relation)
        statements.append(SqlQuery(sql, tuple(listed)))
    return Statements(tuple(shared), tuple(statements))


@contextmanager
def _naming(query: ConstraintQuery) -> Iterator[None]:
    """Name the shape in the message of what has no translation."""
    try:
        yield
    except NotCompiledError as error:
        raise NotCompiledError(
            f"a constraint of <{query.shape.node}> has no translation: {error}", query
        ) from error
