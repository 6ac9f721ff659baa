"""Validation by compiled shapes: on Oxigraph while a graph is small, on DuckDB when it is not."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from rdflib import OWL, RDF, RDFS, SH, Graph
from rdflib.term import Node

from averment.errors import AvermentError
from averment.shacl.columns import Columns
from averment.shacl.errors import NotCompiledError
from averment.shacl.faithful import NotFaithfulError
from averment.shacl.limits import MEMORY, run_each
from averment.shacl.outcome import Outcome, Result, Unfinished
from averment.shacl.oxigraph import OxigraphStore
from averment.shacl.prepared import Constraint, Prepared, fill, prepare, result_of

if TYPE_CHECKING:
    from averment.shacl.columns.reading import ColumnTables
    from averment.shacl.core import Compiler, ConstraintQuery
    from averment.shacl.plan import SqlPlan
    from averment.shacl.results import CompiledResult
    from averment.shacl.store import Store

__all__ = [
    "MOST_TRIPLES_HANDED_OVER",
    "MOST_TRIPLES_IN_OXIGRAPH",
    "Data",
    "HandOver",
    "Planned",
    "add_handed_over",
    "gather",
    "plan_for",
    "refuse_too_large",
    "validate",
]

Data: TypeAlias = Graph | Path | Columns
"""A graph, a file of N-Triples, or triples on disk."""

MOST_TRIPLES_IN_OXIGRAPH = 150_000
"""Up to here, what DuckDB takes to plan its statements is more than all that Oxigraph takes to run its own."""

MOST_TRIPLES_HANDED_OVER = 1_000_000
"""Up to here, columns are read into memory for shapes that have no translation."""

_WORKERS = min(4, os.cpu_count() or 1)
"""Queries that Oxigraph runs at the same time."""

_BYTES_A_TRIPLE = 140
_UPPER_CASE_TAG = re.compile(rb'"@[a-z0-9-]*[A-Z]')

HandOver = Callable[[Graph, Graph], list[Result]]


def validate(
    data: Data,
    shapes: Graph,
    *,
    prepared: Collection[Prepared] = (),
    prepared_shapes: Collection[Node] = (),
    limit: float | None = None,
    most_triples: int = MOST_TRIPLES_IN_OXIGRAPH,
    hand_over: HandOver | None = None,
    on_loaded: Callable[[], None] = lambda: None,
    memory: str = MEMORY,
) -> Outcome:
    """Validate data against shapes; each constraint is one question about all its focus nodes at once.

    Args:
        data: a graph, a file of N-Triples, or columns, with the sub-class statements that targets need.
        shapes: the shapes.
        prepared: constraints that have been compiled before.
        prepared_shapes: the shapes whose constraints these are, all of them.
        limit: seconds after which a constraint is ended.
        most_triples: how large a graph is checked on Oxigraph; a file counts by its size. Columns always go to
            DuckDB.
        hand_over: runs the shapes of a graph that have no translation.
        on_loaded: called when the data have been loaded.
        memory: how much DuckDB may hold; it puts more than that on disk for a while.

    Raises:
        ShapeError: a shape is malformed.
        NotCompiledError: a shape has no translation, and there is nobody to hand it over to.
        AvermentError: the data can't be read, or a shape that has no translation would need more triples in memory
            than `MOST_TRIPLES_HANDED_OVER`, or DuckDB needs more memory than it may hold.
        OSError: the file can't be read.
    """
    if not isinstance(data, Columns) and _size(data) <= most_triples:
        try:
            found, handed_over = _prepared(shapes, prepared_shapes, hand_over)
            store = _loaded(data)
            on_loaded()
            outcome = _run_on_oxigraph(store, [*prepared, *found], limit)
            others = _of_others(data, shapes, handed_over, hand_over)
            return Outcome([*outcome.results, *others], outcome.unfinished, handed_over, outcome.seconds)
        except (NotFaithfulError, _NotSparqlError):
            pass  # it would mean something else there, or cannot be said in SPARQL
    return _run_on_duckdb(data, shapes, limit, hand_over, on_loaded, memory)


class _NotSparqlError(Exception):
    """A constraint that has a translation, but none into SPARQL."""


def _size(data: Graph | Path) -> int:
    return len(data) if isinstance(data, Graph) else data.stat().st_size // _BYTES_A_TRIPLE


# --- on Oxigraph ----------------------------------------------------------------------------


def _loaded(data: Graph | Path) -> OxigraphStore:
    store = OxigraphStore()
    if isinstance(data, Graph):
        store.load(data)
    else:
        content = data.read_bytes()
        if _UPPER_CASE_TAG.search(content) is not None:
            raise NotFaithfulError("Oxigraph writes language tags in lower case")
        store.load_quads(content, data)
    return store


def _run_on_oxigraph(store: OxigraphStore, constraints: list[Prepared], limit: float | None) -> Outcome:
    outcome = Outcome([])
    constraints = [one for one in constraints if store.may_have_rows(one.statement)]
    tasks = [partial(_rows, store, one) for one in constraints]
    for one, found in zip(constraints, run_each(tasks, limit, workers=_WORKERS), strict=True):
        if found is None:
            outcome.unfinished.append(Unfinished(one.constraint.shape, one.constraint.component))
        else:
            rows, seconds = found[0]
            outcome.results.extend(result_of(one.constraint, terms) for terms in rows)
            shape = one.constraint.shape
            outcome.seconds[shape] = outcome.seconds.get(shape, 0.0) + seconds
    return outcome


def _rows(store: OxigraphStore, prepared: Prepared) -> tuple[list[dict[str, Node]], float]:
    start = perf_counter()
    return list(store.run(prepared.statement)), perf_counter() - start


def _prepared(
    shapes: Graph, known: Collection[Node], hand_over: HandOver | None
) -> tuple[list[Prepared], list[tuple[Node, str]]]:
    """Return the constraints of the shapes that are not known, and what has no translation, with the reason."""
    if known and all(node in known for node in _roots(shapes)):
        return [], []
    from averment.shacl.core import Compiler  # takes a while to import, with a parser of SPARQL

    queries, handed_over = _compiled(Compiler(shapes), known, hand_over)
    try:
        return [prepare(query) for of_root in queries.values() for query in of_root], handed_over
    except NotCompiledError as error:
        raise _NotSparqlError from error


def _roots(shapes: Graph) -> Iterator[Node]:
    for predicate in _TARGETS:
        yield from shapes.subjects(predicate, None)
    for class_ in (RDFS.Class, OWL.Class):
        for node in shapes.subjects(RDF.type, class_):
            if (node, RDF.type, SH.NodeShape) in shapes:
                yield node


_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


def _compiled(
    compiler: Compiler, known: Collection[Node], hand_over: HandOver | None
) -> tuple[dict[Node, list[ConstraintQuery]], list[tuple[Node, str]]]:
    """Return the queries of each root, and the roots that have no translation, with the reason."""
    queries: dict[Node, list[ConstraintQuery]] = {}
    handed_over: list[tuple[Node, str]] = []
    for root in compiler.roots():
        if root.node in known:
            continue
        try:
            queries[root.node] = list(compiler.queries_of(root))
        except NotCompiledError as error:
            if hand_over is None:
                raise
            handed_over.append((root.node, str(error)))
    return queries, handed_over


# --- on DuckDB ------------------------------------------------------------------------------


def _run_on_duckdb(
    data: Data,
    shapes: Graph,
    limit: float | None,
    hand_over: HandOver | None,
    on_loaded: Callable[[], None],
    memory: str,
) -> Outcome:
    from averment.shacl.duck import find_results

    with ThreadPoolExecutor(max_workers=1) as reader:
        # reading is DuckDB's work, compiling Python's: they do not wait for each other
        loading = reader.submit(_tables, data, memory)
        planned = plan_for(shapes, hand_over)
        tables = loading.result()
    on_loaded()
    if isinstance(data, Columns):
        refuse_too_large(data, planned.handed_over)
    outcome = Outcome([], [], planned.handed_over)
    gather(outcome, find_results(tables, planned.queries, planned.plan, limit=limit))
    add_handed_over(outcome, data, shapes, hand_over, memory)
    return outcome


@dataclass(frozen=True, slots=True)
class Planned:
    """The constraints of a shapes graph, ready for tables of numbered terms.

    Attributes:
        compiler: what compiled them.
        queries: their queries.
        plan: the statements of these.
        handed_over: the shapes that have no translation, each with the reason.
    """

    compiler: Compiler
    queries: list[ConstraintQuery]
    plan: SqlPlan
    handed_over: list[tuple[Node, str]]


def plan_for(shapes: Graph, hand_over: HandOver | None) -> Planned:
    """Compile shapes into statements of SQL.

    Raises:
        ShapeError: a shape is malformed.
        NotCompiledError: a shape has no translation, and there is nobody to hand it over to.
    """
    from averment.shacl.core import Compiler
    from averment.shacl.plan import make_plan

    compiler = Compiler(shapes)
    queries, handed_over = _compiled(compiler, (), hand_over)
    while True:
        flat = [query for of_root in queries.values() for query in of_root]
        try:
            return Planned(compiler, flat, make_plan(flat, compiler), handed_over)
        except NotCompiledError as error:
            node = next((node for node, of_root in queries.items() if error.query in of_root), None)
            if hand_over is None or node is None:
                raise
            del queries[node]
            handed_over.append((node, str(error)))


def gather(outcome: Outcome, results: Iterable[CompiledResult | ConstraintQuery]) -> None:
    """Add results to an outcome, and the queries that did not end in time."""
    from averment.shacl.results import CompiledResult

    for found in results:
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


def add_handed_over(
    outcome: Outcome, data: Data, shapes: Graph, hand_over: HandOver | None, memory: str
) -> None:
    """Add the results of the shapes that have no translation to an outcome."""
    from averment.shacl.columns.reading import ColumnTables

    if outcome.handed_over:
        whole = ColumnTables(data, memory=memory).graph() if isinstance(data, Columns) else data
        outcome.results.extend(_of_others(whole, shapes, outcome.handed_over, hand_over))


def refuse_too_large(columns: Columns, handed_over: list[tuple[Node, str]]) -> None:
    """See to it that columns are not too large for shapes that need them in memory.

    Raises:
        AvermentError: they are.
    """
    if handed_over and len(columns) > MOST_TRIPLES_HANDED_OVER:
        raise _too_large(columns, handed_over)


def _tables(data: Data, memory: str) -> Store | ColumnTables:
    from averment.shacl.columns.reading import ColumnTables
    from averment.shacl.store import Store

    if isinstance(data, Columns):
        return ColumnTables(data, memory=memory)
    store = Store(memory=memory)
    if isinstance(data, Graph):
        store.load(data)
    else:
        store.load_file(data)
    return store


def _too_large(columns: Columns, handed_over: list[tuple[Node, str]]) -> AvermentError:
    reasons = "; ".join(f"<{node}> ({reason})" for node, reason in handed_over)
    return AvermentError(
        f"these shapes have no translation, and the {len(columns)} triples of '{columns.path}' are too many to be read "
        f"into memory for them: {reasons}; leave the shapes out, or write them in another way"
    )


# --- on another engine ----------------------------------------------------------------------


def _of_others(
    data: Graph | Path, shapes: Graph, handed_over: list[tuple[Node, str]], hand_over: HandOver | None
) -> list[Result]:
    """Return the results of the shapes that have no translation."""
    nodes = {node for node, _ in handed_over}
    if not nodes or hand_over is None:
        return []
    kept = Graph()
    for subject, predicate, value in shapes:
        is_target = predicate in _TARGETS or (predicate == RDF.type and value in (RDFS.Class, OWL.Class))
        if subject in nodes or not is_target:
            kept.add((subject, predicate, value))
    graph = data if isinstance(data, Graph) else Graph().parse(data, format="nt")
    return hand_over(graph, kept)
