"""Two runs name everything alike, whatever the order in which Python keeps sets and hashes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import BNode
from tests.reading.samples import ARTICLE, write

from averment.reading import read

TURTLE = """\
@prefix ex: <http://example.org/> .
ex:a ex:p [ ex:q ( 1 [ ex:r "x" ] _:z ) ] , [ ex:q 2 ] . _:z ex:p _:a . _:a ex:p [] .
"""
FILES = {
    "a.yaml": ARTICLE,
    "b.ttl": TURTLE,
    "c.trig": TURTLE.replace("ex:a ex:p", "_:g { ex:a ex:p [] } ex:a ex:p"),
    "d.nq": '_:y <http://p/> _:x .\n_:x <http://p/> "1" .\n_:w <http://p/> _:y .\n',
    "e.jsonld": """{"@context": {"@vocab": "http://v/", "l": {"@container": "@list"}}, "p": [{"q": 1}, {"q": {"r": 2}}],
        "l": [1, {"p": "x"}], "s": {"@id": "_:named", "q": {"@id": "_:other"}}}""",
}
SCRIPT = """
import sys
from averment.reading import read
reading = read(sys.argv[1:])
for line in sorted(" ".join(term.n3() for term in triple) for triple in reading.graph()):
    print(line)
for node, position in reading.positions.written():
    print(node.n3(), position)
"""


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    return [str(write(tmp_path, name, text)) for name, text in FILES.items()]


def run(paths: list[str], seed: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *paths],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_names_of_blank_nodes_and_the_order_of_places_are_alike_in_all_runs(paths: list[str]) -> None:
    first = run(paths, "1")
    assert first.count("_:f2b") > 10
    assert {run(paths, seed) for seed in ("2", "12345", "random")} == {first}


def test_a_blank_node_is_named_for_its_file_and_its_turn(paths: list[str]) -> None:
    names = {str(term) for triple in read(paths).graph() for term in triple if isinstance(term, BNode)}
    assert {name.partition("b")[0] for name in names} == {"f1", "f2", "f3", "f4", "f5"}
    for number in range(1, 6):
        turns = sorted(int(name.partition("b")[2]) for name in names if name.startswith(f"f{number}b"))
        assert turns == list(range(1, len(turns) + 1))
    assert {"f4b1", "f4b2", "f4b3"} <= names


def test_blank_nodes_of_two_files_never_meet(tmp_path: Path) -> None:
    one = write(tmp_path, "a.nq", "_:x <http://p/> _:f2b1 .\n")
    two = write(tmp_path, "b.ttl", "_:x <http://p/> _:f1b1 .\n")
    reading = read([one, two])
    assert len(reading.graph()) == 2
    nodes = [set(file.graph.all_nodes()) for file in reading.files]
    assert [len(found) for found in nodes] == [2, 2]
    assert not nodes[0] & nodes[1]


def test_the_order_of_the_arguments_does_not_change_what_is_stated(paths: list[str]) -> None:
    def named(order: list[str]) -> set[tuple[str, ...]]:
        return {
            tuple(term.n3() for term in triple)
            for triple in read(order).graph()
            if not any(isinstance(term, BNode) for term in triple)
        }

    assert named(paths) == named(paths[::-1])
