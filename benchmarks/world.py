"""What all stories share: countries, groups of people, actors with their memberships, and what editors decided.

Actors are named by their number, so that a story can name any of them and none has to be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache
from random import Random

from averment.values import ValueFault, parse_date, parse_moment, parse_quantity
from benchmarks.judging import state_of_judgement
from benchmarks.ntriples import AV, iri, plain, text, typed
from benchmarks.parts import Block, Planter
from benchmarks.vocabulary import contained_stages

__all__ = [
    "ALIAS",
    "BROADER",
    "CLASSES",
    "COUNTRIES",
    "LABEL",
    "TYPE",
    "World",
    "base_of",
    "owner_of",
    "stated_fault",
    "wider_classes",
]

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = iri("skos:prefLabel")
ALIAS = iri("skos:altLabel")
BROADER = iri("skos:broader")

COUNTRIES = ("ru", "kz", "uz", "kg", "tj", "am", "az", "by", "ge", "md")
CLASSES = tuple((f"group:class-{number}", f"addressees of sort {number}") for number in range(40))
"""Compact IRIs and names of the classes of addressees."""

_KINDS = ("Outlet", "Person", "Organisation")
_POOL = 90
_ACTOR_FAULTS = ("actor-nameless", "actor-named-twice", "actor-alias-plain")
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
            block.state(class_, (TYPE, AV.AddresseeClass), (LABEL, text(label)), *_made_of(number))
            block.derive(class_, *((AV.isContainedIn, wider) for wider in sorted(wider_classes(class_))))
        for stage, wider in contained_stages():
            block.derive(stage, (AV.isContainedIn, wider))
        block.state(iri("group:people"), (TYPE, AV.Group), (LABEL, text("people")))
        return block

    def _actor(self, block: Block, number: int, random: Random) -> None:
        actor, kind = iri(f"actor:a{number}"), _KINDS[number % 3]
        block.state(actor, (TYPE, iri(f"av:{kind}")))
        # neither changes what reports have in common: who owns an actor, and where outlets are based
        owner = owner_of(actor)
        more = ("actor-two-bases",) if number % 3 else ()
        fault = self._planter.pick(
            "actor", (*_ACTOR_FAULTS, *more, *(("actor-owner-country",) if owner != actor else ()))
        )
        if owner != actor:
            block.state(actor, (AV.isOwnedBy, owner))
        if fault != "actor-nameless":
            block.state(actor, (LABEL, text(f"{kind} {number}")))
        else:
            block.expect(fault, actor, "Actor-prefLabel", "MinCount", LABEL)
        if fault != "actor-nameless" and random.random() < 0.5:
            block.state(actor, (LABEL, text(f"имя {number}", "ru")))
        if number % 3 == 0 or fault == "actor-two-bases":
            block.state(actor, (AV.isBasedIn, base_of(actor)))
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
            block.derive(membership, (AV.earliest, typed("2021-09-19", "date")))

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


def _number(actor: str) -> int | None:
    name = actor.removesuffix(">").rpartition("/actor/a")[2]
    return int(name) if name.isdigit() else None


def base_of(actor: str) -> str:
    """Return the country that an actor of the pool is based in."""
    return iri(f"country:{COUNTRIES[(_number(actor) or 0) % 5]}")


def owner_of(node: str) -> str:
    """Return who owns an actor directly; the node itself if nobody does, or if it is none of the pool.

    Of each eight outlets four belong to one organisation, and of each sixteen organisations two to another.
    """
    number = _number(node)
    if number is None:
        return node
    row, kind = divmod(number, 3)
    if kind == 0 and row % 4 in (1, 2):
        return iri(f"actor:a{3 * (row - row % 8) + 2}")
    if kind == 2 and row % 16 in (8, 9):
        return iri(f"actor:a{3 * (row - row % 16) + 2}")
    return node


def _made_of(number: int) -> list[tuple[str, str]]:
    """Return what a class is narrower than, all of, or any of."""
    before, two_before, elsewhere = (iri(CLASSES[number - back][0]) for back in (1, 2, 7))
    return [
        [],
        [(BROADER, before)],
        [(AV.allOf, before), (AV.allOf, two_before)],
        [(AV.anyOf, two_before), (AV.anyOf, elsewhere)],
    ][number % 4]


@cache
def wider_classes(class_: str) -> frozenset[str]:
    """Return the classes that contain one: itself only if it is contained in itself.

    What contains every class that one is any of contains that one as well.
    """
    found = _reached({class_})
    members = {value for property_, value in _definitions().get(class_, ()) if property_ == AV.anyOf}
    if members and class_ not in found:
        shared = frozenset.intersection(*(_reached({member}) | {member} for member in members)) - {class_}
        found |= (shared | _reached(shared)) - {class_}
    return frozenset(found)


@cache
def _definitions() -> dict[str, list[tuple[str, str]]]:
    return {iri(name): _made_of(number) for number, (name, _) in enumerate(CLASSES)}


def _reached(classes: Collection[str]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(classes)
    while waiting:
        current = waiting.pop()
        wider = {value for property_, value in _definitions().get(current, ()) if property_ != AV.anyOf}
        wider |= {union for union, pairs in _definitions().items() if (AV.anyOf, current) in pairs}
        waiting += wider - found
        found |= wider
    return frozenset(found)


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
