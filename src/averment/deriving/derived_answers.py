"""The names of answers that follow from a claim beside the one that it states."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, BNode, URIRef
from rdflib.term import Node

from averment.namespaces import AV

__all__ = ["answer_node", "derived_answer", "renamed"]

Statement = tuple[Node, Node, Node]


def answer_node(claim: Node, name: str) -> Node:
    """Return the node of an answer that follows from a claim, named after it.

    >>> print(answer_node(URIRef("urn:claim"), "was"))
    urn:claim/was
    """
    return (
        URIRef(f"{claim}/{name}") if isinstance(claim, URIRef) else BNode(f"{claim}-{name.replace('/', '-')}")
    )


def derived_answer(claim: Node, name: str) -> Iterator[Statement]:
    """Iterate over the statements that make a node a derived answer."""
    node = answer_node(claim, name)
    yield node, RDF.type, AV.DerivedAnswer
    yield node, AV.followsFrom, claim


def renamed(statements: Iterator[Statement], claim: Node, name: str) -> Iterator[Statement]:
    """Iterate over what was derived for a claim as said of an answer that follows from it.

    Answers that follow from the claim become ones that follow from it through that answer.
    """
    node = answer_node(claim, name)
    within = str(answer_node(claim, ""))
    for subject, predicate, value in statements:
        if predicate == AV.followsFrom:
            value = claim
        if subject == claim:
            yield node, predicate, value
        elif str(subject).startswith(within):
            yield answer_node(claim, f"{name}/{str(subject).removeprefix(within)}"), predicate, value
        else:
            yield subject, predicate, value
