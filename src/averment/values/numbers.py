"""Numbers as stated: one figure, a bound or a range, with or without a unit.

| written | lower | upper |
|---|---|---|
| `1100` | 1100 | 1100 |
| `~1500` | 1450 | 1550 |
| `>1100`, `>=10` | 1100 open, 10 | none |
| `<5`, `<=200` | none | 5 open, 200 |
| `150..200`, `150..`, `..200` | 150, 150, none | 200, none, 200 |
| `>150..<200`, `~150..~200` | 150 open, 145 | 200 open, 250 |
| `?` | none | none |

A unit follows after one space, or is `%`: `1000..50000 RUB`, `? RUB`, `10 %`, `10%`.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

from averment.values._habits import cured, named
from averment.values._number_habits import HABITS, NUMBER_WORDS
from averment.values._text import quoted, stated
from averment.values.errors import ValueFault

__all__ = ["Interval", "half_unit", "parse_quantity"]

MOST_DIGITS = 18
MOST_DECIMALS = 9

_EXACT = Context(prec=2 * (MOST_DIGITS + MOST_DECIMALS), rounding=ROUND_HALF_EVEN, traps=[])
_ONE = Decimal(1)
_FIGURE = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?")
_EXAMPLE_AFTER = {"": "1100", "~": "~90000", ">": ">1100", ">=": ">=10", "<": "<5", "<=": "<=200"}
_SIGNS = (">=", "<=", ">", "<", "~")


@dataclass(frozen=True, slots=True)
class Interval:
    """Hold the numbers that a stated quantity allows.

    `lower` and `upper` are exact and in the unit as stated; None is no bound, and then its `_open` is False.
    `single` says that one figure was stated, not a bound or a range; `approximate` that `~` widened an end.
    `unit` is the token as written, or None; whether it names a unit, or one is needed, is for the caller.
    """

    lower: Decimal | None
    lower_open: bool
    upper: Decimal | None
    upper_open: bool
    single: bool
    approximate: bool
    unit: str | None


@dataclass(frozen=True, slots=True)
class _End:
    figure: Decimal
    decimals: int
    written: str
    sign: str

    @property
    def is_open(self) -> bool:
        return self.sign in (">", "<")

    @property
    def half(self) -> Decimal:
        """How far `~` widens the end; 0 without `~`."""
        return half_unit(self.figure) if self.sign == "~" else Decimal(0)


def half_unit(figure: Decimal) -> Decimal:
    """Return half a unit of the last digit of a figure that is not zero: what rounding can have changed.

    >>> [f"{half_unit(Decimal(figure)):f}" for figure in ("18000", "63", "1.50", "0.0")]
    ['500', '0.5', '0.05', '0.05']
    """
    shortened = figure.normalize(_EXACT) if figure else figure
    return Decimal((0, (5,), int(shortened.as_tuple().exponent) - 1))


def parse_quantity(text: str, *, integral: bool = False) -> Interval:
    """Read a number, a bound or a range, with or without a unit.

    >>> parse_quantity("1000..50000 RUB").upper
    Decimal('50000')
    >>> about = parse_quantity("~18000")
    >>> print(about.lower, about.upper, about.single, about.approximate)
    17500 18500 True True
    >>> parse_quantity(">1100", integral=True).lower
    Decimal('1101')
    >>> parse_quantity("1,100")
    Traceback (most recent call last):
    averment.values.errors.ValueFault: '1,100' has a separator: write 1100

    Args:
        text: the value as written; white space around it does not matter.
        integral: whether only whole numbers can be true. Then a figure with decimals is a fault, and all
            bounds are closed whole numbers: open ones move to the next, widened ones are rounded inwards.

    Raises:
        ValueFault: if the text is not in the grammar, leaves no number (`>5..<5`), or has more than 18 digits
            before or 9 after the point.
    """
    value = stated(text, "1100")
    try:
        return _read(value, integral)
    except ValueFault as fault:
        cure = cured(value, HABITS, lambda mended: _read(mended, integral)) or named(value, HABITS)
        raise cure or fault from None


def _read(value: str, integral: bool) -> Interval:
    body, unit = _split_unit(value)
    if body == "?":
        return Interval(None, False, None, False, single=False, approximate=False, unit=unit)
    if ".." in body:
        lower, upper = _range_ends(value, body, unit, integral)
        return _interval(value, lower, upper, unit, integral, single=False)
    end = _end(value, body, integral)
    lower = None if end.sign in ("<", "<=") else end
    upper = None if end.sign in (">", ">=") else end
    return _interval(value, lower, upper, unit, integral, single=lower is upper)


def _split_unit(value: str) -> tuple[str, str | None]:
    if value.endswith("%"):
        return value[:-1].removesuffix(" "), "%"
    body, space, last = value.rpartition(" ")
    if not space or not last.isalpha():
        return value, None
    if last.lower().removesuffix("s") in NUMBER_WORDS:
        raise ValueFault(f"{quoted(value)} has a number in words: write it as in '18000'")
    return body, last


def _range_ends(value: str, body: str, unit: str | None, integral: bool) -> tuple[_End | None, _End | None]:
    first, _, last = body.partition("..")
    if ".." in last:
        raise ValueFault(f"{quoted(value)} has more than one '..': write one range, as in '150..200'")
    if not first and not last:
        raise ValueFault(
            f"{quoted(value)} has no figure at either end: write it as in '150..' or '..200', "
            "or as '?' if no figure is named"
        )
    lower = _end(value, first, integral) if first else None
    upper = _end(value, last, integral) if last else None
    if (lower and lower.sign not in ("", "~", ">")) or (upper and upper.sign not in ("", "~", "<")):
        raise ValueFault(
            f"{quoted(value)} has a sign that does not fit its end: "
            "write a range as in '150..200' or '>150..<200'"
        )
    if lower and upper and lower.figure > upper.figure:
        swapped = _written(upper, ">") + ".." + _written(lower, "<") + (f" {unit}" if unit else "")
        raise ValueFault(
            f"{quoted(value)} ends below its start: write the smaller figure first, as in '{swapped}'"
        )
    return lower, upper


def _written(end: _End, sign_if_open: str) -> str:
    return (sign_if_open if end.is_open else end.sign) + end.written


def _end(value: str, part: str, integral: bool) -> _End:
    sign = next((sign for sign in _SIGNS if part.startswith(sign)), "")
    written = part[len(sign) :]
    match = _FIGURE.fullmatch(written)
    if not match:
        raise ValueFault(quoted(value) + _not_a_figure(value, part, sign, written))
    whole, decimals = match[1], match[2] or ""
    if len(whole) > MOST_DIGITS:
        raise ValueFault(
            f"{quoted(value)} has more than {MOST_DIGITS} digits before the point: "
            f"write a figure of at most {MOST_DIGITS}, or use a larger unit"
        )
    if len(decimals) > MOST_DECIMALS:
        raise ValueFault(
            f"{quoted(value)} has more than {MOST_DECIMALS} decimals: "
            f"write at most {MOST_DECIMALS}, as in '0.123456789'"
        )
    if integral and decimals:
        raise ValueFault(
            f"{quoted(value)} has decimals, and only whole numbers can be true: write it as in '1100'"
        )
    return _End(_EXACT.plus(Decimal(written)), len(decimals), written, sign)


def _not_a_figure(value: str, part: str, sign: str, written: str) -> str:
    if sign and written.startswith(_SIGNS):
        return " has two signs before its figure: write one of them, as in '>1100' or '~90000'"
    if sign:
        return f" has no number after '{sign}': write it as in '{_EXAMPLE_AFTER[sign]}'"
    if not part:
        return " has no figure: write it as in '10 %', or as in '? %' if none is named"
    where = " is" if part == value else f" has {quoted(part)}, which is"
    return (
        f"{where} not a figure: "
        "write it as in '1100', '>1100', '~90000' or '150..200', or as '?' if none is named"
    )


def _interval(
    value: str, lower: _End | None, upper: _End | None, unit: str | None, integral: bool, *, single: bool
) -> Interval:
    low = _EXACT.subtract(lower.figure, lower.half) if lower else None
    high = _EXACT.add(upper.figure, upper.half) if upper else None
    low_open = lower is not None and lower.is_open
    high_open = upper is not None and upper.is_open
    if integral:
        low = None if low is None else _whole(low, ROUND_CEILING, _ONE if low_open else None)
        high = None if high is None else _whole(high, ROUND_FLOOR, -_ONE if high_open else None)
        low_open = high_open = False
    if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
        kind = "whole number" if integral else "number"
        raise ValueFault(
            f"{quoted(value)} leaves no {kind}: "
            "write ends further apart, as in '>150..<200', or closed ones, as in '150..200'"
        )
    approximate = any(end is not None and end.sign == "~" for end in (lower, upper))
    return Interval(low, low_open, high, high_open, single, approximate, unit)


def _whole(bound: Decimal, rounding: str, step: Decimal | None) -> Decimal:
    """Round a bound inwards, or move an open one, which is whole, by a step; zero has no sign."""
    whole = bound.to_integral_value(rounding=rounding, context=_EXACT)
    return _EXACT.add(whole, step if step is not None else Decimal(0))
