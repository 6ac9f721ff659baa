"""JSON to placed values."""

from __future__ import annotations

import json
import json.decoder
import json.scanner
import math
import re
from collections.abc import Callable
from typing import Any

from averment.errors import Position, ReadError
from averment.reading.placed import (
    MAX_DEPTH,
    MAX_NUMBER,
    PlacedDict,
    PlacedList,
    half_characters,
    key_again,
    number_too_long,
    too_deep,
)
from averment.reading.positions import LineIndex

__all__ = ["load_json"]

_plain_object: Callable[..., Any] = json.decoder.JSONObject  # type: ignore[attr-defined]
_plain_array: Callable[..., Any] = json.decoder.JSONArray  # type: ignore[attr-defined]

Scan = Callable[[str, int], tuple[Any, int]]


def load_json(text: str, path: str) -> tuple[Any, list[ReadError]]:
    """Read JSON into placed values.

    Args:
        text: the whole file.
        path: the name under which errors and positions are reported.

    Returns:
        the value (None when nothing could be read) and all errors.
    """
    decoder = _PlacedDecoder(path, LineIndex(text))
    try:
        return decoder.decode(text), decoder.errors
    except json.JSONDecodeError as error:
        at = Position(path, error.lineno, error.colno)
        problem = f"the JSON breaks off: {re.sub(' at$', ' here', error.msg)}"
        return None, [ReadError(at, problem, "correct it here or just before")]
    except _Stop as stop:
        return None, [stop.error]


class _Stop(Exception):
    """Reading ends here."""

    def __init__(self, error: ReadError) -> None:
        super().__init__(str(error))
        self.error = error


class _PlacedDecoder(json.JSONDecoder):
    """A JSON decoder whose objects and arrays are placed, with duplicate keys reported.

    It leans on functions of `json` that have no underscore but no documentation either: the object and
    array parsers are called by the scanner as `parse_object` and `parse_array`, and take it as an argument.
    """

    def __init__(self, path: str, lines: LineIndex) -> None:
        super().__init__(parse_int=self._int, parse_float=self._float, parse_constant=self._constant)
        self.errors: list[ReadError] = []
        self._path = path
        self._lines = lines
        self._start = 0
        self._depth = 0
        self.parse_object = self._object
        self.parse_array = self._array
        self.scan_once = self._scan(json.scanner.py_make_scanner(self), [])  # type: ignore[attr-defined]

    def _at(self, offset: int) -> Position:
        return Position(self._path, *self._lines.locate(offset))

    def _scan(self, scan: Scan, starts: list[int]) -> Scan:
        def placed_scan(text: str, index: int) -> tuple[Any, int]:
            starts.append(index)
            self._start = index
            value, end = scan(text, index)
            if isinstance(value, str):
                self.errors.extend(half_characters(value, self._at(index)))
            return value, end

        return placed_scan

    def _enter(self, offset: int) -> Position:
        position = self._at(offset)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Stop(too_deep(position))
        return position

    def _object(self, s_and_end: tuple[str, int], *rest: Any) -> tuple[PlacedDict, int]:
        strict, scan, _, _, memo = rest
        placed = PlacedDict(self._enter(s_and_end[1] - 1))
        starts: list[int] = []
        pairs, end = _plain_object(s_and_end, strict, self._scan(scan, starts), None, list, memo)
        for (key, value), start in zip(pairs, starts, strict=True):
            position = self._at(start)
            self.errors.extend(half_characters(key, position))
            if key in placed:
                self.errors.append(key_again(position, key, placed.value_positions[key]))
                continue
            placed[key] = value
            placed.value_positions[key] = position
        self._depth -= 1
        return placed, end

    def _array(self, s_and_end: tuple[str, int], scan: Scan) -> tuple[PlacedList, int]:
        self._enter(s_and_end[1] - 1)
        starts: list[int] = []
        items, end = _plain_array(s_and_end, self._scan(scan, starts))
        placed = PlacedList()
        placed.extend(items)
        placed.positions.extend(self._at(start) for start in starts)
        self._depth -= 1
        return placed, end

    def _int(self, written: str) -> int:
        self._check_length(written)
        return int(written)

    def _float(self, written: str) -> float:
        self._check_length(written)
        number = float(written)
        if math.isinf(number):
            at = self._at(self._start)
            raise _Stop(ReadError(at, f"the number {written} is too large", "write it as a string"))
        return number

    def _check_length(self, written: str) -> None:
        if len(written) > MAX_NUMBER:
            raise _Stop(number_too_long(self._at(self._start), len(written)))

    def _constant(self, name: str) -> Any:
        at = self._at(self._start)
        raise _Stop(ReadError(at, f"'{name}' is no JSON value", "write a number or a string"))
