"""Checking the graph at an endpoint, where it is."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import BNode, Graph
from rdflib.term import Node

from averment.checking import LIMIT
from averment.checking.compiled import shipped_prepared
from averment.checking.findings import Finding, Report, Summary
from averment.checking.fingerprints import fingerprint_of_finding
from averment.checking.interpret import in_order
from averment.checking.rules import family_of, rule_name, severity_of
from averment.checking.surroundings import findings_near
from averment.checking.wording import shorten
from averment.namespaces import AV
from averment.querying.endpoint import Endpoint, EndpointError
from averment.remote.asking import Asking, find_page
from averment.remote.dialect import learn
from averment.remote.lookups import EndpointLookup
from averment.remote.running import Progress, Refused, run_prepared
from averment.remote.whole import refuse_part
from averment.shacl.outcome import Outcome, Result
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
        EndpointError: the endpoint as a whole can't be asked, or not what there is to check.
        WholeGraphError: the graph lacks the ontology, or what is derived.
    """
    page, _ = find_page(endpoint)
    asking = Asking(endpoint, page)
    refuse_part(endpoint.url, asking)
    dialect = learn(asking)
    lookup = EndpointLookup(asking)
    # now, since what goes wrong with them later would cost all that has been found
    claims, questions = lookup.count(AV.Claim), lookup.count(AV.Question)
    outcome, refused = run_prepared(asking, dialect, shipped_prepared(), limit, progress, jobs=jobs)
    findings, untold = _findings(outcome, lookup)
    return Report(
        summary=Summary.of(findings, claims=claims, questions=questions),
        findings=tuple(findings),
        problems=(*_refused(refused), *_unfinished(outcome, limit), *untold),
        notes=tuple(_notes(outcome)),
    )


def _findings(outcome: Outcome, lookup: EndpointLookup) -> tuple[list[Finding], list[str]]:
    """Return the findings, and what is wrong with them all if the endpoint does not say what is near to them."""
    shapes = shipped_shapes()
    try:
        return findings_near(outcome.results, lookup, shapes), []
    except EndpointError as error:
        return _bare_findings(outcome.results, shapes), [
            f"what was found is told without places and answers, with what only follows from another finding, and as "
            f"open even where it is settled, for {error}; raise --timeout, or check again"
        ]


def _bare_findings(results: Iterable[Result], shapes: Graph) -> list[Finding]:
    """Return findings out of nothing but the results, one for each constraint, node and value."""
    merged = {(result.shape, result.component, result.focus, result.value): result for result in results}
    return in_order(
        Finding(
            rule=(rule := rule_name(result.shape, shapes)),
            family=family_of(result.shape, shapes),
            severity=severity_of(result.shape, shapes),
            message=" ".join(_said(result, shapes)),
            subject=str(result.focus),
            places=(),
            fingerprint=fingerprint_of_finding(rule, result.focus, result.value, (), Graph()),
            constraint=str(result.component),
        )
        for result in sorted(merged.values(), key=lambda result: (str(result.component), str(result.value)))
    )


def _said(result: Result, shapes: Graph) -> Iterable[str]:
    if result.value is not None and result.value != result.focus:
        yield f"Found '{shorten(str(result.value))}'."
    yield result.message or "The graph does not conform to this shape."
    yield from sorted(str(cure) for cure in shapes.objects(result.shape, AV.settledBy))


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
