"""Which lines differ between two texts, and which nodes are written on which lines."""

from __future__ import annotations

import re
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.term import Node

from averment.changing.git import run_git
from averment.errors import UsageError
from averment.namespaces import AV
from averment.reading import Reading

__all__ = ["Owners", "changed_lines"]

_HUNK = re.compile(rb"^@@ -([0-9]+)(?:,([0-9]+))? \+([0-9]+)(?:,([0-9]+))? @@", re.MULTILINE)


def changed_lines(old: str, new: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return the lines of an old text that are not in a new one, and those of the new that are not in the old.

    Raises:
        UsageError: git is not installed, or fails.
    """
    options = ("--no-color", "--no-ext-diff", "--no-textconv", "--text", "-U0", "--inter-hunk-context=0")
    with tempfile.TemporaryDirectory(prefix="averment-") as name:
        folder = Path(name)
        for file, text in (("old", old), ("new", new)):
            (folder / file).write_text(text, encoding="utf-8", newline="\n")
        done = run_git(["diff", "--no-index", *options, "--", "old", "new"], folder)
    if done.returncode not in (0, 1):
        raise UsageError("git can't compare two versions of a file; check that it works")
    removed: set[int] = set()
    added: set[int] = set()
    for match in _HUNK.finditer(done.stdout):
        for lines, start, count in ((removed, match[1], match[2]), (added, match[3], match[4])):
            first = int(start)
            lines.update(range(first, first + int(count if count is not None else 1)))
    return frozenset(removed), frozenset(added)


class Owners:
    """Tells which nodes a line of a file is about.

    A line belongs to the nodes that start on it or have a value on it, and one on which nothing starts to
    those of the last line before it on which something does.

    Args:
        reading: what this one file states.

    Attributes:
        are_none: whether it states nothing.
    """

    def __init__(self, reading: Reading) -> None:
        self._graph: Graph = reading.graph()
        self.are_none = not self._graph
        self._by_line: dict[int, set[Node]] = {}
        for node, position in reading.positions.marks():
            self._by_line.setdefault(position.line, set()).update(self._named(node))
        self._lines = sorted(self._by_line)

    def of(self, lines: Iterable[int]) -> frozenset[Node]:
        """Return the nodes with an IRI that lines are about."""
        found: set[Node] = set()
        for line in lines:
            before = bisect_right(self._lines, line)
            if before:
                found |= self._by_line[self._lines[before - 1]]
        return frozenset(found)

    def all(self) -> frozenset[Node]:
        """Return all nodes with an IRI of the file."""
        return frozenset(node for nodes in self._by_line.values() for node in nodes)

    def topics(self) -> Iterator[tuple[Node, tuple[Node | None, Node | None]]]:
        """Iterate over the claims of the file, each with its subject and its aspect."""
        for claim in self._graph.subjects(RDF.type, AV.Claim):
            yield claim, (self._graph.value(claim, AV.about), self._graph.value(claim, AV.hasAspect))

    def _named(self, node: Node) -> Iterator[URIRef]:
        """Iterate over the node itself, or over those with an IRI that a node without one is part of."""
        waiting = [node]
        seen = {node}
        while waiting:
            one = waiting.pop()
            if isinstance(one, URIRef):
                yield one
            elif isinstance(one, BNode):
                above = set(self._graph.subjects(None, one)) - seen
                seen |= above
                waiting += above
