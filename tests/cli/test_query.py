"""`averment query`: where a query comes from, what it is asked with, and the formats of its answer."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from averment.querying import SUBJECTS, Query, list_queries

from .running import ROOT, WORLDS, run, script

SELECT = b"SELECT ?claim ?value { ?claim a av:Claim ; av:value ?value } ORDER BY ?claim"
CLAIMS = [
    ("https://w3id.org/averment/id/article/norn-1/c1", "2026-02-09"),
    ("https://w3id.org/averment/id/article/quill-1/c1", "2026-02-08"),
]
TABLE = """ claim                value
 ───────────────────────────────
 article:norn-1/c1    2026-02-09
 article:quill-1/c1   2026-02-08

2 rows
"""
ASK = b"ASK { ?claim a av:Claim }"
CONSTRUCT = b"CONSTRUCT { ?c rdfs:label ?v } WHERE { ?c a av:Claim ; av:value ?v }"
TURTLE = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<https://w3id.org/averment/id/article/norn-1/c1> rdfs:label "2026-02-09" .

<https://w3id.org/averment/id/article/quill-1/c1> rdfs:label "2026-02-08" .
"""


def asked(query: bytes, *arguments: str) -> tuple[int, str, str]:
    done = run("query", "-", "--graph", "warning.yaml", *arguments, stdin=query)
    return done.code, done.out, done.err


# --- formats ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [(), ("--format", "table")])
def test_a_select_is_a_table(arguments: tuple[str, ...]) -> None:
    assert asked(SELECT, *arguments) == (0, TABLE, "")


def test_a_table_counts_one_row_and_none() -> None:
    assert asked(b"SELECT ?x { VALUES ?x { 1 } }")[1].endswith("\n\n1 row\n")
    assert asked(b"SELECT ?x { ?x a av:Nothing }")[1].endswith("\n\n0 rows\n")


@pytest.mark.parametrize(("output_format", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_a_select_is_csv_or_tsv(output_format: str, delimiter: str) -> None:
    code, out, err = asked(SELECT, "--format", output_format)
    assert (code, err) == (0, "")
    header, *rows = csv.reader(io.StringIO(out, newline=""), delimiter=delimiter)
    assert [name.removeprefix("?") for name in header] == ["claim", "value"]
    assert [(claim.strip("<>"), value) for claim, value in rows] == CLAIMS


def test_csv_quotes_what_has_to_be_quoted() -> None:
    _, out, _ = asked(b"SELECT ?x { VALUES ?x { 'a, \"b\"\\nc' '' '=1+1' } }", "--format", "csv")
    assert out == 'x\r\n"a, ""b""\nc"\r\n\r\n=1+1\r\n'


def test_a_select_is_json() -> None:
    code, out, err = asked(SELECT, "--format", "json")
    assert (code, err) == (0, "")
    results = json.loads(out)
    assert results["head"] == {"vars": ["claim", "value"]}
    found = [(row["claim"]["value"], row["value"]["value"]) for row in results["results"]["bindings"]]
    assert found == CLAIMS


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((), "yes\n"),
        (("--format", "table"), "yes\n"),
        (("--format", "csv"), "true\n"),
        (("--format", "tsv"), "true\n"),
        (("--format", "json"), '{"head":{},"boolean":true}\n'),
    ],
)
def test_an_ask_is_answered_in_each_format(arguments: tuple[str, ...], answer: str) -> None:
    assert asked(ASK, *arguments) == (0, answer, "")
    no = answer.replace("yes", "no").replace("true", "false")
    assert asked(b"ASK { ?claim a av:Nothing }", *arguments) == (0, no, "")


@pytest.mark.parametrize("arguments", [(), ("--format", "turtle")])
def test_a_construct_is_turtle(arguments: tuple[str, ...]) -> None:
    assert asked(CONSTRUCT, *arguments) == (0, TURTLE, "")


def test_a_description_is_turtle() -> None:
    code, out, err = asked(b"DESCRIBE article:quill-1")
    assert (code, err) == (0, "")
    assert out.startswith("@prefix ")
    assert len(list(ox.parse(out.encode(), format=ox.RdfFormat.TURTLE))) > 3


def test_blank_nodes_that_a_construct_makes_are_named_alike_each_time() -> None:
    query = b"CONSTRUCT { [] rdfs:seeAlso ?c ; rdfs:label ?v . ?c rdfs:seeAlso [ rdfs:label ?v ] } { ?c av:value ?v }"
    first = asked(query)
    assert first == asked(query)
    assert first[1].count("_:c14n") == 6


def test_statements_about_statements_are_no_turtle_and_the_cure_is_named() -> None:
    code, out, err = asked(b"CONSTRUCT { ?s rdfs:seeAlso <<( ?s ?p ?o )>> } WHERE { ?s ?p ?o }")
    assert (code, out) == (2, "")
    assert err == "error: the query constructs statements about statements; leave them out\n"


def test_a_construct_of_nothing_is_empty() -> None:
    assert asked(b"CONSTRUCT WHERE { ?s a av:Nothing }") == (0, "\n", "")


@pytest.mark.parametrize("output_format", ["csv", "tsv", "json", "table"])
@pytest.mark.parametrize("query", [CONSTRUCT, b"DESCRIBE law:zz-kites"])
def test_a_graph_is_no_table_and_the_cure_is_named(query: bytes, output_format: str) -> None:
    code, out, err = asked(query, "--format", output_format)
    assert (code, out) == (2, "")
    assert err == (
        f"error: the query 'standard input' constructs a graph, which is no {output_format}; use --format turtle\n"
    )


@pytest.mark.parametrize("query", [SELECT, ASK])
def test_a_table_is_no_graph_and_the_cure_is_named(query: bytes) -> None:
    code, out, err = asked(query, "--format", "turtle")
    assert (code, out) == (2, "")
    assert err.endswith("returns no graph; use --format table, csv, tsv or json\n")


# --- where a query comes from -------------------------------------------------------------------------------


def test_a_query_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "my question.rq"
    file.write_bytes(SELECT)
    assert run("query", str(file), "--graph", "warning.yaml").out == TABLE


def test_a_query_comes_from_standard_input_of_the_script() -> None:
    done = script("query", "-", "--graph", "warning.yaml", cwd=WORLDS, stdin=SELECT)
    assert (done.code, done.out, done.err) == (0, TABLE, "")


@pytest.mark.parametrize("query", [b"\xef\xbb\xbf" + SELECT, SELECT.replace(b" {", b" # a remark\r\n{\r\n")])
def test_a_byte_order_mark_and_other_line_ends_do_not_matter(query: bytes) -> None:
    assert asked(query) == (0, TABLE, "")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (b"", "the query 'standard input' is empty; write one such as SELECT"),
        (b" \n# only a remark\n", "the query 'standard input' is empty; write one such as SELECT"),
        ("SELECT * { ?s ?p 'é' }".encode("latin-1"), "standard input is not UTF-8; save the query as UTF-8"),
        ("SELECT * { ?s ?p ?o }".encode("utf-16"), "standard input is not UTF-8; save the query as UTF-8"),
        (
            b"SELECT * {\n?s ?p }",
            "its syntax breaks off at line 2, column 8; correct it there or just before",
        ),
        (b"SELECT * { ?s nothing:known ?o }", "cannot be run: "),
        (b"\x00\x01", "its syntax breaks off at line 1, column 3"),
        (b"DELETE WHERE { ?s ?p ?o }", "changes data with DELETE, and averment only reads"),
        (b"SELECT * FROM <urn:x> { ?s ?p ?o }", "leave it out, and name the file with --graph"),
        (b"SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", "nothing is fetched; leave it out"),
    ],
)
def test_what_cannot_be_asked_exits_with_2_and_says_why(query: bytes, said: str) -> None:
    code, out, err = asked(query)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert said in err
    assert err.count("\n") == 1


def test_a_graph_that_cannot_be_read_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<urn:a> .", encoding="utf-8")
    shutil.copy(WORLDS / "fine.yaml", tmp_path)
    done = run(
        "query", "actors", "--graph", "fine.yaml", "--graph", "broken.ttl", "--graph", "none", cwd=tmp_path
    )
    assert (done.code, done.out) == (2, "")
    assert "broken.ttl:1:" in done.err
    assert "none:1:1: error: there is no such file or folder" in done.err
    assert done.err.endswith("2 errors: what these files hold was not read\n")


# --- named queries ------------------------------------------------------------------------------------------


def test_the_list_names_every_query_by_subject_and_needs_no_graph(tmp_path: Path) -> None:
    done = run("query", "--list", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    blocks = [block.splitlines() for block in done.out.split("\n\n")]
    assert [block[0] for block in blocks] == list(SUBJECTS)
    shown = [(block[0], *line.split(None, 1)) for block in blocks for line in block[1:]]
    assert sorted(shown) == sorted((query.subject, query.name, query.asks) for query in list_queries())
    assert max(map(len, done.out.splitlines())) <= 100


def test_a_list_of_one_subject_has_no_other(tmp_path: Path) -> None:
    done = run("query", "--list", "data quality", cwd=tmp_path)
    names = [line.split()[0] for line in done.out.splitlines()[1:]]
    assert names == [query.name for query in list_queries() if query.subject == "data quality"]


def test_a_list_of_no_subject_names_the_subjects(tmp_path: Path) -> None:
    done = run("query", "--list", "weather", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: 'weather' is no subject of queries; name one of laws, provisions, ")


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_a_description_says_what_is_asked_and_shows_the_text(tmp_path: Path, query: Query) -> None:
    done = run("query", query.name, "--describe", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{query.title}\n\nAsks: {query.asks}\nReturns: {query.returns}\n")
    assert done.out.endswith(f"\n\n{query.text}")
    said, _ = done.out.split("\n\n# title: ", 1)
    assert f"\nSubject: {query.subject}\n" in said
    for one in query.parameters:
        assert re.search(rf"\n  {one.name} \({one.type}.*\): {re.escape(one.description)}\n", said)
    assert ("\nParameters:\n" in said) is bool(query.parameters)
    assert [f"  {column.name}: {column.definition}" for column in query.columns] == said.split("\n")[
        -len(query.columns) - 1 : -1
    ]
    assert said.split("\n")[-1].startswith(f"Example: averment query {query.name}")


def test_a_description_tells_classes_and_defaults(tmp_path: Path) -> None:
    out = run("query", "single_origin", "--describe", cwd=tmp_path).out
    assert "\n  least (integer = 2): only questions with so many reports or more\n" in out
    assert "\nExample: averment query single_origin --param least=3\n" in out
    out = run("query", "penalties", "--describe", cwd=tmp_path).out
    assert "\n  law (iri of av:Instrument): only penalties of this instrument\n" in out


def test_a_default_holds_unless_another_value_is_given() -> None:
    world = ROOT / "tests" / "querying" / "worlds" / "press"

    def reports(*arguments: str) -> list[int]:
        asked = ("query", "single_origin", "--graph", "data.yaml", "--format", "csv", *arguments)
        return [int(row["reports"]) for row in csv.DictReader(run(*asked, cwd=world).out.splitlines())]

    assert set(reports()) == {2, 3}
    assert set(reports("--param", "least=3")) == {3}
    assert set(reports("--param", "least=1")) == {1, 2, 3}


def test_a_header_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("# title: Mine\n# param x: (int) any\nSELECT ?x { }", encoding="utf-8")
    done = run("query", "mine.rq", "--describe", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        "mine.rq:2:1: error: the parameter 'x' is of the unknown type 'int'; write one of iri"
    )


HOSTILE = [
    '" } UNION { ?s ?p ?o } #',
    "law:zz-kites> } UNION { ?s ?p ?o } #",
    "<urn:x>",
    "law:a b",
    "2026-13-45",
    "1; DROP ALL",
    "",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    ("name", "parameter", "example"),
    [
        ("penalties", "law", "law:ru-extremist-search-law"),
        ("single_origin", "least", "3"),
        ("answers_at", "on", "2025-10-01"),
    ],
)
def test_a_value_of_the_wrong_type_is_one_message_with_the_right_form(
    name: str, parameter: str, example: str, value: str
) -> None:
    done = run("query", name, "--graph", "warning.yaml", "--param", f"{parameter}={value}")
    assert (done.code, done.out) == (2, "")
    kind = {"law": "iri", "least": "integer", "on": "date"}[parameter]
    assert done.err == (
        f"error: the parameter '{parameter}' is of type {kind}: write it as in {parameter}={example}\n"
    )


@pytest.mark.parametrize(
    "value", ['" } UNION { ?s ?p ?o } #', "Warning' || true || '", "\\u0022 || true", ""]
)
def test_a_hostile_text_finds_nothing(value: str) -> None:
    done = run("query", "findings", "--graph", "warning.yaml", "--format", "csv", "--param", f"grade={value}")
    assert (done.code, len(done.out.splitlines())) == (0, 1)


def test_passages_are_looked_up_in_an_archive() -> None:
    world = ROOT / "tests" / "querying" / "worlds" / "archived"
    arguments = ("query", "passages", "--graph", "data.yaml", "--format", "csv")
    assert "verified" not in run(*arguments, cwd=world).out
    assert ",verified," in run(*arguments, "--archive", "archive", cwd=world).out


def test_shapes_of_ones_own_are_asked_about() -> None:
    world = ROOT / "tests" / "querying" / "worlds" / "faults"
    arguments = ("query", "idle_rules", "--graph", "data.yaml", "--format", "csv")
    assert len(run(*arguments, cwd=world).out.splitlines()) == 1
    assert "shapes#Kite" in run(*arguments, "--shapes", "shapes.ttl", cwd=world).out


def test_a_named_query_runs_on_the_folder_graph() -> None:
    done = script("query", "claims", "--format", "csv", cwd=ROOT)
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) > 95


@pytest.mark.parametrize(
    ("params", "said"),
    [
        (["subject"], "'subject' is no parameter; write it as in --param subject=law:ru-extradition-ban"),
        ([""], "'' is no parameter; write it as in --param subject=law:ru-extradition-ban"),
        (["=law:x"], "'=law:x' is no parameter; write it as in"),
        (["?=law:x"], "'?=law:x' is no parameter; write it as in"),
        (["speaker=law:x"], "the query 'claims' has no parameter 'speaker'; it has subject, topic, document"),
        (
            ["subject="],
            "the parameter 'subject' is of type iri: write it as in subject=law:ru-extradition-ban",
        ),
        (["subject=the law"], "the parameter 'subject' is of type iri: write it as in subject="),
        (["subject=law:x", "?subject=law:y"], "the parameter 'subject' is given twice; give it one value"),
    ],
)
def test_a_wrong_parameter_is_explained(params: list[str], said: str) -> None:
    done = run("query", "claims", "--graph", "info.yaml", *(f"--param={param}" for param in params))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {said}")


@pytest.mark.parametrize("name", ["subject", "?subject"])
def test_a_parameter_may_be_written_as_a_variable(name: str) -> None:
    for value, rows in (("law:zz-kites", 2), ("law:zz-none", 0)):
        done = run(
            "query", "timeline", "--graph", "warning.yaml", "--param", f"{name}={value}", "--format", "csv"
        )
        assert (done.code, len(done.out.splitlines())) == (0, rows + 1)


def test_a_value_with_an_equals_sign_is_kept_whole(tmp_path: Path) -> None:
    file = tmp_path / "echo.rq"
    file.write_text("# param x: (text) any\nSELECT ?x { }", encoding="utf-8")
    done = run("query", str(file), "--graph", "fine.yaml", "--param", "x=a=b=", "--format", "csv")
    assert done.out == "x\r\na=b=\r\n"


def test_findings_are_asked_of_a_graph_that_was_checked() -> None:
    done = run("query", "unresolved", "--graph", "warning.yaml", "--format", "csv")
    assert done.out.splitlines()[1:] == [
        "https://w3id.org/averment/id/question/law/zz-kites/signature-date,signature of Kite law,2,2"
    ]


def test_graphs_are_joined() -> None:
    query = b"SELECT (COUNT(?x) AS ?n) { ?x a av:Outlet }"
    done = run(
        "query", "-", "--graph", "fine.yaml", "--graph", "warning.yaml", "--format", "csv", stdin=query
    )
    assert done.out == "n\r\n2\r\n"
