"""Moments: dates as they are, days counted from an anchor, and faults with their cure."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.values import AnchoredSpan, ValueFault, parse_date, parse_moment
from averment.values._moment_habits import HABITS

anchors = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)


def fault_of(text: str) -> str:
    """Return the message of the fault that a text has."""
    with pytest.raises(ValueFault) as caught:
        parse_moment(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "anchor", "lower", "upper"),
    [
        ("publication", "publication", 0, 0),
        ("first-reading", "first-reading", 0, 0),
        ("publication + 10 d", "publication", 10, 10),
        ("publication + 0 d", "publication", 0, 0),
        ("signature - 3 d", "signature", -3, -3),
        ("signature + 1 wk", "signature", 7, 7),
        ("signature - 2 wk", "signature", -14, -14),
        ("within 30 d of signature", "signature", 0, 30),
        ("within 2 wk of in-force", "in-force", 0, 14),
        (" publication\t", "publication", 0, 0),
    ],
)
def test_anchored(text: str, anchor: str, lower: int, upper: int) -> None:
    assert parse_moment(text) == AnchoredSpan(anchor, Decimal(lower), Decimal(upper))


@pytest.mark.parametrize("text", ["2025", "2025-07-10", "2022-02-24/..", "../2025-07", "2025-23", "2025-07~"])
def test_a_date_is_what_the_grammar_of_dates_reads(text: str) -> None:
    assert parse_moment(text) == parse_date(text)


@pytest.mark.parametrize(
    ("text", "problem", "cure"),
    [
        ("publication + 10 days", "has 'days' for its unit", "publication + 10 d"),
        ("10 days after publication", "has 'days' for its unit", "publication + 10 d"),
        ("10 d after the publication", "has its stage at the end", "publication + 10 d"),
        ("3 d before signature", "has its stage at the end", "signature - 3 d"),
        ("within 2 weeks of the signature", "has 'weeks' for its unit", "within 2 wk of signature"),
        ("within 30 d after signature", "has other words than 'within' and 'of'", "within 30 d of signature"),
        ("publication+10 d", "needs one space on each side of its sign", "publication + 10 d"),
        ("publication  +  10 d", "needs one space on each side of its sign", "publication + 10 d"),
        ("first-reading-3 d", "needs one space on each side of its sign", "first-reading - 3 d"),
        ("first-reading \u2212 3 d", "has a dash that is not a hyphen", "first-reading - 3 d"),
        ("publication + 10d", "needs a space before its unit", "publication + 10 d"),
        ("publication plus 10 d", "has the word 'plus'", "publication + 10 d"),
        ("within  30 d of signature", "has more than one space in a row", "within 30 d of signature"),
        ("Publication", "has capitals", "publication"),
        ("Publication + 10 D", "has 'D' for its unit", "publication + 10 d"),
        ("within 30 d of Signature", "has capitals", "within 30 d of signature"),
        ("upon signature", "has a word too many", "signature"),
        ("publication + \u0661\u0660 d", "has digits other than 0 to 9", "publication + 10 d"),
        ("July 2025", "has a month or season in words", "2025-07"),
        ("10.07.2025", "does not start with its year", "2025-07-10"),
        ("2025-7", "has a month of one digit", "2025-07"),
    ],
)
def test_a_habit_is_cured_by_the_value_in_the_grammar(text: str, problem: str, cure: str) -> None:
    assert fault_of(text).endswith(f" {problem}: write {cure}")
    parse_moment(cure)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("signature + 1 mo", "months"),
        ("within 2 y of signature", "years"),
        ("3 months after signature", "months"),
        ("signature + 2 years", "years"),
        ("signature + 2yr", "years"),
    ],
)
def test_units_without_a_fixed_length_are_a_fault(text: str, unit: str) -> None:
    assert f"{unit} have no fixed length in days: write the days" in fault_of(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("publication + 10 h", "counts in 'h': write days or weeks"),
        ("publication + 10.5 d", "does not count in whole days"),
        ("publication + ten d", "does not count in whole days"),
        ("publication + d", "does not count in whole days"),
        ("within 30 d", "does not count in whole days"),
        ("10 d", "has no stage to count from"),
        ("publication + 1234567 d", "has a count of more than 6 digits"),
        ("July", "is neither a date nor days counted from a stage"),
        ("after the vote", "is neither a date nor days counted from a stage"),
        ("??", "is neither a date nor days counted from a stage"),
        ("2025-13", "has no month 13: months run from 01 to 12"),
        ("../..", "has no date at either end"),
        ("2026/2025", "ends before it starts: write the earlier date first, as in '2025/2026'"),
        ("sometime in July 2025", "has a month or season in words"),
        ("", "the value is empty"),
        ("a" * 201, "longer than 200 characters"),
    ],
)
def test_fault_gives_examples_that_the_grammar_reads(text: str, words: str) -> None:
    message = fault_of(text)
    assert words in message
    cure = message.rpartition(": ")[2]
    for example in re.findall(r"'([^']+)'", cure):
        parse_moment(example)


def test_every_habit_has_an_example_that_the_grammar_reads() -> None:
    for habit in HABITS:
        assert isinstance(parse_moment(habit.example), AnchoredSpan)


@given(anchors, st.integers(0, 999_999), st.sampled_from(["d", "wk"]))
def test_forms_agree_on_their_days(anchor: str, count: int, unit: str) -> None:
    days = Decimal(count * (7 if unit == "wk" else 1))
    assert parse_moment(f"{anchor} + {count} {unit}") == AnchoredSpan(anchor, days, days)
    assert parse_moment(f"{anchor} - {count} {unit}") == AnchoredSpan(anchor, -days, -days)
    assert parse_moment(f"within {count} {unit} of {anchor}") == AnchoredSpan(anchor, Decimal(0), days)
    assert parse_moment(anchor) == AnchoredSpan(anchor, Decimal(0), Decimal(0))
