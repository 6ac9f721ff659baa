"""The findings of a store: made of what a check of all of it has found, and anew for what a change has touched."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from averment.checking import LIMIT, check
from averment.checking.engine import Result
from averment.checking.findings import Finding, Judgement, Place
from averment.checking.graph import said_of_rules, to_graph
from averment.checking.interpret import Interpreter, in_order
from averment.errors import AvermentError
from averment.namespaces import AV
from averment.shapes import shipped_shapes
from averment.storing.changing import Change, stand_of
from averment.storing.excerpts import excerpt
from averment.storing.families import Families
from averment.storing.lookups import Lookups, Named, as_named_term, as_node, as_term, text_of
from averment.storing.names import FINDING, FINDINGS, RESULTS, TYPE
from averment.storing.processes import Progress, in_turn, opened, workers
from averment.storing.reaching import near, surroundings
from averment.storing.rippling import Touched
from averment.terms import to_quad

__all__ = ["find_touched", "findings_of_results", "replace_findings", "rule_quads", "stored_findings"]

_USED_BY = ox.NamedNode(AV.usedBy)
_MOST_CLAIMS = 1500
_MOST_OTHERS = 500
_MOST_RESULTS = 600
_FEW_LISTS = 4
_MANY = 5_000
"""Findings above which they are loaded in bulk."""


def find_touched(
    store: ox.Store, change: Change, shapes: Graph, limit: float | None = LIMIT
) -> list[Finding]:
    """Return the findings on what a change has touched, as a check of the whole store would have them.

    Args:
        store: the store after the change.
        change: what has been looked at.
        shapes: averment's shapes.
        limit: seconds after which a constraint is ended.

    Raises:
        AvermentError: a constraint did not end in time.
    """
    found: dict[tuple[str, str], Finding] = {}
    # a node without a type is told of where it is named, for no shape is about it
    untyped = _untyped(Lookups(store), change.after)
    for nodes in _parts(Lookups(store, has_identities=True), change):
        lookups = Lookups(store, has_identities=True)  # anew, for it holds all that it has looked up
        focus = {*nodes, *_terms_used(lookups, nodes)}
        names = {str(as_node(node)) for node in focus} | untyped
        build = excerpt(lookups, surroundings(lookups, focus), shapes)
        report = check(build, limit=limit)
        if report.problems:
            raise AvermentError("; ".join(report.problems))
        for finding in report.findings:
            if finding.subject in names:
                found.setdefault((finding.subject, finding.fingerprint), finding)
    return in_order(found.values())


def _parts(lookups: Lookups, change: Change) -> Iterator[set[Named]]:
    """Iterate over lists of what has been touched, each with whole families of claims, that are not too long."""
    families = Families(lookups)
    waiting, part = set(change.claims), set[Named]()
    while waiting:
        part |= families.of([next(iter(waiting))])
        waiting -= part
        if len(part) >= _MOST_CLAIMS or not waiting:
            yield stand_of(lookups, Touched(part, set()))
            part = set()
    of_claims = stand_of(lookups, Touched(change.claims, set()))
    others = iter(sorted(change.after - of_claims, key=str))
    while some := set(islice(others, _MOST_OTHERS)):
        yield some


def _untyped(lookups: Lookups, nodes: Iterable[Named]) -> set[str]:
    return {
        str(as_node(node))
        for node in nodes
        if (stated := lookups.stated(node)) and all(predicate != TYPE for predicate, _ in stated)
    }


def _terms_used(lookups: Lookups, nodes: Iterable[Named]) -> set[Named]:
    return {term for node in nodes for term in lookups.subjects(_USED_BY, node)}


def findings_of_results(
    graph: ox.Store | Path, results: Iterable[Result], shapes: Graph, progress: Progress | None = None
) -> list[Finding]:
    """Return the findings that all results of a check lead to, in order.

    Args:
        graph: the store, or the folder of one, which several processes read where there is much to do.
        results: the results.
        shapes: the shapes that were run.
        progress: told what is done.
    """
    lists = list(_lists(results))
    found: dict[tuple[str, str], Finding] = {}
    with workers(isinstance(graph, Path) and len(lists) > _FEW_LISTS) as pool:
        given = ((graph, some, shapes if pool is None else None) for some in lists)
        for number, findings in enumerate(in_turn(pool, _findings_near, given), start=1):
            for finding in findings:
                found.setdefault((finding.subject, finding.fingerprint), finding)
            if progress is not None:
                progress("wording findings", number, len(lists))
    return in_order(found.values())


def _lists(results: Iterable[Result]) -> Iterator[list[Result]]:
    """Divide results into lists that are not too long, all of a focus node together."""
    ordered = sorted(results, key=lambda result: (type(result.focus).__name__, str(result.focus)))
    groups = groupby(ordered, key=lambda result: result.focus)
    while some := [result for _, group in islice(groups, _MOST_RESULTS) for result in group]:
        yield some


def _findings_near(given: tuple[ox.Store | Path, list[Result], Graph | None]) -> list[Finding]:
    graph, results, shapes = given
    store = opened(str(graph)) if isinstance(graph, Path) else graph
    lookups = Lookups(store)
    nodes = {result.focus for result in results} | {
        result.value for result in results if result.value is not None
    }
    named = {term for node in nodes if not isinstance(term := as_term(node), ox.Literal)}
    build = excerpt(lookups, near(lookups, named), shapes if shapes is not None else shipped_shapes())
    return Interpreter(build, build.everything).findings(results)


# --- kept in the store ----------------------------------------------------------------------


def replace_findings(store: ox.Store, gone: Iterable[Named], findings: Iterable[Finding]) -> tuple[int, int]:
    """Put findings into a store in the place of those on some nodes; return how many are new, and how many gone."""
    before = {quad for node in gone for quad in store.quads_for_pattern(node, FINDING, None, FINDINGS)}
    after = set(finding_quads(findings))
    for quad in [*(before - after), *_results(before - after)]:
        store.remove(quad)
    new = chain(after - before, _results(after - before))
    if len(after - before) > _MANY:
        store.bulk_extend(new)  # what reads the store has another generation of it
    else:
        store.extend(new)
    known, now = ({_key(quad) for quad in quads} for quads in (before, after))
    return len(now - known), len(known - now)


def _results(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Iterate over findings as validation results, which queries ask for."""
    for triple in to_graph(_finding(json.loads(text_of(quad))) for quad in quads):
        yield to_quad(triple, RESULTS)


def rule_quads(shapes: Graph) -> Iterator[ox.Quad]:
    """Iterate over what rules say of themselves, which queries on findings ask for as well."""
    for triple in said_of_rules(shapes):
        yield to_quad(triple, RESULTS)


def _key(quad: ox.Quad) -> tuple[str, str]:
    return str(quad.subject), json.loads(text_of(quad))["fingerprint"]


def finding_quads(findings: Iterable[Finding]) -> Iterator[ox.Quad]:
    """Iterate over findings as a store keeps them."""
    for finding in findings:
        text = json.dumps(asdict(finding), ensure_ascii=False, separators=(",", ":"))
        yield ox.Quad(_node(finding.subject), FINDING, ox.Literal(text), FINDINGS)


def _node(name: str) -> Named:
    node: Node = URIRef(name) if ":" in name else BNode(name)
    return as_named_term(node)


def stored_findings(store: ox.Store, nodes: Collection[Named] | None = None) -> list[Finding]:
    """Return the findings that a store keeps, in order; of some nodes, if they are given."""
    quads = (
        store.quads_for_pattern(None, FINDING, None, FINDINGS)
        if nodes is None
        else (quad for node in nodes for quad in store.quads_for_pattern(node, FINDING, None, FINDINGS))
    )
    return in_order(_finding(json.loads(text_of(quad))) for quad in quads)


def _finding(content: dict[str, Any]) -> Finding:
    judgement = content.pop("judgement")
    places = tuple(Place(**place) for place in content.pop("places"))
    return Finding(
        **content, places=places, judgement=Judgement(**judgement) if judgement is not None else None
    )
