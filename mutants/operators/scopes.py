"""Operators on scope: for whom, for which text and for which time an answer holds, and norms on one act."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from rdflib import Literal, URIRef
from rdflib.term import Node

from averment.namespaces import AV, STANCE
from mutants.model import Operator, Site, Sites, operator, picked
from mutants.sheet import Claim, Sheet, name

__all__ = ["OPERATORS"]

_SWAPPED = (AV.hasAddressee, AV.inVersion, AV.ofPopulation, AV.inPlace, AV.atStage)
_OPPOSITE = {"must": "must-not", "may": "must-not", "must-not": "may", "need-not": "must"}


def are_at_odds(sheet: Sheet, one: Claim, other: Claim) -> bool:
    """Return whether two answers plainly cannot both be given to one question of their kind."""
    if one.kind == "force":
        return one.value != other.value
    if one.kind == "choice":
        concepts = sheet.concept(one), sheet.concept(other)
        partial = sheet.is_true(one.aspect, AV.allowsPartial)
        return not partial and all(concepts) and sheet.are_apart(*map(URIRef, map(str, concepts)))
    if one.span is None or other.span is None or one.span.unit != other.span.unit:
        return False
    if one.kind == "extent":
        ranges = not one.span.single and not other.span.single and "~" not in one.value + other.value
        lows, highs = (one.span.low, other.span.low), (one.span.high, other.span.high)
        differ = any(None not in ends and ends[0] != ends[1] for ends in (lows, highs))
        return (ranges and differ) or not one.span.meets(other.span)
    return one.kind in ("estimate", "moment") and not one.span.meets(other.span)


@operator(
    "put a claim into another's scope",
    "Within the scope that it has now, another source, or the same, gives another answer.",
    ["disagreement"],
)
def take_anothers_scope(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        for other in sheet.asked[claim.subject, claim.aspect]:
            for key in _SWAPPED:
                theirs = sheet.value(other.node, key)
                if theirs is None or theirs == sheet.value(claim.node, key) or not claim.is_compared:
                    continue
                moved = _moved(claim, key, theirs)
                if sheet.are_rivals(moved, other) and are_at_odds(sheet, claim, other):
                    what = f"{name(key)} of {name(claim.node)} becomes {name(theirs)}"
                    yield Site(claim.node, what, sheet.put(claim.node, key, theirs), (other.node,))


def _moved(claim: Claim, key: Node, within: Node | None) -> Claim:
    scope = {(each, value) for each, value in claim.scope if each != key}
    if within is not None:
        scope.add((key, within))
    return Claim(
        claim.node,
        claim.document,
        claim.subject,
        claim.aspect,
        claim.kind,
        claim.value,
        claim.stance,
        frozenset(scope),
        claim.span,
    )


@operator(
    "give an older answer as today's",
    "It was said to have held before, and another source says that something else holds now.",
    ["disagreement"],
)
def drop_before(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if sheet.is_true(claim.node, AV.isPrior):
            moved = _moved(claim, AV.isPrior, None)
            for other in sheet.asked[claim.subject, claim.aspect]:
                if sheet.are_rivals(moved, other) and are_at_odds(sheet, claim, other):
                    what = f"{name(claim.node)} ('{claim.value}') is no longer about what held before"
                    yield Site(claim.node, what, sheet.drop(claim.node, AV.isPrior), (other.node,))


@operator(
    "leave out for whom",
    "Nobody gives the answer for any class of persons, and each class has another one.",
    ["disagreement"],
)
def leave_out_for_whom(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if sheet.value(claim.node, AV.hasAddressee) is None or not claim.is_compared:
            continue
        moved = _moved(claim, AV.hasAddressee, None)
        rest = {(key, value) for key, value in moved.scope}
        others = [
            other
            for other in sheet.asked[claim.subject, claim.aspect]
            if other.node != claim.node and other.is_compared and rest <= other.scope != moved.scope
        ]
        same_text = [other for other in others if other.document == claim.document]
        if same_text and all(are_at_odds(sheet, claim, other) for other in others):
            what = f"{name(claim.node)} no longer says for whom"
            yield Site(
                claim.node,
                what,
                sheet.drop(claim.node, AV.hasAddressee),
                tuple(each.node for each in others),
            )


@operator(
    "contradict for a wider class",
    "What holds for a class of persons holds for each narrower one, for which the same document gives another answer.",
    ["disagreement"],
)
def contradict_for_wider(sheet: Sheet, random: Random) -> Sites:
    for claim, wider in _with_wider_class(sheet):
        if claim.kind == "force":
            value = _OPPOSITE[claim.value]
        elif claim.kind == "extent" and claim.span and claim.span.high:
            value = f"{int(claim.span.high) * 3 + 1} {claim.span.unit}"
        else:
            continue
        node, edit = sheet.copy(claim, claim.document, {AV.hasAddressee: wider, AV.value: Literal(value)})
        yield Site(node, f"{name(node)} gives '{value}' for {name(wider)}", edit, (claim.node,))


@operator(
    "deny for a narrower class",
    "What is said of a class of persons is said of each narrower one, for which the same document now denies it.",
    ["disagreement"],
)
def deny_for_narrower(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        addressee = sheet.value(claim.node, AV.hasAddressee)
        if addressee is None or not claim.is_compared or claim.kind not in ("force", "extent", "moment"):
            continue
        for narrower in sheet.typed(AV.AddresseeClass):
            if addressee in sheet.wider(narrower):
                denied: dict[Node, Node | None] = {AV.hasAddressee: narrower, AV.hasStance: STANCE.denies}
                node, edit = sheet.copy(claim, claim.document, denied)
                yield Site(
                    node, f"{name(node)} denies '{claim.value}' for {name(narrower)}", edit, (claim.node,)
                )


def _with_wider_class(sheet: Sheet) -> Iterator[tuple[Claim, URIRef]]:
    for claim in sheet.claims:
        addressee = sheet.value(claim.node, AV.hasAddressee)
        if addressee is None or not claim.is_compared or claim.kind not in ("force", "extent"):
            continue
        for wider in sorted(sheet.wider(addressee), key=str):
            if isinstance(wider, URIRef):
                yield claim, wider


@operator(
    "forbid what another provision allows",
    "Two provisions rule one act for the same persons; one forbids or releases from what the other demands or allows.",
    ["norms"],
)
def clash(sheet: Sheet, random: Random) -> Sites:
    rulings = sheet.links(AV.regulates)
    for provision, act in rulings:
        for other, others_act in rulings:
            replaced = {*sheet.reached(provision, AV.replaces), *sheet.reached(other, AV.replaces)}
            if act != others_act or provision == other or {provision, other} & replaced:
                continue
            for claim in sheet.claims:
                if claim.subject != provision or claim.kind != "force" or not claim.is_compared:
                    continue
                scope = dict(claim.scope)
                if AV.isPrior in scope or AV.hasAddressee not in scope:
                    continue
                yield _clashing(sheet, claim, other, scope[AV.hasAddressee])


def _clashing(sheet: Sheet, claim: Claim, provision: URIRef, addressee: Node) -> Site:
    value = _OPPOSITE[claim.value]
    changed: dict[Node, Node | None] = {
        AV.about: provision,
        AV.value: Literal(value),
        AV.hasAddressee: addressee,
    }
    node, edit = sheet.copy(claim, claim.document, changed)
    return Site(
        node, f"{name(node)} says '{value}' of {name(provision)} for {name(addressee)}", edit, (claim.node,)
    )


@operator(
    "read a claim from another instrument's text",
    "The text version belongs to another instrument than the one that the claim is about.",
    ["structure"],
)
def take_anothers_version(sheet: Sheet, random: Random) -> Sites:
    versions = sheet.links(AV.isVersionOf)
    for claim in sheet.claims:
        if AV.inVersion not in sheet.scoped_by(claim.aspect):
            continue
        instrument = sheet.value(claim.subject, AV.isProvisionOf) or claim.subject
        others = [version for version, owner in versions if owner != instrument]
        for version in picked(random, others):
            what = f"'version' of {name(claim.node)} becomes {name(version)}"
            yield Site(claim.node, what, sheet.put(claim.node, AV.inVersion, version))


OPERATORS: tuple[Operator, ...] = (
    take_anothers_scope,
    drop_before,
    leave_out_for_whom,
    contradict_for_wider,
    deny_for_narrower,
    clash,
    take_anothers_version,
)
