"""How people write dates where the grammar of dates has another way."""

import re

from averment.values._habits import Habit, foreign_digits

__all__ = ["HABITS", "NAMES"]

_MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_SEASONS = (("spring",), ("summer",), ("autumn", "fall"), ("winter",))
_NUMBER_OF_NAME = {
    name: number
    for names, start in ((_MONTHS, 1), (_SEASONS, 21))
    for number, synonyms in enumerate(names, start)
    for name in synonyms
}
NAMES = "|".join(sorted(_NUMBER_OF_NAME, key=len, reverse=True))
"""The English names of months and seasons, as alternatives of a regular expression."""

_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"


def _year_first(match: re.Match[str]) -> str:
    """Turn a date round that ends in its year; one that could be two days stays as it is."""
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    if match["mark"] == "." or first > 12 or first == second:
        return f"{year}-{second:02}-{first:02}"
    return f"{year}-{first:02}-{second:02}" if second > 12 else match.group()


def _padded(match: re.Match[str]) -> str:
    return "-".join(part.zfill(2) for part in match.groups())


def _named_month(match: re.Match[str]) -> str:
    month = _NUMBER_OF_NAME[match["name"].lower()]
    day = match["before"] or match["after"]
    number = re.sub("[^0-9]", "", day or "")
    return f"{match['year']}-{month:02}" + (f"-{int(number):02}" if number else "")


HABITS = (
    foreign_digits("2025-07-10"),
    Habit(r"(?i)^(?:on|in)\s+(?:the\s+)?(?=\S)", "has the word {found}", "2025-07-10", ""),
    Habit(r"[\u2010-\u2015\u2212]", "has a dash that is not a hyphen", "2025-07-10", "-"),
    Habit("\u2026|\\.{3,}", "has {found} for an open end", "2022-02-24/..", ".."),
    Habit(
        r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt]|\s+(?=[0-9]{1,2}:))[0-9:.,Zz+-]*",
        "has a time",
        "2025-07-10",
        r"\1",
        "leave out the time and write",
    ),
    Habit(
        r"(?<![0-9])(?P<first>[0-9]{1,2})(?P<mark>[./-])(?P<second>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})(?![0-9])",
        "does not start with its year",
        "2025-07-10",
        _year_first,
    ),
    Habit(
        r"^([0-9]{1,2})[./-]([0-9]{4})$",
        "does not start with its year",
        "2025-07",
        lambda match: f"{match[2]}-{match[1].zfill(2)}",
    ),
    Habit(
        r"(?<![0-9])([0-9]{4})[./]([0-9]{1,2})[./]([0-9]{1,2})(?![0-9])",
        "has other marks than hyphens",
        "2025-07-10",
        _padded,
    ),
    Habit(r"^([0-9]{4})[./]([0-9]{1,2})$", "has another mark than a hyphen", "2025-07", _padded),
    Habit(
        r"^([0-9]{4}-(?:[0-9]{2}-)?)([0-9]{2})/([0-9]{2})$",
        "has a shortened end",
        "2025-04/2025-06",
        r"\1\2/\1\3",
    ),
    Habit(
        r"^([0-9]{4}-)([0-9]{2}-[0-9]{2})/([0-9]{2}-[0-9]{2})$",
        "has a shortened end",
        "2025-04-01/2025-06-30",
        r"\1\2/\1\3",
    ),
    Habit(r"(?<![0-9-])([0-9]{4})-([0-9])(?![0-9])", "has a month of one digit", "2025-07", _padded),
    Habit(
        r"(?<![0-9-])([0-9]{4})-([0-9]{2})-([0-9])(?![0-9])",
        "has a day of one digit",
        "2025-07-01",
        _padded,
    ),
    Habit(
        r"(?<![0-9])([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])",
        "has no hyphens",
        "2025-07-10",
        r"\1-\2-\3",
    ),
    Habit(
        rf"(?i)(?:\b(?P<before>{_DAY})\s+(?:of\s+)?)?\b(?P<name>{NAMES})\b\.?,?\s+"
        rf"(?:(?P<after>{_DAY}),?\s+)?(?:of\s+)?(?P<year>[0-9]{{4}})(?![0-9])",
        "has a month or season in words",
        "2025-07",
        _named_month,
    ),
    Habit(r"^([0-9]{4})-([0-9]{4})$", "has a hyphen between two years", "2025/2026", r"\1/\2"),
    Habit(
        r"(?i)^(?:from\s+|between\s+)?(?P<first>[0-9][0-9~?%-]*)\s+(?:to|and|until|till|-)\s+(?=[0-9])",
        "has words for a span",
        "2025-04/2025-06",
        r"\g<first>/",
    ),
    Habit(r"(?i)^(?:since|from)\s+(\S+)$", "has a word for an open end", "2022-02-24/..", r"\1/.."),
    Habit(r"(?i)^(?:after|before)\b", "has the word {found}", "2022-02-24/.."),
    Habit(r"(?i)^(?:until|till|by)\s+(\S+)$", "has a word for an open start", "../2025-07", r"../\1"),
    Habit(
        r"(?i)^(?:about|around|circa|ca\.?|c\.|~)\s*(?=[0-9])([0-9-]+)$",
        "has its 'about' in front",
        "2025-07~",
        r"\1~",
    ),
    Habit(r"^([^/.]+)\.\.([^/.]*)$", "has '..' without '/'", "2025-04/2025-06", r"\1/\2"),
    Habit(r"^\.\.([^/.]+)$", "has '..' without '/'", "../2025-07", r"../\1"),
    Habit(r"^([^/]+)/$", "has an empty end", "2022-02-24/..", r"\1/.."),
    Habit(r"^/([^/]+)$", "has an empty start", "../2025-07", r"../\1"),
    Habit(r"(?<=\S)\s+/\s*|/\s+", "has a space beside '/'", "2025-04/2025-06", "/"),
    Habit(r"[~?]{2}", "has two marks of doubt", "2025-07%", "%"),
    Habit(
        r"(?i)(?<=[0-9])(?:-xx){1,2}",
        "has digits left open",
        "2025",
        "",
        "leave them out and write",
    ),
)
"""The habits, in the order in which they are mended."""
