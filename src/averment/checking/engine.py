"""Running shapes over a graph: the results, before they are made into findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyshacl
from rdflib import SH, Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult
from rdflib.term import Node

from averment.errors import AvermentError, UsageError

__all__ = ["ENGINES", "Result", "run_compiled", "run_pyshacl"]


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result of SHACL."""

    focus: Node
    path: Node | None
    value: Node | None
    shape: Node
    component: Node
    message: str | None


def run_pyshacl(data: Graph, shapes: Graph) -> list[Result]:
    """Validate with pySHACL, the reference for what a shape means.

    Args:
        data: the graph with its ontology; nothing is inferred.
        shapes: the shapes.

    Returns:
        all results, in no particular order.

    Raises:
        AvermentError: a shape is malformed.
    """
    prepared = _PreparingGraph()
    prepared += data
    try:
        _, results, _ = pyshacl.validate(
            prepared, shacl_graph=shapes, inference="none", advanced=False, inplace=True
        )
    except Exception as error:  # pySHACL raises whatever a malformed shape leads to
        reason = " ".join(str(error).split())[:400]
        raise AvermentError(f"the shapes cannot be run: {reason}; correct the shape it names") from error
    if not isinstance(results, Graph):
        raise AvermentError(f"the shapes cannot be run: {results}; correct the shape it names")
    return list(_results(results))


@lru_cache(maxsize=256)
def _prepare(text: str, namespaces: tuple[tuple[str, str], ...]) -> Query:
    return prepareQuery(text, initNs=dict(namespaces))


class _PreparingGraph(Graph):
    """A graph that parses each query once; pySHACL asks the same one again for every focus node."""

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> QueryResult:
        if isinstance(query_object, str):
            namespaces = {
                prefix: str(iri) for prefix, iri in (kwargs.pop("initNs", None) or self.namespaces())
            }
            query_object = _prepare(query_object, tuple(sorted(namespaces.items())))
        return super().query(query_object, *args, **kwargs)


def _results(report: Graph) -> Iterator[Result]:
    for node in report.objects(None, SH.result):
        focus = report.value(node, SH.focusNode)
        shape = report.value(node, SH.sourceShape)
        component = report.value(node, SH.sourceConstraintComponent)
        if focus is None or shape is None or component is None:
            raise AvermentError(
                "the engine returned a result without a focus node, shape or component; report this"
            )
        messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
        yield Result(
            focus=focus,
            path=report.value(node, SH.resultPath),
            value=report.value(node, SH.value),
            shape=shape,
            component=component,
            message=messages[0] if messages else None,
        )


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


ENGINES: dict[str, Callable[[Graph, Graph], list[Result]]] = {
    "compiled": run_compiled,
    "pyshacl": run_pyshacl,
}
"""The engines by name; all have to give the same results."""
