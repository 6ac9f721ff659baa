"""averment: what news reports say about legislation, and where they disagree.

The package reads a graph of claims (`averment.reading`), derives what can be compared
(`averment.deriving`), checks it (`averment.checking`), asks it (`averment.querying`) and
exports it (`averment.exporting`).
"""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("averment")
