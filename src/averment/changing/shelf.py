"""The files of a graph, of which those are read that are asked for, by what they describe and name."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from averment.changing.readings import RememberedReadings
from averment.changing.remembered import RememberedScans
from averment.changing.scanning import Scan, root_of, scan
from averment.errors import ReadError
from averment.namespaces import AV
from averment.reading import FORMATS, Progress, Reading, read_one
from averment.reading.files import read_bytes, text_of

__all__ = ["Shelf", "TooMuchError"]


class TooMuchError(Exception):
    """What is asked for takes most of the files, or what only all of them together can tell."""


class Shelf:
    """Files, most of them closed, and what those say that have been read.

    Args:
        files: all files of the graph, in order.
        max_bytes: the largest file to read, in bytes.
        most: how many files may be read before it is quicker to read all.
        scans: what is remembered of the names in the files.
        readings: what is remembered of what they state.
        progress: told after each file that has been looked at, or read.

    Attributes:
        errors: what is wrong with files: with their bytes in any of them, else in those that were read.
    """

    def __init__(
        self,
        files: Sequence[Path],
        max_bytes: int,
        most: int,
        scans: RememberedScans,
        readings: RememberedReadings,
        progress: Progress | None = None,
    ) -> None:
        self.errors: list[ReadError] = []
        self._files = files
        self._max_bytes = max_bytes
        self._most = most
        self._scans = scans
        self._readings = readings
        self._progress = progress if progress is not None else lambda done, total: None
        self._here = os.getcwd()  # noqa: PTH109 - a path object takes longer
        self._status: dict[int, os.stat_result] = {}
        self._read: dict[int, Reading] = {}
        self._values: dict[Node, list[tuple[Node, Node]]] = {}
        self._pointing: dict[Node, list[tuple[Node, Node]]] = {}
        self._linking: dict[Node, set[Node]] = {}
        self._judged: dict[str, set[Node]] = defaultdict(set)
        self._described: dict[str, list[int]] = defaultdict(list)
        self._about: dict[str, list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)
        self._open: set[str] = set()
        self._always = [number for number, file in enumerate(files) if not self._scan(number, file)]
        self.is_plain = {str(file) for file in files} - {str(files[number]) for number in self._always}

    def _scan(self, number: int, file: Path) -> bool:
        """Take down what a file speaks of, and return whether that can be told without reading it."""
        found = self._scanned(number, file)
        self._progress(number + 1, len(self._files))
        if found is None:
            return False
        for root in found.described | found.tied:
            self._described[root].append(number)
        for root in found.about | found.tied:
            self._about[root].append(number)
        for root in found.about | found.tied | found.named:
            self._named[root].append(number)
        return True

    def _scanned(self, number: int, file: Path) -> Scan | None:
        try:
            status = self._status[number] = file.stat()
        except OSError:
            status = None  # reading it tells what is wrong
        name = self._whole_path(file)
        if status is not None and status.st_size <= self._max_bytes:
            is_known, found = self._scans.get(name, status)
            if is_known:
                return found
        data = read_bytes(file, self._max_bytes, self.errors)
        if data is None:
            return None
        is_blank = data.isspace() or not data
        if (is_blank or not data.isascii()) and text_of(data, str(file), self.errors) is None:
            return None
        found = scan(data) if FORMATS[file.suffix.lower()] == "yaml" else None
        if status is not None and not is_blank:
            self._scans.put(name, status, found)
        return found

    def _whole_path(self, file: Path) -> str:
        name = str(file)
        return name if os.path.isabs(name) else f"{self._here}{os.sep}{name}"  # noqa: PTH117 - as above

    # --- reading --------------------------------------------------------------------------------

    def read_always(self) -> None:
        """Read the files that are always read: of other formats, and those that anything may depend on."""
        self._take(self._always)

    def read_all(self) -> None:
        """Read all files, however many that are."""
        self._most = len(self._files)
        self._take(range(len(self._files)))

    def read_files(self, names: Collection[str]) -> set[Node]:
        """Read some files, by their paths, and return the nodes without an IRI that are in them."""
        numbers = [number for number, file in enumerate(self._files) if str(file) in names]
        self._take(numbers)
        graphs = [file.graph for number in numbers for file in self._read[number].files]
        return {node for graph in graphs for node in graph.subjects() if isinstance(node, BNode)}

    def describe(self, node: Node) -> None:
        """Read the files that describe a node, or tell something of it otherwise."""
        self._look_up(node, self._described, "described")

    def claims_about(self, node: Node) -> None:
        """Read the files with claims about a node, or about another that hangs on the same root."""
        self._look_up(node, self._about, "about")

    def all_naming(self, node: Node) -> None:
        """Read all files that name a node, or another that hangs on the same root."""
        if isinstance(node, URIRef) and root_of(node) is None:
            raise TooMuchError
        self._look_up(node, self._described, "described")
        self._look_up(node, self._named, "named")

    def _look_up(self, node: Node, index: Mapping[str, Sequence[int]], name: str) -> None:
        root = root_of(node) if isinstance(node, URIRef) else None
        if root is not None and (key := f"{name} {root}") not in self._open:
            self._open.add(key)
            self._take(index.get(root, ()))

    def _take(self, numbers: Iterable[int]) -> None:
        wanted = [number for number in numbers if number not in self._read]
        if len(self._read) + len(wanted) > self._most:
            raise TooMuchError
        for number in wanted:
            self._read[number] = self._open_file(number)
            self._progress(len(self._read), len(self._files))

    def _open_file(self, number: int) -> Reading:
        reading = self._stated(number, self._files[number])
        for each in reading.files:
            self._index(each.graph)
        return reading

    def _stated(self, number: int, file: Path) -> Reading:
        status, name = self._status.get(number), self._whole_path(file)
        if status is not None and status.st_size <= self._max_bytes:
            known = self._readings.get(name, status, str(file), number + 1)
            if known is not None:
                return known
        data = read_bytes(file, self._max_bytes, [])
        text = text_of(data, str(file), []) if data is not None else None
        if text is None:
            return Reading()
        reading, errors = read_one(str(file), text, number + 1)
        self.errors += errors
        if status is not None and not errors:
            self._readings.put(name, status, reading, number + 1)
        return reading

    def _index(self, graph: Iterable[tuple[Node, Node, Node]]) -> None:
        above: dict[Node, set[Node]] = defaultdict(set)
        for subject, predicate, value in graph:
            self._values.setdefault(subject, []).append((predicate, value))
            if isinstance(value, Literal):
                continue
            self._pointing.setdefault(value, []).append((subject, predicate))
            above[value].add(subject)
            if predicate == AV.judges and (root := root_of(value)) is not None:
                self._judged[root].add(subject)
        for value in above:
            if isinstance(value, URIRef):
                self._linking.setdefault(value, set()).update(_wholes(value, above))

    # --- what has been read ---------------------------------------------------------------------

    def values(self, node: Node) -> Sequence[tuple[Node, Node]]:
        """Return the properties and values of a node."""
        return self._values.get(node, ())

    def pointing(self, node: Node) -> Sequence[tuple[Node, Node]]:
        """Return the nodes that have a node as a value, each with the property."""
        return self._pointing.get(node, ())

    def linking(self, node: Node) -> Iterable[Node]:
        """Return the nodes that have a node as a value, and those of which these are parts without an IRI."""
        return self._linking.get(node, ())

    def judgements_on(self, root: str) -> Iterable[Node]:
        """Return the judgements on what hangs on a root, and on questions about it."""
        return self._judged.get(root, ())

    def nodes(self) -> Iterator[Node]:
        """Iterate over all nodes of which something is said."""
        return iter(self._values)

    @property
    def count(self) -> int:
        """How many files have been read."""
        return len(self._read)

    def reading(self) -> Reading:
        """Return what the files state that have been read, in the order of all files."""
        together = Reading()
        for number in sorted(self._read):
            together.files += self._read[number].files
            together.positions.update(self._read[number].positions, {})
        return together


def _wholes(node: Node, above: Mapping[Node, Iterable[Node]]) -> set[Node]:
    waiting = list(above[node])
    found: set[Node] = set()
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(above.get(one, ()) if isinstance(one, BNode) else ())
    return found
