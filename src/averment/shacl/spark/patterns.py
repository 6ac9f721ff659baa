r"""Regular expressions of RE2, which DuckDB has, as those of Java, which Spark has.

The two differ in what `$`, `.`, `\s`, `\b` and a flag mean, and in how a class is written. So each part is written
anew in a form that can be read in one way only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from averment.shacl.errors import NotCompiledError

__all__ = ["java_pattern"]

Ranges: TypeAlias = list[tuple[int, int]]

_LAST = 0x10FFFF
_DIGITS: Ranges = [(0x30, 0x39)]
_WORD: Ranges = [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)]
_SPACE: Ranges = [(0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)]
_SHORT = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_NAMED: dict[str, Ranges] = {
    "alnum": [(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)],
    "alpha": [(0x41, 0x5A), (0x61, 0x7A)],
    "ascii": [(0x00, 0x7F)],
    "blank": [(0x09, 0x09), (0x20, 0x20)],
    "cntrl": [(0x00, 0x1F), (0x7F, 0x7F)],
    "digit": _DIGITS,
    "graph": [(0x21, 0x7E)],
    "lower": [(0x61, 0x7A)],
    "print": [(0x20, 0x7E)],
    "punct": [(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)],
    "space": [(0x09, 0x0D), (0x20, 0x20)],
    "upper": [(0x41, 0x5A)],
    "word": _WORD,
    "xdigit": [(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
}
_CONTROLS = {"a": 0x07, "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09, "v": 0x0B}
_LEADING = re.compile(r"\(\?([ims]*)(?:-([ims]+))?\)")
_GROUP = re.compile(r"\((?:\?:|\?P?<\w+>)?(?!\?)")
_TIMES = re.compile(r"\{\d+(?:,\d*)?\}")
_CATEGORY = re.compile(r"([pP])(?:\{(\^?)([A-Z][a-z]?)\}|([CLMNPSZ]))")
_HEXADECIMAL = re.compile(r"x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))")
_NAME = re.compile(r"\[:(\^?)(\w+):\]")
_WORD_BEFORE, _WORD_AFTER = "(?<=[0-9A-Za-z_])", "(?=[0-9A-Za-z_])"
_NONE_BEFORE, _NONE_AFTER = "(?<![0-9A-Za-z_])", "(?![0-9A-Za-z_])"


def java_pattern(pattern: str) -> str:
    """Return a pattern of Java that is found in the same texts as a pattern of RE2.

    Args:
        pattern: a pattern that RE2 takes; the flags i, m and s may stand at its start.

    Raises:
        NotCompiledError: a part of it has no translation.
    """
    flags: set[str] = set()
    while (leading := _LEADING.match(pattern)) is not None:
        flags = (flags | set(leading[1])) - set(leading[2] or "")
        pattern = pattern[leading.end() :]
    return _Translation(pattern, flags).result()


class _Translation:
    """One pattern in the making."""

    def __init__(self, pattern: str, flags: set[str]) -> None:
        self._pattern = pattern
        self._flags = flags
        self._at = 0

    def result(self) -> str:
        found = []
        while self._at < len(self._pattern):
            found.append(self._part())
        return "".join(found)

    def _refuse(self) -> NotCompiledError:
        rest = self._pattern[self._at : self._at + 12]
        return NotCompiledError(f"the pattern '{self._pattern}' has a part without translation, at '{rest}'")

    def _take(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        match = expression.match(self._pattern, self._at)
        if match is not None:
            self._at = match.end()
        return match

    def _part(self) -> str:
        char = self._pattern[self._at]
        match char:
            case "(":
                if self._take(_GROUP) is None:
                    raise self._refuse()
                return "(?:"
            case "[":
                return self._class()
            case "\\":
                return self._escape()
            case "{" if (times := self._take(_TIMES)) is not None:
                return times[0]
        self._at += 1
        match char:
            case ")" | "|" | "*" | "+" | "?":
                return char
            case ".":
                return _written([(0, _LAST)] if "s" in self._flags else _others([(0x0A, 0x0A)]))
            case "^":
                return "(?:\\A|(?<=\\x{a}))" if "m" in self._flags else "\\A"
            case "$":
                return "(?=\\x{a}|\\z)" if "m" in self._flags else "\\z"
        return self._literal(ord(char))

    def _literal(self, code: int) -> str:
        return _written(self._folded([(code, code)]))

    def _folded(self, ranges: Ranges) -> Ranges:
        """Return ranges with what differs from them in upper and lower case alone, where that does not matter."""
        if "i" not in self._flags:
            return ranges
        return ranges + [
            (other, other)
            for code, others in _orbits().items()
            if any(first <= code <= last for first, last in ranges)
            for other in others
        ]

    # --- escapes ----------------------------------------------------------------------------

    def _escape(self) -> str:
        if self._pattern.startswith("\\Q", self._at):
            end = self._pattern.find("\\E", self._at)
            end = end if end >= 0 else len(self._pattern)
            quoted = self._pattern[self._at + 2 : end]
            self._at = end + 2
            return "".join(self._literal(ord(char)) for char in quoted)
        following = self._pattern[self._at + 1 : self._at + 2]
        around = {
            "A": "\\A",
            "z": "\\z",
            "b": f"(?:{_WORD_BEFORE}{_NONE_AFTER}|{_NONE_BEFORE}{_WORD_AFTER})",
            "B": f"(?:{_WORD_BEFORE}{_WORD_AFTER}|{_NONE_BEFORE}{_NONE_AFTER})",
        }
        if following in around:
            self._at += 2
            return around[following]
        found = self._escaped()
        if isinstance(found, str):
            return f"[{found}]"
        return _written(self._folded(found))

    def _escaped(self) -> Ranges | str:
        """Read an escape that stands for characters; return them, or the name of a category as Java writes it."""
        start, self._at = self._at, self._at + 1
        if "i" not in self._flags and (category := self._take(_CATEGORY)) is not None:
            sign = "p" if (category[1] == "p") is not (category[2] == "^") else "P"
            return f"\\{sign}{{{category[3] or category[4]}}}"
        if (number := self._take(_HEXADECIMAL)) is not None:
            code = int(number[1] or number[2], 16)
            return [(code, code)]
        char = self._pattern[self._at : self._at + 1]
        self._at += 1
        if char.lower() in _SHORT:
            return _SHORT[char] if char in _SHORT else _others(_SHORT[char.lower()])
        if char in _CONTROLS:
            return [(_CONTROLS[char], _CONTROLS[char])]
        if char and char.isascii() and not char.isalnum():
            return [(ord(char), ord(char))]
        self._at = start
        raise self._refuse()

    # --- classes ----------------------------------------------------------------------------

    def _class(self) -> str:
        self._at += 1
        negated = self._pattern.startswith("^", self._at)
        self._at += negated
        ranges: Ranges = []
        categories = ""
        first = True
        while first or not self._pattern.startswith("]", self._at):
            first = False
            if (name := self._take(_NAME)) is not None:
                named = _NAMED.get(name[2])
                if named is None:
                    raise self._refuse()
                ranges += _others(named) if name[1] else named
                continue
            item = self._item()
            if isinstance(item, str):
                categories += item
                continue
            is_one = len(item) == 1 and item[0][0] == item[0][1]
            if is_one and self._pattern.startswith("-", self._at) and self._pattern[self._at + 1] != "]":
                self._at += 1
                last = self._item()
                if isinstance(last, str):
                    raise self._refuse()
                item = [(item[0][0], last[0][1])]
            ranges += item
        self._at += 1
        return _written(self._folded(ranges), categories, negated=negated)

    def _item(self) -> Ranges | str:
        if self._pattern.startswith("\\", self._at):
            return self._escaped()
        code = ord(self._pattern[self._at])
        self._at += 1
        return [(code, code)]


def _others(ranges: Ranges) -> Ranges:
    """Return all characters but those in ranges, which are in order."""
    edges = [(-1, -1), *ranges, (_LAST + 1, _LAST + 1)]
    return [(a[1] + 1, b[0] - 1) for a, b in pairwise(edges) if a[1] + 1 <= b[0] - 1]


def _written(ranges: Ranges, categories: str = "", *, negated: bool = False) -> str:
    """Return a class of Java; each character is written by its number, so that none means anything else."""
    listed = "".join(
        f"\\x{{{first:x}}}" if first == last else f"\\x{{{first:x}}}-\\x{{{last:x}}}"
        for first, last in sorted(set(ranges))
    )
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1] and not categories and not negated:
        char = chr(ranges[0][0])
        return char if char.isascii() and char.isalnum() else listed
    return f"[{'^' if negated else ''}{listed}{categories}]"


@cache
def _orbits() -> dict[int, list[int]]:
    """Return for each character those that differ from it in upper and lower case alone, by simple folding."""
    by_fold: dict[str, list[int]] = {}
    for code in range(_LAST + 1):
        char = chr(code)
        if unicodedata.category(char)[0] in "LMNS":
            folded = char.casefold()
            folded = folded if len(folded) == 1 else char.lower()
            if len(folded) == 1:
                by_fold.setdefault(folded, []).append(code)
    return {
        code: [other for other in codes if other != code]
        for codes in by_fold.values()
        if len(codes) > 1
        for code in codes
    }
