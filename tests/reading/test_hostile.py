"""Whatever stands in a file, reading it ends soon, in errors or in a graph, and asks nobody else."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.reading.samples import ARTICLE, ROOT, SUFFIXES, write

from averment.building import build
from averment.exporting import export
from averment.reading import read, read_leniently

LIMIT = 20
"""Seconds that no file of these tests may take on a slow machine; each takes a fraction of one."""

VALID = {
    "a.yaml": ARTICLE,
    "a.jsonld": """\
{"@context": [{"@vocab": "http://v/", "id": "@id", "n": {"@container": "@language"},
  "c": {"@container": "@list", "@type": "@id"}}], "@graph": [
  {"id": "http://a/1", "@type": "T", "n": {"en": "x", "de": ["y", "z"]}, "t": [true, 1.5, "é 🎉"],
   "c": ["http://a/2", {"id": "_:x", "q": -1e3}]},
  {"@id": "http://a/2", "@reverse": {"p": {"@id": "http://a/3"}}}]}
""",
    "a.ttl": """\
@prefix av: <https://w3id.org/averment/ontology#> .
PREFIX x: <http://x/>
<a> a av:Article ; av:p "x"@en-GB , 'y', \"\"\"long "q" \\u00e9 🎉\"\"\", 1, 2.5, 1e5, true ; # comment
  x:l ( 1 [ x:q ( <b> "z"^^x:d ) ] _:b ) .
_:b x:p <c#d> . [] x:p [ x:q x:r, x:s ] .
""",
    "a.trig": """\
@prefix x: <http://x/> .
GRAPH <g> { <a> x:p [ x:q 1 ] . }
<h> { <b> x:p ( "é" ) }
{ <c> x:p 2 . } x:a a x:b .
""",
    "a.nq": """\
# comment
<http://a/b> <http://p> "x\\u00e9🎉"@en <http://g> .

_:a <http://p> _:b .
_:b <http://p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://g> . # comment
""",
}
SIGNS = [
    *(bytes([byte]) for byte in b"\"'[](){}<>\\\n\t\r#:@&*!%|~-.;,^_?=$/ \x00\x07\x7f\x80\xff"),
    *(
        b"\xe2\x80\xa8",
        b"\xc2\x85",
        b"\xef\xbb\xbf",
        b"\xf0\x9f\x98\x80",
        b"\xed\xa0\x80",
        b"null",
        b"@prefix ",
    ),
    *(
        b"^^",
        b"@en",
        b"\\u0020",
        b"\\ud800",
        b"\\U00110000",
        b"---\n",
        b"...\n",
        b"<<",
        b">>",
        b"<<: ",
        b"? ",
    ),
    *(
        b"%zz",
        b"1e999",
        b"_:",
        b"://",
        b"!!set ",
        b"&a ",
        b"*a ",
        b"a ",
        b'"@id"',
        b'"@value"',
        b'"@context"',
    ),
    *(
        b'"""',
        b"'''",
        b"[[[[",
        b"((((",
        b"{{{{",
        b"claims:",
        b"graph:",
        b"- - - ",
        b"id: ",
        b"@base <x:> .\n",
    ),
]


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a valid file with some bytes flipped, put in, taken out or moved."""
    name = draw(st.sampled_from(sorted(VALID)))
    data = VALID[name].encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        match draw(st.sampled_from(["flip", "put", "take", "move", "cut"])):
            case "flip" if start < len(data):
                flipped = bytes([data[start] ^ (1 << draw(st.integers(0, 7)))])
                data = data[:start] + flipped + data[start + 1 :]
            case "put":
                data = data[:start] + draw(st.sampled_from(SIGNS)) + data[start:]
            case "take":
                data = data[:start] + data[end:]
            case "move":
                place = draw(st.integers(0, len(data)))
                data = data[:place] + data[start:end] + data[place:]
            case "cut" if start > len(data) // 2:
                data = data[:start]
    return name, data


def check(path: Path, data: bytes) -> None:
    """Read a file and see that it gives errors at places in it, or a graph."""
    path.write_bytes(data)
    started = time.perf_counter()
    reading, errors = read_leniently([path])
    assert time.perf_counter() - started < LIMIT
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for error in errors:
        assert error.position.path == str(path)
        assert 1 <= error.position.line <= len(lines)
        assert 1 <= error.position.column <= len(lines[error.position.line - 1]) + 1
        assert error.problem
        assert error.cure
        assert "\n" not in str(error)
    assert bool(errors) is not bool(reading.files)
    assert bool(errors) is not bool(len(reading.graph()))
    assert all(reading.positions.of(*statement[:2]) for statement in reading.graph())


ANY = st.binary(max_size=60) | st.lists(st.sampled_from(SIGNS), max_size=12).map(b"".join)
HERE = [HealthCheck.function_scoped_fixture]


@settings(max_examples=300, deadline=None, suppress_health_check=HERE)
@given(file=changed())
def test_a_damaged_file_ends_in_errors_or_in_a_graph(file: tuple[str, bytes], tmp_path: Path) -> None:
    name, data = file
    check(tmp_path / name, data)


@settings(max_examples=300, deadline=None, suppress_health_check=HERE)
@given(name=st.sampled_from(sorted(VALID)), data=ANY)
@example(name="a.yaml", data=b"a: \xe2\x80\xa8b")
@example(name="a.yaml", data=b'a: "\\U00110000"')
@example(name="a.yaml", data=b"%YAML " + b"9" * 5000 + b".1\n---\na: b")
@example(name="a.yaml", data=b"[&a b, &a c]")
@example(name="a.trig", data=b"<\n\\e")
@example(name="a.ttl", data=b"<a> <b> <c")
@example(name="a.nq", data=b"# \r\xff")
@example(name="a.jsonld", data=b'{"@id":"http://["}')
def test_any_bytes_end_in_errors_or_in_a_graph(name: str, data: bytes, tmp_path: Path) -> None:
    check(tmp_path / name, data)


@pytest.mark.parametrize("name", sorted(VALID))
def test_the_files_that_are_damaged_here_are_valid(name: str, tmp_path: Path) -> None:
    assert read([write(tmp_path, name, VALID[name])]).files


SIZE = 100_000
LONG: dict[str, tuple[str, Callable[[int], str]]] = {
    "digits": ("a.ttl", lambda n: f"<a> <b> {'9' * n} ."),
    "digits and a letter": ("a.ttl", lambda n: f"<a> <b> {'9' * n}e ."),
    "backslashes": ("a.ttl", lambda n: f'<a> <b> "{chr(92) * n}" .'),
    "quotes in a long string": ("a.ttl", lambda n: f'<a> <b> """{chr(34)} {"x" * n}' + '"x' * n + '""" .'),
    "strings that do not end": ("a.ttl", lambda n: "<a> <b> " + "'x\n" * n),
    "angle brackets": ("a.nq", lambda n: "<" * n),
    "spaces in N-Quads": ("a.nq", lambda n: "<x:a>" + " " * n + "<x:b> <x:c> ."),
    "prefixes": ("a.ttl", lambda n: "@prefix a: <x:> .\n" * (n // 20) + "a:a a:b a:c ."),
    "dots": ("a.trig", lambda n: "@prefix a: <x:> . a:a a:b a:" + "." * n + "c ."),
    "comments": ("a.ttl", lambda n: "#x\n" * n),
    "questions in YAML": ("a.yaml", lambda n: "? " * n),
    "brackets in YAML": ("a.yaml", lambda n: "a: " + "[" * n),
    "colons in YAML": ("a.yaml", lambda n: "a: " + ":" * n),
    "a long key in YAML": ("a.yaml", lambda n: "k" * n + ": v"),
    "lines in YAML": ("a.yaml", lambda n: "a: |\n" + "  x\n" * (n // 4)),
    "brackets in JSON": ("a.jsonld", lambda n: "[" * n),
    "keys in JSON": ("a.jsonld", lambda n: "{" + ",".join('"a":1' for _ in range(n // 8)) + "}"),
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_file_takes_no_longer_than_its_length(name: str, tmp_path: Path) -> None:
    file, make = LONG[name]
    path = write(tmp_path, file, make(SIZE))
    started = time.perf_counter()
    read_leniently([path])
    assert time.perf_counter() - started < LIMIT


NETWORK = {
    "context.jsonld": '{"@context": "https://example.org/c", "@id": "http://a/", "http://b/": 1}',
    "nested.jsonld": '{"http://b/": {"@context": ["http://example.org/c"], "http://b/": 1}}',
    "import.jsonld": '{"@context": {"@import": "http://example.org/c"}, "http://b/": 1}',
    "scoped.jsonld": '{"@context": {"p": {"@id": "http://p/", "@context": "http://example.org/c"}}, "p": {"p": 1}}',
    "literal.jsonld": '{"@context": {"p": {"@id": "http://p/", "@type": "@json"}}, "p": {"@context": "http://x/"}}',
    "context.yaml": '"@context": http://example.org/c\nid: article:x\ntype: Article\n',
    "imports.ttl": "<a> <http://www.w3.org/2002/07/owl#imports> <http://example.org/o> .",
    "imports.nq": "<http://a/> <http://www.w3.org/2002/07/owl#imports> <http://example.org/o> .",
    "entities.ttl": """<a> <b> "<!DOCTYPE x SYSTEM 'http://example.org/x.dtd'><x/>"^^
        <http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral> .""",
    "schema.yaml": "# yaml-language-server: $schema=https://example.org/s.json\nid: article:x\ntype: Article\n",
    "tag.yaml": "%TAG ! https://example.org/\n---\nid: !x article:x\n",
    "base.trig": "@base <http://example.org/> . <g> { <a> <b> <c> }",
}


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody asks the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(urllib.request, "urlopen", refuse)


@pytest.mark.usefixtures("offline")
def test_nothing_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="network"):
        urllib.request.urlopen("http://example.org/")
    for name, text in {**VALID, **NETWORK}.items():
        write(tmp_path, name, text)
    built = build([write(tmp_path, "b.yaml", ARTICLE.replace("article:sample", "article:again"))])
    for rdf_format, suffix in SUFFIXES.items():
        write(tmp_path, f"export{suffix}", export(built, rdf_format))
    reading, errors = read_leniently([tmp_path, ROOT / "graph", ROOT / "ontology"])
    assert len(reading.files) > 80
    refused = {Path(error.position.path).name for error in errors if "example.org" in str(error)}
    assert refused >= {"context.jsonld", "nested.jsonld", "scoped.jsonld", "context.yaml", "imports.ttl"}
    assert not [error for error in errors if "network" in str(error)]


def test_deep_triples_do_not_end_the_process(tmp_path: Path) -> None:
    files = {
        "a.ttl": "<a> <b> " + "<<( <a> <b> " * 1_000_000 + "<c>" + " )>>" * 1_000_000 + " .",
        "b.nq": "<x:a> <x:b> " + "<<( <x:a> <x:b> " * 500_000 + "<x:c>" + " )>>" * 500_000 + " .",
        "c.ttl": "<a> <b> " + "[ <b> " * 500_000 + "1" + "]" * 500_000 + " .",
        "d.yaml": "[" * 500_000,
        "e.json": "[" * 500_000 + "]" * 500_000,
    }
    paths = [str(write(tmp_path, name, text)) for name, text in files.items()]
    script = (
        "import sys; from averment.reading import read_leniently; print(len(read_leniently(sys.argv[1:])[1]))"
    )
    done = subprocess.run([sys.executable, "-c", script, *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "5\n", "")
