"""Figures, bounds and ranges: what each form allows, and how each fault says to write it."""

import re
from decimal import ROUND_DOWN, Decimal, Inexact, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from averment.values import Interval, ValueFault, parse_quantity
from averment.values._habits import named
from averment.values._number_habits import HABITS

NO_BOUND = None, False

figures = st.decimals(-(10**9), 10**9, places=3).map(lambda figure: f"{figure.normalize():f}") | st.integers(
    -(10**18) + 1, 10**18 - 1
).map(str)
whole_figures = st.integers(-(10**12), 10**12).map(str)
units = st.sampled_from(["", " RUB", " h", " %", "%", " mo"])


@st.composite
def quantities(draw: st.DrawFn, figure: st.SearchStrategy[str] = figures) -> str:
    """Draw any text of the grammar, whose ends stand in order and leave room between them."""
    form = draw(st.sampled_from(["?", "figure", "range", "from", "to"]))
    if form == "?":
        return "?" + draw(units)
    if form == "figure":
        return draw(st.sampled_from(["", "~", ">", ">=", "<", "<="])) + draw(figure) + draw(units)
    low, high = sorted((draw(figure), draw(figure)), key=Decimal)
    assume(Decimal(high) - Decimal(low) > 1)
    start = draw(st.sampled_from(["", "~", ">"])) + low if form != "to" else ""
    end = draw(st.sampled_from(["", "~", "<"])) + high if form != "from" else ""
    return f"{start}..{end}{draw(units)}"


def fault_of(text: str, *, integral: bool = False) -> str:
    """Return the message of the fault that a text has."""
    with pytest.raises(ValueFault) as caught:
        parse_quantity(text, integral=integral)
    return str(caught.value)


def formatted(interval: Interval) -> str:
    """Write an interval in the grammar, without `~`."""
    unit = f" {interval.unit}" if interval.unit else ""
    if interval.lower is None and interval.upper is None:
        return "?" + unit
    if interval.lower == interval.upper and interval.single:
        return f"{interval.lower:f}{unit}"
    lower = "" if interval.lower is None else (">" if interval.lower_open else "") + f"{interval.lower:f}"
    upper = "" if interval.upper is None else ("<" if interval.upper_open else "") + f"{interval.upper:f}"
    return f"{lower}..{upper}{unit}"


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("1100", ("1100", False), ("1100", False)),
        ("-5", ("-5", False), ("-5", False)),
        ("0.125", ("0.125", False), ("0.125", False)),
        (">1100", ("1100", True), NO_BOUND),
        (">=10", ("10", False), NO_BOUND),
        ("<5", NO_BOUND, ("5", True)),
        ("<=200", NO_BOUND, ("200", False)),
        ("150..200", ("150", False), ("200", False)),
        ("5..5", ("5", False), ("5", False)),
        ("-5..-3", ("-5", False), ("-3", False)),
        ("150..", ("150", False), NO_BOUND),
        ("..5000", NO_BOUND, ("5000", False)),
        (">150..<200", ("150", True), ("200", True)),
        (">150..200", ("150", True), ("200", False)),
        ("150..<200", ("150", False), ("200", True)),
        (">150..", ("150", True), NO_BOUND),
        ("..<200", NO_BOUND, ("200", True)),
        ("?", NO_BOUND, NO_BOUND),
        ("  1100\n", ("1100", False), ("1100", False)),
        ("007", ("7", False), ("7", False)),
        ("9" * 18 + "." + "9" * 9, ("9" * 18 + "." + "9" * 9, False), ("9" * 18 + "." + "9" * 9, False)),
    ],
)
def test_bounds(text: str, lower: tuple[str | None, bool], upper: tuple[str | None, bool]) -> None:
    interval = parse_quantity(text)
    assert (interval.lower, interval.lower_open) == (lower[0] and Decimal(lower[0]), lower[1])
    assert (interval.upper, interval.upper_open) == (upper[0] and Decimal(upper[0]), upper[1])
    assert not interval.approximate
    assert interval.single == bool(re.fullmatch(r"-?[0-9.]*[0-9]", text.strip()) and ".." not in text)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("~90000", "85000", "95000"),
        ("~18000", "17500", "18500"),
        ("~1500", "1450", "1550"),
        ("~1500.00", "1450", "1550"),
        ("~0.5", "0.45", "0.55"),
        ("~0", "-0.5", "0.5"),
        ("~0.0", "-0.05", "0.05"),
        ("~7", "6.5", "7.5"),
        ("~-7", "-7.5", "-6.5"),
        ("~" + "9" * 18 + ".999999999", "9" * 18 + ".9999999985", "9" * 18 + ".9999999995"),
        ("~1000000000000", "500000000000", "1500000000000"),
    ],
)
def test_about_widens_by_half_a_unit_of_the_last_digit_that_is_not_zero(
    text: str, lower: str, upper: str
) -> None:
    interval = parse_quantity(text)
    assert interval == Interval(Decimal(lower), False, Decimal(upper), False, True, True, None)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("~100..~200", "50", "250"),
        ("~100..200", "50", "200"),
        ("100..~200", "100", "250"),
        (">100..~200", "100", "250"),
        ("~100..", "50", None),
        ("..~200", None, "250"),
    ],
)
def test_about_widens_either_end_of_a_range(text: str, lower: str | None, upper: str | None) -> None:
    interval = parse_quantity(text)
    assert interval.lower == (lower and Decimal(lower))
    assert interval.upper == (upper and Decimal(upper))
    assert interval.approximate
    assert not interval.single


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1000..50000 RUB", "RUB"),
        ("..200 h", "h"),
        ("1..7 y", "y"),
        ("1.. y", "y"),
        ("6 mo", "mo"),
        (">=10 %", "%"),
        ("10%", "%"),
        ("5..10%", "%"),
        ("? RUB", "RUB"),
        ("?%", "%"),
        ("1000 zł", "zł"),
        ("1000", None),
        ("? " + "a" * 198, "a" * 198),
    ],
)
def test_unit(text: str, unit: str | None) -> None:
    assert parse_quantity(text).unit == unit


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        (">1100", 1101, None),
        (">=1100", 1100, None),
        ("<5", None, 4),
        ("<=5", None, 5),
        (">5..<8", 6, 7),
        (">5..<7", 6, 6),
        ("~90000", 85000, 95000),
        ("~5", 5, 5),
        ("~-5", -5, -5),
        ("~15..", 15, None),
        ("..~15", None, 15),
        ("~0", 0, 0),
        ("-0", 0, 0),
        (">" + "9" * 18, 10**18, None),
    ],
)
def test_integral_bounds_are_closed_and_whole(text: str, lower: int | None, upper: int | None) -> None:
    interval = parse_quantity(text, integral=True)
    assert interval.lower == lower
    assert interval.upper == upper
    assert (interval.lower_open, interval.upper_open) == (False, False)
    assert not any(
        bound is not None and bound.is_signed() and not bound for bound in (interval.lower, interval.upper)
    )


@pytest.mark.parametrize(
    ("text", "problem", "cure"),
    [
        ("1,100", "has a separator", "1100"),
        ("1 100", "has a separator", "1100"),
        ("1\u2009100", "has a separator", "1100"),
        ("1\u00a0100 RUB", "has a separator", "1100 RUB"),
        ("1'100", "has a separator", "1100"),
        ("1\u2019100", "has a separator", "1100"),
        ("1_100", "has a separator", "1100"),
        ("1.000.000", "has a separator", "1000000"),
        ("1,00,000", "has a separator", "100000"),
        ("1,000.50 RUB", "has a separator", "1000.50 RUB"),
        ("1,5", "has a separator", "1.5"),
        ("0,500", "has a separator", "0.500"),
        ("1,000..50,000 RUB", "has a separator", "1000..50000 RUB"),
        ("1..1,000", "has a separator", "1..1000"),
        ("1000-50000", "has a hyphen for a range", "1000..50000"),
        ("1000\u201350000 RUB", "has a hyphen for a range", "1000..50000 RUB"),
        ("-5--3", "has a hyphen for a range", "-5..-3"),
        ("about 90000", "has the word 'about'", "~90000"),
        ("About 1,100", "has a separator", "~1100"),
        ("over 1100", "has the word 'over'", ">1100"),
        ("more  than 1100", "has the word 'more  than'", ">1100"),
        ("up to 200 h", "has the word 'up to'", "..200 h"),
        ("at least 10 %", "has the word 'at least'", ">=10 %"),
        ("less than 5", "has the word 'less than'", "<5"),
        ("between 5 and 10", "has words for a range", "5..10"),
        ("from 5 to 10 RUB", "has words for a range", "5..10 RUB"),
        ("5 or more", "has words for a bound", ">=5"),
        ("5 or fewer", "has words for a bound", "..5"),
        ("5+", "has a '+' at its end", ">=5"),
        ("18 thousand", "has a number in words", "18000"),
        ("1.5 million RUB", "has a number in words", "1500000 RUB"),
        ("0.5 million", "has a number in words", "500000"),
        ("\u0661\u0661\u0660\u0660", "has digits other than 0 to 9", "1100"),
        ("≥10", "has the sign '≥'", ">=10"),
        ("\u22125", "has the sign '\u2212'", "-5"),
        ("5…10", "has the sign '…'", "5..10"),
        ("1...5", "has more than two points in a row", "1..5"),
        ("=>5", "has '=>'", ">=5"),
        ("=5", "has a '='", "5"),
        ("> 5", "has a space after its sign", ">5"),
        ("1 .. 5 RUB", "has a space beside '..'", "1..5 RUB"),
        (">=5..<=10", "has '>=' in a range", "5..10"),
        ("5..<=10", "has '<=' in a range", "5..10"),
        (".5", "has no digit before its point", "0.5"),
        ("10%..20%", "has its unit twice", "10..20%"),
        ("5 RUB..9 RUB", "has its unit twice", "5..9 RUB"),
        ("RUB 1000", "has its unit in front", "1000 RUB"),
        ("1000RUB", "needs a space before its unit", "1000 RUB"),
        ("1000  RUB", "needs one space before its unit", "1000 RUB"),
        ("1000\nRUB", "needs one space before its unit", "1000 RUB"),
        ("?RUB", "needs a space before its unit", "? RUB"),
    ],
)
def test_a_habit_is_cured_by_the_value_in_the_grammar(text: str, problem: str, cure: str) -> None:
    message = fault_of(text)
    assert message.endswith(f" {problem}: write {cure}")
    parse_quantity(cure)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "1000..50 RUB",
            "'1000..50 RUB' ends below its start: write the smaller figure first, as in '50..1000 RUB'",
        ),
        ("~10..<5", "'~10..<5' ends below its start: write the smaller figure first, as in '>5..~10'"),
        (">10..<5%", "'>10..<5%' ends below its start: write the smaller figure first, as in '>5..<10 %'"),
        (">abc", "'>abc' has no number after '>': write it as in '>1100'"),
        ("~", "'~' has no number after '~': write it as in '~90000'"),
        ("~?", "'~?' has no number after '~': write it as in '~90000'"),
        (">~5", "'>~5' has two signs before its figure: write one of them, as in '>1100' or '~90000'"),
        ("", "the value is empty: write it as in '1100'"),
        (" \t", "the value is empty: write it as in '1100'"),
        ("1 2", "'1 2' has a separator: write it as in '1100'"),
        ("1,100..50", "'1,100..50' has a separator: write it as in '1100'"),
        ("tens of thousands", "'tens of thousands' has a number in words: write it as in '18000'"),
        ("1e5", "'1e5' has an exponent: write it as in '100000'"),
        ("1e999999999", "'1e999999999' has an exponent: write it as in '100000'"),
        ("$5", "'$5' has a currency sign: write it as in '1000 RUB'"),
        ("5²", "'5²' has '²', which is not a digit from 0 to 9: write it as in '0.5'"),
        ("1..2..3", "'1..2..3' has more than one '..': write one range, as in '150..200'"),
        ("%", "'%' has no figure: write it as in '10 %', or as in '? %' if none is named"),
    ],
)
def test_fault_message(text: str, message: str) -> None:
    assert fault_of(text) == message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("..", "has no figure at either end"),
        (".. RUB", "has no figure at either end"),
        ("<5..10", "has a sign that does not fit its end"),
        ("5..>10", "has a sign that does not fit its end"),
        (">5..<5", "leaves no number"),
        (">5..5", "leaves no number"),
        ("5..<5", "leaves no number"),
        ("RUB", "is not a figure"),
        ("NaN", "is not a figure"),
        ("5.", "is not a figure"),
        ("1.500,250", "is not a figure"),
        ("5 RUB RUB", "has '5 RUB', which is not a figure"),
        ("1" * 19, "more than 18 digits before the point"),
        ("0." + "1" * 10, "more than 9 decimals"),
        ("1" * 201, "longer than 200 characters"),
    ],
)
def test_fault_gives_examples_that_the_grammar_reads(text: str, words: str) -> None:
    message = fault_of(text)
    assert words in message
    problem, _, cure = message.partition(": ")
    assert problem
    examples = re.findall(r"'([^']+)'", cure)
    assert examples or "at most 18" in cure
    for example in examples:
        parse_quantity(example)


def test_every_habit_has_an_example_that_the_grammar_reads() -> None:
    for habit in HABITS:
        parse_quantity(habit.example)


@pytest.mark.parametrize("text", ["5.5", "5.0", "~1.5", "1..2.5", "0,5"])
def test_decimals_are_a_fault_where_only_whole_numbers_can_be_true(text: str) -> None:
    message = fault_of(text, integral=True)
    assert message.endswith("write it as in '1100'")


def test_an_open_range_without_a_whole_number_is_a_fault_only_of_whole_numbers() -> None:
    assert "leaves no whole number" in fault_of(">5..<6", integral=True)
    assert parse_quantity(">5..<6").lower == 5


def test_the_callers_decimal_context_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 3
        context.rounding = ROUND_DOWN
        context.traps[Inexact] = True
        assert parse_quantity("~123456.5").lower == Decimal("123456.45")


@given(quantities())
def test_a_formatted_interval_reads_as_itself(text: str) -> None:
    interval = parse_quantity(text)
    exact = parse_quantity(text.replace("~", ""))
    assert parse_quantity(formatted(exact)) == exact
    assert (interval.unit, interval.single) == (exact.unit, exact.single)


@given(quantities())
def test_what_the_grammar_reads_has_no_habit(text: str) -> None:
    parse_quantity(text)
    assert named(text, HABITS) is None


@given(quantities())
def test_a_missing_bound_is_not_open_and_bounds_are_in_order(text: str) -> None:
    interval = parse_quantity(text)
    assert interval.lower is not None or not interval.lower_open
    assert interval.upper is not None or not interval.upper_open
    if interval.lower is not None and interval.upper is not None:
        assert interval.lower <= interval.upper


@given(figures)
def test_widening_contains_the_figure_in_its_middle(figure: str) -> None:
    interval = parse_quantity(f"~{figure}")
    assert interval.lower is not None
    assert interval.upper is not None
    assert interval.lower < Decimal(figure) < interval.upper
    assert Decimal(figure) - interval.lower == interval.upper - Decimal(figure)


@given(quantities(whole_figures), st.integers(-(10**12), 10**12), st.integers(-2, 2))
def test_integral_bounds_admit_the_same_whole_numbers(text: str, anywhere: int, beside: int) -> None:
    free = parse_quantity(text)
    whole = parse_quantity(text, integral=True)
    near = [int(bound) + beside for bound in (free.lower, free.upper) if bound is not None]
    for number in [anywhere, *near]:
        assert admits(free, number) == admits(whole, number)


def admits(interval: Interval, number: int) -> bool:
    """Say whether an interval contains a number."""
    above = (
        interval.lower is None
        or number > interval.lower
        or (number == interval.lower and not interval.lower_open)
    )
    below = (
        interval.upper is None
        or number < interval.upper
        or (number == interval.upper and not interval.upper_open)
    )
    return above and below
