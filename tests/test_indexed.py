"""Graphs of averment answer as rdflib's own do, whatever has been put in, taken out and asked before."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, BNode, Graph, Literal, URIRef, Variable
from rdflib.paths import MulPath
from rdflib.term import Node

from averment.graphs import graph_of
from averment.indexed import IndexedGraph

SUBJECTS: list[Node] = [URIRef("urn:a"), URIRef("urn:b"), BNode("c")]
PREDICATES: list[Node] = [RDF.type, URIRef("urn:p")]
VALUES: list[Node] = [*SUBJECTS, Literal("a"), Literal("a", lang="en"), Literal(1)]

triples = st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES), st.sampled_from(VALUES))
patterns = st.tuples(
    st.sampled_from([None, *SUBJECTS]), st.sampled_from([None, *PREDICATES]), st.sampled_from([None, *VALUES])
)
Pattern = tuple[Node | None, Node | None, Node | None]

steps = st.lists(st.tuples(st.sampled_from(["add", "remove", "ask"]), triples, patterns), max_size=12)


def answers(graph: Graph) -> dict[object, object]:
    """Return all that a graph can be asked, each answer without its order."""
    found: dict[object, object] = {"length": len(graph), "all": Counter(graph)}
    for pattern in product([None, *SUBJECTS], [None, *PREDICATES], [None, *VALUES]):
        subject, predicate, value = pattern
        found["triples", pattern] = Counter(graph.triples(pattern))
        found["in", pattern] = pattern in graph
        found["objects", pattern] = Counter(graph.objects(subject, predicate))
        found["subjects", pattern] = Counter(graph.subjects(predicate, value))
        found["predicates", pattern] = Counter(graph.predicates(subject, value))
        found["each once", pattern] = set(graph.subjects(predicate, value, unique=True))
    return found


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(triples, max_size=8), steps)
def test_answers_are_those_of_rdflib(
    start: list[tuple[Node, Node, Node]], done: list[tuple[str, tuple[Node, Node, Node], Pattern]]
) -> None:
    graph, expected = graph_of(start), Graph(bind_namespaces="none")
    for triple in start:
        expected.add(triple)
    for step, triple, pattern in done:
        if step == "ask":  # which makes the other indexes, that have to be kept up from then on
            assert Counter(graph.triples(pattern)) == Counter(expected.triples(pattern))
        else:
            for each in (graph, expected):
                getattr(each, step)(triple if step == "add" else pattern)
    assert answers(graph) == answers(expected)


def test_a_path_a_list_and_a_query_are_left_to_rdflib() -> None:
    a, b, c = URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:c")
    p = URIRef("urn:p")
    far = MulPath(p, "+")
    graph = graph_of([(a, p, b), (b, p, c)])
    assert set(graph.objects(a, far)) == {b, c}
    assert set(graph.subjects(far, c)) == {a, b}
    assert (a, far, c) in graph
    assert list(graph.objects([a, b], p)) == [b, c]
    assert list(graph.subjects(p, [b, c])) == [a, b]
    assert graph.value(a, p) == b
    assert graph.query("SELECT ?x { <urn:a> <urn:p>/<urn:p> ?x }").bindings == [{Variable("x"): c}]
    assert len(graph + graph_of([(c, p, a)])) == 3
    assert len(graph) == 2


def test_prefixes_are_kept() -> None:
    graph = IndexedGraph()
    graph.bind("ex", URIRef("urn:ex:"))
    graph.add((URIRef("urn:ex:a"), URIRef("urn:ex:p"), Literal(1)))
    assert "ex:a ex:p 1 ." in graph.serialize(format="turtle")


def test_what_changes_while_it_is_gone_through_is_an_error() -> None:
    graph = graph_of([(SUBJECTS[0], PREDICATES[0], value) for value in VALUES])
    found = graph.objects(SUBJECTS[0], PREDICATES[0])
    next(found)
    graph.add((SUBJECTS[0], PREDICATES[0], BNode()))
    with pytest.raises(RuntimeError, match="changed size during iteration"):
        next(found)
