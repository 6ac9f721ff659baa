"""How a store names what it keeps beside the graph, and how its parts are told from one another.

The default graph has everything: what files state, what follows from it, and the ontology. Beside it there is a
named graph for each file, with the nodes that are written there and their places, and a few for the store's own use.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import RDF

from averment import resources
from averment.namespaces import AV
from averment.terms import to_oxigraph

__all__ = [
    "ASIDE",
    "BASE",
    "DEFAULT",
    "DIGEST",
    "FINDING",
    "FINDINGS",
    "FOLDED",
    "MARKS",
    "NAMES",
    "PATH",
    "REAL_PATH",
    "RESULTS",
    "TYPE",
    "derived_classes",
    "derived_properties",
    "file_graph",
    "is_file_graph",
]

_OWN = "urn:averment:"

DEFAULT = ox.DefaultGraph()

ASIDE = ox.NamedNode(f"{_OWN}aside")
"""The graph of what files state and the default graph does not have as stated: derived properties, and what the
ontology says as well."""

BASE = ox.NamedNode(f"{_OWN}base")
"""The graph of what data that were loaded as a whole state of nodes of which a file states something, too."""

NAMES = ox.NamedNode(f"{_OWN}names")
"""The graph of the names by which values may name nodes, in the form in which they are looked up."""

FINDINGS = ox.NamedNode(f"{_OWN}findings")
"""The graph of the findings of the last check."""

RESULTS = ox.NamedNode(f"{_OWN}results")
"""The graph of the same findings as validation results of SHACL, for queries that ask for them."""

DIGEST = ox.NamedNode(f"{_OWN}digest")
PATH = ox.NamedNode(f"{_OWN}path")
REAL_PATH = ox.NamedNode(f"{_OWN}real-path")
MARKS = ox.NamedNode(f"{_OWN}marks")
FOLDED = ox.NamedNode(f"{_OWN}folded")
FINDING = ox.NamedNode(f"{_OWN}finding")
TYPE = ox.NamedNode(RDF.type)


def file_graph(path: str) -> ox.NamedNode:
    """Return the name of the graph that belongs to a file.

    >>> print(file_graph("graph/a b.yaml"))
    <urn:averment:file:graph/a%20b.yaml>
    """
    return ox.NamedNode(f"{_OWN}file:{quote(path.encode(errors='surrogatepass'))}")


def is_file_graph(name: object) -> bool:
    """Return whether a graph belongs to a file."""
    return isinstance(name, ox.NamedNode) and name.value.startswith(f"{_OWN}file:")


@cache
def derived_properties() -> frozenset[ox.NamedNode]:
    """Return the properties whose values are derived, and never stated."""
    found = resources.ontology().subjects(RDF.type, AV.DerivedProperty)
    return frozenset(term for each in found if isinstance(term := to_oxigraph(each), ox.NamedNode))


@cache
def derived_classes() -> frozenset[ox.NamedNode]:
    """Return the classes of nodes that nothing is stated of."""
    return frozenset(
        ox.NamedNode(each) for each in (AV.DerivedAnswer, AV.IdleShape, AV.Question, AV.UnknownTerm)
    )
