"""What one file puts into a store: its statements, the places of its nodes, and the names of these."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDFS, SKOS, BNode
from rdflib.term import Node

from averment.deriving.concepts import names_of
from averment.errors import ReadError
from averment.reading import FORMATS, read_one
from averment.reading.files import text_of
from averment.storing.lookups import Named, as_node
from averment.storing.marks import marks_of
from averment.storing.names import DIGEST, FOLDED, MARKS, NAMES, PATH, REAL_PATH, file_graph
from averment.terms import to_oxigraph, to_quad

__all__ = [
    "Contents",
    "digest_of",
    "digest_of_file",
    "has_rows",
    "names_in",
    "read_contents",
    "read_row_contents",
    "real_path_of",
]

_NAMING = frozenset(ox.NamedNode(each) for each in (SKOS.notation, SKOS.prefLabel, SKOS.altLabel, RDFS.label))


def has_rows(path: str) -> bool:
    """Return whether a file holds a claim a row, and is read as a stream."""
    return FORMATS[Path(path).suffix.lower()] in ("csv", "json-lines")


@dataclass(slots=True)
class Contents:
    """What a file states.

    Attributes:
        path: the file, as the user named it when it was first loaded.
        digest: the hash of its bytes, by which a change is noticed.
        real_path: where it was read.
        triples: what it states.
        marks: its nodes, each with its places in the file.
    """

    path: str
    digest: str
    real_path: str
    triples: list[ox.Triple] = field(default_factory=list)
    marks: dict[Named, str] = field(default_factory=dict)

    @property
    def graph(self) -> ox.NamedNode:
        """The graph that belongs to the file."""
        return file_graph(self.path)

    def own_quads(self) -> Iterator[ox.Quad]:
        """Iterate over what is kept of the file itself."""
        graph = self.graph
        yield ox.Quad(graph, DIGEST, ox.Literal(self.digest), graph)
        yield ox.Quad(graph, PATH, ox.Literal(self.path), graph)
        yield ox.Quad(graph, REAL_PATH, ox.Literal(self.real_path), graph)
        for node, text in self.marks.items():
            yield ox.Quad(node, MARKS, ox.Literal(text), graph)


def digest_of(data: bytes) -> str:
    """Return the hash by which a change of a file is noticed."""
    return hashlib.sha256(data).hexdigest()


def real_path_of(path: str) -> str:
    """Return where a file is, by which it is known again under another name, as text that a store can hold."""
    return os.path.realpath(path).encode(errors="surrogateescape").decode(errors="replace")


def digest_of_file(path: str) -> str:
    """Return the hash of a file of any size.

    Raises:
        OSError: it can't be read.
    """
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_row_contents(
    path: str, digest: str, progress: Callable[[str, int, int | None], None] = lambda step, done, total: None
) -> Iterator[Contents]:
    """Iterate over what a file of rows states, some thousand rows at a time.

    Args:
        path: the file, as the user named it.
        digest: its hash.
        progress: told how much of it has been read.

    Raises:
        ReadFailure: some rows can't be read.
    """
    from averment.reading.rows import read_rows  # most stores have no rows

    size, real = Path(path).stat().st_size, real_path_of(path)
    for chunk in read_rows(path):
        contents = Contents(path, digest, real, [quad.triple for quad in chunk.quads()])
        marks: dict[str, tuple[list[int], dict[str, list[list[int]]]]] = {}
        for node, type_, line in chunk.places:  # two rows may describe one node, which a check has to be told
            of_types = marks.setdefault(node, ([line, 1], {}))[1]
            of_types.setdefault(type_, []).append([line, 1])
        for node, (first, of_types) in marks.items():
            contents.marks[ox.NamedNode(node)] = json.dumps(
                {"n": first, "t": of_types}, separators=(",", ":")
            )
        _mark_others(contents)
        progress("reading rows", chunk.size, size)
        yield contents


def _mark_others(contents: Contents) -> None:
    """Take down the nodes that have no place."""
    for triple in contents.triples:
        if not isinstance(triple.subject, ox.Triple):
            contents.marks.setdefault(triple.subject, "")


def read_contents(
    path: str, data: bytes, errors: list[ReadError], real_path: str | None = None
) -> Contents | None:
    """Read a file of a graph.

    Args:
        path: the file, as the user named it when it was first loaded.
        data: what stands in it.
        errors: where what can't be read is added.
        real_path: where it was read, unless that is where its path leads.
    """
    text = text_of(data, path, errors)
    if text is None:
        return None
    reading, found = read_one(path, text)
    errors.extend(found)
    if found:
        return None
    digest = digest_of(data)
    # blank nodes get names that no other file gives, and that stay what they are when others are added
    start = f"n{hashlib.sha256(path.encode(errors='surrogatepass')).hexdigest()[:12]}b"
    contents = Contents(path, digest, real_path if real_path is not None else real_path_of(path))
    graph = reading.files[0].graph
    for triple in graph:
        subject, predicate, value = (_renamed(term, start) for term in triple)
        quad = to_quad((subject, predicate, value))
        contents.triples.append(quad.triple)
    for node, text in marks_of(reading.positions):
        term = to_oxigraph(_renamed(node, start))
        if not isinstance(term, ox.Literal):
            contents.marks[term] = text
    _mark_others(contents)
    return contents


def _renamed(term: Node, start: str) -> Node:
    return BNode(start + str(term).removeprefix("f1b")) if isinstance(term, BNode) else term


def names_in(triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    """Iterate over the names that statements give nodes, in the form in which they are looked up."""
    for triple in triples:
        if triple.predicate in _NAMING and not isinstance(triple.subject, ox.Triple):
            statement = as_node(triple.subject), as_node(triple.predicate), as_node(triple.object)
            for node, name in names_of([statement]):
                yield ox.Quad(ox.NamedNode(node), FOLDED, ox.Literal(name), NAMES)
