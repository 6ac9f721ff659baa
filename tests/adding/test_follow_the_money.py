"""Entities of FollowTheMoney: every line is read or told, and the actors of a graph come back as they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from averment.adding import Imported, graph_text, import_actors, read_entities
from averment.building import build_from
from averment.errors import ReadFailure
from averment.exporting.views import VIEW_WRITERS, picture_of
from averment.namespaces import AV
from averment.reading import Reading, read_also
from averment.viewing import find_view, view

COUNTRIES = """graph:
  - {id: country:zz, type: Country, name: {en: Zedland}, code: ZZ}
  - {id: country:yy, type: Country, name: {en: Wyeland}, code: YY}
"""
THERE = """graph:
  - {id: actor:mint, type: Organisation, name: {en: The Mint}}
  - {id: actor:mint/clerk, type: Post, name: {en: clerk}, organisation: actor:mint}
  - {id: actor:ann, type: Person, name: {en: Ann}}
"""


def graph(*texts: str) -> Reading:
    reading = Reading()
    for number, text in enumerate(texts):
        reading = read_also(reading, f"{number}.yaml", text)
    return reading


def entity(name: str, schema: str, /, **properties: Any) -> dict[str, Any]:
    listed = {key: value if isinstance(value, list) else [value] for key, value in properties.items()}
    return {"id": name, "schema": schema, "properties": listed}


def imported(folder: Path, *entities: dict[str, Any], reading: Reading | None = None) -> Imported:
    file = folder / "entities.json"
    file.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in entities), "utf-8")
    return import_actors(read_entities(file), reading or graph(COUNTRIES, THERE), language="en")


def left_out(found: Imported) -> dict[str, tuple[str, ...]]:
    """Return which entities something was left out of, by what it is."""
    told: dict[str, tuple[str, ...]] = {}
    for left in found.left_out:
        told[left.what] = tuple(sorted((*told.get(left.what, ()), *left.ids)))
    return told


def test_actors_have_names_countries_and_items(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        entity("p1", "Person", name=["Bo Bell", "B. Bell"], alias="Бо", country="zz", wikidataId="Q42"),
        entity("o1", "Organization", name="Quill", keywords="outlet"),
        entity("c1", "Company", name="Paper, Inc.", jurisdiction="yy"),
        entity("b1", "PublicBody", name="Court"),
    )
    assert found.things == (
        {
            "id": "actor:p1",
            "type": "Person",
            "name": {"en": "Bo Bell"},
            "aliases": {"en": ["B. Bell", "Бо"]},
            "basedIn": "country:zz",
            "ownedBy": None,
            "sameAs": "wikidata:Q42",
        },
        *(
            {
                "id": f"actor:{name}",
                "type": kind,
                "name": {"en": label},
                "aliases": None,
                "basedIn": country,
                "ownedBy": None,
                "sameAs": None,
            }
            for name, kind, label, country in (
                ("o1", "Outlet", "Quill", None),
                ("c1", "Organisation", "Paper, Inc.", "country:yy"),
                ("b1", "Organisation", "Court", None),
            )
        ),
    )
    assert found.left_out == ()


def test_owners_and_memberships_join_them_and_what_the_graph_has(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        entity(
            "m1", "Membership", member="p1", organization="o1", role="clerk", startDate="2021-03-04T00:00:00"
        ),
        entity("m2", "Employment", employee="p1", employer="mint", role="clerk", endDate="2024"),
        entity("m3", "Directorship", director="ann", organization="o1"),
        entity("w1", "Ownership", owner="mint", asset="o1"),
        entity("w2", "UnknownLink", object="p1", subject="o1", role="owned by"),
        entity("p1", "Person", name="Bo"),
        entity("o1", "Company", name="Quill"),
    )
    person, company, post, *memberships = found.things
    assert (person["ownedBy"], company["ownedBy"]) == (None, ["actor:mint", "actor:p1"])
    assert (post["id"], post["organisation"]) == ("actor:o1/clerk", "actor:o1")
    assert [
        (one["id"], one["post"], one["organisation"], one["since"], one["until"]) for one in memberships
    ] == [
        ("actor:p1/m1", "actor:o1/clerk", "actor:o1", "2021-03-04", None),
        ("actor:p1/m2", "actor:mint/clerk", "actor:mint", None, "2024"),
        ("actor:ann/m3", None, "actor:o1", None, None),
    ]
    assert left_out(found) == {}


def test_what_does_not_come_in_is_named_with_its_reason(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        entity("ann", "Person", name="Ann", birthDate="1970"),
        entity("p1", "Person", name="Bo", birthDate="1970", country=["zz", "yy"], wikidataId="42"),
        entity("p2", "Person", country="zz"),
        entity("l1", "LegalEntity", name="Somebody", country="xx"),
        entity("pay", "Payment", payer="p1"),
        entity("w1", "Ownership", owner="l1", asset="p1", percentage="51"),
        entity("w2", "Ownership", owner="gone", asset="l1"),
        entity("w3", "Ownership", owner="l1", asset="l1"),
        entity("w4", "Ownership", asset="l1"),
        entity("u1", "UnknownLink", subject="p1", object="l1", role="friend"),
        entity("m1", "Membership", member="l1", organization="mint"),
        entity("m2", "Membership", member="p1", organization="ann"),
        entity("m3", "Membership", member="p1", organization="l1", role=["a", "b"], startDate="soon"),
    )
    assert [(thing["id"], thing["type"]) for thing in found.things] == [
        ("actor:p1", "Person"),
        ("actor:l1", "Organisation"),
        ("actor:p1/m3", "Membership"),
    ]
    assert left_out(found) == {
        "actors of schema LegalEntity, taken for organisations": ("l1",),
        "actors that the graph has already": ("ann",),
        "actors without a name": ("p2",),
        "countries of actors that have several": ("p1",),
        "countries: XX": ("l1",),
        "dates of memberships: startDate": ("m3",),
        "entities of schema Payment": ("pay",),
        "entities of schema UnknownLink": ("u1",),
        "items of Wikidata": ("p1",),
        "links of schema Ownership": ("w2", "w4"),
        "links to owners": ("w1", "w3"),
        "memberships in what is no organisation": ("m2",),
        "memberships of what is no person": ("m1",),
        "posts of memberships that have several": ("m3",),
        "properties of actors: birthDate": ("p1",),
    }
    ids = {left.why: left.ids for left in found.left_out}
    assert ids["it names an actor under 'owner' that neither the file has nor the graph"] == ("w2",)
    assert ids["a person has no owner"] == ("w1",)


def test_fragments_are_put_together_and_ids_stay_apart(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        entity("x", "LegalEntity", name="Ex"),
        entity("x", "Person", alias="Eks", name="Ex"),
        entity("a/b", "Person", name="One"),
        entity("a b", "Person", name="Two"),
        entity("actor.x", "Person", name="Three"),
    )
    assert [thing["name"] for thing in found.things] == [
        {"en": name} for name in ("Ex", "One", "Two", "Three")
    ]
    assert found.things[0]["aliases"] == {"en": ["Eks"]}
    assert len({thing["id"] for thing in found.things}) == 4
    reading = read_also(graph(COUNTRIES, THERE), "new.yaml", graph_text(found.things))
    assert len(set(reading.graph().subjects(RDF.type, AV.Person))) == 5


@pytest.mark.parametrize(
    ("line", "place", "problem"),
    [
        ('{"id": "a", "schema": "Person"', "2:31", "the JSON breaks off"),
        ("[]", "2:1", "this is no entity"),
        ('"Person"', "2:1", "this is no entity"),
        ('{"schema": "Person"}', "2:1", "the entity has no id"),
        ('{"id": 7, "schema": "Person"}', "2:8", "the entity has no id"),
        ('{"id": "a", "schema": ""}', "2:23", "the entity has no schema"),
        ('{"id": "a", "schema": "Person", "properties": []}', "2:47", "the properties are no object"),
        (
            '{"id": "a", "schema": "Person", "properties": {"name": [{"en": "A"}]}}',
            "2:56",
            "a value of 'name' is no text",
        ),
        (
            '{"id": "a", "schema": "Person", "properties": {"name": ["\\ud800"]}}',
            "2:57",
            "is half a character",
        ),
        (
            '{"id": "p", "schema": "Company"}',
            "2:1",
            "'p' is of schema Company here, and Person at {file}:1:1",
        ),
    ],
)
def test_a_malformed_line_is_told_with_its_place(tmp_path: Path, line: str, place: str, problem: str) -> None:
    file = tmp_path / "e.json"
    file.write_text(f"{json.dumps(entity('p', 'Person', name='P'))}\n{line}\n", "utf-8")
    with pytest.raises(ReadFailure) as failure:
        read_entities(file)
    (error,) = failure.value.errors
    assert str(error.position) == f"{file}:{place}"
    assert problem.replace("{file}", str(file)) in error.problem


def test_all_malformed_lines_are_told_and_so_is_an_empty_or_missing_file(tmp_path: Path) -> None:
    file = tmp_path / "e.json"
    file.write_text("{\n\n[]\n", "utf-8")
    with pytest.raises(ReadFailure) as failure:
        read_entities(file)
    assert [error.position.line for error in failure.value.errors] == [1, 3]
    for data in (b"", b"\xff"):
        file.write_bytes(data)
        with pytest.raises(ReadFailure):
            read_entities(file)
    with pytest.raises(ReadFailure):
        read_entities(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("schemata", "properties"),
    [
        (
            ("Person", "Organization", "Company", "PublicBody", "LegalEntity"),
            "name alias weakAlias previousName country mainCountry jurisdiction wikidataId keywords",
        ),
        (("Membership",), "member organization role startDate endDate"),
        (("Employment",), "employee employer role startDate endDate"),
        (("Directorship",), "director organization role startDate endDate"),
        (("Ownership",), "owner asset role"),
        (("UnknownLink",), "subject object role"),
    ],
)
def test_what_is_read_is_what_followthemoney_has(schemata: tuple[str, ...], properties: str) -> None:
    model = pytest.importorskip("followthemoney", reason="followthemoney is not installed").model
    for name in schemata:
        missing = set(properties.split()) - set(model.get(name).properties)
        assert missing <= ({"jurisdiction"} if name == "Person" else set()), name


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip)
ACTORS = st.lists(
    st.tuples(
        st.sampled_from(["Person", "Organisation", "Outlet"]),
        NAMES,
        st.lists(NAMES, max_size=1),
        st.sampled_from([None, "country:zz", "country:yy"]),
        st.none() | st.integers(0, 4),
    ),
    min_size=1,
    max_size=5,
)


def written(actors: list[Any]) -> str:
    things = []
    for number, (kind, name, aliases, country, owner) in enumerate(actors):
        owned = owner is not None and owner < len(actors) and owner != number and kind != "Person"
        things.append(
            {
                "id": f"actor:a{number}",
                "type": kind,
                "name": {"en": name},
                "aliases": {"en": aliases} if aliases else None,
                "basedIn": country,
                "ownedBy": f"actor:a{owner}" if owned else None,
            }
        )
    return graph_text(things)


def told(found: Graph, name: str) -> tuple[Any, ...]:
    """Return what a graph says of an actor, names in one spelling of their spaces."""
    node = URIRef(AV.replace("ontology#", "id/actor/") + name)

    def texts(*predicates: Node) -> set[str]:
        return {" ".join(str(value).split()) for each in predicates for value in found.objects(node, each)}

    return (
        set(found.objects(node, RDF.type)),
        texts(SKOS.prefLabel),
        texts(SKOS.prefLabel, SKOS.altLabel),
        set(found.objects(node, AV.isBasedIn)),
        set(found.objects(node, AV.isOwnedBy)),
    )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actors=ACTORS)
def test_what_is_exported_comes_back_with_names_countries_and_owners(
    tmp_path: Path, actors: list[Any]
) -> None:
    before = graph(COUNTRIES, written(actors))
    declaration = find_view("entities")
    picture = picture_of(view(build_from(before), declaration), "ftm")
    file = tmp_path / "e.json"
    file.write_text("".join(VIEW_WRITERS["ftm"][""](picture)), "utf-8")
    things = import_actors(read_entities(file), graph(COUNTRIES), language="en").things
    after = graph(COUNTRIES, graph_text(things)).graph()
    for number in range(len(actors)):
        assert told(after, f"a{number}") == told(before.graph(), f"a{number}")
