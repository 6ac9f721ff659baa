"""Which findings a change touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from rdflib import BNode, URIRef
from rdflib.term import Node

from averment.building import Build
from averment.changing.changes import Changes
from averment.checking.findings import Finding, Report
from averment.checking.rules import Rule
from averment.namespaces import AV

__all__ = ["STEPS", "limited", "touched"]

STEPS = 3
"""How far from a claim a change is looked for: from its article to the publisher, and to who owns that."""


def limited(report: Report, changes: Changes, build: Build, rules: Iterable[Rule]) -> Report:
    """Return a report with the findings that a change touches, and a note on how many it leaves out.

    Args:
        report: the report.
        changes: what has changed.
        build: the graph.
        rules: the rules that were applied.
    """
    names = {rule.name for rule in rules if changes.lines.get(rule.path or "")}
    kept = list(touched(report.findings, changes, build, names))
    left_out = len(report.findings) - len(kept)
    findings = "1 finding is" if left_out == 1 else f"{left_out} findings are"
    note = f"{findings} left out that nothing changed since '{changes.since}' touches"
    return replace(report.narrowed(kept), notes=(*report.notes, note))


def touched(
    findings: Iterable[Finding], changes: Changes, build: Build, rules: Iterable[str] = ()
) -> Iterator[Finding]:
    """Iterate over the findings that a change touches, on any side.

    One is touched if a line of one of its places has changed, or of a node that it involves: what it is about,
    its claims with their parts and articles, and what these lead to in a few steps, such as the group that a
    claim speaks of, or the owner of an outlet. It is touched as well if a claim is gone that was about the
    same as one of its own, or if its judgement or its rule has changed.

    Args:
        findings: the findings.
        changes: what has changed.
        build: the graph.
        rules: the names of rules that are written in files that have changed.
    """
    rules = frozenset(rules)

    @cache  # findings involve much the same: their articles, publishers and groups
    def linked(node: Node) -> frozenset[Node]:
        return frozenset(_linked(node, build))

    for finding in findings:
        lines = ((place.path, place.line) for place in finding.places)
        if (
            finding.rule in rules
            or any(line in changes.lines.get(path or "", ()) for path, line in lines)
            or not changes.nodes.isdisjoint(_involved(finding, linked))
            or not changes.gone.isdisjoint(_topics(finding, build))
        ):
            yield finding


def _involved(finding: Finding, linked: Callable[[Node], Iterable[Node]]) -> set[Node]:
    start: set[Node] = {_node(finding.subject)}
    start.update(_node(place.claim) for place in finding.places if place.claim is not None)
    if finding.judgement is not None:
        start.add(_node(finding.judgement.iri))
    found = set(start)
    edge = start
    for _ in range(STEPS):
        edge = {value for node in edge for value in linked(node)} - found
        found |= edge
    return found


def _linked(node: Node, build: Build) -> Iterator[Node]:
    """Iterate over what a node links to; its parts without an IRI are no step of their own."""
    waiting = [node]
    seen = {node}
    while waiting:
        for value in build.stated.objects(waiting.pop(), None):
            if isinstance(value, BNode) and value not in seen:
                seen.add(value)
                waiting.append(value)
            elif isinstance(value, URIRef):
                yield value


def _topics(finding: Finding, build: Build) -> Iterator[tuple[Node | None, Node | None]]:
    for place in finding.places:
        if place.claim is not None:
            claim = _node(place.claim)
            yield build.stated.value(claim, AV.about), build.stated.value(claim, AV.hasAspect)


def _node(name: str) -> URIRef | BNode:
    return URIRef(name) if ":" in name else BNode(name)
