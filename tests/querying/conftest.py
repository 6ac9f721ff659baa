"""Graphs to ask: one small world for each named query, and the shipped graph."""

from __future__ import annotations

from contextlib import chdir
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph

from averment.building import Build, build
from averment.checking.graph import with_findings

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@cache
def built(folder: Path, file: str) -> Build:
    """Build what a file or folder states, named as a user who stands in the folder would name it.

    An archive and shapes of one's own that lie in the folder belong to it.
    """
    with chdir(folder):
        archive = "archive" if Path("archive").is_dir() else None
        return build([file], archive=archive, shapes=[str(file) for file in Path().glob("shapes.ttl")])


@cache
def askable(folder: Path, file: str, *, findings: bool) -> Graph:
    """Give what a query is asked of, with the findings of a check if it asks for them."""
    made = built(folder, file)
    return with_findings(made) if findings else made.everything


@pytest.fixture(scope="session")
def shipped() -> Graph:
    """Give the shipped graph with its findings."""
    return askable(ROOT, "graph", findings=True)
