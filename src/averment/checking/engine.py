"""Running shapes over a graph: the results, before they are made into findings."""

from __future__ import annotations

import re
from collections.abc import Callable

from rdflib import Graph

from averment.checking.results import Result
from averment.errors import UsageError

__all__ = ["ENGINES", "Result", "run_compiled", "run_pyshacl"]


def run_compiled(data: Graph, shapes: Graph) -> list[Result]:
    """Validate with the compiled engine, which asks one question of all focus nodes at once.

    Args:
        data: the graph with its ontology; nothing is inferred.
        shapes: the shapes.

    Returns:
        all results, in no particular order.

    Raises:
        UsageError: DuckDB is not installed.
        ShapeError: a shape is malformed.
        NotCompiledError: a shape uses what has no translation; nothing is skipped.
    """
    try:
        from averment.shacl.duck import validate
    except ImportError as error:
        raise UsageError("the compiled engine needs DuckDB: pip install 'averment[compiled]'") from error
    results = []
    for found in validate(data, shapes):
        shape = found.query.shape
        templates = found.query.message or shape.messages
        results.append(
            Result(
                focus=found.focus,
                path=found.path if found.path is not None else shape.path_node,
                value=found.value,
                shape=shape.node,
                component=found.query.component,
                message=_filled(str(templates[0]), dict(found.labels)) if templates else None,
            )
        )
    return results


def _filled(template: str, labels: dict[str, str]) -> str:
    """Return a message with `{?name}` and `{$name}` replaced by what the query bound."""
    return re.sub(r"\{[?$](\w+)\}", lambda match: labels.get(match[1], match[0]), template)


def run_pyshacl(data: Graph, shapes: Graph) -> list[Result]:
    """Validate with pySHACL; see `averment.checking.reference`, which takes a while to import."""
    from averment.checking import reference

    return reference.run_pyshacl(data, shapes)


ENGINES: dict[str, Callable[[Graph, Graph], list[Result]]] = {
    "compiled": run_compiled,
    "pyshacl": run_pyshacl,
}
"""The engines by name; all have to give the same results."""
