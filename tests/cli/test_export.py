"""`averment export`: what is written reads back, and only with --derived holds more than was read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rdflib.compare import isomorphic

from averment.reading import read

from .running import ROOT, WORLDS, run, script

SUFFIXES = {"jsonld": ".jsonld", "nquads": ".nq", "trig": ".trig", "turtle": ".ttl"}


@cache
def summary(path: str) -> str:
    return run("check", path, "--fail-on", "never").out.splitlines()[-1]


@pytest.mark.parametrize("rdf_format", SUFFIXES)
def test_an_export_reads_back_and_is_found_fault_with_alike(tmp_path: Path, rdf_format: str) -> None:
    file = tmp_path / f"graph{SUFFIXES[rdf_format]}"
    done = run("export", rdf_format, "hostile.yaml", "-o", str(file))
    assert (done.code, done.out, done.err) == (0, "", "")
    assert isomorphic(read([file]).graph(), read([WORLDS / "hostile.yaml"]).graph())
    assert summary(str(file)) == summary("hostile.yaml")


@pytest.mark.parametrize("rdf_format", SUFFIXES)
def test_derived_statements_are_written_on_demand(rdf_format: str) -> None:
    plain = run("export", rdf_format, "warning.yaml")
    derived = run("export", rdf_format, "warning.yaml", "--derived")
    assert (plain.code, derived.code, plain.err + derived.err) == (0, 0, "")
    assert "displayName" not in plain.out
    assert "displayName" in derived.out


def test_the_shipped_graph_is_exported_by_the_script(tmp_path: Path) -> None:
    to_file = script("export", "turtle", "-o", str(tmp_path / "graph.ttl"), cwd=ROOT)
    assert (to_file.code, to_file.out, to_file.err) == (0, "", "")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert run("export", "turtle", "graph", cwd=ROOT).out == text


@pytest.mark.parametrize("rdf_format", SUFFIXES)
def test_nothing_is_exported_of_what_cannot_be_read_whole(tmp_path: Path, rdf_format: str) -> None:
    (tmp_path / "broken.ttl").write_text("<urn:a> .", encoding="utf-8")
    target = tmp_path / "out"
    done = run("export", rdf_format, "fine.yaml", str(tmp_path), "-o", str(target))
    assert (done.code, done.out) == (2, "")
    assert "broken.ttl:1:" in done.err
    assert not target.exists()
