"""What Oxigraph's store makes of terms, and whether that is still the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from averment.errors import AvermentError
from averment.shacl.datatypes import is_allowed
from averment.shacl.terms import datatype_name

__all__ = ["Loading", "NotFaithfulError", "Pair", "as_stored", "check_kept", "constant_as_stored", "shown"]

_ANY_PROPERTY = ox.NamedNode("urn:averment:any")

Pair = tuple[str, str]
"""The lexical form and the datatype of a literal."""

_MOST_DIGITS = 18
_LONGEST = {
    **dict.fromkeys(
        (
            XSD.integer,
            XSD.decimal,
            XSD.nonNegativeInteger,
            XSD.positiveInteger,
            XSD.nonPositiveInteger,
            XSD.negativeInteger,
        ),
        _MOST_DIGITS,
    ),
    **dict.fromkeys((XSD.date, XSD.dateTime, XSD.time, XSD.gYear, XSD.gYearMonth), 40),
}
"""Up to which length, in characters, the store works with the value of any literal that is valid."""


class NotFaithfulError(AvermentError):
    """The store would change the data, or what a query asks; the message names an instance."""


class Loading:
    """Terms of rdflib as those of Oxigraph, and what there is to remember of them.

    Attributes:
        count: how many triples there were.
        blank: blank nodes with those of the store.
        typed: the literals with a datatype, by lexical form and datatype.
        strings: the literals whose datatype, a string's, is written out.
        retagged: the literals whose language the store writes in lower case, which is the same to RDF.
    """

    def __init__(self) -> None:
        self.count = 0
        self.blank: dict[BNode, ox.BlankNode] = {}
        self.typed: dict[Pair, ox.Literal] = {}
        self.strings: dict[ox.Literal, Literal] = {}
        self.retagged: dict[ox.Literal, Literal] = {}

    def quads(self, triples: Iterable[tuple[Node, Node, Node]]) -> Iterator[ox.Quad]:
        """Iterate over triples as quads of the default graph.

        Raises:
            TypeError: a term stands where RDF does not allow it.
            ValueError: a term is malformed.
        """
        named, quad, blank = ox.NamedNode, ox.Quad, self._blank_node
        properties: dict[Node, ox.NamedNode] = {}
        last: Node | None = None
        start: ox.NamedNode | ox.BlankNode = _ANY_PROPERTY
        for subject, predicate, value in triples:
            if subject is not last:  # a graph gives the triples of one subject after each other
                last = subject
                start = named(subject) if isinstance(subject, URIRef) else blank(subject)
            between = properties.get(predicate)
            if between is None:
                if not isinstance(predicate, URIRef):
                    raise TypeError(f"{predicate!r} stands where only an IRI can")
                between = properties[predicate] = named(predicate)
            if isinstance(value, Literal):
                end: ox.NamedNode | ox.BlankNode | ox.Literal = self._literal(value)
            elif isinstance(value, URIRef):
                end = named(value)
            else:
                end = blank(value)
            self.count += 1
            yield quad(start, between, end)

    def note(self, quads: Iterable[ox.Quad]) -> None:
        """Remember what there is to remember of quads that the store has as they are."""
        for quad in quads:
            self.count += 1
            for term in (quad.subject, quad.object):
                if isinstance(term, ox.Literal):
                    if not term.language and term.datatype.value != str(XSD.string):
                        self.typed[term.value, term.datatype.value] = term
                elif isinstance(term, ox.BlankNode):
                    self.blank[BNode(term.value)] = term

    def _blank_node(self, node: Node) -> ox.BlankNode:
        if not isinstance(node, BNode):
            raise TypeError(f"{node!r} stands where only a node can")
        known = self.blank.get(node)
        if known is None:
            known = self.blank[node] = ox.BlankNode(f"n{len(self.blank)}")
        return known

    def _literal(self, literal: Literal) -> ox.Literal:
        text, language, datatype = str(literal), literal.language, literal.datatype
        if language:
            tagged = ox.Literal(text, language=language)
            if tagged.language != language:
                self.retagged[tagged] = literal
            return tagged
        if datatype is None:
            return ox.Literal(text)
        pair = (text, str(datatype))
        known = self.typed.get(pair)
        if known is None:
            known = ox.Literal(text, datatype=ox.NamedNode(pair[1]))
            if datatype == XSD.string:
                self.strings[known] = literal
            else:
                self.typed[pair] = known
        return known


def as_stored(literals: dict[Pair, ox.Literal]) -> dict[Pair, ox.Literal]:
    """Return literals as a store gives them back."""
    pairs = list(literals)
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:{number}"), _ANY_PROPERTY, literals[pair])
        for number, pair in enumerate(pairs)
    )
    stored = {}
    for quad in store.quads_for_pattern(None, None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            stored[pairs[int(quad.subject.value[4:])]] = quad.object
    return stored


@lru_cache(maxsize=4096)
def constant_as_stored(pair: Pair) -> ox.Literal:
    """Return a literal of a query as a store gives it back."""
    return as_stored({pair: ox.Literal(pair[0], datatype=ox.NamedNode(pair[1]))})[pair]


def check_kept(pair: Pair, kept: ox.Literal) -> None:
    """Make sure that the store keeps a literal, but for its spelling, and works with its value.

    Raises:
        NotFaithfulError: it does not.
    """
    lexical, name = pair
    if kept.datatype.value != name:
        raise NotFaithfulError(f"Oxigraph makes {shown(pair)} a {kept.datatype.value}")
    if kept.value != lexical and not is_allowed(lexical, datatype_name(name)):
        raise NotFaithfulError(f"Oxigraph takes {shown(pair)}, which is not valid, for {kept.value}")
    most = _LONGEST.get(URIRef(name)) if len(lexical) > _MOST_DIGITS else None
    if most is not None and len(lexical) > most and is_allowed(lexical, datatype_name(name)):
        raise NotFaithfulError(f"{shown(pair)} may be more exact than Oxigraph is")


def shown(pair: Pair) -> str:
    """Return a literal as a message shows it."""
    return f'"{pair[0][:60]}"^^<{pair[1]}>'
