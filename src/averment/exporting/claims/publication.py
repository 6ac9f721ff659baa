"""Who publishes claims, when, and how they may be used: what no file of the graph can say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["UNSIGNED", "Publication"]


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publisher states of a file of claims.

    Attributes:
        created: the day on which it was made; nothing reads a clock, so that one graph gives one file.
        creator: the IRI of who makes it, such as an ORCID iD.
        licence: the IRI of the licence.
    """

    created: date | None = None
    creator: str | None = None
    licence: str | None = None


UNSIGNED = Publication()
"""Nothing is stated."""
