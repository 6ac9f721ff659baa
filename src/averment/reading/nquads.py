"""N-Quads and N-Triples to triples; each statement is on a line of its own."""

from __future__ import annotations

import re

import pyoxigraph as ox

from averment.errors import Position, ReadError
from averment.graphs import Term, from_oxigraph
from averment.reading.positions import Positions
from averment.reading.triples import Triple

__all__ = ["Term", "from_oxigraph", "to_triples"]

_BEFORE_VALUE = re.compile(r"\s*(?P<subject><[^>]*>|_:[^\s<]+)\s*<[^>]*>\s*")


def to_triples(
    quads: list[ox.Quad], text: str, path: str, positions: Positions, errors: list[ReadError]
) -> list[Triple]:
    """Convert parsed quads to triples and record the line of each.

    Args:
        quads: what the strict parser returned for the text.
        text: the whole file.
        path: the name under which places are recorded.
        positions: where the places are added.
        errors: where quads are reported that can't be converted.
    """
    triples: list[Triple] = []
    statements = [
        (number, line)
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    for quad, (number, line) in zip(quads, statements, strict=True):
        match = _BEFORE_VALUE.match(line)
        start, value_start = (match.start("subject"), match.end()) if match is not None else (0, 0)
        at, value_at = Position(path, number, start + 1), Position(path, number, value_start + 1)
        try:
            triple = from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object)
        except ValueError as error:
            errors.append(ReadError(value_at, str(error), "write a plain statement"))
            continue
        triples.append(triple)
        positions.add_statement(*triple, at, value_at)
    return triples
