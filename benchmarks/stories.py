"""Stories: one law with its parts, the documents that report on it, and the questions that they answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from random import Random

from benchmarks.answers import Estimate, Extent, Growing
from benchmarks.asking import Asker, Setting, Texts
from benchmarks.choices import Choice, Norm, Prose, Set, Tally
from benchmarks.claims import ClaimMaker
from benchmarks.documents import DocumentMaker
from benchmarks.episodes import Stagehand, play
from benchmarks.faults import break_claim, fitting_faults
from benchmarks.judging import accept
from benchmarks.moments import Days, Moment, Stage
from benchmarks.ntriples import AV, iri, plain, text
from benchmarks.parts import Block, Document, Planter, Question, Scope
from benchmarks.vocabulary import PROCESS, aspect, stages
from benchmarks.world import ALIAS, BROADER, CLASSES, COUNTRIES, LABEL, TYPE, World
from benchmarks.writing import write_story

__all__ = ["Story", "stories"]

_FIRST_DAY = datetime.date(2024, 1, 1).toordinal()
_MOST_ANSWERS = 20
_IN_EPISODES = 60
_SECOND_READING = 5
_LAW_FAULTS = ("law-no-country", "law-alias-plain", "law-part-of-law", "law-named-twice")
_PART_FAULTS = ("provision-named-twice", "provision-of-nothing", "version-stage-unknown", "group-under-actor")
_STAGE_NAMES = ("submitted", "third-reading")
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
        self._is_revised = random.random() < 0.25
        self._is_dated = random.random() < 0.5
        reached, day = [], self._start
        for _ in stages():
            reached.append(day)
            day += random.randint(10, 60)
        self._reached, self._settled = reached, reached[_SECOND_READING - 1] + 31
        self._setting = Setting()
        self._documents: list[Document] = []

    def write(self, most: int) -> Block:
        """Return the lines of the story, with so many claims at most."""
        random = self._random
        self._state_law()
        questions = self._questions()
        random.shuffle(questions)
        sizes, left = [], most - most // 4
        for question in questions:
            size = min(2 + int(random.expovariate(0.18)), _MOST_ANSWERS, left)
            if left - size == 1:
                size += 1 if size < _MOST_ANSWERS else -1
            sizes.append((question, size))
            left -= size
            if not left:
                break
        total = sum(size for _, size in sizes)
        days = (self._start, self._start + 400) if self._is_revised else (self._settled, self._settled + 300)
        documents = DocumentMaker(self._block, random, self._world, self._planter, self._number, days)
        for number in range(max(3, total // 12)):
            self._documents.append(documents.make(number))
        maker = ClaimMaker(
            self._block, random, self._world, self._planter, self._documents, self._setting, self._settled
        )
        for question, size in sizes:
            keeps_texts_apart = AV.inVersion in aspect(question.aspect).scopes
            maker.add(question, size, may_disagree=not (self._is_revised and keeps_texts_apart))
        for claim in maker.claims:
            if not claim.question.disagrees:
                fault = self._planter.pick("claim", fitting_faults(claim, has_one_text=not self._is_revised))
                if fault:
                    break_claim(self._block, claim, fault)
        stage = Stagehand(self._block, random, self._world, self._setting, f"b{self._number}")
        claims = [*maker.claims, *play(stage, self._planter, min(most - total, _IN_EPISODES))]
        asker = Asker(self._setting, Texts(self._setting, claims))
        write_story(self._block, self._setting, self._planter, claims, [*self._documents, *stage.documents])
        judged = [asker.asked(claim, claim.iri, claim.answer).iri for claim in claims]
        accept(self._block, self._planter, self._number, claims, judged)
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
                (AV.followsProcess, PROCESS),
            )
        law, fault = self._law, self._planter.pick("law", _LAW_FAULTS)
        block.state(
            law,
            (TYPE, iri(f"av:{random.choice(('Law', 'Law', 'Decree', 'Code', 'Bill'))}")),
            (LABEL, text(self._law_label)),
            (LABEL, text(f"Закон {number} о службе", "ru")),
            (AV.followsProcess, PROCESS),
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
        fault = self._planter.pick("part", _PART_FAULTS[: 1 if self._is_revised else 2])
        block.state(provision, (TYPE, AV.Provision), (LABEL, text(self._part_label(part))))
        if fault == "provision-named-twice":
            block.state(provision, (LABEL, text("zz")))
            block.expect(fault, provision, "Provision-prefLabel", "UniqueLang", LABEL)
        if fault == "provision-of-nothing":
            block.expect(fault, provision, "Provision-isProvisionOf", "MinCount", AV.isProvisionOf)
        else:
            block.state(provision, (AV.isProvisionOf, self._law))
            self._setting.laws[provision] = self._law
        if part < 2:
            self._state_version(part)

    def _state_version(self, part: int) -> None:
        block = self._block
        version = iri(f"law:b{self._number}/v{part}")
        fault = None if self._is_revised else self._planter.pick("part", _PART_FAULTS[2:3])
        standing = stages()[_STAGE_NAMES[part]]
        stage = iri(f"ru:never-b{self._number}v{part}") if fault else standing.iri
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
        else:
            version_of = self._setting.versions.setdefault(self._law, [])
            version_of.append((standing.position, version, self._version_label(part)))

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
        self._block.derive(self._group, (AV.isContainedIn, iri("group:people")))
        fault = self._planter.pick("part", _PART_FAULTS[3:])
        if fault:
            actor = iri("actor:a1")
            self._block.state(self._group, (BROADER, actor))
            self._block.derive(self._group, (AV.isContainedIn, actor))
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
        least = 1 if self._is_revised else _SECOND_READING
        is_alone = not self._is_dated and not self._is_revised
        yield Question(*law, "stage", Stage(self._reached, least, is_alone=is_alone))
        if self._is_dated:
            yield from self._dates()
        else:
            days = Days(
                "publication", "published", random.randint(1, 90), within=random.random() < 0.3, is_alone=True
            )
            yield Question(*law, "entry-into-force", days)
        yield Question(*law, "effect", Prose())
        people = list(dict.fromkeys(self._world.person(random) for _ in range(5)))
        members = [(name, name) for name in people]
        yield Question(*law, "signatory", Set(members[:-1] or members, members[-1]))
        third = stages()["third-reading"]
        votes = Tally(random.randint(226, 400), random.randint(0, 30), random.randint(0, 9))
        yield Question(*law, "vote", votes, ((AV.atStage, third.iri, third.label),))
        if self._package:
            package = (self._package, f"Package {self._number}")
            yield Question(*package, "bill-count", Estimate(random.randint(2, 12)))

    def _dates(self) -> Iterator[Question]:
        """Iterate over questions for the days of stages, which follow one another."""
        random, law = self._random, (self._law, self._law_label)
        for stage in stages().values():
            if (
                stage.date_aspect not in ("", "entry-into-force", "publication-date")
                and random.random() < 0.5
            ):
                yield Question(*law, stage.date_aspect, Moment(self._reached[stage.position - 1]))
        if random.random() < 0.5:
            yield Question(*law, "entry-into-force", Moment(self._reached[-1]))
        else:
            signed = self._reached[stages()["signed"].position - 1]
            days = Days("signature", "signed", self._reached[-1] - signed, within=False, is_alone=False)
            yield Question(*law, "entry-into-force", days)

    def _of_part(self, part: int) -> Iterator[Question]:
        random = self._random
        about = (iri(f"law:b{self._number}/p{part}"), self._part_label(part))
        lower, span = random.randint(1, 9), random.randint(1, 9)

        def extent(size: int, unit: str, units: tuple[tuple[str, int, int], ...]) -> Extent:
            return Extent(lower * size, (lower + span) * size, unit, units)

        requests = [(name, f"request:{name}") for name in ("prosecution", "sentence")]
        asked: list[Callable[[], Question]] = [
            lambda: Question(*about, "fine", extent(500, "unit:RUB", _MONEY), self._scope()),
            lambda: Question(*about, "community-work", extent(24, "unit:h", _HOURS), self._scope()),
            lambda: Question(*about, "contract-length", extent(12, "unit:mo", _MONTHS), self._scope()),
            lambda: Question(*about, "venue-ban", extent(1, "unit:y", _YEARS), self._scope()),
            lambda: Question(*about, "force", Norm(random.randrange(4)), self._scope()),
            lambda: Question(*about, "addressee", Choice(random.sample(CLASSES, 4))),
            lambda: Question(*about, "introduction", Moment(self._start - 400, is_alone=True)),
            lambda: Question(*about, "refused-requests", Set(requests[:1], requests[1]), self._scope()),
        ]
        for question in random.sample(asked, 5):
            yield question()

    def _of_group(self) -> Iterator[Question]:
        group = (self._group, f"people {self._number}")
        growing = Growing(self._start - 60, self._random.randint(1000, 20000), self._random.randint(0, 9))
        country = self._random.choice(COUNTRIES)
        place = ((AV.inPlace, iri(f"country:{country}"), f"country {country.upper()}"),)
        yield Question(*group, "headcount", growing, place if self._random.random() < 0.5 else ())

    def _scope(self) -> Scope:
        """Return an addressee, a version or neither."""
        share = self._random.random()
        if share < 0.15:
            name, label = self._random.choice(CLASSES)
            return ((AV.hasAddressee, iri(name), label),)
        if share < 0.3:
            part = self._random.randrange(2)
            return ((AV.inVersion, iri(f"law:b{self._number}/v{part}"), self._version_label(part)),)
        return ()
