"""Oxigraph's store as a back end: what it rewrites is noticed, and the results are those of the reference."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from averment.checking.reference import run_pyshacl
from averment.shacl import duck, oxigraph
from averment.shacl.algebra import (
    Aggregate,
    Aggregation,
    Constant,
    Extend,
    Filter,
    Join,
    PathJoin,
    Predicate,
    Relation,
    Sequence,
    Triples,
    Values,
    Variable,
)
from averment.shacl.build import THIS, VALUE, call, only
from averment.shacl.faithful import NotFaithfulError
from averment.shacl.oxigraph import OxigraphStore
from averment.shacl.results import CompiledResult
from averment.shacl.translation import statement_of

ROOT = Path(__file__).resolve().parents[2]
A, B, P, Q = (URIRef(f"https://example.org/{name}") for name in "abpq")
OTHER = Variable("other")
VALUES = Triples(THIS, Constant(P), VALUE)


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=XSD[datatype], normalize=False)


def store(*triples: tuple[Node, Node, Node]) -> OxigraphStore:
    found = OxigraphStore()
    found.load(list(triples))
    return found


def rows(loaded: OxigraphStore, relation: Relation) -> list[dict[str, Node]]:
    return list(loaded.run(statement_of(relation)))


# --- what is loaded comes back ------------------------------------------------------------


KEPT = [
    URIRef("https://example.org/ünïcode?q=1#f"),
    BNode("N0f"),
    BNode("with-an odd name"),
    Literal("plain"),
    Literal("plain", datatype=XSD.string),
    Literal('quotes " \\ and\n\r\t controls \x00 \x1f \ue000 {}'),
    Literal("tagged", lang="en"),
    Literal("tagged", lang="en-GB"),
    typed("01", "integer"),
    typed("24.0", "decimal"),
    typed("1.50", "decimal"),
    typed("1.0E0", "double"),
    typed("1", "boolean"),
    typed("2026-01-01+00:00", "date"),
    typed("2026-02-30", "date"),
    typed("several", "integer"),
    Literal("x", datatype=URIRef("https://example.org/type")),
]


@pytest.mark.parametrize("term", KEPT, ids=repr)
def test_term_comes_back_as_it_was(term: Node) -> None:
    found = rows(store((A, P, term)), VALUES)
    assert found == [{"this": A, "value": term}]
    if isinstance(term, Literal):
        value = found[0]["value"]
        assert isinstance(value, Literal)
        assert (str(value), value.language, value.datatype) == (str(term), term.language, term.datatype)


def test_blank_nodes_keep_their_identity() -> None:
    one, two = BNode("b1"), BNode("B1")
    found = rows(store((one, P, two), (two, Q, one)), Join(VALUES, Triples(VALUE, Constant(Q), THIS)))
    assert found == [{"this": one, "value": two}]


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        (typed("300", "byte"), "makes"),
        (typed("1", "int"), "makes"),
        (typed("1234567890123456789", "integer"), "exact"),
        (typed("0.1234567890123456789", "decimal"), "exact"),
        (URIRef("no iri"), "does not take"),
        (URIRef("relative"), "does not take"),
        (Literal("\ud800"), "does not take"),
    ],
    ids=repr,
)
def test_what_the_store_would_change_is_refused(term: Node, reason: str) -> None:
    with pytest.raises(NotFaithfulError, match=reason):
        store((A, P, term))


def test_literal_as_a_subject_is_refused() -> None:
    with pytest.raises(NotFaithfulError, match="where only a node can"):
        store((Literal("x"), P, A))


def test_two_spellings_at_one_node_are_refused() -> None:
    with pytest.raises(NotFaithfulError, match="two triples for one"):
        store((A, P, typed("1.5", "decimal")), (A, P, typed("1.50", "decimal")))


# --- what a query asks of a literal that is written otherwise ----------------------------------


RESPELT = (A, P, typed("1.50", "decimal"))
MERGED = (RESPELT, (B, P, typed("1.5", "decimal")))


def test_spelling_is_noticed_where_a_query_looks_at_it() -> None:
    long = Filter(VALUES, call(">", call("STRLEN", call("STR", VALUE)), Literal(3)))
    with pytest.raises(NotFaithfulError, match="how a literal is written"):
        rows(store(RESPELT), long)
    other = Filter(
        Triples(THIS, Constant(Q), VALUE), call(">", call("STRLEN", call("STR", VALUE)), Literal(3))
    )
    assert rows(store(RESPELT, (A, Q, Literal("1.50"))), other) == [{"this": A, "value": Literal("1.50")}]


def test_language_tags_are_noticed_where_a_query_reads_them() -> None:
    loaded = store((A, P, Literal("x", lang="en-GB")))
    with pytest.raises(NotFaithfulError, match="language tags"):
        rows(loaded, Filter(VALUES, call("=", call("LANG", VALUE), Literal("en-GB"))))
    assert rows(loaded, Filter(VALUES, call("LANGMATCHES", call("LANG", VALUE), Literal("EN"))))


def test_constant_that_is_written_otherwise_is_noticed() -> None:
    for wanted in ("1.5", "1.500"):
        listed = Join(VALUES, Values((VALUE,), ((typed(wanted, "decimal"),),)))
        with pytest.raises(NotFaithfulError, match="asks for"):
            rows(store(RESPELT), listed)
    exact = Join(VALUES, Values((VALUE,), ((RESPELT[2],),)))
    assert rows(store(RESPELT), exact) == [{"this": A, "value": RESPELT[2]}]


def test_result_has_the_spelling_of_its_focus_node() -> None:
    found = rows(store(*MERGED), Filter(VALUES, call(">", VALUE, Literal(1))))
    assert {(row["this"], str(row["value"])) for row in found} == {(A, "1.50"), (B, "1.5")}


def test_queries_that_tell_merged_literals_apart_are_noticed() -> None:
    loaded = store(*MERGED, (A, Q, typed("1.5", "decimal")))
    disjoint = Join(VALUES, Triples(THIS, Constant(Q), VALUE))
    counted = Aggregation(Variable("count"), "COUNT", VALUE, distinct=True)
    in_two_steps = Sequence((Predicate(Q), Predicate(P)))
    for relation in (
        disjoint,
        only(VALUES, VALUE),
        Aggregate(VALUES, (), (counted,)),
        PathJoin(only(Triples(THIS, Constant(Q), OTHER), THIS), THIS, in_two_steps, VALUE),
        Filter(Join(VALUES, Triples(THIS, Constant(Q), OTHER)), call("SAMETERM", VALUE, OTHER)),
    ):
        with pytest.raises(NotFaithfulError, match="tells literals apart"):
            rows(loaded, relation)
    assert rows(loaded, Aggregate(VALUES, (THIS,), (counted,)))


def test_pattern_that_the_store_does_not_take_is_noticed() -> None:
    for pattern in ("(", "a(?=b)", "(a)\\1"):
        with pytest.raises(NotFaithfulError, match="pattern"):
            rows(store((A, P, B)), Filter(VALUES, call("REGEX", call("STR", VALUE), Literal(pattern))))


def test_labels_and_constants_come_back() -> None:
    relation = Extend(VALUES, OTHER, Constant(RESPELT[2]))
    assert rows(store(RESPELT), relation) == [{"this": A, "value": RESPELT[2], "other": RESPELT[2]}]
    with pytest.raises(NotFaithfulError, match="asks for"):
        rows(store((A, P, B)), relation)


# --- whole graphs ---------------------------------------------------------------------------


def keys(results: list[CompiledResult]) -> Counter[tuple[object, ...]]:
    return Counter(
        (r.focus, r.path, r.value, r.query.shape.node, r.query.component, r.labels) for r in results
    )


@pytest.mark.slow
def test_results_on_many_faults_are_those_of_duckdb_and_the_reference() -> None:
    data, shapes = Graph(), Graph()
    folder = ROOT / "tests" / "shapes"
    for path in sorted((ROOT / "ontology").glob("**/*.ttl")):
        (shapes if path.parent.name == "shapes" else data).parse(path)
    for path in [folder / "valid" / "base.ttl", *sorted((folder / "invalid").glob("*.ttl"))]:
        data.parse(path)
    found = oxigraph.validate(data, shapes)
    assert keys(found) == keys(duck.validate(data, shapes))
    compiled = {(r.focus, r.query.shape.node, r.value, r.query.component) for r in found}
    reference = run_pyshacl(data, shapes)
    assert compiled == {(r.focus, r.shape, r.value, r.component) for r in reference}
    assert len({key[1] for key in compiled}) > 80


def test_results_name_blank_nodes_of_the_data() -> None:
    node = BNode()
    data = Graph().add((node, RDF.type, A))
    shapes = Graph().parse(
        data="@prefix sh: <http://www.w3.org/ns/shacl#> . [] sh:targetClass <https://example.org/a> ; "
        "sh:nodeKind sh:IRI .",
        format="turtle",
    )
    assert [(r.focus, r.value) for r in oxigraph.validate(data, shapes)] == [(node, node)]
