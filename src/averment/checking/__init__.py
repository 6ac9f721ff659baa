"""Checking a graph against the shapes, and what comes of it."""

from __future__ import annotations

from rdflib import RDF

from averment.building import Build
from averment.checking.engine import DEFAULT, ENGINES, problems_of
from averment.checking.findings import (
    SEVERITIES,
    STATUSES,
    Comparison,
    Failure,
    Finding,
    Judgement,
    Place,
    Report,
    Summary,
)
from averment.checking.interpret import Interpreter
from averment.checking.spelling import Spelling
from averment.graphs import graph_of
from averment.namespaces import AV
from averment.shapes import find_idle_shapes

__all__ = [
    "DEFAULT",
    "ENGINES",
    "LIMIT",
    "SEVERITIES",
    "STATUSES",
    "Comparison",
    "Failure",
    "Finding",
    "Judgement",
    "Place",
    "Report",
    "Summary",
    "check",
]


LIMIT = 60.0
"""Seconds that a constraint may take unless told otherwise."""


def check(
    build: Build,
    *,
    incomplete: bool = False,
    engine: str = DEFAULT,
    limit: float | None = LIMIT,
    spelling: Spelling | None = None,
) -> Report:
    """Check a graph and return what was found, the gravest first, then by file and line.

    Args:
        build: the graph.
        incomplete: some files could not be read, so that a node that is defined nowhere may well be
            defined in one of them; such findings say so.
        engine: a key of `ENGINES`.
        limit: seconds after which a constraint is ended, if the engine can do that; None for never.
        spelling: what unknown terms and names stand for, where the build does not hold all that they may.

    Raises:
        AvermentError: the shapes can't be run.
    """
    data = build.everything
    idle = list(find_idle_shapes(build.shapes, data))
    if idle:
        data = graph_of(data, idle)  # a copy: the build's own graph stays as it is
    outcome = ENGINES[engine](data, build.shapes, limit=limit)
    findings = Interpreter(build, data, incomplete=incomplete, spelling=spelling).findings(outcome.results)
    summary = Summary.of(
        findings,
        claims=len(set(build.stated.subjects(RDF.type, AV.Claim))),
        questions=len(set(build.derived.subjects(RDF.type, AV.Question))),
    )
    return Report(
        summary=summary,
        findings=tuple(findings),
        problems=problems_of(outcome, limit),
        notes=(
            *build.notes,
            *(
                f"<{shape}> was run by pySHACL, which is slower: {reason}"
                for shape, reason in outcome.handed_over
            ),
        ),
    )
