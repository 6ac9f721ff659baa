"""Running shapes with pySHACL, the reference for what a shape means."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pyshacl
from rdflib import SH, Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult

from averment.errors import AvermentError
from averment.shacl.outcome import Result

__all__ = ["run_pyshacl"]


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
