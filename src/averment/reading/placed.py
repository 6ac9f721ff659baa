"""JSON-like values that remember where they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from averment.errors import Position, ReadError

__all__ = [
    "MAX_DEPTH",
    "MAX_NUMBER",
    "PlacedDict",
    "PlacedList",
    "half_characters",
    "key_again",
    "key_without_value",
    "number_too_long",
    "too_deep",
    "walk",
]

MAX_DEPTH = 64
"""How deep things may be nested, in any format; claims need fewer than ten levels."""

MAX_NUMBER = 40
"""The longest number that is read, in characters."""

_HALF = re.compile("[\ud800-\udfff]")


class PlacedDict(dict[str, Any]):
    """A mapping that knows where it starts and where each of its values does."""

    __slots__ = ("position", "value_positions")

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.value_positions: dict[str, Position] = {}

    def without(self, keys: set[str]) -> PlacedDict:
        """Return a copy that lacks some keys."""
        copy = PlacedDict(self.position)
        for key, value in self.items():
            if key not in keys:
                copy[key] = value
        copy.value_positions.update(self.value_positions)
        return copy


class PlacedList(list[Any]):
    """A list that knows where each of its items starts."""

    __slots__ = ("positions",)

    def __init__(self) -> None:
        super().__init__()
        self.positions: list[Position] = []

    def with_items(self, items: list[Any]) -> PlacedList:
        """Return a list of other items at the same places."""
        copy = PlacedList()
        copy.extend(items)
        copy.positions.extend(self.positions)
        return copy


def walk(value: Any) -> Iterator[PlacedDict]:
    """Iterate over all placed mappings in a value, outermost first."""
    if isinstance(value, PlacedDict):
        yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def too_deep(position: Position) -> ReadError:
    """Return the error for a place that is nested too deeply."""
    return ReadError(position, f"the nesting is deeper than {MAX_DEPTH} levels", "write it flatter")


def number_too_long(position: Position, length: int) -> ReadError:
    """Return the error for a number of more characters than are read."""
    return ReadError(position, f"a number of {length} characters stands here", f"write at most {MAX_NUMBER}")


def key_again(position: Position, key: str, first: Position) -> ReadError:
    """Return the error for a key that stands in a mapping twice."""
    return ReadError(
        position, f"the key '{key}' stands here again (first on line {first.line})", "keep one of them"
    )


def key_without_value(position: Position, key: str) -> ReadError:
    """Return the error for a key that nothing follows."""
    return ReadError(position, f"the key '{key}' has no value", "write one or remove the key")


def half_characters(text: str, position: Position) -> Iterator[ReadError]:
    r"""Report an escape such as `\ud83d` that stands for one half of a character, which no file can hold."""
    match = _HALF.search(text)
    if match is not None:
        problem = f"the escape \\u{ord(match.group()):04x} is half a character"
        yield ReadError(position, problem, "write the character itself")
