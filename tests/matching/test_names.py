"""Names in one alphabet and one spelling, however they are written; how alike two of them are; which are compared."""

from __future__ import annotations

import sys
import time
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from averment.errors import UsageError
from averment.matching import blocking
from averment.matching.blocking import across, near, worth_comparing
from averment.matching.libraries import libraries
from averment.matching.names import Words, is_number, words_of
from averment.matching.scoring import cannot_reach, score


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("Kurinny", "Kurinnyi", "Kurinnyy", "Kurinnij", "Куринный", "Курінний", "KURINNY"), ("kurini",)),
        (("Shevchenko", "Шевченко", "Ševčenko", "Schewtschenko", "Shevtchenko"), ("sevcenko",)),
        (("Yury", "Yuri", "Iurii", "Jurij", "Юрий", "Юрій"), ("iuri",)),
        (("Fyodor", "Fedor", "Фёдор", "Федор", "Fiodor", "Фе\u0308дор"), ("fedor",)),
        (("Alexander", "Aleksander"), ("aleksander",)),
        (("Yevgeny", "Evgenii", "Евгений"), ("evgeni",)),
        (("Rachmaninoff", "Rachmaninov", "Rachmaninow"), ("racmaninov",)),
        (("Xi Jin Ping", "习近平"), ("xi", "in", "ping")),
        (("d'Artagnan", "d’Artagnan", "dArtagnan"), ("dartagnan",)),
        (("Ministry of Defence", "Ministry for Defence"), ("ministri", "defence")),
        (("Charles de Gaulle",), ("carles", "gaule")),
        (("ministry of defence",), ("ministri", "of", "defence")),
        (("24.kg",), ("24", "kg")),
        (("Nicholas II",), ("nicolas", "ii")),
        (("Правительство США",), ("pravitelstvo", "sa")),
    ],
)
def test_spellings_of_one_name_come_out_alike(names: tuple[str, ...], words: Words) -> None:
    assert {words_of(name) for name in names} == {words}


@pytest.mark.parametrize("name", ["", " ", "...", "\x00\x1b", "\u202e\u2066", "—", "'", "ь"])
def test_name_without_a_letter_or_a_digit_has_no_words(name: str) -> None:
    assert words_of(name) == ()


@pytest.mark.parametrize(
    "name", ["Kur\u200binny", "\u202eKurinny\u202c", "\x1b[Kurinny", "Kurinny\x00", "\ufeffKurinny"]
)
def test_characters_that_nobody_sees_do_not_matter(name: str) -> None:
    assert words_of(name) == ("kurini",)


@pytest.mark.parametrize(
    "name", ["x" * 10_000, "ab " * 5_000, "Щ" * 10_000, "习" * 10_000, "\U0001f600" * 10_000]
)
def test_endless_name_is_cut(name: str) -> None:
    start = time.process_time()
    words = words_of(name)
    assert sum(map(len, words)) <= 200
    assert len(words) <= 12
    assert score(words, (*words, "x"), persons=True) > 80
    assert time.process_time() - start < 1


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_words_are_of_plain_letters_and_digits(name: str) -> None:
    words = words_of(name)
    assert all(word and word.isascii() and word.isalnum() and word == word.lower() for word in words)
    assert words == words_of(name)


@pytest.mark.parametrize(
    ("word", "expected"), [("24", True), ("iii", True), ("i", False), ("ivan", False), ("x1", False)]
)
def test_numbers(word: str, expected: bool) -> None:
    assert is_number(word) is expected


# --- scores -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "persons", "expected"),
    [
        ("Oleksiy Kurinny", "Олексій Курінний", True, 100.0),
        ("Kurinny Oleksiy", "Oleksii Kurinnyi", True, 100.0),
        ("A. Kurinny", "Алексей Куринный", True, 91.9),
        ("A. Kurinny", "Oleksiy Kurinny", True, 35.3),
        ("A. Kurinny", "B. Kurinny", True, 37.5),
        ("Kurinny", "Oleksiy Kurinny", True, 66.7),
        ("Oleksiy Kurinny", "Oleksandr Kurinny", True, 28.6),
        ("Oleksiy Kurinny", "Alexei Kurinny", True, 84.6),
        ("Anton Chekhov", "Anton Pavlovich Chekhov", True, 89.3),
        ("Anton Chekhov", "Anton Pavlovich Chekhov", False, 71.4),
        ("Interfax", "Interfax Ukraine", False, 72.0),
        ("Moscow Times", "MoscowTimes", False, 100.0),
        ("Nicholas II", "Nicholas III", True, 41.2),
        ("Channel 5", "Channel 9", False, 33.3),
        ("", "", True, 0.0),
        ("", "Kurinny", True, 0.0),
        ("ab", "yz", True, 0.0),
    ],
)
def test_score(one: str, other: str, persons: bool, expected: float) -> None:
    assert score(words_of(one), words_of(other), persons=persons) == expected


WORDS = st.lists(st.text("abcx5", min_size=1, max_size=5), max_size=4).map(tuple)


@given(WORDS, WORDS, st.booleans())
@settings(max_examples=500, deadline=None)
def test_score_is_one_number_in_its_range_whichever_comes_first(
    one: Words, other: Words, persons: bool
) -> None:
    found = score(one, other, persons=persons)
    assert 0 <= found <= 100
    assert found == score(other, one, persons=persons)


@given(WORDS, WORDS, st.booleans(), st.floats(1, 100))
@settings(max_examples=1000, deadline=None)
def test_what_cannot_reach_a_score_does_not(one: Words, other: Words, persons: bool, least: float) -> None:
    if cannot_reach(least, one, other, persons=persons):
        assert score(one, other, persons=persons) < least


def test_most_names_are_dismissed_quickly() -> None:
    one, other = words_of("Alexander Pushkin"), words_of("Alexander Herzen")
    assert cannot_reach(80, one, other, persons=True)


# --- which names are compared -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oleksiy Kurinny", "Alexei Kurinny"),
        ("Kurinny Oleksiy", "Alexei Kurinny"),
        ("A. Kurinny", "Alexei Kurinny"),
        ("A. Kurinny", "A. Kurinna"),
        ("Kurinny", "Alexei Kurinny"),
        ("Mykhailo Hrushevsky", "Mikhail Grushevskiy"),
        ("Leo Trotzki", "Leon Trotsky"),
        ("Moscow Times", "MoscowTimes"),
        ("习近平", "Xi Jinping"),
        ("The Ministry of Defence of Ukraine", "Ministry of Defense of Ukraine"),
    ],
)
def test_names_that_sound_alike_are_compared(one: str, other: str) -> None:
    first, second = sorted((words_of(one), words_of(other)))
    assert worth_comparing([second, first]) == [(first, second)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Alexei Kurinny", "Boris Pasternak"), ("Alexei Kurinny", "Alexei Tolstoy"), ("TASS", "RIA")],
)
def test_names_that_do_not_are_not(one: str, other: str) -> None:
    assert worth_comparing([words_of(one), words_of(other)]) == []


def test_pairs_come_once_and_in_one_order() -> None:
    names = [
        words_of(f"{given} {surname}")
        for given in ("Ivan", "I.", "Iwan")
        for surname in ("Petrov", "Petroff", "Pavlov")
    ]
    found = worth_comparing(names)
    assert found == worth_comparing(reversed(names)) == worth_comparing(names * 2)
    assert found == sorted(set(found))
    assert all(one < other for one, other in found)


def test_a_crowd_is_compared_with_its_neighbours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    things = list(range(60))
    assert list(near(things)) == list(combinations(things, 2))
    monkeypatch.setattr(blocking, "CROWD", 10)
    assert set(near(things)) == {(a, b) for a, b in combinations(things, 2) if b - a <= 50}
    assert set(pairwise(things)) <= set(near(things))


def test_two_crowds_are_compared_with_their_neighbours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    ones, others = list(range(0, 80, 2)), list(range(1, 80, 2))
    assert set(across(ones, others)) == {(min(a, b), max(a, b)) for a in ones for b in others}
    assert list(across([3, 1], [1])) == [(1, 3)]
    monkeypatch.setattr(blocking, "CROWD", 10)
    assert set(across(ones, others)) == {(a, b) for a, b in combinations(range(80), 2) if b - a <= 50}


# --- libraries ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["anyascii", "rapidfuzz"])
def test_what_is_not_installed_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    libraries.cache_clear()
    with pytest.raises(UsageError, match=rf"with {missing}, which .* run: pip install 'averment\[match\]'$"):
        libraries()
    monkeypatch.undo()
    libraries.cache_clear()
    assert libraries().transliterate("ы") == "y"
