"""Files to triples: YAML, Turtle, TriG, JSON-LD, N-Quads, and rows of claims, with the place of every node.

Nothing is fetched while reading: remote contexts, `owl:imports` and XML are refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph

from averment.errors import Position, ReadError, ReadFailure
from averment.graphs import graph_of
from averment.indexed import IndexedGraph
from averment.namespaces import ID
from averment.reading.files import FORMATS, MAX_BYTES, find_files, read_text
from averment.reading.json_files import load_json
from averment.reading.lexing import look_ahead
from averment.reading.positions import Positions
from averment.reading.screening import hardened, parse_strictly, screen
from averment.reading.simple_yaml import load_simple_yaml
from averment.reading.triples import Triple, stable_names

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "Positions",
    "Progress",
    "Reading",
    "SourceFile",
    "read",
    "read_also",
    "read_leniently",
    "read_one",
]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that was read: its path as the user named it, and its triples."""

    path: str
    graph: Graph


@dataclass(slots=True)
class Reading:
    """What files state: their triples, file by file, and where each node is written."""

    files: list[SourceFile] = field(default_factory=list)
    positions: Positions = field(default_factory=Positions)

    def graph(self) -> IndexedGraph:
        """Return all triples of all files as one new graph."""
        return graph_of(*(file.graph for file in self.files))


Progress = Callable[[int, int], None]
"""Called with the number of files read so far and the number of files in all."""


def read(
    paths: Iterable[str | Path], *, max_bytes: int = MAX_BYTES, progress: Progress | None = None
) -> Reading:
    """Read files and folders into one graph.

    Args:
        paths: files, and folders that are searched for files of a known format.
        max_bytes: the largest file to read, in bytes.
        progress: told after each file.

    Raises:
        ReadFailure: something could not be read; it holds every such error of the run.
    """
    reading, errors = read_leniently(paths, max_bytes=max_bytes, progress=progress)
    if errors:
        raise ReadFailure(errors)
    return reading


def read_leniently(
    paths: Iterable[str | Path], *, max_bytes: int = MAX_BYTES, progress: Progress | None = None
) -> tuple[Reading, list[ReadError]]:
    """Read what can be read and return it with the errors of what can't, in the order of files and lines.

    See `read`.
    """
    reading = Reading()
    errors: list[ReadError] = []
    files = list(find_files(paths, errors))
    with hardened():
        for number, file in enumerate(files, start=1):
            text = read_text(file, max_bytes, errors)
            if text is not None:
                _add_file(reading, number, file, text, errors)
            if progress is not None:
                progress(number, len(files))
    return reading, list(ReadFailure(errors).errors)


def read_one(path: str, text: str, number: int = 1) -> tuple[Reading, list[ReadError]]:
    """Read one text as if it stood in a file, and return it with the errors of what can't be read.

    Args:
        path: the file, whose suffix says its format.
        text: what stands in it.
        number: which of all files it is, counted from 1; nodes without an IRI are named after it.
    """
    reading = Reading()
    errors: list[ReadError] = []
    with hardened():
        _add_file(reading, number, Path(path), text, errors)
    return reading, errors


def read_also(reading: Reading, path: str | Path, text: str) -> Reading:
    """Return what files state together with one that is not written yet.

    Args:
        reading: what was read; it stays as it is.
        path: where the file is to be, which says its format.
        text: what is to stand in it.

    Raises:
        ReadFailure: the text can't be read.
    """
    together = Reading(list(reading.files))
    together.positions.update(reading.positions, {})
    errors: list[ReadError] = []
    with hardened():
        _add_file(together, len(reading.files) + 1, Path(path), text, errors)
    if errors:
        raise ReadFailure(errors)
    return together


def _add_file(reading: Reading, number: int, file: Path, text: str, errors: list[ReadError]) -> None:
    positions = Positions()
    found: list[ReadError] = []
    triples = _READERS[FORMATS[file.suffix.lower()]](text, str(file), positions, found)
    if not found:
        screen(triples, str(file), positions, found)
    if not found and not triples:
        start = Position(str(file), 1, 1)
        found.append(ReadError(start, "the file states nothing", "write a thing into it or remove it"))
    errors.extend(found)
    if found:
        return
    names = stable_names(triples, number)
    graph = graph_of(
        (names.get(subject, subject), predicate, names.get(value, value))
        for subject, predicate, value in triples
    )
    reading.files.append(SourceFile(str(file), graph))
    reading.positions.update(positions, names)


def _read_yaml(text: str, path: str, positions: Positions, errors: list[ReadError]) -> list[Triple]:
    faults: list[ReadError] = []
    document: Any = load_simple_yaml(text, path)
    if document is None:
        from averment.reading.yaml_files import load_yaml  # a whole YAML parser takes a while to import

        document, faults = load_yaml(text, path)
    errors.extend(faults)
    return [] if faults else _of_json_ld(document, path, positions, errors)


def _read_json(text: str, path: str, positions: Positions, errors: list[ReadError]) -> list[Triple]:
    document, faults = load_json(text, path)
    errors.extend(faults)
    return [] if faults else _of_json_ld(document, path, positions, errors)


def _of_json_ld(document: Any, path: str, positions: Positions, errors: list[ReadError]) -> list[Triple]:
    from averment.reading import jsonld  # brings rdflib's parser along, as the next ones do

    return jsonld.to_triples(document, path, positions, errors)


def _parse_rdf(text: str, path: str, rdf_format: ox.RdfFormat, errors: list[ReadError]) -> list[ox.Quad]:
    look_ahead(text, path, errors)
    return [] if errors else parse_strictly(text, path, rdf_format, ID, errors)


def _read_turtle(text: str, path: str, positions: Positions, errors: list[ReadError]) -> list[Triple]:
    quads = _parse_rdf(text, path, ox.RdfFormat.TURTLE, errors)
    return _read_twice(quads, text, path, positions, errors, named_graphs=False)


def _read_trig(text: str, path: str, positions: Positions, errors: list[ReadError]) -> list[Triple]:
    quads = _parse_rdf(text, path, ox.RdfFormat.TRIG, errors)
    return _read_twice(quads, text, path, positions, errors, named_graphs=True)


def _read_twice(
    quads: list[ox.Quad],
    text: str,
    path: str,
    positions: Positions,
    errors: list[ReadError],
    *,
    named_graphs: bool,
) -> list[Triple]:
    if errors:
        return []
    from averment.reading import turtle

    triples = turtle.to_triples(text, path, positions, errors, named_graphs=named_graphs)
    if not errors:
        turtle.compare(triples, quads, path, positions, errors)
    return triples


def _read_nquads(text: str, path: str, positions: Positions, errors: list[ReadError]) -> list[Triple]:
    from averment.reading import nquads

    quads = _parse_rdf(text, path, ox.RdfFormat.N_QUADS, errors)
    return [] if errors else nquads.to_triples(quads, text, path, positions, errors)


def _read_rows(
    row_format: str, text: str, path: str, positions: Positions, errors: list[ReadError]
) -> list[Triple]:
    from averment.reading.rows import whole  # most graphs have no rows

    return whole.to_triples(text, path, row_format, positions, errors)


_READERS: dict[str, Callable[[str, str, Positions, list[ReadError]], list[Triple]]] = {
    "yaml": _read_yaml,
    "json-ld": _read_json,
    "turtle": _read_turtle,
    "trig": _read_trig,
    "n-quads": _read_nquads,
    "csv": partial(_read_rows, "csv"),
    "json-lines": partial(_read_rows, "json-lines"),
}
