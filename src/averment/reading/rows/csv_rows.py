"""CSV to rows: RFC 4180, with any of three delimiters, which the header tells apart."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from averment.reading.positions import LineIndex
from averment.reading.rows.columns import column
from averment.reading.rows.faults import Fault, Faults, Stop, is_or_within
from averment.reading.rows.lines import MAX_LINE, Lines
from averment.reading.rows.plans import Plan

__all__ = ["CsvRows"]

_DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab"}


class CsvRows:
    """The rows of a CSV file.

    Args:
        lines: the file.
        faults: where rows that are none are reported; they are left out.
    """

    def __init__(self, lines: Lines, faults: Faults) -> None:
        self._lines = lines
        self._faults = faults
        self._first = 1
        self._record: list[str] = []
        self._delimiter = ","
        self._header: list[str] = []

    def __iter__(self) -> Iterator[tuple[Plan, list[str], int]]:
        """Iterate over the rows: what their columns are, their cells, and the line where each starts.

        Raises:
            Stop: the rest can't be read.
        """
        source = self._source()
        head = next(source, "")
        if self._faults.errors:
            raise Stop  # what was told is wrong with the header
        if not head.strip():
            self._faults.add(1, 1, "the first line has no names of columns", "begin the file with them")
            raise Stop
        self._delimiter = _delimiter(head)
        rows = csv.reader(_with_first(head, source), delimiter=self._delimiter, strict=True)
        plan = self._read_header(self._next(rows))
        width = len(self._header)
        while (row := self._next(rows)) is not None:
            if len(row) == width:
                if any(row):
                    yield plan, row, self._first
            elif row:
                self._report_width(len(row), width)

    def place(self, name: str | None) -> tuple[int, int]:
        """Return line and column of a cell of the latest row, or of its start."""
        known = (index for index, each in enumerate(self._header) if is_or_within(each, name))
        return self._cell(next(known, 0))

    def _source(self) -> Iterator[str]:
        """Iterate over the lines of the file, and keep those of the row that is being read."""
        size = 0
        for line in self._lines:
            if not self._record:
                self._first = self._lines.number
                size = 0
            size += len(line)
            if size > MAX_LINE:
                self._faults.add(*self._cell(-1), *_UNCLOSED)
                raise Stop
            self._record.append(line)
            yield line

    def _next(self, rows: Iterator[list[str]]) -> list[str] | None:
        """Return the next row, or None at the end of the file."""
        while True:
            if self._header:
                self._record.clear()
            try:
                return next(rows, None)
            except csv.Error as error:
                self._report(str(error))
                if not self._header:
                    raise Stop from None

    def _report(self, message: str) -> None:
        if "field larger" in message or "unexpected end" in message:
            self._faults.add(*self._cell(-1), *_UNCLOSED)
            raise Stop
        if "new-line" in message:
            problem = "a line ends here with a carriage return alone"
            self._faults.add(self._first, 1, problem, "save the file with CRLF or LF at the ends of lines")
            raise Stop
        problem = "something stands between a closing quotation mark and the end of its cell"
        cells = _cells(self._delimiter).finditer("".join(self._record))
        odd = (index for index, cell in enumerate(cells) if _is_broken(cell.group()))
        self._faults.add(*self._cell(next(odd, 0)), problem, "write a quotation mark within a cell twice")

    def _read_header(self, row: list[str] | None) -> Plan:
        """Return what to do with rows.

        Raises:
            Stop: a name is no column's, stands there twice, or is missing.
        """
        self._header = [name.strip() for name in row or ()]
        before = len(self._faults.errors)
        seen: dict[str, int] = {}
        for index, name in enumerate(self._header):
            at = self._cell(index)
            if not name:
                self._faults.add(*at, "this column has no name", "name it or remove it")
            elif name in seen:
                problem = f"the column '{name[:40]}' stands here again, after column {seen[name] + 1}"
                self._faults.add(*at, problem, "keep one of them")
            else:
                try:
                    column(name)
                except Fault as fault:
                    self._faults.add(*at, fault.problem, fault.cure)
            seen.setdefault(name, index)
        if len(self._faults.errors) == before:
            try:
                return Plan(self._header)
            except Fault as fault:
                missing = fault.column is None
                problem = f"the column {fault.problem}" if missing else fault.problem
                cure = f"{fault.cure} to the header" if missing else fault.cure
                self._faults.add(*self.place(fault.column), problem, cure)
        raise Stop

    def _report_width(self, found: int, width: int) -> None:
        is_more = found > width
        at = self._cell(width) if is_more else (self._first, 1)
        name = _DELIMITERS[self._delimiter]
        problem = f"this row has {found} cells, and the header {width}"
        cure = (
            f"put a cell that holds {name} into quotation marks" if is_more else "write the empty cells, too"
        )
        self._faults.add(*at, problem, cure)

    def _cell(self, index: int) -> tuple[int, int]:
        """Return line and column at which a cell of the latest row starts; -1 is the last one."""
        text = "".join(self._record)
        starts = [match.start() for match in _cells(self._delimiter).finditer(text)] or [0]
        line, at = LineIndex(text).locate(starts[index] if index < len(starts) else 0)
        return self._first + line - 1, at


_UNCLOSED = (
    "a cell that starts here has no end: it is too long, or its quotation mark is never closed",
    "close it, and write a quotation mark within a cell twice",
)


def _is_broken(cell: str) -> bool:
    return cell.startswith('"') and not re.fullmatch(r'"(?:[^"]++|"")*+"\n?', cell)


def _with_first(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _cells(delimiter: str) -> re.Pattern[str]:
    """Return what matches one cell, with the delimiter before it."""
    between = re.escape(delimiter)
    return re.compile(rf'(?:(?<={between})|\A)(?:"(?:[^"]++|"")*+(?:"[^{between}\n]*|\Z)|[^{between}]*)')


def _delimiter(head: str) -> str:
    """Return the delimiter with which most of the cells of a header are names of columns."""

    def known(delimiter: str) -> int:
        try:
            names = next(csv.reader([head], delimiter=delimiter), [])
        except csv.Error:
            return 0
        return sum(map(_is_column, names))

    return max(_DELIMITERS, key=known)


def _is_column(name: str) -> bool:
    try:
        column(name)
    except Fault:
        return False
    return True
