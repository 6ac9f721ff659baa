"""Binding the parameters of a query: as terms in a VALUES block, never as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from averment.errors import QueryError
from averment.querying.tokens import Token, tokenise

__all__ = ["Bound", "bind"]

Bound: TypeAlias = ox.NamedNode | ox.Literal


def bind(text: str, terms: Mapping[str, Bound]) -> str:
    """Return a query in whose pattern the variables are bound to the terms.

    The terms are joined at the start of the outermost group, so that the query may test whether a
    parameter is bound, and any SPARQL 1.1 engine can run the result. A sub-select sees a parameter only
    through what it selects.

    Args:
        text: a SELECT, ASK, CONSTRUCT or DESCRIBE query.
        terms: the term for each variable, named without its question mark.

    Raises:
        QueryError: the query has no pattern to bind in.

    >>> bind("SELECT * WHERE { ?s ?p ?o }", {"s": ox.NamedNode("urn:x")})
    'SELECT * WHERE { VALUES (?s) { (<urn:x>) } ?s ?p ?o }'
    >>> bind("ASK { SELECT ?s { ?s ?p ?o } }", {"s": ox.NamedNode("urn:x")})
    'ASK { VALUES (?s) { (<urn:x>) } { SELECT ?s { ?s ?p ?o } } }'
    >>> bind("CONSTRUCT WHERE { ?s ?p ?o }", {"s": ox.NamedNode("urn:x")})
    'CONSTRUCT { ?s ?p ?o } WHERE { VALUES (?s) { (<urn:x>) } ?s ?p ?o }'
    """
    if not terms:
        return text
    pattern = _find_pattern([token for token in tokenise(text) if token.kind != "skip"])
    names = " ".join(f"?{name}" for name in terms)
    values = " ".join(str(term) for term in terms.values())
    block = f" VALUES ({names}) {{ ({values}) }}"
    head, body, tail = text[: pattern.start], text[pattern.start : pattern.end], text[pattern.end :]
    if pattern.template_at is not None:
        head = f"{head[: pattern.template_at]} {{{body}}}{head[pattern.template_at :]}"
    if pattern.is_select:
        return f"{head}{block} {{{body}}} {tail}"
    return f"{head}{block}{body}{tail}"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The outermost group: its offsets without the braces, and what it takes to put something into it.

    Attributes:
        start: the offset after its opening brace.
        end: the offset of its closing brace.
        is_select: whether it is nothing but a sub-select.
        template_at: where to write its template out, for a CONSTRUCT WHERE.
    """

    start: int
    end: int
    is_select: bool
    template_at: int | None


def _find_pattern(tokens: Sequence[Token]) -> _Pattern:
    template_at: int | None = None
    depth = 0
    for number, token in enumerate(tokens):
        if token.kind == "word" and token.text == "CONSTRUCT" and depth == 0:
            template_at = token.end
        elif token.kind == "open":
            has_template = template_at is not None and tokens[number - 1].text == "CONSTRUCT"
            if depth == 0 and not has_template:
                return _pattern(tokens, number, template_at)
            depth += 1
            template_at = None
        elif token.kind == "close":
            depth -= 1
    raise QueryError("the query has no pattern in braces, so its parameters cannot be bound; give it one")


def _pattern(tokens: Sequence[Token], opening: int, template_at: int | None) -> _Pattern:
    depth = 0
    for token in tokens[opening:]:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth == 0:
            is_select = tokens[opening + 1].text == "SELECT"
            return _Pattern(tokens[opening].end, token.start, is_select, template_at)
    raise QueryError("a brace of the query is not closed; close it")
