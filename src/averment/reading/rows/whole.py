"""A small file of rows as the other formats are read: terms of rdflib, with the place of every node."""

from __future__ import annotations

import io

from rdflib import URIRef

from averment.errors import Position, ReadError, ReadFailure
from averment.graphs import from_oxigraph
from averment.reading.positions import Positions
from averment.reading.rows import rows_of
from averment.reading.triples import Triple

__all__ = ["to_triples"]


def to_triples(
    text: str, path: str, row_format: str, positions: Positions, errors: list[ReadError]
) -> list[Triple]:
    """Convert the rows of a text to triples, and record where each claim, part and document is written.

    Args:
        text: the whole file.
        path: the name under which errors and places are reported.
        row_format: `csv` or `json-lines`.
        positions: where the places are added.
        errors: where faults are added; then there are no triples.
    """
    triples: list[Triple] = []
    try:
        for chunk in rows_of(io.BytesIO(text.encode()), path, row_format):
            triples += [
                (from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object))
                for quad in chunk.quads()
            ]
            for node, type_, line in chunk.places:
                at = Position(path, line, 1)
                positions.add_node(URIRef(node), at)
                positions.add_type(URIRef(node), URIRef(type_), at)
    except ReadFailure as failure:
        errors.extend(failure.errors)
        return []
    return triples
