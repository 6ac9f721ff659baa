"""The questions that claims, and what follows from them, answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from averment.deriving.scopes import relate
from averment.deriving.texts import Texts
from averment.deriving.units import Units
from averment.deriving.world import World
from averment.namespaces import ASPECT, AV, ID, KIND, STANCE

__all__ = ["Asked", "derive_questions"]

_TRUE = Literal("true", datatype=XSD.boolean)
_COPIED = (AV.asOfEarliest, AV.asOfLatest)
_AS_STATED = (AV.isComplete, AV.inPart)

Statement = tuple[Node, Node, Node]
Scope = tuple[tuple[URIRef, Node], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: an aspect of a subject within a scope, sorted by its properties."""

    subject: URIRef
    aspect: URIRef
    scope: Scope

    def within(self, predicate: URIRef) -> Node | None:
        """Return the value of a scope property."""
        return dict(self.scope).get(predicate)

    def with_scope(self, *more: tuple[URIRef, Node]) -> Asked:
        """Return the same within more scope."""
        return replace(
            self, scope=tuple(sorted({**dict(self.scope), **dict(more)}.items(), key=_by_property))
        )


def _by_property(item: tuple[URIRef, Node]) -> str:
    return str(item[0])


def derive_questions(world: World, derived: Graph, withdrawn: set[Node]) -> Iterator[Statement]:
    """Iterate over questions, what they ask, how they relate, and the claims that answer them.

    Claims answer one question when they share subject, aspect, all scope that the aspect declares with
    `av:isScopedBy`, the unit where units have no fixed ratio, and the anchor of an anchored moment. Versions of
    an instrument with one text are one, and an answer that names none is given the text of its date. What
    held before an instrument is asked of the provision that was replaced, if there is one. Nodes that
    editors judged to be one actor are one subject. A claim with several subjects or aspects, which the
    shapes report, answers none.

    Args:
        world: the statements and the ontology.
        derived: bounds, units and anchors, dates, conversions, and answers that follow from claims.
        withdrawn: claims that no longer stand.
    """
    asker = _Asker(world, derived, withdrawn)
    names: dict[Asked, URIRef] = {}
    for claim in world.claims:
        following = sorted(derived.subjects(AV.followsFrom, claim), key=str)
        for answer in (claim, *following):
            asked = asker.asked(claim, answer)
            if asked is None:
                continue
            if asked not in names:
                names[asked] = _name(asked)
                yield from _question(world, asked, names[asked])
            yield from asker.answer(claim, answer, names[asked])
    yield from relate(world, names, asker.texts)


class _Asker:
    """Finds out which question a claim, or an answer that follows from it, answers."""

    def __init__(self, world: World, derived: Graph, withdrawn: set[Node]) -> None:
        self._world = world
        self._derived = derived
        self._withdrawn = withdrawn
        self._units = Units(world)
        self._dates = set(world.values_of(AV.hasDateAspect))
        self.texts = Texts(world, derived, withdrawn)

    def asked(self, claim: Node, answer: Node) -> Asked | None:
        """Return what an answer answers; None if that cannot be told."""
        world = self._world
        subject, aspect = world.only_value(claim, AV.about), world.only_value(claim, AV.hasAspect)
        if not isinstance(subject, URIRef) or not isinstance(aspect, URIRef):
            return None
        subject = URIRef(str(world.canonical(subject)))
        scope: dict[URIRef, Node] = {}
        is_prior = self._is_prior(claim, answer)
        replaced = world.value(subject, AV.replaces)
        if is_prior and isinstance(replaced, URIRef):
            subject = replaced
        elif is_prior:
            scope[AV.isPrior] = _TRUE
        has_own_text = self._has_own_text(answer, aspect, is_prior)
        for scope_property in world.values(aspect, AV.isScopedBy):
            within = self._within(claim, URIRef(str(scope_property)), subject, has_own_text)
            if within is not None:
                scope[URIRef(str(scope_property))] = within
        during = self._span(claim, AV.duringEarliest, AV.duringLatest)
        if during is not None:
            scope[AV.during] = during
        for predicate in (AV.hasUnit, AV.hasAnchor, AV.convertedFrom):
            found = self._derived.value(answer, predicate)
            if found is not None and (predicate != AV.hasUnit or self._units.sets_apart(found, aspect)):
                scope[predicate] = found
        return Asked(subject, aspect, ()).with_scope(*scope.items())

    def answer(self, claim: Node, answer: Node, question: URIRef) -> Iterator[Statement]:
        """Iterate over what is to be said of an answer to a question."""
        yield answer, AV.answers, question
        if answer != claim:
            for predicate in _COPIED:
                for value in self._derived.objects(claim, predicate):
                    yield answer, predicate, value
            for predicate in _AS_STATED:
                for value in self._world.values(claim, predicate):
                    yield answer, predicate, value
        elif (text := self._implied(claim)) is not None:
            yield claim, AV.impliedVersion, text
        if claim in self._withdrawn:
            return
        if self._world.is_compared(claim):
            yield question, AV.hasAnswer, answer
        elif STANCE.denies in self._world.values(claim, AV.hasStance) and answer == claim:
            yield question, AV.hasDenial, claim

    def _is_prior(self, claim: Node, answer: Node) -> bool:
        stated = self._world.literal(claim, AV.isPrior) in ("true", "1")
        return stated or str(answer).removeprefix(str(claim)).startswith(("/was", "-was"))

    def _has_own_text(self, answer: Node, aspect: Node, is_prior: bool) -> bool:
        """Return whether an answer can depend on the text under way at its date.

        What held before does not, nor does a rate between currencies, nor the day of a stage, which an
        instrument has once.
        """
        return (
            not is_prior
            and aspect not in self._dates
            and (answer, AV.convertedFrom, None) not in self._derived
        )

    def _within(self, claim: Node, scope_property: URIRef, subject: Node, has_own_text: bool) -> Node | None:
        if scope_property == AV.asOf:
            return self._span(claim, AV.asOfEarliest, AV.asOfLatest)
        within = self._world.value(claim, scope_property)
        if scope_property != AV.inVersion:
            return within
        if within is not None:
            return self.texts.same_as(within)
        return self.texts.of(claim, subject) if has_own_text else None

    def _span(self, claim: Node, earliest: URIRef, latest: URIRef) -> Literal | None:
        """Return the first and the last day of a time that a claim states as one term; None if it states none."""
        days = [self._derived.value(claim, bound) for bound in (earliest, latest)]
        return Literal("/".join(str(day) if day is not None else ".." for day in days)) if any(days) else None

    def _implied(self, claim: Node) -> Node | None:
        """Return the text that only the date of a claim tells, where its aspect keeps texts apart."""
        world = self._world
        subject, aspect = world.only_value(claim, AV.about), world.only_value(claim, AV.hasAspect)
        if subject is None or aspect is None or world.value(claim, AV.inVersion) is not None:
            return None
        if AV.inVersion not in world.values(aspect, AV.isScopedBy):
            return None
        has_own_text = self._has_own_text(claim, aspect, self._is_prior(claim, claim))
        return self.texts.of(claim, subject) if has_own_text else None


def _question(world: World, asked: Asked, question: URIRef) -> Iterator[Statement]:
    yield question, RDF.type, AV.Question
    yield question, AV.about, asked.subject
    yield question, AV.hasAspect, asked.aspect
    kind = world.value(asked.aspect, AV.hasKind)
    if asked.within(AV.convertedFrom) is not None:
        yield question, AV.hasKind, KIND.conversion
    elif kind is not None:
        yield question, AV.hasKind, kind
    for scope_property, within in asked.scope:
        yield question, scope_property, within
    title = f"{world.label(asked.aspect)} of {world.label(asked.subject)}"
    scope = ", ".join(_in_words(world, *item) for item in asked.scope)
    yield question, RDFS.label, Literal(f"{title} ({scope})" if scope else title, lang="en")


def _in_words(world: World, scope_property: URIRef, within: Node) -> str:
    if scope_property == AV.isPrior:
        return "before"
    if scope_property == AV.convertedFrom:
        return f"converted from {world.label(within)}"
    if isinstance(within, Literal):
        first, _, last = str(within).partition("/")
        days = (
            first if first == last else f"{first} to {last}".replace("to ..", "on").replace(".. to", "up to")
        )
        return f"for {days}" if scope_property == AV.during else f"as of {days}"
    is_stage = scope_property == AV.inVersion and world.value(within, AV.inProcess) is not None
    return f"text from {world.label(within)} on" if is_stage else world.label(within)


def _name(asked: Asked) -> URIRef:
    """Return an IRI that says what is asked, with a hash of the scope and of what does not fit into a name."""
    subject, aspect = asked.subject, asked.aspect
    parts = [
        str(subject).removeprefix(ID) if subject.startswith(ID) else _digest(str(subject)),
        str(aspect).removeprefix(ASPECT) if aspect.startswith(ASPECT) else _digest(str(aspect)),
    ]
    if asked.scope:
        parts.append(
            _digest("\n".join(f"{scope_property} {within}" for scope_property, within in asked.scope))
        )
    return URIRef(ID + "question/" + "/".join(quote(part, safe="/-._~%") for part in parts))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
