"""What the default threshold finds and misses of labelled names, as the documentation says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from tests.matching.measuring import LISTS, Counts, counts, pairs

from averment.matching import THRESHOLD

ROOT = Path(__file__).resolve().parents[2]
MEASURED = {"pairs": Counts(ones=119, found=114, others=98, wrong=5), "held_out": Counts(42, 39, 32, 2)}


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_long_and_name_no_pair_twice(name: str) -> None:
    listed = pairs(name)
    twice = [names for names, n in Counter(frozenset((p.one, p.other)) for p in listed).items() if n > 1]
    assert twice == []
    for is_person in (True, False):
        for is_one in (True, False):
            assert sum((p.is_person, p.is_one) == (is_person, is_one) for p in listed) >= 10


def test_no_pair_is_held_out_and_used() -> None:
    used, held_out = ({frozenset((p.one, p.other)) for p in pairs(name)} for name in ("pairs", "held_out"))
    assert used & held_out == set()


@pytest.mark.parametrize("name", LISTS)
def test_counts_are_those_that_were_measured(name: str) -> None:
    assert counts(name, THRESHOLD) == MEASURED[name]


def test_a_lower_threshold_finds_more_that_is_wrong_and_a_higher_one_less_that_is_right() -> None:
    low, default, high = (counts("pairs", threshold) for threshold in (70, THRESHOLD, 90))
    assert low.wrong > default.wrong > high.wrong
    assert low.found > default.found > high.found
    assert low.found - default.found < low.wrong - default.wrong
    assert default.found - high.found > default.wrong - high.wrong


def test_documentation_says_what_was_measured() -> None:
    text = re.sub(r"\s+", " ", (ROOT / "docs" / "model.md").read_text("utf-8"))
    for measured in MEASURED.values():
        assert f"{measured.found} of {measured.ones} " in text
        assert f"{measured.wrong} of {measured.others} " in text
    assert f"threshold of {THRESHOLD:g} " in text
