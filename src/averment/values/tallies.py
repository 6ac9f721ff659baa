"""Votes as stated: for, against and abstained, with hyphens between and `?` for what is not stated."""

import re
from dataclasses import dataclass

from averment.values._habits import Habit, cured, foreign_digits, named
from averment.values._text import quoted, stated
from averment.values.errors import ValueFault

__all__ = ["Tally", "parse_tally"]

MOST_DIGITS = 9

_EXAMPLE = "301-44-7"
_ENTRY = re.compile(r"[0-9]+|\?")
_HABITS = (
    foreign_digits(_EXAMPLE),
    Habit(r"[\u2010-\u2015\u2212]", "has a dash that is not a hyphen", _EXAMPLE, "-"),
    Habit(
        r"(?<=[0-9?])(?:\s*[:/,;]\s*|\s+-\s*|-\s+|\s+to\s+)(?=[0-9?])",
        "has {found} between its entries",
        _EXAMPLE,
        "-",
    ),
    Habit(r"(?<=-)(?=-)|^(?=-)|(?<=-)$", "has an empty entry", "301-?-?", "?"),
    Habit(r"^((?:[0-9]+|\?)-(?:[0-9]+|\?))$", "has two entries of three", "301-44-?", r"\1-?"),
    Habit(r"^([0-9]+)$", "has one entry of three", "301-?-?", r"\1-?-?"),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Hold the votes of one motion; None is an entry that was not stated, and at least one is stated."""

    in_favour: int | None
    against: int | None
    abstained: int | None


def parse_tally(text: str) -> Tally:
    """Read votes for, against and abstained.

    >>> parse_tally("301-44-?")
    Tally(in_favour=301, against=44, abstained=None)

    Raises:
        ValueFault: if there are not three entries, none of them is stated, or one has more than 9 digits.
    """
    value = stated(text, _EXAMPLE)
    try:
        return _read(value)
    except ValueFault as fault:
        raise cured(value, _HABITS, _read) or named(value, _HABITS) or fault from None


def _read(value: str) -> Tally:
    entries = value.split("-")
    if len(entries) != 3 or not all(_ENTRY.fullmatch(entry) for entry in entries):
        raise ValueFault(
            f"{quoted(value)} is not three entries: write the votes for, against and abstained "
            "as in '301-44-7', with '?' for what is not stated"
        )
    if any(len(entry) > MOST_DIGITS for entry in entries):
        raise ValueFault(
            f"{quoted(value)} has an entry of more than {MOST_DIGITS} digits: write it as in '301-44-7'"
        )
    in_favour, against, abstained = (None if entry == "?" else int(entry) for entry in entries)
    if in_favour is None and against is None and abstained is None:
        raise ValueFault(
            f"{quoted(value)} states no entry: write at least one, as in '301-?-?', or leave the claim out"
        )
    return Tally(in_favour, against, abstained)
