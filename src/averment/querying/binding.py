"""Binding the parameters of a query: as terms in a VALUES block, never as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

import pyoxigraph as ox

from averment.errors import QueryError

__all__ = ["Bound", "bind"]

Bound: TypeAlias = ox.NamedNode | ox.Literal

# Everything in which a brace or a keyword is not one, and then the tokens that matter.
_TOKEN = re.compile(
    r"""
    (?P<skip> \#[^\n]* | <[^<>"{}|^`\\\s]*>
      | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
    | (?P<open>\{) | (?P<close>\}) | (?P<word>[?$]?[A-Za-z_][\w:.-]*)
    """,
    re.VERBOSE | re.DOTALL,
)


def bind(text: str, terms: Mapping[str, Bound]) -> str:
    """Return a query in whose pattern the variables are bound to the terms.

    The terms are joined at the start of the outermost group, so that the query may test whether a
    parameter is bound, and any SPARQL 1.1 engine can run the result.

    Args:
        text: a SELECT, ASK, CONSTRUCT or DESCRIBE query.
        terms: the term for each variable, named without its question mark.

    Raises:
        QueryError: the query has no pattern to bind in.

    >>> bind("SELECT * WHERE { ?s ?p ?o }", {"s": ox.NamedNode("urn:x")})
    'SELECT * WHERE { VALUES (?s) { (<urn:x>) } ?s ?p ?o }'
    """
    if not terms:
        return text
    at = _start_of_pattern(text)
    names = " ".join(f"?{name}" for name in terms)
    values = " ".join(str(term) for term in terms.values())
    return f"{text[:at]} VALUES ({names}) {{ ({values}) }}{text[at:]}"


def _start_of_pattern(text: str) -> int:
    """Return the offset just after the brace that opens the outermost group."""
    depth = 0
    in_template = False
    for token in _TOKEN.finditer(text):
        word = (token["word"] or "").upper()
        if word == "CONSTRUCT":
            in_template = True
        elif word == "WHERE" and depth == 0:
            in_template = False
        elif token["open"]:
            if depth == 0 and not in_template:
                return token.end()
            depth += 1
        elif token["close"]:
            depth -= 1
            if depth == 0:
                in_template = False
    raise QueryError("the query has no pattern in braces, so its parameters cannot be bound; give it one")
