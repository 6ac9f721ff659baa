"""Running shapes with the compiled engine: on Oxigraph while a graph is small, on DuckDB when it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from rdflib import RDF, RDFS, SH, Graph
from rdflib.term import Node

from averment import resources
from averment.checking.results import Outcome, Result, Unfinished
from averment.graphs import graph_of
from averment.shacl.errors import NotCompiledError
from averment.shacl.limits import run_each
from averment.shacl.oxigraph import NotFaithfulError, OxigraphStore
from averment.shacl.prepared import Constraint, Prepared, fill, prepare, read_prepared
from averment.shapes import shipped_shapes

__all__ = ["MOST_TRIPLES_IN_OXIGRAPH", "run"]

MOST_TRIPLES_IN_OXIGRAPH = 40_000
"""Up to here, what DuckDB takes to plan its statements is more than all that Oxigraph takes to run its own."""


def run(
    data: Graph,
    shapes: Graph,
    *,
    limit: float | None = None,
    most_triples: int = MOST_TRIPLES_IN_OXIGRAPH,
) -> Outcome:
    """Validate with the compiled engine, which asks one question of all focus nodes at once.

    Args:
        data: the graph with its ontology; nothing is inferred.
        shapes: the shapes.
        limit: seconds after which a constraint is ended.
        most_triples: how large a graph is checked on Oxigraph.

    Raises:
        ShapeError: a shape is malformed.
        AvermentError: the reference engine can't run a shape that has no translation.
    """
    if len(data) <= most_triples:
        try:
            return _run_on_oxigraph(data, shapes, limit)
        except (NotFaithfulError, NotCompiledError):
            pass  # it would mean something else there, or cannot be said in SPARQL
    return _run_on_duckdb(data, shapes, limit)


# --- on Oxigraph --------------------------------------------------------------------------


def _run_on_oxigraph(data: Graph, shapes: Graph, limit: float | None) -> Outcome:
    prepared, handed_over = _prepared(shapes)
    store = OxigraphStore()
    store.load(data)
    tasks = [partial(_rows, store, one) for one in prepared]
    outcome = Outcome([], [], handed_over)
    for one, found in zip(prepared, run_each(tasks, limit), strict=True):
        if found is None:
            outcome.unfinished.append(Unfinished(one.constraint.shape, one.constraint.component))
        else:
            outcome.results.extend(_result(one.constraint, terms) for terms in found[0])
    outcome.results.extend(_of_reference(data, shapes, handed_over))
    return outcome


def _rows(store: OxigraphStore, prepared: Prepared) -> list[dict[str, Node]]:
    return list(store.run(prepared.statement))


def _result(constraint: Constraint, terms: dict[str, Node]) -> Result:
    return Result(
        focus=terms["this"],
        path=terms.get("path", constraint.path),
        value=terms.get("value"),
        shape=constraint.shape,
        component=constraint.component,
        message=fill(constraint.message, terms, constraint.labels),
    )


def _prepared(shapes: Graph) -> tuple[list[Prepared], list[tuple[Node, str]]]:
    """Return the constraints of shapes, and the shapes with targets that have no translation, with the reason.

    What ships with averment has been compiled already, and only what a user adds is compiled here.
    """
    shipped = shipped_shapes()
    own = [triple for triple in shapes if triple not in shipped]
    found: list[Prepared] = []
    known: set[Node] = set()
    if len(shapes) - len(own) == len(shipped):
        of_shipped = set(shipped.subjects())
        if not any(subject in of_shipped for subject, _, _ in own):
            file, digest = resources.compiled_shapes()
            found = list(read_prepared(file, digest, shapes))
            known = of_shipped if found else set()
    if known and not own:
        return found, []
    from averment.shacl.core import Compiler  # takes a while to import, with a parser of SPARQL

    compiler = Compiler(shapes)
    handed_over: list[tuple[Node, str]] = []
    for root in compiler.roots():
        if root.node in known:
            continue
        try:
            queries = list(compiler.queries_of(root))
        except NotCompiledError as error:
            handed_over.append((root.node, str(error)))
            continue
        found += [prepare(query) for query in queries]
    return found, handed_over


# --- on DuckDB ----------------------------------------------------------------------------


def _run_on_duckdb(data: Graph, shapes: Graph, limit: float | None) -> Outcome:
    from averment.shacl.core import Compiler, ConstraintQuery
    from averment.shacl.duck import find_results
    from averment.shacl.plan import make_plan
    from averment.shacl.results import CompiledResult
    from averment.shacl.store import Store

    compiler = Compiler(shapes)
    queries: dict[Node, list[ConstraintQuery]] = {}
    handed_over: list[tuple[Node, str]] = []
    for root in compiler.roots():
        try:
            queries[root.node] = list(compiler.queries_of(root))
        except NotCompiledError as error:
            handed_over.append((root.node, str(error)))
    while True:
        flat = [query for of_root in queries.values() for query in of_root]
        try:
            plan = make_plan(flat, compiler)
            break
        except NotCompiledError as error:
            node = next(node for node, of_root in queries.items() if error.query in of_root)
            del queries[node]
            handed_over.append((node, str(error)))
    store = Store()
    store.load(data)
    outcome = Outcome([], [], handed_over)
    for found in find_results(store, flat, plan, limit=limit):
        if isinstance(found, CompiledResult):
            constraint = Constraint.of(found.query)
            outcome.results.append(
                Result(
                    focus=found.focus,
                    path=found.path if found.path is not None else constraint.path,
                    value=found.value,
                    shape=constraint.shape,
                    component=constraint.component,
                    message=fill(constraint.message, dict(found.labels), constraint.labels),
                )
            )
        else:
            outcome.unfinished.append(Unfinished(found.shape.node, found.component))
    outcome.results.extend(_of_reference(data, shapes, handed_over))
    return outcome


# --- on the reference engine ----------------------------------------------------------------


def _of_reference(data: Graph, shapes: Graph, handed_over: Iterable[tuple[Node, str]]) -> Iterator[Result]:
    """Iterate over the results of those shapes that have no translation."""
    nodes = {node for node, _ in handed_over}
    if not nodes:
        return
    from averment.checking.reference import run_pyshacl

    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    kept = graph_of(
        (subject, predicate, value)
        for subject, predicate, value in shapes
        if subject in nodes or not (predicate in targets or (predicate == RDF.type and value == RDFS.Class))
    )
    yield from run_pyshacl(data, kept)
