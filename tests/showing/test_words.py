"""Stated values and dates in words; what has not the form of its kind stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.showing.words import (
    date_in_words,
    listed,
    moment_in_words,
    period_in_words,
    quantity_in_words,
    stage_in_words,
    tally_in_words,
)

UNITS = {"h": "hour", "y": "year", "d": "day"}


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("2025", "2025"),
        ("0987", "987"),
        ("2025-07", "July 2025"),
        ("2025-07-01", "1 July 2025"),
        ("2025-21", "spring 2025"),
        ("2025-24", "winter 2025"),
        ("2025-07~", "about July 2025"),
        ("2025-07-10?", "perhaps 10 July 2025"),
        ("2025%", "perhaps about 2025"),
        ("2025-13", "2025-13"),
        ("2025-00-03", "2025-00-03"),
        ("2025-07-00", "2025-07-00"),
        ("2025-21-03", "2025-21-03"),
        ("../2025-07", "July 2025 or earlier"),
        ("2025-07~/..", "about July 2025 or later"),
        ("2025-04/2025-06", "between April 2025 and June 2025"),
        ("2025-04/soon", "2025-04/soon"),
        ("../..", "../.."),
        ("a/b/c", "a/b/c"),
        ("", ""),
    ],
)
def test_dates(stated: str, words: str) -> None:
    assert date_in_words(stated) == words


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("2025-07-10", "10 July 2025"),
        ("publication", "the day of publication"),
        ("entry-into-force + 1 d", "1 day after entry into force"),
        ("signature - 2 wk", "2 weeks before signature"),
        ("within 1 d of signature", "within 1 day of signature"),
        ("publication + 10 mo", "publication + 10 mo"),
        ("July 2025", "July 2025"),
    ],
)
def test_moments(stated: str, words: str) -> None:
    assert moment_in_words(stated) == words


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("2022-02-24", "on 24 February 2022"),
        ("2022-02", "in February 2022"),
        ("../2022", "until 2022"),
        ("2022/..", "from 2022 on"),
        ("2022/2023-05", "from 2022 to May 2023"),
        ("once", "once"),
    ],
)
def test_periods(stated: str, words: str) -> None:
    assert period_in_words(stated) == words


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("1100", "1,100"),
        (">1100", "more than 1,100"),
        (">=10", "at least 10"),
        ("<5", "less than 5"),
        ("<=200 h", "up to 200 hours"),
        ("..200 h", "up to 200 hours"),
        ("150..", "150 or more"),
        ("~90000", "about 90,000"),
        ("~150..~200", "about 150 to about 200"),
        (">150..<200", "more than 150 and less than 200"),
        (">150..", "more than 150"),
        ("1 y", "1 year"),
        ("1..7 y", "1 to 7 years"),
        ("1.50 y", "1.50 years"),
        ("1000..50000 RUB", "1,000 to 50,000 RUB"),
        ("10 %", "10 %"),
        ("10%", "10 %"),
        ("? RUB", "no figure named (RUB)"),
        ("? y", "no figure named (years)"),
        ("?", "no figure named"),
        ("none", "none"),
        ("unspecified", "no figure set"),
        ("max(1000000 RUB, 10 %)", "1,000,000 RUB or 10 %, whichever is higher"),
        ("min(5 d, 100 h)", "5 days or 100 hours, whichever is lower"),
        ("-3", "-3"),
        ("1,100", "1,100"),
        ("about 90000", "about 90000"),
        ("..", ".."),
        ("5..x", "5..x"),
        ("1..2..3", "1..2..3"),
        ("9" * 5000, "9" * 5000),
        ("max(" * 2000, "max(" * 2000),
        ("", ""),
    ],
)
def test_quantities(stated: str, words: str) -> None:
    assert quantity_in_words(stated, UNITS) == words


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("third-reading", "third reading"),
        ("Third-Reading", "third reading"),
        ("..third-reading", "no further than third reading"),
        ("third-reading..", "third reading or further"),
        ("submitted..third-reading", "between submitted and third reading"),
        ("nowhere", "nowhere"),
    ],
)
def test_stages(stated: str, words: str) -> None:
    assert stage_in_words(stated, {"third-reading": "third reading"}) == words


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("301-44-7", "301 for, 44 against, 7 abstained"),
        ("301-44-7 of 352", "301 for, 44 against, 7 abstained, of 352"),
        ("?-?-7", "7 abstained"),
        ("1301-0-?", "1,301 for, 0 against"),
        ("?-?-?", "?-?-?"),
        ("301-44", "301-44"),
    ],
)
def test_tallies(stated: str, words: str) -> None:
    assert tally_in_words(stated) == words


def test_lists() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"])] == ["", "a", "a and b"]


@given(st.text(st.sampled_from("0123456789-~?%/.,<>=+ () dhymaxinRUBof") | st.characters(), max_size=40))
def test_any_text_has_some_words(stated: str) -> None:
    for words in (
        date_in_words(stated),
        moment_in_words(stated),
        period_in_words(stated),
        quantity_in_words(stated, UNITS),
        stage_in_words(stated, {}),
        tally_in_words(stated),
    ):
        assert bool(words.strip()) or not stated.strip() or ".." in stated
