"""Which names are worth comparing: those of which two words sound alike, or one where there is but one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import Any, Protocol, TypeVar

from averment.matching.names import Words

__all__ = ["CROWD", "across", "near", "worth_comparing"]

CROWD = 1000
"""Of more things than that, each is compared with the next ones alone."""
_NEXT = 50
"""How many of the next ones."""
_RAREST = 3
"""How many words of a name may bring it together with another: the rest are of, the, and ministries."""

_CLASSES = ("bfpv", "scghkxz", "td", "l", "mn", "r", "aeiou")
_SOUNDS = str.maketrans({letter: class_[0] for class_ in _CLASSES for letter in class_})
"""Each letter by the first one of those that sound like it, much as Soundex has them; the last class are vowels."""
_VOWEL = "a"


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


_Thing = TypeVar("_Thing", bound=_Ordered)
_Key = tuple[str, ...]


def worth_comparing(names: Iterable[Words]) -> list[tuple[Words, Words]]:
    """List the pairs of different names that may be alike, each once, in the order of the names.

    Names meet where two words of one sound like two of the other. Those with an initial meet all in which one
    word sounds alike and another begins alike, and those of one word meet all that have such a word; only the
    rarest words of a name count. Names that run into one another alike meet as well.
    """
    all_names = sorted(set(names))
    frequency = Counter(sound for words in all_names for sound in set(map(_sound, words)))
    blocks: dict[_Key, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, words in enumerate(all_names):
        for key, is_host in sorted(_keys(words, frequency)):
            blocks[key][not is_host].append(number)
    pairs: set[tuple[int, int]] = set()
    for hosts, guests in blocks.values():
        pairs.update(near(hosts))
        pairs.update(across(hosts, guests))
    return [(all_names[one], all_names[other]) for one, other in sorted(pairs)]


def _keys(words: Words, frequency: Counter[str]) -> set[tuple[_Key, bool]]:
    """Return the blocks of a name; with False, those where it meets the ones that are there with True."""
    sounds = [_sound(word) for word in words]
    rarest = sorted(
        [at for at, word in enumerate(words) if len(word) > 1],
        key=lambda at: (len(sounds[at]) < 2, frequency[sounds[at]]),
    )[:_RAREST]
    keys: set[tuple[_Key, bool]] = {(("".join(words).translate(_SOUNDS)[:8],), True)}
    for at in rarest:
        keys.add((("one", sounds[at]), len(words) == 1))
        for beside, word in enumerate(words):
            if len(word) == 1:
                keys.add((("initial", sounds[at], word.translate(_SOUNDS)), True))
            elif beside != at and beside in rarest:
                keys.add((("initial", sounds[at], word[0].translate(_SOUNDS)), False))
                keys.add((("two", sounds[at], sounds[beside][:1]), True))
    return keys


def near(things: Sequence[_Thing]) -> Iterator[tuple[_Thing, _Thing]]:
    """Iterate over all pairs of a few things, or over those that stand near each other in a crowd."""
    if len(things) <= CROWD:
        yield from combinations(things, 2)
        return
    for number, thing in enumerate(things):
        for other in things[number + 1 : number + 1 + _NEXT]:
            yield thing, other


def across(ones: Collection[_Thing], others: Collection[_Thing]) -> Iterator[tuple[_Thing, _Thing]]:
    """Iterate over all pairs of one thing and another, the lesser first; over those that are near in a crowd."""
    if len(ones) * len(others) <= CROWD * CROWD:
        for one, other in product(ones, others):
            if one != other:
                yield (one, other) if one < other else (other, one)
    else:
        yield from near(sorted({*ones, *others}))


@lru_cache(maxsize=2**17)
def _sound(word: str) -> str:
    """Return the classes of the first four consonants of a word; of one without any, that of its first letter."""
    consonants: list[str] = []
    for sound in word.translate(_SOUNDS):
        if sound != _VOWEL and consonants[-1:] != [sound]:
            consonants.append(sound)
    return "".join(consonants[:4]) or word[:1].translate(_SOUNDS)
