"""averment's own shapes on the shipped graph: pySHACL and both back ends of the compiled engine find the same."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.shipped import with_every_third_article

from averment.building import build
from averment.checking.engine import ENGINES
from averment.shacl.engine import validate

ROOT = Path(__file__).resolve().parents[2]
IN_OXIGRAPH, IN_DUCKDB = 10**9, 0


def _keys(results: Iterable[Any]) -> set[tuple[object, ...]]:
    return {(result.focus, result.shape, result.value, result.component) for result in results}


@pytest.mark.slow
def test_all_engines_give_the_same_results() -> None:
    """Of all shapes at once; the reference takes minutes for all articles, and is asked of every third."""
    shipped = build(with_every_third_article())
    data, shapes = shipped.everything, shipped.shapes
    found = _keys(ENGINES["pyshacl"](data, shapes).results)
    assert len({shape for _, shape, *_ in found}) >= 10
    assert _keys(ENGINES["compiled"](data, shapes).results) == found
    for most_triples in (IN_OXIGRAPH, IN_DUCKDB):
        outcome = validate(data, shapes, most_triples=most_triples)
        assert not outcome.handed_over
        assert not outcome.unfinished
        assert _keys(outcome.results) == found


@pytest.mark.slow
def test_both_stores_give_the_same_results_of_the_whole_graph() -> None:
    shipped = build([ROOT / "graph"])
    data, shapes = shipped.everything, shipped.shapes
    found, others = (
        _keys(validate(data, shapes, most_triples=most_triples).results)
        for most_triples in (IN_OXIGRAPH, IN_DUCKDB)
    )
    assert len({shape for _, shape, *_ in found}) >= 20
    assert found == others
