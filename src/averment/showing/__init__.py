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
    "kinds_of_pages",
    "show",
    "shown_subjects",
]

_PAGES: tuple[tuple[URIRef, str, Callable[[Lookup, Findings, URIRef], Page]], ...] = (
    (AV.Instrument, "instrument", instrument_page),
    (AV.Provision, "provision", provision_page),
    (AV.Actor, "actor", actor_page),
    (AV.Document, "document", document_page),
    (AV.Question, "question", question_page),
    (AV.Group, "group", group_page),
)
"""What has a page: the class of its things, the kind of the page, and what makes it."""


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


def kinds_of_pages(lookup: Lookup) -> dict[URIRef, str]:
    """Return the kind of page of everything that has one, in the order of `every_page`, without making the pages."""
    kinds = ((subject, _kind(lookup, subject)) for subject in shown_subjects(lookup))
    return {subject: kind for subject, kind in kinds if kind is not None}


def _kind(lookup: Lookup, subject: URIRef) -> str | None:
    return next((kind for class_, kind, _ in _PAGES if lookup.is_a(subject, class_)), None)


def _page(lookup: Lookup, findings: Findings, subject: URIRef) -> Page | None:
    makers = {kind: make for _, kind, make in _PAGES}
    kind = _kind(lookup, subject)
    return makers[kind](lookup, findings, subject) if kind is not None else None


def as_json(page: Page) -> dict[str, Any]:
    """Return a page as what `--format json` prints, its kind first."""
    return {"kind": page.kind, **asdict(page)}
