"""Colours for kinds of nodes and edges: those that a view declares, and others that are the same in each run."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

__all__ = ["colour_of", "red_green_blue"]

_PALETTE = (
    "#4e79a7",
    "#f28e2b",
    "#e15759",
    "#76b7b2",
    "#59a14f",
    "#edc948",
    "#b07aa1",
    "#ff9da7",
    "#9c755f",
    "#7a7a7a",
)


def colour_of(kind: str, declared: Mapping[str, str]) -> str:
    """Return the colour of a kind, which for kinds without a declared one follows from their name alone.

    >>> colour_of("outlet", {"outlet": "#123456"})
    '#123456'
    """
    return declared.get(kind) or _PALETTE[zlib.crc32(kind.encode()) % len(_PALETTE)]


def red_green_blue(colour: str) -> tuple[int, int, int]:
    """Return the three parts of a colour.

    >>> red_green_blue("#1f77b4")
    (31, 119, 180)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
