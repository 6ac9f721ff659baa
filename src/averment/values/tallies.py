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
    """Hold the votes of one motion; None is what was not stated, and at least one entry or the total is stated."""

    in_favour: int | None
    against: int | None
    abstained: int | None
    total: int | None = None


def parse_tally(text: str) -> Tally:
    """Read votes for, against and abstained, and how many were cast where that is stated as well.

    >>> parse_tally("301-44-?")
    Tally(in_favour=301, against=44, abstained=None, total=None)
    >>> parse_tally("301-?-? of 352").total
    352

    Raises:
        ValueFault: if there are not three entries, nothing is stated, an entry has more than 9 digits, or the
            stated entries are more than the stated total, or all of them another number.
    """
    value = stated(text, _EXAMPLE)
    try:
        return _read(value)
    except ValueFault as fault:
        raise cured(value, _HABITS, _read) or named(value, _HABITS) or fault from None


def _read(value: str) -> Tally:
    votes, of, cast = value.partition(" of ")
    entries = votes.split("-")
    if len(entries) != 3 or not all(_ENTRY.fullmatch(entry) for entry in entries):
        raise ValueFault(
            f"{quoted(value)} is not three entries: write the votes for, against and abstained "
            "as in '301-44-7', with '?' for what is not stated"
        )
    if of and not re.fullmatch(r"[0-9]+", cast):
        raise ValueFault(f"{quoted(value)} has no number after 'of': write it as in '301-44-7 of 352'")
    if any(len(entry) > MOST_DIGITS for entry in (*entries, cast)):
        raise ValueFault(
            f"{quoted(value)} has an entry of more than {MOST_DIGITS} digits: write it as in '301-44-7'"
        )
    stated_entries = [None if entry == "?" else int(entry) for entry in entries]
    total = int(cast) if of else None
    known = [entry for entry in stated_entries if entry is not None]
    if not known and total is None:
        raise ValueFault(
            f"{quoted(value)} states no entry: write at least one, as in '301-?-?', or leave the claim out"
        )
    if total is not None and (sum(known) > total or (len(known) == len(entries) and sum(known) != total)):
        raise ValueFault(
            f"{quoted(value)} has entries that make {sum(known)}: write as many after 'of', or leave it out"
        )
    in_favour, against, abstained = stated_entries
    return Tally(in_favour, against, abstained, total)
