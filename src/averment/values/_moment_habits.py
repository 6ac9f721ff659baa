"""How people write days counted from a stage where the grammar of moments has another way."""

import re

from averment.values._date_habits import NAMES
from averment.values._habits import Habit, foreign_digits

__all__ = ["HABITS"]

_EXAMPLE = "publication + 10 d"
_ANCHOR = "[A-Za-z][A-Za-z0-9-]*"
_COUNT = r"[0-9]+\s+(?:d|wk)"


def _lower(match: re.Match[str]) -> str:
    return match.group().lower()


HABITS = (
    foreign_digits(_EXAMPLE),
    Habit(r"[\u2010-\u2015\u2212]", "has a dash that is not a hyphen", _EXAMPLE, "-"),
    Habit(r"\b(?i:days?)\b|(?<=[0-9] )D\b", "has {found} for its unit", _EXAMPLE, "d"),
    Habit(r"(?i)\bweeks?\b", "has {found} for its unit", "publication + 1 wk", "wk"),
    Habit(r"(?<=[0-9])(?=(?:d|wk)\b)", "needs a space before its unit", _EXAMPLE, " "),
    Habit(r"(?<=\s)plus(?=\s)", "has the word {found}", _EXAMPLE, "+"),
    Habit(r"(?<=\s)minus(?=\s)", "has the word {found}", "signature - 3 d", "-"),
    Habit(
        rf"(?i)^within\s+({_COUNT})\s+(?:of the|after the|from the|after|from)\s+({_ANCHOR})$",
        "has other words than 'within' and 'of'",
        "within 30 d of signature",
        r"within \1 of \2",
    ),
    Habit(
        rf"(?i)^({_COUNT})\s+(?:after|from|following)\s+(?:the\s+)?({_ANCHOR})$",
        "has its stage at the end",
        _EXAMPLE,
        r"\2 + \1",
    ),
    Habit(
        rf"(?i)^({_COUNT})\s+before\s+(?:the\s+)?({_ANCHOR})$",
        "has its stage at the end",
        "signature - 3 d",
        r"\2 - \1",
    ),
    Habit(
        rf"(?i)^(?:on|upon|at|from)\s+(?:the\s+)?({_ANCHOR})$",
        "has a word too many",
        "publication",
        r"\1",
    ),
    Habit(
        rf"^(?!\S+ [+-] \S+ \S+$)({_ANCHOR}?)\s*([+-])\s*({_COUNT})$",
        "needs one space on each side of its sign",
        _EXAMPLE,
        r"\1 \2 \3",
    ),
    Habit(r"(?<=\S)\s{2,}(?=\S)", "has more than one space in a row", _EXAMPLE, " "),
    Habit(
        rf"^(?!(?i:{NAMES})\b)(?=[^A-Z]*[A-Z]){_ANCHOR}(?= [+-] |$)|(?<= of )(?=[^A-Z]*[A-Z]){_ANCHOR}$",
        "has capitals",
        _EXAMPLE,
        _lower,
    ),
    Habit(rf"^(?:[+-]\s*)?{_COUNT}$", "has no stage to count from", _EXAMPLE),
    Habit(r"^[a-z][a-z0-9-]* [+-] ", "does not count in whole days", _EXAMPLE),
    Habit(r"^within\b", "does not count in whole days", "within 30 d of signature"),
)
"""The habits, in the order in which they are mended."""
