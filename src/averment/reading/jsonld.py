"""Placed values to RDF by the JSON-LD algorithms, with the place of every node."""

from __future__ import annotations

from typing import Any, cast

from rdflib import Graph, URIRef
from rdflib.plugins.parsers.jsonld import Parser
from rdflib.plugins.shared.jsonld.context import Context
from rdflib.term import Node

from averment import resources
from averment.errors import Position, ReadError
from averment.namespaces import ID
from averment.reading.parts import complete_parts
from averment.reading.placed import PlacedDict, walk
from averment.reading.positions import Positions
from averment.reading.triples import RecordingGraph, Triple

__all__ = ["to_triples"]

_CONTEXT_CURE = (
    f"leave '@context' out, name <{resources.CONTEXT_IRI}>, or write the terms in place: nothing is fetched"
)


def to_triples(document: Any, path: str, positions: Positions, errors: list[ReadError]) -> list[Triple]:
    """Convert a placed value to triples.

    A document without a context of its own is read with averment's. Its relative IRIs count from the IRI
    of the thing it describes, so that claim `c1` of `article:x` is `article:x/c1`.

    Args:
        document: what `load_yaml` or `load_json` returned.
        path: the name of the file, for errors without a better place.
        positions: where the places of nodes and values are added.
        errors: where faults are added; what is at fault is left out of the graph, never in silence.

    Returns:
        the triples of all graphs of the document, in the order in which they are written.
    """
    if not isinstance(document, (PlacedDict, list)):
        errors.append(
            ReadError(Position(path, 1, 1), "the file is not a mapping", "start it with 'id:' and 'type:'")
        )
        return []
    before = len(errors)
    for mapping in walk(document):
        if "@context" in mapping:
            mapping["@context"] = _local_context(mapping, errors)
        if "@import" in mapping:
            errors.append(
                ReadError(mapping.value_positions["@import"], "a context is imported here", _CONTEXT_CURE)
            )
    if len(errors) > before:
        return []
    context = Context(version=1.1)
    if not (isinstance(document, PlacedDict) and "@context" in document):
        context.load(resources.context())
        top = document if isinstance(document, PlacedDict) else None
        context.base = _base(top, context)
        complete_parts(document, context, errors)
    else:
        context.base = str(ID)
    graph = RecordingGraph()
    _PlacingParser(positions).parse(document, context, graph)
    return graph.recorded


def _base(document: PlacedDict | None, context: Context) -> str:
    identifier = document.get("id", document.get("@id")) if document is not None else None
    if not isinstance(identifier, str):
        return str(ID)
    context.base = str(ID)
    return f"{context.resolve(identifier)}/"


def _local_context(mapping: PlacedDict, errors: list[ReadError]) -> Any:
    """Return a mapping's context with averment's own put in place of its address; report any other address."""

    def localise(value: Any) -> Any:
        if isinstance(value, str):
            if value == resources.CONTEXT_IRI:
                return resources.context()
            errors.append(
                ReadError(
                    mapping.value_positions["@context"],
                    f"the remote context <{value}> is named",
                    _CONTEXT_CURE,
                )
            )
            return {}
        if isinstance(value, list):
            return [localise(item) for item in value]
        return value

    return localise(mapping["@context"])


class _PlacingParser(Parser):
    """rdflib's JSON-LD parser, which also records where each node and value was written."""

    def __init__(self, positions: Positions) -> None:
        super().__init__()
        self._positions = positions

    def _add_to_graph(
        self, dataset: Graph, graph: Graph, context: Context, node: Any, topcontext: bool = False
    ) -> Node | None:
        subject = super()._add_to_graph(dataset, graph, context, node, topcontext)
        if subject is None or not isinstance(node, PlacedDict):
            return subject
        terms = context
        if "@context" in node and not topcontext:
            terms = context.subcontext(node["@context"])
        identifiers = {"@id", "@context", *context.get_keys("@id")}
        if set(node) <= identifiers:
            return subject  # a mention, not a description
        self._positions.add_node(subject, node.position)
        for key, position in node.value_positions.items():
            if key in identifiers or key not in node:
                continue
            if key in ("@type", *terms.get_keys("@type")):
                values = node[key] if isinstance(node[key], list) else [node[key]]
                for value in values:
                    type_ = terms.expand(value) if isinstance(value, str) else None
                    if type_:
                        self._positions.add_type(subject, URIRef(type_), node.position)
                continue
            term = terms.terms.get(key)
            if term is not None and term.reverse:
                continue
            predicate = cast("str | None", term.id if term is not None else terms.expand(key))
            if predicate:
                self._positions.add_value(subject, URIRef(predicate), position)
        return subject
