"""Reading the header of a query, finding it by name or path, and what a store takes."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.term import Node

from averment.errors import AvermentError, QueryError, UsageError
from averment.querying import Parameter, expand, find_query, parse_query, run_query, to_store

HEADER = """# title: Kites
# asks: Who flies them?
# returns: one row a kite
# needs: findings
# param owner: (iri) only kites of this owner
# param Colour:   (text)   only kites of this colour
# param plain: without a type
# a remark, which is no field
SELECT * { }
# title: too late
"""


@pytest.mark.parametrize(
    "text", [HEADER, HEADER.replace("\n", "\r\n"), HEADER.replace("\n", "\r"), f"\ufeff{HEADER}"]
)
def test_a_header_is_read_whatever_ends_its_lines(text: str) -> None:
    query = parse_query("kites", text)
    assert (query.name, query.title, query.asks, query.returns) == (
        "kites",
        "Kites",
        "Who flies them?",
        "one row a kite",
    )
    assert query.needs_findings
    assert query.parameters == (
        Parameter("owner", "iri", "only kites of this owner"),
        Parameter("Colour", "text", "only kites of this colour"),
        Parameter("plain", "text", "without a type"),
    )
    assert query.text == HEADER


def test_a_query_without_a_header_is_called_by_its_name() -> None:
    query = parse_query("kites", "SELECT * { }")
    assert (query.title, query.asks, query.parameters, query.needs_findings) == ("kites", "", (), False)


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(
        QueryError,
        match="'x' of the query 'kites' is of the unknown type 'int'; write one of iri, text, integer,",
    ):
        parse_query("kites", "# param x: (int) how many\nSELECT * { }")


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_query_that_may_be_malformed(text: str) -> None:
    query = parse_query("any", text)
    with contextlib.suppress(AvermentError):
        run_query(Graph(), query)


# --- finding ------------------------------------------------------------------------------------------------


def test_a_file_is_found_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "my kites {1}.rq"
    file.write_bytes(b"\xef\xbb\xbf# title: Mine\r\nSELECT * { }")
    query = find_query(str(file))
    assert (query.name, query.title) == ("my kites {1}", "Mine")


def test_a_name_goes_before_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("claims").write_text("# title: Mine\nSELECT * { }", encoding="utf-8")
    assert find_query("claims").title == "Claims"
    assert find_query("./claims").title == "Mine"


@pytest.mark.parametrize("name", ["kites", "", ".", "queries/questions", "x" * 300, "a\nb"])
def test_a_name_of_nothing_lists_the_names(name: str) -> None:
    with pytest.raises(UsageError, match="the named ones are actors, chains, claims, "):
        find_query(name)


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o }", f"ASK {{ {'?s ?p ?o . ' * 100} }}"])
def test_a_query_in_place_of_a_name_is_told_where_to_go(text: str) -> None:
    with pytest.raises(UsageError, match="a query itself is read from standard input with '-'"):
        find_query(text)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "latin.rq"
    file.write_bytes("SELECT * { ?s ?p 'é' }".encode("latin-1"))
    with pytest.raises(UsageError, match="is not UTF-8; save it as UTF-8"):
        find_query(str(file))


# --- IRIs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("law:x", "https://w3id.org/averment/id/law/x"),
        ("law:x/y:z", "https://w3id.org/averment/id/law/x/y:z"),
        ("https://kites.invalid/a:b", "https://kites.invalid/a:b"),
        ("urn:isbn:1", "urn:isbn:1"),
    ],
)
def test_iris_are_written_out(text: str, iri: str) -> None:
    assert expand(text) == iri


@pytest.mark.parametrize("text", ["", "x", ":x", "kite:x", "https:", "urn:", "http://a b"])
def test_what_is_no_iri_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no IRI"):
        expand(text)


# --- stores -------------------------------------------------------------------------------------------------


def test_a_store_holds_the_very_triples() -> None:
    kite, has = URIRef("https://kites.invalid/1"), URIRef("https://kites.invalid/has")
    values: list[Node] = [
        kite,
        Literal("plain"),
        Literal("in English", lang="en"),
        Literal("2026-02-08", datatype=URIRef("http://www.w3.org/2001/XMLSchema#date")),
        Literal('\x00\n"\\'),
    ]
    assert {str(quad.object) for quad in to_store([(kite, has, value) for value in values])} == {
        "<https://kites.invalid/1>",
        '"plain"',
        '"in English"@en',
        '"2026-02-08"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"\\u0000\\n\\"\\\\"',
    }


def test_blank_nodes_are_kept_apart_whatever_they_are_called() -> None:
    has = URIRef("https://kites.invalid/has")
    names = ["f1b1", "a.b", "a_b", "a-b", "é", "x_612e62", ""]
    store = to_store([(BNode(name), has, Literal(name)) for name in names])
    assert len({str(quad.subject) for quad in store}) == len(names)
    assert ox.BlankNode("f1b1") in {quad.subject for quad in store}


@pytest.mark.parametrize(
    "triple",
    [
        (URIRef("urn:x"), URIRef("urn:x"), Literal("half \ud800 a pair")),
        (URIRef("urn:x"), URIRef("urn:x"), Literal("too long a language", lang="abcdefghijk")),
        (URIRef("urn:x"), URIRef("urn:x"), URIRef("http://[kites")),
        (URIRef("urn:x"), URIRef("urn:x"), Variable("x")),
        (Literal("x"), URIRef("urn:x"), Literal("x")),
        (URIRef("urn:x"), BNode(), Literal("x")),
    ],
)
def test_what_is_no_triple_is_refused_with_the_cure(triple: tuple[Node, Node, Node]) -> None:
    with pytest.raises(AvermentError, match=r"is no RDF (term|triple).*; correct it where it is written"):
        to_store([triple])
