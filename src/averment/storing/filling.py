"""Filling a new store: all that files state, and then what follows from it, part by part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import islice

import pyoxigraph as ox
from rdflib import Graph

from averment.deriving import Archive
from averment.namespaces import AV
from averment.storing.contents import Contents, names_in
from averment.storing.deriving import derive_for, judge_for
from averment.storing.editing import placed
from averment.storing.families import divide
from averment.storing.lookups import Lookups, Named, as_term, is_of_ontology, ontology_quads
from averment.storing.names import DEFAULT, MARKS, TYPE
from averment.storing.world import StoredWorld
from averment.terms import to_quad

__all__ = ["derived_quads", "fill", "in_several", "judged_quads", "parts_to_derive", "share", "stated_quads"]

MOST_CLAIMS = 2000
"""How many claims are derived for at once: enough that what all share is looked up seldom."""

_MOST_OTHERS = 4000


def fill(
    store: ox.Store,
    files: Collection[Contents],
    shapes: Graph,
    *,
    archive: Archive | None = None,
    today: date | None = None,
) -> None:
    """Fill an empty store, in this process; see `averment.storing.loading` for one in several.

    Args:
        store: the store.
        files: what each file states.
        shapes: the shapes that a check would run.
        archive: the archived pages, if there are any.
        today: the day on which waivers have to hold; without one, none does.
    """
    for contents in files:
        store.extend(stated_quads(contents))
    share(store, files)
    derived = [
        quad
        for part in parts_to_derive(store)
        for quad in derived_quads(Lookups(store), part, shapes, archive)
    ]
    store.extend(ontology_quads())
    store.extend(derived)
    store.extend(judged_quads(store, shapes, today))


def stated_quads(contents: Contents) -> Iterator[ox.Quad]:
    """Iterate over what a store keeps of a file, but for what is kept apart of nodes that others describe, too."""
    statements = [(triple.subject, triple.predicate, triple.object) for triple in contents.triples]
    yield from placed(statements)  # type: ignore[arg-type]
    yield from contents.own_quads()
    yield from names_in(contents.triples)


def share(store: ox.Store, files: Iterable[Contents]) -> None:
    """Keep apart what each file states of the nodes that several describe."""
    several = in_several(store)
    for contents in files if several else ():
        store.extend(
            ox.Quad(triple.subject, triple.predicate, triple.object, contents.graph)
            for triple in contents.triples
            if triple.subject in several
        )


def in_several(store: ox.Store) -> dict[Named, set[ox.NamedNode]]:
    """Return the nodes that several files describe, each with the graphs of these."""
    once: dict[Named, ox.NamedNode] = {}
    several: dict[Named, set[ox.NamedNode]] = {}
    for quad in store.quads_for_pattern(None, MARKS, None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
            first = once.setdefault(quad.subject, quad.graph_name)
            if first != quad.graph_name:
                several.setdefault(quad.subject, {first}).add(quad.graph_name)
    return several


def parts_to_derive(store: ox.Store) -> Iterator[list[Named]]:
    """Iterate over lists of nodes, each of which can be derived for by itself: families of claims, then the others.

    Args:
        store: what files state, and nothing else yet.
    """
    yield from divide(store, MOST_CLAIMS)
    others = _others(store)
    while part := list(islice(others, _MOST_OTHERS)):
        yield part
    yield list({quad.subject for quad in ontology_quads() if isinstance(quad.subject, ox.NamedNode)})


def _others(store: ox.Store) -> Iterator[Named]:
    """Iterate over the nodes that are neither claims nor parts of anything."""
    claim = as_term(AV.Claim)
    last = None
    for quad in store.quads_for_pattern(None, None, None, DEFAULT):
        node = quad.subject
        if node == last or isinstance(node, ox.Triple):
            continue
        last = node
        if (
            isinstance(node, ox.BlankNode)
            and next(store.quads_for_pattern(None, None, node, None), None) is not None
        ):
            continue
        types = {each.object for each in store.quads_for_pattern(node, TYPE, None, DEFAULT)}
        if claim not in types and not is_of_ontology(node):
            yield node


def derived_quads(
    lookups: Lookups, part: Iterable[Named], shapes: Graph, archive: Archive | None
) -> Iterator[ox.Quad]:
    """Iterate over what follows from some nodes."""
    return map(to_quad, derive_for(lookups, part, shapes, archive))


def judged_quads(store: ox.Store, shapes: Graph, today: date | None) -> Iterator[ox.Quad]:
    """Iterate over what follows from judgements, once all else is in the store."""
    lookups = Lookups(store)
    judgements = [as_term(node) for node in StoredWorld(lookups, ()).instances(AV.Judgement)]
    return map(to_quad, judge_for(lookups, judgements, shapes, today))  # type: ignore[arg-type]
