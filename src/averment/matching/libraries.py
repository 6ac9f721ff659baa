"""The libraries that names are compared with, which come with the extra `match`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple, Protocol

from averment.errors import UsageError

__all__ = ["Libraries", "libraries"]


class _Measure(Protocol):
    def __call__(self, one: str, other: str, /) -> float: ...


class Libraries(NamedTuple):
    """What the libraries do for us.

    Attributes:
        transliterate: writes a text of any script in ASCII.
        likeness: how alike two words are, from 0 to 1, where two letters that changed places are one difference.
        common: how many letters two texts have in common, in one order.
    """

    transliterate: Callable[[str], str]
    likeness: _Measure
    common: _Measure


@cache
def libraries() -> Libraries:
    """Return the functions that names are compared with.

    Raises:
        UsageError: they are not installed.
    """
    try:
        from anyascii import anyascii
        from rapidfuzz.distance import OSA, LCSseq
    except ImportError as error:
        raise UsageError(
            f"names are compared with {(error.name or 'a library').partition('.')[0]}, which is not installed; "
            "run: pip install 'averment[match]'"
        ) from error
    return Libraries(anyascii, OSA.normalized_similarity, LCSseq.similarity)
