"""Checking a graph against the shapes, and what comes of it."""

from __future__ import annotations

from rdflib import RDF

from averment.building import Build
from averment.checking.engine import ENGINES
from averment.checking.findings import SEVERITIES, Finding, Place, Report, Summary
from averment.checking.interpret import Interpreter
from averment.graphs import graph_of
from averment.namespaces import AV
from averment.shapes import find_idle_shapes

__all__ = ["ENGINES", "SEVERITIES", "Finding", "Place", "Report", "Summary", "check"]


def check(build: Build, *, incomplete: bool = False, engine: str = "pyshacl") -> Report:
    """Check a graph and return what was found, the gravest first, then by file and line.

    Args:
        build: the graph.
        incomplete: some files could not be read, so that a node that is defined nowhere may well be
            defined in one of them; such findings say so.
        engine: a key of `ENGINES`.

    Raises:
        AvermentError: the shapes can't be run.
    """
    data = build.everything
    idle = list(find_idle_shapes(build.shapes, data))
    if idle:
        data = graph_of(data, idle)  # a copy: the build's own graph stays as it is
    findings = Interpreter(build, data, incomplete=incomplete).findings(ENGINES[engine](data, build.shapes))
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    summary = Summary(
        claims=len(set(build.stated.subjects(RDF.type, AV.Claim))),
        questions=len(set(build.derived.subjects(RDF.type, AV.Question))),
        **counts,
    )
    return Report(summary=summary, findings=tuple(findings))
