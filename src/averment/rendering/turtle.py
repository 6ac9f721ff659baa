"""Reports as SHACL validation reports in Turtle, in averment's canonical form."""

from __future__ import annotations

from dataclasses import replace

from rdflib import RDF, SH, XSD, BNode, Graph, Literal
from rdflib.namespace import PROV, RDFS

from averment.checking.findings import Report
from averment.checking.graph import finding_node, to_graph
from averment.exporting.turtle import write_turtle
from averment.namespaces import AV
from averment.rendering.escaping import clean
from averment.rendering.words import at, state_in_words

__all__ = ["render_turtle"]

_REPORT = BNode("report")


def render_turtle(report: Report) -> str:
    """Return a report as a `sh:ValidationReport`, each result with the places of its sides.

    A report of a check that is not whole does not conform, and has what went wrong as comments.
    """
    findings = tuple(replace(finding, message=clean(finding.message)) for finding in report.findings)
    graph: Graph = to_graph(findings)
    conforms = not report.findings and not report.failures
    graph.add((_REPORT, RDF.type, SH.ValidationReport))
    graph.add((_REPORT, SH.conforms, Literal(conforms)))
    for failure in report.failures:
        start = f"{at(failure)}: " if failure.path is not None else ""
        graph.add((_REPORT, RDFS.comment, Literal(clean(f"{start}error: {failure.message}"))))
    for note in state_in_words(report):
        graph.add((_REPORT, RDFS.comment, Literal(clean(note))))
    for finding in report.findings:
        node = finding_node(finding)
        graph.add((_REPORT, SH.result, node))
        for number, place in enumerate(finding.places):
            if place.path is None:
                continue
            location = BNode(f"f{finding.fingerprint}n{number}".replace("-", "x"))
            graph.add((node, PROV.atLocation, location))
            graph.add((location, RDF.type, PROV.Location))
            graph.add((location, AV.path, Literal(clean(place.path))))
            graph.add((location, AV.line, Literal(place.line, datatype=XSD.integer)))
            graph.add((location, AV.column, Literal(place.column, datatype=XSD.integer)))
    return write_turtle(graph)
