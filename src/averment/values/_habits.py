"""Common ways of writing that a grammar does not know, and the cure for each.

A grammar is read strictly first. Only when that fails are its habits looked for: all that are found are
mended together, and the mended text is offered as the cure if the grammar then reads it. No text is ever
read leniently.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from averment.values._text import quoted
from averment.values.errors import ValueFault

__all__ = ["Habit", "cured", "foreign_digits", "named"]


@dataclass(frozen=True, slots=True)
class Habit:
    """One way of writing: what finds it, what mends it, and the words for it.

    The pattern is compiled when a value is at fault, for compiling all of them takes longer than a check reads.
    `problem` and `advice` are clauses of the message; `{found}` in `problem` stands for the text found.
    `repair` is what `re.sub` takes; left out, the habit is only named, with an `example` of the grammar.
    """

    pattern: str
    problem: str
    example: str
    repair: str | Callable[[re.Match[str]], str] | None = None
    advice: str = "write"


def _ascii_digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match.group()))


_FOREIGN_DIGIT = r"(?![0-9])\d"


def foreign_digits(example: str) -> Habit:
    """Make the habit of digits other than 0 to 9, which all the grammars share."""
    return Habit(_FOREIGN_DIGIT, "has digits other than 0 to 9", example, _ascii_digit)


def cured(text: str, habits: Iterable[Habit], read: Callable[[str], object]) -> ValueFault | None:
    """Give the fault that offers the text with its habits mended, or None if `read` refuses that too."""
    mended, first = text, None
    for habit in habits:
        found = re.search(habit.pattern, mended)
        if found and habit.repair is not None:
            first = first or (habit, found.group())
            mended = re.sub(habit.pattern, habit.repair, mended)
    if first is None:
        return None
    try:
        read(mended)
    except ValueFault:
        return None
    habit, words = first
    return ValueFault(f"{quoted(text)} {_problem(habit, words)}: {habit.advice} {mended}")


def named(text: str, habits: Iterable[Habit]) -> ValueFault | None:
    """Give the fault that names the first habit found in the text, with an example; None if there is none."""
    for habit in habits:
        found = re.search(habit.pattern, text)
        if found:
            return ValueFault(
                f"{quoted(text)} {_problem(habit, found.group())}: write it as in '{habit.example}'"
            )
    return None


def _problem(habit: Habit, found: str) -> str:
    return habit.problem.replace("{found}", quoted(found.strip()))
