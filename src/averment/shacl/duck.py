"""The compiled engine on DuckDB, in this process: shapes and triples in, results out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from averment.shacl.algebra import Relation, columns
from averment.shacl.core import Compiler, ConstraintQuery
from averment.shacl.facets import quoted, token
from averment.shacl.sql import Printer

__all__ = ["CompiledResult", "Store", "validate"]


# DuckDB 2.0 fails on empty tables with its statistics, and the others fold the layers in which an expression is
# computed back into one, which costs more than the query itself.
_DISABLED = (
    "common_subexpressions",
    "cte_inlining",
    "expression_rewriter",
    "filter_pushdown",
    "in_clause",
    "projection_placement",
    "projection_pullup",
    "statistics_propagation",
)


@dataclass(frozen=True, slots=True)
class CompiledResult:
    """One validation result.

    Attributes:
        focus: the focus node.
        path: the property that a closed shape does not allow, where the path is not that of the shape.
        value: the value node, where the constraint has one.
        query: the constraint that was violated.
        labels: what fills the variables of its message.
    """

    focus: Node
    path: Node | None
    value: Node | None
    query: ConstraintQuery
    labels: tuple[tuple[str, str], ...] = ()


class Store:
    """Triples as tables, one for each property that a query asks for."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute(f"SET disabled_optimizers = '{','.join(_DISABLED)}'")
        self._tables: dict[URIRef | None, str] = {}
        self._materialised: dict[Relation, str] = {}
        self._terms: dict[str, Node] = {}

    def load(self, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        """Load triples, which replace those loaded before."""
        self._tables.clear()
        self._materialised.clear()
        self._terms.clear()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "triples.tsv"
            with file.open("w", encoding="utf-8", newline="\n") as stream:
                for triple in triples:
                    stream.write("\t".join(self._token(term) for term in triple) + "\n")
            self._connection.execute(
                "CREATE OR REPLACE TABLE triples AS SELECT * FROM read_csv(?, delim = '\t', quote = '', escape = '', "
                "header = false, auto_detect = false, strict_mode = false, max_line_size = 100000000, "
                "columns = {'s': 'VARCHAR', 'p': 'VARCHAR', 'o': 'VARCHAR'})",
                [str(file)],
            )

    def _token(self, term: Node) -> str:
        written = token(term).replace("\t", "\\t")
        self._terms[written] = term
        return written

    def run(self, query: ConstraintQuery) -> Iterator[CompiledResult]:
        """Run the query of a constraint."""
        names = [variable.name for variable in columns(query.relation)]
        for row in self._connection.execute(self._statement(query.relation)).fetchall():
            terms = dict(zip(names, row, strict=True))
            value, path = terms.get("value"), terms.get("path")
            yield CompiledResult(
                focus=self._term(terms["this"]),
                path=self._term(path) if path is not None else None,
                value=self._term(value) if value is not None else None,
                query=query,
                labels=tuple(
                    (name, str(self._term(terms[name]))) for name in query.labels if terms.get(name)
                ),
            )

    def materialise(self, relation: Relation) -> None:
        """Keep the rows of a relation that several queries share."""
        if relation not in self._materialised:
            name = f"shared{len(self._materialised) + 1}"
            self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {self._statement(relation)}")
            self._materialised[relation] = name

    def _statement(self, relation: Relation) -> str:
        return Printer(self._table, self._materialised.get).statement(relation)

    def _table(self, predicate: URIRef | None) -> str:
        """Return the table of a property's triples, made when it is first asked for."""
        if predicate is None:
            return "triples"
        if predicate not in self._tables:
            name = f"property{len(self._tables) + 1}"
            self._connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT s, o FROM triples WHERE p = {quoted(token(predicate))}"
            )
            self._tables[predicate] = name
        return self._tables[predicate]

    def _term(self, written: str) -> Node:
        known = self._terms.get(written)
        return known if known is not None else _parse(written)


def _parse(written: str) -> Node:
    """Return the term that a token stands for."""
    if written.startswith("<"):
        return URIRef(written[1:-1])
    if written.startswith("_:"):
        return BNode(written[2:])
    quad = next(iter(ox.parse(f"<urn:s> <urn:p> {written} .", ox.RdfFormat.N_TRIPLES)))
    literal = quad.object
    if not isinstance(literal, ox.Literal):
        raise ValueError(f"{written} is no literal")
    if literal.language:
        return Literal(literal.value, lang=literal.language)
    return Literal(literal.value, datatype=URIRef(literal.datatype.value))


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
    for relation in compiler.shared:
        store.materialise(relation)
    return [result for query in queries for result in store.run(query)]
