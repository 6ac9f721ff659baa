"""Queries around a query: the same rows in an order that can be relied on, or only their number."""

from __future__ import annotations

from averment.errors import QueryError
from averment.querying import Query
from averment.querying.tokens import tokenise

__all__ = ["counted", "counted_claims", "ordered", "repeated"]


def ordered(query: Query, keys: tuple[str, ...]) -> str:
    """Return a query for the rows of another, ordered by some of its variables.

    Args:
        query: a SELECT query.
        keys: the variables, without question marks.

    Raises:
        QueryError: it is no SELECT query.
    """
    return _around(query, "*", f"ORDER BY {' '.join(f'?{key}' for key in keys)}")


def counted(query: Query) -> str:
    """Return a query for the number of rows of another, as ?count.

    Raises:
        QueryError: it is no SELECT query.
    """
    return _around(query, "(COUNT(*) AS ?count)", "")


def repeated(query: Query) -> str:
    """Return a query for an ?id that is on several rows of another.

    Raises:
        QueryError: it is no SELECT query.
    """
    return _around(query, "?id", "GROUP BY ?id HAVING (COUNT(*) > 1) ORDER BY ?id LIMIT 1")


def counted_claims(query: Query, variable: str) -> str:
    """Return a query for the number of different claims, as ?count, in one variable of another.

    Raises:
        QueryError: it is no SELECT query.
    """
    # a variable that a row leaves unbound would join with every claim there is
    claims = f"FILTER (BOUND(?{variable})) }} ?{variable} a <https://w3id.org/averment/ontology#Claim> {{"
    return _around(query, f"(COUNT(DISTINCT ?{variable}) AS ?count)", "", claims)


def _around(query: Query, selected: str, end: str, more: str = "") -> str:
    """Return a query whose pattern is another query, after the prefixes of that one."""
    words = (token for token in tokenise(query.text) if token.kind == "word")
    start = next((token for token in words if token.text not in ("PREFIX", "BASE", "VERSION")), None)
    if start is None or start.text != "SELECT":
        raise QueryError(f"{query.name}: error: a view is made of rows; write a SELECT query")
    # its last line may be a comment, so that the brace has to stand on a line of its own
    inner = f"{{ {query.text[start.start :]}\n}}"
    return f"{query.text[: start.start]} SELECT {selected} WHERE {{ {{ {inner} {more} }} }} {end}"
