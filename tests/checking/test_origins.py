"""How many independent origins the answers to a question have, held against who is said to rest on whom.

Many pages may say the same and go back to one report. For each question of the table, the number of origins that
is derived has to be the number that follows from what a reader of the pages noted: that one page is a rewrite of
another, or names the agency, the speaker or the document that its statement comes from.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from rdflib import RDF, URIRef
from rdflib.term import Node

from averment.building import Build
from averment.namespaces import AV, ID

ARTICLE = ID + "article/"


@dataclass(frozen=True)
class Origins:
    """A question, and what its answers go back to.

    Attributes:
        claim: a claim that answers the question, as page and number.
        pages: all pages that answer it.
        count: how many independent origins their answers have.
        why: how the pages come down to these.
    """

    claim: str
    pages: tuple[str, ...]
    count: int
    why: str


QUESTIONS = (
    # The ban on extradition and what belongs to it.
    Origins("mercy/c1b", ("kommersant-jan21", "mercy"), 1, "mercy rewrites Kommersant"),
    Origins(
        "mercy/c2",
        ("kommersant-jan21", "mercy", "pravda-de-jan21"),
        2,
        "mercy rewrites Kommersant; a third page",
    ),
    Origins("mercy/c10", ("kommersant-jan21", "mercy"), 1, "mercy rewrites Kommersant"),
    Origins(
        "mercy/c3",
        ("kommersant-jan21", "mercy", "pravda-de-jan21"),
        2,
        "mercy rewrites Kommersant, also where it adds to it; a third page",
    ),
    Origins(
        "menafn-ccd/c2b",
        ("menafn-ccd", "tass-jan21"),
        2,
        "MENAFN has it from Ukrinform, and that from a post of the Center; TASS",
    ),
    Origins(
        "mt-mar9/c9a",
        ("caspianpost", "mt-feb26", "mt-mar9"),
        3,
        "one paper's own words and the count that it takes from The Telegraph; estimates without a name",
    ),
    Origins(
        "khabr-rt/c5",
        ("babel", "khabr-rt", "kyiv24", "mt-mar9", "rtvi"),
        4,
        "kyiv24 translates Babel; RT, republished; two more pages",
    ),
    # The law on expulsion.
    Origins("dailystorm/c3", ("dailystorm",), 1, "headline and text of one page"),
    Origins("khabr-rt/c3", ("khabr-rt", "topwar-mar11"), 2, "RT, republished; another page"),
    # The decrees on citizenship.
    Origins("babel/c4a", ("babel", "kyiv24"), 1, "kyiv24 translates Babel"),
    Origins("babel/c4d", ("babel", "kyiv24"), 1, "kyiv24 translates Babel"),
    Origins("babel/c5a", ("babel", "kyiv24"), 1, "kyiv24 translates Babel"),
    Origins(
        "babel/c4c",
        ("babel", "kyiv24", "republic-2023", "yahoo-up"),
        3,
        "kyiv24 translates Babel; Newsweek, rewritten; Novaya Gazeta, which the page names",
    ),
    Origins(
        "republic-2023/c2b",
        ("republic-2023", "yahoo-up"),
        2,
        "Newsweek, rewritten; Novaya Gazeta, which the page names",
    ),
    Origins(
        "babel/c11",
        ("anews", "babel", "kyiv24", "republic-2023", "yahoo-up"),
        4,
        "kyiv24 translates Babel; Newsweek, rewritten; Novaya Gazeta; another page",
    ),
    Origins("pledgetimes/c1a", ("anews", "pledgetimes"), 2, "EFE, translated; another page"),
    Origins("unn/c2a", ("unn", "yahoo-up"), 1, "both quote the text of the decree"),
    # The law on stateless persons.
    Origins("meduza-jun24/c6", ("meduza-jun24", "mt-jun24"), 1, "both have the figure of one service"),
    Origins("meduza-jun24/c3", ("meduza-jun24", "vnnow"), 2, "what a deputy told RBC; another page"),
    Origins(
        "vnnow/c5b",
        ("asiae", "mt-jun24", "vnnow"),
        3,
        "foreign media without a name; the upper house; a paper's own words",
    ),
    # The decree of November 2025.
    Origins("rferl/c7", ("rferl", "svoboda"), 1, "one investigation in two languages"),
    Origins(
        "rferl/c1a",
        ("creavibe", "newsgram", "rferl", "ruckus", "svoboda"),
        1,
        "one investigation in two languages, republished, spun and rewritten",
    ),
    Origins("rferl/c3", ("creavibe", "rferl"), 1, "creavibe is a spun copy"),
    Origins("rferl/c2", ("creavibe", "rferl", "ruckus"), 1, "a spun copy and a rewrite"),
    Origins(
        "rferl/c6a",
        ("newsgram", "nsn", "rferl", "ruckus"),
        2,
        "the investigation, republished and rewritten; another page",
    ),
    Origins(
        "rferl/c6b",
        ("nakanune", "newsgram", "rferl", "ruckus", "svoboda"),
        2,
        "the investigation in two languages, republished and rewritten; another page",
    ),
    Origins("newsgram/c5b", ("newsgram", "ruckus"), 1, "a republication and a rewrite of one report"),
    Origins(
        "svoboda/c2", ("ruckus", "svoboda"), 2, "the rewrite adds a number that the investigation has not"
    ),
    # The law on searching for extremist material.
    Origins("deepnewz1/c3", ("deepnewz1", "deepnewz2"), 1, "two pages of one aggregator"),
    Origins(
        "deepnewz1/c2", ("aniq", "deepnewz1", "deepnewz2"), 2, "two pages of one aggregator; another page"
    ),
    Origins("silkway/c2a", ("silkway", "tass-jul22"), 2, "RBC, rewritten; TASS"),
    Origins("silkway/c2b", ("rhc", "silkway", "tass-jul22"), 3, "RBC, rewritten; TASS; another page"),
    Origins(
        "ovd/c1c",
        ("ground", "ovd"),
        3,
        "OVD-Info has it from Net Freedoms and from Forbes; articles without a name",
    ),
    Origins(
        "ovd/c1a",
        ("ovd", "rhc", "silkway", "tass-jul22"),
        5,
        "OVD-Info has it from Net Freedoms and from Forbes; three more pages",
    ),
)


def test_there_are_enough_questions(shipped: Build) -> None:
    questions = [question_of(shipped, row.claim) for row in QUESTIONS]
    assert len(set(questions)) == len(QUESTIONS) >= 20
    assert any(row.count < len(row.pages) for row in QUESTIONS)
    assert any(row.count > len(row.pages) for row in QUESTIONS)


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row.claim)
def test_pages_that_answer_are_those_of_the_table(shipped: Build, row: Origins) -> None:
    assert pages_of(shipped, question_of(shipped, row.claim)) == set(row.pages)


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row.claim)
def test_independent_origins_are_counted(shipped: Build, row: Origins) -> None:
    question = question_of(shipped, row.claim)
    origins = set(shipped.derived.objects(question, AV.hasIndependentOrigin))
    named = sorted(str(origin).removeprefix(ID) for origin in origins)
    counted = shipped.derived.value(question, AV.originCount)
    assert counted is not None, "the origins are not counted"
    assert int(str(counted)) == row.count, f"{row.why}; derived: {named}"
    assert len(origins) == row.count


def test_what_has_one_owner_is_one_origin(shipped: Build) -> None:
    """No two origins of one question have an owner in common, and none is the owner of another."""
    owned = shipped.stated
    questions = set(shipped.derived.subjects(AV.hasIndependentOrigin))
    assert len(questions) >= len(QUESTIONS)
    for question in questions:
        origins = set(shipped.derived.objects(question, AV.hasIndependentOrigin))
        for origin in origins:
            above = set(owned.transitive_objects(origin, AV.isOwnedBy)) - {origin}
            assert not above, f"{origin} stands for itself, though it is owned"
        assert int(str(shipped.derived.value(question, AV.originCount))) == len(origins)


def question_of(made: Build, claim: str) -> Node:
    found = set(made.derived.objects(URIRef(ARTICLE + claim), AV.answers))
    assert len(found) == 1, f"{claim} answers {len(found)} questions"
    return found.pop()


def pages_of(made: Build, question: Node) -> set[str]:
    """Return the pages with a claim that answers a question, by the claim itself or by what follows from it."""
    answers = set(made.derived.objects(question, AV.hasAnswer))
    claims = {made.derived.value(answer, AV.followsFrom) or answer for answer in answers}
    assert all((claim, RDF.type, AV.Claim) in made.stated for claim in claims)
    return {str(claim).removeprefix(ARTICLE).partition("/")[0] for claim in claims}
