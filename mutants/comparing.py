"""Which findings of a mutant are new, and which of them are about the mutation."""

from __future__ import annotations

from collections.abc import Iterable, Set
from itertools import combinations

from rdflib import Graph, URIRef

from averment.checking import Finding, Place
from averment.namespaces import AV, ID
from mutants.model import Mutant

__all__ = ["Key", "concerns", "keys", "new_findings"]

Key = tuple[str, str, frozenset[str]]
"""A rule, what it is found at, and the claims that it sets against each other."""

_QUESTIONS = ID + "question/"
_MEANING = (AV.hasConcept, AV["lower"], AV["upper"], AV.earliest, AV.latest, AV.isNone, AV.isUnspecified)


def keys(finding: Finding, derived: Graph) -> frozenset[Key]:
    """Return what a finding says, without what may change while it stays the same finding.

    A disagreement says of each two claims with different answers that they are at odds; which question asks for
    them, and how many more claims are listed, does not matter. Of other findings on a question only the rule and the
    question count, of the rest the rule, its subject and each of the claims. Neither counts nor wording matter, nor do
    the values themselves: a claim whose value changes within a finding that is there anyway makes no new finding, and
    two that give one answer in different words are not at odds.
    """
    answers = {place.claim: _answer(place, derived) for place in finding.places if place.claim is not None}
    if finding.subject.startswith(_QUESTIONS):
        at_odds = {
            frozenset((one, other))
            for one, other in combinations(sorted(answers), 2)
            if answers[one] != answers[other]
        }
        if finding.family != "corroboration" and at_odds:
            return frozenset((finding.rule, "", pair) for pair in at_odds)
        return frozenset([(finding.rule, finding.subject, frozenset())])
    each = [frozenset((claim,)) for claim in answers] or [frozenset[str]()]
    return frozenset((finding.rule, finding.subject, claims) for claims in each)


def _answer(place: Place, derived: Graph) -> object:
    """Return what the claim at a place answers: by what is derived of it, or as the place has it."""
    claim = URIRef(place.claim or "")
    meant = frozenset((key, value) for key in _MEANING for value in derived.objects(claim, key))
    return meant if meant and "until then" not in (place.value or "") else place.value


def new_findings(found: Iterable[Finding], known: Set[Key], derived: Graph) -> list[Finding]:
    """List the findings that say something which is not known yet.

    Args:
        found: the findings on a graph.
        known: what the findings on another graph say.
        derived: what is derived from the first graph.
    """
    return [finding for finding in found if not keys(finding, derived) <= known]


def concerns(finding: Finding, mutant: Mutant, derived: Graph) -> bool:
    """Return whether a finding is at what a mutant edited, at a part of it, at what is involved, or their questions.

    Args:
        finding: a finding on the mutated graph.
        mutant: the mutant.
        derived: what is derived from the mutated graph, which tells the questions of claims.
    """
    nodes = {str(node) for node in (mutant.node, *mutant.involved)}
    asked = {str(question) for node in nodes for question in derived.objects(URIRef(node), AV.answers)}
    at = {finding.subject, *(place.claim for place in finding.places if place.claim is not None)}
    return bool(at & (nodes | asked)) or any(each.startswith(f"{node}/") for each in at for node in nodes)
