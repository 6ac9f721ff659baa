"""How questions that ask the same within different scopes relate to one another."""

from __future__ import annotations

import itertools
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from tests.deriving.small import TURTLE, expanded, world

from averment.deriving.questions import Asked
from averment.deriving.scopes import relate
from averment.deriving.texts import Texts
from averment.deriving.world import World
from averment.namespaces import AV

WORLD = """
<group/both> a av:AddresseeClass ; av:allOf <group/carters> , <group/sailors> .
<group/round> skos:broader <group/circle> . <group/circle> skos:broader <group/round> .
"""
SUBJECT, ASPECT = expanded("law:xa-bridges/toll"), expanded("aspect:fine")
KEYS = {
    "for": AV.hasAddressee,
    "text": AV.inVersion,
    "at": AV.atStage,
    "of": AV.ofPopulation,
    "in": AV.inPlace,
    "unit": AV.hasUnit,
}


@cache
def made() -> World:
    return world(TURTLE + WORLD)


def asked(**scope: str) -> Asked:
    return Asked(SUBJECT, ASPECT, ()).with_scope(
        *((KEYS[key], expanded(value)) for key, value in scope.items())
    )


def relations(*questions: Asked) -> set[tuple[int, str, int]]:
    """Give the relations between questions by their numbers."""
    names = {question: URIRef(f"urn:q:{number}") for number, question in enumerate(questions)}
    assert len(names) == len(questions)
    found = relate(made(), names, Texts(made(), Graph(), set()))
    return {
        (int(str(one)[6:]), str(relation).rpartition("#")[2], int(str(other)[6:]))
        for one, relation, other in found
    }


DRIVERS, CARTERS, SAILORS = "group:drivers", "group:carters", "group:sailors"
BILL, ACT = "law:xa-bridges/introduced", "law:xa-bridges/signed"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {"for": CARTERS}, {(0, "isRefinedBy", 1)}),
        ({}, {"for": CARTERS, "text": BILL}, {(0, "isRefinedBy", 1)}),
        ({"text": BILL}, {"for": CARTERS, "text": BILL}, {(0, "isRefinedBy", 1)}),
        ({"text": BILL}, {"for": CARTERS}, set()),
        ({"text": BILL}, {"for": CARTERS, "text": ACT}, set()),
        ({"for": CARTERS}, {"for": DRIVERS}, {(0, "isWithin", 1)}),
        ({"for": "group:both"}, {"for": DRIVERS}, {(0, "isWithin", 1)}),
        ({"for": CARTERS}, {"for": SAILORS}, set()),
        ({"for": CARTERS, "text": BILL}, {"for": DRIVERS, "text": ACT}, set()),
        ({"for": CARTERS, "text": BILL}, {"for": DRIVERS, "text": BILL}, {(0, "isWithin", 1)}),
        ({"text": BILL}, {"text": ACT}, {(0, "isFollowedBy", 1)}),
        ({"text": BILL, "for": CARTERS}, {"text": ACT, "for": CARTERS}, {(0, "isFollowedBy", 1)}),
        ({"text": BILL}, {"text": "ru:signed"}, {(0, "isFollowedBy", 1)}),
        ({"text": BILL}, {"text": "law:nowhere/text"}, set()),
        ({"at": "ru:first-reading"}, {"at": "ru:third-reading"}, set()),
        ({}, {"at": "ru:third-reading"}, {(0, "isRefinedBy", 1)}),
        ({}, {"of": DRIVERS}, set()),
        ({}, {"in": "country:xa"}, set()),
        ({}, {"of": DRIVERS, "for": CARTERS}, set()),
        ({}, {"unit": "unit:RUB"}, {(0, "isAskedInUnit", 1)}),
        ({"unit": "unit:USD"}, {"unit": "unit:RUB"}, set()),
        ({}, {"unit": "unit:RUB", "for": CARTERS}, set()),
        ({"unit": "unit:RUB"}, {"unit": "unit:RUB", "for": CARTERS}, {(0, "isRefinedBy", 1)}),
        ({"for": "group:round"}, {"for": "group:circle"}, {(0, "isWithin", 1), (1, "isWithin", 0)}),
    ],
)
def test_relation_of_two_questions(
    one: dict[str, str], other: dict[str, str], expected: set[tuple[int, str, int]]
) -> None:
    assert relations(asked(**one), asked(**other)) == expected


def test_questions_of_other_subjects_or_aspects_do_not_relate() -> None:
    wide, narrow = asked(), asked(**{"for": CARTERS})
    elsewhere = Asked(expanded("law:xa-bridges/ticket"), ASPECT, narrow.scope)
    something_else = Asked(SUBJECT, expanded("aspect:force"), narrow.scope)
    assert relations(wide, elsewhere, something_else) == set()


SCOPES = st.fixed_dictionaries(
    {},
    optional={
        "for": st.sampled_from([DRIVERS, CARTERS, SAILORS, "group:both"]),
        "text": st.sampled_from([BILL, ACT, "ru:committee"]),
        "at": st.sampled_from(["ru:first-reading", "ru:third-reading"]),
        "of": st.sampled_from([DRIVERS, SAILORS]),
        "unit": st.sampled_from(["unit:RUB", "unit:USD"]),
    },
)


@settings(deadline=None, max_examples=60, database=None)
@given(st.lists(SCOPES, min_size=2, max_size=7, unique_by=lambda scope: tuple(sorted(scope.items()))))
def test_relations_are_antisymmetric_and_refining_is_transitive(scopes: list[dict[str, str]]) -> None:
    found = relations(*(asked(**scope) for scope in scopes))
    related = {(one, other) for one, _, other in found}
    assert len(related) == len(found)
    assert not {(other, one) for one, other in related} & related
    for name in ("isRefinedBy", "isWithin"):
        pairs = {(one, other) for one, relation, other in found if relation == name}
        for (one, middle), (start, other) in itertools.product(pairs, repeat=2):
            assert middle != start or (one, other) in pairs
