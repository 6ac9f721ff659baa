"""Operators on sources: chains, posts, and documents that rest on others."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from rdflib import RDF, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.namespaces import AV, ID
from mutants.model import Edit, Operator, Site, Sites, operator, picked
from mutants.sheet import Claim, Sheet, name
from mutants.spans import day_of

__all__ = ["OPERATORS", "notice"]

_NOWHERE = ID["actor/nobody-at-all"]


def hops(sheet: Sheet, claim: Claim) -> list[URIRef]:
    """Return the hops of a claim's chain, outermost first."""
    chain = sheet.value(claim.node, AV.attributionChain)
    found = Collection(sheet.graph, chain) if chain is not None else ()
    return [hop for hop in found if isinstance(hop, URIRef)]


def _hops(sheet: Sheet) -> Iterator[tuple[Claim, int, URIRef]]:
    for claim in sheet.claims:
        for number, hop in enumerate(hops(sheet, claim)):
            yield claim, number, hop


@operator(
    "leave a hop without its source",
    "A hop says who the statement comes from, or with which words.",
    ["structure"],
)
def hop_without_source(sheet: Sheet, random: Random) -> Sites:
    for claim, _, hop in _hops(sheet):
        edit = sheet.drop(hop, AV.hasSource) + sheet.drop(hop, AV.unnamed)
        yield Site(hop, f"{name(hop)} has no source", edit, (claim.node,))


@operator(
    "leave a hop without its verb", "A hop says what its source does with the statement.", ["structure"]
)
def hop_without_verb(sheet: Sheet, random: Random) -> Sites:
    for claim, _, hop in _hops(sheet):
        yield Site(hop, f"{name(hop)} has no verb", sheet.drop(hop, AV.hasVerb), (claim.node,))


@operator("name a source that is not there", "The graph does not know who is named.", ["structure"])
def hop_to_nobody(sheet: Sheet, random: Random) -> Sites:
    for claim, _, hop in _hops(sheet):
        if sheet.value(hop, AV.hasSource) is not None:
            yield Site(
                hop, f"{name(hop)} names nobody", sheet.put(hop, AV.hasSource, _NOWHERE), (claim.node,)
            )


@operator("pass on a claim that is not there", "The graph has no such claim.", ["structure"])
def relay_of_nothing(sheet: Sheet, random: Random) -> Sites:
    for claim, relayed in sheet.relays():
        missing = URIRef(f"{relayed.node}-gone")
        yield Site(
            claim.node,
            f"{name(claim.node)} relays {name(missing)}",
            sheet.put(claim.node, AV.relays, missing),
        )


@operator(
    "let a chain come back",
    "The chain names a source that it has passed, or the document that it starts from.",
    ["attribution"],
)
def chain_comes_back(sheet: Sheet, random: Random) -> Sites:
    for claim, number, hop in _hops(sheet):
        before = [sheet.value(each, AV.hasSource) for each in hops(sheet, claim)[:number]]
        for source in (claim.document, *(each for each in before if each is not None)):
            if sheet.value(hop, AV.hasSource) not in (None, source):
                edit = sheet.put(hop, AV.hasSource, source)
                yield Site(hop, f"source of {name(hop)} becomes {name(source)}", edit, (claim.node,))


def _in_office(sheet: Sheet) -> Iterator[tuple[Claim, URIRef, URIRef, list[URIRef]]]:
    """Iterate over hops that name a post: claim, hop, speaker and the speaker's memberships in that post."""
    for claim, _, hop in _hops(sheet):
        post, person = sheet.value(hop, AV.inCapacity), sheet.value(hop, AV.hasSource)
        if post is None or not isinstance(person, URIRef):
            continue
        held = [
            membership
            for membership in sheet.typed(AV.Membership)
            if sheet.value(membership, AV.hasMember) == person
            and sheet.value(membership, AV.holdsPost) == post
        ]
        yield claim, hop, person, held


@operator(
    "let somebody else speak from a post",
    "The graph knows of no time at which that person held the post.",
    ["attribution"],
)
def usurp(sheet: Sheet, random: Random) -> Sites:
    people = sheet.typed(AV.Person)
    for claim, hop, person, _ in _in_office(sheet):
        post = sheet.value(hop, AV.inCapacity)
        holders = {
            sheet.value(each, AV.hasMember)
            for each in sheet.typed(AV.Membership)
            if sheet.value(each, AV.holdsPost) == post
        }
        for other in picked(random, [each for each in people if each not in holders], 2):
            what = f"source of {name(hop)}: {name(person)} becomes {name(other)}"
            yield Site(hop, what, sheet.put(hop, AV.hasSource, other), (claim.node,))


@operator(
    "end a post before its holder speaks",
    "The post was held at another time than that of the statement.",
    ["attribution"],
)
def out_of_office(sheet: Sheet, random: Random) -> Sites:
    for claim, hop, _, held in _in_office(sheet):
        day = sheet.day(claim)
        if len(held) != 1 or day is None or day.low is None or day.high is None:
            continue
        ended, started = day_of(day.low - random.randint(1, 400)), day_of(day.high + random.randint(1, 400))
        if sheet.value(held[0], AV.since) is None:
            for key, value in ((AV["until"], ended), (AV.since, started)):
                what = f"{name(held[0])} has '{name(key)}: {value}'"
                yield Site(held[0], what, sheet.put(held[0], key, Literal(value)), (hop, claim.node))
        else:
            what = f"{name(held[0])} starts on {started}"
            yield Site(held[0], what, sheet.put(held[0], AV.since, Literal(started)), (hop, claim.node))


@operator(
    "end a post before it starts", "A membership cannot end before it starts.", ["structure", "attribution"]
)
def end_before_start(sheet: Sheet, random: Random) -> Sites:
    for membership in sheet.typed(AV.Membership):
        for _ in range(2):
            year = random.randint(2000, 2024)
            edit = sheet.put(membership, AV.since, Literal(str(year))) + sheet.put(
                membership, AV["until"], Literal(str(year - random.randint(1, 9)))
            )
            yield Site(membership, f"{name(membership)} ends before {year}, when it starts", edit)


@operator(
    "make a document earlier than what it rests on",
    "A document that relays, republishes or names another as its source cannot have appeared before it.",
    ["attribution"],
)
def earlier_than_its_source(sheet: Sheet, random: Random) -> Sites:
    for later, earlier, involved in _rests(sheet):
        for document, other, sign in ((later, earlier, -1), (earlier, later, 1)):
            days = sheet.published(other)
            end = (days.low if sign < 0 else days.high) if days is not None else None
            if end is not None:
                value = day_of(end + sign * random.randint(1, 200))
                what = f"'published' of {name(document)} becomes {value}, and {name(later)} rests on {name(earlier)}"
                yield Site(
                    document, what, sheet.put(document, AV.published, Literal(value)), (other, *involved)
                )


def _rests(sheet: Sheet) -> Iterator[tuple[URIRef, URIRef, tuple[URIRef, ...]]]:
    """Iterate over pairs of documents of which one rests on the other, with the claims by which it does."""
    for one, other in sheet.links(AV.isBasedOn):
        yield one, other, ()
    for claim, relayed in sheet.relays():
        yield claim.document, relayed.document, (claim.node,)
    documents = set(sheet.documents)
    for claim, _, hop in _hops(sheet):
        source = sheet.value(hop, AV.hasSource)
        if isinstance(source, URIRef) and source in documents and source != claim.document:
            yield claim.document, source, (claim.node,)


def notice(sheet: Sheet, document: URIRef, predicate: URIRef, day: str | None) -> tuple[URIRef, Edit]:
    """Return a new document that takes another back, and the edit that adds it."""
    node = URIRef(f"{document}-notice")
    stated: list[tuple[Node, Node, Node]] = [
        (node, RDF.type, AV.Article),
        (node, DCTERMS.title, Literal("A note to our readers", lang="en")),
        (node, predicate, document),
    ]
    publishers = [sheet.publisher(document), *sheet.typed(AV.Outlet)]
    stated += [(node, DCTERMS.publisher, publisher) for publisher in publishers if publisher is not None][:1]
    if day is not None:
        stated.append((node, AV.published, Literal(day)))
    return node, Edit(added=tuple(stated))


@operator(
    "retract a document that others rest on",
    "What was taken back cannot bear what relays it or is based on it.",
    ["attribution"],
)
def retract(sheet: Sheet, random: Random) -> Sites:
    for later, earlier, claims in _rests(sheet):
        relays = any((claim, AV.relays, None) in sheet.graph for claim in claims)
        if relays or (later, AV.isBasedOn, earlier) in sheet.graph:
            _, edit = notice(sheet, earlier, AV.retracts, None)
            yield Site(
                earlier, f"{name(earlier)} is retracted, on which {name(later)} rests", edit, (later, *claims)
            )


@operator(
    "correct a claim that others pass on",
    "Its document takes the answer back, and the relay still passes it on.",
    ["attribution"],
)
def correct(sheet: Sheet, random: Random) -> Sites:
    for claim, relayed in sheet.relays():
        figure = _corrected(relayed, random)
        if figure is None:
            continue
        node, edit = notice(sheet, relayed.document, AV.corrects, None)
        _, answer = sheet.copy(relayed, node, {AV.value: Literal(figure)})
        what = f"{name(relayed.node)} is corrected to '{figure}', and {name(claim.node)} passes it on"
        yield Site(relayed.node, what, edit + answer, (claim.node,))


def _corrected(claim: Claim, random: Random) -> str | None:
    if claim.kind == "force":
        return random.choice(
            [each for each in ("must", "may", "must-not", "need-not") if each != claim.value]
        )
    if claim.kind == "extent" and claim.span is not None and claim.span.low is not None:
        return f"{int(claim.span.low) + random.randint(1, 9)} {claim.span.unit}".strip()
    return None


@operator(
    "retract a document before it appears",
    "What takes a document back cannot have appeared before it.",
    ["attribution"],
)
def retract_too_early(sheet: Sheet, random: Random) -> Sites:
    for document in sheet.documents:
        days = sheet.published(document)
        if days is not None and days.low is not None:
            predicate = random.choice([AV.retracts, AV.corrects])
            node, edit = notice(sheet, document, predicate, day_of(days.low - random.randint(1, 200)))
            yield Site(node, f"{name(document)} is taken back before it appears", edit, (document,))


@operator(
    "take a document back by itself",
    "A document that takes itself back says nothing.",
    ["attribution", "structure"],
)
def retract_itself(sheet: Sheet, random: Random) -> Sites:
    for document in sheet.documents:
        predicate = random.choice([AV.retracts, AV.corrects])
        yield Site(
            document,
            f"{name(document)} has itself under '{name(predicate)}'",
            sheet.put(document, predicate, document),
        )


OPERATORS: tuple[Operator, ...] = (
    hop_without_source,
    hop_without_verb,
    hop_to_nobody,
    relay_of_nothing,
    chain_comes_back,
    usurp,
    out_of_office,
    end_before_start,
    earlier_than_its_source,
    retract,
    correct,
    retract_too_early,
    retract_itself,
)
