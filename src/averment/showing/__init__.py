"""One page about one thing of the graph: who says what of it, through whom, and what a check found.

Pages are plain dataclasses (`averment.showing.pages`); `averment.showing.layout` puts them into words and
lines for whatever shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from rdflib import URIRef

from averment.checking import Report
from averment.namespaces import AV
from averment.showing.actors import actor_page
from averment.showing.documents import document_page
from averment.showing.findings import Findings
from averment.showing.groups import group_page, question_page
from averment.showing.instruments import instrument_page, provision_page
from averment.showing.lookup import Lookup
from averment.showing.pages import Page
from averment.showing.subjects import Candidate, SubjectError, find_subject, shown_subjects

__all__ = [
    "Candidate",
    "Findings",
    "Lookup",
    "Page",
    "SubjectError",
    "as_json",
    "every_page",
    "find_subject",
    "show",
    "shown_subjects",
]

_PAGES: tuple[tuple[URIRef, Callable[[Lookup, Findings, URIRef], Page]], ...] = (
    (AV.Instrument, instrument_page),
    (AV.Provision, provision_page),
    (AV.Actor, actor_page),
    (AV.Document, document_page),
    (AV.Question, question_page),
    (AV.Group, group_page),
)


def show(lookup: Lookup, report: Report, subject: URIRef) -> Page:
    """Return the page of a thing.

    Args:
        lookup: the graph.
        report: what a check of it found.
        subject: what `find_subject` returned.

    Raises:
        SubjectError: there is no page of such a thing.
    """
    page = _page(lookup, Findings(lookup, report), subject)
    if page is None:
        raise SubjectError(f"'{lookup.thing(subject).id}' has no page; show a law, an actor or a document")
    return page


def every_page(lookup: Lookup, findings: Findings) -> Iterator[Page]:
    """Iterate over the pages of everything that has one, in the order of their IRIs.

    Args:
        lookup: the graph.
        findings: what a check of it found.
    """
    for subject in shown_subjects(lookup):
        page = _page(lookup, findings, subject)
        if page is not None:
            yield page


def _page(lookup: Lookup, findings: Findings, subject: URIRef) -> Page | None:
    for class_, page in _PAGES:
        if lookup.is_a(subject, class_):
            return page(lookup, findings, subject)
    return None


def as_json(page: Page) -> dict[str, Any]:
    """Return a page as what `--format json` prints, its kind first."""
    return {"kind": page.kind, **asdict(page)}
