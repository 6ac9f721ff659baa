"""Whether an endpoint has a whole graph of averment: the ontology of this version, and what is derived."""

from __future__ import annotations

from rdflib import RDF, RDFS, BNode, Graph, URIRef

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
    there = set(EndpointLookup(asking).about(named))
    # literals may be spelt otherwise there
    lacking = {
        (subject, predicate, value)
        for subject, predicate, value in ontology
        if isinstance(value, URIRef)
        and not isinstance(subject, BNode)
        and (subject, predicate, value) not in there
    }
    if lacking:
        raise WholeGraphError(
            f"the graph at '{url}' has {len(lacking)} statements less of the ontology than this version of averment, "
            f"such as one on <{min(str(subject) for subject, _, _ in lacking)}>; {_CURE}"
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
