"""Fingerprints of what judgements are about, by which a change since is noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

from rdflib import RDF, SKOS, BNode, Graph, URIRef
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import AV
from averment.terms import to_oxigraph

__all__ = ["DIGITS", "Fingerprints", "claims_of", "digest_of", "fingerprint_of_claims"]

DIGITS = 16
"""How many digits a fingerprint has."""

Statements: TypeAlias = Iterable[tuple[str, str]]
"""Properties and values, as N-Triples writes them."""


def claims_of(derived: Graph, question: Node) -> frozenset[Node]:
    """Return the claims that answer or deny a question; for an answer that follows from a claim, that claim."""
    answers = {
        *derived.subjects(AV.answers, question),
        *derived.objects(question, AV.hasAnswer),
        *derived.objects(question, AV.hasDenial),
    }
    return frozenset(
        claim for answer in answers for claim in (set(derived.objects(answer, AV.followsFrom)) or {answer})
    )


def fingerprint_of_claims(claims: Iterable[tuple[str, Statements]]) -> str:
    """Return the fingerprint of a question.

    Args:
        claims: the names of its claims, each with what a judgement rests on.

    >>> fingerprint_of_claims([("<urn:a>", [("<urn:p>", '"1"'), ("<urn:q>", '"2"')]), ("<urn:b>", [])])
    '1418304972342541'
    """
    return digest_of(sorted(" ".join([claim, *_lines(rest)]) for claim, rest in claims))[:DIGITS]


class Fingerprints:
    """Takes the fingerprint of any node.

    That of a question covers its claims, each with what the ontology says judgements rest on; that of
    another node what files state of it and of its parts, notes left out, and for a claim also what it relays.
    Nodes without an IRI go in without a name, since theirs change when files are added.

    Args:
        world: the statements and the ontology.
        derived: what follows from them.
    """

    def __init__(self, world: World, derived: Graph) -> None:
        self._world = world
        self._derived = derived
        self._rests_on = sorted(set(world.values(AV.Judgement, AV.restsOn)), key=str)

    def of(self, nodes: Collection[Node]) -> str:
        """Return the fingerprint of one node, or of several together."""
        found = {_text(node): self._of_one(node) for node in nodes}
        if len(found) == 1:
            return next(iter(found.values()))
        return digest_of([f"{name} {found[name]}" for name in sorted(found)])[:DIGITS]

    def _of_one(self, node: Node) -> str:
        if (node, RDF.type, AV.Question) in self._derived:
            return self._of_claims(claims_of(self._derived, node))
        described = self._description(node)
        if (node, RDF.type, AV.Claim) in self._world.stated:
            relayed = self._world.stated.objects(node, AV.relays)
            described = f"{described} {self._of_claims({node, *relayed})}"
        elif (node, None, None) not in self._world.stated:
            described = " ".join(sorted(_text(user) for user in self._derived.objects(node, AV.usedBy)))
        return digest_of([described])[:DIGITS]

    def _of_claims(self, claims: Iterable[Node]) -> str:
        return fingerprint_of_claims((_text(claim), self._rest(claim)) for claim in claims)

    def _rest(self, claim: Node) -> list[tuple[str, str]]:
        """Return what judgements rest on, of what a claim states and of what follows from that."""
        return [
            (_text(predicate), _text(value))
            for predicate in self._rests_on
            for graph in (self._world.stated, self._derived)
            for value in graph.objects(claim, predicate)
        ]

    def _description(self, start: Node) -> str:
        """Return a digest of what files state of a node, with that of its parts in the place of their names.

        Parts are blank nodes, and nodes whose IRIs start with that of the node. They are visited without
        recursion, since a list may be long; a part that leads back to itself stops there.
        """
        digests: dict[Node, str | None] = {start: None}
        waiting: list[tuple[Node, Iterator[Node]]] = [(start, self._parts(start, start))]
        while waiting:
            node, parts = waiting[-1]
            part = next((each for each in parts if each not in digests), None)
            if part is not None:
                digests[part] = None
                waiting.append((part, self._parts(part, start)))
                continue
            waiting.pop()
            digests[node] = digest_of(
                _lines(
                    (_text(predicate), digests.get(value) or _text(value))
                    for predicate, value in self._statements(node)
                )
            )
        return digests[start] or ""

    def _parts(self, node: Node, whole: Node) -> Iterator[Node]:
        for _, value in sorted(self._statements(node), key=str):
            if isinstance(value, BNode) or (isinstance(value, URIRef) and value.startswith(f"{whole}/")):
                yield value

    def _statements(self, node: Node) -> Iterator[tuple[Node, Node]]:
        for predicate, value in self._world.stated.predicate_objects(node):
            if predicate != SKOS.note:
                yield predicate, value


def _text(term: Node) -> str:
    return "" if isinstance(term, BNode) else str(to_oxigraph(term))


def _lines(statements: Statements) -> list[str]:
    return sorted(f"{predicate} {value}" for predicate, value in statements)


def digest_of(lines: Iterable[str]) -> str:
    """Return the SHA-256 of lines, in hexadecimal digits."""
    return hashlib.sha256("\n".join(lines).encode(errors="surrogatepass")).hexdigest()
