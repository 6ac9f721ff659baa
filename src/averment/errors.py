"""The errors that averment raises, each with the file at fault and the cure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["AvermentError", "Position", "QueryError", "ReadError", "ReadFailure", "UsageError"]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file: path as given by the user, line and column counted from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class AvermentError(Exception):
    """Base of all errors that averment raises on purpose."""


class UsageError(AvermentError):
    """A command or a call asks for something that does not exist; the message names the cure."""


class QueryError(AvermentError):
    """A query cannot be run; the message says why and how to mend it."""


class ReadError(AvermentError):
    """One thing in one file that could not be read.

    Attributes:
        position: where it is.
        problem: what is wrong, one clause.
        cure: what to do about it, one clause.
    """

    def __init__(self, position: Position, problem: str, cure: str) -> None:
        super().__init__(f"{position}: error: {problem}; {cure}")
        self.position = position
        self.problem = problem
        self.cure = cure


class ReadFailure(AvermentError):
    """Everything that could not be read in one run, in the order of files and lines."""

    def __init__(self, errors: Sequence[ReadError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda e: (e.position, e.problem)))
        super().__init__("\n".join(str(error) for error in self.errors))
