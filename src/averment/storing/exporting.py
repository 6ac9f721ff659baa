"""What a store has, written as a graph, or made into one that is exported as any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from averment.building import Build
from averment.exporting import graph_name
from averment.namespaces import PREFIXES
from averment.shapes import load_shapes
from averment.storing.excerpts import excerpt
from averment.storing.folder import Generation, StoreError, StoreFolder
from averment.storing.lookups import Lookups, Named, is_of_ontology, text_of, value_of
from averment.storing.names import DEFAULT, MARKS, PATH, is_file_graph

__all__ = ["MOST_CLAIMS", "STREAMED", "build_of_store", "write_store"]

STREAMED = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS}
"""The formats that are written without holding the graph in memory."""

MOST_CLAIMS = 100_000
"""How many claims a graph may have that is made in memory, where it takes some 40 KiB for each."""


def write_store(folder: str | Path, rdf_format: str, stream: IO[bytes], *, derived: bool = False) -> None:
    """Write what the files of a store state, in the order of the store.

    Args:
        folder: the store.
        rdf_format: a key of `STREAMED`.
        stream: where it is written.
        derived: whether to write what follows as well.

    Raises:
        StoreError: the store can't be opened.
    """
    named = rdf_format != "turtle"
    with StoreFolder(folder).reading() as generation:
        quads = _quads(ox.Store.read_only(str(generation.graph)), derived=derived)
        statements = quads if named else (ox.Quad(*quad.triple) for quad in quads)
        ox.serialize(statements, stream, STREAMED[rdf_format], prefixes=PREFIXES)


def _quads(store: ox.Store, *, derived: bool) -> Iterator[ox.Quad]:
    for quad in store.quads_for_pattern(None, PATH, None, None):
        graph = quad.graph_name
        if isinstance(graph, ox.NamedNode) and is_file_graph(graph):
            yield from _of_file(store, graph, ox.NamedNode(graph_name(text_of(quad))))
    yield from _of_no_file(store, derived=derived)


def _of_file(store: ox.Store, graph: ox.NamedNode, name: ox.NamedNode) -> Iterator[ox.Quad]:
    lookups = Lookups(store)
    for marked in store.quads_for_pattern(None, MARKS, None, graph):
        node = _node(marked)
        kept = [
            (quad.predicate, value_of(quad))
            for quad in store.quads_for_pattern(node, None, None, graph)
            if quad.predicate != MARKS
        ]
        for predicate, value in kept or lookups.stated(node):
            yield ox.Quad(node, predicate, value, name)


def _of_no_file(store: ox.Store, *, derived: bool) -> Iterator[ox.Quad]:
    """Iterate over what was loaded as a whole, and over what follows."""
    name = ox.NamedNode(graph_name(""))
    lookups, last = Lookups(store), None
    for number, quad in enumerate(store.quads_for_pattern(None, None, None, DEFAULT)):
        node = _node(quad)
        if node == last:
            continue
        last = node
        if not number % 10_000:
            lookups = Lookups(store)
        if not lookups.files(node):
            for predicate, value in lookups.stated(node):
                yield ox.Quad(node, predicate, value)
        for predicate, value in lookups.derived(node) if derived else ():
            yield ox.Quad(node, predicate, value, name)


def _node(quad: ox.Quad) -> Named:
    if isinstance(quad.subject, ox.Triple):
        raise TypeError(f"{quad.subject} is new in RDF 1.2")
    return quad.subject


def build_of_store(folder: str | Path) -> Build:
    """Return what a store has as a graph in memory.

    Raises:
        StoreError: the store can't be opened, or has too much for that.
    """
    with StoreFolder(folder).reading() as generation:
        _refuse_large(generation)
        store = ox.Store.read_only(str(generation.graph))
        nodes = {_node(quad) for quad in store.quads_for_pattern(None, None, None, DEFAULT)}
        lookups = Lookups(store)
        shapes, _ = load_shapes()
        there = {
            node
            for node in nodes
            if not is_of_ontology(node) or lookups.stated(node) or lookups.derived(node)
        }
        return excerpt(lookups, there, shapes, is_whole=True)


def _refuse_large(generation: Generation) -> None:
    claims = generation.facts["claims"]
    if claims > MOST_CLAIMS:
        formats = ", ".join(STREAMED)
        raise StoreError(
            f"the store has {claims} claims, and what is made of it in memory may have {MOST_CLAIMS}; write it as "
            f"{formats}, which holds nothing in memory, or ask it a CONSTRUCT query for a part and export that"
        )
