"""What is wrong with rows: gathered until it is enough, and then the file is refused as a whole."""

from __future__ import annotations

from averment.errors import Position, ReadError, ReadFailure

__all__ = ["MAX_ERRORS", "Fault", "Faults", "Stop", "is_or_within"]

MAX_ERRORS = 100
"""After how many errors the reading of a file ends."""


class Fault(Exception):
    """Something is wrong with a row.

    Attributes:
        problem: what is wrong, one clause.
        cure: what to do about it, one clause.
        column: the name of the column at fault, or None for the whole row.
    """

    def __init__(self, problem: str, cure: str, column: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.cure = cure
        self.column = column


class Stop(Exception):
    """What is left of the file can't be read after this."""


class Faults:
    """The errors of one file.

    Args:
        path: the file, as errors name it.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.errors: list[ReadError] = []

    def add(self, line: int, column: int, problem: str, cure: str) -> None:
        """Add an error.

        Raises:
            Stop: there are enough of them.
        """
        self.extend([ReadError(Position(self.path, line, column), problem, cure)])

    def extend(self, errors: list[ReadError]) -> None:
        """Add errors.

        Raises:
            Stop: there are enough of them.
        """
        self.errors.extend(errors)
        if len(self.errors) >= MAX_ERRORS:
            after = Position(self.path, self.errors[-1].position.line + 1, 1)
            problem = f"{len(self.errors)} errors are told, and reading ends here"
            self.errors.append(ReadError(after, problem, "correct these first"))
            raise Stop

    def raise_any(self) -> None:
        """Raise what was found.

        Raises:
            ReadFailure: there is at least one error.
        """
        if self.errors:
            raise ReadFailure(self.errors)


def is_or_within(name: str, other: str | None) -> bool:
    """Return whether the column of a name is another, or within the part that the other names.

    >>> is_or_within("chain.1.verb", "chain.1"), is_or_within("chain.11.verb", "chain.1")
    (True, False)
    """
    return other is not None and (name == other or name.startswith(f"{other}."))
