"""`averment check --shapes`: shapes that are malformed, that take too long, or that have no translation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .running import run

HEAD = """\
@prefix : <https://example.org/> .
@prefix av: <https://w3id.org/averment/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
: sh:declare [ sh:prefix "av" ; sh:namespace "https://w3id.org/averment/ontology#"^^xsd:anyURI ] .
"""


def shapes(folder: Path, text: str) -> str:
    file = folder / "own.ttl"
    file.write_text(HEAD + text, encoding="utf-8")
    return str(file)


def with_query(query: str) -> str:
    return f""":S a sh:NodeShape ; sh:targetClass av:Claim ; sh:message "of {{?claim}}" ;
        sh:sparql [ sh:prefixes : ; sh:message "of {{?claim}}" ; sh:select \"\"\"{query}\"\"\" ] .
"""


MALFORMED = {
    "count": (
        ":S sh:targetClass av:Claim ;\n  sh:property [ sh:path av:about ;\n    sh:minCount 'two' ] .",
        (8, "<https://example.org/S>", 'the value "two" of sh:minCount is not an integer; write an integer'),
    ),
    "recursion": (
        ":S sh:targetClass av:Claim ; sh:node :T .\n:T sh:not :S .",
        (6, "<https://example.org/S>", "it contains itself"),
    ),
    "path": (
        ":S sh:targetClass av:Claim ; sh:property :P .\n:P sh:path [ :backwards av:about ] ; sh:minCount 1 .",
        (7, "<https://example.org/P>", "is none that SHACL knows"),
    ),
    "pattern": (
        ":S sh:targetClass av:Claim ; sh:property :P .\n:P sh:path av:about ;\n sh:pattern '(' .",
        (8, "<https://example.org/P>", "is not a regular expression"),
    ),
    "query": (with_query("SELECT $this WHERE { $this av:about }"), (7, "<https://example.org/S>", "parsed")),
    "minus": (
        with_query("SELECT $this WHERE { $this av:about ?x MINUS { $this av:about ?x } }"),
        (7, "<https://example.org/S>", "MINUS, which SHACL forbids"),
    ),
    "values": (
        with_query("SELECT $this WHERE { $this av:about ?x VALUES ?x { 1 } }"),
        (7, "<https://example.org/S>", "VALUES, which SHACL forbids"),
    ),
    "service": (
        with_query("SELECT $this WHERE { SERVICE <https://example.org/> { $this av:about ?x } }"),
        (7, "<https://example.org/S>", "SERVICE, which SHACL forbids"),
    ),
    "bound again": (
        with_query("SELECT $this WHERE { BIND (1 AS $this) }"),
        (7, "<https://example.org/S>", "binds $this again"),
    ),
}


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_shape_is_one_message_with_its_place(tmp_path: Path, name: str, engine: str) -> None:
    text, (line, shape, problem) = MALFORMED[name]
    file = shapes(tmp_path, text)
    done = run("check", "warning.yaml", "--shapes", file, "--engine", engine)
    assert (done.code, done.out) == (2, "")
    message, summary = done.err.splitlines()
    assert summary == "1 error: what these files hold was not read"
    assert message.startswith(f"{file}:{line}:")
    assert shape in message
    assert problem in message


def test_a_constraint_without_translation_is_run_by_pyshacl_and_named(tmp_path: Path) -> None:
    query = "SELECT $this ?claim WHERE { $this av:about ?x BIND (SHA256(STR(?x)) AS ?claim) }"
    file = shapes(tmp_path, with_query(query))
    done = run("check", "warning.yaml", "--shapes", file, "--format", "json", "--fail-on", "never")
    assert done.code == 0
    assert "note: <https://example.org/S> was run by pySHACL" in done.err
    assert "SHA256 has no translation" in done.err
    reference = run(
        "check",
        "warning.yaml",
        "--shapes",
        file,
        "--format",
        "json",
        "--engine",
        "pyshacl",
        "--fail-on",
        "never",
    )
    content = json.loads(done.out)
    assert content.pop("notes")
    assert content == json.loads(reference.out)
    assert sum(finding["rule"] == "S" for finding in content["findings"]) == 2


def test_a_constraint_that_takes_too_long_is_ended_and_named(tmp_path: Path) -> None:
    triples = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(5))
    texts = ", ".join(f"STR(?s{n})" for n in range(5))
    query = (
        f"SELECT $this WHERE {{ $this av:about ?x . {triples} FILTER CONTAINS(CONCAT({texts}), 'no such') }}"
    )
    file = shapes(tmp_path, with_query(query))
    done = run("check", "warning.yaml", "--shapes", file, "--limit", "2", "--format", "json")
    content = json.loads(done.out)
    assert done.code == 2
    assert "SPARQLConstraintComponent of <https://example.org/S> did not end within 2 s" in done.err
    assert len(content["problems"]) == 1
    assert content["summary"]["warning"] == 1


def test_ones_own_shapes_find_the_same_with_both_engines(tmp_path: Path) -> None:
    file = shapes(
        tmp_path,
        ":S a sh:NodeShape ; sh:targetClass av:Claim ; sh:severity sh:Info ; sh:message 'none' ;"
        " sh:property [ sh:path ( av:about [ sh:inversePath av:about ] ) ; sh:maxCount 1 ; sh:message 'two' ] .",
    )
    found = [
        json.loads(run("check", "warning.yaml", "--shapes", file, "--format", "json", "--engine", engine).out)
        for engine in ("compiled", "pyshacl")
    ]
    assert found[0] == found[1]
    assert any(finding["message"].startswith("two") for finding in found[0]["findings"])
