"""The shapes, compiled to SPARQL: what a check runs, and what anyone can run on an endpoint of their own."""

from __future__ import annotations

from averment import resources
from averment.shacl.core import Compiler
from averment.shacl.prepared import prepare, write_prepared
from averment.shapes import shipped_shapes

__all__ = ["compiled_shapes"]


def compiled_shapes() -> str:
    """Return the constraints of all shapes, a line of JSON each."""
    _, digest = resources.compiled_shapes()
    return write_prepared((prepare(query) for query in Compiler(shipped_shapes()).queries()), digest)
