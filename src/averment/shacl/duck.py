"""The compiled engine on DuckDB, in this process: shapes and triples in, results out."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from averment.errors import AvermentError
from averment.shacl.core import Compiler, ConstraintQuery
from averment.shacl.functions import NotCompiledError
from averment.shacl.literals import literal_facets
from averment.shacl.print_sql import Printer
from averment.shacl.results import CompiledResult
from averment.shacl.terms import parse_token, quoted, token

__all__ = ["SqlPlan", "SqlQuery", "Store", "plan", "validate"]

_KEPT_AS_TEXT = 500_000_000  # bytes; the terms of a larger file are read from it twice rather than kept
_LONGEST_LINE = 1_000_000  # bytes; DuckDB reads with a buffer of 32 such lines a core
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_LITERAL = r'"(?:[^"\\\n\r\t]|\\[tnr"\\])*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^' + _IRI + ")?"
_LINE = rf"(?:{_IRI}|_:[A-Za-z0-9]+) {_IRI} (?:{_IRI}|_:[A-Za-z0-9]+|{_LITERAL}) \."
_PLACE = re.compile("\0(\\d+)\0")


@dataclass(frozen=True, slots=True)
class SqlQuery:
    """The statement of a constraint: its SQL and its columns, each with the form in which it holds terms."""

    sql: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SqlPlan:
    """All statements of a shapes graph, made from nothing but the shapes.

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
        with naming(query):
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
def naming(query: ConstraintQuery) -> Iterator[None]:
    """Name the shape in the message of what has no translation."""
    try:
        yield
    except NotCompiledError as error:
        raise NotCompiledError(f"a constraint of <{query.shape.node}> has no translation: {error}") from error


class Store:
    """Triples as tables of numbered terms, one for each property that a plan asks for.

    A term's number is a hash of its token with its kind in the lowest two bits: 0 an IRI, 1 a blank node, 2 a
    literal. Two terms with one number are noticed, and numbered anew.
    """

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        for setting in ("TimeZone = 'UTC'", "preserve_insertion_order = false"):
            self._connection.execute(f"SET {setting}")
        self._numbers: list[int] = []
        self._loaded = False

    def load(self, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        """Load triples of rdflib, which replace those loaded before."""
        written = [tuple(token(term) for term in triple) for triple in triples]
        columns = [list(column) for column in zip(*written, strict=True)] or [[], [], []]
        self._clear()
        self._connection.execute(
            "CREATE TABLE raw AS SELECT unnest($1::VARCHAR[]) AS s, unnest($2::VARCHAR[]) AS p, "
            "unnest($3::VARCHAR[]) AS o",
            columns,
        )

    def load_file(self, path: Path) -> None:
        """Load a file of N-Triples, which replaces what was loaded before.

        Lines in the canonical form are split by DuckDB, all others are parsed.

        Raises:
            AvermentError: the file is no N-Triples.
        """
        source = (
            f"read_csv({quoted(str(path))}, delim = '\x01', quote = '', escape = '', header = false, "
            f"auto_detect = false, columns = {{'line': 'VARCHAR'}}, max_line_size = {_LONGEST_LINE})"
        )
        split = (
            "SELECT s, p, substring(line, length(s) + length(p) + 3, length(line) - length(s) - length(p) - 4) AS o "
            "FROM (SELECT line, split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p "
            f"FROM {source} WHERE regexp_full_match(line, '{_LINE}') AND NOT contains(line, '^^<http://www.w3.org/2001/XMLSchema#string>'))"
        )
        self._clear()
        other = (
            f"SELECT line FROM {source} WHERE NOT regexp_full_match(line, '{_LINE}') "
            "OR contains(line, '^^<http://www.w3.org/2001/XMLSchema#string>')"
        )
        try:
            kind = "TABLE" if path.stat().st_size < _KEPT_AS_TEXT else "VIEW"
            self._connection.execute(f"CREATE {kind} raw AS {split}")
            unusual = [line for (line,) in self._connection.execute(other).fetchall()]
        except duckdb.Error:
            self._load_parsed(path)
            return
        if unusual:
            self._add_lines(unusual, path)

    def _add_lines(self, lines: list[str], path: Path) -> None:
        """Add the triples of lines that are not in the canonical form."""
        triples = []
        try:
            for quad in ox.parse("\n".join(lines), ox.RdfFormat.N_TRIPLES):
                triples.append([str(quad.subject), str(quad.predicate), _token_of(quad.object)])
        except SyntaxError as error:
            raise AvermentError(_place_of_error(path) or f"{path}: {error}; correct it") from error
        columns = [list(column) for column in zip(*triples, strict=True)] or [[], [], []]
        self._connection.execute(
            "CREATE TABLE unusual AS SELECT unnest($1::VARCHAR[]) AS s, unnest($2::VARCHAR[]) AS p, "
            "unnest($3::VARCHAR[]) AS o",
            columns,
        )
        self._connection.execute("CREATE VIEW all_raw AS FROM raw UNION ALL FROM unusual")

    def _load_parsed(self, path: Path) -> None:
        """Load a file that DuckDB can't split, for instance one with a very long line."""
        self._clear()
        self._connection.execute("CREATE TABLE raw (s VARCHAR, p VARCHAR, o VARCHAR)")
        self._add_lines([path.read_text(encoding="utf-8")], path)

    def _clear(self) -> None:
        for name, kind in self._connection.execute(
            "SELECT table_name, table_type FROM information_schema.tables ORDER BY table_type DESC"
        ).fetchall():
            self._connection.execute(f'DROP {"VIEW" if kind == "VIEW" else "TABLE"} "{name}"')
        self._loaded = True

    # --- from text to numbers ---------------------------------------------------------------

    def prepare(self, statements: SqlPlan) -> None:
        """Number the terms and make the tables that a plan reads.

        Raises:
            AvermentError: nothing was loaded.
        """
        if not self._loaded:
            raise AvermentError("nothing has been loaded; call load or load_file first")
        named = {
            name
            for (name,) in self._connection.execute(
                "SELECT table_name FROM information_schema.tables"
            ).fetchall()
        }
        raw = "all_raw" if "all_raw" in named else "raw"
        for salt in ("", "a", "b", "c"):
            if self._number(raw, salt, statements):
                break
        else:
            raise AvermentError("terms can't be numbered without two having the same number; report this")
        self._divide(raw, statements)

    def _number(self, raw: str, salt: str, statements: SqlPlan) -> bool:
        """Number all terms; return whether each has a number of its own."""
        hashed = f"hash({quoted(salt)} || t)" if salt else "hash(t)"
        kind = "CASE ascii(t) WHEN 60 THEN 0 WHEN 95 THEN 1 ELSE 2 END"
        run = self._connection.execute
        run(f"CREATE OR REPLACE MACRO number_of(t) AS ((({hashed} >> 4) << 2) | {kind})::BIGINT")
        run(
            "CREATE OR REPLACE TABLE constants AS SELECT unnest($1::VARCHAR[]) AS o",
            [list(statements.constants)],
        )
        terms = (
            f"SELECT s AS token FROM {raw} UNION ALL SELECT o FROM {raw} UNION ALL SELECT o FROM constants"
        )
        if statements.reads_triples:
            terms += f" UNION ALL SELECT DISTINCT p FROM {raw}"
        run(
            "CREATE OR REPLACE TABLE terms AS SELECT number_of(token) AS id, token "
            f"FROM (SELECT DISTINCT token FROM ({terms}))"
        )
        row = run("SELECT count(*) = count(DISTINCT id) FROM terms").fetchone()
        return row is None or bool(row[0])

    def _divide(self, raw: str, statements: SqlPlan) -> None:
        run = self._connection.execute
        run("CREATE OR REPLACE TABLE names AS SELECT id, token FROM terms WHERE id & 3 < 2")
        run(f"CREATE OR REPLACE TABLE literals AS {literal_facets('terms')}")
        run("DROP TABLE terms")
        run(
            "CREATE OR REPLACE TABLE numbered AS SELECT number_of(s) AS s, number_of(p) AS p, number_of(o) AS o "
            f"FROM {raw}"
        )
        self._clear_raw()
        numbers = [token_ for token_, _ in statements.properties]
        found = run("SELECT number_of(t) FROM (SELECT unnest($1::VARCHAR[]) AS t)", [numbers]).fetchall()
        for (_, name), (number,) in zip(statements.properties, found, strict=True):
            run(f"CREATE OR REPLACE TABLE {name} AS SELECT DISTINCT s, o FROM numbered WHERE p = {number}")
        if statements.reads_triples:
            run("CREATE OR REPLACE TABLE triples AS SELECT DISTINCT s, p, o FROM numbered")
        run("DROP TABLE numbered")
        self._numbers = [
            number
            for (number,) in run(
                "SELECT number_of(t) FROM (SELECT unnest($1::VARCHAR[]) AS t)", [list(statements.constants)]
            ).fetchall()
        ]
        self._loaded = False

    def _clear_raw(self) -> None:
        for kind, name in (("VIEW", "all_raw"), ("TABLE", "unusual")):
            self._connection.execute(f"DROP {kind} IF EXISTS {name}")
        row = self._connection.execute(
            "SELECT table_type FROM information_schema.tables WHERE table_name = 'raw'"
        ).fetchone()
        self._connection.execute(f"DROP {'VIEW' if row is not None and row[0] == 'VIEW' else 'TABLE'} raw")

    # --- running ------------------------------------------------------------------------------

    def run(
        self, statements: SqlPlan, *, limit: float | None = None
    ) -> Iterator[list[tuple[object, ...]] | None]:
        """Run a plan and iterate over the rows of each query, or None for one that did not end in time.

        Args:
            statements: the plan.
            limit: seconds after which a statement is ended.
        """
        self.prepare(statements)
        lost: set[str] = set()
        for name, sql in statements.shared:
            if self._execute(f"CREATE OR REPLACE TABLE {name} AS {sql}", limit, lost) is None:
                lost.add(name)
        for query in statements.queries:
            yield self._execute(query.sql, limit, lost)

    def _execute(self, sql: str, limit: float | None, lost: set[str]) -> list[tuple[object, ...]] | None:
        if lost and any(re.search(rf"\b{name}\b", sql) for name in lost):
            return None
        timer = threading.Timer(limit, self._connection.interrupt) if limit is not None else None
        if timer is not None:
            timer.start()
        try:
            return self._connection.execute(self._filled(sql)).fetchall()
        except duckdb.InterruptException:
            return None
        finally:
            if timer is not None:
                timer.cancel()

    def _filled(self, sql: str) -> str:
        return _PLACE.sub(lambda match: f"{self._numbers[int(match[1])]}::BIGINT", sql)

    def terms(self, numbers: Iterable[int]) -> dict[int, Node]:
        """Return the terms that numbers stand for."""
        dictionary = "(FROM names SELECT id, token UNION ALL FROM literals SELECT id, token)"
        wanted = "(SELECT unnest($1::BIGINT[]) AS id)"
        found = self._connection.execute(
            f"SELECT id, token FROM {dictionary} AS d SEMI JOIN {wanted} AS w USING (id)",
            [sorted(set(numbers))],
        ).fetchall()
        return {number: parse_token(written) for number, written in found}


def _token_of(term: object) -> str:
    if not isinstance(term, ox.Literal):
        return str(term)
    datatype = None if term.language else URIRef(term.datatype.value)
    return token(Literal(term.value, lang=term.language, datatype=datatype, normalize=False))


def _place_of_error(path: Path) -> str | None:
    """Return where a file is no N-Triples and why, found by parsing it from its beginning."""
    try:
        for _ in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
            pass
    except SyntaxError as error:
        return f"{path}:{error.lineno}:{error.offset}: {error.msg}; correct the line"
    return None


def results(
    store: Store, queries: Sequence[ConstraintQuery], statements: SqlPlan, *, limit: float | None = None
) -> Iterator[CompiledResult | ConstraintQuery]:
    """Run a plan over what a store holds and iterate over the results.

    A query that did not end within the limit, in seconds, comes back in place of its results.
    """
    found = list(store.run(statements, limit=limit))
    numbers = {
        number
        for rows, query in zip(found, statements.queries, strict=True)
        for row in rows or ()
        for number, (_, form) in zip(row, query.columns, strict=True)
        if form == "id" and isinstance(number, int)
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
    for held, (name, form) in zip(row, statement.columns, strict=True):
        if held is None or form == "":
            continue
        if form == "id" and isinstance(held, int):
            yield name, terms[held]
        elif form == "count":
            yield name, parse_token(f'"{held}"^^<http://www.w3.org/2001/XMLSchema#integer>')
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
    return [
        one for one in results(store, queries, plan(queries, compiler)) if isinstance(one, CompiledResult)
    ]
