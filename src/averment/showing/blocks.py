"""What a page is laid out in: headings, facts, items and tables, for whatever shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from averment.errors import Position

__all__ = ["Block", "Fact", "Facts", "Item", "Run", "Runs", "Section", "Style", "Table", "Title"]

Style: TypeAlias = Literal["", "strong", "dim", "id", "url", "violation", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style: `id` is what the command line accepts."""

    text: str
    style: Style = ""


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of the page, with what the command line calls its thing and where it is written."""

    text: str
    id: str
    at: Position | None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading; of depth 1 in the page, of depth 2 in another section."""

    runs: Runs
    depth: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Fact:
    """One property with its values, each on a line of its own."""

    label: str
    values: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Properties with their values."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, within another if it is deeper than that, and where it is written."""

    runs: Runs
    depth: int = 0
    at: Position | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their names."""

    names: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]


Block: TypeAlias = Title | Section | Facts | Item | Table
