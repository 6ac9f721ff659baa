"""Running the compiled constraints at an endpoint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import BNode
from rdflib.term import Node

from averment.checking.lookups import as_written
from averment.querying.endpoint import EndpointLateError, EndpointRefusalError
from averment.remote.asking import Asking, Row
from averment.remote.dialect import Dialect
from averment.shacl.outcome import Outcome, Result, Unfinished
from averment.shacl.prepared import Constraint, Prepared, result_of

__all__ = ["Refused", "run_prepared"]

_SAMPLE = 20
"""About how many nodes an endpoint that gets something wrong is asked about a second time."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Refused:
    """A constraint that an endpoint was not asked, or did not answer, since it would have got it wrong.

    Attributes:
        shape: the shape.
        component: the constraint component.
        reason: why, as a clause.
    """

    shape: Node
    component: Node
    reason: str


def run_prepared(
    asking: Asking,
    dialect: Dialect,
    constraints: Collection[Prepared],
    limit: float | None = None,
    progress: Progress = lambda _done, _all: None,
) -> tuple[Outcome, list[Refused]]:
    """Run constraints at an endpoint, each as one question about all its focus nodes.

    Args:
        asking: the endpoint.
        dialect: what it gets wrong.
        constraints: the constraints.
        limit: seconds that a constraint may take; the time that the endpoint has for any query if left out.
        progress: told after each constraint.

    Returns:
        what was found, with the constraints that did not end in time; and those that were refused.

    Raises:
        EndpointError: there is no answer, for another reason than the constraint.
    """
    outcome, refused = Outcome([]), []
    for number, one in enumerate(constraints):
        constraint = one.constraint
        name = f"{_local(constraint.shape)} {_local(constraint.component)}"
        text, lacking = dialect.form_of(one.statement.text)
        if lacking:
            reason = f"it {'; it '.join(dict.fromkeys(probe.says for probe in lacking))}"
            refused.append(Refused(constraint.shape, constraint.component, reason))
        else:
            try:
                rows = asking.rows(name, text, seconds=limit)
                if dialect.wrong and not _is_confirmed(asking, name, text, rows, limit):
                    reason = "it gives other rows when it is asked about some of the same nodes alone"
                    refused.append(Refused(constraint.shape, constraint.component, reason))
                    progress(number + 1, len(constraints))
                    continue
                outcome.results.extend(_results(constraint, one.statement.columns, rows, number))
            except EndpointLateError:
                outcome.unfinished.append(Unfinished(constraint.shape, constraint.component))
            except EndpointRefusalError as error:
                said = str(error).partition(": ")[2]
                refused.append(Refused(constraint.shape, constraint.component, said))
        progress(number + 1, len(constraints))
    return outcome, refused


def _is_confirmed(asking: Asking, name: str, text: str, rows: list[Row], limit: float | None) -> bool:
    """Return whether an endpoint gives the same rows again for some of the nodes that it has given.

    Which way an engine takes through a statement depends on how much there is, and some go wrong on one way only.
    """
    nodes = sorted({row[0].value for row in rows if isinstance(row[0], ox.NamedNode)})
    some = nodes[:: max(len(nodes) // _SAMPLE, 1)][:_SAMPLE]
    if not some:
        return True
    again = asking.rows_of(name, text, some, seconds=limit)
    chosen = {ox.NamedNode(node) for node in some}
    return Counter(again) == Counter(row for row in rows if row[0] in chosen)


def _results(
    constraint: Constraint, columns: tuple[str, ...], rows: list[Row], number: int
) -> Iterator[Result]:
    """Iterate over rows as results; a blank node is another one in each answer, whatever it is called there."""
    for row in rows:
        terms: dict[str, Node] = {}
        for name, term in zip(columns, row, strict=False):
            if term is not None:
                node = as_written(term)
                terms[name] = BNode(f"answer{number}{node}") if isinstance(node, BNode) else node
        yield result_of(constraint, terms)


def _local(node: Node) -> str:
    return str(node).rsplit("#", 1)[-1].removesuffix("ConstraintComponent")
