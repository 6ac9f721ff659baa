"""Whether an endpoint has a whole graph of averment: the ontology of this version, and what is derived."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal, InvalidOperation

from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from averment import resources
from averment.errors import AvermentError
from averment.namespaces import AV
from averment.remote.asking import Asking
from averment.remote.lookups import EndpointLookup

__all__ = ["WholeGraphError", "classes_below", "refuse_part"]

_CURE = (
    "load what 'averment export turtle --whole' of this version writes, as one graph, and name "
    "the graph that it is in with --default-graph"
)

_NUMBERS = frozenset({XSD.integer, XSD.nonNegativeInteger, XSD.decimal, XSD.double, XSD.float})


class WholeGraphError(AvermentError):
    """What is at an endpoint is not all that a check needs; the message says what is missing, and what to do."""


def refuse_part(url: str, asking: Asking) -> None:
    """Make sure that a graph has the ontology of this version, and derived statements.

    Args:
        url: the address, for messages.
        asking: the endpoint.

    Raises:
        WholeGraphError: something is missing.
        EndpointError: there is no answer.
    """
    ontology = resources.ontology()
    named = {subject for subject in ontology.subjects() if isinstance(subject, URIRef)}
    there = {
        (subject, predicate, _read(value))
        for subject, predicate, value in EndpointLookup(asking).about(named)
    }
    lacking = [
        subject
        for subject, predicate, value in ontology
        if not isinstance(subject, BNode)
        and _read(value) is not None
        and (subject, predicate, _read(value)) not in there
    ]
    if lacking:
        raise WholeGraphError(
            f"the graph at '{url}' has {len(lacking)} statements less of the ontology than this version of averment, "
            f"such as one on <{min(map(str, lacking))}>; {_CURE}"
        )
    claims = asking.count("how many claims there are", _counted(f"?claim <{RDF.type}> <{AV.Claim}>"))
    derived = [
        asking.count("what is derived", _counted(_CLAIM.format(each)))
        for each in (AV.displayName, AV.answers)
    ]
    without = claims - derived[0] if derived[0] else claims if not derived[1] else 0
    if without > 0:
        raise WholeGraphError(
            f"the graph at '{url}' has {without} claims of which nothing is derived, and most rules read what is "
            f"derived; {_CURE}"
        )


def _read(node: Node) -> object:
    """Return what a rule reads of a value, however a store spells it; None of a text for people, or a blank node."""
    if isinstance(node, BNode) or (isinstance(node, Literal) and node.language):
        return None
    if not isinstance(node, Literal):
        return node
    if node.datatype == XSD.boolean:
        return "boolean", str(node) in ("true", "1")
    if node.datatype in _NUMBERS:
        with suppress(InvalidOperation):
            return "number", Decimal(str(node))
    return "text", str(node)


_CLAIM = f"?claim <{RDF.type}> <{AV.Claim}> . FILTER EXISTS {{{{ ?claim <{{}}> ?any }}}}"


def _counted(pattern: str) -> str:
    return f"SELECT (COUNT(DISTINCT ?claim) AS ?count) WHERE {{ {pattern} }}"


def classes_below(asking: Asking) -> dict[str, set[str]]:
    """Return all classes below each class of a graph, by IRI.

    Raises:
        EndpointError: there is no answer.
    """
    graph = Graph()
    for row in asking.rows("which classes there are", f"SELECT ?s ?o WHERE {{ ?s <{RDFS.subClassOf}> ?o }}"):
        below, above = row
        if below is not None and above is not None:
            graph.add((URIRef(below.value), RDFS.subClassOf, URIRef(above.value)))  # type: ignore[union-attr]
    return {
        str(above): {str(below) for below in graph.transitive_subjects(RDFS.subClassOf, above)} - {str(above)}
        for above in set(graph.objects(None, RDFS.subClassOf))
    }
