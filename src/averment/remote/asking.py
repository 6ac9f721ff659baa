"""All rows of a query, however few an endpoint gives at a time."""

from __future__ import annotations

import time
from dataclasses import replace
from math import ceil

import pyoxigraph as ox

from averment.querying import parse_query
from averment.querying.endpoint import Endpoint, EndpointCutError, EndpointError, EndpointRefusalError

__all__ = ["MOST_ROWS", "Asking", "Row", "find_page"]

Row = tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...]

MOST_ROWS = 100_000
"""How many rows are asked for at a time, if the endpoint gives so many; each part costs a whole query."""

_DIGITS = "0123456789abcdef"
_DEEPEST = 3
"""How many digits of a hash the rows are divided by at most: into 4096 parts."""
_FULLEST = 0.8
"""How full the parts of an answer are meant to be, of what comes at a time; hashes fill some more than others."""

_PAGE = "how many rows come at a time"
"""What the question is called that finds out."""


class Asking:
    """Asks an endpoint for rows, and makes sure that all of them have come.

    An answer that has as many rows as were asked for is counted by the endpoint and asked for again in as few parts as
    hold so many, by a hash of its first column; a part that is full is divided further. All of them together have to be
    as many rows as were counted.

    Args:
        endpoint: the endpoint.
        page: how many rows it is known to give at a time.
    """

    def __init__(self, endpoint: Endpoint, page: int = MOST_ROWS) -> None:
        self._endpoint = endpoint
        self._page = page

    def within(self, seconds: float | None) -> Asking:
        """Return what asks the same endpoint, and has so long for all that it asks; the endpoint's time if left out."""
        seconds = self._endpoint.seconds if seconds is None else seconds
        deadline = time.monotonic() + seconds
        return Asking(replace(self._endpoint, seconds=seconds, deadline=deadline), self._page)

    def rows(self, name: str, text: str) -> list[Row]:
        """Return all rows of a SELECT that has no LIMIT of its own; all parts of them have the time of one query.

        Args:
            name: what the query is called where it fails.
            text: the query; its first column is what its rows are divided by.

        Raises:
            EndpointError: there is no whole answer.
        """
        asked = self._endpoint if self._endpoint.deadline is not None else self.within(None)._endpoint
        rows = _rows(asked, name, f"{text} LIMIT {self._page}")
        if len(rows) < self._page:
            return rows
        first = text.partition("?")[2].split()[0].rstrip(")")
        count = _count(asked, name, f"SELECT (COUNT(*) AS ?count) WHERE {{ {{ {text} }} }}")
        parts = [
            *self._parts(asked, name, text, first, _divided(list(_DIGITS), count / (self._page * _FULLEST))),
            *self._part(asked, name, text, f"ISBLANK(?{first})"),
        ]
        if len(parts) != count:
            raise EndpointRefusalError(
                asked.url,
                name,
                f"it counts {count} rows and gives {len(parts)}; it cuts answers, or its data change while they are "
                "asked for",
            )
        return parts

    def rows_of(self, name: str, text: str, nodes: list[str]) -> list[Row]:
        """Return the rows of a SELECT in whose first column is one of some IRIs.

        Raises:
            EndpointError: there is no whole answer.
        """
        first = text.partition("?")[2].split()[0].rstrip(")")
        listed = ", ".join(f"<{node}>" for node in nodes)
        return self._part(self._endpoint, name, text, f"?{first} IN ({listed})")

    def one_of_each(self, name: str, text: str, most: int) -> list[Row]:
        """Return the rows of a SELECT, and no more than so many of them."""
        return _rows(self._endpoint, name, f"{text} LIMIT {min(most, self._page)}")

    def count(self, name: str, text: str) -> int:
        """Return the number that a query with one row counts.

        Raises:
            EndpointError: there is no such number.
        """
        return _count(self._endpoint, name, text)

    def _parts(self, asked: Endpoint, name: str, text: str, first: str, starts: list[list[str]]) -> list[Row]:
        """Return the rows in whose first column is no blank node, in parts: those whose hash has one of some starts."""
        rows: list[Row] = []
        for some in starts:
            digits, listed = len(some[0]), ", ".join(f'"{start}"' for start in some)
            part = self._part(asked, name, text, f"SUBSTR(MD5(STR(?{first})), 1, {digits}) IN ({listed})")
            if len(part) == self._page:
                if digits == _DEEPEST and len(some) == 1:
                    problem = f"it gives {self._page} rows at most, and it has more for one node"
                    raise EndpointRefusalError(asked.url, name, problem)
                narrower = some if len(some) > 1 else [some[0] + digit for digit in _DIGITS]
                part = self._parts(asked, name, text, first, [[start] for start in narrower])
            rows += part
        return rows

    def _part(self, asked: Endpoint, name: str, text: str, condition: str) -> list[Row]:
        return _rows(
            asked, name, f"SELECT * WHERE {{ {{ {text} }} FILTER ({condition}) }} LIMIT {self._page}", text
        )


def _divided(starts: list[str], parts: float) -> list[list[str]]:
    """Divide starts of hashes into at least so many parts of about the same size, or each for itself."""
    size = max(len(starts) // max(ceil(parts), 1), 1)
    return [starts[first : first + size] for first in range(0, len(starts), size)]


def find_page(endpoint: Endpoint) -> tuple[int, int]:
    """Return how many rows an endpoint gives at a time, up to `MOST_ROWS`, and how many triples it has.

    Of a graph that is smaller it can't be known whether it gives more rows than there are triples: it is taken to give
    no more.

    Raises:
        EndpointError: there is no answer, or there are no rows.
    """
    triples = _count(endpoint, "how many triples there are", "SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }")
    wanted = min(triples, MOST_ROWS + 1)
    try:
        found = len(_rows(endpoint, _PAGE, f"SELECT ?s WHERE {{ ?s ?p ?o }} LIMIT {wanted}"))
    except EndpointCutError as error:
        found = error.rows - 1
    if not found and triples:
        raise EndpointError(endpoint.url, _PAGE, f"it counts {triples} triples, and gives none of them")
    return max(min(found, MOST_ROWS), 1), triples


def _rows(asked: Endpoint, name: str, text: str, inner: str | None = None) -> list[Row]:
    """Return the rows of an answer, their columns in the order in which the query, or an inner one, names them."""
    answer = asked.ask(parse_query(name, text))
    if not isinstance(answer, ox.QuerySolutions):
        raise EndpointRefusalError(asked.url, name, "it gives no rows")
    head = (inner if inner is not None else text).partition(" WHERE ")[0]
    columns = [word.strip("?)") for word in head.split() if word.startswith("?")]
    try:
        return [tuple(solution[column] for column in columns) for solution in answer]
    finally:
        del answer


def _count(asked: Endpoint, name: str, text: str) -> int:
    rows = _rows(asked, name, text)
    value = rows[0][-1] if len(rows) == 1 else None
    if not isinstance(value, ox.Literal) or not value.value.isdecimal():
        raise EndpointRefusalError(asked.url, name, "it gives no number where it is to count")
    return int(value.value)
