"""Whether judgements hold: what they are about is there, and is as it was when it was judged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from averment.deriving.fingerprints import Fingerprints, claims_of
from averment.deriving.world import World, is_plain
from averment.namespaces import AV, STANCE, STATE

__all__ = ["derive_judgements"]

_KINDS = (AV.Acceptance, AV.Identity, AV.Waiver)
_ANSWER = (
    AV.earliest,
    AV.hasAnchor,
    AV.hasConcept,
    AV.hasOperator,
    AV.hasUnit,
    AV.isNone,
    AV.isUnspecified,
    AV.latest,
    AV["lower"],
    AV.lowerIsOpen,
    AV["upper"],
    AV.upperIsOpen,
    AV.votesAbstained,
    AV.votesAgainst,
    AV.votesFor,
    AV.votesTotal,
)
"""What is derived of a value, by which answers in different words are one."""

_BASIS = re.compile(r"[0-9a-f]{16}")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?")

Statement = tuple[Node, Node, Node]


@dataclass(slots=True)
class _Judgement:
    """A judgement with all that it needs; `claim`, `rule` and `expires` where its kind has them."""

    node: Node
    kind: URIRef
    judged: frozenset[Node]
    day: date
    basis: str = ""
    claim: Node | None = None
    rule: Node | None = None
    expires: date | None = None
    state: URIRef | None = None

    @property
    def matter(self) -> tuple[URIRef, Node | None, frozenset[Node]]:
        """What a later judgement has to be about to take its place."""
        return self.kind, self.rule, self.judged

    @property
    def order(self) -> tuple[date, str]:
        """Which of two judgements is the later one: by day, then by name."""
        return self.day, str(self.node)


def derive_judgements(
    world: World, derived: Graph, shapes: Graph, today: date | None = None
) -> Iterator[Statement]:
    """Iterate over fingerprints, states and contradictions of judgements, and what they are about in vain.

    Args:
        world: the statements and the ontology.
        derived: all else that follows from them.
        shapes: the shapes that a check would run, which waivers may be about.
        today: the day on which waivers have to hold; None if that is not known, and they have no state then.
    """
    nodes = sorted((node for node in world.own(AV.Judgement) if isinstance(node, URIRef)), key=str)
    if nodes:
        yield from _Judging(world, derived, shapes, today).statements(nodes)


class _Judging:
    def __init__(self, world: World, derived: Graph, shapes: Graph, today: date | None) -> None:
        self._world = world
        self._derived = derived
        self._shapes = shapes
        self._today = today
        self._fingerprints = Fingerprints(world, derived)

    def statements(self, nodes: Collection[Node]) -> Iterator[Statement]:
        judgements = []
        for node in nodes:
            judged = self._judged(node)
            lacking = sorted((each for each in judged if not self._is_there(each)), key=str)
            for each in lacking:
                yield node, AV.lacks, each
            current = ""
            if judged and not lacking and (node, RDF.type, AV.Identity) not in self._world.stated:
                current = self._fingerprints.of(judged)
                yield node, AV.currentBasis, Literal(current)
            judgement = self._whole(node)
            if judgement is None:
                yield from _state(node, STATE.gone if lacking else STATE.incomplete)
            else:
                judgement.state = self._state(judgement, current, is_gone=bool(lacking))
                judgements.append(judgement)
        yield from self._contradictions([each for each in judgements if each.state == STATE["in-force"]])
        self._supersede(judgements)
        for judgement in judgements:
            if judgement.state is not None:
                yield from _state(judgement.node, judgement.state)

    def _whole(self, node: Node) -> _Judgement | None:
        """Return a judgement that states once, and legibly, all that its kind has to state."""
        world, kinds = self._world, [kind for kind in _KINDS if (node, RDF.type, kind) in self._world.stated]
        day = _date(world.only_value(node, AV.judgedOn))
        texts = [world.only_value(node, each) for each in (AV.judgedBy, AV.reason, AV.basis)]
        by, reason, basis = (str(text) if text is not None and is_plain(text) else "" for text in texts)
        if len(kinds) != 1 or not self._judged(node) or day is None or not by or not reason:
            return None
        judgement = _Judgement(node, kinds[0], self._judged(node), day, basis)
        if kinds[0] == AV.Identity:
            says = [other for each in (AV.isSameAs, AV.differsFrom) for other in world.values(node, each)]
            return judgement if says else None
        if not _BASIS.fullmatch(basis):
            return None
        if kinds[0] == AV.Acceptance:
            judgement.claim = world.only_value(node, AV.accepts)
            return judgement if judgement.claim is not None else None
        judgement.rule = world.only_value(node, AV.waivesRule)
        judgement.expires = _date(world.only_value(node, AV.expires))
        return judgement if judgement.rule is not None and judgement.expires is not None else None

    def _judged(self, node: Node) -> frozenset[Node]:
        return frozenset(each for each in self._world.values(node, AV.judges) if isinstance(each, URIRef))

    def _is_there(self, node: Node) -> bool:
        graphs = (self._world.stated, self._derived, self._world.vocabulary, self._shapes)
        return any((node, None, None) in graph for graph in graphs)

    def _state(self, judgement: _Judgement, current: str, *, is_gone: bool) -> URIRef | None:
        """Return the state of a judgement by itself, given the fingerprint of what it is about."""
        claim = judgement.claim
        if claim is not None and (claim, AV.isWithdrawn, None) in self._derived:
            return STATE.reopened
        if is_gone or (claim is not None and not self._is_there(claim)):
            return STATE.gone
        if judgement.kind == AV.Identity:
            return self._state_of_identity(judgement.node)
        if claim is not None and any(
            claim not in claims_of(self._derived, each) for each in judgement.judged
        ):
            return STATE.misplaced
        if judgement.basis != current:
            return STATE.reopened
        if judgement.expires is None:
            return STATE["in-force"]
        if self._today is None:
            return None
        return STATE.expired if judgement.expires < self._today else STATE["in-force"]

    def _state_of_identity(self, node: Node) -> URIRef:
        derived = self._derived
        is_contradicted = (node, AV.contradicts, None) in derived or (None, AV.contradicts, node) in derived
        return STATE.contradicted if is_contradicted else STATE["in-force"]

    def _contradictions(self, in_force: list[_Judgement]) -> Iterator[Statement]:
        """Find acceptances of different answers to one question; none of them holds.

        Questions that the same claims answer are one.
        """
        by_claims: dict[frozenset[Node], list[tuple[str, _Judgement]]] = defaultdict(list)
        for judgement in sorted(in_force, key=lambda each: each.order):
            if judgement.claim is not None:
                for question in judgement.judged:
                    answer = self._answer(judgement.claim, question)
                    by_claims[claims_of(self._derived, question)].append((answer, judgement))
        for accepted in by_claims.values():
            first_of_each: dict[str, _Judgement] = {}
            for answer, judgement in accepted:
                earlier = next((first for other, first in first_of_each.items() if other != answer), None)
                if earlier is not None:
                    yield judgement.node, AV.isAtOddsWith, earlier.node
                first_of_each.setdefault(answer, judgement)
            if len(first_of_each) > 1:
                for _, judgement in accepted:
                    judgement.state = STATE.contradicted

    def _answer(self, claim: Node, question: Node) -> str:
        """Return what a claim answers to a question, in a form in which equal answers are equal."""
        answers = {claim, *self._derived.subjects(AV.followsFrom, claim)}
        given = {each for each in answers if (each, AV.answers, question) in self._derived} or {claim}
        found = sorted(
            f"{predicate} {value}"
            for answer in given
            for predicate in _ANSWER
            for value in self._derived.objects(answer, predicate)
        )
        found = found or sorted(
            str(value).strip().casefold() for value in self._world.values(claim, AV.value)
        )
        denied = STANCE.denies in self._world.values(claim, AV.hasStance)
        return "\n".join(["denied", *found] if denied else found)

    @staticmethod
    def _supersede(judgements: list[_Judgement]) -> None:
        """Let judgements that no longer hold rest where a later one on the same matter does hold, or may."""
        latest: dict[object, tuple[date, str]] = {}
        for judgement in judgements:
            if judgement.state in (None, STATE["in-force"]):
                latest[judgement.matter] = max(judgement.order, latest.get(judgement.matter, judgement.order))
        for judgement in judgements:
            if judgement.state in (STATE.expired, STATE.reopened):
                later = latest.get(judgement.matter)
                if later is not None and later[0] >= judgement.day:
                    judgement.state = STATE.superseded


def _state(node: Node, state: URIRef) -> Iterator[Statement]:
    yield node, AV.hasState, state
    in_force = "true" if state == STATE["in-force"] else "false"
    yield node, AV.isInForce, Literal(in_force, datatype=XSD.boolean)


def _date(value: Node | None) -> date | None:
    """Return the day of an xsd:date, whatever its time zone; None for anything else."""
    match = _DATE.fullmatch(str(value))
    if match is None or not isinstance(value, Literal) or value.datatype != XSD.date:
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        return None
