"""The named queries give exactly the rows they promise, in two engines, with and without parameters.

In `worlds`, each folder is a small made-up world (`data.yaml`), with the rows that it has for some of the
queries (`<query>.csv`), and those with one parameter bound (`<query>-<parameter>.csv`).
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query as RdflibQuery
from rdflib.term import Node
from tests.shipped import with_every_third_article

from averment.building import build
from averment.checking import check
from averment.checking.graph import with_findings
from averment.namespaces import AV, PREFIXES
from averment.querying import (
    SUBJECTS,
    Query,
    bind_parameters,
    expand,
    find_query,
    list_queries,
    run_query,
    to_store,
)
from averment.resources import ontology

from .conftest import HERE, ROOT, askable, built

QUERIES = {query.name: query for query in list_queries()}
FILES = sorted((ROOT / "queries" / "questions").iterdir())
WORLDS = HERE / "worlds"
XSD_STRING, XSD_DECIMAL = PREFIXES["xsd"] + "string", PREFIXES["xsd"] + "decimal"

SOUND = ("actors", "chains", "claims", "disagreements", "kites", "press", "questions", "sources")
"""The worlds in which a check finds no violation; the others are about violations."""

PARAMETERS = {
    ("acting_persons", "law"): "law:yy-strings",
    ("actors_by_country", "country"): "country:yy",
    ("addressee_classes", "class"): "group:pilots",
    ("addressees", "law"): "law:yy-strings",
    ("amendments", "law"): "law:yy-strings",
    ("answers", "subject"): "law:zz-kites/night",
    ("answers_at", "on"): "2026-07-15",
    ("aspects", "kind"): "kind:growing",
    ("chain_lengths", "publisher"): "actor:tide",
    ("chains", "document"): "article:norn-1",
    ("changes", "law"): "law:yy-strings",
    ("claims", "document"): "article:quill-1",
    ("claims", "subject"): "law:zz-kites/night",
    ("claims", "topic"): "aspect:stage",
    ("claims_about_actors", "actor"): "actor:norn",
    ("combined_amounts", "law"): "law:yy-strings",
    ("conditions", "law"): "law:yy-strings",
    ("conversions", "law"): "law:yy-strings",
    ("corroborated", "least"): "1",
    ("countries", "jurisdiction"): "country:yy",
    ("coverage", "least"): "2",
    ("denials", "law"): "law:zz-nets",
    ("dependencies", "publisher"): "actor:quill",
    ("disagreements", "subject"): "law:zz-kites/night",
    ("documents", "from"): "2026-02-14",
    ("documents", "publisher"): "actor:norn",
    ("documents", "to"): "2026-02-10",
    ("echoes", "least"): "3",
    ("figures", "group"): "group:pilots",
    ("findings", "family"): "family:drift",
    ("findings", "grade"): "Warning",
    ("firmness", "law"): "law:yy-strings",
    ("first_reports", "law"): "law:yy-strings",
    ("gaps", "law"): "law:zz-sky",
    ("judgements", "state"): "state:in-force",
    ("laws", "jurisdiction"): "country:yy",
    ("milestones", "law"): "law:yy-strings",
    ("norms", "law"): "law:yy-strings",
    ("origins", "subject"): "law:zz-kites/night",
    ("outlets", "country"): "country:yy",
    ("owners", "owner"): "actor:group",
    ("passages", "document"): "article:quill-1",
    ("penalties", "addressee"): "group:fliers",
    ("penalties", "law"): "law:yy-strings",
    ("penalty_ranges", "law"): "law:yy-strings",
    ("places", "country"): "country:yy",
    ("posts", "organisation"): "actor:assembly",
    ("primary_sources", "law"): "law:zz-nets",
    ("processes", "country"): "country:ru",
    ("prominence", "part"): "part:headline",
    ("provisions", "law"): "law:yy-strings",
    ("purposes", "law"): "law:yy-strings",
    ("questions", "subject"): "law:zz-kites/night",
    ("related_questions", "subject"): "law:zz-kites/strings",
    ("relays", "publisher"): "actor:quill",
    ("reporting_by_month", "law"): "law:yy-strings",
    ("rules", "family"): "family:norms",
    ("scopes", "addressee"): "group:fliers",
    ("single_origin", "least"): "3",
    ("speakers", "least"): "2",
    ("stages", "law"): "law:yy-strings",
    ("standing", "subject"): "law:yy-strings",
    ("texts", "law"): "law:yy-strings",
    ("timeline", "subject"): "law:zz-kites/night",
    ("units", "dimension"): "dimension:time",
    ("unnamed_sources", "publisher"): "actor:tide",
    ("unproven_claims", "publisher"): "actor:norn",
    ("votes", "law"): "law:yy-strings",
    ("ways_of_making", "jurisdiction"): "country:yy",
}
"""A value for each parameter, by which the small world of the query gives some of its rows."""

ALL_ROWS = {("processes", "country")}
"""Parameters that narrow nothing down in a small world: there is one process."""

COUNTED_ANEW = {("corroborated", "least"), ("reporting_by_month", "law")}
"""Parameters that change what is in a row, or that take the place of a default which leaves more out."""

NOTHING_SHIPPED = {
    *("claims_about_actors", "combined_amounts", "corrections", "idle_rules", "judgements"),
    *("repeated_definitions", "same_actors", "stale_judgements", "unknown_terms", "unreadable_values"),
}
"""What the shipped graph has no answer to: it has no judgement, no correction and no fault."""


class Case(NamedTuple):
    """A query in a world, with one of its parameters or none, and the file of the rows that it has to give."""

    query: Query
    world: Path
    parameters: dict[str, str]
    expected: Path


def cases() -> list[Case]:
    found = []
    for file in sorted(WORLDS.glob("*/*.csv")):
        name, _, parameter = file.stem.partition("-")
        parameters = {parameter: PARAMETERS[name, parameter]} if parameter else {}
        found.append(Case(QUERIES[name], file.parent, parameters, file))
    return found


CASES = cases()
EACH_CASE = pytest.mark.parametrize("case", CASES, ids=lambda case: case.expected.stem)
EACH_QUERY = pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)


class Term(NamedTuple):
    """A term of either engine."""

    kind: str
    text: str
    datatype: str
    language: str


Rows = list[tuple[Term | None, ...]]


def canonical(text: str, datatype: str) -> str:
    """Give a decimal as Oxigraph does, which keeps its value and not its zeros."""
    return f"{Decimal(text).normalize():f}" if datatype == XSD_DECIMAL else text


def of_oxigraph(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Term | None:
    if term is None:
        return None
    assert not isinstance(term, ox.Triple)
    if isinstance(term, ox.Literal):
        text = canonical(term.value, term.datatype.value)
        return Term("literal", text, "" if term.language else term.datatype.value, term.language or "")
    return Term("iri" if isinstance(term, ox.NamedNode) else "blank", term.value, "", "")


def of_rdflib(term: Node | None) -> Term | None:
    if term is None:
        return None
    if isinstance(term, Literal):
        datatype = "" if term.language else str(term.datatype or XSD_STRING)
        return Term("literal", canonical(str(term), datatype), datatype, term.language or "")
    return Term("iri" if isinstance(term, URIRef) else "blank", str(term), "", "")


def in_oxigraph(graph: Graph | ox.Store, query: Query, parameters: Mapping[str, str]) -> Rows:
    results = run_query(graph, query, parameters)
    assert isinstance(results, ox.QuerySolutions)
    return [tuple(of_oxigraph(solution[variable]) for variable in results.variables) for solution in results]


@cache
def prepared(text: str) -> RdflibQuery:
    """Give a query as rdflib has parsed it, which takes longer than to answer it."""
    return prepareQuery(text, initNs={})


def in_rdflib(graph: Graph, query: Query, parameters: Mapping[str, str]) -> Rows:
    text = bind_parameters(query, parameters)
    results = graph.query(prepared(text) if text == query.text else text, initNs={})
    return [tuple(of_rdflib(term) for term in row) for row in results]  # type: ignore[union-attr]


def asked_of(case: Case) -> Graph:
    return askable(case.world, "data.yaml", findings=case.query.needs_findings)


@cache
def stored(world: Path, *, findings: bool, shuffled: bool = False) -> ox.Store:
    triples = sorted(askable(world, "data.yaml", findings=findings))
    if shuffled:
        random.Random(7).shuffle(triples)
    return to_store(triples)


def store_of(case: Case, *, shuffled: bool = False) -> ox.Store:
    return stored(case.world, findings=case.query.needs_findings, shuffled=shuffled)


def header_and_rows(file: Path) -> tuple[list[str], list[list[str]]]:
    with file.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    return header, rows


def as_csv(rows: Rows) -> list[list[str]]:
    return [[term.text if term is not None else "" for term in row] for row in rows]


# --- what the files are like --------------------------------------------------------------------------------


def test_the_library_is_large_and_has_something_on_each_subject() -> None:
    assert [file.name for file in FILES] == [f"{name}.rq" for name in QUERIES]
    assert len(QUERIES) >= 80
    assert {query.subject for query in QUERIES.values()} == set(SUBJECTS)


def test_every_class_and_property_of_the_ontology_is_asked_about() -> None:
    kinds = (OWL.Class, RDFS.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
    terms = {
        str(term).removeprefix(str(AV))
        for kind in kinds
        for term in ontology().subjects(RDF.type, kind)
        if str(term).startswith(str(AV))
    }
    asked = {name for query in QUERIES.values() for name in re.findall(r"\bav:(\w+)", body_of(query))}
    assert len(terms) > 200
    assert terms - asked == set()
    assert asked - terms == set()


def body_of(query: Query) -> str:
    return re.sub(r"^#.*$", "", query.text, flags=re.MULTILINE)


@EACH_QUERY
def test_a_query_says_what_it_is(query: Query) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", query.name)
    assert query.title != query.name
    assert query.subject in SUBJECTS
    assert query.asks.endswith("?")
    assert len(query.name) <= 20
    assert len(query.asks) <= 76  # so that a list of them is no wider than 100 columns
    assert query.returns.startswith("one row ")
    assert all(parameter.description for parameter in query.parameters)
    lines = query.text.split("\n")
    keys = [line.split()[1].rstrip(":") for line in lines if line.startswith("#")]
    order = ("title", "subject", "asks", "returns", "needs", "param", "column", "example")
    assert keys == sorted(keys, key=order.index)


@EACH_QUERY
def test_classes_of_parameters_are_classes(query: Query) -> None:
    classes = {class_ for parameter in query.parameters for class_ in parameter.of}
    assert {class_ for class_ in classes if (URIRef(class_), RDF.type, OWL.Class) not in ontology()} == set()


@EACH_QUERY
def test_a_query_stands_alone_in_both_engines(query: Query) -> None:
    assert "SELECT" in prepared(query.text).algebra.name.upper()
    results = ox.Store().query(query.text)  # without any prefix of averment's
    assert isinstance(results, ox.QuerySolutions)
    assert [column.name for column in query.columns] == [variable.value for variable in results.variables]
    declared = set(re.findall(r"^PREFIX (\w+): <", query.text, re.MULTILINE))
    body = re.sub(r'^(#|PREFIX ).*$|<[^>]*>|"[^"]*"', "", query.text, flags=re.MULTILINE)
    assert set(re.findall(r"\b([a-z]+):", body)) == declared


@EACH_QUERY
def test_parameters_are_used_and_rows_are_ordered(query: Query) -> None:
    body = body_of(query)
    assert [one.name for one in query.parameters if not re.search(rf"\?{one.name}\b", body)] == []
    tested = set(re.findall(r"!BOUND\(\?(\w+)\) \|\|", body))
    names = {one.name for one in query.parameters}
    assert names <= tested
    assert names.isdisjoint(column.name for column in query.columns)
    assert "OrderBy" in part_names(prepared(query.text).algebra)


def part_names(part: object) -> set[str]:
    if isinstance(part, CompValue):
        return {part.name}.union(*(part_names(value) for value in part.values()))
    return set()


def test_every_query_and_every_parameter_has_its_case() -> None:
    declared = {(query.name, one.name) for query in QUERIES.values() for one in query.parameters}
    assert set(PARAMETERS) == declared
    plain = sorted(case.query.name for case in CASES if not case.parameters)
    assert plain == sorted(QUERIES)
    bound = sorted((case.query.name, name) for case in CASES for name in case.parameters)
    assert bound == sorted(declared)


# --- their rows ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("world", SOUND)
def test_small_worlds_are_sound(world: str) -> None:
    findings = check(built(WORLDS / world, "data.yaml")).findings
    assert [finding.message for finding in findings if finding.severity == "violation"] == []


@EACH_CASE
def test_rows_are_as_expected_in_both_engines(case: Case) -> None:
    header, expected = header_and_rows(case.expected)
    rows = in_oxigraph(store_of(case), case.query, case.parameters)
    assert header == [column.name for column in case.query.columns]
    assert as_csv(rows) == expected
    assert expected
    assert in_rdflib(asked_of(case), case.query, case.parameters) == rows


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.parameters], ids=lambda case: case.expected.stem
)
def test_a_parameter_gives_some_of_the_rows(case: Case) -> None:
    _, expected = header_and_rows(case.expected)
    _, without = header_and_rows(case.expected.with_name(f"{case.query.name}.csv"))
    ((name, _),) = case.parameters.items()
    if (case.query.name, name) in COUNTED_ANEW:
        assert expected != without
    else:
        assert [row for row in without if row in expected] == expected
        assert len(expected) < len(without) or (case.query.name, name) in ALL_ROWS


@EACH_CASE
def test_the_order_of_triples_makes_no_difference(case: Case) -> None:
    _, expected = header_and_rows(case.expected)
    rows = in_oxigraph(store_of(case, shuffled=True), case.query, case.parameters)
    assert as_csv(rows) == expected


@pytest.mark.parametrize("parameter", ["subject", "topic", "document"])
def test_a_parameter_that_nothing_has_gives_no_rows(parameter: str) -> None:
    (case,) = (case for case in CASES if case.expected.stem == "claims")
    assert in_oxigraph(asked_of(case), case.query, {parameter: "law:zz-nothing"}) == []


def test_parameters_narrow_down_together() -> None:
    (case,) = (case for case in CASES if case.expected.stem == "claims")
    parameters = {"subject": "law:zz-kites", "document": "article:quill-1", "topic": "aspect:effect"}
    rows = as_csv(in_oxigraph(asked_of(case), case.query, parameters))
    assert [row[0].rsplit("/id/", 1)[1] for row in rows] == ["article/quill-1/c3"]
    assert as_csv(in_rdflib(asked_of(case), case.query, parameters)) == rows


# --- the shipped graph --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def store(shipped: Graph) -> ox.Store:
    """Give the shipped graph as what queries run on."""
    return to_store(shipped)


@EACH_QUERY
def test_examples_have_an_answer_in_the_shipped_graph(store: ox.Store, query: Query) -> None:
    rows = in_oxigraph(store, query, {})
    example = in_oxigraph(store, query, dict(query.example))
    assert bool(rows) is (query.name not in NOTHING_SHIPPED)
    assert bool(example) is bool(rows)
    assert len(example) <= len(rows) or any(one.default for one in query.parameters)


@pytest.mark.slow
@EACH_QUERY
def test_engines_agree_on_a_part_of_the_shipped_graph(query: Query) -> None:
    """On every third article, for RDFLib takes several times as long for all."""
    graph, store = part_of_shipped()
    assert in_rdflib(graph, query, {}) == in_oxigraph(store, query, {})


@cache
def part_of_shipped() -> tuple[Graph, ox.Store]:
    graph = with_findings(build(with_every_third_article()))
    return graph, to_store(graph)


CLAIM_COLUMNS = [
    *("claim", "article", "publisher", "published", "speaker", "about", "aspect", "value"),
    *("lower", "upper", "unit", "stance", "force", "path", "line"),
]


def test_claims_has_its_columns_and_enough_rows(shipped: Graph) -> None:
    results = run_query(shipped, find_query("claims"))
    assert isinstance(results, ox.QuerySolutions)
    assert [variable.value for variable in results.variables] == CLAIM_COLUMNS
    rows = list(results)
    dagens = [row for row in rows if row["article"] == ox.NamedNode(expand("article:dagens"))]
    assert len(rows) >= 95
    assert len(dagens) >= 24
    assert len({row["claim"] for row in rows}) == len(rows)
    for row in rows:
        assert None not in [row[name] for name in ("about", "aspect", "value", "stance", "path", "line")]


def test_claims_point_at_the_lines_they_are_written_on(shipped: Graph) -> None:
    for row in run_query(shipped, find_query("claims"), {"document": "article:dagens"}):  # type: ignore[union-attr]
        line = (ROOT / row["path"].value).read_text(encoding="utf-8").split("\n")[int(row["line"].value) - 1]
        assert re.match(rf"\s+- \{{?id: {row['claim'].value.rsplit('/', 1)[1]}\b", line)
