"""The endpoint asked by the programs that people ask endpoints with."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, RDFXML, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from .served import HOSTILE, running
from .test_limits import wait_until_ready

RDFS = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
THING = "https://w3id.org/averment/id/law/zz-hostile"
SELECT = f"{RDFS}SELECT ?label WHERE {{ <{THING}> rdfs:label ?label }}"
CONSTRUCT = f"{RDFS}CONSTRUCT WHERE {{ <{THING}> rdfs:label ?label }}"
COMUNICA = shutil.which("comunica-sparql")
"""Hundreds of packages that take a minute to install, so that only those who have it run its test."""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("clients")) as address:
        wait_until_ready(address)
        yield f"{address}sparql"


def program(name: str) -> str:
    """Return a program; without it the test is skipped, except where everything has to be there."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing")
        pytest.skip(f"{name} is missing")
    return found


def output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("method", "request_method"), [("GET", None), (POST, None), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_asks_in_each_way(endpoint: str, method: str, request_method: str | None) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(method)
    if request_method is not None:
        wrapper.setRequestMethod(request_method)
    wrapper.setQuery(SELECT)
    wrapper.setReturnFormat(JSON)
    rows = converted(wrapper)["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == [HOSTILE]
    wrapper.setReturnFormat(CSV)
    assert converted(wrapper).decode().startswith("label\r\n")
    wrapper.setReturnFormat(XML)
    assert converted(wrapper).getElementsByTagName("literal")[0].firstChild.data == HOSTILE


def converted(wrapper: SPARQLWrapper) -> Any:
    """Return what the answer is converted to, which depends on the format that was set."""
    return wrapper.query().convert()


def test_sparqlwrapper_reads_graphs_and_errors(endpoint: str) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setQuery(CONSTRUCT)
    for media, name in ((RDFXML, "xml"), (TURTLE, "turtle")):
        wrapper.setReturnFormat(media)
        assert Literal(HOSTILE) in Graph().parse(data=wrapper.query().response.read(), format=name).objects()
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery("SELECT nonsense")
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_the_endpoint_as_a_store(endpoint: str, method: str) -> None:
    graph = Graph(SPARQLStore(endpoint, method=method))
    assert [str(row[Variable("label")]) for row in graph.query(SELECT).bindings] == [HOSTILE]
    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
    assert list(graph.objects(URIRef(THING), label)) == [Literal(HOSTILE)]
    assert bool(graph.query("ASK { ?s ?p ?o }"))


def test_curl(endpoint: str) -> None:
    curl = program("curl")
    asked = output(curl, "-sS", "--fail", "--data-urlencode", f"query={SELECT}", endpoint)
    assert json.loads(asked)["results"]["bindings"][0]["label"]["value"] == HOSTILE
    accept = ("-H", "Accept: text/tab-separated-values")
    got = output(
        curl, "-sS", "--fail", "--compressed", "-G", *accept, "--data-urlencode", f"query={SELECT}", endpoint
    )
    assert got.splitlines()[0] == "?label"
    thing = endpoint.replace("/sparql", "/id/law/zz-hostile")
    assert HOSTILE.replace('"', '\\"') in output(curl, "-sS", "-H", "Accept: text/turtle", thing)
    head = output(curl, "-sSI", f"{endpoint}?query=ASK%20%7B%7D")
    assert head.startswith("HTTP/1.1 200")


def test_roqet(endpoint: str) -> None:
    answer = output(program("roqet"), "-q", "-r", "csv", "-p", endpoint, "-e", SELECT)
    assert [row["label"] for row in csv.DictReader(answer.splitlines())] == [HOSTILE]


@pytest.mark.slow
@pytest.mark.skipif(
    COMUNICA is None, reason="comunica-sparql is missing: npm install --global @comunica/query-sparql@4.5"
)
def test_comunica(endpoint: str) -> None:
    command = (str(COMUNICA), f"sparql@{endpoint}", "-q", SELECT, "-t", "application/sparql-results+json")
    assert json.loads(output(*command))["results"]["bindings"][0]["label"]["value"] == HOSTILE
