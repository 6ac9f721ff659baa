"""One page about one thing of the graph: who says what of it, through whom, and what a check found.

Pages are plain dataclasses (`averment.showing.pages`); `averment.showing.layout` puts them into words and
lines for whatever shows them.
"""

from __future__ import annotations

from collections.abc import Callable
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
from averment.showing.subjects import Candidate, SubjectError, find_subject

__all__ = ["Candidate", "Lookup", "Page", "SubjectError", "as_json", "find_subject", "show"]

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
    findings = Findings(lookup, report)
    for class_, page in _PAGES:
        if lookup.is_a(subject, class_):
            return page(lookup, findings, subject)
    raise SubjectError(f"'{lookup.thing(subject).id}' has no page; show a law, an actor or a document")


def as_json(page: Page) -> dict[str, Any]:
    """Return a page as what `--format json` prints, its kind first."""
    return {"kind": page.kind, **asdict(page)}
