"""The engines that run shapes over a graph: the results, before they are made into findings."""

from __future__ import annotations

from typing import Protocol

from rdflib import Graph

from averment.checking.compiled import run_compiled
from averment.shacl.outcome import Outcome, Result, Unfinished

__all__ = ["DEFAULT", "ENGINES", "Engine", "Outcome", "Result", "Unfinished", "problems_of"]


class Engine(Protocol):
    """Runs shapes over a graph."""

    def __call__(self, data: Graph, shapes: Graph, *, limit: float | None = None) -> Outcome:
        """Validate a graph with its ontology; nothing is inferred.

        Args:
            data: the graph.
            shapes: the shapes.
            limit: seconds after which a constraint is ended, if the engine can do that.

        Raises:
            AvermentError: a shape is malformed.
        """


def _run_pyshacl(data: Graph, shapes: Graph, *, limit: float | None = None) -> Outcome:
    from averment.checking import reference  # takes a while to import

    return Outcome(reference.run_pyshacl(data, shapes))


ENGINES: dict[str, Engine] = {"compiled": run_compiled, "pyshacl": _run_pyshacl}
"""The engines by name; all have to give the same results."""

DEFAULT = "compiled"


def problems_of(outcome: Outcome, limit: float | None) -> tuple[str, ...]:
    """Return what keeps a check from being whole: the constraints that did not end within the limit, in seconds."""
    return tuple(
        f"{str(one.component).rsplit('#', 1)[-1]} of <{one.shape}> did not end within {limit:g} s, so that nobody "
        "knows what violates it; raise --limit, or make the constraint simpler"
        for one in outcome.unfinished
    )
