"""The JSON of a page: its keys are what other programs rely on, and so stand here."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass

import pytest

from averment.showing import as_json, pages, parts

from .small import any_page

KEYS = {
    "ActorPage": "header same_as based_in owners owns posts judgements published at_odds cited_by credited_by "
    "originates originates_in subjects mentions findings kind",
    "Answer": "in_words is_derived is_at_odds is_accepted reports origins statements",
    "Answers": "question asked about scope reports origins answers apart findings judgements",
    "Citation": "document publisher published source claims",
    "Claim": "question asked about statement",
    "Date": "stated in_words",
    "DocumentPage": "header publisher published language url credits based_on basis_of corrects corrected_by retracts "
    "retracted_by verification claims cited_by subjects findings kind",
    "Found": "rule family severity status subject title message explanation sides",
    "GroupPage": "header wider narrower all_of any_of subjects mentions findings kind",
    "Header": "thing type names definition notes at",
    "Hop": "source unnamed verb verbatim capacity",
    "InstrumentPage": "header jurisdiction process package members provisions versions timeline subjects mentions "
    "findings kind",
    "Judgement": "judgement type in_words reason by on expires state at",
    "Mention": "question asked about reports",
    "Name": "text language is_alias",
    "Post": "person post organisation since until note at",
    "ProvisionPage": "header instrument replaces replaced_by regulates same_act subjects mentions findings kind",
    "Published": "document published claims at_odds at",
    "QuestionPage": "header compared answers refined_by within in_units followed_by findings kind",
    "Relayed": "claim source in_words at",
    "Scope": "property value in_words",
    "Side": "at claim source in_words",
    "StageDates": "stage asked questions answers apart",
    "Standing": "as_of in_words is_at_odds sources",
    "Statement": "claim at value in_words stance is_compared is_withdrawn is_at_odds document source published as_of "
    "condition force is_complete is_prior was converts scope part wording note chain attribution relays origin "
    "verification findings",
    "Subject": "about questions",
    "Thing": "iri id name",
    "Timeline": "stages standings",
    "Version": "version stage at",
}


def test_the_keys_of_everything_are_as_they_were() -> None:
    found = {
        name: " ".join(field.name for field in fields(kind))
        for module in (pages, parts)
        for name in module.__all__
        if is_dataclass(kind := getattr(module, name))
    }
    assert found == KEYS


@pytest.mark.parametrize(
    ("subject", "kind", "line"),
    [
        ("law:zz-kites", "instrument", 21),
        ("law:zz-kites/fine", "provision", 30),
        ("group:flyers", "group", 5),
        ("question:law/zz-kites/stage", "question", None),
        ("actor:una", "actor", 42),
        ("article:quill-1", "document", 71),
    ],
)
def test_a_page_is_json_with_its_kind_first(subject: str, kind: str, line: int | None) -> None:
    content = json.loads(json.dumps(as_json(any_page(subject))))
    assert next(iter(content)) == "kind"
    assert content["kind"] == kind
    assert content["header"]["thing"]["id"] == subject
    at = content["header"]["at"]
    assert at is None if line is None else (at["path"], at["line"]) == ("kites.yaml", line)
