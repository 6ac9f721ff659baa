"""The named queries give exactly the rows they promise, in two engines, with and without parameters.

Beside this file, each query has a folder with a small made-up world (`data.yaml`), the rows for it
(`expected.csv`), and those with one parameter bound (`expected-<parameter>.csv`).
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from averment.checking import check
from averment.namespaces import PREFIXES
from averment.querying import Query, expand, find_query, list_queries, run_query
from averment.querying.binding import bind

from .conftest import HERE, ROOT, askable, built

NAMES = ("actors", "chains", "claims", "disagreements", "questions", "sources", "timeline", "unresolved")
FILES = sorted((ROOT / "queries" / "questions").iterdir())
XSD_STRING = PREFIXES["xsd"] + "string"

SMALL_PARAMETERS = [
    ("chains", "document", "article:norn-1"),
    ("claims", "document", "article:quill-1"),
    ("claims", "subject", "law:zz-kites/night"),
    ("claims", "topic", "aspect:stage"),
    ("disagreements", "subject", "law:zz-kites/night"),
    ("questions", "subject", "law:zz-kites/night"),
    ("timeline", "subject", "law:zz-kites/night"),
]
"""A value for each parameter, by which the small world of the query gives some of its rows."""

SHIPPED_PARAMETERS = [
    ("chains", "document", "article:dagens"),
    ("claims", "document", "article:dagens"),
    ("claims", "subject", "law:ru-extradition-ban"),
    ("claims", "topic", "aspect:stage"),
    ("disagreements", "subject", "law:ru-extradition-ban"),
    ("questions", "subject", "law:ru-extradition-ban"),
    ("timeline", "subject", "law:ru-extradition-ban"),
]
"""The same for the shipped graph."""


class Term(NamedTuple):
    """A term of either engine."""

    kind: str
    text: str
    datatype: str
    language: str


Rows = list[tuple[Term | None, ...]]


def of_oxigraph(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Term | None:
    if term is None:
        return None
    assert not isinstance(term, ox.Triple)
    if isinstance(term, ox.Literal):
        return Term("literal", term.value, "" if term.language else term.datatype.value, term.language or "")
    return Term("iri" if isinstance(term, ox.NamedNode) else "blank", term.value, "", "")


def of_rdflib(term: Node | None) -> Term | None:
    if term is None:
        return None
    if isinstance(term, Literal):
        datatype = "" if term.language else str(term.datatype or XSD_STRING)
        return Term("literal", str(term), datatype, term.language or "")
    return Term("iri" if isinstance(term, URIRef) else "blank", str(term), "", "")


def in_oxigraph(graph: Graph | ox.Store, query: Query, parameters: Mapping[str, str]) -> Rows:
    results = run_query(graph, query, parameters)
    assert isinstance(results, ox.QuerySolutions)
    return [tuple(of_oxigraph(solution[variable]) for variable in results.variables) for solution in results]


def in_rdflib(graph: Graph, query: Query, parameters: Mapping[str, str]) -> Rows:
    terms = {name: ox.NamedNode(expand(value)) for name, value in parameters.items()}
    results = graph.query(bind(query.text, terms), initNs={})
    return [tuple(of_rdflib(term) for term in row) for row in results]  # type: ignore[union-attr]


def small(query: Query) -> Graph:
    return askable(HERE / query.name, "data.yaml", findings=query.needs_findings)


def header_and_rows(file: Path) -> tuple[list[str], list[list[str]]]:
    with file.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    return header, rows


def as_csv(rows: Rows) -> list[list[str]]:
    return [[term.text if term is not None else "" for term in row] for row in rows]


# --- what the files are like --------------------------------------------------------------------------------


def test_there_are_the_queries_that_are_documented() -> None:
    assert tuple(query.name for query in list_queries()) == NAMES
    assert [file.name for file in FILES] == [f"{name}.rq" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_what_it_is(name: str) -> None:
    query = find_query(name)
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", query.name)
    assert query.title != query.name
    assert query.asks.endswith("?")
    assert query.returns.startswith("one row ")
    assert all(parameter.description for parameter in query.parameters)


@pytest.mark.parametrize("name", NAMES)
def test_a_query_stands_alone_in_both_engines(name: str) -> None:
    text = find_query(name).text
    assert "SELECT" in prepareQuery(text, initNs={}).algebra.name.upper()
    ox.Store().query(text)  # without any prefix of averment's
    declared = set(re.findall(r"^PREFIX (\w+): <", text, re.MULTILINE))
    body = re.sub(r"^(#|PREFIX ).*$|<[^>]*>", "", text, flags=re.MULTILINE)
    assert set(re.findall(r"\b([a-z]+):", body)) == declared


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_used_and_rows_are_ordered(name: str) -> None:
    query = find_query(name)
    body = re.sub(r"^#.*$", "", query.text, flags=re.MULTILINE)
    assert [one.name for one in query.parameters if not re.search(rf"\?{one.name}\b", body)] == []
    tested = set(re.findall(r"!BOUND\(\?(\w+)\)", body))
    assert tested == {one.name for one in query.parameters}
    assert "OrderBy" in part_names(prepareQuery(query.text).algebra)


def part_names(part: object) -> set[str]:
    if isinstance(part, CompValue):
        return {part.name}.union(*(part_names(value) for value in part.values()))
    return set()


def test_every_parameter_has_its_cases() -> None:
    declared = {(query.name, one.name) for query in list_queries() for one in query.parameters}
    assert {(name, parameter) for name, parameter, _ in SMALL_PARAMETERS} == declared
    assert {(name, parameter) for name, parameter, _ in SHIPPED_PARAMETERS} == declared
    assert {
        (file.parent.name, file.stem.partition("-")[2]) for file in HERE.glob("*/expected-*.csv")
    } == declared


# --- their rows ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_small_worlds_are_sound(name: str) -> None:
    findings = check(built(HERE / name, "data.yaml")).findings
    assert [finding.message for finding in findings if finding.severity == "violation"] == []


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_as_expected(name: str) -> None:
    query = find_query(name)
    header, expected = header_and_rows(HERE / name / "expected.csv")
    results = run_query(small(query), query)
    assert isinstance(results, ox.QuerySolutions)
    assert [variable.value for variable in results.variables] == header
    assert as_csv(in_oxigraph(small(query), query, {})) == expected
    assert expected


@pytest.mark.parametrize(("name", "parameter", "value"), SMALL_PARAMETERS)
def test_rows_with_a_parameter_are_as_expected(name: str, parameter: str, value: str) -> None:
    query = find_query(name)
    _, expected = header_and_rows(HERE / name / f"expected-{parameter}.csv")
    _, without = header_and_rows(HERE / name / "expected.csv")
    assert as_csv(in_oxigraph(small(query), query, {parameter: value})) == expected
    assert 0 < len(expected) < len(without)
    assert [row for row in without if row in expected] == expected


@pytest.mark.parametrize("name", NAMES)
def test_engines_agree_on_the_small_world(name: str) -> None:
    query = find_query(name)
    assert in_rdflib(small(query), query, {}) == in_oxigraph(small(query), query, {})


@pytest.mark.parametrize(("name", "parameter", "value"), SMALL_PARAMETERS)
def test_engines_agree_on_the_small_world_with_a_parameter(name: str, parameter: str, value: str) -> None:
    query, parameters = find_query(name), {parameter: value}
    assert in_rdflib(small(query), query, parameters) == in_oxigraph(small(query), query, parameters)


@pytest.mark.parametrize("name", NAMES)
def test_engines_agree_on_the_shipped_graph(shipped: Graph, name: str) -> None:
    query = find_query(name)
    rows = in_oxigraph(shipped, query, {})
    assert in_rdflib(shipped, query, {}) == rows
    assert rows


@pytest.mark.parametrize(("name", "parameter", "value"), SHIPPED_PARAMETERS)
def test_engines_agree_on_the_shipped_graph_with_a_parameter(
    shipped: Graph, name: str, parameter: str, value: str
) -> None:
    query, parameters = find_query(name), {parameter: value}
    rows = in_oxigraph(shipped, query, parameters)
    assert in_rdflib(shipped, query, parameters) == rows
    assert 0 < len(rows) < len(in_oxigraph(shipped, query, {}))


@pytest.mark.parametrize("parameter", ["subject", "topic", "document"])
def test_a_parameter_that_nothing_has_gives_no_rows(parameter: str) -> None:
    query = find_query("claims")
    assert in_oxigraph(small(query), query, {parameter: "law:zz-nothing"}) == []


def test_parameters_narrow_down_together() -> None:
    query = find_query("claims")
    parameters = {"subject": "law:zz-kites", "document": "article:quill-1", "topic": "aspect:effect"}
    rows = as_csv(in_oxigraph(small(query), query, parameters))
    assert [row[0].rsplit("/id/", 1)[1] for row in rows] == ["article/quill-1/c3"]
    assert as_csv(in_rdflib(small(query), query, parameters)) == rows


@pytest.fixture(scope="session")
def shuffled(shipped: Graph) -> Graph:
    """Give the shipped graph with its triples in another order."""
    return in_another_order(shipped)


def in_another_order(graph: Graph) -> Graph:
    triples = sorted(graph)
    random.Random(7).shuffle(triples)
    other = Graph()
    for triple in triples:
        other.add(triple)
    return other


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_triples_makes_no_difference(shipped: Graph, shuffled: Graph, name: str) -> None:
    query = find_query(name)
    for graph, other in ((shipped, shuffled), (small(query), in_another_order(small(query)))):
        expected = in_oxigraph(graph, query, {})
        assert in_oxigraph(other, query, {}) == expected
    assert in_rdflib(other, query, {}) == expected


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
