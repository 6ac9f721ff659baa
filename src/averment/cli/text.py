"""What commands print of reports and errors."""

from __future__ import annotations

from collections.abc import Iterable

from averment.checking.findings import Failure, Report
from averment.errors import ReadError, ReadFailure
from averment.rendering.escaping import clean
from averment.rendering.text import COLOURS, render_failures

__all__ = ["COLOURS", "clean", "explained", "failed", "render_errors", "words_of"]


def render_errors(errors: Iterable[ReadError]) -> str:
    """Return one line for each thing that could not be read, and their number."""
    ordered = sorted(errors, key=lambda e: (e.position, e.problem))
    return "\n".join(render_failures(Failure.of(error) for error in ordered))


def failed(error: Exception) -> Report:
    """Return the report of a check that an error ended before anything was checked."""
    if isinstance(error, ReadFailure):
        return Report.failed(errors=error.errors)
    return Report.failed(problem=words_of(error))


def words_of(error: Exception) -> str:
    """Return what an expected error says, without control characters."""
    if isinstance(error, OSError):
        where = f" '{error.filename}'" if error.filename else ""
        return clean(f"{error.strerror}{where}; check the name, and the space that is left")
    return clean(str(error))


def explained(error: Exception) -> str:
    """Return what an expected error says, and what may be meant instead, if it knows, one a line."""
    rows = [
        (clean(one.thing.id), clean(one.type), clean(one.thing.name))
        for one in getattr(error, "candidates", ())
    ]
    ids, types = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    lines = (f"  {id_:{ids}}  {type_:{types}}  {name}" for id_, type_, name in rows)
    return "\n".join([f"error: {words_of(error)}", *lines])
