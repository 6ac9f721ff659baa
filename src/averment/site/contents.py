"""What is on a site: its pages, and where each thing and each claim has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

from averment.checking import Report
from averment.namespaces import AV
from averment.showing import Findings, Lookup, Page, every_page, kinds_of_pages
from averment.showing.findings import node_of
from averment.showing.parts import Found
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
        findings: all findings, the gravest first.
    """

    def __init__(self, title: str, lookup: Lookup, report: Report) -> None:
        self._found = Findings(lookup, report)
        self.title = title
        self.lookup = lookup
        self.report = report
        self.sections = SECTIONS
        self.version = version("averment")
        self.findings: tuple[Found, ...] = self._found.all()
        kinds = kinds_of_pages(lookup)
        self._counts = Counter(kinds.values())
        things = {node: lookup.thing(node) for node in kinds}
        self._files = {thing.iri: file_of(thing.id, thing.iri) for thing in things.values()}
        self._ids = {thing.id: self._files[thing.iri] for thing in things.values()}
        self._claims: dict[str, str] = {}
        for document in (node for node, kind in kinds.items() if kind == "document"):
            for claim in map(lookup.thing, lookup.subjects(AV.statedIn, document)):
                self._claims[claim.iri] = f"{self._files[str(document)]}#{anchor_of(claim.id, claim.iri)}"
                self._ids.setdefault(claim.id, self._claims[claim.iri])

    def pages(self) -> Iterator[Page]:
        """Make all pages of things, one at a time, in the order of their IRIs."""
        return every_page(self.lookup, self._found)

    def __len__(self) -> int:
        """Return how many pages of things there are."""
        return len(self._files)

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
        return self._ids.get(id_)

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


_TIES = (AV.isHopOf, AV.statedIn, AV.answers, AV.isVersionOf, AV.hasMember, AV.judges)
"""How what has no page of its own belongs to what has one."""
