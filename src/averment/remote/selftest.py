"""Asking an endpoint small questions whose answers are known, to find out what it gets wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from averment.querying.endpoint import EndpointRefusalError
from averment.remote.asking import Asking

__all__ = ["Probe", "failing", "holds"]


@dataclass(frozen=True)
class Probe:
    """One question about an endpoint.

    Attributes:
        name: what it is called.
        says: what an endpoint that fails gets wrong, as the end of a sentence.
        needs: what a statement that depends on it holds, as a regular expression or a test.
        query: the question, in SPARQL with averment's prefixes.
        rows: its answer: the texts of the terms of each row.
        form: the name of the form of statements that does without; empty if there is none.
    """

    name: str
    says: str
    needs: str | Callable[[str], bool]
    query: str
    rows: frozenset[tuple[str, ...]]
    form: str = ""

    def is_needed(self, text: str) -> bool:
        """Return whether a statement depends on it."""
        if isinstance(self.needs, str):
            return re.search(self.needs, text) is not None
        return self.needs(text)


def failing(asking: Asking, probes: Iterable[Probe]) -> dict[str, str]:
    """Return the names of the probes that an endpoint fails, each with what it answers.

    Raises:
        EndpointError: it answers nothing, whatever it is asked, or not in time.
    """
    found = {}
    for probe in probes:
        problem = holds(asking, probe)
        if problem:
            found[probe.name] = problem
    return found


def holds(asking: Asking, probe: Probe) -> str:
    """Return an empty text if an endpoint gives the right answer to a probe, or else what it does."""
    try:
        rows = asking.rows(f"self-test '{probe.name}'", probe.query)
    except EndpointRefusalError as error:
        return str(error)
    given = [tuple(_text(term) for term in row) for row in rows]
    if len(given) == len(probe.rows) and frozenset(given) == probe.rows:
        return ""
    right = len(frozenset(given) & probe.rows)
    return f"it answers {len(given)} rows, {right} of them among the {len(probe.rows)} right ones"


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if term is None:
        return ""
    if isinstance(term, (ox.NamedNode, ox.Literal)):
        return term.value
    return "blank"
