"""RDF terms as text: as N-Triples writes them, which is how a store keeps them."""

from __future__ import annotations

import re

from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from averment.errors import AvermentError

__all__ = ["datatype_name", "parse_token", "quote", "quoted", "token"]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# half a character, as from the name of a file that is no text, cannot be stored as it is
_ESCAPED = re.compile(r'[\\"\n\r\t\ud800-\udfff]')
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNESCAPED = re.compile(r"\\(?:u(d[0-9a-f]{3})|(.))", re.DOTALL)
_ESCAPED_HALF = re.compile(r"\\u(d[89a-f][0-9a-f]{2})")
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t"}
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@(.+)|\^\^<(.*)>)?', re.DOTALL)


def token(term: Node) -> str:
    r"""Return a term as it is written in N-Triples; `\\ \" \n \r \t` are escaped, and surrogates as `\udfff`.

    Raises:
        TypeError: it is no term of RDF.
        AvermentError: it is a literal with a datatype that is no IRI.
    """
    if isinstance(term, URIRef):
        return f"<{_SURROGATE.sub(_escape, term)}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        raise TypeError(f"{term!r} is no RDF term")
    escaped = _ESCAPED.sub(_escape, str(term))
    if term.language:
        return f'"{escaped}"@{term.language}'
    if term.datatype is None or term.datatype == XSD.string:
        return f'"{escaped}"'
    if '"' in term.datatype:
        raise AvermentError(f"the datatype <{term.datatype}> is no IRI; correct it")
    return f'"{escaped}"^^<{term.datatype}>'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}"


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _UNESCAPED.sub(
        lambda match: chr(int(match[1], 16)) if match[1] else _CHARACTERS.get(match[2], match[2]), text
    )


def parse_token(written: str) -> Node:
    """Return the term that a token stands for.

    Raises:
        ValueError: it stands for none.
    """
    if written.startswith("<"):
        # a backslash that an IRI should not have is written as it is
        return URIRef(_ESCAPED_HALF.sub(lambda match: chr(int(match[1], 16)), written[1:-1]))
    if written.startswith("_:"):
        return BNode(written[2:])
    match = _LITERAL.fullmatch(written)
    if match is None:
        raise ValueError(f"{written} stands for no term")
    text, language, datatype = _unescape(match[1]), match[2], match[3]
    if language:
        return Literal(text, lang=language)
    return Literal(text, datatype=URIRef(datatype) if datatype is not None else None, normalize=False)


def datatype_name(iri: str) -> str:
    """Return a datatype's IRI, or only its name if it is one of XML Schema, which is stored without a heap."""
    return iri.removeprefix(str(XSD)) if iri.startswith(str(XSD)) else iri


def quoted(value: str) -> str:
    """Return a string as a literal of SQL."""
    written = "'" + value.replace("'", "''") + "'"
    return written if "\0" not in written else "(" + written.replace("\0", "' || chr(0) || '") + ")"


def quote(name: str) -> str:
    """Return the name of a variable as an identifier of SQL, in which upper and lower case are the same."""
    return '"' + re.sub("[A-Z]", r"\g<0>^", name).replace('"', '""') + '"'
