"""Turtle and TriG to triples, with line and column of every statement.

The text is parsed twice: by pyoxigraph, which is strict and says where a syntax error is, and by a subclass
of rdflib's parser, which learns positions. The subclass leans on private methods of rdflib; the contract
test compares its triples with those of pyoxigraph.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, MutableSequence
from typing import Any

import pyoxigraph as ox
from rdflib import XSD, BNode, Dataset, Graph, Literal
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, SinkParser
from rdflib.plugins.parsers.trig import TrigSinkParser
from rdflib.term import Node

from averment.errors import Position, ReadError
from averment.namespaces import ID
from averment.reading.nquads import from_oxigraph
from averment.reading.positions import LineIndex, Positions
from averment.reading.triples import Triple, plain

__all__ = ["compare", "to_triples"]

_NUMBER = re.compile(
    r"(?P<double>[-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][-+]?[0-9]++)"
    r"|(?P<decimal>[-+]?[0-9]*+\.[0-9]++)|(?P<integer>[-+]?[0-9]++)"
)


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
    except (ValueError, IndexError, AssertionError) as error:
        at = parser.last_place()
        errors.append(ReadError(at, f"what follows cannot be read ({error})", "write it more plainly"))
    return sink.recorded


def compare(
    triples: Iterable[Triple],
    quads: Iterable[ox.Quad],
    path: str,
    positions: Positions,
    errors: list[ReadError],
) -> None:
    """Report the first statement that rdflib read differently from the strict parser.

    Blank nodes count as alike: both parsers make up their names.

    Args:
        triples: what `to_triples` returned.
        quads: what the strict parser returned.
        path: the file's name, for a statement without a place.
        positions: the file's places.
        errors: where a difference is added.
    """
    strict = {
        (
            _blind(from_oxigraph(quad.subject)),
            from_oxigraph(quad.predicate),
            _blind(from_oxigraph(quad.object)),
        )
        for quad in quads
    }
    met: set[tuple[Node | None, Node, Node | None]] = set()
    for subject, predicate, value in triples:
        shape = (_blind(subject), predicate, _blind(value))
        met.add(shape)
        if shape not in strict:
            at = positions.of(subject, predicate) or Position(path, 1, 1)
            errors.append(ReadError(at, "two parsers read this differently", "write it more plainly"))
            return
    if met != strict:
        problem = "two parsers do not find the same statements here"
        errors.append(ReadError(Position(path, 1, 1), problem, "write the file more plainly"))


def _blind(term: Node) -> Node | None:
    return None if isinstance(term, BNode) else term


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
            plain(self.normalise(formula, value)),
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
        self._starts: list[int] = []  # of the objects of the list that is being read
        self._objects: deque[int] = deque()  # where the objects start that no statement is made of yet
        self._items: list[int] = []  # of the items of the collection that is being read
        self._brackets: list[int] = []  # of blank nodes whose properties come next
        self._subjects: dict[Node, int] = {}
        self._last = 0

    def last_place(self) -> Position:
        return self._at(self._last)

    def _start(self, argstr: str, i: int) -> int:
        return max(self.skipSpace(argstr, i), i)

    def statement(self, argstr: str, i: int) -> int:
        r: list[Any] = []
        self._starts, self._items = [], []
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
        start = self._last = self._start(argstr, i)
        known = len(res)
        j = super().object(argstr, i, res)
        if len(res) > known:
            self._starts.append(start)
        return j

    def item(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:
        self._items.append(self._start(argstr, i))
        return super().item(argstr, i, res)

    def node(
        self,
        argstr: str,
        i: int,
        res: MutableSequence[Any],
        subjectAlready: Node | None = None,  # noqa: N803
    ) -> int:
        start = self._start(argstr, i)
        opening = argstr[start : start + 1]
        if opening == "[":
            self._brackets.append(start)
        if opening != "(":
            return super().node(argstr, i, res, subjectAlready)
        outer, self._items = self._items, []
        j = super().node(argstr, i, res, subjectAlready)
        cells = self._sink.recorded[len(self._sink.recorded) - 2 * len(self._items) :]
        for number, (cell, predicate, value) in enumerate(cells):
            at = self._at(self._items[number // 2])
            self._positions.add_statement(cell, predicate, value, at, at)
        self._items = outer
        return j

    def nodeOrLiteral(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:  # noqa: N802
        number = _NUMBER.match(argstr, self._start(argstr, i))
        if number is None:
            return super().nodeOrLiteral(argstr, i, res)
        res.append(Literal(number.group(), datatype=XSD[number.lastgroup or ""]))  # as it is written
        return number.end()

    def property_list(self, argstr: str, i: int, subj: Node) -> int:
        start = self._brackets.pop() if self._brackets else i  # statements have set theirs before
        self._subjects.setdefault(subj, start)
        outer, self._items = self._items, []
        j = super().property_list(argstr, i, subj)
        self._items = outer
        return j

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
