"""Judgements as an editor makes them: checked against the graph, with the fingerprint of what they are about."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rdflib import RDF, RDFS, SH, URIRef
from rdflib.term import Node

from averment import resources
from averment.building import Build
from averment.deriving.concepts import Concepts
from averment.deriving.fingerprints import Fingerprints, claims_of
from averment.deriving.world import World, label
from averment.errors import UsageError
from averment.judging.naming import find, slug
from averment.namespaces import AV, AVSH, STANCE

__all__ = ["Draft", "Verdict", "accept", "identify", "waive"]

_SHORTEST_REASON = 10
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who decides, when and why.

    Args:
        reason: at least ten characters; lines may break in it.
        editor: a name or a handle on one line.
        day: the day of the decision.

    Raises:
        UsageError: one of them can't stand in a judgement.
    """

    reason: str
    editor: str
    day: date

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", _legible("reason", self.reason, breaks="\n\t"))
        object.__setattr__(self, "editor", _legible("name of the editor", self.editor, breaks=""))
        if len(self.reason) < _SHORTEST_REASON:
            raise UsageError(
                f"the reason '{self.reason}' is too short; say in at least {_SHORTEST_REASON} characters why, "
                "so that others can follow it"
            )
        if not self.editor:
            raise UsageError("the name of the editor is empty; a judgement needs somebody who answers for it")


def _legible(what: str, text: str, *, breaks: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in breaks:
            raise UsageError(f"the {what} holds the control character U+{ord(character):04X}; leave it out")
    return text


@dataclass(frozen=True, slots=True)
class Draft:
    """A judgement that is not written yet.

    Attributes:
        kind: the local name of its class.
        verdict: who decides, when and why.
        judges: the nodes it is about.
        name: what a file for it may be called.
        says: the decision in words.
        basis: the fingerprint of what it is about; None for a judgement on identity.
        accepts: the claim whose answer holds.
        rule: the shape whose finding may stand.
        expires: until when.
        same: an actor that is the one judged.
        different: an actor that is not.
    """

    kind: str
    verdict: Verdict
    judges: tuple[URIRef, ...]
    name: str
    says: str
    basis: str | None = None
    accepts: URIRef | None = None
    rule: URIRef | None = None
    expires: date | None = None
    same: URIRef | None = None
    different: URIRef | None = None


def accept(build: Build, claim: str, verdict: Verdict, *, question: str | None = None) -> Draft:
    """Accept the answer that a claim gives.

    Args:
        build: the graph.
        claim: the claim, by its IRI or compact IRI.
        verdict: who decides, when and why.
        question: which of its questions is meant, where what follows from the claim answers another.

    Raises:
        UsageError: there is no such claim or question, or the claim gives no answer that could hold.
    """
    node = find(claim, _of_class(build, AV.Claim), "a claim of the graph")
    shown = Concepts.compact(node)
    if (node, AV.isWithdrawn, None) in build.derived:
        raise UsageError(f"'{shown}' has been withdrawn by its source; accept a claim that stands")
    questions = sorted(each for each in build.derived.objects(node, AV.answers) if isinstance(each, URIRef))
    if question is not None:
        known = [each for each in _questions(build) if node in claims_of(build.derived, each)]
        questions = [find(question, known, f"a question that '{shown}' answers")]
    if not questions:
        raise UsageError(
            f"'{shown}' answers no question, since it lacks a subject or an aspect; correct it first"
        )
    is_compared = any(
        node == answer or (answer, AV.followsFrom, node) in build.derived
        for each in questions
        for answer in build.derived.objects(each, AV.hasAnswer)
    )
    if not is_compared and (node, AV.hasStance, STANCE.denies) not in build.stated:
        stance = label(next(build.stated.objects(node, AV.hasStance), STANCE.opines), build.everything)
        raise UsageError(
            f"'{shown}' {stance}, which is not compared with other answers; accept a claim that asserts one"
        )
    value = next(iter(sorted(str(each) for each in build.stated.objects(node, AV.value))), "")
    asked = " and ".join(label(each, build.derived) for each in questions)
    return Draft(
        kind="Acceptance",
        verdict=verdict,
        judges=tuple(questions),
        name=_short(f"accept-{Concepts.compact(questions[0]).removeprefix('question:')}"),
        says=f"accepts '{value}' ({shown}) as the {asked}",
        basis=_basis(build, questions),
        accepts=node,
    )


def waive(build: Build, rule: str, node: str, verdict: Verdict, *, expires: date) -> Draft:
    """Let the finding of a rule on a node stand until a day.

    Args:
        build: the graph.
        rule: the shape, by its name as findings show it, or its IRI.
        node: the node, by its IRI or compact IRI.
        verdict: who decides, when and why.
        expires: the last day.

    Raises:
        UsageError: there is no such rule or node, or the last day is over.
    """
    shape = find(rule, _rules(build), "a rule", namespace=str(AVSH))
    focus = find(node, _nodes(build), "a node of the graph, nor a question")
    if expires < verdict.day:
        raise UsageError(f"a waiver until {expires} is over on {verdict.day}; let --expires name a later day")
    name = shape.removeprefix(AVSH)
    return Draft(
        kind="Waiver",
        verdict=verdict,
        judges=(focus,),
        name=_short(f"waive-{name.rsplit('/', 1)[-1]}-{Concepts.compact(focus)}"),
        says=f"waives {name} on {Concepts.compact(focus)} until {expires}",
        basis=_basis(build, [focus]),
        rule=shape,
        expires=expires,
    )


def identify(build: Build, one: str, other: str, verdict: Verdict, *, is_same: bool) -> Draft:
    """Say that two names stand for one actor, or that they do not.

    Raises:
        UsageError: one of them is no actor, they are one node, or a judgement says the opposite.
    """
    classes = resources.ontology().transitive_subjects(RDFS.subClassOf, AV.Actor)
    actors = [each for class_ in classes for each in _of_class(build, class_)]
    first, second = (find(each, actors, "an actor of the graph") for each in (one, other))
    names = " and ".join(
        f"'{label(each, build.stated)}' ({Concepts.compact(each)})" for each in (first, second)
    )
    if first == second:
        raise UsageError(f"'{Concepts.compact(first)}' is named twice; name two actors")
    opposite = AV.differsFrom if is_same else AV.isSameAs
    for judgement in sorted(build.stated.subjects(RDF.type, AV.Identity), key=str):
        for judged, verdict_on in ((first, second), (second, first)):
            said = ((judgement, AV.judges, judged), (judgement, opposite, verdict_on))
            if all(triple in build.stated for triple in said):
                says = "differ" if is_same else "are one"
                raise UsageError(
                    f"'{Concepts.compact(URIRef(str(judgement)))}' says that {names} {says}; delete it first"
                )
    return Draft(
        kind="Identity",
        verdict=verdict,
        judges=(first,),
        name=_short(
            f"{'same' if is_same else 'different'}-{'-'.join(map(Concepts.compact, (first, second)))}"
        ),
        says=f"judges {names} to be {'one actor' if is_same else 'two actors'}",
        same=second if is_same else None,
        different=None if is_same else second,
    )


def _short(name: str) -> str:
    return slug(name)[:_LONGEST_NAME].strip("-")


def _basis(build: Build, nodes: list[URIRef]) -> str:
    return Fingerprints(World(build.reading), build.derived).of(nodes)


def _of_class(build: Build, class_: Node | None) -> Iterator[URIRef]:
    return (node for node in build.stated.subjects(RDF.type, class_) if isinstance(node, URIRef))


def _questions(build: Build) -> list[URIRef]:
    found = (node for node in build.derived.subjects(RDF.type, AV.Question) if isinstance(node, URIRef))
    return sorted(found)


def _nodes(build: Build) -> set[URIRef]:
    """Return everything that a finding may be about: what files define, questions, and unknown terms."""
    nodes: set[Node] = {*build.stated.subjects(), *build.derived.subjects(RDF.type, None)}
    return {node for node in nodes if isinstance(node, URIRef)}


def _rules(build: Build) -> set[URIRef]:
    """Return the shapes that report something by themselves: those with a path, a query or a message."""
    shapes = build.shapes
    found = {shape for says in (SH.path, SH.sparql, SH.message) for shape in shapes.subjects(says, None)}
    return {shape for shape in found if isinstance(shape, URIRef)}
