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

from averment.errors import AvermentError, ReadFailure, UsageError
from averment.namespaces import PREFIXES
from averment.querying import Column, Parameter, expand, find_query, parse_query, run_query, to_store

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


FULL = """# title: Kites
# subject: time
# asks: Who flies them?
# returns: one row a kite
# example: owner=actor:quill least=3
# param owner: (iri of av:Outlet av:Person) only kites of this owner
# param least: (integer = 2) only owners with so many
# param plain: without a type
# column kite: the kite
# column owner: whose it is
SELECT * { }
"""


def test_a_full_header_has_classes_defaults_columns_and_an_example() -> None:
    query = parse_query("kites", FULL)
    av = PREFIXES["av"]
    assert query.subject == "time"
    assert query.example == (("owner", "actor:quill"), ("least", "3"))
    assert query.columns == (Column("kite", "the kite"), Column("owner", "whose it is"))
    assert query.parameters == (
        Parameter("owner", "iri", "only kites of this owner", None, (f"{av}Outlet", f"{av}Person")),
        Parameter("least", "integer", "only owners with so many", "2"),
        Parameter("plain", "text", "without a type"),
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "# param x: (int) how many",
            "the parameter 'x' is of the unknown type 'int'; write one of iri, text,",
        ),
        ("# param x: (integer = two) how many", "'two' is of no type integer; write it as in 3"),
        (
            "# param x: (integer of av:Law) how many",
            "the parameter 'x' has a class and is of type integer; write",
        ),
        ("# param x: (iri of Law) which", "'Law' is no class; write it as in (iri of av:Law)"),
        (
            "# param x: (iri which",
            "the type of the parameter 'x' can't be read; write it as in '# param least:",
        ),
        ("# param: (iri) which", "this param of the header names no variable; write it as in '# param law:"),
        (
            "# param ?x: (iri) which",
            "this param of the header names no variable; write it as in '# param law:",
        ),
        ("# param owner: (iri) which", "the header has a second parameter 'owner'; keep one of them"),
        ("# column x:", "the column 'x' has no definition; say in a few words what it holds"),
        ("# column kite: again", "the header has a second column 'kite'; keep one of them"),
        ("# subject: kites", "the header has a second 'subject'; keep one of them"),
        ("# needs: kites", "a query can't need 'kites'; write '# needs: findings', or leave it out"),
    ],
)
def test_what_is_malformed_is_refused_with_its_line(line: str, problem: str) -> None:
    with pytest.raises(ReadFailure) as failure:
        parse_query("kites", FULL.replace("SELECT", f"{line}\nSELECT"), "my/kites.rq")
    assert str(failure.value).startswith(f"my/kites.rq:11:1: error: {problem}")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "subject: time",
            "subject: kites",
            "2:1: error: 'kites' is no subject of questions; write one of laws,",
        ),
        ("owner=actor", "who=actor", "5:1: error: the example has a value for 'who', and there is no such"),
        ("least=3", "least=few", "5:1: error: 'few' is of no type integer; write it as in 3"),
        (
            "least=3",
            "least",
            "5:1: error: 'least' is no value of a parameter; write parameters as they are given",
        ),
    ],
)
def test_an_example_and_a_subject_have_to_be_possible(old: str, new: str, problem: str) -> None:
    with pytest.raises(ReadFailure) as failure:
        parse_query("kites", FULL.replace(old, new))
    assert str(failure.value).startswith(f"kites:{problem}")


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ReadFailure) as failure:
        parse_query("kites", "# column x:\n# param y: (int) how many\nSELECT * { }")
    assert [error.position.line for error in failure.value.errors] == [1, 2]


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
def test_a_name_of_nothing_says_where_the_names_are(name: str) -> None:
    with pytest.raises(UsageError, match=r"and no such file; .*'averment query --list' shows the named ones"):
        find_query(name)


def test_a_misspelt_name_leads_to_the_one_that_is_near() -> None:
    with pytest.raises(UsageError, match=r"there is no query 'penaltys' .* did you mean 'penalties'\?"):
        find_query("penaltys")


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
