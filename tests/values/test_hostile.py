"""Whatever the text, a parser returns or raises ValueFault, soon, with a message that can be shown."""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from averment import values
from averment.values import (
    ValueFault,
    parse_date,
    parse_moment,
    parse_quantity,
    parse_stage_range,
    parse_tally,
    parse_terms,
)

Parser = Callable[[str], object]
PARSERS: dict[str, Parser] = {
    "quantity": parse_quantity,
    "whole quantity": partial(parse_quantity, integral=True),
    "date": parse_date,
    "moment": parse_moment,
    "tally": parse_tally,
    "terms": parse_terms,
    "stages": parse_stage_range,
}
EXAMPLES = [
    "1100",
    "~90000",
    ">150..<200",
    "1000..50000 RUB",
    "? RUB",
    "1.5 million RUB",
    "1,100 %",
    "2025-07-10",
    "2025-07~/2026-23?",
    "../2025",
    "10 July 2025",
    "10.07.2025",
    "2025-07-10T12:00+03:00",
    "publication + 10 d",
    "within 30 d of signature",
    "10 days after the publication",
    "301-44-7",
    "301-?-?",
    "prosecution; sentence",
    "submitted..signed",
]
SIGNS = [
    *"~<>=.?%-+/;:,_' \t\n0123456789Tdx",
    "..",
    " RUB",
    " thousand",
    "e9",
    "\u2009",
    "\u202f",
    "\u2013",
    "\u2212",
    "\u2026",
    "\u0661",
    "\u00b2",
    "\u00bd",
    "\u202e",
    "\x00",
    "\ud800",
    "\U0001d7d9",
]

parsers = pytest.mark.parametrize("parse", PARSERS.values(), ids=list(PARSERS))


@st.composite
def near_misses(draw: st.DrawFn) -> str:
    """Draw a good value with a few characters put in, taken out or doubled."""
    text = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 2))
        text = text[:at] + draw(st.sampled_from(["", *SIGNS])) + text[at + cut :]
    return text


def outcome(parse: Parser, text: str) -> object:
    """Return what a parser returns, or the fault that it raises."""
    try:
        return parse(text)
    except ValueFault as fault:
        return fault


def check(parse: Parser, text: str) -> None:
    """Parse, and check the fault if there is one."""
    fault = outcome(parse, text)
    if not isinstance(fault, ValueFault):
        return
    message = str(fault)
    assert message.isprintable()
    assert message.encode()
    assert len(message) < 1000
    problem, colon, cure = message.partition(": ")
    assert problem
    assert colon
    assert cure
    assert fault.__suppress_context__ or fault.__context__ is None


@parsers
@given(text=st.text(st.characters()))
@example(text="\ud800")
@example(text="9" * 200)
@example(text="~" + "9" * 199)
@example(text="1e999999999")
@example(text="0" * 5000)
def test_any_text(parse: Parser, text: str) -> None:
    check(parse, text)


@parsers
@given(text=st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
def test_any_run_of_signs(parse: Parser, text: str) -> None:
    check(parse, text)


@parsers
@given(text=near_misses())
def test_near_misses(parse: Parser, text: str) -> None:
    check(parse, text)


@parsers
@pytest.mark.parametrize(
    "piece", [*SIGNS, "1 ", "1,", "1.", "1-", "1..", "10 of ", "may ", "a-", "xx-", "-xx", "~1", " d "]
)
def test_a_long_run_of_one_piece_is_read_soon(parse: Parser, piece: str) -> None:
    for text in (
        "1" + piece * 200,
        (piece * 200)[:199],
        "a" + (piece * 200)[:197] + "b",
        piece * 20_000 + "!",
    ):
        start = time.perf_counter()
        check(parse, text)
        assert time.perf_counter() - start < 1


@parsers
@pytest.mark.parametrize("space", [" ", "\n", "\u00a0", "\u3000"])
@pytest.mark.parametrize("text", EXAMPLES)
def test_white_space_around_a_value_does_not_matter(parse: Parser, space: str, text: str) -> None:
    expected, found = outcome(parse, text), outcome(parse, space + text + space)
    if isinstance(expected, ValueFault):
        assert isinstance(found, ValueFault)
        assert str(found) == str(expected)
    else:
        assert found == expected


def test_all_that_is_exported_exists_and_is_sorted() -> None:
    assert values.__all__ == sorted(values.__all__)
    assert all(hasattr(values, name) for name in values.__all__)


def test_the_grammars_need_nothing_outside_the_standard_library() -> None:
    code = "import sys, averment.values; print(sorted({name.split('.')[0] for name in sys.modules}))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'rdflib'" not in found.stdout
    assert "'averment'" in found.stdout
