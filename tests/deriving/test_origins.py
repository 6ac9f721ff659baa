"""How many independent origins the answers to a question have."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal
from rdflib.namespace import RDF
from tests.deriving.small import TURTLE, expanded, world

from averment.deriving.origins import derive_independent_origins
from averment.graphs import graph_of
from averment.namespaces import AV

QUESTION = expanded("question:q")
ACTOR = "<actor/z> a av:Outlet . "


def derived(*origins: str) -> Graph:
    """Give a question with answers of these origins."""
    graph = Graph()
    for number, origin in enumerate(origins):
        claim = expanded(f"article:{number}/c")
        graph.add((QUESTION, AV.hasAnswer, claim))
        if origin:
            graph.add((claim, AV.hasOrigin, expanded(origin)))
    return graph


def found(turtle: str, graph: Graph) -> tuple[set[str], str]:
    """Give the independent origins of the question and their number."""
    triples = graph_of(derive_independent_origins(world(TURTLE + ACTOR + turtle, base=False), graph))
    assert set(triples.subjects()) == {QUESTION}
    origins = {
        str(origin).rpartition("/")[2] for origin in triples.objects(QUESTION, AV.hasIndependentOrigin)
    }
    return origins, str(triples.value(QUESTION, AV.originCount))


CIRCLE = "<actor/a> av:isOwnedBy <actor/b> . <actor/b> av:isOwnedBy <actor/a> . "
OWNED = "<actor/a> av:isOwnedBy <actor/x> . <actor/b> av:isOwnedBy <actor/x> . "


@pytest.mark.parametrize(
    ("turtle", "origins", "expected"),
    [
        ("", ["actor:a", "actor:b"], {"a", "b"}),
        ("", ["actor:a", "actor:a"], {"a"}),
        (OWNED, ["actor:a", "actor:b"], {"x"}),
        (OWNED, ["actor:a", "actor:x"], {"x"}),
        (OWNED, ["actor:a", "actor:c"], {"x", "c"}),
        (OWNED + "<actor/x> av:isOwnedBy <actor/y> .", ["actor:a", "actor:b"], {"y"}),
        (CIRCLE, ["actor:a", "actor:b"], {"a"}),
        (CIRCLE + "<actor/c> av:isOwnedBy <actor/b> .", ["actor:c"], {"a"}),
        ("<actor/a> av:isOwnedBy <actor/a> .", ["actor:a"], {"a"}),
        ("<actor/a> av:isOwnedBy <actor/y> , <actor/x> .", ["actor:a", "actor:x"], {"x"}),
        ("", ["", "actor:a"], {"a"}),
    ],
)  # fmt: skip
def test_what_has_one_owner_counts_once(turtle: str, origins: list[str], expected: set[str]) -> None:
    assert found(turtle, derived(*origins)) == (expected, str(len(expected)))


def test_a_question_whose_answers_have_no_origin_has_none() -> None:
    assert found("", derived("", "")) == (set(), "0")


def test_an_answer_that_follows_from_a_claim_has_its_origin() -> None:
    graph = derived("actor:a")
    node = expanded("article:9/c/was")
    graph += graph_of(
        [
            (QUESTION, AV.hasAnswer, node),
            (node, RDF.type, AV.DerivedAnswer),
            (node, AV.followsFrom, expanded("article:9/c")),
            (expanded("article:9/c"), AV.hasOrigin, expanded("actor:b")),
        ]
    )
    assert found("", graph) == ({"a", "b"}, "2")


def test_number_is_an_integer() -> None:
    triples = list(derive_independent_origins(world(TURTLE + ACTOR, base=False), derived("actor:a")))
    assert [value for _, predicate, value in triples if predicate == AV.originCount] == [Literal(1)]
