"""How people write figures where the grammar of numbers has another way."""

import re

from averment.values._habits import Habit, foreign_digits

__all__ = ["HABITS", "NUMBER_WORDS"]

NUMBER_WORDS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""Words for powers of ten, with the number of zeros."""

_SIGN_OF_WORDS = {
    "about": "~",
    "almost": "~",
    "approximately": "~",
    "around": "~",
    "circa": "~",
    "nearly": "~",
    "roughly": "~",
    "some": "~",
    "above": ">",
    "exceeding": ">",
    "greater than": ">",
    "more than": ">",
    "over": ">",
    "at least": ">=",
    "from": ">=",
    "minimum": ">=",
    "no fewer than": ">=",
    "no less than": ">=",
    "not less than": ">=",
    "below": "<",
    "fewer than": "<",
    "less than": "<",
    "under": "<",
    "at most": "..",
    "maximum": "..",
    "no more than": "..",
    "not more than": "..",
    "up to": "..",
}
_LOOKALIKES = {"≥": ">=", "≤": "<=", "⩾": ">=", "⩽": "<=", "≈": "~", "\u223c": "~", "…": "..", "\u2212": "-"}


def _ungrouped(match: re.Match[str]) -> str:
    """Join groups of digits, or put a point for a decimal comma; leave what could be either as it is."""
    whole, *groups = re.split(r"[^0-9]", match.group())
    decimal = len(groups) == 1 and "," in match.group()
    if decimal and (whole.startswith("0") or len(groups[0]) != 3):
        return f"{whole}.{groups[0]}"
    if len(whole) <= 3 and len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups):
        return whole + "".join(groups)
    return match.group()


def _all_digits(match: re.Match[str]) -> str:
    whole, _, decimals = match["figure"].partition(".")
    zeros = NUMBER_WORDS[match["word"].lower()]
    decimals = decimals.ljust(zeros, "0")
    rest = decimals[zeros:].rstrip("0")
    return ((whole + decimals[:zeros]).lstrip("0") or "0") + ("." + rest if rest else "")


def _sign(match: re.Match[str]) -> str:
    return _SIGN_OF_WORDS[" ".join(match["words"].lower().split())]


def _words(phrases: list[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(phrase.replace(" ", r"\s+") for phrase in longest_first)


HABITS = (
    foreign_digits("1100"),
    Habit("[¹²³¼½¾⁰-⁹₀-₉⅐-⅞]", "has {found}, which is not a digit from 0 to 9", "0.5"),
    Habit(
        r"(?<![0-9])(?<![0-9]\.)[0-9]+(?:[,\s'\u2019_][0-9]+)+",
        "has a separator",
        "1100",
        _ungrouped,
    ),
    Habit(
        r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9])",
        "has a separator",
        "1100",
        lambda match: match.group().replace(".", ""),
    ),
    Habit(
        rf"(?i)(?P<figure>[0-9]+(?:\.[0-9]+)?)\s*(?P<word>{_words(list(NUMBER_WORDS))})s?\b",
        "has a number in words",
        "18000",
        _all_digits,
    ),
    Habit(
        r"(?i)^(?:between\s+|from\s+)?(?P<lower>~?[0-9.]+)\s+(?:and|to)\s+(?=~?[0-9])",
        "has words for a range",
        "150..200",
        r"\g<lower>..",
    ),
    Habit(
        r"(?i)^([0-9.]+)\s+(?:or|and)\s+(?:more|over|above)\b",
        "has words for a bound",
        ">=10",
        r">=\1",
    ),
    Habit(
        r"(?i)^([0-9.]+)\s+or\s+(?:fewer|less|under|below)\b",
        "has words for a bound",
        "..200",
        r"..\1",
    ),
    Habit(r"^([0-9.]+)\+", "has a '+' at its end", ">=10", r">=\1"),
    Habit(
        rf"(?i)^(?P<words>{_words(list(_SIGN_OF_WORDS))})\s+(?=\S)",
        "has the word {found}",
        "~1100",
        _sign,
    ),
    Habit(
        r"(?<=[0-9])\s*[-\u2010-\u2015\u2212]\s*(?=-?[0-9])",
        "has a hyphen for a range",
        "1000..50000",
        "..",
    ),
    Habit(
        "[" + "".join(_LOOKALIKES) + "]",
        "has the sign {found}",
        "150..200",
        lambda match: _LOOKALIKES[match.group()],
    ),
    Habit(r"\.{3,}", "has more than two points in a row", "150..200", ".."),
    Habit(r"=([<>])", "has {found}", ">=10", r"\1="),
    Habit(r"^==?\s*(?=[0-9])", "has a '='", "1100", ""),
    Habit(r"(?<=[~<>=])\s+(?=\S)", "has a space after its sign", ">1100", ""),
    Habit(
        r"(?<=\S)\s+(?=\.\.)|(?<=\.\.)\s+(?=[-~<>=0-9])",
        "has a space beside '..'",
        "150..200",
        "",
    ),
    Habit(r"^>=(?=.*\.\.)|(?<=\.\.)<=", "has {found} in a range", "150..200", ""),
    Habit(r"(?<![0-9.])\.(?=[0-9])", "has no digit before its point", "0.5", "0."),
    Habit(r"(?<=[0-9])[eE][-+]?[0-9]", "has an exponent", "100000"),
    Habit(
        r"^([-~<>0-9.]*[0-9])( ?%|[ ][^\W\d_]+)\.\.([-~<>0-9.]*[0-9])\2$",
        "has its unit twice",
        "1000..50000 RUB",
        r"\1..\3\2",
    ),
    Habit(r"^([^\W\d_]+)\s*([-~<>=]*[0-9?][0-9.]*)$", "has its unit in front", "1000 RUB", r"\2 \1"),
    Habit(r"[$€£₽¥₴₸]", "has a currency sign", "1000 RUB"),
    Habit(
        r"(?<=[0-9?.])(?! \S)\s+(?=(?:[^\W\d_]+|%)$)",
        "needs one space before its unit",
        "1000 RUB",
        " ",
    ),
    Habit(r"(?<=[0-9?])(?=[^\W\d_]+$)", "needs a space before its unit", "1000 RUB", " "),
)
"""The habits, in the order in which they are mended."""
