"""Files to triples: YAML, Turtle, TriG, JSON-LD and N-Quads, with the place of every node.

Nothing is fetched while reading: remote contexts, `owl:imports` and XML are refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph
from rdflib.term import Node

from averment.errors import Position, ReadError, ReadFailure
from averment.namespaces import ID
from averment.reading import jsonld, nquads, turtle
from averment.reading.files import FORMATS, MAX_BYTES, find_files, read_text
from averment.reading.placed import load_json, load_yaml
from averment.reading.positions import Positions
from averment.reading.screening import hardened, parse_strictly, screen

__all__ = ["FORMATS", "MAX_BYTES", "Positions", "Reading", "SourceFile", "read", "read_leniently"]


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

    def graph(self) -> Graph:
        """Return all triples of all files as one new graph."""
        merged = Graph()
        for file in self.files:
            for triple in file.graph:
                merged.add(triple)
        return merged


Progress = Callable[[int, int], None]
"""Called with the number of files read so far and the number of files in all."""


def read(paths: Iterable[str | Path], *, max_bytes: int = MAX_BYTES, progress: Progress | None = None) -> Reading:
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
    """Read what can be read and return it with the errors of what can't; see `read`."""
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
    return reading, errors


def _add_file(reading: Reading, number: int, file: Path, text: str, errors: list[ReadError]) -> None:
    positions = Positions()
    found: list[ReadError] = []
    graph = _READERS[FORMATS[file.suffix.lower()]](text, str(file), positions, found)
    screen(graph, str(file), positions, found)
    errors.extend(found)
    if found:
        return
    rename = _stable_names(graph, number)
    renamed = Graph()
    for subject, predicate, value in graph:
        renamed.add((rename.get(subject, subject), predicate, rename.get(value, value)))
    reading.files.append(SourceFile(str(file), renamed))
    reading.positions.update(positions, rename)


def _stable_names(graph: Graph, number: int) -> dict[Node, Node]:
    """Name blank nodes by file and order of appearance, so that two builds are alike."""
    names: dict[Node, Node] = {}
    for triple in graph:
        for term in triple:
            if isinstance(term, BNode) and term not in names:
                names[term] = BNode(f"f{number}b{len(names) + 1}")
    return names


def _read_yaml(text: str, path: str, positions: Positions, errors: list[ReadError]) -> Graph:
    document, faults = load_yaml(text, path)
    errors.extend(faults)
    return Graph() if document is None else jsonld.to_graph(document, path, positions, errors)


def _read_json(text: str, path: str, positions: Positions, errors: list[ReadError]) -> Graph:
    document, faults = load_json(text, path)
    errors.extend(faults)
    return Graph() if document is None else jsonld.to_graph(document, path, positions, errors)


def _read_turtle(text: str, path: str, positions: Positions, errors: list[ReadError]) -> Graph:
    parse_strictly(text, path, ox.RdfFormat.TURTLE, ID, errors)
    return Graph() if errors else turtle.to_graph(text, path, positions, errors, named_graphs=False)


def _read_trig(text: str, path: str, positions: Positions, errors: list[ReadError]) -> Graph:
    parse_strictly(text, path, ox.RdfFormat.TRIG, ID, errors)
    return Graph() if errors else turtle.to_graph(text, path, positions, errors, named_graphs=True)


def _read_nquads(text: str, path: str, positions: Positions, errors: list[ReadError]) -> Graph:
    quads = parse_strictly(text, path, ox.RdfFormat.N_QUADS, ID, errors)
    if errors:
        return Graph()
    try:
        return nquads.to_graph(quads, text, path, positions)
    except ValueError as error:
        errors.append(ReadError(Position(path, 1, 1), str(error), "state it as a statement of its own"))
        return Graph()


_READERS: dict[str, Callable[[str, str, Positions, list[ReadError]], Graph]] = {
    "yaml": _read_yaml,
    "json-ld": _read_json,
    "turtle": _read_turtle,
    "trig": _read_trig,
    "n-quads": _read_nquads,
}
