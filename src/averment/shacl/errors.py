"""What is wrong with shapes, or with running them."""

from __future__ import annotations

from averment.errors import AvermentError

__all__ = ["ForbiddenQueryError", "NotCompiledError", "ShapeError"]


class ShapeError(AvermentError):
    """A shape that SHACL does not allow; the message names it and what is wrong."""


class ForbiddenQueryError(AvermentError):
    """A query that is none, or that does what SHACL forbids; the message says which."""


class NotCompiledError(AvermentError):
    """Something that has no translation; the message names it."""
