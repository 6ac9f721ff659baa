"""What all stories share: countries, groups of people, actors with their memberships, and what editors decided.

Actors are named by their number, so that a story can name any of them and none has to be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from averment.values import ValueFault, parse_date, parse_moment, parse_quantity
from benchmarks.judging import state_of_judgement
from benchmarks.ntriples import AV, iri, plain, text, typed
from benchmarks.parts import Block, Planter

__all__ = ["ALIAS", "BROADER", "CLASSES", "COUNTRIES", "LABEL", "TYPE", "World", "stated_fault"]

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = iri("skos:prefLabel")
ALIAS = iri("skos:altLabel")
BROADER = iri("skos:broader")

COUNTRIES = ("ru", "kz", "uz", "kg", "tj", "am", "az", "by", "ge", "md")
CLASSES = tuple((f"group:class-{number}", f"addressees of sort {number}") for number in range(40))
"""Compact IRIs and names of the classes of addressees."""

_KINDS = ("Outlet", "Person", "Organisation")
_POOL = 90
_ACTOR_FAULTS = (
    "actor-nameless",
    "actor-named-twice",
    "actor-alias-plain",
    "actor-owner-country",
    "actor-two-bases",
)
_MEMBERSHIP_FAULTS = ("membership-of-outlet", "membership-nowhere", "membership-since-grammar")
_JUDGEMENT_FAULTS = ("judgement-reason-short", "judgement-day-text", "identity-no-verdict")


class World:
    """The shared part of a graph.

    Args:
        claims: how many claims the whole graph has, which sets how many actors there are.
        planter: what decides on faults.
    """

    def __init__(self, claims: int, planter: Planter) -> None:
        self._planter = planter
        self.actors = max(_POOL, claims // 60)

    def outlet(self, random: Random) -> str:
        """Return an outlet; those with low numbers publish far more than others."""
        count = self.actors // 3
        return iri(f"actor:a{3 * int(count * random.random() ** 3)}")

    def actor(self, random: Random) -> str:
        """Return any actor."""
        return iri(f"actor:a{int(self.actors * random.random() ** 2)}")

    def person(self, random: Random) -> str:
        """Return the compact IRI of a person."""
        return f"actor:a{3 * random.randrange(self.actors // 3) + 1}"

    def blocks(self, random: Random) -> Iterator[Block]:
        """Iterate over the lines of the shared part."""
        yield self._groups()
        for start in range(0, self.actors, _POOL):
            block = Block()
            for number in range(start, min(start + _POOL, self.actors)):
                self._actor(block, number, random)
            yield block

    @staticmethod
    def _groups() -> Block:
        block = Block()
        for code in COUNTRIES:
            block.state(
                iri(f"country:{code}"),
                (TYPE, AV.Country),
                (LABEL, text(f"country {code.upper()}")),
                (AV.countryCode, plain(code.upper())),
            )
        for number, (name, label) in enumerate(CLASSES):
            class_ = iri(name)
            block.state(class_, (TYPE, AV.AddresseeClass), (LABEL, text(label)))
            if number % 4 == 1:
                block.state(class_, (BROADER, iri(CLASSES[number - 1][0])))
            if number % 4 == 2:
                block.state(class_, *((AV.allOf, iri(CLASSES[number - back][0])) for back in (1, 2)))
            if number % 4 == 3:
                block.state(class_, *((AV.anyOf, iri(CLASSES[number - back][0])) for back in (1, 2)))
        # two classes that contain each other, which is allowed and must not keep a path from ending
        block.state(iri(CLASSES[0][0]), (BROADER, iri(CLASSES[1][0])))
        block.state(iri("group:people"), (TYPE, AV.Group), (LABEL, text("people")))
        return block

    def _actor(self, block: Block, number: int, random: Random) -> None:
        actor, kind = iri(f"actor:a{number}"), _KINDS[number % 3]
        block.state(actor, (TYPE, iri(f"av:{kind}")))
        fault = self._planter.pick("actor", _ACTOR_FAULTS)
        if fault != "actor-nameless":
            block.state(actor, (LABEL, text(f"{kind} {number}")))
        else:
            block.expect(fault, actor, "Actor-prefLabel", "MinCount", LABEL)
        if fault != "actor-nameless" and random.random() < 0.5:
            block.state(actor, (LABEL, text(f"имя {number}", "ru")))
        if number % 3 == 0 or fault == "actor-two-bases":
            block.state(actor, (AV.isBasedIn, iri(f"country:{COUNTRIES[number % 5]}")))
        self._actor_fault(block, actor, number, fault)
        if kind == "Person":
            self._membership(block, actor, number, random)
        if number % 20 == 0 and number:
            self._identity(block, actor, number)

    @staticmethod
    def _actor_fault(block: Block, actor: str, number: int, fault: str | None) -> None:
        if fault == "actor-named-twice":
            block.state(actor, (LABEL, text(f"zz {number}")))
            block.expect(fault, actor, "Actor-prefLabel", "UniqueLang", LABEL)
        elif fault == "actor-alias-plain":
            block.state(actor, (ALIAS, plain(f"alias {number}")))
            block.expect(fault, actor, "Actor-altLabel", "Datatype", ALIAS, plain(f"alias {number}"))
        elif fault == "actor-owner-country":
            block.state(actor, (AV.isOwnedBy, iri("country:ru")))
            block.expect(fault, actor, "Actor-isOwnedBy", "Class", AV.isOwnedBy, iri("country:ru"))
        elif fault == "actor-two-bases":
            block.state(actor, (AV.isBasedIn, iri(f"country:{COUNTRIES[5 + number % 5]}")))
            block.expect(fault, actor, "Actor-isBasedIn", "MaxCount", AV.isBasedIn)

    def _membership(self, block: Block, person: str, number: int, random: Random) -> None:
        if random.random() < 0.5:
            return
        membership = iri(f"actor:a{number}/membership")
        fault = self._planter.pick("membership", _MEMBERSHIP_FAULTS)
        member = iri("actor:a0") if fault == "membership-of-outlet" else person
        block.state(membership, (TYPE, AV.Membership), (AV.hasMember, member))
        if fault == "membership-of-outlet":
            block.expect(fault, membership, "Membership-hasMember", "Class", AV.hasMember, member)
        if fault == "membership-nowhere":
            block.expect(fault, membership, "Membership-postOrOrganisation", "MinCount")
        else:
            block.state(membership, (AV.inOrganisation, iri("actor:a2")))
        if fault == "membership-since-grammar":
            message = plain(stated_fault("date", "19.09.2021"))
            block.state(membership, (AV.since, plain("19.09.2021")))
            block.derive(membership, (AV.sinceFault, message))
            block.expect(fault, membership, "Membership-sinceGrammar", "SPARQL", AV.since, message)
        else:
            block.state(membership, (AV.since, plain("2021-09-19")))

    def _identity(self, block: Block, actor: str, number: int) -> None:
        identity = iri(f"judgement:identity-{number}")
        fault = self._planter.pick("judgement", _JUDGEMENT_FAULTS)
        day = plain("2026-02-03") if fault == "judgement-day-text" else typed("2026-02-03", "date")
        reason = plain("unclear" if fault == "judgement-reason-short" else "They work at different outlets.")
        block.state(
            identity,
            (TYPE, AV.Identity),
            (AV.judges, actor),
            (AV.judgedBy, plain("an editor")),
            (AV.judgedOn, day),
            (AV.reason, reason),
        )
        if fault != "identity-no-verdict":
            block.state(identity, (AV.differsFrom, iri(f"actor:a{number - 1}")))
        else:
            block.expect(fault, identity, "Identity-verdict", "MinCount")
        if fault == "judgement-day-text":
            block.expect(fault, identity, "Judgement-judgedOn", "Datatype", AV.judgedOn, day)
        if fault == "judgement-reason-short":
            block.expect(fault, identity, "Judgement-reason", "MinLength", AV.reason, reason)
        incomplete = fault in ("identity-no-verdict", "judgement-day-text")
        block.derive(identity, *state_of_judgement("incomplete" if incomplete else "in-force"))


def stated_fault(grammar: str, value: str) -> str:
    """Return what deriving says of a value that is not in a grammar."""
    parsers: dict[str, Callable[[str], object]] = {
        "date": parse_date,
        "moment": parse_moment,
        "quantity": parse_quantity,
    }
    try:
        parsers[grammar](value)
    except ValueFault as fault:
        return str(fault)
    raise ValueError(f"'{value}' is in the grammar after all")
