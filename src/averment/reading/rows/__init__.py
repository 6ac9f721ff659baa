"""Claims in bulk: one claim a row of CSV or JSON Lines, read as a stream into N-Triples.

A row says what a claim in a YAML file can say, with the same keys and the same meaning; a file of any size is
read in the same memory. N-Triples text is what chunks carry, since Oxigraph loads it faster than it takes terms
from Python, and making terms takes ten times as long as making text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from averment.errors import Position, ReadError, ReadFailure
from averment.reading.files import FORMATS, unreadable
from averment.reading.rows.claims import Place, Writer
from averment.reading.rows.columns import ColumnInfo, list_columns
from averment.reading.rows.csv_rows import CsvRows
from averment.reading.rows.documents import Documents
from averment.reading.rows.faults import MAX_ERRORS, Fault, Faults, Stop
from averment.reading.rows.json_rows import JsonRows
from averment.reading.rows.lines import MAX_LINE, Lines

__all__ = [
    "MAX_ERRORS",
    "MAX_LINE",
    "ColumnInfo",
    "Place",
    "RowChunk",
    "list_columns",
    "read_rows",
    "rows_of",
]

_SOURCES: dict[str, Callable[[Lines, Faults], CsvRows | JsonRows]] = {
    "csv": CsvRows,
    "json-lines": JsonRows,
}


@dataclass(frozen=True, slots=True)
class RowChunk:
    """What some thousand rows of a file say.

    Attributes:
        path: the file.
        claims: how many rows they are; each is one claim.
        triples: what they state, as N-Triples in UTF-8. Blank nodes are named after what they stand
            for, so that they are the same wherever the row stands.
        places: each claim, part and document that is described in them: its IRI, the IRI of its class, the line.
        size: how many bytes of the file have been read so far.
    """

    path: str
    claims: int
    triples: bytes
    places: list[Place]
    size: int

    def quads(self) -> Iterator[ox.Quad]:
        """Iterate over the triples as terms of Oxigraph."""
        return ox.parse(self.triples, ox.RdfFormat.N_TRIPLES)


def read_rows(path: str | Path, *, rows: int = 2000) -> Iterator[RowChunk]:
    """Read a file of claims, one a row.

    After the first row that can't be read there are no more chunks; the rest of the file is still looked at, so
    that all errors are told at once, up to `MAX_ERRORS`.

    Args:
        path: a file with a suffix that stands for CSV or JSON Lines.
        rows: how many rows make a chunk.

    Raises:
        ReadFailure: at the end, if there is anything that can't be read; nothing should be kept then.
    """
    start = Position(str(path), 1, 1)
    row_format = FORMATS.get(Path(path).suffix.lower(), "")
    if row_format not in _SOURCES:
        cure = f"use one of {', '.join(suffix for suffix, name in FORMATS.items() if name in _SOURCES)}"
        raise ReadFailure([ReadError(start, "the file is of no known format of rows", cure)])
    try:
        with Path(path).open("rb") as stream:
            yield from rows_of(stream, str(path), row_format, rows=rows)
    except OSError as error:
        raise ReadFailure([unreadable(Path(path), error)]) from error


def rows_of(stream: BinaryIO, path: str, row_format: str, *, rows: int = 2000) -> Iterator[RowChunk]:
    """Read the rows of an open file; see `read_rows`.

    Args:
        stream: the file, opened as bytes.
        path: the name under which errors are reported.
        row_format: `csv` or `json-lines`.
        rows: how many rows make a chunk.
    """
    faults = Faults(path)
    lines = Lines(stream, faults)
    source = _SOURCES[row_format](lines, faults)
    writer = Writer(Documents())
    written: list[bytes] = []
    number = 0
    try:
        for plan, cells, line in source:
            try:
                written.append(writer.write(plan, cells, line).encode())
            except Fault as fault:
                faults.add(*source.place(fault.column), fault.problem, fault.cure)
            number += 1
            if len(written) >= rows:
                if not faults.errors:
                    yield RowChunk(path, len(written), b"".join(written), writer.places, lines.size)
                written, writer.places = [], []
    except Stop:
        pass
    faults.raise_any()
    if not number:
        faults.add(1, 1, "the file has no claims", "write a claim into it or remove it")
        faults.raise_any()
    if written:
        yield RowChunk(path, len(written), b"".join(written), writer.places, lines.size)
