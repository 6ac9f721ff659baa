"""Running the compiled constraints at an endpoint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox
from rdflib import BNode
from rdflib.term import Node

from averment.checking.lookups import as_written
from averment.querying.endpoint import EndpointLateError, EndpointRefusalError
from averment.remote.asking import Asking, Row
from averment.remote.dialect import Dialect
from averment.shacl.limits import run_each
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
    *,
    jobs: int = 1,
) -> tuple[Outcome, list[Refused]]:
    """Run constraints at an endpoint, each as one question about all its focus nodes.

    Args:
        asking: the endpoint.
        dialect: what it gets wrong.
        constraints: the constraints.
        limit: seconds that a constraint may take; the time that the endpoint has for any query if left out.
        progress: told after each constraint.
        jobs: how many constraints it is asked about at the same time.

    Returns:
        what was found, with the constraints that did not end in time; and those that were refused.

    Raises:
        EndpointError: there is no answer, for another reason than the constraint.
    """
    outcome, refused = Outcome([]), []
    tasks = [partial(_run, asking, dialect, one, number, limit) for number, one in enumerate(constraints)]
    for number, (one, done) in enumerate(
        zip(constraints, run_each(tasks, workers=jobs), strict=True), start=1
    ):
        found = done[0] if done is not None else Unfinished(one.constraint.shape, one.constraint.component)
        if isinstance(found, Refused):
            refused.append(found)
        elif isinstance(found, Unfinished):
            outcome.unfinished.append(found)
        else:
            outcome.results.extend(found)
        progress(number, len(tasks))
    return outcome, refused


def _run(
    asking: Asking, dialect: Dialect, one: Prepared, number: int, limit: float | None
) -> Iterable[Result] | Refused | Unfinished:
    constraint = one.constraint
    shape, component = constraint.shape, constraint.component
    name = f"{_local(shape)} {_local(component)}"
    try:
        text, lacking = dialect.form_of(one.statement.text)
        if lacking:
            reason = f"it {'; it '.join(dict.fromkeys(probe.says for probe in lacking))}"
            return Refused(shape, component, reason)
        own = asking.within(limit)
        rows = own.rows(name, text)
        if dialect.wrong and not _is_confirmed(own, name, text, rows):
            reason = "it gives other rows when it is asked about some of the same nodes alone"
            return Refused(shape, component, reason)
    except EndpointLateError:
        return Unfinished(shape, component)
    except EndpointRefusalError as error:
        return Refused(shape, component, error.problem)
    return list(_results(constraint, one.statement.columns, rows, number))


def _is_confirmed(asking: Asking, name: str, text: str, rows: list[Row]) -> bool:
    """Return whether an endpoint gives the same rows again for some of the nodes that it has given.

    Which way an engine takes through a statement depends on how much there is, and some go wrong on one way only.
    """
    nodes = sorted({row[0].value for row in rows if isinstance(row[0], ox.NamedNode)})
    some = nodes[:: max(len(nodes) // _SAMPLE, 1)][:_SAMPLE]
    if not some:
        return True
    again = asking.rows_of(name, text, some)
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
