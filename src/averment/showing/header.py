"""What every page starts with."""

from __future__ import annotations

from rdflib import RDF, RDFS, SKOS, Literal
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.showing.lookup import Lookup
from averment.showing.parts import Header, Name

__all__ = ["header_of"]

_TITLES = (SKOS.prefLabel, DCTERMS.title, RDFS.label)


def header_of(lookup: Lookup, node: Node) -> Header:
    """Return name, type, other names, definition, notes and place of a thing."""
    thing = lookup.thing(node)
    types = lookup.values(node, RDF.type)
    return Header(
        thing=thing,
        type=", ".join(dict.fromkeys(lookup.name(type_) for type_ in types)) or "thing",
        names=tuple(name for name in _names(lookup, node) if name.text != thing.name),
        definition=lookup.text(node, SKOS.definition),
        notes=tuple(lookup.texts(node, SKOS.note)),
        at=lookup.at(node),
    )


def _names(lookup: Lookup, node: Node) -> list[Name]:
    names = {
        Name(text=str(value), language=value.language, is_alias=predicate == SKOS.altLabel)
        for predicate in (*_TITLES, SKOS.altLabel)
        for value in lookup.graph.objects(node, predicate)
        if isinstance(value, Literal)
    }
    return sorted(names, key=lambda name: (name.is_alias, name.language or "", name.text))
