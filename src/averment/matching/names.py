"""Names as words of one alphabet, spelt so that romanisations of one name come out alike."""

from __future__ import annotations

import re
from functools import cache

from averment.matching.libraries import libraries

__all__ = ["Words", "is_number", "words_of"]

Words = tuple[str, ...]

_LONGEST = 200
"""Characters of a name that are looked at; what is longer is no name."""
_MOST = 12
"""Words of a name that are looked at."""

_PARTICLE = 3
"""Letters of the longest words that are left out where they stand in lower case beside others: of, for, de, al."""

_SPELLINGS = (
    ("tsch|tch", "c"),
    ("shch|schtsch", "sc"),
    ("sch", "s"),
    ("dzh|dj", "z"),
    ("([csz])h", r"\1"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("t[sz]", "c"),
    ("x", "ks"),
    ("w", "v"),
    ("q", "k"),
    ("ou", "u"),
    ("[yj]", "i"),
    ("^ie", "e"),
    ("(?<=[b-df-hk-np-tvz])io(?=[b-df-hk-np-tvz])", "e"),
    (r"(.)\1+", r"\1"),
    (r"(?<=..)([oe])f$", r"\1v"),
)
"""What countries and times write differently for one sound, in order: Юрий, Yury, Jurij and Iurii become
`iuri`; Шевченко, Ševčenko and Schewtschenko become `sevcenko`; Фёдор and Fyodor become `fedor`."""
_RULES = tuple((re.compile(pattern), replacement) for pattern, replacement in _SPELLINGS)
_NUMBER = re.compile("[0-9]+|[ivx]{2,}")


def words_of(name: str) -> Words:
    """Return the words of a name in lower-case ASCII, each spelt in one way; none, if it has no letter or digit.

    >>> words_of("Олексій Курінний") == words_of("Oleksii Kurinnyi") == words_of("OLEKSIY KURINNY")
    True

    Raises:
        UsageError: the libraries are not installed.
    """
    shown = name[:_LONGEST]
    written = libraries().transliterate(shown)[:_LONGEST]
    if shown.lower() == shown.upper():
        written = re.sub(
            "(?<=[a-z])(?=[A-Z])", " ", written
        )  # a script without capitals: one syllable a character
    found = re.findall("[A-Za-z0-9]+", re.sub("['`]", "", written))[:_MOST]
    if any(letter.isupper() for letter in shown):
        weighty = [word for word in found if len(word) > _PARTICLE or not word.islower()]
        found = weighty if len(weighty) > 1 else found
    return tuple(_spell(word.lower()) for word in found)


def is_number(word: str) -> bool:
    """Return whether a word is a number, be it a Roman one of several letters, and so alike only to itself."""
    return _NUMBER.fullmatch(word) is not None


@cache
def _spell(word: str) -> str:
    """Return a word in its one spelling; a number stays as it is."""
    if is_number(word):
        return word
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return word
