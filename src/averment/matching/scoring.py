"""How alike two names are, as a number from 0 to 100."""

from __future__ import annotations

from functools import lru_cache

from averment.matching.libraries import libraries
from averment.matching.names import Words, is_number

__all__ = ["cannot_reach", "score"]

_ALIKE = 0.6
"""Two words that are less alike than that are two words."""
_INITIAL = 0.85
"""How alike an initial and a word that begins with it are."""
_OTHER = 2.0
"""Weight of letters in words that stand against each other: Ministry of Defence, Ministry of Justice."""
_LEFT_OUT = 0.3
"""Weight of letters in a person's further names, where all names of the shorter form are in the longer one."""
_SHORTEST = 5
"""Letters that words which stand against each other count for at least: USA, and initials."""


def score(one: Words, other: Words, *, persons: bool) -> float:
    """Return how alike two names are, from 0 to 100 with one decimal.

    Words are paired, the most alike first, whatever their order; the score is the mean likeness of all letters,
    where those of words without a partner have none. Names that only differ in where words end are alike, too.

    Args:
        one: the words of a name, as `words_of` gives them.
        other: those of another.
        persons: whether the names are persons', of which some may be left out.

    >>> score(("a", "kurini"), ("aleksei", "kurini"), persons=True)
    91.9

    Raises:
        UsageError: the libraries are not installed.
    """
    if one == other:
        return 100.0 if one else 0.0
    one, other = sorted((one, other))  # of several pairs of words that are as alike, the first counts
    found = _paired(one, other, persons)
    if len(one) != len(other):
        found = max(found, libraries().likeness("".join(one), "".join(other)))
    return round(100 * found, 1)


def cannot_reach(least: float, one: Words, other: Words, *, persons: bool) -> bool:
    """Return whether the score of two names is certainly below the least one wanted, which is found out quickly.

    Words have no more in common than the letters of both names have, in whatever order. False says nothing.
    """
    if 1 in map(len, one) or 1 in map(len, other):
        return False  # an initial stands for letters that are not there
    letters, others = _letters(one), _letters(other)
    if persons and len(one) != len(other):
        shorter, longer = sorted((len(letters), len(others)))
        most = 2 * shorter + _LEFT_OUT * (longer - shorter)
    else:
        most = len(letters) + len(others)
    return 200 * libraries().common(letters, others) < (least - 0.1) * most


@lru_cache(maxsize=2**17)
def _letters(words: Words) -> str:
    return "".join(sorted("".join(words)))


def _paired(one: Words, other: Words, persons: bool) -> float:
    likenesses = sorted(
        (-likeness, at, against)
        for at, word in enumerate(one)
        for against, partner in enumerate(other)
        if (likeness := _likeness(word, partner)) >= _ALIKE
    )
    alone, also_alone = dict(enumerate(one)), dict(enumerate(other))
    gained = whole = 0.0
    pairs = 0
    for likeness, at, against in likenesses:
        if at in alone and against in also_alone:
            letters = 2 * max(len(alone.pop(at)), len(also_alone.pop(against)))
            gained -= likeness * letters
            whole += letters
            pairs += 1
    rest = [len(word) for words in (alone, also_alone) for word in words.values()]
    if alone and also_alone:
        lost = _OTHER * sum(max(letters, _SHORTEST) for letters in rest)
    else:
        lost = sum(rest) * (_LEFT_OUT if persons and pairs > 1 else 1.0)
    return gained / (whole + lost) if pairs else 0.0


@lru_cache(maxsize=2**17)
def _likeness(word: str, partner: str) -> float:
    if word == partner:
        return 1.0
    if is_number(word) or is_number(partner):
        return 0.0
    if len(word) == 1 or len(partner) == 1:
        return _INITIAL if word[0] == partner[0] else 0.0
    return libraries().likeness(word, partner)
