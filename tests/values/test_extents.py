"""What a rule sets: quantities, nothing at all, expressions of several, and faults with their cure."""

import re
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.values import Absence, Expression, Interval, ValueFault, parse_extent, parse_quantity


def fault_of(text: str, *, integral: bool = False) -> str:
    """Return the message of the fault that a text has."""
    with pytest.raises(ValueFault) as caught:
        parse_extent(text, integral=integral)
    return str(caught.value)


@pytest.mark.parametrize("text", ["1000..50000 RUB", "..200 h", ">=10 %", "? RUB", "~18 y", " 5 RUB "])
def test_a_quantity_is_read_as_one(text: str) -> None:
    assert parse_extent(text) == parse_quantity(text)


@pytest.mark.parametrize("word", ["none", "unspecified"])
def test_an_absence_is_a_word(word: str) -> None:
    assert parse_extent(word) == parse_extent(f" {word}  ") == Absence(word)


@pytest.mark.parametrize(
    ("text", "operator", "parts"),
    [
        ("max(1000000 RUB, 10 %)", "highest", ["1000000 RUB", "10 %"]),
        ("min(30 d, 1 mo)", "lowest", ["30 d", "1 mo"]),
        ("max(1 RUB; 2 %)", "highest", ["1 RUB", "2 %"]),
        ("max (1..5 RUB,>2 %)", "highest", ["1..5 RUB", ">2 %"]),
        (
            "min(1 d, 2 d, 3 d, 4 d, 5 d, 6 d, 7 d, 8 d, 9 d)",
            "lowest",
            [f"{number} d" for number in range(1, 10)],
        ),
    ],
)
def test_an_expression_has_its_parts_in_order(text: str, operator: str, parts: list[str]) -> None:
    assert parse_extent(text) == Expression(operator, tuple(map(parse_quantity, parts)))


def test_whole_numbers_only_holds_for_parts_as_well() -> None:
    read = parse_extent("max(>3 d, 2 mo)", integral=True)
    assert isinstance(read, Expression)
    assert read.parts[0].lower == Decimal(4)
    assert fault_of("max(1.5 d, 2 mo)", integral=True).startswith("'1.5 d' has decimals")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("None", "'None' has capitals: write 'none'"),
        ("UNSPECIFIED", "'UNSPECIFIED' has capitals: write 'unspecified'"),
        ("max(5 RUB)", "'max(5 RUB)' has one part: write two or more, as in 'max(1000000 RUB, 10 %)'"),
        ("max()", "'max()' has one part: write two or more, as in 'max(1000000 RUB, 10 %)'"),
        ("max(5 RUB,)", "'max(5 RUB,)' has an empty part: write it as in 'max(1000000 RUB, 10 %)'"),
        ("max(, 5 RUB)", "'max(, 5 RUB)' has an empty part: write it as in 'max(1000000 RUB, 10 %)'"),
        ("sum(5 RUB, 1 %)", "'sum(5 RUB, 1 %)' starts with 'sum': write max(...) or min(...)"),
        ("Max(5 RUB, 1 %)", "'Max(5 RUB, 1 %)' starts with 'Max': write max(...) or min(...)"),
        (
            f"max({', '.join(['1 %'] * 10)})",
            f"'max({', '.join(['1 %'] * 10)})' has more than 9 parts: write at most 9",
        ),
    ],
)
def test_fault_of_an_expression(text: str, message: str) -> None:
    assert fault_of(text) == message


@pytest.mark.parametrize("text", ["max(none, 5 RUB)", "max(max(1 %, 2 %), 5 RUB)", "max(5 RUB, x)"])
def test_parts_are_quantities(text: str) -> None:
    assert "write" in fault_of(text)


@pytest.mark.parametrize("text", ["nothing", "no fine", "max", "max(5 RUB, 1 %", "none of it", ""])
def test_what_is_neither_is_a_fault_with_an_example_that_can_be_read(text: str) -> None:
    message = fault_of(text)
    examples = [example for example in re.findall(r"'([^']+)'", message.partition(": ")[2]) if example != "?"]
    assert examples
    for example in examples:
        parse_extent(example)


@given(st.text(max_size=40))
def test_any_text_is_read_or_is_a_fault(text: str) -> None:
    with suppress(ValueFault):
        assert isinstance(parse_extent(text), Absence | Expression | Interval)


@given(st.sampled_from(["max", "min"]), st.lists(st.integers(0, 999), min_size=2, max_size=9))
def test_a_formatted_expression_reads_as_itself(operator: str, figures: list[int]) -> None:
    read = parse_extent(f"{operator}({', '.join(f'{figure} RUB' for figure in figures)})")
    assert isinstance(read, Expression)
    assert [part.lower for part in read.parts] == figures
