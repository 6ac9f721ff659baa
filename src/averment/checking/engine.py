"""Running shapes over a graph: the results, before they are made into findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyshacl
from rdflib import SH, Graph
from rdflib.term import Node

from averment.errors import AvermentError

__all__ = ["Result", "run_pyshacl"]


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
    try:
        _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    except Exception as error:  # pySHACL raises whatever a malformed shape leads to
        reason = " ".join(str(error).split())[:400]
        raise AvermentError(f"the shapes cannot be run: {reason}; correct the shape it names") from error
    if not isinstance(results, Graph):
        raise AvermentError(f"the shapes cannot be run: {results}; correct the shape it names")
    return list(_results(results))


def _results(report: Graph) -> Iterator[Result]:
    for node in report.objects(None, SH.result):
        focus = report.value(node, SH.focusNode)
        shape = report.value(node, SH.sourceShape)
        component = report.value(node, SH.sourceConstraintComponent)
        assert focus is not None and shape is not None and component is not None  # noqa: S101 SHACL demands them
        messages = sorted(str(message) for message in report.objects(node, SH.resultMessage))
        yield Result(
            focus=focus,
            path=report.value(node, SH.resultPath),
            value=report.value(node, SH.value),
            shape=shape,
            component=component,
            message=messages[0] if messages else None,
        )

