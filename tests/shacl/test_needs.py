"""What a relation needs to have a row: nothing is left out that would have found something, and much is left out."""

from __future__ import annotations

import pytest
from rdflib import RDF, RDFS, BNode, Graph, URIRef
from tests.checking.small import ROOT

from averment.building import build
from averment.checking.compiled import shipped_prepared
from averment.shacl.algebra import (
    Aggregate,
    Aggregation,
    Alternative,
    AntiJoin,
    Closure,
    Constant,
    Inverse,
    Join,
    LeftJoin,
    PathJoin,
    Predicate,
    Relation,
    Sequence,
    Triples,
    Union,
    Unit,
    Values,
    Variable,
)
from averment.shacl.build import instances
from averment.shacl.needs import needs_of
from averment.shacl.oxigraph import OxigraphStore
from averment.shacl.statements import Statement

P, Q, C = (URIRef(f"urn:{name}") for name in "pqC")
X, Y = Variable("x"), Variable("y")
OF_P, OF_Q = (Triples(X, Constant(predicate), Y) for predicate in (P, Q))
COUNT = (Aggregation(Variable("count"), "COUNT", None),)


def along(path: Predicate | Inverse | Sequence | Alternative | Closure) -> Relation:
    return PathJoin(Values((X,), ((P,),)), X, path, Y)


CASES: dict[str, tuple[Relation, set[str]]] = {
    "unit": (Unit(), set()),
    "triples": (OF_P, {"urn:p"}),
    "any-property": (Triples(X, Variable("p"), Y), set()),
    "join": (Join(OF_P, OF_Q), {"urn:p", "urn:q"}),
    "optional": (LeftJoin(OF_P, OF_Q), {"urn:p"}),
    "without": (AntiJoin(OF_P, OF_Q), {"urn:p"}),
    "union": (Union((OF_P, OF_Q)), set()),
    "union-of-the-same": (Union((Join(OF_P, OF_Q), OF_P)), {"urn:p"}),
    "group": (Aggregate(OF_P, (X,), COUNT), {"urn:p"}),
    "count-of-nothing": (Aggregate(OF_P, (), COUNT), set()),
    "inverse": (along(Inverse(Predicate(P))), {"urn:p"}),
    "sequence": (along(Sequence((Predicate(P), Predicate(Q)))), {"urn:p", "urn:q"}),
    "alternative": (along(Alternative((Predicate(P), Predicate(Q)))), set()),
    "one-or-more": (along(Closure(Predicate(P), 1)), {"urn:p"}),
    "zero-or-more": (along(Closure(Predicate(P), 0)), set()),
    "instances": (instances(X, C), {"a urn:C", str(RDF.type)}),
}


@pytest.mark.parametrize("name", CASES)
def test_needs(name: str) -> None:
    relation, expected = CASES[name]
    assert needs_of(relation) == expected


def test_an_instance_of_a_class_below_is_one_of_the_class_even_in_a_circle() -> None:
    data = Graph()
    for below, above in ((URIRef("urn:D"), C), (C, URIRef("urn:D")), (URIRef("urn:E"), URIRef("urn:D"))):
        data.add((below, RDFS.subClassOf, above))
    store = OxigraphStore()
    store.load(data)
    statement = Statement("", (), needs=("a urn:C",))
    assert not store.may_have_rows(statement)
    data.add((BNode(), RDF.type, URIRef("urn:E")))
    store.load(data)
    assert store.may_have_rows(statement)


def test_what_is_left_out_of_a_graph_without_claims_has_no_rows() -> None:
    store = OxigraphStore()
    store.load(build([ROOT / "graph/laws", ROOT / "graph/actors"]).everything)
    left_out = [one for one in shipped_prepared() if not store.may_have_rows(one.statement)]
    assert len(left_out) > 50
    assert [one.constraint.shape for one in left_out if list(store.run(one.statement))] == []
