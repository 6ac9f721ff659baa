"""Plainly written YAML to placed values, twenty times as fast as a whole YAML parser.

What is read here means the same in every version of YAML, and nearly every file of claims is written in
nothing else: block mappings and lists, one-line flow mappings and lists, plain and quoted one-line scalars
without escapes, block scalars of one indentation, comments. Anything else, and anything that is wrong, is
left to `averment.reading.yaml_files`, which is what says what a file means; the tests compare the two.
"""

from __future__ import annotations

import re
from typing import Any

from averment.errors import Position
from averment.reading.placed import PlacedDict, PlacedList

__all__ = ["load_simple_yaml"]

_MAX_DEPTH = 16
"""Deeper nesting, which files of claims do not need, is left to the whole parser."""

_ODD = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Tabs, other ends of lines, and what can't stand in YAML or only as an escape."""
_NULLS = ("~", "null", "Null", "NULL")

_START = r"(?:[\w/(.+<~$]|-(?=\w))"
_KEY = re.compile(r"([A-Za-z][\w-]{0,99}(?::[\w-]{1,99})?):(?: +|$)")
_PLAIN = re.compile(_START + r"(?:[^ :#]|:(?=[^ ])|(?<! )#| +(?=[^ #]))*")
_FLOW_PLAIN = re.compile(
    _START + r"(?:[^ :#,\[\]{}]|:(?=[^ ,\[\]{}])|(?<! )#| +(?=[^ :#,\[\]{}]))*(?= *[,\]}])"
)
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^']*)'(?!')")
_BLOCK = re.compile(r"([|>])(-?)")
_ITEM = re.compile(r"- +")
_COMMA = re.compile(r" *, *")
_END = re.compile(r" *(?: #.*)?$")
_NOTHING = re.compile(r" *(?:#.*)?$")


def load_simple_yaml(text: str, path: str) -> PlacedDict | PlacedList | None:
    r"""Read plainly written YAML into placed values, or return None for what is written in another way.

    Args:
        text: the whole file.
        path: the name under which positions are reported.

    >>> load_simple_yaml("id: law:x\ntitle: {en: 'No'}", "x.yaml")
    {'id': 'law:x', 'title': {'en': 'No'}}
    >>> load_simple_yaml("id: &anchor law:x", "x.yaml")
    """
    if _ODD.search(text):
        return None
    reader = _Reader(text.split("\n"), path)
    try:
        return reader.document()
    except _NotSimpleError:
        return None


class _NotSimpleError(Exception):
    """Something stands here that this module does not read."""


class _Reader:
    def __init__(self, lines: list[str], path: str) -> None:
        self._lines = lines
        self._path = path
        self._row = -1
        self._line = ""
        self._indent = -1
        self._depth = 0
        self._next_line()

    def document(self) -> PlacedDict | PlacedList:
        value = self._block(self._indent)
        if self._indent >= 0:
            raise _NotSimpleError
        return value

    def _next_line(self) -> None:
        """Go on to the next line that is neither empty nor a comment; at the end, the indentation is -1."""
        for row in range(self._row + 1, len(self._lines)):
            line = self._lines[row]
            if not _NOTHING.match(line):
                self._row, self._line, self._indent = row, line, len(line) - len(line.lstrip(" "))
                return
        self._row, self._line, self._indent = len(self._lines), "", -1

    def _at(self, column: int) -> Position:
        return Position(self._path, self._row + 1, column + 1)

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _NotSimpleError

    def _block(self, indent: int) -> PlacedDict | PlacedList:
        self._enter()
        found = self._list(indent) if _ITEM.match(self._line, indent) else self._mapping(indent)
        self._depth -= 1
        return found

    def _mapping(self, indent: int) -> PlacedDict:
        """Read the entries that start at a column; the first of them may stand after a dash."""
        mapping = PlacedDict(self._at(indent))
        while key := _KEY.match(self._line, indent):
            if key.end() < len(self._line) and self._line[key.end()] != "#":
                at = self._at(key.end())
                value = self._value(key.end(), indent)
            else:
                self._next_line()
                is_list = self._indent == indent and _ITEM.match(self._line, indent)
                if self._indent <= indent and not is_list:
                    raise _NotSimpleError
                at = self._at(self._indent)
                value = self._block(self._indent)
            _put(mapping, key[1], value, at)
            if self._indent != indent:
                break
        if self._indent > indent or not mapping:
            raise _NotSimpleError
        return mapping

    def _list(self, indent: int) -> PlacedList:
        found = PlacedList()
        while self._indent == indent and (dash := _ITEM.match(self._line, indent)):
            found.positions.append(self._at(dash.end()))
            if _KEY.match(self._line, dash.end()):
                self._enter()
                found.append(self._mapping(dash.end()))
                self._depth -= 1
            else:
                found.append(self._value(dash.end(), indent))
        return found

    def _value(self, start: int, indent: int) -> Any:
        """Read the value that starts in this line, in a mapping or list of an indentation."""
        block = _BLOCK.match(self._line, start)
        if block is not None:
            if not _END.match(self._line, block.end()):
                raise _NotSimpleError
            return self._block_scalar(indent, folded=block[1] == ">", stripped=block[2] == "-")
        value, end = self._inline(start, _PLAIN)
        if not _END.match(self._line, end):
            raise _NotSimpleError
        whole = end == len(self._line) and self._line[start] not in "{['\""
        row = self._row
        self._next_line()
        return self._continued(value, row, indent) if whole and self._indent > indent else value

    def _continued(self, value: str, row: int, indent: int) -> str:
        """Read the further lines of a plain scalar, with nothing empty and no comment among them."""
        parts = [value]
        while self._indent > indent:
            part = _PLAIN.match(self._line, self._indent)
            if part is None or part.end() < len(self._line) or self._row != row + 1:
                raise _NotSimpleError
            parts.append(part.group())
            row = self._row
            self._next_line()
        return " ".join(parts)

    def _block_scalar(self, indent: int, *, folded: bool, stripped: bool) -> str:
        """Read the lines of a block scalar, all of one indentation and with nothing empty among them."""
        first = self._row + 1
        self._next_line()
        if self._row != first or self._indent <= indent:
            raise _NotSimpleError
        start = self._indent
        lines: list[str] = []
        for line in self._lines[first:]:
            if len(line) - len(line.lstrip(" ")) != start or line.endswith(" "):
                break
            lines.append(line[start:])
        end = first + len(lines)
        self._row = end - 1
        self._next_line()
        below = self._lines[end : self._row]
        ended = end < len(self._lines)  # the last line of a file need not have an end, which would be lost
        if not lines or not ended or self._indent >= start:
            raise _NotSimpleError
        if any(line.isspace() or line.startswith(" " * start) for line in below):
            raise _NotSimpleError
        return (" " if folded else "\n").join(lines) + ("" if stripped else "\n")

    def _inline(self, start: int, plain: re.Pattern[str]) -> tuple[Any, int]:
        """Read a scalar, or a mapping or list in brackets, and return it with its end."""
        opening = self._line[start : start + 1]
        if opening == "{":
            return self._flow_mapping(start)
        if opening == "[":
            return self._flow_list(start)
        scalar = (_QUOTED if opening in ("'", '"') else plain).match(self._line, start)
        if scalar is None or scalar.group() in _NULLS:
            raise _NotSimpleError
        if scalar.re is _QUOTED:
            return scalar[1] if scalar[1] is not None else scalar[2], scalar.end()
        return scalar.group(), scalar.end()

    def _flow_mapping(self, start: int) -> tuple[PlacedDict, int]:
        self._enter()
        mapping = PlacedDict(self._at(start))
        end = self._skip_spaces(start + 1)
        while key := _KEY.match(self._line, end):
            value, after = self._inline(key.end(), _FLOW_PLAIN)
            _put(mapping, key[1], value, self._at(key.end()))
            end, closed = self._after_item(after, "}")
            if closed:
                self._depth -= 1
                return mapping, end
        raise _NotSimpleError

    def _flow_list(self, start: int) -> tuple[PlacedList, int]:
        self._enter()
        found = PlacedList()
        end = self._skip_spaces(start + 1)
        while True:
            found.positions.append(self._at(end))
            value, after = self._inline(end, _FLOW_PLAIN)
            found.append(value)
            end, closed = self._after_item(after, "]")
            if closed:
                self._depth -= 1
                return found, end

    def _after_item(self, end: int, closing: str) -> tuple[int, bool]:
        """Return where the next item starts, or the end of the brackets, and which of the two it is."""
        comma = _COMMA.match(self._line, end)
        if comma is not None:
            return comma.end(), False
        end = self._skip_spaces(end)
        if not self._line.startswith(closing, end):
            raise _NotSimpleError
        return end + 1, True

    def _skip_spaces(self, start: int) -> int:
        rest = self._line[start:]
        return start + len(rest) - len(rest.lstrip(" "))


def _put(mapping: PlacedDict, key: str, value: Any, at: Position) -> None:
    if key in mapping or key in _NULLS:
        raise _NotSimpleError
    mapping[key] = value
    mapping.value_positions[key] = at
