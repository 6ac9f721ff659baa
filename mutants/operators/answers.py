"""Operators on answers that name concepts: choices, addressees, lists, forces, and their denial."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from rdflib import Literal, URIRef
from rdflib.term import Node

from averment.namespaces import AV, STANCE
from mutants.model import Operator, Site, Sites, operator, picked
from mutants.operators.figures import restated
from mutants.sheet import TRUE, Claim, Sheet, name

__all__ = ["FORCES", "OPERATORS"]

FORCES = ("must", "may", "must-not", "need-not")


def _same_concepts(sheet: Sheet, *kinds: str) -> Iterator[tuple[Claim, Claim, URIRef]]:
    """Iterate over pairs of rivals that name one concept, with that concept."""
    for claim in sheet.claims:
        concept = sheet.concept(claim) if claim.kind in kinds else None
        for rival in sheet.rivals(claim) if concept is not None else ():
            if concept is not None and sheet.concept(rival) == concept:
                yield claim, rival, concept


@operator(
    "choose another answer",
    "Another source gives the old answer, and neither answer contains the other.",
    ["disagreement"],
)
def choose_another(sheet: Sheet, random: Random) -> Sites:
    for claim, rival, concept in _same_concepts(sheet, "choice"):
        if not sheet.is_true(claim.aspect, AV.allowsPartial):
            apart = [each for each in sheet.answers(claim.aspect) if sheet.are_apart(each, concept)]
            for other in picked(random, apart, 2):
                yield restated(sheet, claim, sheet.written(other), rival)


@operator(
    "put another answer forward as the whole",
    "The same page puts one answer forward as the whole already, and the new one is wider, narrower or another.",
    ["disagreement"],
)
def another_whole(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        concept = sheet.concept(claim) if claim.kind == "choice" and claim.is_compared else None
        if concept is None or not _are_complete(sheet, claim):
            continue
        for other in _around(sheet, claim.aspect, concept, random):
            value = sheet.written(other)
            node, edit = sheet.copy(claim, claim.document, {AV.value: Literal(value)})
            what = f"{name(node)} says '{value}' is the whole, and {name(claim.node)} that '{claim.value}' is"
            yield Site(node, what, edit, (claim.node,))


def _are_complete(sheet: Sheet, *claims: Claim) -> bool:
    return all(sheet.is_true(claim.node, AV.isComplete) for claim in claims)


def _around(sheet: Sheet, aspect: Node, concept: URIRef, random: Random) -> list[URIRef]:
    """Return a wider, a narrower and an unrelated answer."""
    others = [each for each in sheet.answers(aspect) if each != concept]
    wider = [each for each in others if each in sheet.wider(concept)]
    narrower = [each for each in others if concept in sheet.wider(each)]
    apart = [each for each in others if sheet.are_apart(each, concept)]
    return [random.choice(found) for found in (wider, narrower, apart) if found]


@operator(
    "put a partial answer forward as the whole",
    "Another source puts another answer forward as the whole, or says that there is more.",
    ["disagreement"],
)
def claim_completeness(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if _are_complete(sheet, claim) or claim.kind not in ("choice", "set"):
            continue
        for rival in sheet.rivals(claim):
            mine, theirs = _concepts(sheet, claim), _concepts(sheet, rival)
            if claim.kind == "choice":
                at_odds = mine != theirs and _are_complete(sheet, rival)
            else:
                at_odds = any(not _is_in(sheet, each, mine) for each in theirs)
            if mine and theirs and at_odds:
                what = f"{name(claim.node)} ('{claim.value}') is put forward as the whole"
                yield Site(claim.node, what, sheet.put(claim.node, AV.isComplete, TRUE), (rival.node,))


def _concepts(sheet: Sheet, claim: Claim) -> set[Node]:
    """Return the concepts that a value lists, as far as it names them by prefix."""
    found: set[Node] = set()
    for part in claim.value.split(";"):
        concept = sheet.concept_named(part.strip(), claim.aspect)
        if concept is None:
            return set()
        found.add(concept)
    return found


def _is_in(sheet: Sheet, concept: Node, listed: set[Node]) -> bool:
    return concept in listed or bool(sheet.wider(concept) & listed)


@operator(
    "add to a whole list",
    "One source says that its list is complete, and another has one member more.",
    ["disagreement"],
)
def add_to_a_whole_list(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        listed = _concepts(sheet, claim) if claim.kind == "set" and claim.is_compared else set()
        if not listed or not _are_complete(sheet, claim) or AV.inVersion in sheet.scoped_by(claim.aspect):
            continue
        others = [
            document
            for document in sheet.documents
            if document != claim.document and sheet.claims_of(document)
        ]
        for member, document in zip(
            _outside(sheet, claim.aspect, listed, random), picked(random, others, 3), strict=False
        ):
            value = f"{claim.value}; {sheet.written(member)}"
            changed: dict[Node, Node | None] = {AV.value: Literal(value), AV.isComplete: None}
            node, edit = sheet.copy(claim, document, changed)
            yield Site(node, f"{name(node)} lists '{value}'", edit, (claim.node,))


def _outside(sheet: Sheet, aspect: Node, listed: set[Node], random: Random) -> list[URIRef]:
    """Return some answers that are apart from all that a list has, and no parts of them."""
    apart = [
        each
        for each in sheet.answers(aspect)
        if all(sheet.are_apart(each, one) for one in listed)
        and sheet.value(each, AV.isProvisionOf) not in listed
    ]
    return picked(random, apart, 3)


@operator(
    "change a force", "Another source gives the norm the old force, and a norm has one.", ["disagreement"]
)
def change_a_force(sheet: Sheet, random: Random) -> Sites:
    for claim, rival, _ in _same_concepts(sheet, "force"):
        yield restated(
            sheet, claim, random.choice([force for force in FORCES if force != claim.value]), rival
        )


def _is_of_its_day(sheet: Sheet, claim: Claim, rival: Claim) -> bool:
    """Return whether a denial contradicts a report: always, but for stages, which change from one day to the next."""
    day = sheet.day(claim)
    return claim.kind != "stage" or (day is not None and day.single and day == sheet.day(rival))


@operator(
    "deny what another asserts",
    "Another source puts forward the very answer that this one now denies, as of the same day if it is a stage.",
    ["disagreement"],
)
def deny(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        for rival in sheet.rivals(claim) if claim.kind != "text" else ():
            if rival.value == claim.value and _is_of_its_day(sheet, claim, rival):
                edit = sheet.put(claim.node, AV.hasStance, STANCE.denies)
                what = f"stance of {name(claim.node)} ('{claim.value}'): {claim.stance} becomes denies"
                yield Site(claim.node, what, edit, (rival.node,))


OPERATORS: tuple[Operator, ...] = (
    choose_another,
    another_whole,
    claim_completeness,
    add_to_a_whole_list,
    change_a_force,
    deny,
)
