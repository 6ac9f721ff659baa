"""Stated values and dates in words, for readers who do not know how they are written.

What does not have the form of its kind is left as it is stated: a check reports it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = [
    "date_in_words",
    "listed",
    "moment_in_words",
    "number",
    "period_in_words",
    "quantity_in_words",
    "stage_in_words",
    "tally_in_words",
    "with_article",
]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_MARKS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")

_COUNTED = {"d": "day", "wk": "week"}
_OFFSET = re.compile(r"([a-z][a-z0-9-]*)(?: ([+-]) ([0-9]{1,6}) (d|wk))?")
_WITHIN = re.compile(r"within ([0-9]{1,6}) (d|wk) of ([a-z][a-z0-9-]*)")

_FIGURE = re.compile(r"(>=|<=|>|<|~)?(-?[0-9]{1,18})(\.[0-9]+)?")
_SIGNS = {"": "", "~": "about ", ">": "more than ", ">=": "at least ", "<": "less than ", "<=": "up to "}
_OF_SEVERAL = re.compile(r"(max|min)\(([^()]+)\)")
_PLAIN = {"none": "none", "unspecified": "no figure set"}

_TALLY = re.compile(r"([0-9]{1,9}|\?)-([0-9]{1,9}|\?)-([0-9]{1,9}|\?)(?: of ([0-9]{1,9}))?")


def date_in_words(stated: str) -> str:
    """Return a date, or the span in which it lies, in full.

    >>> date_in_words("2026-02-09"), date_in_words("2025-23~"), date_in_words("9 Feb")
    ('9 February 2026', 'about autumn 2025', '9 Feb')
    >>> date_in_words("2022-02-24/.."), date_in_words("2022/2023-07")
    ('24 February 2022 or later', 'between 2022 and July 2023')
    """
    ends = _ends(stated)
    if ends is None:
        return _date(stated) or stated
    first, last = ends
    if not first:
        return f"{last} or earlier"
    return f"between {first} and {last}" if last else f"{first} or later"


def _date(stated: str) -> str | None:
    """Return one date in full; None for what is none."""
    match = _DATE.fullmatch(stated)
    if match is None or match[3] == "00":
        return None
    year, month, day = match[1].lstrip("0") or "0", int(match[2] or 0), int(match[3] or 0)
    if month in _SEASONS and not day:
        name = f"{_SEASONS[month]} {year}"
    elif match[2] is None:
        name = year
    elif 1 <= month <= len(_MONTHS):
        name = f"{_MONTHS[month - 1]} {year}"
    else:
        return None
    return _MARKS[match[4]] + (f"{day} {name}" if day else name)


def _ends(stated: str) -> tuple[str, str] | None:
    """Return the ends of a span of dates in full, an open one empty; None for what is no span."""
    first, slash, last = stated.partition("/")
    ends = ["" if end == ".." else _date(end) for end in (first, last)]
    if not slash or ends[0] is None or ends[1] is None or not any(ends):
        return None
    return ends[0], ends[1]


def moment_in_words(stated: str) -> str:
    """Return a moment in full: a date, the span in which it lies, or days counted from an event.

    >>> moment_in_words("publication + 10 d"), moment_in_words("within 30 d of signature")
    ('10 days after publication', 'within 30 days of signature')
    """
    if within := _WITHIN.fullmatch(stated):
        return f"within {number(int(within[1]), _COUNTED[within[2]])} of {_event(within[3])}"
    if offset := _OFFSET.fullmatch(stated):
        if not offset[2]:
            return f"the day of {_event(offset[1])}"
        order = "after" if offset[2] == "+" else "before"
        return f"{number(int(offset[3]), _COUNTED[offset[4]])} {order} {_event(offset[1])}"
    return date_in_words(stated)


def _event(token: str) -> str:
    return token.replace("-", " ")


def period_in_words(stated: str) -> str:
    """Return a time that something holds for in full.

    >>> period_in_words("2022-02-24/.."), period_in_words("2022/2024-03"), period_in_words("2022")
    ('from 24 February 2022 on', 'from 2022 to March 2024', 'in 2022')
    """
    ends = _ends(stated)
    if ends is None:
        date = _date(stated)
        return stated if date is None else f"{'on' if stated.count('-') == 2 else 'in'} {date}"
    first, last = ends
    if not first:
        return f"until {last}"
    return f"from {first} to {last}" if last else f"from {first} on"


def quantity_in_words(stated: str, units: Mapping[str, str]) -> str:
    """Return a number, a bound, a range, or the highest or lowest of several.

    >>> quantity_in_words("1000..50000 RUB", {}), quantity_in_words("..200 h", {"h": "hour"})
    ('1,000 to 50,000 RUB', 'up to 200 hours')
    >>> quantity_in_words("max(1000000 RUB, 10 %)", {})
    '1,000,000 RUB or 10 %, whichever is higher'

    Args:
        stated: the value.
        units: names of units by how they are written; others stay as they are written.
    """
    if several := _OF_SEVERAL.fullmatch(stated):
        parts = [quantity_in_words(part.strip(), units) for part in several[2].split(",")]
        return f"{' or '.join(parts)}, whichever is {'higher' if several[1] == 'max' else 'lower'}"
    body, space, written = stated.rpartition(" ") if not stated.endswith("%") else (stated[:-1], " ", "%")
    if not space or not (written.isalpha() or written == "%"):
        body, written = stated, ""
    body = body.strip()
    if body == "?":
        return f"no figure named{f' ({_plural(written, units)})' if written else ''}"
    words = _PLAIN.get(stated) or _range(body)
    if words is None:
        return stated
    if not written or stated in _PLAIN:
        return words
    name = units.get(written)
    return f"{words} {name if body == '1' and name else _plural(written, units)}"


def _plural(written: str, units: Mapping[str, str]) -> str:
    name = units.get(written)
    return written if name is None else f"{name}s"


def _range(body: str) -> str | None:
    """Return one figure or a range of two; None for what is neither."""
    first, points, last = body.partition("..")
    if not points:
        return _figure(body)
    lower, upper = _figure(first) if first else "", _figure(last) if last else ""
    if lower is None or upper is None or not (lower or upper):
        return None
    if not upper:
        return lower if first.startswith(">") else f"{lower} or more"
    if not lower:
        return upper if last.startswith("<") else f"up to {upper}"
    return f"{lower} and {upper}" if first.startswith(">") or last.startswith("<") else f"{lower} to {upper}"


def _figure(text: str) -> str | None:
    match = _FIGURE.fullmatch(text)
    if match is None:
        return None
    return f"{_SIGNS[match[1] or '']}{int(match[2]):,}{match[3] or ''}"


def stage_in_words(stated: str, names: Mapping[str, str]) -> str:
    """Return a stage, or a range of stages.

    >>> stage_in_words("..third-reading", {"third-reading": "third reading"}), stage_in_words("signed..", {})
    ('no further than third reading', 'signed or further')

    Args:
        stated: the value.
        names: names of stages by how they are written; others stay as they are written.
    """
    first, points, last = (part.strip() for part in stated.partition(".."))
    first, last = names.get(first.casefold(), first), names.get(last.casefold(), last)
    if not points:
        return first
    if not first:
        return f"no further than {last}"
    return f"between {first} and {last}" if last else f"{first} or further"


def tally_in_words(stated: str) -> str:
    """Return votes, without those that are not stated.

    >>> tally_in_words("301-44-? of 352")
    '301 for, 44 against, of 352'
    """
    match = _TALLY.fullmatch(stated)
    if match is None:
        return stated
    votes = zip(match.groups(), ("for", "against", "abstained"), strict=False)
    counted = [f"{int(count):,} {what}" for count, what in votes if count not in (None, "?")]
    return ", ".join([*counted, *([f"of {int(match[4]):,}"] if match[4] else [])]) or stated


def with_article(noun: str) -> str:
    """Return a noun with its article.

    >>> with_article("law"), with_article("official text")
    ('a law', 'an official text')
    """
    return f"{'an' if noun[:1].lower() in set('aeiou') else 'a'} {noun}"


def number(count: int, what: str) -> str:
    """Return a number of things.

    >>> number(1, "report"), number(2, "report")
    ('1 report', '2 reports')
    """
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def listed(words: list[str]) -> str:
    """Return words as a list of a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
