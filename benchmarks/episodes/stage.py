"""What episodes are put together from: laws, documents, and claims with what is expected of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import NamedTuple

from averment.values import half_unit, parse_quantity
from benchmarks.answers import Answer
from benchmarks.asking import Asker, Setting
from benchmarks.choices import Prose
from benchmarks.days import bounds
from benchmarks.ntriples import AV, boolean, date, exact, iri, plain, text
from benchmarks.parts import Block, Claim, Document, Hop, Question
from benchmarks.reading import read_answer, read_span
from benchmarks.vocabulary import PROCESS, stages
from benchmarks.world import LABEL, TYPE, World

__all__ = ["Said", "Stagehand", "Subject"]

_SAYS = iri("verb:says")
_STEPS = 10**9


class Subject(NamedTuple):
    """What claims can be about, with its English name."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a claim states beside its subject, aspect and document.

    Attributes:
        value: the answer; concepts as compact IRIs.
        stance: the name of the stance.
        is_complete: whether it is put forward as the whole answer.
        condition: under which condition.
        force: the name of the force that it gives a norm.
        addressee: for whom, by compact IRI and name.
        at_stage: the name of a stage.
        place: the country, by its code.
        was: the older value.
        is_prior: whether it says what held before.
        converts: the amount that it converts.
        during: for which time.
        as_of: the day for which it is given.
    """

    value: str
    stance: str = "asserts"
    is_complete: bool = False
    condition: str = ""
    force: str = ""
    addressee: tuple[str, str] | None = None
    at_stage: str = ""
    place: str = ""
    was: str = ""
    is_prior: bool = False
    converts: str = ""
    during: str = ""
    as_of: str = ""


class Stagehand:
    """Puts episodes together in the lines of one story.

    Args:
        block: where lines and expected results go.
        random: what decides on publishers and days.
        world: what all stories share.
        setting: the story's laws, to which those of episodes are added.
        name: a name that no other story has.
    """

    def __init__(self, block: Block, random: Random, world: World, setting: Setting, name: str) -> None:
        self.block, self.random, self.world = block, random, world
        self.claims: list[Claim] = []
        self.documents: list[Document] = []
        self.setting, self._story = setting, name
        self._asker = Asker(setting)
        self._episode = self._named = 0
        self._fault = ""
        self.today = 0

    def begin(self, fault: str) -> None:
        """Start an episode; what is expected of it is put down to this fault."""
        self._episode += 1
        self._named, self._fault = 0, fault
        self.today = 738_900 + self.random.randrange(400)

    def name(self, what: str) -> str:
        """Return a name that nothing else has."""
        self._named += 1
        return f"{self._story}e{self._episode}{what}{self._named}"

    def law(self) -> Subject:
        """State a law."""
        name = self.name("l")
        law = Subject(iri(f"law:{name}"), f"law {name}")
        self.block.state(
            law.iri,
            (TYPE, AV.Law),
            (LABEL, text(law.label)),
            (AV.hasJurisdiction, iri("country:ru")),
            (AV.followsProcess, PROCESS),
        )
        return law

    def provision(self, law: Subject, *, regulates: str = "", replaces: Subject | None = None) -> Subject:
        """State a provision of a law: which act it rules, and which other one it takes the place of."""
        name = self.name("p")
        provision = Subject(iri(f"law:{name}"), f"act {name}")
        self.block.state(
            provision.iri, (TYPE, AV.Provision), (LABEL, text(provision.label)), (AV.isProvisionOf, law.iri)
        )
        self.setting.laws[provision.iri] = law.iri
        if regulates:
            self.block.state(provision.iri, (AV.regulates, regulates))
        if replaces:
            self.block.state(provision.iri, (AV.replaces, replaces.iri))
            self.setting.replaced[provision.iri] = replaces
        return provision

    def version(self, law: Subject, stage: str) -> None:
        """State a text of a law as it stood at a stage."""
        name = self.name("v")
        version, label, standing = iri(f"law:{name}"), f"text {name}", stages()[stage]
        self.block.state(
            version,
            (TYPE, AV.Version),
            (LABEL, text(label)),
            (AV.isVersionOf, law.iri),
            (AV.standsAt, standing.iri),
        )
        self.setting.versions.setdefault(law.iri, []).append((standing.position, version, label))

    def document(
        self,
        after: int = 0,
        *,
        publisher: str = "",
        based_on: Document | None = None,
        is_read: bool = True,
        **links: Document,
    ) -> Document:
        """State a document that appears so many days after today, by an outlet unless it is named.

        Args:
            after: how many days after today; it may be less than 0.
            publisher: who publishes it.
            based_on: what it republishes.
            is_read: whether somebody has written down what that says.
            links: the documents that it points to, by the names of the properties.
        """
        name, day = self.name("d"), self.today + after
        publisher = publisher or self.world.outlet(self.random)
        document = Document(iri(f"article:{name}"), name, publisher, (day, day), f"{name} " * 9)
        self.block.state(
            document.iri,
            (TYPE, AV.Article),
            (iri("dcterms:title"), text(f"Report {name}")),
            (iri("dcterms:language"), plain("en")),
            (iri("dcterms:publisher"), publisher),
            (AV.published, plain(self.day(after))),
        )
        self.block.derive(document.iri, *bounds(AV.earliest, AV.latest, (day, day)))
        if based_on:
            links["isBasedOn"] = based_on
            document.republishes = None if is_read else based_on.origin
        for link, other in links.items():
            self.block.state(document.iri, (getattr(AV, link), other.iri))
        self.documents.append(document)
        return document

    def day(self, after: int = 0) -> str:
        """Return the day so many days after today, as sources write it."""
        return str(datetime.date.fromordinal(self.today + after))

    def claim(
        self,
        document: Document,
        subject: Subject,
        aspect: str,
        said: Said | str,
        *,
        relays: Claim | None = None,
        chain: Sequence[str | Document] = (),
        capacity: str = "",
    ) -> Claim:
        """Make a claim; a hop of its chain is an actor's IRI, a document, or a few words for nobody in particular."""
        said = Said(said) if isinstance(said, str) else said
        document.named += 1
        document.claims += 1
        name = f"article:{document.name}/c{document.named}"
        scope = []
        if said.addressee:
            scope.append((AV.hasAddressee, iri(said.addressee[0]), said.addressee[1]))
        if said.at_stage:
            scope.append((AV.atStage, stages()[said.at_stage].iri, stages()[said.at_stage].label))
        if said.place:
            scope.append((AV.inPlace, iri(f"country:{said.place}"), f"country {said.place.upper()}"))
        question = Question(subject.iri, subject.label, aspect, Prose(), tuple(scope))
        answer = read_answer(aspect, said.value)
        claim = Claim(iri(name), document, question, answer, iri(f"stance:{said.stance}"), document.span)
        self._qualify(claim, aspect, said)
        if relays:
            claim.relays, relays.is_relayed = relays, True
        for number, source in enumerate(chain, start=1):
            claim.hops.append(_hop(iri(f"{name}/chain/{number}"), source, capacity))
        self.claims.append(claim)
        return claim

    @staticmethod
    def _qualify(claim: Claim, aspect: str, said: Said) -> None:
        if said.is_complete:
            claim.answer.extra.append((AV.isComplete, boolean(True)))
        if said.condition:
            claim.pairs.append((AV.condition, text(said.condition)))
        if said.force:
            claim.pairs.append((AV.hasForce, iri(f"force:{said.force}")))
        if said.was:
            claim.pairs.append((AV.priorValue, plain(said.was)))
            claim.answer.following["was"] = read_answer(aspect, said.was)
        claim.is_prior = said.is_prior
        if said.converts:
            claim.pairs.append((AV.converts, plain(said.converts)))
            claim.derived += _rate(said)
            claim.answer.following["converts"] = read_answer(aspect, said.converts)
        if said.during:
            claim.pairs.append((AV.during, plain(said.during)))
            span, days = read_span(said.during)
            if days is None:
                raise ValueError(f"'{said.during}' has no first or no last day")
            claim.during = plain(f"{span.earliest}/{span.latest}"), f"for {span.earliest} to {span.latest}"
            for property_, day in ((AV.duringEarliest, span.earliest), (AV.duringLatest, span.latest)):
                if day is not None:
                    claim.derived.append((property_, date(day.toordinal())))
        if said.as_of:
            claim.pairs.append((AV.asOf, plain(said.as_of)))
            claim.span = read_span(said.as_of)[1]
        if aspect == "quotation":
            # the words that episodes quote are in lower case and have single spaces already
            claim.derived.append((AV.normalisedText, text(said.value)))

    def question(self, claim: Claim, node: str = "", answer: Answer | None = None) -> str:
        """Return the question that a claim answers, or an answer that follows from it, where no text is implied."""
        return self._asker.asked(claim, node or claim.iri, answer or claim.answer).iri

    def expect(self, rule: str, focus: str, *values: str) -> None:
        """Expect results of a rule: one for each value, or one without a value."""
        for value in values or ("",):
            self.block.expect(self._fault, focus, rule, "SPARQL", "", value)


def _hop(name: str, source: str | Document, capacity: str) -> Hop:
    if isinstance(source, Document):
        return Hop(name, source.publisher or source.iri, [(AV.hasSource, source.iri), (AV.hasVerb, _SAYS)])
    if not source.startswith("<"):
        return Hop(name, name, [(AV.unnamed, text(source)), (AV.hasVerb, _SAYS)])
    pairs = [(AV.hasSource, source), (AV.hasVerb, _SAYS)]
    return Hop(name, source, [*pairs, (AV.inCapacity, capacity)] if capacity else pairs)


def _rate(said: Said) -> list[tuple[str, str]]:
    """Return the rate at which one figure converts another, with what rounding can have changed."""
    before, after = parse_quantity(said.converts).lower, parse_quantity(said.value).lower
    if before is None or after is None:
        raise ValueError(f"'{said.value}' is no single figure")
    half, currency = half_unit(after), said.converts.rpartition(" ")[2]
    least, most = (Fraction(before) * _STEPS / Fraction(after + change) for change in (half, -half))
    return [
        (AV.convertedFrom, iri(f"unit:{currency}")),
        (AV.rateLower, exact(Decimal(int(least)).scaleb(-9))),
        (AV.rateUpper, exact(Decimal(-int(-most // 1)).scaleb(-9))),
    ]
