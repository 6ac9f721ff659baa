"""What a store has of a node is the same, in whichever way it is looked up."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF
from tests.storing.worlds import filled, read, world

from averment.deriving.identity import JudgedIdentities
from averment.namespaces import AV, ID
from averment.shapes import load_shapes
from averment.storing import lookups
from averment.storing.identities import StoredIdentities
from averment.storing.lookups import Lookups
from averment.storing.names import ASIDE, DEFAULT
from averment.storing.world import StoredWorld

SHAPES, _ = load_shapes()
ACTORS = [ID[f"actor/{name}"] for name in "abcde"]


pairs = st.tuples(st.sampled_from(["isSameAs", "differsFrom"]), *[st.sampled_from("abcde")] * 2)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(pairs, min_size=1, max_size=7))
def test_who_is_who_is_told_by_what_has_been_derived_of_all_judgements(
    verdicts: list[tuple[str, str, str]],
) -> None:
    nodes: list[dict[str, Any]] = [
        {"id": f"actor:{name}", "type": "Person", "name": {"en": name}} for name in "abcde"
    ]
    for number, (verdict, one, other) in enumerate(verdicts):
        said = {"judges": f"actor:{one}", verdict: f"actor:{other}"}
        nodes.append({"id": f"judgement:{number}", "type": "Identity", **said})
    store = filled([read("graph.json", json.dumps({"graph": nodes}).encode())])
    known = StoredIdentities(Lookups(store))
    anew = JudgedIdentities(StoredWorld(Lookups(store), ()))
    for actor in ACTORS:
        assert known.first(actor) == anew.first(actor)
        assert list(known.nodes(actor)) == list(anew.nodes(actor))
        assert known.canonical(actor) == anew.canonical(actor)
    for number in range(len(verdicts)):
        judgement = ID[f"judgement/{number}"]
        assert list(known.contradicted(judgement)) == list(anew.contradicted(judgement))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = filled(read(path, data) for path, data in world(Random(5)).items())
    node = ox.NamedNode(ACTORS[0])
    for number in range(3):  # as a file puts aside that states what is derived
        value = ox.NamedNode(f"{node.value}{number}")
        store.add(ox.Quad(node, ox.NamedNode(AV.countsAs), value, ASIDE))
        store.add(ox.Quad(value, ox.NamedNode(AV.countsAs), node, ASIDE))
    return store


def nodes_of(store: ox.Store) -> set[lookups.Named]:
    terms = {
        each for quad in store for each in (quad.subject, quad.object) if quad.graph_name in (DEFAULT, ASIDE)
    }
    return {term for term in terms if isinstance(term, ox.NamedNode | ox.BlankNode)}


@pytest.mark.parametrize("most", [1, 3, 12])
def test_few_and_many_that_point_at_a_node_are_the_same(
    store: ox.Store, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "_MOST_POINTING", most)
    some = {ox.NamedNode(each) for each in (RDF.type, AV.about, AV.countsAs, AV.isProvisionOf, AV.hasAnswer)}
    looked_up = Lookups(store)
    counts = []
    for node in nodes_of(store):
        everything = sorted(map(str, looked_up.pointing(node)))
        counts.append(len(everything))
        its_own = {predicate for _, predicate in looked_up.pointing(node)}
        for properties in (some, {ox.NamedNode(AV.about)}, its_own):
            wanted = [each for each in looked_up.pointing(node) if each[1] in properties]
            assert sorted(map(str, looked_up.pointing(node, properties))) == sorted(map(str, wanted))
    assert min(counts) < most <= max(counts)


def test_what_is_put_aside_is_found_in_memory_and_in_the_store(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_memory = Lookups(store)
    assert in_memory._aside is not store
    monkeypatch.setattr(lookups, "_FEW_ASIDE", 2)
    in_store = Lookups(store)
    assert in_store._aside is store
    node, counts_as = ox.NamedNode(ACTORS[0]), ox.NamedNode(AV.countsAs)
    assert sum(predicate == counts_as for predicate, _ in in_memory.stated(node)) == 3
    assert len(in_memory.having(counts_as, node)) == 3
    for each in nodes_of(store):
        assert sorted(map(str, in_memory.stated(each))) == sorted(map(str, in_store.stated(each)))
        assert sorted(map(str, in_memory.pointing(each))) == sorted(map(str, in_store.pointing(each)))
        having = [sorted(map(str, one.having(counts_as, each))) for one in (in_memory, in_store)]
        assert having[0] == having[1]
