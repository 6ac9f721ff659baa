"""Quotations in a form in which only their words count."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal
from tests.deriving.small import expanded, world

from averment.deriving.quotations import derive_quotations, normalise_quotation
from averment.namespaces import AV


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We are pawns.", "we are pawns"),
        ("“We are – PAWNS”,  here", "we are pawns here"),
        ("Straße", "strasse"),
        ("ﬁne", "fine"),
        ("Мы — Пешки!", "мы пешки"),
        ("1,000 men", "1 000 men"),
        ("...", ""),
        ("", ""),
    ],
)
def test_only_words_count(text: str, expected: str) -> None:
    assert normalise_quotation(text) == expected


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_quotation(text)
    assert normalise_quotation(once) == once


@given(st.lists(st.text(st.characters(categories=["Ll", "Nd"]), min_size=1), max_size=5))
def test_space_and_punctuation_count_for_nothing(words: list[str]) -> None:
    assert normalise_quotation("  ".join(words)) == normalise_quotation(", ".join(words) + "!")


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ({"value": {"en": "We ARE, pawns"}}, {Literal("we are pawns", lang="en")}),
        ({"value": {"en": "One", "ru": "Раз"}}, {Literal("one", lang="en"), Literal("раз", lang="ru")}),
        ({"value": "without a language"}, set()),
        ({"aspect": "assessment", "value": {"en": "We are pawns"}}, set()),
        ({"aspect": ["quotation", "assessment"], "value": {"en": "We are pawns"}}, set()),
    ],
)
def test_quotations_of_claims(claim: dict[str, Any], expected: set[Literal]) -> None:
    page = {
        "id": "article:a",
        "type": "Article",
        "claims": [{"id": "c", "about": "law:xa-bridges", "aspect": "quotation", **claim}],
    }
    found = list(derive_quotations(world(json.dumps(page))))
    assert {subject for subject, _, _ in found} <= {expanded("article:a/c")}
    assert {predicate for _, predicate, _ in found} <= {AV.normalisedText}
    assert {value for _, _, value in found} == expected
