"""A new kind of measure is a few lines of Turtle: its answers are read, converted and compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from averment.building import build
from averment.checking import check

ASPECT = """\
@prefix av: <https://w3id.org/averment/ontology#> .
@prefix dimension: <https://w3id.org/averment/dimension#> .
@prefix kind: <https://w3id.org/averment/kind#> .
@prefix my: <https://example.org/terms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <https://w3id.org/averment/unit#> .

my:prison-term a av:Aspect ;
    rdfs:label "prison term"@en ;
    skos:definition "How many months an offender is to be imprisoned."@en ;
    av:hasKind kind:extent ;
    av:asksAbout av:Provision ;
    av:hasDimension dimension:calendar-time ;
    av:prefersUnit unit:mo ;
    av:isScopedBy av:hasAddressee , av:inVersion .
"""
STORY = """\
graph:
  - {{id: country:xa, type: Country, name: {{en: Examplia}}, code: XA}}
  - {{id: actor:herald, type: Outlet, name: {{en: Herald}}}}
  - {{id: actor:courier, type: Outlet, name: {{en: Courier}}}}
  - id: law:xa-forgery
    type: Law
    name: {{en: Law on forgery}}
    jurisdiction: country:xa
    provisions: [{{id: forging, name: {{en: forging a pass}}}}]
  - id: article:herald
    type: Article
    title: {{en: Forgers}}
    publisher: actor:herald
    claims:
      - id: c1
        about: law:xa-forgery/forging
        aspect: https://example.org/terms#prison-term
        value: {one}
        stance: asserts
  - id: article:courier
    type: Article
    title: {{en: Passes}}
    publisher: actor:courier
    claims:
      - id: c1
        about: law:xa-forgery/forging
        aspect: https://example.org/terms#prison-term
        value: {other}
        stance: asserts
"""


@pytest.mark.parametrize(
    ("one", "other", "at_odds"),
    [
        ("12..36 mo", "1..3 y", False),
        ("12..36 mo", "1..4 y", True),
        ("12..36 mo", "..36 mo", False),
        ("none", "12..36 mo", True),
    ],
)
def test_answers_about_an_aspect_of_ones_own_are_compared(
    tmp_path: Path, one: str, other: str, at_odds: bool
) -> None:
    (tmp_path / "terms.ttl").write_text(ASPECT, "utf-8")
    (tmp_path / "story.yaml").write_text(STORY.format(one=one, other=other), "utf-8")
    found = check(build([tmp_path])).findings
    assert [finding.rule for finding in found if finding.severity == "violation"] == []
    warnings = [finding for finding in found if finding.severity == "warning"]
    assert len(warnings) == at_odds
    for finding in warnings:
        assert finding.family == "disagreement"
        assert finding.message.startswith("Prison term of forging a pass: ")
        assert {(place.path or "").rpartition("/")[2] for place in finding.places} == {"story.yaml"}
        assert {place.value for place in finding.places} == {one, other}
