"""Attribution chains: the place of each hop, and the origin of each claim."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, XSD, Literal
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import AV

__all__ = ["derive_chains", "hops_of"]


def hops_of(world: World, claim: Node) -> list[Node]:
    """List the hops of a claim's attribution chain, outermost first; a list that loops ends before it repeats."""
    hops: list[Node] = []
    cell = world.value(claim, AV.attributionChain)
    seen: set[Node] = set()
    while cell is not None and cell != RDF.nil and cell not in seen:
        seen.add(cell)
        hop = world.value(cell, RDF.first)
        if hop is not None:
            hops.append(hop)
        cell = world.value(cell, RDF.rest)
    return hops


def derive_chains(world: World) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over hop positions and origins.

    The origin of a claim is that of the claim it relays, if it relays one; else the end of its chain; else
    that of the same statement in the document that its own is based on, credited or not; else the document
    that states it, or the one that this republishes if nobody has written down what that says. A document
    with a publisher stands for the publisher, so that an agency's own report and a page that cites the agency
    have one origin; nodes that editors judged to be one actor have one origin, too. Claims that relay each
    other in a circle have one origin as well: that of the first of them by IRI.
    """
    ends = _ends(world)
    for claim in world.claims:
        for number, hop in enumerate(hops_of(world, claim), start=1):
            if isinstance(hop, Literal):
                continue  # the shapes report it
            yield hop, AV.isHopOf, claim
            yield hop, AV.hopPosition, Literal(str(number), datatype=XSD.integer)
        origin = _origin(world, ends[claim])
        if origin is not None:
            yield claim, AV.hasOrigin, world.canonical(origin)


def _ends(world: World) -> dict[Node, Node]:
    """Map each claim to the one at the end of the line of claims that it relays, itself if it relays none."""
    copies = _Copies(world)
    ends: dict[Node, Node] = {}
    for claim in world.claims:
        line: dict[Node, int] = {}
        current: Node | None = claim
        while current is not None and current not in ends and current not in line:
            line[current] = len(line)
            last, current = current, _relayed(world, current) or copies.original(current)
        if current is None:
            end = last
        elif current in ends:
            end = ends[current]
        else:
            end = min((node for node, at in line.items() if at >= line[current]), key=str)
        ends.update(dict.fromkeys(line, end))
    return ends


def _relayed(world: World, claim: Node) -> Node | None:
    """Return the claim that a claim relays, the first by IRI if it names several."""
    others = set(world.values(claim, AV.relays)) - {claim}
    return min(
        (other for other in others if (other, RDF.type, AV.Claim) in world.stated), key=str, default=None
    )


class _Copies:
    """Finds what a document took over from the one that it is based on, where it does not say so itself."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._said: dict[tuple[Node, Node | None, Node | None, str | None], Node] = {}
        for claim in reversed(world.claims):
            for document in world.values(claim, AV.statedIn):
                self._said[(document, *self._statement(claim))] = claim

    def original(self, claim: Node) -> Node | None:
        """Return the same statement in a document that the claim's is based on; None if it names its source."""
        if hops_of(self._world, claim):
            return None
        bases = sorted(
            {
                base
                for document in self._world.values(claim, AV.statedIn)
                for base in self._world.values(document, AV.isBasedOn)
                if base != document
            },
            key=str,
        )
        found = (self._said.get((base, *self._statement(claim))) for base in bases)
        return next((each for each in found if each is not None), None)

    def _statement(self, claim: Node) -> tuple[Node | None, Node | None, str | None]:
        world = self._world
        return (
            world.value(claim, AV.about),
            world.value(claim, AV.hasAspect),
            world.literal(claim, AV.value),
        )


def _origin(world: World, claim: Node) -> Node | None:
    hops = hops_of(world, claim)
    if hops:
        source = world.value(hops[-1], AV.hasSource)
        return _publisher_or_self(world, source) if source is not None else hops[-1]
    document = world.value(claim, AV.statedIn)
    return _publisher_or_self(world, _unread_base(world, document)) if document is not None else None


def _unread_base(world: World, document: Node) -> Node:
    """Return what a document republishes of which nobody has written down the claims; itself if nothing."""
    seen: set[Node] = set()
    while document not in seen:
        seen.add(document)
        bases = sorted(set(world.values(document, AV.isBasedOn)) - seen, key=str)
        if len(bases) == 1 and next(world.subjects(AV.statedIn, bases[0]), None) is None:
            document = bases[0]
    return document


def _publisher_or_self(world: World, node: Node) -> Node:
    return world.value(node, DCTERMS.publisher) or node
