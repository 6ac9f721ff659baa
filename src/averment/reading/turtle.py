"""Turtle and TriG to triples, with line and column of every statement.

The text is parsed twice: by pyoxigraph, which is strict and says where a syntax error is, and by a subclass
of rdflib's parser, which learns positions. The subclass leans on private methods of rdflib; the contract
test compares its triples with those of pyoxigraph.
"""

from __future__ import annotations

from collections import deque
from collections.abc import MutableSequence
from typing import Any

from rdflib import Dataset, Graph
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, SinkParser
from rdflib.plugins.parsers.trig import TrigSinkParser
from rdflib.term import Node

from averment.errors import Position, ReadError
from averment.namespaces import ID
from averment.reading.positions import LineIndex, Positions
from averment.reading.triples import Triple

__all__ = ["to_triples"]


def to_triples(
    text: str, path: str, positions: Positions, errors: list[ReadError], *, named_graphs: bool
) -> list[Triple]:
    """Parse Turtle, or TriG, whose syntax has been checked before.

    Args:
        text: the whole file.
        path: the name under which places are recorded.
        positions: where the places of nodes and values are added.
        errors: where faults are added.
        named_graphs: whether to read TriG.

    Returns:
        the triples of all graphs of the file, in the order in which they are written.
    """
    parser_class = _PlacingTrigParser if named_graphs else _PlacingTurtleParser
    sink = _RecordingSink(Dataset())
    parser = parser_class(sink, baseURI=str(ID), turtle=True)
    parser.place(sink, LineIndex(text), path, positions)
    try:
        parser.loadBuf(text)
    except BadSyntax as error:
        offset = max(0, min(error._i, len(text) - 1))
        at = Position(path, *LineIndex(text).locate(offset))
        errors.append(
            ReadError(at, f"the syntax breaks off ({error._why})", "correct it here or just before")
        )
    except RecursionError:
        errors.append(ReadError(Position(path, 1, 1), "the nesting is too deep", "write it flatter"))
    except ValueError as error:
        errors.append(ReadError(Position(path, 1, 1), f"a term cannot be read ({error})", "correct it"))
    return sink.recorded


class _RecordingSink(RDFSink):
    """Takes statements in order, whichever graph they are in."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.recorded: list[Triple] = []

    def makeStatement(self, quadruple: tuple[Any, Node, Node, Node], why: Any = None) -> None:  # noqa: N802
        formula, predicate, subject, value = quadruple
        triple = (
            self.normalise(formula, subject),
            self.normalise(formula, predicate),
            self.normalise(formula, value),
        )
        self.recorded.append(triple)


class _Placing(SinkParser):
    """Records where the subject and the object of each statement start."""

    _lines: LineIndex
    _path: str
    _positions: Positions
    _sink: _RecordingSink

    def place(self, sink: _RecordingSink, lines: LineIndex, path: str, positions: Positions) -> None:
        self._sink = sink
        self._lines = lines
        self._path = path
        self._positions = positions
        self._starts: list[int] = []
        self._objects: deque[int] = deque()
        self._subjects: dict[Node, int] = {}

    def _start(self, argstr: str, i: int) -> int:
        return max(self.skipSpace(argstr, i), i)

    def statement(self, argstr: str, i: int) -> int:
        r: list[Any] = []
        start = self._start(argstr, i)
        j = self.object(argstr, i, r)
        if j < 0:
            return j
        self._subjects[r[0]] = start
        k = self.property_list(argstr, j, r[0])
        if k < 0:
            self.BadSyntax(argstr, j, "expected property list")
        return k

    def object(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:
        start = self._start(argstr, i)
        known = len(res)
        j = super().object(argstr, i, res)
        if len(res) > known:
            self._starts.append(start)
        return j

    def property_list(self, argstr: str, i: int, subj: Node) -> int:
        self._subjects.setdefault(subj, i)  # a blank node's brackets; statements have set theirs before
        return super().property_list(argstr, i, subj)

    def objectList(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:  # noqa: N802
        outer, self._starts = self._starts, []
        j = super().objectList(argstr, i, res)
        self._objects = deque(self._starts)
        self._starts = outer
        return j

    def makeStatement(self, quadruple: tuple[Any, Node, Node, Node]) -> None:  # noqa: N802
        super().makeStatement(quadruple)
        subject, predicate, value = self._sink.recorded[-1]
        value_start = self._objects.popleft() if self._objects else 0
        start = self._subjects.get(subject, value_start)
        self._positions.add_statement(subject, predicate, value, self._at(start), self._at(value_start))

    def _at(self, offset: int) -> Position:
        return Position(self._path, *self._lines.locate(offset))


class _PlacingTurtleParser(_Placing):
    pass


class _PlacingTrigParser(_Placing, TrigSinkParser):
    pass
