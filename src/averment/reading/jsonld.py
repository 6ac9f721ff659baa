"""Placed values to RDF by the JSON-LD algorithms, with the place of every node."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any, cast

from rdflib import RDF, Graph, URIRef
from rdflib.plugins.parsers.jsonld import Parser
from rdflib.plugins.shared.jsonld.context import Context, Term
from rdflib.term import IdentifiedNode, Node

from averment import resources
from averment.errors import Position, ReadError
from averment.namespaces import ID
from averment.reading.losses import Losses, items
from averment.reading.parts import complete_parts
from averment.reading.placed import PlacedDict, PlacedList, walk
from averment.reading.positions import Positions
from averment.reading.triples import Record, Triple

__all__ = ["own_context", "to_triples"]

_CONTEXT_CURE = (
    f"leave '@context' out, name <{resources.CONTEXT_IRI}>, or write the terms in place: nothing is fetched"
)


def to_triples(document: Any, path: str, positions: Positions, errors: list[ReadError]) -> list[Triple]:
    """Convert a placed value to triples.

    A document without a context of its own is read with averment's. Its relative IRIs count from the IRI
    of the thing it describes, so that claim `c1` of `article:x` is `article:x/c1`.

    Args:
        document: what `load_yaml` or `load_json` returned; it is changed.
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
    context: Context
    if isinstance(document, PlacedDict) and "@context" in document:
        context = Context(base=str(ID), version=1.1)
    else:
        context = own_context().copy()
        _set_base(document, context)
        complete_parts(document, context, errors)
    parser = _PlacingParser(path, positions, errors)
    return parser.read(document, context)


class _FixedContext(Context):
    """A context that is loaded once for all documents and works out once what each asks for again and again."""

    def __init__(self) -> None:
        super().__init__(base=str(ID), version=1.1)
        self._of_terms: dict[str, Context] = {}
        self._resolved: dict[tuple[str | None, str], str] = {}

    def copy(self) -> _FixedContext:
        """Return a context of the same terms, which are never changed, that can be given another base."""
        other = copy(self)
        other._of_terms, other._resolved = {}, {}
        return other

    def get_context_for_term(self, term: Term | None) -> Context:
        if term is None or not isinstance(term.context, (dict, list)):
            return super().get_context_for_term(term)
        found = self._of_terms.get(term.name)
        if found is None:
            found = self._of_terms[term.name] = super().get_context_for_term(term)
        return found

    def resolve_iri(self, iri: str) -> str:
        key = self._base, iri
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = super().resolve_iri(iri)
        return found


@cache
def own_context() -> _FixedContext:
    """Return the context of averment, which is what a file without one of its own is read with."""
    context = _FixedContext()
    context.load(resources.context())
    return context


def _set_base(document: Any, context: Context) -> None:
    """Make the IRIs of a document count from the thing that it describes."""
    identifier = context.get_id(document) if isinstance(document, PlacedDict) else None
    if isinstance(identifier, str) and not any(Losses(context, document.position).of_name(identifier)):
        context.base = f"{context.resolve(identifier)}/"
        context.doc_base = context.base
        document["id" if "id" in document else "@id"] = context.resolve(identifier)


def _local_context(mapping: PlacedDict, errors: list[ReadError]) -> Any:
    """Return a mapping's context with averment's own put in place of its address; report any other address."""

    def localise(value: Any, at: Position) -> Any:
        if isinstance(value, str):
            if value == resources.CONTEXT_IRI:
                return resources.context()
            errors.append(ReadError(at, f"the remote context <{value}> is named", _CONTEXT_CURE))
            return {}
        if isinstance(value, list):
            return [localise(item, place) for item, place in items(value, at)]
        return value

    return localise(mapping["@context"], mapping.value_positions["@context"])


class _PlacingParser(Parser):
    """rdflib's JSON-LD parser, which also records places, and reports what it would drop."""

    def __init__(self, path: str, positions: Positions, errors: list[ReadError]) -> None:
        super().__init__()
        self._positions = positions
        self._errors = errors
        self._innermost = Position(path, 1, 1)

    def read(self, document: Any, context: Context) -> list[Triple]:
        """Return the triples of a document; whatever is wrong with it is reported."""
        record = Record()
        try:
            for thing, at in items(document, self._innermost):
                place = thing.position if isinstance(thing, PlacedDict) else at
                self._errors.extend(Losses(context, place).of_thing(thing, place))
            self.parse(document, context, cast(Graph, record))
        except Exception as error:  # contexts can be wrong in more ways than rdflib tells apart
            problem = f"this can't be read as JSON-LD ({type(error).__name__}: {error})"
            self._errors.append(
                ReadError(self._innermost, problem, "correct its context, or write it more plainly")
            )
        return record.triples

    def _add_to_graph(
        self, dataset: Graph, graph: Graph, context: Context, node: Any, topcontext: bool = False
    ) -> Node | None:
        if not isinstance(node, PlacedDict):
            return super()._add_to_graph(dataset, graph, context, node, topcontext)
        self._innermost = node.position
        terms = _effective(context, node, topcontext)
        lost: set[str] = set()
        for key, error in Losses(terms, node.position).of_node(node):
            self._errors.append(error)
            if key is None:
                return None
            lost.add(key)
        subject = super()._add_to_graph(
            dataset, graph, context, node.without(lost) if lost else node, topcontext
        )
        if subject is not None:
            self._record(subject, node, terms)
        return subject

    @classmethod
    def _expand_nested_list(cls, obj_nodes: list[Any]) -> dict[str, list[Any]]:
        expanded = super()._expand_nested_list(obj_nodes)
        if isinstance(obj_nodes, PlacedList):
            expanded["@list"] = obj_nodes.with_items(expanded["@list"])
        return expanded

    def _add_list(
        self, dataset: Graph, graph: Graph, context: Context, term: Term | None, node_list: Any
    ) -> IdentifiedNode:
        around = self._innermost
        head = super()._add_list(dataset, graph, context, term, node_list)
        cell: Node | None = head
        for item, at in items(node_list, around):
            if cell is not None:
                place = item.position if isinstance(item, PlacedDict) else at
                self._positions.add_node(cell, place)
                self._positions.add_value(cell, RDF.first, place)
                cell = graph.value(cell, RDF.rest)
        return head

    def _record(self, subject: Node, node: PlacedDict, terms: Context) -> None:
        identifiers = {"@id", "@context", *terms.get_keys("@id")}
        if set(node) <= identifiers:
            return  # a mention, not a description
        self._positions.add_node(subject, node.position)
        for key, position in node.value_positions.items():
            if key in identifiers or key not in node:
                continue
            if key in ("@type", *terms.get_keys("@type")):
                for value, _ in items(node[key], position):
                    if isinstance(value, str):
                        type_ = URIRef(terms.expand(value) or terms.resolve(value))
                        self._positions.add_type(subject, type_, node.position)
                continue
            if key in terms.get_keys("@reverse") and isinstance(node[key], PlacedDict):
                for inner, place in node[key].value_positions.items():
                    self._record_value(subject, terms, inner, node[key][inner], place, reverse=True)
            else:
                self._record_value(subject, terms, key, node[key], position)

    def _record_value(
        self, subject: Node, terms: Context, key: str, value: Any, at: Position, *, reverse: bool = False
    ) -> None:
        term = terms.terms.get(key)
        predicate = term.id if term is not None else terms.expand(key)
        if not predicate:
            return
        if reverse == bool(term is not None and term.reverse):
            self._positions.add_value(subject, URIRef(predicate), at)
            return
        for item, place in items(value, at):
            name = terms.get_id(item) if isinstance(item, dict) else item
            named = self._to_rdf_id(terms, name) if isinstance(name, str) else None
            if named is not None:
                self._positions.add_value(named, URIRef(predicate), place)


def _effective(context: Context, node: PlacedDict, topcontext: bool) -> Context:
    """Return the context that rdflib reads a mapping's keys with."""
    if "@context" in node and not topcontext:
        local = node["@context"]
        context = context.subcontext(local) if local else Context(base=context.doc_base)
    return context.get_context_for_type(node) or context
