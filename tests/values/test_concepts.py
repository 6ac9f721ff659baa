"""Lists of terms and ranges of stages, taken apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.values import ValueFault, parse_stage_range, parse_terms

names = st.text(min_size=1).map(str.strip).filter(lambda name: name and ";" not in name and "." not in name)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("prosecution; sentence", ("prosecution", "sentence")),
        ("sentence;prosecution", ("sentence", "prosecution")),
        (" prosecution ", ("prosecution",)),
        ("group:a; уголовное преследование", ("group:a", "уголовное преследование")),
    ],
)
def test_terms(text: str, terms: tuple[str, ...]) -> None:
    assert parse_terms(text) == terms


@pytest.mark.parametrize(
    ("text", "problem", "cure"),
    [
        ("a;;b", "has an empty term beside a ';'", "write a; b"),
        ("a; b;", "has an empty term beside a ';'", "write a; b"),
        (";", "has an empty term beside a ';'", "write it as in 'prosecution; sentence'"),
        ("a; b; a", "has 'a' more than once", "write a; b"),
        ("a; " + "b" * 70 + "; a", "has 'a' more than once", "write it as in 'prosecution; sentence'"),
        ("a\tb; a\tb", "has 'a\\tb' more than once", "write it as in 'prosecution; sentence'"),
    ],
)
def test_fault_of_terms(text: str, problem: str, cure: str) -> None:
    with pytest.raises(ValueFault, match=re.escape(f"{problem}: {cure}") + "$"):
        parse_terms(text)


@given(st.lists(names, min_size=1, unique=True))
def test_joined_terms_come_apart_again(terms: list[str]) -> None:
    assert parse_terms("; ".join(terms)) == tuple(terms)


def test_a_long_list_is_read() -> None:
    terms = tuple(f"term-{number}" for number in range(10_000))
    assert parse_terms(";".join(terms)) == terms


@pytest.mark.parametrize(
    ("text", "first", "last", "single"),
    [
        ("first-reading", "first-reading", "first-reading", True),
        ("signed..", "signed", None, False),
        ("..third-reading", None, "third-reading", False),
        ("submitted..signed", "submitted", "signed", False),
        ("in force .. repealed", "in force", "repealed", False),
        ("No. 1", "No. 1", "No. 1", True),
    ],
)
def test_stages(text: str, first: str | None, last: str | None, single: bool) -> None:
    assert parse_stage_range(text) == (first, last, single)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("..", "'..' has no stage at either end: write it as in 'signed..' or '..third-reading'"),
        ("a..b..c", "'a..b..c' has more than one '..': write one range, as in 'submitted..signed'"),
        ("signed...", "'signed...' has more than two points in a row: write '..', as in 'signed..'"),
        (" ", "the value is empty: write it as in 'signed..'"),
    ],
)
def test_fault_of_stages(text: str, message: str) -> None:
    with pytest.raises(ValueFault) as caught:
        parse_stage_range(text)
    assert str(caught.value) == message


@given(names, names)
def test_joined_stages_come_apart_again(first: str, last: str) -> None:
    assert parse_stage_range(f"{first}..{last}") == (first, last, False)
    assert parse_stage_range(f"{first}..") == (first, None, False)
    assert parse_stage_range(f"..{last}") == (None, last, False)
    assert parse_stage_range(first) == (first, first, True)
