"""Votes: entries, entries not stated, and faults with their cure."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from averment.values import Tally, ValueFault, parse_tally

entries = st.none() | st.integers(0, 999_999_999)


def fault_of(text: str) -> str:
    """Return the message of the fault that a text has."""
    with pytest.raises(ValueFault) as caught:
        parse_tally(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "tally"),
    [
        ("301-44-7", Tally(301, 44, 7)),
        ("301-?-?", Tally(301, None, None)),
        ("?-?-0", Tally(None, None, 0)),
        (" 301-44-? ", Tally(301, 44, None)),
        ("301-44-7 of 352", Tally(301, 44, 7, 352)),
        ("301-44-? of 352", Tally(301, 44, None, 352)),
        ("?-?-? of 0", Tally(None, None, None, 0)),
        ("?-?-? of 999999999", Tally(None, None, None, 999_999_999)),
    ],
)
def test_entries(text: str, tally: Tally) -> None:
    assert parse_tally(text) == tally


@pytest.mark.parametrize(
    ("text", "problem", "cure"),
    [
        ("301-44", "has two entries of three", "301-44-?"),
        ("301", "has one entry of three", "301-?-?"),
        ("301--7", "has an empty entry", "301-?-7"),
        ("-44-7", "has an empty entry", "?-44-7"),
        ("301-44-", "has an empty entry", "301-44-?"),
        ("301 - 44 - 7", "has '-' between its entries", "301-44-7"),
        ("301:44:7", "has ':' between its entries", "301-44-7"),
        ("301, 44, 7", "has ',' between its entries", "301-44-7"),
        ("301 to 44", "has 'to' between its entries", "301-44-?"),
        ("301\u201344\u20137", "has a dash that is not a hyphen", "301-44-7"),
        ("\u0663-1-1", "has digits other than 0 to 9", "3-1-1"),
    ],
)
def test_a_habit_is_cured_by_the_value_in_the_grammar(text: str, problem: str, cure: str) -> None:
    assert fault_of(text).endswith(f" {problem}: write {cure}")
    parse_tally(cure)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("?-?-?", "states no entry"),
        ("1-2-3-4", "is not three entries"),
        ("a-b-c", "is not three entries"),
        ("-1--2--3", "has an empty entry"),
        ("1.5-2-3", "is not three entries"),
        ("²-1-1", "is not three entries"),
        ("9999999999-1-1", "has an entry of more than 9 digits"),
        ("1-1-1 of 9999999999", "has an entry of more than 9 digits"),
        ("301-44-7 of", "is not three entries"),
        ("301-44-7 of all", "has no number after 'of'"),
        ("301-44-7 of -5", "has no number after 'of'"),
        ("301-44-7 of 1 of 2", "has no number after 'of'"),
        ("of 352", "is not three entries"),
        ("", "the value is empty"),
        ("1" * 201, "longer than 200 characters"),
    ],
)
def test_fault_gives_examples_that_the_grammar_reads(text: str, words: str) -> None:
    message = fault_of(text)
    assert words in message
    examples = [example for example in re.findall(r"'([^']+)'", message.partition(": ")[2]) if example != "?"]
    assert examples
    for example in examples:
        parse_tally(example)


@pytest.mark.parametrize(
    ("text", "sum_"),
    [("301-44-7 of 353", 352), ("301-44-7 of 351", 352), ("301-44-? of 344", 345), ("5-?-? of 4", 5)],
)
def test_entries_that_make_more_or_less_than_the_total(text: str, sum_: int) -> None:
    assert (
        fault_of(text) == f"'{text}' has entries that make {sum_}: write as many after 'of', or leave it out"
    )
    parse_tally(f"{text.partition(' of ')[0]} of {sum_}")


@given(entries, entries, entries, st.integers(0, 9))
def test_a_total_that_the_entries_leave_room_for_reads_as_itself(
    in_favour: int | None, against: int | None, abstained: int | None, more: int
) -> None:
    stated = (in_favour, against, abstained)
    known = sum(entry for entry in stated if entry is not None)
    total = known + (more if None in stated else 0)
    assume(total <= 999_999_999)
    text = "-".join("?" if entry is None else str(entry) for entry in stated)
    assert parse_tally(f"{text} of {total}") == Tally(in_favour, against, abstained, total)


@given(entries, entries, entries)
def test_a_formatted_tally_reads_as_itself(
    in_favour: int | None, against: int | None, abstained: int | None
) -> None:
    assume((in_favour, against, abstained) != (None, None, None))
    text = "-".join("?" if entry is None else str(entry) for entry in (in_favour, against, abstained))
    assert parse_tally(text) == Tally(in_favour, against, abstained)
