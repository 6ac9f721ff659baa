"""Checking the graph at an endpoint, where it is."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import BNode
from rdflib.term import Node

from averment.checking import LIMIT
from averment.checking.compiled import shipped_prepared
from averment.checking.findings import Report, Summary
from averment.checking.surroundings import findings_near
from averment.namespaces import AV
from averment.querying.endpoint import Endpoint
from averment.remote.asking import Asking, find_page
from averment.remote.dialect import learn
from averment.remote.lookups import EndpointLookup
from averment.remote.running import Progress, Refused, run_prepared
from averment.remote.whole import refuse_part
from averment.shacl.outcome import Outcome
from averment.shapes import shipped_shapes

__all__ = ["check_endpoint"]


def check_endpoint(
    endpoint: Endpoint,
    *,
    limit: float | None = LIMIT,
    progress: Progress = lambda _done, _all: None,
    jobs: int = 1,
) -> Report:
    """Check the graph at an endpoint and return what was found; see `averment.checking.check`.

    averment's own rules are asked there, one question each; what they lead to is put into words with what the
    endpoint says of the nodes near to it. What the endpoint gets wrong, by a self-test, is a problem of the report.

    Args:
        endpoint: the endpoint.
        limit: seconds that a constraint may take.
        progress: told after each constraint.
        jobs: how many constraints it is asked about at the same time.

    Raises:
        EndpointError: there is no whole answer.
        WholeGraphError: the graph lacks the ontology, or what is derived.
    """
    page, _ = find_page(endpoint)
    asking = Asking(endpoint, page)
    refuse_part(endpoint.url, asking)
    dialect = learn(asking)
    outcome, refused = run_prepared(asking, dialect, shipped_prepared(), limit, progress, jobs=jobs)
    lookup = EndpointLookup(asking)
    findings = findings_near(outcome.results, lookup, shipped_shapes())
    summary = Summary.of(findings, claims=lookup.count(AV.Claim), questions=lookup.count(AV.Question))
    return Report(
        summary=summary,
        findings=tuple(findings),
        problems=(*_refused(refused), *_unfinished(outcome, limit)),
        notes=tuple(_notes(outcome)),
    )


def _refused(refused: Iterable[Refused]) -> Iterable[str]:
    for one in refused:
        yield (
            f"{_name(one.component)} of <{one.shape}> was not checked at this endpoint: "
            f"{one.reason}; check the files, or ask another endpoint"
        )


def _unfinished(outcome: Outcome, limit: float | None) -> Iterable[str]:
    for one in outcome.unfinished:
        yield (
            f"{_name(one.component)} of <{one.shape}> did not end within {limit or 0:g} s, so that nobody knows what "
            "violates it; raise --limit"
        )


def _notes(outcome: Outcome) -> Iterable[str]:
    nameless = sum(1 for result in outcome.results if isinstance(result.focus, BNode))
    if nameless:
        yield (
            f"{nameless} results are on nodes without a name, which an endpoint can't be asked about again: their "
            "findings have no place, and several of them may be on one node"
        )


def _name(component: Node) -> str:
    return str(component).rsplit("#", 1)[-1]
