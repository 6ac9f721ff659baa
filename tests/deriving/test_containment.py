"""Which concepts contain which, however they are defined."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Literal
from tests.deriving.small import TURTLE, expanded, world

from averment.deriving.containment import derive_containment, wider_than
from averment.deriving.world import World
from averment.namespaces import AV, ID

NAMES = "abcdef"


def made(turtle: str) -> World:
    return world(TURTLE + "<group/z> a av:AddresseeClass . " + turtle)


def wider(turtle: str, name: str = "a") -> set[str]:
    return {
        str(node).removeprefix(f"{ID}group/") for node in wider_than(made(turtle), expanded(f"group:{name}"))
    }


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ("<group/a> a av:AddresseeClass .", set()),
        ("<group/a> skos:broader <group/b> .", {"b"}),
        ("<group/a> skos:broader <group/b> . <group/b> skos:broader <group/c> .", {"b", "c"}),
        ("<group/a> av:allOf <group/b> , <group/c> .", {"b", "c"}),
        ("<group/b> av:anyOf <group/a> , <group/c> .", {"b"}),
        ("<group/a> av:allOf <group/b> . <group/c> av:anyOf <group/b> ; skos:broader <group/d> .", set("bcd")),
        ("<group/b> skos:broader <group/a> . <group/a> av:anyOf <group/c> .", set()),
        ("<group/a> av:anyOf <group/b> . <group/b> skos:broader <group/c> .", set()),
        ("<group/a> av:anyOf <group/b> , <group/c> . <group/b> skos:broader <group/d> .", set()),
        ("<group/a> av:anyOf <group/b> , <group/c> . <group/b> skos:broader <group/d> . "
         "<group/c> av:allOf <group/d> . <group/d> skos:broader <group/e> .", {"d", "e"}),
        ("<group/a> av:anyOf <group/b> , <group/c> . <group/b> skos:broader <group/c> .", {"c"}),
        ("<group/a> skos:broader <group/a> .", {"a"}),
        ("<group/a> skos:broader <group/b> . <group/b> av:allOf <group/a> .", {"a", "b"}),
        ("<group/a> skos:broader <group/b> , <group/c> . <group/b> skos:broader <group/d> . "
         "<group/c> skos:broader <group/d> .", set("bcd")),
    ],
)  # fmt: skip
def test_what_contains_a_concept(turtle: str, expected: set[str]) -> None:
    assert wider(turtle) == expected


def test_containment_is_stated_of_whatever_takes_part() -> None:
    turtle = (
        "<group/a> skos:broader <group/b> . <group/c> av:anyOf <group/d> . <group/e> av:allOf <group/f> ."
    )
    found = {
        (str(narrower).removeprefix(ID), str(wider).removeprefix(ID))
        for narrower, predicate, wider in derive_containment(world(TURTLE + turtle, base=False))
        if predicate == AV.isContainedIn and str(narrower).startswith(f"{ID}group/")
    }
    assert found == {("group/a", "group/b"), ("group/d", "group/c"), ("group/e", "group/f")}


def test_stages_are_contained_in_what_covers_them() -> None:
    found = set(derive_containment(made("")))
    assert (expanded("ru:signed"), AV.isContainedIn, expanded("ru:enacted")) in found
    assert (expanded("ru:enacted"), AV.isContainedIn, expanded("ru:signed")) not in found


def test_text_where_a_group_is_meant_contains_nothing() -> None:
    assert wider("<group/a> skos:broader 'drivers' .") == {"drivers"}
    found = list(derive_containment(made("<group/a> skos:broader 'drivers' .")))
    assert all(not isinstance(subject, Literal) for subject, _, _ in found)


EDGES = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from("bao")), max_size=9)
_SAID = {
    "b": "<group/{0}> skos:broader <group/{1}> .",
    "a": "<group/{0}> av:allOf <group/{1}> .",
    "o": "<group/{1}> av:anyOf <group/{0}> .",
}


@settings(deadline=None, max_examples=40, database=None)
@given(EDGES)
def test_containment_is_the_closure_of_what_is_stated_and_what_unions_share(
    edges: set[tuple[str, str, str]],
) -> None:
    turtle = " ".join(_SAID[kind].format(one, other) for one, other, kind in sorted(edges))
    reached = {(one, other) for one, other, _ in edges}
    for middle, one, other in itertools.product(NAMES, repeat=3):
        if (one, middle) in reached and (middle, other) in reached:
            reached.add((one, other))
    found = {
        (str(narrower)[-1], str(wider)[-1])
        for narrower, _, wider in derive_containment(made(turtle))
        if str(narrower).startswith(f"{ID}group/") and len(str(narrower)) == len(f"{ID}group/a")
    }
    # what contains each of several parts of a union contains the union as well
    parts = {union: {one for one, other, kind in edges if other == union and kind == "o"} for union in NAMES}
    unions = {
        (union, other)
        for union, of in parts.items()
        for other in NAMES
        if len(of) > 1 and other != union and all(part == other or (part, other) in reached for part in of)
    }
    assert (
        reached
        <= found
        <= reached
        | unions
        | {(union, other) for union, through in unions for other in NAMES if (through, other) in reached}
        | {(below, other) for below, union in reached for of, other in unions if of == union}
    )
