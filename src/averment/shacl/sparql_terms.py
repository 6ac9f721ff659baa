"""Terms and datatypes as SPARQL writes them."""

from __future__ import annotations

import re

from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from averment.shacl.datatypes import FORMS, RANGES
from averment.shacl.errors import NotCompiledError
from averment.shacl.terms import datatype_name

__all__ = ["datatype_test", "string_text", "term_text"]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\uf8ff]*")
_LANGUAGE = re.compile(r"[a-zA-Z]+(-[a-zA-Z0-9]+)*")
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
    # some engines resolve \u before all else, and would see one in a backslash that an u follows
    "\\u": "\\\\\\U00000075",
    "\\U": "\\\\\\U00000055",
}
_ESCAPED = re.compile(r'\\[uU]?|["\n\r\t\b\f]')


def term_text(term: Node) -> str:
    """Return a term as SPARQL writes it.

    Raises:
        NotCompiledError: it has no such form: a blank node, an IRI that is none, or half of a surrogate pair.
    """
    if isinstance(term, URIRef):
        if _IRI.fullmatch(term) is None:
            raise NotCompiledError(f"{str(term)!r} is no absolute IRI")
        return f"<{term}>"
    if isinstance(term, BNode):
        raise NotCompiledError("a blank node of the shapes stands for itself, which SPARQL cannot say")
    if not isinstance(term, Literal):
        raise NotCompiledError(f"{term!r} is no RDF term")
    text = str(term)
    if term.language:
        if _LANGUAGE.fullmatch(term.language) is None:
            raise NotCompiledError(f"{term.language!r} is no language tag")
        return f"{string_text(text)}@{term.language}"
    if term.datatype is None or term.datatype == XSD.string:
        return string_text(text)
    if (term.datatype == XSD.integer and re.fullmatch("0|[1-9][0-9]*", text)) or (
        term.datatype == XSD.boolean and text in ("true", "false")
    ):
        return text
    return f"{string_text(text)}^^{term_text(term.datatype)}"


def string_text(text: str) -> str:
    """Return a string in quotes.

    Raises:
        NotCompiledError: the string holds half of a surrogate pair, which no text can.
    """
    if re.search("[\ud800-\udfff]", text):
        raise NotCompiledError(f"{text!r} holds half of a surrogate pair")
    return f'"{_ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)}"'


def datatype_test(value: str, datatype: Node) -> str:
    """Return the text of a condition: a value is a literal of a datatype, with a form that this allows.

    Args:
        value: the text of an expression.
        datatype: the datatype; of one that is not known here any form is allowed.
    """
    tests = [f"DATATYPE({value}) = {term_text(datatype)}"]
    name = datatype_name(str(datatype))
    if name in FORMS:
        tests.append(f'REGEX(STR({value}), "^({FORMS[name]})$")')
    if name in RANGES:
        least, most = RANGES[name]
        number = f"<{XSD.decimal}>(STR({value}))"  # holds more than an integer does in some engines
        tests.append(f'{number} >= "{least}"^^<{XSD.integer}> && {number} <= "{most}"^^<{XSD.decimal}>')
    return f"COALESCE({' && '.join(tests)}, false)"
