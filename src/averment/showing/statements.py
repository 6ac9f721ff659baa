"""Claims as statements: what they say in words, through whom, when and how firmly."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import SKOS, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.namespaces import ASPECT, AV, KIND, STANCE
from averment.showing.attribution import attribution_in_words, stance_in_words
from averment.showing.lookup import Lookup
from averment.showing.parts import Found, Hop, Relayed, Scope, Statement
from averment.showing.words import (
    date_in_words,
    moment_in_words,
    period_in_words,
    quantity_in_words,
    stage_in_words,
    tally_in_words,
)

__all__ = [
    "SCOPES",
    "answer_in_words",
    "claim_in_words",
    "claim_of",
    "scope_of",
    "side_in_words",
    "statement",
    "value_in_words",
]

SCOPES: dict[URIRef, str] = {
    AV.hasAddressee: "addressee: {}",
    AV.ofPopulation: "among {}",
    AV.inPlace: "in {}",
    AV.inVersion: "in the {}",
    AV.atStage: "at {}",
    AV.asOf: "as of {}",
    AV.isPrior: "as it was before",
    AV.during: "{}",
    AV.hasUnit: "in {}",
    AV.convertedFrom: "converted from {}",
    AV.hasAnchor: "counted from {}",
}
"""The properties that limit an answer, each with how it is said, in the order in which they are said."""

_STATED_AS = {"was": AV.priorValue, "converts": AV.converts}
"""The property that states an answer which follows from a claim, by the name of that answer."""
_SAID_OTHERWISE = {"asOf", "isPrior", "hasUnit", "hasAnchor", "convertedFrom"}
"""What a claim is limited to and a statement says by itself, or its value does."""

_QUANTITIES = {KIND.estimate, KIND.extent, KIND.growing, KIND.conversion}
_UNITS = {AV.hasUnit, AV.convertedFrom}
_CONCEPTS = {KIND.choice, KIND.force, KIND["set"]}


def claim_of(lookup: Lookup, answer: Node) -> Node:
    """Return the claim that an answer is, or that a derived answer follows from."""
    return lookup.value(answer, AV.followsFrom) or answer


def scope_of(lookup: Lookup, node: Node, beyond: Iterable[Scope] = ()) -> tuple[Scope, ...]:
    """Return what a claim or a question is limited to.

    Args:
        lookup: the graph.
        node: the claim or the question.
        beyond: what is left out, for a claim what its question is limited to.
    """
    known = {(one.property, one.value) for one in beyond}
    found = []
    for property_, form in SCOPES.items():
        for value in lookup.values(node, property_):
            scope = Scope(
                property=str(property_).rsplit("#", 1)[-1],
                value=lookup.thing(value).id if not isinstance(value, Literal) else str(value),
                in_words=form.replace("{}", _scope_value(lookup, property_, value)),
            )
            if (scope.property, scope.value) not in known:
                found.append(scope)
    return tuple(found)


def _scope_value(lookup: Lookup, property_: URIRef, value: Node) -> str:
    if isinstance(value, Literal):
        first, _, last = str(value).partition("/")
        stated = first if first == last else str(value)
        return period_in_words(stated) if property_ == AV.during else date_in_words(stated)
    if property_ == AV.inVersion and lookup.value(value, AV.inProcess) is not None:
        return f"text from {lookup.name(value)} on"
    if property_ == AV.hasAnchor:
        return lookup.name(lookup.value(value, AV.hasDateAspect) or value)
    return (lookup.text(value, SKOS.notation) if property_ in _UNITS else None) or lookup.name(value)


def statement(
    lookup: Lookup,
    claim: Node,
    within: Iterable[Scope] = (),
    *,
    is_at_odds: bool = False,
    findings: tuple[Found, ...] = (),
) -> Statement:
    """Return a claim as a statement.

    Args:
        lookup: the graph.
        claim: the claim.
        within: what its question is limited to, which is not said again.
        is_at_odds: whether a finding sets it against another claim.
        findings: what a check found about it alone.
    """
    document = lookup.value(claim, AV.statedIn)
    publisher = lookup.value(document, DCTERMS.publisher) if document is not None else None
    source = publisher or document
    chain = tuple(_hop(lookup, hop) for hop in lookup.hops(claim))
    stance = lookup.value(claim, AV.hasStance)
    relayed, origin = lookup.value(claim, AV.relays), lookup.value(claim, AV.hasOrigin)
    own = [one for one in scope_of(lookup, claim, within) if one.property not in _SAID_OTHERWISE]
    part, force = lookup.value(claim, AV.inPart), lookup.value(claim, AV.hasForce)
    return Statement(
        claim=lookup.thing(claim),
        at=lookup.at(claim),
        value=_stated(lookup, claim, AV.value),
        in_words=value_in_words(lookup, claim),
        stance=_local_name(stance) if stance is not None else "says nothing of its stance",
        is_compared=stance is not None and lookup.is_true(stance, AV.isCompared),
        is_withdrawn=lookup.is_true(claim, AV.isWithdrawn),
        is_at_odds=is_at_odds,
        document=lookup.thing(document) if document is not None else None,
        source=lookup.thing(source) if source is not None else None,
        published=lookup.date(document, AV.published) if document is not None else None,
        as_of=lookup.date(claim, AV.asOf),
        condition=lookup.text(claim, AV.condition),
        force=lookup.name(force) if force is not None else None,
        is_complete=lookup.is_true(claim, AV.isComplete),
        is_prior=lookup.is_true(claim, AV.isPrior),
        was=_words_or_none(lookup, claim, AV.priorValue),
        converts=_words_or_none(lookup, claim, AV.converts),
        scope=tuple(own),
        part=lookup.name(part) if part is not None else None,
        wording=lookup.text(claim, AV.wording),
        note=lookup.text(claim, SKOS.note),
        chain=chain,
        attribution=attribution_in_words(lookup.name(source) if source is not None else "a source", chain),
        relays=_relayed(lookup, relayed) if relayed is not None else None,
        origin=lookup.thing(origin) if origin is not None else None,
        verification=_verification(lookup, claim),
        findings=findings,
    )


def _hop(lookup: Lookup, hop: Node) -> Hop:
    source, verb = lookup.value(hop, AV.hasSource), lookup.value(hop, AV.hasVerb)
    return Hop(
        source=lookup.thing(source) if source is not None else None,
        unnamed=lookup.text(hop, AV.unnamed),
        verb=_local_name(verb) if verb is not None else "from",
        verbatim=lookup.is_true(hop, AV.isVerbatim),
        capacity=lookup.name(capacity)
        if (capacity := lookup.value(hop, AV.inCapacity)) is not None
        else None,
    )


def _relayed(lookup: Lookup, claim: Node) -> Relayed:
    document = lookup.value(claim, AV.statedIn)
    publisher = lookup.value(document, DCTERMS.publisher) if document is not None else None
    source = publisher or document
    return Relayed(
        claim=lookup.thing(claim),
        source=lookup.thing(source) if source is not None else None,
        in_words=value_in_words(lookup, claim),
        at=lookup.at(claim),
    )


def _verification(lookup: Lookup, claim: Node) -> str | None:
    outcomes = [
        lookup.name(outcome)
        for evidence in lookup.values(claim, AV.hasEvidence)
        for outcome in lookup.values(evidence, AV.hasVerification)
    ]
    return outcomes[0] if outcomes else None


def _stated(lookup: Lookup, claim: Node, predicate: URIRef) -> str:
    """Return what a claim states; all of it, if it has several values at fault."""
    return " / ".join(sorted(str(value) for value in lookup.values(claim, predicate)))


def _words_or_none(lookup: Lookup, claim: Node, predicate: URIRef) -> str | None:
    stated = _stated(lookup, claim, predicate)
    return in_words(lookup, _kind(lookup, claim), stated, {}) if stated else None


def value_in_words(lookup: Lookup, answer: Node) -> str:
    """Return the value of a claim, or of a derived answer, in words."""
    claim = claim_of(lookup, answer)
    kind = _kind(lookup, claim)
    stated = _stated(lookup, answer, AV.value)
    name = str(answer).removeprefix(str(claim))[1:]
    if name in _STATED_AS:
        stated = _stated(lookup, claim, _STATED_AS[name])
    elif not stated and answer != claim:
        return _bounds_in_words(lookup, answer)
    concepts = lookup.values(answer, AV.hasConcept)
    if kind in _CONCEPTS and concepts:
        return "; ".join(sorted(lookup.name(concept) for concept in concepts))
    if lookup.value(claim, AV.hasAspect) == ASPECT.quotation:
        return f"“{stated}”"
    names = {
        str(token).casefold(): lookup.name(concept)
        for concept in concepts
        for token in (
            *lookup.graph.objects(concept, SKOS.notation),
            *lookup.texts(concept, AV.displayName),
            lookup.thing(concept).id,
        )
    }
    return in_words(lookup, kind, stated, names)


def side_in_words(lookup: Lookup, claim: Node, value: str | None) -> str:
    """Return what a claim says as a side of a finding, which may be what it says held before.

    Args:
        lookup: the graph.
        claim: the claim.
        value: the value that the finding names.
    """
    prior = _stated(lookup, claim, AV.priorValue)
    if prior and value != _stated(lookup, claim, AV.value) and str(value).startswith(prior):
        return f"{_words_or_none(lookup, claim, AV.priorValue)}, until then"
    words = value_in_words(lookup, claim)
    converted = _stated(lookup, claim, AV.converts)
    if converted and value == f"{converted}, as {_stated(lookup, claim, AV.value)}":
        return f"{_words_or_none(lookup, claim, AV.converts)}, as {words}"
    stance = lookup.value(claim, AV.hasStance)
    return f"not {words}" if stance == STANCE.denies else words


def claim_in_words(lookup: Lookup, claim: Node) -> str:
    """Return a claim as one sentence that stands alone: who says it and through whom, of what, and what."""
    said = statement(lookup, claim)
    comma = "," if said.chain else ""
    answer = answer_in_words(lookup, claim, said, said.in_words)
    return f"{said.attribution}{comma} {stance_in_words(said.stance)}: {answer}"


def answer_in_words(lookup: Lookup, claim: Node, said: Statement, value: str) -> str:
    """Return what a claim answers, whoever says it: the aspect, what it is about, the value and its limits.

    Args:
        lookup: the graph.
        claim: the claim.
        said: the claim as a statement.
        value: its value in words.
    """
    aspect, about = lookup.value(claim, AV.hasAspect), lookup.value(claim, AV.about)
    asked = lookup.name(aspect) if aspect is not None else "something"
    limits = (
        *(scope.in_words for scope in said.scope),
        *((f"as of {said.as_of.in_words}",) if said.as_of is not None else ()),
        *(("as it was before",) if said.is_prior else ()),
        *((f"{said.was} until then",) if said.was is not None else ()),
        *((f"converted from {said.converts}",) if said.converts is not None else ()),
        *((said.condition,) if said.condition is not None else ()),
    )
    subject = lookup.name(about) if about is not None else "something"
    return "; ".join((f"{asked[:1].upper()}{asked[1:]} of {subject}: {value}", *limits))


def in_words(lookup: Lookup, kind: Node | None, stated: str, stages: dict[str, str]) -> str:
    """Return a stated value of a kind in words."""
    if kind in _QUANTITIES:
        return quantity_in_words(stated, lookup.units)
    if kind == KIND.moment:
        return moment_in_words(stated)
    if kind == KIND.stage:
        return stage_in_words(stated, stages)
    if kind == KIND.tally:
        return tally_in_words(stated)
    return stated


def _bounds_in_words(lookup: Lookup, answer: Node) -> str:
    """Return a derived answer that no file states in words, from its bounds."""
    if lookup.is_true(answer, AV.isNone):
        return "none"
    lower, upper = lookup.text(answer, AV["lower"]), lookup.text(answer, AV["upper"])
    earliest, latest = lookup.text(answer, AV.earliest), lookup.text(answer, AV.latest)
    if earliest or latest:
        span = earliest if earliest == latest else f"{earliest or '..'}/{latest or '..'}"
        return moment_in_words(str(span))
    if not lower and not upper:
        return "no figure named"
    unit = lookup.value(answer, AV.hasUnit)
    notation = lookup.text(unit, SKOS.notation) if unit is not None else None
    figures = str(lower) if lower == upper else f"{lower or ''}..{upper or ''}"
    return quantity_in_words(f"{figures} {notation}" if notation else figures, lookup.units)


def _kind(lookup: Lookup, claim: Node) -> Node | None:
    aspect = lookup.value(claim, AV.hasAspect)
    return lookup.value(aspect, AV.hasKind) if aspect is not None else None


def _local_name(node: Node) -> str:
    return str(node).rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
