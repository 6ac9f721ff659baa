"""Who the answers to a question go back to, and what that leads to."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.ntriples import AV, integer
from benchmarks.parts import Block, Claim
from benchmarks.world import base_of, owner_of

__all__ = ["Reply", "write_origins"]

Reply = tuple[str, Claim]
"""The node of an answer, and the claim that it is, or that it follows from."""


def write_origins(block: Block, question: str, replies: Sequence[Reply]) -> None:
    """Write the independent origins of the answers to a question, and expect what is worth knowing of them."""
    if not replies:
        return
    owners = {_last_owner(claim.origin) for _, claim in replies}
    block.derive(question, *((AV.hasIndependentOrigin, owner) for owner in sorted(owners)))
    block.derive(question, (AV.originCount, integer(len(owners))))
    claims = [claim for node, claim in replies if node == claim.iri]
    origins = {claim.origin for claim in claims}
    if len(owners) == 1 and len(origins) > 1:
        block.expect("one-owner", question, "Question-oneOwner", "SPARQL")
    elif len(owners) == 1 and len({claim.stated_in for claim in claims}) > 1:
        block.expect("one-origin", question, "Question-oneOrigin", "SPARQL")
    publishers = {None if claim.lost_in else claim.document.publisher for claim in claims}
    bases = {base_of(publisher) if publisher else "" for publisher in publishers}
    if len(owners) > 1 and len(publishers) > 2 and len(bases) == 1:
        block.expect("one-country", question, "Question-oneCountry", "SPARQL")


def _last_owner(node: str) -> str:
    while (owner := owner_of(node)) != node:
        node = owner
    return node
