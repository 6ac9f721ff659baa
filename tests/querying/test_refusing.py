"""A query only reads what is there: no other endpoint, no other graph, no change, and nothing is fetched."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from rdflib import Graph

from averment.errors import QueryError
from averment.querying import parse_query, run_query
from averment.querying.refusing import refuse


class Listener:
    """A port of this machine that counts who knocks; the engine opens connections without Python's knowledge."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"
        self.visits = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.visits += 1
                connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch, listener: Listener) -> Iterator[None]:
    """Fail on every attempt to reach the listener, or to open a connection in Python."""

    def attempt(*arguments: object, **_: object) -> None:
        raise AssertionError(f"the network was asked for {arguments}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, attempt)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, attempt)
    before = listener.visits
    yield
    assert listener.visits == before


def test_the_guard_against_the_network_works(listener: Listener) -> None:
    with pytest.raises(AssertionError, match="the network was asked"):
        socket.create_connection(("endpoint.invalid", 80))
    with contextlib.suppress(OSError):  # the listener hangs up
        list(ox.Store().query(f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert listener.visits == 1
    listener.visits = 0


SERVICES = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service silent <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE ?where {{ ?s ?p ?o }} }}",
    "PREFIX e: <{0}/> SELECT * {{ SERVICE e:sparql {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT ?s {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * {{ ?s ?p ?o OPTIONAL {{ SERVICE <{0}> {{ ?s ?p ?x }} }} }}",
    "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?x }} }} }}",
    "SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {{ SERVICE <{0}> {{ ?s ?p ?x }} }} }} }}",
    "SELECT (EXISTS {{ SERVICE <{0}> {{ ?s ?p ?x }} }} AS ?y) {{ ?s ?p ?o }}",
    "SELECT * {{ ?s ?p ?o MINUS {{ SERVICE <{0}> {{ ?s ?p ?x }} }} }}",
    "SELECT * {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ SERVICE <{0}> {{ ?s ?p ?x }} }} }} }}",
    "ASK {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "DESCRIBE ?s {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    # with nothing between words, or what only looks like nothing
    "SELECT*{{?s ?p 1SERVICE<{0}>{{?s?p?o}}}}",
    "PREFIX e: <{0}/> SELECT * {{ SERVICEe:sparql {{ ?s ?p ?o }} }}",
    "PREFIX e: <{0}/> SELECT * {{ SERVICESILENTe:sparql{{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE#{{\n#}}\n<{0}>#x\n{{ ?s ?p ?o }} }}",
    # after what one parser takes for a comment or a string and another does not
    "SELECT * {{ # a comment\r SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?x ?y ?z FILTER(?x<'a'&&'>'!='') SERVICE <{0}> {{ ?s ?p ?o }} FILTER(''='') }}",
    # in what rdflib can't parse
    "SELECT * {{ LATERAL {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ << ?a ?b ?c >> ?p ?o . SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} ",
]


@pytest.mark.parametrize("text", SERVICES)
def test_other_endpoints_are_not_asked(listener: Listener, text: str) -> None:
    with pytest.raises(
        QueryError, match="asks another endpoint with SERVICE, and nothing is fetched; leave it"
    ):
        run_query(Graph(), parse_query("test", text.format(listener.address)))


HARMLESS = [
    "SELECT * {{ ?s ?p 'military service' }}",
    "SELECT * {{ ?s ?p ?service ; <urn:service> ?x }}",
    "PREFIX service: <urn:service> SELECT * {{ ?s service:service service: }}",
    "SELECT * {{ ?s ?p ?o }} # SERVICE <{0}> {{ ?s ?p ?o }}",
    "SELECT * {{ # SERVICE <{0}> {{ ?s ?p ?o }}\n ?s ?p ?o }}",
    "SELECT * {{ ?s ?p 'SERVICE <{0}> {{ ?s ?p ?o }}' }}",
    'SELECT * {{ ?s ?p """\nSERVICE <{0}> {{ ?s ?p ?o }}\n""" }}',
]


@pytest.mark.parametrize("text", HARMLESS)
def test_the_word_alone_is_no_service(listener: Listener, text: str) -> None:
    results = run_query(Graph(), parse_query("test", text.format(listener.address)))
    assert list(results) == []  # type: ignore[arg-type]


UPDATES = [
    "INSERT DATA { <urn:s> <urn:p> 1 }",
    "insert { ?s ?p ?o } where { ?o ?p ?s }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE DATA { <urn:s> <urn:p> 1 }",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "PREFIX insert: <urn:x>\nBASE <urn:select>\n# SELECT\nDELETE { ?s ?p ?o } INSERT { } WHERE { ?s ?p ?o }",
    "LOAD <http://endpoint.invalid/>",
    "LOAD SILENT <http://endpoint.invalid/> INTO GRAPH <urn:g>",
    "CLEAR ALL",
    "CLEAR GRAPH <urn:g>",
    "DROP DEFAULT",
    "CREATE GRAPH <urn:g>",
    "ADD <urn:a> TO <urn:b>",
    "COPY <urn:a> TO <urn:b>",
    "MOVE <urn:a> TO <urn:b>",
    "\ufeffCLEAR ALL",
]


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused_and_change_nothing(text: str) -> None:
    store = ox.Store()
    store.update("INSERT DATA { <urn:s> <urn:p> 1 }")
    with pytest.raises(
        QueryError,
        match=r"changes data with [A-Z]+, and averment only reads; write SELECT, ASK, CONSTRUCT or DESCRIBE, "
        "and change the files of the graph",
    ):
        run_query(store, parse_query("test", text))
    assert len(store) == 1


def test_an_update_after_a_query_is_refused_too() -> None:
    store = ox.Store()
    store.update("INSERT DATA { <urn:s> <urn:p> 1 }")
    with pytest.raises(QueryError, match="its syntax breaks off"):
        run_query(store, parse_query("test", "SELECT * { ?s ?p ?o } ; CLEAR ALL"))
    assert len(store) == 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <{0}> WHERE {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "PREFIX from: <{0}/>\nASK from from:sparql {{ ?s ?p ?o }}",
        "CONSTRUCT FROM <{0}> WHERE {{ ?s ?p ?o }}",
        "CONSTRUCT {{ ?s ?p ?o }} FROM <{0}> WHERE {{ ?s ?p ?o }}",
        "DESCRIBE <urn:x> FROM <{0}>",
    ],
)
def test_other_graphs_are_not_fetched_and_the_cure_is_named(listener: Listener, text: str) -> None:
    with pytest.raises(
        QueryError, match="FROM, and nothing is fetched; leave it out, and name the file with --graph"
    ):
        run_query(Graph(), parse_query("test", text.format(listener.address)))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?from { ?from ?p ?o }",
        "PREFIX from: <urn:x> SELECT * { ?s from:from ?o }",
        "SELECT * { ?s ?p 'from' } # FROM <urn:x>",
    ],
)
def test_from_elsewhere_is_no_dataset(text: str) -> None:
    assert list(run_query(Graph(), parse_query("test", text))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " \n\t\n", "# only a comment", "# title: x\n# asks: y?\n", "\ufeff"])
def test_an_empty_query_is_named_as_such(text: str) -> None:
    with pytest.raises(QueryError, match="'test' is empty; write one such as SELECT"):
        run_query(Graph(), parse_query("test", text))


@pytest.mark.parametrize(
    "text", ["SELEC * { }", "SELECT", "{ ?s ?p ?o }", "hello", "{}", "<urn:x>", "'x'", "SELECT * {"]
)
def test_malformed_queries_are_left_to_the_engine(text: str) -> None:
    refuse("test", text)
    with pytest.raises(
        QueryError, match=r"its syntax breaks off at line \d+, column \d+.*; correct it there"
    ):
        run_query(Graph(), parse_query("test", text))


def test_a_function_that_nobody_knows_is_named() -> None:
    with pytest.raises(QueryError, match=r"'test' cannot be run: .*<urn:f>"):
        run_query(Graph(), parse_query("test", "SELECT (<urn:f>(1) AS ?x) { }"))
