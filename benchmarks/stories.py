"""Stories: one law with its parts, the documents that report on it, and the questions that they answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from random import Random

from benchmarks.answers import Choice, Estimate, Extent, Growing, Norm, Prose, Set, Span, Topic
from benchmarks.claims import ClaimWriter
from benchmarks.days import bounds, some_days
from benchmarks.judging import accept
from benchmarks.moments import Days, Moment, Stage
from benchmarks.ntriples import AV, iri, plain, text, typed
from benchmarks.parts import Block, Document, Planter, Question
from benchmarks.process import STAGES, index_of
from benchmarks.world import ALIAS, BROADER, CLASSES, COUNTRIES, LABEL, TYPE, World, stated_fault

__all__ = ["Story", "stories"]

_TITLE, _PUBLISHER, _LANGUAGE, _URL = (
    iri(name) for name in ("dcterms:title", "dcterms:publisher", "dcterms:language", "schema:url")
)
_FIRST_DAY = datetime.date(2024, 1, 1).toordinal()
_MOST_ANSWERS = 20
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
_LAW_FAULTS = ("law-no-country", "law-alias-plain", "law-part-of-law", "law-named-twice")
_PART_FAULTS = ("provision-named-twice", "provision-of-nothing", "version-stage-unknown", "group-under-actor")
_STAGE_NAMES = ("submitted", "first-reading", "third-reading", "signed")
_MONEY, _HOURS, _MONTHS, _YEARS = (
    (("RUB", 1, 1),),
    (("h", 1, 1), ("d", 24, 1)),
    (("mo", 1, 1), ("y", 12, 1)),
    (("y", 1, 1), ("mo", 1, 12)),
)


def stories(claims: int, seed: int, world: World, planter: Planter) -> Iterator[Block]:
    """Iterate over stories until they have so many claims."""
    number = 0
    while claims > 0:
        story = Story(number, Random(f"story {seed} {number}"), world, planter)
        block = story.write(claims)
        claims -= block.claims
        number += 1
        yield block


class Story:
    """One law and all that is said of it.

    Args:
        number: the number of the story, which is in all names.
        random: what decides on its content.
        world: what all stories share.
        planter: what decides on faults.
    """

    def __init__(self, number: int, random: Random, world: World, planter: Planter) -> None:
        self._number, self._random, self._world, self._planter = number, random, world, planter
        self._block = Block()
        self._law = iri(f"law:b{number}")
        self._law_label = f"Law {number} on service"
        self._package: str | None = iri(f"law:k{number}") if random.random() < 0.5 else None
        self._group = iri(f"group:g{number}")
        self._start = _FIRST_DAY + random.randint(0, 600)
        reached, day = [], self._start
        for _ in STAGES:
            reached.append(day)
            day += random.randint(10, 60)
        self._reached = reached
        self._documents: list[Document] = []

    def write(self, most: int) -> Block:
        """Return the lines of the story, with so many claims at most."""
        self._state_law()
        questions = self._questions()
        self._random.shuffle(questions)
        sizes = []
        for question in questions:
            size = min(2 + int(self._random.expovariate(0.18)), _MOST_ANSWERS, most)
            if most - size == 1:
                size += 1 if size < _MOST_ANSWERS else -1
            sizes.append((question, size))
            most -= size
            if not most:
                break
        total = sum(size for _, size in sizes)
        for number in range(max(3, total // 12)):
            self._documents.append(self._document(number))
        writer = ClaimWriter(self._block, self._random, self._world, self._planter, self._documents)
        for question, size in sizes:
            writer.add(question, size)
        writer.write()
        accept(self._block, self._planter, self._number, writer.claims[0])
        return self._block

    # --- the law -----------------------------------------------------------------

    def _state_law(self) -> None:
        block, number, random = self._block, self._number, self._random
        if self._package:
            block.state(
                self._package,
                (TYPE, AV.Package),
                (LABEL, text(f"Package {number}")),
                (AV.hasJurisdiction, iri("country:ru")),
                (AV.followsProcess, "<https://w3id.org/averment/process/ru>"),
            )
        law, fault = self._law, self._planter.pick("law", _LAW_FAULTS)
        block.state(
            law,
            (TYPE, iri(f"av:{random.choice(('Law', 'Law', 'Decree', 'Code', 'Bill'))}")),
            (LABEL, text(self._law_label)),
            (LABEL, text(f"Закон {number} о службе", "ru")),
            (AV.followsProcess, "<https://w3id.org/averment/process/ru>"),
        )
        if self._package:
            block.state(law, (AV.isPartOf, self._package))
        if fault == "law-no-country":
            block.expect(fault, law, "Instrument-hasJurisdiction", "MinCount", AV.hasJurisdiction)
        else:
            block.state(law, (AV.hasJurisdiction, iri("country:ru")))
        if fault == "law-alias-plain":
            block.state(law, (ALIAS, plain(f"B {number}")))
            block.expect(fault, law, "Instrument-altLabel", "Datatype", ALIAS, plain(f"B {number}"))
        elif fault == "law-named-twice":
            block.state(law, (LABEL, text(f"zz {number}")))
            block.expect(fault, law, "Instrument-prefLabel", "UniqueLang", LABEL)
        elif fault == "law-part-of-law":
            block.state(law, (AV.isPartOf, law))
            block.expect(fault, law, "Instrument-isPartOf", "Class", AV.isPartOf, law)
        for part in range(3):
            self._state_part(iri(f"law:b{number}/p{part}"), part)
        self._state_group()

    def _state_part(self, provision: str, part: int) -> None:
        block = self._block
        fault = self._planter.pick("part", _PART_FAULTS[:2])
        block.state(provision, (TYPE, AV.Provision), (LABEL, text(self._part_label(part))))
        if fault == "provision-named-twice":
            block.state(provision, (LABEL, text("zz")))
            block.expect(fault, provision, "Provision-prefLabel", "UniqueLang", LABEL)
        if fault == "provision-of-nothing":
            block.expect(fault, provision, "Provision-isProvisionOf", "MinCount", AV.isProvisionOf)
        else:
            block.state(provision, (AV.isProvisionOf, self._law))
        if part == 2:
            return
        version = iri(f"law:b{self._number}/v{part}")
        fault = self._planter.pick("part", _PART_FAULTS[2:3])
        stage = iri(f"ru:never-b{self._number}v{part}") if fault else iri(f"ru:{_STAGE_NAMES[part]}")
        block.state(
            version,
            (TYPE, (AV.DraftVersion, AV.Version)[part]),
            (LABEL, text(self._version_label(part))),
            (AV.isVersionOf, self._law),
            (AV.standsAt, stage),
        )
        if fault:
            block.expect(fault, version, "Version-standsAt", "Class", AV.standsAt, stage)
            block.derive(stage, (TYPE, AV.UnknownTerm), (AV.usedBy, version))
            block.expect(fault, stage, "UnknownTerm-usedBy", "MaxCount", AV.usedBy)

    def _part_label(self, part: int) -> str:
        return f"act {part} of law {self._number}"

    def _version_label(self, part: int) -> str:
        return f"text {part} of law {self._number}"

    def _state_group(self) -> None:
        self._block.state(
            self._group,
            (TYPE, AV.Group),
            (LABEL, text(f"people {self._number}")),
            (BROADER, iri("group:people")),
        )
        fault = self._planter.pick("part", _PART_FAULTS[3:])
        if fault:
            actor = iri("actor:a1")
            self._block.state(self._group, (BROADER, actor))
            self._block.expect(fault, self._group, "Group-broader", "Class", BROADER, actor)

    # --- questions -----------------------------------------------------------------

    def _questions(self) -> list[Question]:
        return [
            *self._of_law(),
            *(question for part in range(3) for question in self._of_part(part)),
            *self._of_group(),
        ]

    def _of_law(self) -> Iterator[Question]:
        random, law = self._random, (self._law, self._law_label)
        yield self._ask(law, "stage", "stage", Stage(self._reached))
        for stage, aspect, label in (
            ("submitted", "submission-date", "submission"),
            ("first-reading", "first-reading-date", "first reading"),
            ("third-reading", "lower-house-date", "passage by the lower house"),
            ("upper-house", "upper-house-date", "approval by the upper house"),
            ("signed", "signature-date", "signature"),
        ):
            if random.random() < 0.5:
                yield self._ask(law, aspect, label, Moment(self._reached[index_of(stage)]))
        if random.random() < 0.5:
            anchor, dated, name = random.choice(
                (("publication", "ru:published", "published"), ("signature", "ru:signed", "signed"))
            )
            days = Days(anchor, dated, random.randint(1, 90), random.random() < 0.3)
            yield self._ask(
                law, "entry-into-force", "entry into force", days, (AV.hasAnchor, days.stage, name)
            )
        else:
            yield self._ask(law, "entry-into-force", "entry into force", Moment(self._reached[-1]))
        yield self._ask(law, "effect", "effect", Prose())
        people = [self._world.person(random) for _ in range(3)]
        yield self._ask(law, "signatory", "signatory", Set([(name, name) for name in dict.fromkeys(people)]))
        if self._package:
            package = (self._package, f"Package {self._number}")
            yield self._ask(package, "bill-count", "number of bills", Estimate(random.randint(2, 12)))

    def _of_part(self, part: int) -> Iterator[Question]:
        random = self._random
        about = (iri(f"law:b{self._number}/p{part}"), self._part_label(part))
        lower, span = random.randint(1, 9), random.randint(1, 9)

        def extent(size: int, unit: str, units: tuple[tuple[str, int, int], ...]) -> Extent:
            return Extent(lower * size, (lower + span) * size, unit, units)

        ruble = (AV.hasUnit, iri("unit:RUB"), "Russian ruble")
        asked: list[Callable[[], Question]] = [
            lambda: self._scoped(about, "fine", "fine", extent(500, "unit:RUB", _MONEY), ruble),
            lambda: self._scoped(about, "community-work", "community work", extent(24, "unit:h", _HOURS)),
            lambda: self._scoped(about, "contract-length", "contract length", extent(12, "unit:mo", _MONTHS)),
            lambda: self._scoped(about, "venue-ban", "venue ban", extent(1, "unit:y", _YEARS)),
            lambda: self._scoped(about, "force", "force", Norm(random.randrange(4))),
            lambda: self._ask(about, "addressee", "addressee", Choice(random.sample(CLASSES, 4))),
            lambda: self._ask(about, "introduction", "introduction", Moment(self._start - 400)),
            lambda: self._scoped(
                about,
                "refused-requests",
                "refused requests",
                Set([(name, f"request:{name}") for name in ("prosecution", "sentence")]),
            ),
        ]
        for question in random.sample(asked, 5):
            yield question()

    def _of_group(self) -> Iterator[Question]:
        group = (self._group, f"people {self._number}")
        growing = Growing(self._start - 60, self._random.randint(1000, 20000), self._random.randint(0, 9))
        country = self._random.choice(COUNTRIES)
        place = [(AV.inPlace, iri(f"country:{country}"), f"country {country.upper()}")]
        yield self._ask(
            group, "headcount", "headcount", growing, scope=place if self._random.random() < 0.5 else []
        )

    def _ask(
        self,
        about: tuple[str, str],
        aspect: str,
        label: str,
        topic: Topic,
        *derived: tuple[str, str, str],
        scope: list[tuple[str, str, str]] | None = None,
    ) -> Question:
        return Question(*about, aspect, label, topic, scope or [], list(derived))

    def _scoped(
        self, about: tuple[str, str], aspect: str, label: str, topic: Topic, *derived: tuple[str, str, str]
    ) -> Question:
        """Return a question with an addressee, a version or neither as its scope."""
        scope, share = [], self._random.random()
        if share < 0.15:
            name, class_label = self._random.choice(CLASSES)
            scope.append((AV.hasAddressee, iri(name), class_label))
        elif share < 0.3:
            part = self._random.randrange(2)
            scope.append((AV.inVersion, iri(f"law:b{self._number}/v{part}"), self._version_label(part)))
        return self._ask(about, aspect, label, topic, *derived, scope=scope)

    # --- documents ---------------------------------------------------------------

    def _document(self, number: int) -> Document:
        """Return a document, stated but for its snapshot, which waits for its claims."""
        block, random = self._block, self._random
        name = f"b{self._number}-d{number}"
        document = iri(f"article:{name}")
        kind = random.choice(_DOCUMENT_KINDS)
        faults = _DOCUMENT_FAULTS if kind == "Article" else _DOCUMENT_FAULTS[:-1]
        fault = self._planter.pick("document", faults)
        day = self._start + random.randint(0, 400)
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
        if number and random.random() < 0.1:
            block.state(document, (AV.isBasedOn, iri(f"article:b{self._number}-d{number - 1}")))
        if random.random() < 0.1:
            block.state(document, (AV.credits, self._world.actor(random)))
        span = self._state_date(document, day, fault)
        if fault:
            self._document_fault(document, name, title, fault)
        page = " ".join(f"{name}/{line}" for line in range(40))
        return Document(document, name, publisher, span, page, has_day_text=fault == "snapshot-day-text")

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
