"""What is on a site: its pages, and where each thing and each claim has one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

from averment.checking import Report
from averment.namespaces import AV
from averment.showing import Findings, Lookup, Page, every_page
from averment.showing.findings import node_of
from averment.showing.pages import DocumentPage, QuestionPage
from averment.showing.parts import Answers, Found
from averment.site.naming import anchor_of, file_of

__all__ = ["SECTIONS", "Contents", "Section"]


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the navigation: its words, its file, and the kinds of pages that belong to it."""

    name: str
    file: str
    kinds: tuple[str, ...] = ()


SECTIONS = (
    Section("Findings", "index.html"),
    Section("Laws", "laws.html", ("instrument", "provision")),
    Section("Questions", "questions.html", ("question",)),
    Section("Sources", "sources.html", ("actor",)),
    Section("Articles", "articles.html", ("document",)),
    Section("Groups", "groups.html", ("group",)),
    Section("Agreement", "agreement.html"),
    Section("Network", "network.html"),
)


class Contents:
    """The pages of a site, and the way to them.

    Args:
        title: what the site is called.
        lookup: the graph.
        report: what a check of it found.

    Attributes:
        pages: all pages of things, in the order of their IRIs.
        findings: all findings, the gravest first.
    """

    def __init__(self, title: str, lookup: Lookup, report: Report) -> None:
        found = Findings(lookup, report)
        self.title = title
        self.lookup = lookup
        self.report = report
        self.sections = SECTIONS
        self.version = version("averment")
        self.pages: tuple[Page, ...] = tuple(every_page(lookup, found))
        self.findings: tuple[Found, ...] = found.all()
        self._files = {
            page.header.thing.iri: file_of(page.header.thing.id, page.header.thing.iri) for page in self.pages
        }
        self._ids = {page.header.thing.id: self._files[page.header.thing.iri] for page in self.pages}
        self._counts: Counter[str] = Counter(page.kind for page in self.pages)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader has to know of how the graph was checked."""
        return (*self.report.problems, *self.report.notes)

    def count(self, kind: str) -> int:
        """Return how many pages of a kind there are."""
        return self._counts[kind]

    def file(self, iri: str) -> str | None:
        """Return the file of the page of a thing, or None if it has none."""
        return self._files.get(iri)

    def file_of_id(self, id_: str) -> str | None:
        """Return the file of the page of what has an id, a claim among it, or None."""
        return self._ids.get(id_) or self._claims_by_id.get(id_)

    def claim(self, iri: str) -> str | None:
        """Return where a claim stands on the page of its document, or None if that has no page."""
        return self._claims.get(iri)

    def file_about(self, iri: str) -> str | None:
        """Return where a reader finds more on what a finding is about: its page, or that of what it belongs to."""
        node = node_of(iri)
        near = [
            iri,
            *map(str, self.lookup.subjects(AV.hasEvidence, node)),
            *(str(value) for tie in _TIES for value in self.lookup.values(node, tie)),
        ]
        return next((file for one in near if (file := self.claim(one) or self.file(one))), None)

    @cached_property
    def _claims(self) -> dict[str, str]:
        return {
            claim.statement.claim.iri: f"{self._files[page.header.thing.iri]}"
            f"#{anchor_of(claim.statement.claim.id, claim.statement.claim.iri)}"
            for page in self.pages
            if isinstance(page, DocumentPage)
            for claim in page.claims
        }

    @cached_property
    def _claims_by_id(self) -> dict[str, str]:
        return {
            claim.statement.claim.id: self._claims[claim.statement.claim.iri]
            for page in self.pages
            if isinstance(page, DocumentPage)
            for claim in page.claims
        }

    @cached_property
    def asked(self) -> dict[str, Answers]:
        """The questions with their answers, by IRI."""
        return {page.header.thing.iri: page.answers for page in self.pages if isinstance(page, QuestionPage)}


_TIES = (AV.isHopOf, AV.statedIn, AV.answers, AV.isVersionOf, AV.hasMember, AV.judges)
"""How what has no page of its own belongs to what has one."""
