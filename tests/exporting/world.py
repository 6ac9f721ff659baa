"""The small world that interchange formats are tried on, built once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from averment.building import Build, build

__all__ = ["KITES", "kites_build"]

KITES = Path(__file__).resolve().parent / "kites.yaml"


@cache
def kites_build() -> Build:
    """Return the graph of `kites.yaml`."""
    return build([KITES])
