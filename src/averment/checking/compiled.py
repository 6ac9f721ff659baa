"""Running shapes with the compiled engine."""

from __future__ import annotations

from collections.abc import Collection

from rdflib import Graph
from rdflib.term import Node

from averment import resources
from averment.errors import AvermentError
from averment.shacl.engine import validate
from averment.shacl.outcome import Outcome, Result
from averment.shacl.prepared import Prepared, read_prepared
from averment.shapes import shipped_shapes

__all__ = ["run_compiled", "shipped_prepared"]


def run_compiled(data: Graph, shapes: Graph, *, limit: float | None = None) -> Outcome:
    """Validate with the compiled engine; what has no translation goes to the reference.

    Args:
        data: the graph with its ontology; nothing is inferred.
        shapes: the shapes.
        limit: seconds after which a constraint is ended.

    Raises:
        ShapeError: a shape is malformed.
        AvermentError: the reference engine can't run a shape that has no translation.
    """
    prepared, known = _prepared(shapes)
    return validate(
        data, shapes, prepared=prepared, prepared_shapes=known, limit=limit, hand_over=_run_reference
    )


def _prepared(shapes: Graph) -> tuple[Collection[Prepared], Collection[Node]]:
    """Return the constraints of averment's own shapes, which have been compiled before, and these shapes.

    There are none where one of the shapes is missing or a user's file adds to it.
    """
    shipped = shipped_shapes()
    own = [triple for triple in shapes if triple not in shipped] if shapes is not shipped else []
    if len(shapes) - len(own) != len(shipped):
        return (), ()
    subjects = set(shipped.subjects())
    if any(subject in subjects for subject, _, _ in own):
        return (), ()
    text, digest = resources.compiled_shapes()
    prepared = list(read_prepared(text, digest, shapes))
    return (prepared, subjects) if prepared else ((), ())


def _run_reference(data: Graph, shapes: Graph) -> list[Result]:
    from averment.checking.reference import run_pyshacl  # takes a while to import

    return run_pyshacl(data, shapes)


def shipped_prepared() -> list[Prepared]:
    """Return the constraints of averment's own shapes, ready to run.

    Raises:
        AvermentError: they were compiled from other shapes than those that are installed.
    """
    text, digest = resources.compiled_shapes()
    prepared = list(read_prepared(text, digest, shipped_shapes()))
    if not prepared:
        raise AvermentError(
            "the compiled shapes are not those of the shapes that are installed; install averment anew"
        )
    return prepared
