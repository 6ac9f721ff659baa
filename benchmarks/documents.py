"""The documents of a story, and what they are based on."""

from __future__ import annotations

import datetime
from random import Random

from benchmarks.answers import Span
from benchmarks.days import bounds, some_days
from benchmarks.ntriples import AV, iri, plain, text, typed
from benchmarks.parts import Block, Document, Planter
from benchmarks.world import TYPE, World, stated_fault

__all__ = ["DocumentMaker"]

_TITLE, _PUBLISHER, _LANGUAGE, _URL = (
    iri(name) for name in ("dcterms:title", "dcterms:publisher", "dcterms:language", "schema:url")
)
_DOCUMENT_KINDS = ("Article", "Article", "Article", "PressRelease", "OfficialText", "SocialPost")
_DOCUMENT_FAULTS = (
    "document-title-plain",
    "document-language-name",
    "document-language-twice",
    "document-address-ftp",
    "document-date-grammar",
    "document-based-on-actor",
    "document-credits-unknown",
    "snapshot-day-text",
    "article-no-publisher",
)


class DocumentMaker:
    """Makes the documents of one story; all are stated but for their snapshots, which wait for the claims.

    Args:
        block: where the lines go.
        random: what decides on the content.
        world: what all stories share.
        planter: what decides on faults.
        number: the number of the story.
        days: the first and the last day on which a document can appear.
    """

    def __init__(
        self, block: Block, random: Random, world: World, planter: Planter, number: int, days: Span
    ) -> None:
        self._block, self._random, self._world, self._planter = block, random, world, planter
        self._number, self._days = number, days
        self._wire = world.outlet(random)
        self._state_wire()

    def _state_wire(self) -> None:
        """State a document on which others are based, and of which nobody has written down what it says."""
        block, wire, day = self._block, iri(f"article:b{self._number}-wire"), self._days[0] - 40
        block.state(
            wire,
            (TYPE, AV.Article),
            (_TITLE, text(f"First report on law {self._number}")),
            (_LANGUAGE, plain("en")),
            (_PUBLISHER, self._wire),
            (AV.published, plain(str(datetime.date.fromordinal(day)))),
        )
        block.derive(wire, *bounds(AV.earliest, AV.latest, (day, day)))

    def make(self, number: int) -> Document:
        """Return the document with a number."""
        block, random = self._block, self._random
        name = f"b{self._number}-d{number}"
        document = iri(f"article:{name}")
        kind = random.choice(_DOCUMENT_KINDS)
        faults = _DOCUMENT_FAULTS if kind == "Article" else _DOCUMENT_FAULTS[:-1]
        fault = self._planter.pick("document", faults)
        day = random.randint(*self._days)
        publisher = None if fault == "article-no-publisher" else self._world.outlet(random)
        title = f"Report {number} on law {self._number}"
        block.state(
            document,
            (TYPE, iri(f"av:{kind}")),
            (_TITLE, plain(title) if fault == "document-title-plain" else text(title)),
            (_LANGUAGE, plain("English" if fault == "document-language-name" else "en")),
        )
        if publisher:
            block.state(document, (_PUBLISHER, publisher))
        if number % 2 or fault == "document-address-ftp":
            scheme = "ftp" if fault == "document-address-ftp" else "https"
            block.state(document, (_URL, typed(f"{scheme}://example.org/{name}", "anyURI")))
        republishes = None
        if fault == "document-based-on-actor":
            republishes = iri("actor:a0")
        elif random.random() < 0.1:
            block.state(document, (AV.isBasedOn, iri(f"article:b{self._number}-wire")))
            republishes = self._wire
        if random.random() < 0.1:
            block.state(document, (AV.credits, self._world.actor(random)))
        span = self._state_date(document, day, fault)
        if fault:
            self._document_fault(document, name, title, fault)
        page = " ".join(f"{name}/{line}" for line in range(40))
        return Document(document, name, publisher, span, page, fault == "snapshot-day-text", republishes)

    def _state_date(self, document: str, day: int, fault: str | None) -> Span | None:
        block = self._block
        if fault == "document-date-grammar":
            message = plain(stated_fault("date", "19.09.2021"))
            block.state(document, (AV.published, plain("19.09.2021")))
            block.derive(document, (AV.publishedFault, message))
            block.expect(fault, document, "Document-publishedGrammar", "SPARQL", AV.published, message)
            return None
        span, stated = some_days(day, self._random)
        if span:
            block.state(document, (AV.published, plain(stated)))
            block.derive(document, *bounds(AV.earliest, AV.latest, span))
        return span

    def _document_fault(self, document: str, name: str, title: str, fault: str) -> None:
        block = self._block
        if fault == "document-title-plain":
            block.expect(fault, document, "Document-title", "Datatype", _TITLE, plain(title))
        elif fault == "document-language-name":
            block.expect(fault, document, "Document-language", "Pattern", _LANGUAGE, plain("English"))
        elif fault == "document-language-twice":
            block.state(document, (_LANGUAGE, plain("ru")))
            block.expect(fault, document, "Document-language", "MaxCount", _LANGUAGE)
        elif fault == "document-address-ftp":
            address = typed(f"ftp://example.org/{name}", "anyURI")
            block.expect(fault, document, "Document-url", "Pattern", _URL, address)
        elif fault == "document-based-on-actor":
            block.state(document, (AV.isBasedOn, iri("actor:a0")))
            block.expect(fault, document, "Document-isBasedOn", "Class", AV.isBasedOn, iri("actor:a0"))
        elif fault == "document-credits-unknown":
            unknown = iri(f"actor:unknown-{name}")
            block.state(document, (AV.credits, unknown))
            block.expect(fault, document, "Document-credits", "Or", AV.credits, unknown)
        elif fault == "article-no-publisher":
            block.expect(fault, document, "Article-publisher", "MinCount", _PUBLISHER)
