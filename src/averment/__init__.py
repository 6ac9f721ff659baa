"""averment: what news reports say about legislation, and where they disagree.

The package reads a graph of claims (`averment.reading`), derives what can be compared
(`averment.deriving`), checks it (`averment.checking`), shows it (`averment.showing`), asks it
(`averment.querying`) and exports it (`averment.exporting`). `averment.open_graph` opens one in a notebook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from averment.opening import OpenGraph, open_graph

__all__ = ["OpenGraph", "__version__", "open_graph"]

__version__: str


def __getattr__(name: str) -> Any:
    """Look up what takes time to import, or a file to read, when it is asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("averment")
    if name in ("OpenGraph", "open_graph"):
        from averment import opening

        return getattr(opening, name)
    raise AttributeError(f"module 'averment' has no attribute '{name}'")
