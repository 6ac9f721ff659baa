"""averment: what news reports say about legislation, and where they disagree.

The package reads a graph of claims (`averment.reading`), derives what can be compared
(`averment.deriving`), checks it (`averment.checking`), shows it (`averment.showing`), asks it
(`averment.querying`) and exports it (`averment.exporting`).
"""

__all__ = ["__version__"]

__version__: str


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for, which reads a file."""
    if name != "__version__":
        raise AttributeError(f"module 'averment' has no attribute '{name}'")
    from importlib.metadata import version

    return version("averment")
