"""Operators that leave a graph consistent because nothing else bears on what they change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from rdflib import RDF, SKOS, Literal, URIRef
from rdflib.namespace import DCTERMS

from averment.namespaces import AV, ID, PREFIXES
from mutants.model import Edit, Operator, Site, Sites, operator, picked
from mutants.operators.answers import FORCES
from mutants.operators.figures import restated
from mutants.operators.sources import hops, notice
from mutants.sheet import Claim, Sheet, name
from mutants.spans import day_of

__all__ = ["OPERATORS"]

_FIRST = Decimal(date(2010, 1, 1).toordinal())


def _alone(sheet: Sheet, *kinds: str) -> Iterator[Claim]:
    return (claim for claim in sheet.claims if claim.kind in kinds and sheet.is_alone(claim))


@operator("rename an outlet", "A name is for people; everything refers to the node.")
def rename(sheet: Sheet, random: Random) -> Sites:
    for outlet in sheet.typed(AV.Outlet):
        for label in sorted(sheet.graph.objects(outlet, SKOS.prefLabel), key=str):
            if isinstance(label, Literal):
                new = Literal(f"{label} Daily", lang=label.language)
                edit = Edit(((outlet, SKOS.prefLabel, label),), ((outlet, SKOS.prefLabel, new),))
                yield Site(outlet, f"{name(outlet)} is called '{new}'", edit)


@operator("add a note", "A note is for whoever reads the file.")
def add_a_note(sheet: Sheet, random: Random) -> Sites:
    for node in (*(claim.node for claim in sheet.claims), *sheet.documents):
        note = Literal("Read again.", lang="en-GB")
        yield Site(node, f"{name(node)} has a note", Edit(added=((node, SKOS.note, note),)))


@operator("translate a title", "A title in one more language says nothing new.")
def translate(sheet: Sheet, random: Random) -> Sites:
    for document in sheet.documents:
        title = Literal("Ein Titel", lang="de-CH")
        yield Site(
            document,
            f"{name(document)} has a title in German",
            Edit(added=((document, DCTERMS.title, title),)),
        )


@operator("change a title", "Nothing is read from a title.")
def retitle(sheet: Sheet, random: Random) -> Sites:
    for document in sheet.documents:
        edit = sheet.put(document, DCTERMS.title, Literal("Another title", lang="en"))
        yield Site(document, f"{name(document)} has another title", edit)


@operator(
    "change a number that nobody else gives",
    "No other claim has its subject and aspect, or one that is tied to them.",
)
def change_alone(sheet: Sheet, random: Random) -> Sites:
    for claim in _alone(sheet, "estimate", "growing", "extent"):
        unit = f" {claim.span.unit}" if claim.span and claim.span.unit else ""
        if claim.span is not None:
            for _ in range(2):
                yield restated(sheet, claim, f"{random.randint(1, 5000)}{unit}")


@operator(
    "change a day that nobody else gives",
    "No other claim has its subject and aspect, and no process orders it.",
)
def move_alone(sheet: Sheet, random: Random) -> Sites:
    for claim in _alone(sheet, "moment"):
        if claim.span is not None:
            yield restated(sheet, claim, f"20{random.randint(10, 30)}-{random.randint(1, 12):02}")


@operator(
    "change an answer that nobody else gives",
    "No other claim has its subject and aspect, or one that is tied to them.",
)
def choose_alone(sheet: Sheet, random: Random) -> Sites:
    for claim in _alone(sheet, "choice", "force", "set"):
        answers = [sheet.written(each) for each in sheet.answers(claim.aspect)] or list(FORCES)
        for value in picked(random, answers, 2):
            if value != claim.value:
                yield restated(sheet, claim, value)


@operator("change free text", "Free text is kept and shown, and never compared.")
def reword(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if claim.kind == "text" and not sheet.relayed(claim) and not sheet.is_relayed(claim):
            yield restated(sheet, claim, f"{claim.value}, as far as is known")


@operator(
    "change a partial answer",
    "Several answers to the aspect may be true of one rule, and this one is not put forward as the whole.",
)
def change_partial(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        free = (
            not sheet.relayed(claim)
            and not sheet.is_relayed(claim)
            and not sheet.is_true(claim.node, AV.isComplete)
        )
        denied = any(other.stance == "denies" for other in sheet.asked[claim.subject, claim.aspect])
        if claim.kind == "choice" and free and not denied and sheet.is_true(claim.aspect, AV.allowsPartial):
            for other in picked(random, sheet.answers(claim.aspect)):
                yield restated(sheet, claim, sheet.written(other))


@operator(
    "say when a document appeared", "Nothing in the document depends on its day, and nothing rests on it."
)
def date_a_document(sheet: Sheet, random: Random) -> Sites:
    for document in sheet.documents:
        if _is_apart(sheet, document):
            day = day_of(_FIRST + random.randint(0, 5000))
            edit = sheet.put(document, AV.published, Literal(day))
            yield Site(document, f"'published' of {name(document)} becomes {day}", edit)


def _is_apart(sheet: Sheet, document: URIRef) -> bool:
    """Return whether a document rests on none and none rests on it, and its claims answer what no other does."""
    links = (AV.isBasedOn, AV.corrects, AV.retracts, AV.hasSource)
    return (
        not any(
            (document, link, None) in sheet.graph or (None, link, document) in sheet.graph for link in links
        )
        and all(sheet.is_alone(claim) for claim in sheet.claims_of(document))
        and not any(
            sheet.value(hop, AV.inCapacity)
            for claim in sheet.claims_of(document)
            for hop in hops(sheet, claim)
        )
    )


@operator(
    "retract a document that nothing rests on",
    "Its claims are set against no others, and nobody passes them on.",
)
def retract_alone(sheet: Sheet, random: Random) -> Sites:
    for document in sheet.documents:
        if _is_apart(sheet, document):
            _, edit = notice(sheet, document, AV.retracts, None)
            yield Site(document, f"{name(document)} is retracted", edit)


@operator(
    "pass a claim on through one more hand", "The chain still ends where it ended, and comes back to nobody."
)
def one_more_hop(sheet: Sheet, random: Random) -> Sites:
    outlets = sheet.typed(AV.Outlet)
    for claim in sheet.claims:
        chain = sheet.value(claim.node, AV.attributionChain)
        named = {sheet.value(hop, AV.hasSource) for hop in hops(sheet, claim)} | {
            sheet.publisher(claim.document)
        }
        if chain is None:
            continue
        for outlet in picked(random, [each for each in outlets if each not in named]):
            cell, hop = URIRef(f"{claim.node}/more"), URIRef(f"{claim.node}/chain/0")
            added = (
                (claim.node, AV.attributionChain, cell),
                (cell, RDF.first, hop),
                (cell, RDF.rest, chain),
                (hop, RDF.type, AV.Hop),
                (hop, AV.hasSource, outlet),
                (hop, AV.hasVerb, URIRef(PREFIXES["verb"] + "reports")),
            )
            edit = Edit(((claim.node, AV.attributionChain, chain),), added)
            yield Site(claim.node, f"{name(claim.node)} comes through {name(outlet)} as well", edit)


@operator("change a verb", "Whether a source says or reports it, the statement comes from it.")
def change_verb(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        for hop in hops(sheet, claim):
            verb = URIRef(PREFIXES["verb"] + random.choice(["cites", "reports", "says", "told"]))
            yield Site(
                hop,
                f"verb of {name(hop)} becomes {name(verb)}",
                sheet.put(hop, AV.hasVerb, verb),
                (claim.node,),
            )


@operator("add somebody nobody speaks of", "Nothing refers to the new actor or group.")
def add_a_stranger(sheet: Sheet, random: Random) -> Sites:
    for number in range(12):
        kind, prefix = random.choice(
            [(AV.Outlet, "actor"), (AV.Person, "actor"), (AV.AddresseeClass, "group")]
        )
        node = ID[f"{prefix}/stranger-{number}"]
        added = ((node, RDF.type, kind), (node, SKOS.prefLabel, Literal(f"Stranger {number}", lang="en")))
        yield Site(node, f"{name(node)} is there", Edit(added=added))


@operator("say where in a page a claim stands", "A headline and the text below it are the same document's.")
def name_the_part(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        part = URIRef(PREFIXES["part"] + random.choice(["headline", "lead", "body", "caption"]))
        yield Site(
            claim.node,
            f"{name(claim.node)} stands in the {name(part)}",
            sheet.put(claim.node, AV.inPart, part),
        )


@operator("credit an agency", "Whom a page credits as a whole is no part of a claim's chain.")
def credit(sheet: Sheet, random: Random) -> Sites:
    outlets = sheet.typed(AV.Outlet)
    for document in sheet.documents:
        for outlet in picked(random, outlets):
            yield Site(
                document,
                f"{name(document)} credits {name(outlet)}",
                Edit(added=((document, AV.credits, outlet),)),
            )


OPERATORS: tuple[Operator, ...] = (
    rename,
    add_a_note,
    translate,
    retitle,
    change_alone,
    move_alone,
    choose_alone,
    reword,
    change_partial,
    date_a_document,
    retract_alone,
    one_more_hop,
    change_verb,
    add_a_stranger,
    name_the_part,
    credit,
)
