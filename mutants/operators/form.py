"""Operators on form: values that cannot be read, what is missing, there twice, unknown or of the wrong sort."""

from __future__ import annotations

import re
from random import Random

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS

from averment.namespaces import ASPECT, AV, ID, STANCE
from mutants.model import Edit, Operator, Site, Sites, operator, picked
from mutants.operators.figures import restated
from mutants.sheet import Sheet, name

__all__ = ["OPERATORS"]

_STRUCTURE = ["structure"]
_MONTHS = "January February March April May June July August September October November December"
_NEEDED = (AV.about, AV.hasAspect, AV.value, AV.hasStance)


@operator("write a value as nobody can read it", "The grammar of values has no such form.", _STRUCTURE)
def unreadable(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        value = _misspelt(claim.kind, claim.value, random)
        if value is not None and value != claim.value:
            yield restated(sheet, claim, value)


def _misspelt(kind: str, value: str, random: Random) -> str | None:
    if kind in ("estimate", "growing", "extent") and (figure := re.search(r"\d{4,}", value)):
        return value.replace(figure[0], f"{int(figure[0]):,}")
    if kind == "extent" and (unit := re.search(r" [A-Za-z]+$", value)):
        return random.choice([value.removesuffix(unit[0]), f"{value}x"])
    if kind == "moment" and (day := re.search(r"(\d{4})-(\d\d)(?:-(\d\d))?", value)):
        year, month, of_month = day.groups()
        spelt = f"{of_month}.{month}.{year}" if of_month else f"{_MONTHS.split()[int(month) - 1]} {year}"
        return value.replace(day[0], spelt)
    if kind in ("choice", "set", "force", "stage"):
        return f"{value}-or-so"
    return value.replace("-", "/", 1) if kind == "tally" else None


@operator(
    "leave out what a claim needs",
    "A claim is about one thing, in one aspect, with one value and one stance.",
    _STRUCTURE,
)
def leave_out(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        predicate = random.choice(_NEEDED)
        yield Site(
            claim.node, f"{name(claim.node)} has no '{name(predicate)}'", sheet.drop(claim.node, predicate)
        )


@operator(
    "state two where there is one",
    "A claim is about one thing, in one aspect, with one value and one stance.",
    _STRUCTURE,
)
def state_two(sheet: Sheet, random: Random) -> Sites:
    others = {predicate: sorted(set(sheet.graph.objects(None, predicate)), key=str) for predicate in _NEEDED}
    for claim in sheet.claims:
        predicate = random.choice(_NEEDED)
        own = sheet.value(claim.node, predicate)
        for other in picked(random, [value for value in others[predicate] if value != own]):
            edit = Edit(added=((claim.node, predicate, other),))
            yield Site(claim.node, f"{name(claim.node)} has a second '{name(predicate)}'", edit)


@operator("misspell a term", "No module of the ontology declares the term.", _STRUCTURE)
def misspell(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        for predicate, namespace in ((AV.hasAspect, ASPECT), (AV.hasStance, STANCE)):
            term = sheet.value(claim.node, predicate)
            if term is not None and random.random() < 0.5:
                wrong = URIRef(f"{namespace}{str(term).removeprefix(namespace)}x")
                yield Site(
                    claim.node,
                    f"{name(claim.node)} has {name(wrong)}",
                    sheet.put(claim.node, predicate, wrong),
                )


@operator("write a key that there is not", "No module of the ontology declares the property.", _STRUCTURE)
def unknown_key(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        predicate = AV[random.choice(["adressee", "values", "relay", "agency"])]
        edit = Edit(added=((claim.node, predicate, Literal("something")),))
        yield Site(claim.node, f"{name(claim.node)} has '{name(predicate)}'", edit)


@operator(
    "state what the build derives",
    "What is derived is stated nowhere, so that it cannot contradict what it follows from.",
    _STRUCTURE,
)
def state_derived(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        edit = Edit(added=((claim.node, AV.hasOrigin, claim.document),))
        yield Site(claim.node, f"{name(claim.node)} states its origin", edit)


@operator("speak of what is not there", "The graph has no such thing.", _STRUCTURE)
def speak_of_nothing(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        missing = URIRef(f"{claim.subject}-gone")
        yield Site(
            claim.node,
            f"{name(claim.node)} is about {name(missing)}",
            sheet.put(claim.node, AV.about, missing),
        )


@operator("ask an aspect of the wrong sort of thing", "The aspect is not asked of an actor.", _STRUCTURE)
def wrong_subject(sheet: Sheet, random: Random) -> Sites:
    outlets = sheet.typed(AV.Outlet)
    for claim in sheet.claims:
        asks = (claim.aspect, AV.asksAbout, None) in sheet.vocabulary
        for outlet in picked(random, outlets) if asks else ():
            what = f"{name(claim.node)} asks {name(claim.aspect)} of {name(outlet)}"
            yield Site(claim.node, what, sheet.put(claim.node, AV.about, outlet))


@operator(
    "give a scope that the aspect does not have",
    "Answers to the aspect are not kept apart by it.",
    _STRUCTURE,
)
def wrong_scope(sheet: Sheet, random: Random) -> Sites:
    classes, places = sheet.typed(AV.AddresseeClass), sheet.typed(AV.Country)
    for claim in sheet.claims:
        for predicate, values in ((AV.hasAddressee, classes), (AV.inPlace, places)):
            fits = predicate in sheet.scoped_by(claim.aspect)
            for value in picked(random, values) if not fits else ():
                what = f"'{name(predicate)}' of {name(claim.node)} becomes {name(value)}"
                yield Site(claim.node, what, sheet.put(claim.node, predicate, value))


@operator(
    "drop the condition of a conditional claim",
    "A conditional claim says what has to happen first.",
    _STRUCTURE,
)
def drop_condition(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if claim.stance == "conditional":
            yield Site(
                claim.node, f"{name(claim.node)} has no condition", sheet.drop(claim.node, AV.condition)
            )


@operator(
    "mistake text for a value, or a value for text",
    "Free text has a language, and nothing else has one.",
    _STRUCTURE,
)
def mistake_text(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        value = Literal(claim.value, lang=None if claim.kind == "text" else "en")
        yield Site(
            claim.node,
            f"language of '{claim.value}' at {name(claim.node)}",
            sheet.put(claim.node, AV.value, value),
        )


@operator("let a passage end before it starts", "Text is read forwards.", _STRUCTURE)
def passage_backwards(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        evidence = sheet.value(claim.node, AV.hasEvidence)
        start = sheet.value(evidence, AV.passageStart) if evidence is not None else None
        if isinstance(evidence, URIRef) and start is not None:
            end = Literal(str(max(0, int(str(start)) - random.randint(0, 40))), datatype=XSD.integer)
            what = f"passage of {name(claim.node)} from {start} to {end}"
            yield Site(evidence, what, sheet.put(evidence, AV.passageEnd, end), (claim.node,))


@operator("cut a hash short", "A SHA-256 has 64 digits.", _STRUCTURE)
def cut_hash(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        evidence = sheet.value(claim.node, AV.hasEvidence)
        digest = str(sheet.value(evidence, AV.passageHash)) if evidence is not None else ""
        if isinstance(evidence, URIRef) and digest:
            edit = sheet.put(evidence, AV.passageHash, Literal(digest[: random.randrange(64)]))
            yield Site(evidence, f"hash of the passage of {name(claim.node)} is cut", edit, (claim.node,))


@operator(
    "break a document's record",
    "An article has a title and a publisher, and what it names is there.",
    _STRUCTURE,
)
def break_document(sheet: Sheet, random: Random) -> Sites:
    for document in sheet.documents:
        if (document, RDF.type, AV.Article) not in sheet.graph:
            continue
        edits = (
            ("no publisher", sheet.drop(document, DCTERMS.publisher)),
            ("no title", sheet.drop(document, DCTERMS.title)),
            ("a base that is not there", sheet.put(document, AV.isBasedOn, ID["article/gone"])),
            ("a date that cannot be read", sheet.put(document, AV.published, Literal("last week"))),
        )
        what, edit = random.choice(edits)
        yield Site(document, f"{name(document)} has {what}", edit)


@operator("judge without a reason", "A judgement has a reason that others can follow.", _STRUCTURE)
def judge_without_reason(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        node = ID[f"judgement/{str(claim.node).removeprefix(ID).replace('/', '-')}"]
        stated = (
            (node, RDF.type, AV.Acceptance),
            (node, AV.judges, claim.node),
            (node, AV.accepts, claim.node),
            (node, AV.judgedBy, Literal("an editor")),
            (node, AV.judgedOn, Literal("2026-04-01", datatype=XSD.date)),
        )
        yield Site(node, f"{name(claim.node)} is accepted without a reason", Edit(added=stated))


OPERATORS: tuple[Operator, ...] = (
    unreadable,
    leave_out,
    state_two,
    misspell,
    unknown_key,
    state_derived,
    speak_of_nothing,
    wrong_subject,
    wrong_scope,
    drop_condition,
    mistake_text,
    passage_backwards,
    cut_hash,
    break_document,
    judge_without_reason,
)
