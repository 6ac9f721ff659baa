"""From the rows of two queries to nodes and edges: checked, in order, and with what they could not show counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pyoxigraph as ox
from rdflib import Graph

from averment.errors import QueryError
from averment.querying import Query, run_query
from averment.viewing import wrapping
from averment.viewing.colours import colour_of
from averment.viewing.columns import CELLS, columns_of, shortened
from averment.viewing.declaring import Declaration
from averment.viewing.model import Column, Coverage, Edge, Loss, Node, Stream, Value, View

__all__ = ["assemble", "assemble_stream", "edge_count"]

_NODE_PARTS = ("id", "label", "kind", "start", "end")
_EDGE_PARTS = ("id", "source", "target", "kind", "label", "start", "end", "weight")
_NODE_NEEDS = ("id", "kind")
_EDGE_NEEDS = ("id", "source", "target", "kind")

_CELL = "cells of the column '{}' that do not fit its type, left empty"
_CELL_WHY = "declare the column as a string in the TOML file of the view, or correct the query"
_DATE = "dates of {} that are no full days, left out"
_DATE_WHY = "pictures take days such as 2026-03-09 only; the query may select av:earliest and av:latest"
_UNDATED = "edges without a first day, shown at all times"
_UNDATED_WHY = "neither the report nor what it is about is dated"
_ENDS = "{} that end before they start, shown without an end"
_ENDS_WHY = "programs that draw refuse such an interval"
_WEIGHT = "weights that are not above 0, written as 1"
_WEIGHT_WHY = "programs that draw drop an edge without weight"

_Row = ox.QuerySolution
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def assemble(declaration: Declaration, store: ox.Store, ontology: Graph) -> View:
    """Ask the two queries of a view and return what they make, all of it in memory.

    Raises:
        QueryError: a query can't be run, returns a row without id, twice the same id, or an edge to a node that
            is not there.
    """
    stream = assemble_stream(declaration, store, ontology)
    edges = tuple(stream.edges)
    view = stream.view
    return View(
        name=view.name,
        title=view.title,
        asks=view.asks,
        node_columns=view.node_columns,
        edge_columns=view.edge_columns,
        node_colours=view.node_colours,
        edge_colours=_colours((edge.kind for edge in edges), declaration.edge_colours),
        size=view.size,
        nodes=view.nodes,
        edges=edges,
        coverage=view.coverage,
        losses=(*view.losses, *stream.losses),
    )


def assemble_stream(declaration: Declaration, store: ox.Store, ontology: Graph) -> Stream:
    """Ask the queries of a view and return its nodes, and its edges one at a time.

    Raises:
        QueryError: see `assemble`; what is wrong with an edge is raised when its turn comes, except that an id
            on two rows is found at once.
    """
    nodes = _Rows(declaration, declaration.nodes, store, _NODE_PARTS, _NODE_NEEDS, ontology)
    edges = _Rows(declaration, declaration.edges, store, _EDGE_PARTS, _EDGE_NEEDS, ontology)
    made = dict(_nodes(nodes))
    edges.refuse_repeated()
    everything = View(
        name=declaration.name,
        title=declaration.title,
        asks=declaration.asks,
        node_columns=nodes.columns,
        edge_columns=edges.columns,
        node_colours=_colours((node.kind for node in made.values()), declaration.node_colours),
        edge_colours=declaration.edge_colours,
        size=declaration.size,
        nodes=tuple(sorted(made.values(), key=lambda node: node.id)),
        edges=(),
        coverage=Coverage(
            graph=_claims(store),
            shown=max(edges.claims(), nodes.claims()),
            why=declaration.leaves_out,
        ),
        losses=tuple(nodes.losses()),
    )
    losses: list[Loss] = []
    ids = {term: node.id for term, node in made.items()}
    return Stream(everything, _edges(edges, ids, declaration, losses), losses)


def edge_count(declaration: Declaration, store: ox.Store) -> int:
    """Return how many edges a view has.

    Raises:
        QueryError: its query can't be run.
    """
    return _number(store, declaration.edges, wrapping.counted(declaration.edges))


def _claims(store: ox.Store) -> int:
    text = "SELECT (COUNT(DISTINCT ?claim) AS ?count) WHERE { ?claim a <https://w3id.org/averment/ontology#Claim> }"
    query = Query("claims", text, "", "", "", (), False)
    return _number(store, query, text)


def _colours(kinds: Iterator[str], declared: Mapping[str, str]) -> dict[str, str]:
    return {kind: colour_of(kind, declared) for kind in sorted(set(kinds))}


def _number(store: ox.Store, query: Query, text: str) -> int:
    for row in _solutions(store, query, text):
        return int(_text(row["count"]))
    return 0


def _solutions(store: ox.Store, query: Query, text: str) -> ox.QuerySolutions:
    asked = Query(query.name, text, query.title, query.asks, query.returns, query.parameters, False)
    try:
        results = run_query(store, asked)
    except QueryError as error:
        raise QueryError(f"{query.name}: error: {error}") from error
    assert isinstance(results, ox.QuerySolutions)  # noqa: S101 - `wrapping` lets only SELECT through
    return results


def _text(term: _Term | None) -> str:
    return "" if term is None else shortened(term)


@dataclass
class _Rows:
    """The rows of one of the two queries, and what is lost on the way to nodes or edges."""

    declaration: Declaration
    query: Query
    store: ox.Store
    parts: tuple[str, ...]
    needs: tuple[str, ...]
    ontology: Graph
    columns: tuple[Column, ...] = ()
    variables: tuple[str, ...] = ()
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        # asked as it is written first, so that a fault in its syntax has the place that its author sees
        wrapping.counted(self.query)
        asked = _solutions(self.store, self.query, self.query.text)
        self.variables = tuple(variable.value for variable in asked.variables)
        for name in self.needs:
            if name not in self.variables:
                self.fail(f"the query selects no ?{name}", f"select {_listed(self.needs)} at least")
        names = [name for name in self.variables if name not in self.parts]
        self.columns = columns_of(self.declaration, names, self.ontology)

    def fail(self, problem: str, cure: str) -> None:
        raise QueryError(f"{self.query.name}: error: {problem}; {cure}")

    def rows(self, *keys: str) -> ox.QuerySolutions:
        return _solutions(self.store, self.query, wrapping.ordered(self.query, keys))

    def refuse_repeated(self) -> None:
        for row in _solutions(self.store, self.query, wrapping.repeated(self.query)):
            if row["id"] is not None:
                self.repeat(_text(row["id"]))

    def repeat(self, name: str) -> None:
        self.fail(
            f"the id '{name}' is on several rows",
            "give each an id of its own, or write SELECT DISTINCT or GROUP BY",
        )

    def claims(self) -> int:
        variable = "claim" if "claim" in self.variables else "id"
        return _number(self.store, self.query, wrapping.counted_claims(self.query, variable))

    def needed(self, row: _Row) -> dict[str, _Term]:
        found: dict[str, _Term] = {}
        for name in self.needs:
            term = row[name]
            if term is None or not _text(term):
                owner = _text(row["id"]) or "a row"
                self.fail(f"'{owner}' has no ?{name}", "leave the row out, or name one with COALESCE")
            else:
                found[name] = term
        return found

    def optional(self, row: _Row, name: str) -> str:
        return _text(row[name]) if name in self.variables else ""

    def attributes(self, row: _Row) -> dict[str, Value]:
        cells: dict[str, Value] = {}
        for column in self.columns:
            term = row[column.name]
            if term is None:
                continue
            try:
                cells[column.name] = CELLS[column.type](_text(term))
            except ValueError:
                self.lost[_CELL.format(column.title), _CELL_WHY] += 1
        return cells

    def days(self, row: _Row, what: str) -> tuple[date | None, date | None]:
        start, end = (self._day(self.optional(row, name), what) for name in ("start", "end"))
        if start is not None and end is not None and end < start:
            self.lost[_ENDS.format(what), _ENDS_WHY] += 1
            end = None
        return start, end

    def _day(self, text: str, what: str) -> date | None:
        if not text:
            return None
        try:
            if len(text) == len("2026-03-09"):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.lost[_DATE.format(what), _DATE_WHY] += 1
        return None

    def losses(self) -> Iterator[Loss]:
        for (what, why), count in sorted(self.lost.items()):
            yield Loss(what, count, why)


def _nodes(rows: _Rows) -> Iterator[tuple[_Term, Node]]:
    names: set[str] = set()
    for row in rows.rows("id"):
        needed = rows.needed(row)
        name = _text(needed["id"])
        if name in names:
            rows.repeat(name)
        names.add(name)
        label = rows.optional(row, "label")
        start, end = rows.days(row, "nodes")
        kind = _text(needed["kind"])
        yield (
            needed["id"],
            Node(name, label if label.strip() else name, kind, start, end, rows.attributes(row)),
        )


def _edges(
    rows: _Rows, nodes: Mapping[_Term, str], declaration: Declaration, losses: list[Loss]
) -> Iterator[Edge]:
    for row in rows.rows("source", "target", "kind", "id"):
        needed = rows.needed(row)
        name = _text(needed["id"])
        for end in ("source", "target"):
            if needed[end] not in nodes:
                rows.fail(
                    f"the edge '{name}' has '{_text(needed[end])}' as its {end}, which is no node of the view",
                    f"let {declaration.nodes.name} return it, or leave the edge out",
                )
        start, last = rows.days(row, "edges")
        if start is None and "start" in rows.variables:
            rows.lost[_UNDATED, _UNDATED_WHY] += 1
        kind = _text(needed["kind"])
        yield Edge(
            id=name,
            source=nodes[needed["source"]],
            target=nodes[needed["target"]],
            kind=kind,
            label=rows.optional(row, "label") or kind,
            start=start,
            end=last,
            weight=_weight(rows, row),
            attributes=rows.attributes(row),
        )
    losses.extend(rows.losses())


def _weight(rows: _Rows, row: _Row) -> float:
    text = rows.optional(row, "weight")
    if not text:
        return 1.0
    try:
        weight = float(text)
    except ValueError:
        weight = 0.0
    if 0 < weight < float("inf"):
        return weight
    rows.lost[_WEIGHT, _WEIGHT_WHY] += 1
    return 1.0


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(f'?{name}' for name in names[:-1])} and ?{names[-1]}"
