"""JSON Lines to rows: one object a line, with the keys of YAML files or with dots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

from averment.errors import Position, ReadError
from averment.reading.json_files import load_json
from averment.reading.placed import MAX_NUMBER, PlacedDict
from averment.reading.rows.columns import Form, column
from averment.reading.rows.faults import Fault, Faults, is_or_within
from averment.reading.rows.lines import Lines
from averment.reading.rows.plans import Cell, Plan

__all__ = ["JsonRows"]

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""The escape of what may be half a character."""
_MAX_DEPTH = 3
"""How deep a value is nested at most: a text with its language, in a part of a document."""


class JsonRows:
    """The rows of a file of JSON Lines.

    Args:
        lines: the file.
        faults: where lines that are no rows are reported; they are left out.
    """

    def __init__(self, lines: Lines, faults: Faults) -> None:
        self._lines = lines
        self._faults = faults
        self._text = ""
        self._planned = lru_cache(maxsize=1024)(partial(Plan, lines={}))

    def __iter__(self) -> Iterator[tuple[Plan, list[Cell], int]]:
        """Iterate over the rows: what their columns are, their cells, and the line of each."""
        for text in self._lines:
            self._text = text
            if text.isspace():
                continue
            try:
                value = _DECODER.decode(text)
                if _HALF.search(text):
                    json.dumps(value, ensure_ascii=False).encode()  # no text holds one half of a character
            except (ValueError, RecursionError):
                self._report()
                continue
            try:
                if not isinstance(value, dict):
                    raise Fault("this line is no object", 'write one, as in {"statedIn": "article:x", ...}')
                cells: list[Cell] = list(value.values())
                if set(map(type, cells)) == {str}:
                    yield self._planned(tuple(value)), cells, self._lines.number
                    continue
                flat = list(_flat(value, "", 0))
                plan = self._planned(tuple([name for name, _ in flat]))
                yield plan, [cell for _, cell in flat], self._lines.number
            except Fault as fault:
                self._faults.add(*self.place(fault.column), fault.problem, fault.cure)

    def place(self, name: str | None) -> tuple[int, int]:
        """Return line and column of what a column of the latest row holds, or of the row."""
        value, errors = load_json(self._text.rstrip("\n"), "")
        at = None
        if name is not None and isinstance(value, PlacedDict) and not errors:
            at = _place(value, name)
        return self._lines.number, at.column if at is not None else 1

    def _report(self) -> None:
        """Report what is wrong with a line that could not be read, at its place."""
        _, errors = load_json(self._text.rstrip("\n"), "")
        number = self._lines.number
        placed = [
            ReadError(Position(self._faults.path, number, error.position.column), error.problem, error.cure)
            for error in errors
        ]
        start = Position(self._faults.path, number, 1)
        self._faults.extend(placed or [ReadError(start, "this line is no JSON", "correct it")])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _number(written: str) -> str:
    if len(written) > MAX_NUMBER:
        raise ValueError
    return written


def _constant(_: str) -> Any:
    raise ValueError


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_number, parse_float=_number, parse_constant=_constant
)
"""Numbers stay as they are written; whatever is odd is left to `load_json`, which says where it is."""


def _flat(value: dict[str, Any], start: str, depth: int) -> Iterator[tuple[str, Cell]]:
    """Iterate over the columns and cells of an object; what is nested becomes names with dots."""
    for key, inner in value.items():
        name = f"{start}{key}"
        if isinstance(inner, str):
            yield name, inner
        elif isinstance(inner, bool):
            yield name, "true" if inner else "false"
        elif inner is not None:
            yield from _nested(inner, name, depth)


def _nested(inner: Any, name: str, depth: int) -> Iterator[tuple[str, Cell]]:
    if depth >= _MAX_DEPTH:
        raise Fault("this is nested deeper than anything that a claim says", "write it flatter", name)
    if isinstance(inner, dict):
        yield from _flat(inner, f"{name}{_sign(name)}", depth + 1)
    elif inner and all(isinstance(each, dict) for each in inner):
        for number, each in enumerate(inner, start=1):
            yield from _flat(each, f"{name}.{number}.", depth + 1)
    elif all(isinstance(each, str) for each in inner):
        yield name, inner
    else:
        raise Fault("a list holds different things here", "write texts or objects only", name)


@lru_cache(maxsize=1024)
def _sign(name: str) -> str:
    """Return what stands between a key and those nested in it: languages follow on texts, keys on others."""
    try:
        return "@" if column(name).form is Form.TEXT else "."
    except Fault:
        return "."


def _place(value: PlacedDict, name: str) -> Position | None:
    """Return where the value of a column is written, or the innermost thing around it."""
    for key, inner in value.items():
        if is_or_within(key, name):
            return value.value_positions[key]
        for sign in (".", "@"):
            if name.startswith(key + sign):
                at = value.value_positions[key]
                return _place_within(inner, name.removeprefix(key + sign)) or at
    return None


def _place_within(inner: Any, name: str) -> Position | None:
    if isinstance(inner, PlacedDict):
        return _place(inner, name)
    number, _, rest = name.partition(".")
    if isinstance(inner, list) and number.isdigit() and 0 < int(number) <= len(inner):
        return _place_within(inner[int(number) - 1], rest)
    return None
