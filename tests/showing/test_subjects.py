"""A subject is named by its compact IRI, its IRI, or a name in any language; what is not, is explained."""

from __future__ import annotations

import pytest

from averment.showing import Lookup, SubjectError, find_subject
from averment.showing.parts import Thing

from .small import built, iri, lookup


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("law:zz-kites", "law:zz-kites"),
        ("  law:zz-kites ", "law:zz-kites"),
        ("law:zz-kites/fine", "law:zz-kites/fine"),
        ("question:law/zz-kites/stage", "question:law/zz-kites/stage"),
        (str(iri("actor:norn")), "actor:norn"),
        (f"<{iri('actor:norn')}>", "actor:norn"),
        ("Kite law", "law:zz-kites"),
        ("KITE  LAW", "law:zz-kites"),
        ("drachengesetz", "law:zz-kites"),
        ("ЗАКОН о змеях", "law:zz-kites"),
        ("flying act", "law:zz-kites"),
        ("norn news", "actor:norn"),
        ("All about kites", "article:quill-1"),
        ("Drachenflieger", "group:flyers"),
        ("stage of kite law", "question:law/zz-kites/stage"),
        ("una", "actor:una"),
        ("zz-kites/fine", "law:zz-kites/fine"),
    ],
)
def test_a_subject_is_found(text: str, meant: str) -> None:
    assert find_subject(lookup(), text) == iri(meant)


@pytest.mark.parametrize(
    ("text", "said", "candidates"),
    [
        ("", "an empty subject names nothing; write one such as law:ru-extradition-ban", []),
        (" \n", "an empty subject names nothing; write one such as law:ru-extradition-ban", []),
        ("law:zz-kite", "nothing is called 'law:zz-kite'; the nearest are:", ["law:zz-kites"]),
        ("kern", "nothing is called 'kern'; the nearest are:", ["actor:una-k", "actor:una"]),
        (
            "flyers kite",
            "nothing is called 'flyers kite'; the nearest are:",
            ["group:flyers", "group:minors"],
        ),
        ("agencie norm", "nothing is called 'agencie norm'; the nearest are:", ["actor:norn"]),
        (
            "qqqqqqqqqq",
            "nothing is called 'qqqqqqqqqq'; write a name of the graph, or an IRI such as law:ru-extradition-ban",
            [],
        ),
        (
            "country:zz",
            "'country:zz' is a country, which has no page; show a law, provision, actor, document, question or group",
            [],
        ),
        (
            "article:quill-1/c1",
            "'article:quill-1/c1' is a claim, which has no page; show what it belongs to:",
            ["question:law/zz-kites/signature-date", "article:quill-1"],
        ),
        (
            "actor:una/membership",
            "'actor:una/membership' is a membership, which has no page; show what it belongs to:",
            ["actor:una", "actor:parliament"],
        ),
        ("act:fly", "'act:fly' is an act, which has no page; show", []),
        ("aspect:fine", "'aspect:fine' is an aspect, which has no page; show", []),
    ],
)
def test_what_names_nothing_is_explained(text: str, said: str, candidates: list[str]) -> None:
    with pytest.raises(SubjectError) as caught:
        find_subject(lookup(), text)
    assert str(caught.value).startswith(said)
    assert [one.thing.id for one in caught.value.candidates][: len(candidates)] == candidates
    assert bool(caught.value.candidates) is bool(candidates)


def test_a_name_of_several_lists_them() -> None:
    made = built(
        """
graph:
  - {id: actor:a, type: Outlet, name: {en: The Mail}}
  - {id: actor:b, type: Organisation, name: {en: Post}, aliases: {en: [the mail]}}
  - {id: law:the-mail, type: Law, name: {en: Mail law}}
"""
    )
    with pytest.raises(SubjectError) as caught:
        find_subject(Lookup(made), "THE MAIL")
    assert str(caught.value) == "'THE MAIL' is the name of several; write the one that is meant:"
    assert [(one.thing.id, one.type) for one in caught.value.candidates] == [
        ("actor:a", "outlet"),
        ("actor:b", "organisation"),
    ]
    assert caught.value.candidates[0].thing == Thing(iri=str(iri("actor:a")), id="actor:a", name="The Mail")


def test_a_name_goes_before_the_end_of_an_iri() -> None:
    made = built(
        "graph:\n  - {id: actor:mail, type: Outlet, name: {en: Post}}\n"
        "  - {id: actor:x, type: Outlet, name: {en: Mail}}\n"
    )
    assert find_subject(Lookup(made), "mail") == iri("actor:x")


def test_a_class_of_ones_own_has_a_page() -> None:
    made = built(
        "@prefix av: <https://w3id.org/averment/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "<urn:Ukase> rdfs:subClassOf av:Decree .\n<urn:u1> a <urn:Ukase> ; rdfs:label 'First ukase' .\n",
        "ttl",
    )
    assert (
        str(find_subject(Lookup(made), "first ukase"))
        == str(find_subject(Lookup(made), "urn:u1"))
        == "urn:u1"
    )


def test_a_graph_without_anything_to_show_says_so() -> None:
    made = built("id: country:zz\ntype: Country\nname: {en: Zedland}\ncode: ZZ\n")
    with pytest.raises(
        SubjectError, match="the graph has nothing to show; name other files or folders with --graph"
    ):
        find_subject(Lookup(made), "kites")


def test_a_long_subject_is_shortened_in_the_message() -> None:
    with pytest.raises(SubjectError) as caught:
        find_subject(lookup(), "x" * 50_000)
    assert len(str(caught.value)) < 250


def test_the_nearest_are_things_before_their_questions_and_few() -> None:
    with pytest.raises(SubjectError) as caught:
        find_subject(lookup(), "kite")
    found = [one.thing.id for one in caught.value.candidates]
    assert found[0] == "law:zz-kites"
    assert len(found) == 8
    are_questions = [name.startswith("question:") for name in found]
    assert are_questions == sorted(are_questions)
