"""What a rule sets, as stated: a quantity, nothing at all, or the highest or lowest of several quantities.

| written | is |
|---|---|
| `1000..50000 RUB` and all else that `numbers` reads | a quantity |
| `none` | the rule sets nothing of the sort |
| `unspecified` | the text itself names no figure |
| `max(1000000 RUB, 10 %)` | the highest of two or more quantities |
| `min(30 d, 1 mo)` | the lowest of them |
"""

import re
from dataclasses import dataclass

from averment.values._text import quoted, stated
from averment.values.errors import ValueFault
from averment.values.numbers import Interval, parse_quantity

__all__ = ["Absence", "Expression", "parse_extent"]

_EXPRESSION = re.compile(r"(?P<operator>[a-zA-Z]+)\s*\((?P<parts>.*)\)")
_OPERATORS = {"max": "highest", "min": "lowest"}
_ABSENCES = ("none", "unspecified")
_EXAMPLE = "max(1000000 RUB, 10 %)"
MOST_PARTS = 9


@dataclass(frozen=True, slots=True)
class Absence:
    """Say that there is no quantity: `none` where the rule sets nothing, `unspecified` where its text is silent."""

    word: str


@dataclass(frozen=True, slots=True)
class Expression:
    """Hold two or more quantities, of which the `highest` or the `lowest` is what holds."""

    operator: str
    parts: tuple[Interval, ...]


def parse_extent(text: str, *, integral: bool = False) -> Interval | Absence | Expression:
    """Read what a rule sets.

    >>> parse_extent("none")
    Absence(word='none')
    >>> read = parse_extent("max(1000000 RUB, 10 %)")
    >>> read.operator, [part.unit for part in read.parts]
    ('highest', ['RUB', '%'])
    >>> parse_extent("max(5 RUB)")
    Traceback (most recent call last):
    averment.values.errors.ValueFault: 'max(5 RUB)' has one part: write two or more, as in 'max(1000000 RUB, 10 %)'

    Args:
        text: the value as written; white space around it does not matter.
        integral: whether only whole numbers can be true; see `parse_quantity`.

    Raises:
        ValueFault: if the text is not in the grammar, or an expression has one part, more than nine, or
            parts that are no quantities.
    """
    value = stated(text, "1000..50000 RUB")
    if value in _ABSENCES:
        return Absence(value)
    if value.casefold() in _ABSENCES:
        raise ValueFault(f"{quoted(value)} has capitals: write '{value.casefold()}'")
    match = _EXPRESSION.fullmatch(value)
    return _expression(value, match, integral) if match else parse_quantity(value, integral=integral)


def _expression(value: str, match: re.Match[str], integral: bool) -> Expression:
    operator = _OPERATORS.get(match["operator"])
    if operator is None:
        raise ValueFault(
            f"{quoted(value)} starts with {quoted(match['operator'])}: write max(...) or min(...)"
        )
    parts = [part.strip() for part in re.split(r"[,;]", match["parts"])]
    if len(parts) < 2:
        raise ValueFault(f"{quoted(value)} has one part: write two or more, as in '{_EXAMPLE}'")
    if len(parts) > MOST_PARTS:
        raise ValueFault(f"{quoted(value)} has more than {MOST_PARTS} parts: write at most {MOST_PARTS}")
    if not all(parts):
        raise ValueFault(f"{quoted(value)} has an empty part: write it as in '{_EXAMPLE}'")
    return Expression(operator, tuple(parse_quantity(part, integral=integral) for part in parts))
