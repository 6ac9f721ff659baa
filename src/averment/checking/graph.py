"""Findings as triples, for queries that ask about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from averment.building import Build
from averment.checking import check
from averment.checking.findings import Finding, Report
from averment.graphs import graph_of
from averment.namespaces import AV, AVSH, FAMILY, ID
from averment.shapes import find_idle_shapes

__all__ = ["finding_node", "said_of_rules", "to_graph", "with_findings"]

_SAID_OF_RULES = (SH.property, AV.hasFamily, AV.meaning, AV.settledBy, AV.badExample, AV.goodExample)


def with_findings(build: Build, report: Report | None = None) -> Graph:
    """Return a graph with the findings of a check, what the rules say of themselves, and those that are idle.

    Args:
        build: the graph.
        report: what a check found; it is checked if left out.
    """
    idle = find_idle_shapes(build.shapes, build.everything)
    found = to_graph((check(build) if report is None else report).findings)
    return graph_of(build.everything, found, said_of_rules(build.shapes), idle)


def said_of_rules(shapes: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over what rules say of themselves."""
    for predicate in _SAID_OF_RULES:
        for rule, value in shapes.subject_objects(predicate):
            if isinstance(rule, URIRef) and not isinstance(value, BNode):
                yield rule, predicate, value


def to_graph(findings: Iterable[Finding]) -> Graph:
    """Return findings as SHACL validation results, each named by its fingerprint."""
    graph = Graph()
    for finding in findings:
        node = finding_node(finding)
        graph.add((node, RDF.type, AV.Finding))
        graph.add((node, RDF.type, SH.ValidationResult))
        graph.add((node, SH.focusNode, _node(finding.subject)))
        graph.add((node, SH.sourceShape, AVSH[finding.rule]))
        if finding.constraint:
            graph.add((node, SH.sourceConstraintComponent, URIRef(finding.constraint)))
        graph.add((node, SH.resultSeverity, SH[finding.severity.capitalize()]))
        graph.add((node, SH.resultMessage, Literal(finding.message)))
        graph.add((node, AV.hasFamily, FAMILY[finding.family]))
        for place in finding.places:
            if place.claim is not None:
                graph.add((node, AV.involves, _node(place.claim)))
        if finding.judgement is not None:
            graph.add((node, AV.hasJudgement, _node(finding.judgement.iri)))
    return graph


def finding_node(finding: Finding) -> URIRef:
    """Return the IRI of a finding."""
    return URIRef(f"{ID}finding/{finding.fingerprint}")


def _node(name: str) -> URIRef | BNode:
    """Return the node that a finding names: by its IRI, or by the name of a blank node, which has no colon."""
    return URIRef(name) if ":" in name else BNode(name)
