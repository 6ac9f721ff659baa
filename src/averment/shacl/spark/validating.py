"""Shapes and columns in, results out, by way of Spark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Graph

from averment.shacl.columns.layout import Columns
from averment.shacl.columns.reading import ColumnTables
from averment.shacl.duck import find_results, named
from averment.shacl.engine import HandOver, Planned, add_handed_over, gather, plan_for, refuse_too_large
from averment.shacl.errors import NotCompiledError
from averment.shacl.limits import MEMORY
from averment.shacl.outcome import Outcome
from averment.shacl.plan import Statements, make_plan
from averment.shacl.spark.running import Found, run
from averment.shacl.spark.session import LOCAL, SparkProcess, is_local
from averment.shacl.spark.tables import SparkTables

if TYPE_CHECKING:
    from averment.shacl.core import ConstraintQuery

__all__ = ["validate_on_spark"]

_SMALL = 1_000_000
"""Triples up to which starting fast counts for more than running fast."""


def validate_on_spark(
    columns: Columns | Path,
    shapes: Graph,
    *,
    master: str = LOCAL,
    limit: float | None = None,
    memory: str = MEMORY,
    hand_over: HandOver | None = None,
    on_loaded: Callable[[], None] = lambda: None,
    working: Path | None = None,
    options: Mapping[str, str] | None = None,
    spark: SparkProcess | None = None,
) -> Outcome:
    """Validate columns against shapes on Spark.

    What Spark has no words for is run by DuckDB here, and named in `handed_over` with the reason.

    Args:
        columns: the columns, with the sub-class statements that targets need; on a cluster, in a folder that all
            machines see under this name.
        shapes: the shapes.
        master: where Spark runs, as `local[*]` or `spark://host:7077`.
        limit: seconds after which a constraint is ended.
        memory: how much the process of Spark on this machine may hold, and DuckDB, which ranks literals before
            that, as much.
        hand_over: runs the shapes of a graph that have no translation.
        on_loaded: called when Spark has started and the data are ready.
        working: where files are written for a while; on a cluster a folder that all machines see, by default one in
            that of the columns.
        options: more settings of Spark, as `spark.executor.memory`.
        spark: Spark, if it has been started before; `master`, `memory` and `options` are of no use then.

    Raises:
        ShapeError: a shape is malformed.
        NotCompiledError: a shape has no translation, and there is nobody to hand it over to.
        AvermentError: Spark can't be started or fails, the columns can't be read, or a shape that has no
            translation would need too many triples in memory.
    """
    data = columns if isinstance(columns, Columns) else Columns(columns)
    if working is None and not is_local(master):
        working = data.path
    with ExitStack() as stack, ThreadPoolExecutor(max_workers=1) as starter:

        def start() -> SparkProcess:
            if spark is not None:
                return spark
            return stack.enter_context(
                SparkProcess(master, memory=memory, small=len(data) <= _SMALL, options=options)
            )

        # Spark starts in a process of its own
        starting = starter.submit(start)
        planned = plan_for(shapes, hand_over)
        refuse_too_large(data, planned.handed_over)
        tables = SparkTables(data, working=working, memory=memory)
        statements = tables.prepare(planned.plan)
        process = starting.result()
        on_loaded()
        found = run(process, tables, statements, limit=limit)
        outcome = Outcome([], [], planned.handed_over)
        _gather(outcome, tables, planned, statements, found)
        add_handed_over(outcome, data, shapes, hand_over, memory)
        _add_refused(outcome, data, planned, found, limit, memory)
    return outcome


def _gather(
    outcome: Outcome, tables: SparkTables, planned: Planned, statements: Statements, found: list[Found]
) -> None:
    ran = [number for number, rows in enumerate(found) if not isinstance(rows, NotCompiledError)]
    some = Statements(statements.shared, tuple(statements.queries[number] for number in ran))
    rows = [rows for rows in found if not isinstance(rows, NotCompiledError)]
    gather(outcome, named(tables, [planned.queries[number] for number in ran], some, rows))


def _add_refused(
    outcome: Outcome, data: Columns, planned: Planned, found: list[Found], limit: float | None, memory: str
) -> None:
    """Run what Spark has no words for on DuckDB."""
    refused: list[ConstraintQuery] = []
    for query, rows in zip(planned.queries, found, strict=True):
        if isinstance(rows, NotCompiledError):
            refused.append(query)
            outcome.handed_over.append((query.shape.node, str(rows)))
    if refused:
        plan = make_plan(refused, planned.compiler)
        gather(outcome, find_results(ColumnTables(data, memory=memory), refused, plan, limit=limit))
