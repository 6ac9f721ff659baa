"""Dates of moments that are counted from another, once that one has a date."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rdflib import RDF
from tests.deriving.small import expanded, of, world

from averment.deriving.anchors import derive_anchored
from averment.deriving.bounds import derive_bounds
from averment.graphs import graph_of
from averment.namespaces import AV

IN_FORCE = {"aspect": "entry-into-force", "value": "publication + 10 d"}
DAY = {"aspect": "publication-date", "value": "2026-03-09"}


def page(*claims: dict[str, Any]) -> str:
    common = {"about": "law:xa-bridges", "stance": "asserts"}
    return json.dumps(
        {
            "id": "article:a",
            "type": "Article",
            "claims": [{"id": f"c{number}", **common, **claim} for number, claim in enumerate(claims)],
        }
    )


def dated(*claims: dict[str, Any], withdrawn: tuple[int, ...] = ()) -> dict[str, str]:
    """Give the first and last day that the first claim comes to."""
    made = world(page(*claims))
    taken_back = {expanded(f"article:a/c{number}") for number in withdrawn}
    triples = list(derive_anchored(made, graph_of(derive_bounds(made)), set(taken_back)))
    assert {str(subject) for subject, _, _ in triples} <= {str(expanded("article:a/c0/dated"))}
    found = of("article:a/c0/dated", triples)
    if found:
        assert found.pop("type") == str(AV.DerivedAnswer)
        assert found.pop("followsFrom") == str(expanded("article:a/c0"))
        assert RDF.type in {predicate for _, predicate, _ in triples}
    return found


def days(first: str, last: str) -> dict[str, str]:
    return {"earliest": first, "latest": last}


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([IN_FORCE], {}),
        ([IN_FORCE, DAY], days("2026-03-19", "2026-03-19")),
        ([IN_FORCE | {"value": "publication"}, DAY], days("2026-03-09", "2026-03-09")),
        ([IN_FORCE | {"value": "published - 1 wk"}, DAY], days("2026-03-02", "2026-03-02")),
        ([IN_FORCE | {"value": "within 10 d of publication"}, DAY], days("2026-03-09", "2026-03-19")),
        ([IN_FORCE, DAY | {"value": "2026-03"}], days("2026-03-11", "2026-04-10")),
        ([IN_FORCE, DAY, DAY | {"value": "2026"}], days("2026-03-19", "2026-03-19")),
        ([IN_FORCE, DAY, DAY | {"value": "2026-03-10"}], {}),
        ([IN_FORCE, DAY | {"value": "2026-03/.."}], {}),
        ([IN_FORCE, DAY | {"value": "../2026-03"}], {}),
        ([IN_FORCE, DAY | {"value": "2026-03/.."}, DAY], days("2026-03-19", "2026-03-19")),
        ([IN_FORCE, DAY | {"stance": "predicts"}], {}),
        ([IN_FORCE, DAY | {"stance": "denies"}], {}),
        ([IN_FORCE, DAY | {"about": "law:xa-ferries"}], {}),
        ([IN_FORCE, DAY | {"aspect": "signature-date"}], {}),
        ([IN_FORCE | {"about": "law:xa-bridges/toll"}, DAY], days("2026-03-19", "2026-03-19")),
        ([IN_FORCE | {"about": "law:xa-bridges/toll"}, DAY | {"about": "law:xa-bridges/toll"}], {}),
        ([IN_FORCE | {"value": "2026-04-01"}, DAY], {}),
        ([IN_FORCE | {"value": "publication + 999999 d"}, DAY | {"value": "9999-12-31"}], {}),
        ([IN_FORCE | {"value": "publication - 999999 d"}, DAY], {}),
        ([IN_FORCE | {"value": "committee + 1 d"}, DAY], {}),
        ([IN_FORCE, DAY | {"value": "soon"}], {}),
    ],
)
def test_day_that_an_anchored_moment_comes_to(claims: list[dict[str, Any]], expected: dict[str, str]) -> None:
    assert dated(*claims) == expected


def test_a_date_that_was_taken_back_dates_nothing() -> None:
    assert dated(IN_FORCE, DAY, withdrawn=(1,)) == {}
    assert dated(IN_FORCE, DAY, DAY | {"value": "2026-03-10"}, withdrawn=(1,)) == days(
        "2026-03-20", "2026-03-20"
    )
