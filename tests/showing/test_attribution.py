"""Attribution chains in words."""

from __future__ import annotations

import pytest
from rdflib import RDF

from averment import resources
from averment.namespaces import AV
from averment.showing.attribution import attribution_in_words, chain_in_words, stance_in_words
from averment.showing.parts import Hop, Thing

NORN = Thing(iri="https://example.org/norn", id="actor:norn", name="Agency Norn")


def hop(verb: str, *, verbatim: bool = False, capacity: str | None = None) -> Hop:
    return Hop(source=NORN, unnamed=None, verb=verb, verbatim=verbatim, capacity=capacity)


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("cites", "citing Agency Norn"),
        ("estimates", "by an estimate of Agency Norn"),
        ("posted", "from a post by Agency Norn"),
        ("provides", "going by Agency Norn"),
        ("reports", "after a report by Agency Norn"),
        ("says", "according to Agency Norn"),
        ("told", "as told by Agency Norn"),
        ("whispers", "whispers Agency Norn"),
    ],
)
def test_a_hop_is_said_by_its_verb(verb: str, words: str) -> None:
    assert chain_in_words([hop(verb)]) == words


def test_every_verb_of_the_ontology_has_words_of_its_own() -> None:
    verbs = {str(verb).rpartition("#")[2] for verb in resources.ontology().subjects(RDF.type, AV.Verb)}
    assert len(verbs) >= 7
    assert [verb for verb in verbs if chain_in_words([hop(verb)]).startswith(verb)] == []


def test_every_stance_of_the_ontology_has_words_of_its_own() -> None:
    stances = {str(one).rpartition("#")[2] for one in resources.ontology().subjects(RDF.type, AV.Stance)}
    assert {one: stance_in_words(one) for one in sorted(stances)} == {
        "alleges": "alleges",
        "asserts": "says",
        "conditional": "says",
        "denies": "denies",
        "opines": "takes the view",
        "predicts": "expects",
    }
    assert stance_in_words("doubts") == "doubts"


def test_a_chain_is_said_outermost_first() -> None:
    unnamed = Hop(source=None, unnamed="a lawyer", verb="told", verbatim=True, capacity="deputy chairman")
    assert attribution_in_words("Dagens", [hop("reports"), unnamed]) == (
        "Dagens, after a report by Agency Norn, as told by 'a lawyer' (not named) as deputy chairman, word for word"
    )
    assert attribution_in_words("Dagens", []) == "Dagens"


def test_braces_in_a_name_are_kept() -> None:
    odd = Hop(source=None, unnamed="{0} {x}", verb="{}", verbatim=False, capacity=None)
    assert "'{0} {x}' (not named)" in chain_in_words([odd])
