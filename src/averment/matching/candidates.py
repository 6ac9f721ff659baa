"""Pairs of actors that may be one, with the names that are alike and where they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import SKOS, Literal, URIRef

from averment.deriving.identity import JudgedIdentities
from averment.deriving.world import World
from averment.errors import Position
from averment.matching.blocking import across, near, worth_comparing
from averment.matching.libraries import libraries
from averment.matching.names import Words, words_of
from averment.matching.scoring import cannot_reach, score
from averment.namespaces import AV

__all__ = ["THRESHOLD", "Candidate", "Side", "find_candidates"]

THRESHOLD = 80.0
"""The score from which pairs are proposed unless told otherwise; docs/model.md says what it finds and misses."""

_NAMES = (SKOS.prefLabel, SKOS.altLabel)


@dataclass(frozen=True, slots=True)
class Side:
    """One actor of a pair, and the name by which it is like the other.

    Attributes:
        actor: its IRI.
        name: the name, as written.
        position: where it is written; None if it is written in no file.
    """

    actor: URIRef
    name: str
    position: Position | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two actors that may be one.

    Attributes:
        score: how alike the two names are, from 0 to 100.
        one: the actor whose IRI comes first.
        other: the other actor.
    """

    score: float
    one: Side
    other: Side


@dataclass(frozen=True, slots=True, order=True)
class _Name:
    """A name of an actor; those that sort first are shown of several that are as good."""

    is_alias: bool
    is_foreign: bool
    text: str


_Bearers = dict[Words, dict[URIRef, _Name]]
_Pair = tuple[URIRef, URIRef]
_Match = tuple[float, Words, Words]
"""The score, negated so that the best comes first, and the names that have it."""


def find_candidates(world: World, threshold: float = THRESHOLD) -> list[Candidate]:
    """Return the pairs of actors that may be one and that no judgement decides, the most alike first.

    Persons are compared with persons, and organisations, outlets among them, with organisations.

    Args:
        world: the statements of the files and the ontology.
        threshold: the least score, from 0 to 100.

    Raises:
        UsageError: the libraries that compare names are not installed.
    """
    libraries()  # with nothing to compare, too: what is missing is not found out by chance
    identities = JudgedIdentities(world)
    found: dict[_Pair, Candidate] = {}
    for class_ in (AV.Person, AV.Organisation):
        actors = {
            actor
            for actor in world.instances(class_)
            if isinstance(actor, URIRef) and (actor, None, None) in world.stated
        }
        for candidate in _compared(world, identities, actors, threshold, persons=class_ == AV.Person):
            pair = candidate.one.actor, candidate.other.actor
            known = found.get(pair)
            if known is None or candidate.score > known.score:
                found[pair] = candidate
    return sorted(found.values(), key=lambda each: (-each.score, each.one.actor, each.other.actor))


def _compared(
    world: World, identities: JudgedIdentities, actors: Iterable[URIRef], threshold: float, *, persons: bool
) -> Iterator[Candidate]:
    bearers = _bearers(world, actors)
    best: dict[_Pair, _Match] = {}
    for words, named in bearers.items():
        for pair in near(sorted(named)):
            _keep_best(best, pair, (-100.0, words, words))
    for one, other in worth_comparing(bearers):
        if cannot_reach(threshold, one, other, persons=persons):
            continue
        found = score(one, other, persons=persons)
        if found >= threshold:
            for pair in across(bearers[one], bearers[other]):
                for names in ((one, other), (other, one)):
                    if pair[0] in bearers[names[0]] and pair[1] in bearers[names[1]]:
                        _keep_best(best, pair, (-found, *names))
    for (first, second), (negated, one, other) in best.items():
        if not identities.is_judged(first, second):
            yield Candidate(
                -negated,
                _side(world, first, bearers[one][first]),
                _side(world, second, bearers[other][second]),
            )


def _keep_best(best: dict[_Pair, _Match], pair: _Pair, match: _Match) -> None:
    best[pair] = min(match, best.get(pair, match))


def _bearers(world: World, actors: Iterable[URIRef]) -> _Bearers:
    """Map each name, as words, to the actors that bear it, each with the name as it is written."""
    bearers: _Bearers = defaultdict(dict)
    for actor in sorted(actors):
        for predicate in _NAMES:
            for literal in world.values(actor, predicate):
                if not isinstance(literal, Literal):
                    continue  # the shapes report it
                words = words_of(str(literal))
                name = _Name(predicate == SKOS.altLabel, literal.language != "en", str(literal))
                if words:
                    bearers[words][actor] = min(name, bearers[words].get(actor, name))
    return dict(bearers)


def _side(world: World, actor: URIRef, name: _Name) -> Side:
    predicate = SKOS.altLabel if name.is_alias else SKOS.prefLabel
    return Side(actor, name.text, world.positions.of(actor, predicate))
