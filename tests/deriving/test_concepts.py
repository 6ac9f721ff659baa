"""Concepts by the names that sources and editors have for them."""

from __future__ import annotations

import unicodedata

import pytest
from rdflib import URIRef
from rdflib.term import Node
from tests.deriving.small import TURTLE, expanded, world

from averment.deriving.concepts import Concepts
from averment.namespaces import AV, BASE, PREFIXES
from averment.values import ValueFault

OWN = """
ex:scheme a skos:ConceptScheme ; rdfs:label 'seasons of tolls'@en .
ex:high a skos:Concept ; skos:inScheme ex:scheme ; skos:prefLabel 'high'@en , 'Hochsaison'@de ; skos:notation 'h' .
ex:low a skos:Concept ; skos:inScheme ex:scheme ; skos:prefLabel 'low'@en , 'зима́й'@ru ; skos:altLabel 'Low Season'@en .
ex:empty a skos:ConceptScheme ; rdfs:label 'nothing yet'@en .
<actor/ann-two> a av:Person ; skos:prefLabel 'ann author'@en .
_:unnamed a av:Person ; skos:prefLabel 'Nemo'@en .
"""
CONCEPTS = Concepts(world(TURTLE + OWN))
EX = "https://example.org/vocabulary#"
SEASONS = frozenset[Node]({URIRef(EX + "scheme")})
RU = frozenset[Node]({URIRef(BASE + "process/ru")})
REQUESTS = frozenset[Node]({URIRef(BASE + "request")})
ADDRESSEES = frozenset[Node]({AV.AddresseeClass})
ACTORS = frozenset[Node]({AV.Actor})
EITHER = frozenset[Node]({AV.Country, AV.Outlet})


@pytest.mark.parametrize(
    ("text", "schemes", "concept"),
    [
        ("h", SEASONS, EX + "high"),
        ("H", SEASONS, EX + "high"),
        ("high", SEASONS, EX + "high"),
        (" hochsaison ", SEASONS, EX + "high"),
        ("low season", SEASONS, EX + "low"),
        (EX + "low", SEASONS, EX + "low"),
        (unicodedata.normalize("NFC", "зима́й"), SEASONS, EX + "low"),
        (unicodedata.normalize("NFD", "зима́й"), SEASONS, EX + "low"),
        ("first-reading", RU, PREFIXES["ru"] + "first-reading"),
        ("первое чтение", RU, PREFIXES["ru"] + "first-reading"),
        ("Первое Чтение", RU, PREFIXES["ru"] + "first-reading"),
        ("ru:first-reading", RU, PREFIXES["ru"] + "first-reading"),
        ("уголовное преследование", REQUESTS, PREFIXES["request"] + "prosecution"),
        ("group:carters", ADDRESSEES, PREFIXES["group"] + "carters"),
        ("drivers", ADDRESSEES, PREFIXES["group"] + "drivers"),
        ("The Herald", ACTORS, PREFIXES["actor"] + "herald"),
        ("мостовой совет", ACTORS, PREFIXES["actor"] + "board"),
        ("actor:board", ACTORS, PREFIXES["actor"] + "board"),
        ("examplia", EITHER, PREFIXES["country"] + "xa"),
        ("actor:courier", EITHER, PREFIXES["actor"] + "courier"),
    ],
)
def test_name(text: str, schemes: frozenset[Node], concept: str) -> None:
    assert CONCEPTS.resolve(text, schemes) == URIRef(concept)


@pytest.mark.parametrize(
    ("text", "schemes", "fault"),
    [
        ("Ann Author", ACTORS, "'Ann Author' is the name of several (actor:ann, actor:ann-two): write one of these"),
        ("actor:an", ACTORS, "'actor:an' names no actor: did you mean 'actor:ann'?"),
        ("Nemo", ACTORS, "'Nemo' names no actor: write one of actor:ann, actor:ann-two, actor:board, actor:courier, "
         "actor:gazette, actor:herald and 2 more"),
        ("group:ferrymen", ADDRESSEES, "'group:ferrymen' names no addressee class: write one of group:carters, "
         "group:drivers, group:sailors"),
        ("somebody else", ADDRESSEES, "'somebody else' names no addressee class: write one of group:carters, "
         "group:drivers, group:sailors"),
        ("вторая чтение", RU, "'вторая чтение' names no term of 'Russian legislative process': "
         "did you mean 'второе чтение'?"),
        ("xyzzy", RU, "'xyzzy' names no term of 'Russian legislative process': write one of committee, enacted, "
         "final-readings, first-reading, government-commission, in-force and 6 more"),
        ("any", frozenset[Node]({URIRef(EX + "empty")}), "'any' names no term of 'nothing yet': "
         "write one of its members, once there are any"),
        ("prosecution", SEASONS, "'prosecution' names no term of 'seasons of tolls': write one of "
         "<https://example.org/vocabulary#low>, h"),
        ("nobody", EITHER, "'nobody' names no country or outlet: write one of actor:courier, actor:gazette, "
         "actor:herald, actor:tribune, country:xa, country:xb"),
        ("anything", frozenset[Node](), "'anything' names no concept: write one of its members, once there are any"),
    ],
)  # fmt: skip
def test_fault(text: str, schemes: frozenset[Node], fault: str) -> None:
    with pytest.raises(ValueFault) as raised:
        CONCEPTS.resolve(text, schemes)
    assert str(raised.value) == fault


@pytest.mark.parametrize(
    ("iri", "compact"),
    [
        (PREFIXES["actor"] + "tass", "actor:tass"),
        (PREFIXES["article"] + "a/c1", "article:a/c1"),
        (PREFIXES["av"] + "Claim", "av:Claim"),
        (BASE + "id/other/x", "<other/x>"),
        ("https://example.org/x", "<https://example.org/x>"),
        (PREFIXES["actor"], "<actor/>"),
    ],
)
def test_compact_iri(iri: str, compact: str) -> None:
    assert Concepts.compact(URIRef(iri)) == compact
    if not compact.startswith("<"):
        assert expanded(compact) == URIRef(iri)
