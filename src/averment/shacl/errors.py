"""What is wrong with shapes, or with running them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from averment.errors import AvermentError

if TYPE_CHECKING:
    from averment.shacl.core import ConstraintQuery

__all__ = ["ForbiddenQueryError", "NotCompiledError", "ShapeError"]


class ShapeError(AvermentError):
    """A shape that SHACL does not allow; the message names it and what is wrong."""


class ForbiddenQueryError(AvermentError):
    """A query that is none, or that does what SHACL forbids; the message says which."""


class NotCompiledError(AvermentError):
    """Something that has no translation; the message names it.

    Attributes:
        query: the query of the constraint that has none, where that is known.
    """

    def __init__(self, message: str, query: ConstraintQuery | None = None) -> None:
        super().__init__(message)
        self.query = query
