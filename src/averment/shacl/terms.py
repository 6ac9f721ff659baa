"""RDF terms as text: as N-Triples writes them, which is how a store keeps them."""

from __future__ import annotations

import re

import pyoxigraph as ox
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

__all__ = ["datatype_name", "parse_token", "quote", "quoted", "token"]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\n\r\t]')


def token(term: Node) -> str:
    r"""Return a term as it is written in N-Triples; `\\ \" \n \r \t` are escaped, and nothing else is."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        raise TypeError(f"{term!r} is no RDF term")
    escaped = _ESCAPED.sub(lambda match: _ESCAPES[match[0]], str(term))
    if term.language:
        return f'"{escaped}"@{term.language}'
    if term.datatype is None or term.datatype == XSD.string:
        return f'"{escaped}"'
    return f'"{escaped}"^^<{term.datatype}>'


def parse_token(written: str) -> Node:
    """Return the term that a token stands for.

    Raises:
        ValueError: it stands for none.
    """
    if written.startswith("<"):
        return URIRef(written[1:-1])
    if written.startswith("_:"):
        return BNode(written[2:])
    quad = next(iter(ox.parse(f"<urn:s> <urn:p> {written} .", ox.RdfFormat.N_TRIPLES, lenient=True)))
    literal = quad.object
    if not isinstance(literal, ox.Literal):
        raise ValueError(f"{written} is no literal")
    if literal.language:
        return Literal(literal.value, lang=literal.language, normalize=False)
    plain = literal.datatype.value == str(XSD.string)
    return Literal(literal.value, datatype=None if plain else URIRef(literal.datatype.value), normalize=False)


def datatype_name(iri: str) -> str:
    """Return a datatype's IRI, or only its name if it is one of XML Schema, which is stored without a heap."""
    return iri.removeprefix(str(XSD)) if iri.startswith(str(XSD)) else iri


def quoted(value: str) -> str:
    """Return a string as a literal of SQL."""
    written = "'" + value.replace("'", "''") + "'"
    return written if "\0" not in written else "(" + written.replace("\0", "' || chr(0) || '") + ")"


def quote(name: str) -> str:
    """Return a name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'
