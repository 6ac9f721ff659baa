"""Checking a store: all of it on its columns, or what has been found already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from averment.checking import LIMIT, Report, Summary, check
from averment.checking.engine import problems_of
from averment.checking.findings import Finding
from averment.errors import AvermentError, UsageError
from averment.shacl.engine import validate
from averment.shacl.outcome import Outcome
from averment.shapes import load_shapes
from averment.storing.excerpts import whole
from averment.storing.findings import findings_of_results, replace_findings, rule_quads, stored_findings
from averment.storing.folder import Generation, StoreError, StoreFolder
from averment.storing.loading import clone_graph, link_columns, refresh
from averment.storing.lookups import parse_node
from averment.storing.names import FINDINGS
from averment.storing.processes import Progress

__all__ = ["SMALL", "Engine", "check_store", "on_duckdb", "on_spark"]

SMALL = 5000
"""Up to how many claims a store is checked in memory, which takes less time than to make tables of its columns."""

Engine = Callable[[Path, Graph, float | None], Outcome]
"""Runs shapes over a folder of columns, each constraint for so many seconds at most."""


def on_spark(master: str, options: Mapping[str, str], memory: str) -> Engine:
    """Return Spark as an engine.

    Args:
        master: where it runs, as `local[*]` or `spark://host:7077`.
        options: further settings of Spark.
        memory: how much its process on this machine may hold.
    """

    def run(columns: Path, shapes: Graph, limit: float | None) -> Outcome:
        from averment.shacl.spark import validate_on_spark

        return validate_on_spark(columns, shapes, master=master, limit=limit, options=options, memory=memory)

    return run


def on_duckdb(memory: str) -> Engine:
    """Return DuckDB as an engine that holds so much at most."""

    def run(columns: Path, shapes: Graph, limit: float | None) -> Outcome:
        from averment.shacl.columns import Columns

        return validate(Columns(columns), shapes, limit=limit, memory=memory)

    return run


@dataclass(frozen=True, slots=True)
class _Checked:
    findings: list[Finding]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def check_store(
    folder: str | Path,
    engine: Engine,
    *,
    is_forced: bool = False,
    shapes: Iterable[str | Path] = (),
    anew: bool = False,
    changed: bool = False,
    today: date | None = None,
    limit: float | None = LIMIT,
    progress: Progress = lambda step, done, total: None,
) -> Report:
    """Check a store.

    What a check of the whole has found with averment's own shapes is kept, and each load brings it up to date; it is
    told again unless it has to be found anew.

    Args:
        folder: the store.
        engine: what runs the shapes over its columns.
        is_forced: whether that is used for a small store as well, which is checked faster in memory.
        shapes: files of further shapes, with which everything is checked anew and nothing is kept.
        anew: whether to check everything even so.
        changed: whether to tell only what is found on what the last load has touched.
        today: the day on which waivers have to hold.
        limit: seconds after which a constraint is ended.
        progress: told what is done.

    Raises:
        StoreError: the store can't be opened, or nothing is known yet of what the last load has touched.
        UsageError: that is asked for with further shapes.
        AvermentError: the shapes can't be run.
    """
    own = list(shapes)
    if own and changed:
        raise UsageError(
            "what the last load has touched is known of averment's own rules alone; leave out --shapes, or --changed"
        )
    store = StoreFolder(folder)
    refresh(store, today)
    with store.reading() as generation:
        facts = generation.facts
        is_known = facts.get("checked") and not anew and not own
        if is_known or changed:
            if not is_known:
                raise StoreError(
                    f"'{folder}' has not been checked as a whole, so that nobody knows what the last load has changed; "
                    f"check it once: averment check --store {folder}"
                )
            graph = ox.Store.read_only(str(generation.graph))
            nodes = [parse_node(name) for name in facts.get("touched", [])] if changed else None
            checked = _Checked(stored_findings(graph, nodes))
        else:
            is_small = facts["claims"] <= SMALL and not is_forced
            checked = _check_all(generation, None if is_small else engine, own, limit, progress)
            if not own and not checked.problems:
                checked = _kept(store, generation, checked)
    return Report(
        summary=Summary.of(checked.findings, claims=facts["claims"], questions=facts["questions"]),
        findings=tuple(checked.findings),
        problems=checked.problems,
        notes=checked.notes,
    )


def _check_all(
    generation: Generation,
    engine: Engine | None,
    own: list[str | Path],
    limit: float | None,
    progress: Progress,
) -> _Checked:
    shapes, _ = load_shapes(own)
    progress("checking", 0, None)
    if engine is None:
        report = check(whole(ox.Store.read_only(str(generation.graph)), shapes), limit=limit)
        return _Checked(list(report.findings), report.problems, report.notes)
    outcome = engine(generation.columns, shapes, limit)
    graph = generation.graph if not own else ox.Store.read_only(str(generation.graph))
    findings = findings_of_results(graph, outcome.results, shapes, progress)
    return _Checked(findings, problems_of(outcome, limit))


def _kept(store: StoreFolder, generation: Generation, checked: _Checked) -> _Checked:
    """Keep findings with the store; say so if that is not possible, since they hold all the same."""
    try:
        with store.writing() as writing:
            if writing.before is None or writing.before.folder != generation.folder:
                raise StoreError("it has been loaded again meanwhile")
            after = writing.after
            after.facts = {**generation.facts, "checked": True, "touched": []}
            clone_graph(generation.graph, after.graph)
            graph = ox.Store(after.graph)
            gone = {
                parse_node(str(quad.subject)) for quad in graph.quads_for_pattern(None, None, None, FINDINGS)
            }
            replace_findings(graph, gone, checked.findings)
            graph.extend(rule_quads(load_shapes()[0]))
            graph.flush()
            del graph  # closed, since it tidies its files up as long as it is open
            link_columns(generation, after)
            writing.commit()
    except (AvermentError, OSError) as error:
        note = f"the findings could not be kept with the store ({error}), so that the next check starts anew"
        return _Checked(checked.findings, checked.problems, (*checked.notes, note))
    return checked
