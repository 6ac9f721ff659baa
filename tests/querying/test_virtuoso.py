"""Asking Virtuoso, which cuts answers and does not always say so: what it may have cut is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest
from benchmarks.servers import MissingServerError, load_into_virtuoso, virtuoso

from averment.querying import parse_query
from averment.querying.endpoint import Answer, Endpoint, EndpointCutError, EndpointRefusalError

GRAPH = "urn:averment:rows"


@pytest.fixture(scope="module")
def at_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """Give a Virtuoso that gives 10 rows at most."""
    folder = tmp_path_factory.mktemp("virtuoso")
    data = folder / "data.nt"
    lines = [f'<urn:many{number}> <urn:many> "{number}" .' for number in range(50)]
    lines += [f'<urn:few{number}> <urn:few> "{number}" .' for number in range(9)]
    lines += [f'<urn:one> <urn:all> "{number}" .' for number in range(20)]
    data.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "server").mkdir()
    try:
        with virtuoso(folder / "server", most_rows=10, buffers=2000) as server:
            load_into_virtuoso(server, data, GRAPH)
            yield replace(server.endpoint, default_graph=GRAPH)
    except MissingServerError as missing:
        pytest.skip(str(missing))


def asked(endpoint: Endpoint, text: str) -> Answer:
    return endpoint.ask(parse_query("own", text))


@pytest.mark.parametrize(
    ("text", "triples"),
    [
        ("CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <urn:few> ?o }", 9),
        ("CONSTRUCT WHERE { ?s <urn:few> ?o }", 9),
        ("CONSTRUCT { ?s <urn:p> ?o ; <urn:q> ?o } WHERE { ?s <urn:few> ?o } LIMIT 4", 8),
        ("CONSTRUCT { <urn:a> <urn:p> <urn:b> } WHERE { ?s <urn:few> ?o }", 1),
        ("CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <urn:none> ?o }", 0),
        ("DESCRIBE ?s WHERE { ?s <urn:few> ?o }", 9),
        ("DESCRIBE <urn:one>", 20),
        ("DESCRIBE ?s WHERE { ?s <urn:many> ?o } LIMIT 3", 3),
    ],
)
def test_whole_graphs_are_taken(at_virtuoso: Endpoint, text: str, triples: int) -> None:
    answer = asked(at_virtuoso, text)
    assert isinstance(answer, list)
    assert len(answer) == triples


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <urn:many> ?o }",
        "CONSTRUCT WHERE { ?s <urn:many> ?o }",
        "CONSTRUCT { <urn:a> <urn:p> <urn:b> } WHERE { ?s <urn:many> ?o }",
        "CONSTRUCT { ?s <urn:p> ?o ; <urn:q> ?o } WHERE { ?s <urn:few> ?o }",
        "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <urn:many> ?o } LIMIT 20",
        "DESCRIBE ?s WHERE { ?s <urn:many> ?o }",
        "SELECT ?s WHERE { ?s <urn:many> ?o }",
    ],
)
def test_graphs_and_rows_that_may_be_cut_are_refused(at_virtuoso: Endpoint, text: str) -> None:
    with pytest.raises(
        EndpointCutError, match="it gives 10 rows at most, and this answer may have more"
    ) as caught:
        asked(at_virtuoso, text)
    assert caught.value.rows == 10


def test_a_graph_that_is_larger_than_all_there_is_to_compare_it_with_is_refused(
    at_virtuoso: Endpoint,
) -> None:
    other = replace(at_virtuoso, default_graph="urn:nothing")
    text = "CONSTRUCT { <urn:a> <urn:p> 1, 2, 3 } WHERE { BIND (1 AS ?one) }"
    with pytest.raises(EndpointRefusalError, match="nobody can tell whether the one of 3 triples is whole"):
        asked(other, text)


@pytest.mark.parametrize(("property_", "is_there"), [("few", True), ("none", False)])
def test_yes_and_no_are_understood(at_virtuoso: Endpoint, property_: str, is_there: bool) -> None:
    answer = asked(at_virtuoso, f"ASK {{ ?s <urn:{property_}> ?o }}")
    assert isinstance(answer, ox.QueryBoolean)
    assert bool(answer) is is_there
