"""Terms of rdflib as terms of Oxigraph, which are strict: what they accept, every RDF tool does."""

from __future__ import annotations

import re
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from averment.errors import AvermentError

__all__ = ["OxTerm", "to_oxigraph", "to_quad"]

OxTerm: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

_PLAIN_NAME = re.compile(r"(?!x_)[A-Za-z][A-Za-z0-9]*")


def to_oxigraph(term: Node) -> OxTerm:
    r"""Convert a term of rdflib to Oxigraph's.

    Raises:
        AvermentError: the term is no RDF term, such as a text with half a surrogate pair.

    >>> str(to_oxigraph(Literal("say \"no\"\n", lang="en")))
    '"say \\"no\\"\\n"@en'
    """
    try:
        if isinstance(term, URIRef):
            return ox.NamedNode(term)
        if isinstance(term, BNode):
            return ox.BlankNode(term if _PLAIN_NAME.fullmatch(term) else f"x_{term.encode().hex()}")
        if isinstance(term, Literal):
            return _literal(term)
    except ValueError as error:
        reason = " ".join(str(error).split())
        raise AvermentError(f"{term!r} is no RDF term ({reason}); correct it where it is written") from error
    raise AvermentError(f"{term!r} is no RDF term; correct it where it is written")


def _literal(term: Literal) -> ox.Literal:
    text = str(term)
    text.encode()  # Oxigraph words this one badly
    if term.language:
        return ox.Literal(text, language=term.language)
    if term.datatype is not None:
        return ox.Literal(text, datatype=ox.NamedNode(term.datatype))
    return ox.Literal(text)


def to_quad(triple: tuple[Node, Node, Node], graph: ox.NamedNode | None = None) -> ox.Quad:
    """Convert a triple of rdflib to a quad of Oxigraph, in the default graph or in a named one.

    Raises:
        AvermentError: a term is none, or stands where it can't.
    """
    subject, predicate, value = (to_oxigraph(term) for term in triple)
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        raise AvermentError(
            f"'{subject} {predicate} {value}' is no RDF triple; correct it where it is written"
        )
    return ox.Quad(subject, predicate, value, graph if graph is not None else ox.DefaultGraph())
