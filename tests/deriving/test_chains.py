"""Attribution chains: the place of each hop, and where a statement comes from."""

from __future__ import annotations

import time

import pytest
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node
from tests.deriving.small import TURTLE, expanded, world

from averment.deriving.chains import derive_chains, hops_of
from averment.deriving.world import World
from averment.namespaces import AV

PAGES = """
<article/wire> a av:Article ; dcterms:publisher <actor/herald> .
<article/copy> a av:Article ; dcterms:publisher <actor/courier> .
<document/bill> a av:OfficialText .
"""


def made(turtle: str) -> World:
    return world(TURTLE + PAGES + turtle)


def origin(world: World, claim: str = "article:copy/c") -> Node | None:
    origins = [
        value for node, prop, value in derive_chains(world) if (node, prop) == (expanded(claim), AV.hasOrigin)
    ]
    assert len(origins) <= 1
    return origins[0] if origins else None


def claim(name: str, chain: str = "", relays: str = "", document: str = "article/copy") -> str:
    return (
        f"<article/copy/{name}> a av:Claim ; av:statedIn <{document}> "
        + (f"; av:attributionChain ( {chain} ) " if chain else "")
        + (f"; av:relays {relays} " if relays else "")
        + ". "
    )


WIRE = "[ a av:Hop ; av:hasSource <actor/herald> ; av:hasVerb verb:reports ]"
ANN = "[ a av:Hop ; av:hasSource <actor/ann> ; av:hasVerb verb:told ]"


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        (claim("c"), "actor:courier"),
        (claim("c", WIRE), "actor:herald"),
        (claim("c", document="article/wire"), "actor:herald"),
        (claim("c", WIRE + ANN), "actor:ann"),
        (claim("c", "[ av:hasSource <article/wire> ]"), "actor:herald"),
        (claim("c", "[ av:hasSource <document/bill> ]"), "document:bill"),
        (claim("c", document="document/bill"), "document:bill"),
        (claim("c", document="article/nowhere"), "article:nowhere"),
        (claim("c", relays="<article/copy/d>") + claim("d", ANN), "actor:ann"),
        (claim("c", WIRE, relays="<article/copy/d>") + claim("d", WIRE + ANN), "actor:ann"),
        (
            claim("c", relays="<article/copy/d>") + claim("d", relays="<article/copy/e>") + claim("e", ANN),
            "actor:ann",
        ),
        (claim("c", ANN, relays="<article/copy/nothing>"), "actor:ann"),
        (claim("c", relays="<article/copy/a> , <article/copy/d>") + claim("d", ANN), "actor:ann"),
        (claim("c", ANN, relays="<article/copy/c>"), "actor:ann"),
    ],
)
def test_origin(turtle: str, expected: str) -> None:
    assert origin(made(turtle)) == expanded(expected)


def test_page_that_cites_an_agency_and_the_agency_have_one_origin() -> None:
    own = "<article/wire/c> a av:Claim ; av:statedIn <article/wire> . "
    graph = made(own + claim("c", WIRE) + claim("d", "[ av:hasSource <article/wire> ]"))
    origins = {value for _, prop, value in derive_chains(graph) if prop == AV.hasOrigin}
    assert origins == {expanded("actor:herald")}


def test_unnamed_source_is_its_own_origin() -> None:
    graph = made(claim("c", WIRE + "[ a av:Hop ; av:unnamed 'analysts'@en ]"))
    found = origin(graph)
    assert isinstance(found, BNode)
    assert graph.value(found, AV.unnamed) == Literal("analysts", lang="en")


def test_claim_of_no_document_has_no_origin() -> None:
    assert origin(made("<article/copy/c> a av:Claim .")) is None


@pytest.mark.parametrize("start", ["c", "d", "e", "f"])
def test_claims_that_relay_in_a_circle_have_one_origin(start: str) -> None:
    circle = (
        claim("e", WIRE, relays="<article/copy/c>")
        + claim("c", ANN, relays="<article/copy/d>")
        + claim("d", relays="<article/copy/e>")
        + claim("f", WIRE, relays="<article/copy/d>")
    )
    assert origin(made(circle), f"article:copy/{start}") == expanded("actor:ann")


@pytest.mark.parametrize("closed", [False, True])
def test_long_line_of_claims_has_one_origin(closed: bool) -> None:
    count = 1500
    graph = made(
        "".join(
            claim(f"c{number:04}", ANN, relays=f"<article/copy/c{number + 1:04}>") for number in range(count)
        )
        + claim(f"c{count}", WIRE, relays="<article/copy/c0000>" if closed else "")
    )
    start = time.process_time()
    origins = [value for _, prop, value in derive_chains(graph) if prop == AV.hasOrigin]
    assert origins == [expanded("actor:ann" if closed else "actor:herald")] * (count + 1)
    assert time.process_time() - start < 5


# --- hops --------------------------------------------------------------------------------------------------------


def positions(graph: World) -> dict[Node, tuple[set[str], set[str]]]:
    triples = list(derive_chains(graph))
    return {
        hop: (
            {str(value) for node, prop, value in triples if (node, prop) == (hop, AV.hopPosition)},
            {str(value) for node, prop, value in triples if (node, prop) == (hop, AV.isHopOf)},
        )
        for hop, prop, _ in triples
        if prop == AV.isHopOf
    }


def test_hops_are_numbered_from_the_outermost() -> None:
    graph = made(claim("c", "<hop/one> <hop/two> <hop/three>"))
    own = str(expanded("article:copy/c"))
    base = "https://w3id.org/averment/id/hop/"
    assert positions(graph) == {
        URIRef(base + "one"): ({"1"}, {own}),
        URIRef(base + "two"): ({"2"}, {own}),
        URIRef(base + "three"): ({"3"}, {own}),
    }
    assert hops_of(graph, expanded("article:copy/c")) == [URIRef(base + n) for n in ("one", "two", "three")]


@pytest.mark.parametrize(
    ("chain", "count"),
    [
        ("_:a . _:a rdf:first <hop/one> ; rdf:rest _:a", 1),
        ("_:a . _:a rdf:first <hop/one> ; rdf:rest _:b . _:b rdf:first <hop/two> ; rdf:rest _:a", 2),
        ("_:a . _:a rdf:first <hop/one>", 1),
        ("_:a . _:a rdf:rest ( <hop/two> )", 1),
        ("<actor/ann>", 0),
        ("'Ann'", 0),
        ("( 'Ann' )", 0),
        ("()", 0),
    ],
)
def test_list_that_is_none_or_loops_ends(chain: str, count: int) -> None:
    graph = made(f"<article/copy/c> a av:Claim ; av:statedIn <article/copy> ; av:attributionChain {chain} .")
    assert len(positions(graph)) == count
    assert origin(graph) is not None
    assert all(not isinstance(node, Literal) for node, _, _ in derive_chains(graph))


def test_many_claims_take_little_time() -> None:
    graph = made("".join(claim(f"c{number}", WIRE) for number in range(1000)))
    start = time.process_time()
    assert len(list(derive_chains(graph))) == 3000
    assert time.process_time() - start < 5
