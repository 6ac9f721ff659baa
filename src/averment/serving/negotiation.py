"""Which of several media types a client prefers: the header `Accept` as RFC 9110 (12.5.1) has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["choose"]

_RANGE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)/([!#$%&'*+.^_`|~0-9A-Za-z-]+)")
_QUALITY = re.compile(r"(?:0(?:\.[0-9]*)?|1(?:\.0*)?|\.[0-9]+)")
_LONGEST = 100
"""Ranges that are looked at; no client has a use for more."""


@dataclass(frozen=True, slots=True)
class _Range:
    kind: str
    subtype: str
    quality: float

    def precision(self, media: str) -> int:
        """Return how precisely the range names a media type: 0 if not at all, 3 if by its name."""
        kind, _, subtype = media.partition("/")
        if (self.kind, self.subtype) == (kind, subtype):
            return 3
        if (self.kind, self.subtype) == (kind, "*"):
            return 2
        return 1 if (self.kind, self.subtype) == ("*", "*") else 0


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer that a client likes best, the first of several alike, or None if it takes none.

    The most precise range that fits an offer tells how much it is liked. A header that is missing or empty
    takes anything; a range that can't be read is passed over.

    >>> choose("text/csv;q=0.5, text/*;q=0.2, */*;q=0.1", ["text/turtle", "text/csv"])
    'text/csv'
    >>> choose("text/turtle;q=0, */*", ["text/turtle"]) is None
    True
    """
    if accept is None or not accept.strip():
        return offers[0] if offers else None
    ranges = [one for part in accept.split(",")[:_LONGEST] if (one := _read(part)) is not None]
    best: tuple[float, int, str] | None = None
    for place, offer in enumerate(offers):
        fitting = [(precision, one.quality) for one in ranges if (precision := one.precision(offer))]
        if not fitting:
            continue
        quality = max(fitting)[1]
        if quality > 0 and (best is None or (quality, -place) > best[:2]):
            best = (quality, -place, offer)
    return best[2] if best is not None else None


def _read(part: str) -> _Range | None:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    match = _RANGE.fullmatch(name)
    if match is None:
        return None
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            if not _QUALITY.fullmatch(value.strip()):
                return None
            quality = float(value)
    return _Range(match[1].lower(), match[2].lower(), quality)
