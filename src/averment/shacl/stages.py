"""Statements that need more memory than there is, in stages, and each stage in parts.

A common table expression becomes a table on disk. A stage whose rows do not fit is asked for anew in parts: only the
rows whose number in some column lies in a range, which DuckDB applies to what the stage reads. Numbers are hashes, so
that ranges of one size have about as many rows each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

__all__ = ["PARTS", "Range", "Stage", "split"]

PARTS = 8
"""Into so many parts what does not fit is divided, and each of them again."""

_HEAD = "WITH RECURSIVE "
_NUMBERS = 2**62


@dataclass(frozen=True, slots=True)
class Stage:
    """A common table expression, or what a statement selects from them.

    Attributes:
        name: its name; empty for the last stage.
        select: the query for its rows.
        is_recursive: whether it reads its own rows, so that there is no part of it.
        number: the column by which it is divided into parts; empty if there is none.
    """

    name: str
    select: str
    is_recursive: bool
    number: str = ""

    def narrowed(self, columns: Sequence[tuple[str, str]], later: Sequence[Stage]) -> Stage:
        """Return it with those of its columns that later stages name, and with the column that divides it.

        Args:
            columns: all of its columns with their types.
            later: the stages after it; all columns of the last stage are kept.
        """
        numbers = [name for name, kind in columns if kind == "BIGINT"]
        # the focus node, or else the first number
        number = "this" if "this" in numbers else next(iter(numbers), "")
        text = "".join(stage.select for stage in later)
        used = [_named(name) for name, _ in columns if name == number or _named(name) in text]
        plain = self.is_recursive or not later
        select = self.select if plain else f"SELECT {', '.join(used) or '*'} FROM ({self.select})"
        return replace(self, select=select, number=_named(number) if number else "")


@dataclass(frozen=True, slots=True)
class Range:
    """A range of numbers, from one up to another; the outermost ranges have no end there, and the first takes NULL.

    Attributes:
        start: the first number.
        end: the number after the last.
        depth: how often it has been divided.
    """

    start: int = 0
    end: int = _NUMBERS
    depth: int = 0

    def divided(self) -> Iterator[Range]:
        """Iterate over its parts."""
        size = (self.end - self.start) // PARTS
        for part in range(PARTS):
            start = self.start + part * size
            yield Range(start, self.end if part == PARTS - 1 else start + size, self.depth + 1)

    def of(self, select: str, column: str) -> str:
        """Return a query for the rows of another whose number in a column is in this range."""
        if not self.depth:
            return select
        above, below = f"{column} >= {self.start}", f"{column} < {self.end}"
        if self.end == _NUMBERS:
            test = above
        elif self.start:
            test = f"{above} AND {below}"
        else:
            test = f"({below} OR {column} IS NULL)"
        return f"SELECT * FROM ({select}) AS whole WHERE {test}"


def split(sql: str) -> list[Stage]:
    """Return the stages of a statement as `Printer` prints it.

    >>> [stage.name for stage in split("WITH RECURSIVE r1 AS (SELECT ')' AS a), r2 AS (FROM r1) FROM r2")]
    ['r1', 'r2', '']
    """
    stages: list[Stage] = []
    if not sql.startswith(_HEAD):
        return [Stage("", sql, False)]
    rest = sql[len(_HEAD) :]
    while True:
        head, _, rest = rest.partition(" AS (")
        end = _closing(rest)
        select, rest = rest[:end], rest[end + 1 :]
        name, names, _ = head.partition("(")
        if names:
            select = f"{_HEAD}{head} AS ({select}) SELECT * FROM {name}"
        stages.append(Stage(name, select, bool(names)))
        if not rest.startswith(", "):
            return [*stages, Stage("", rest.strip(), False)]
        rest = rest[2:]


def _closing(sql: str) -> int:
    """Return where the bracket closes that is open at the start."""
    depth, quote = 1, ""
    for place, character in enumerate(sql):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if not depth:
                return place
    raise ValueError("a bracket is not closed")


def _named(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
