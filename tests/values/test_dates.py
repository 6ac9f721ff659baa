"""Days and spans of days: what each form allows, and how each fault says to write it."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.values import DateSpan, ValueFault, parse_date
from averment.values._date_habits import HABITS
from averment.values._habits import named

precise = (
    st.dates().map(date.isoformat)
    | st.dates().map(lambda day: day.isoformat()[:7])
    | st.dates().map(lambda day: day.isoformat()[:4])
    | st.builds("{:04}-{}".format, st.integers(1, 9999), st.integers(21, 24))
)
dates = st.builds(str.__add__, precise, st.sampled_from(["", "~", "?", "%"]))


def fault_of(text: str) -> str:
    """Return the message of the fault that a text has."""
    with pytest.raises(ValueFault) as caught:
        parse_date(text)
    return str(caught.value)


def day(text: str | None) -> date | None:
    """Read a day, or None for none."""
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-07", "2025-07-01", "2025-07-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-07-10", "2025-07-10", "2025-07-10"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2025-21", "2025-03-01", "2025-05-31"),
        ("2025-22", "2025-06-01", "2025-08-31"),
        ("2025-23", "2025-09-01", "2025-11-30"),
        ("2025-24", "2025-12-01", "2026-02-28"),
        ("2023-24", "2023-12-01", "2024-02-29"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("2025?", "2025-01-01", "2025-12-31"),
        ("2022-02-24/..", "2022-02-24", None),
        ("../2025-07", None, "2025-07-31"),
        ("2025-04/2025-06", "2025-04-01", "2025-06-30"),
        ("2025-07/2025", "2025-07-01", "2025-12-31"),
        ("2025-07/2025-07", "2025-07-01", "2025-07-31"),
        (" 2025-07 \n", "2025-07-01", "2025-07-31"),
    ],
)
def test_days(text: str, earliest: str | None, latest: str | None) -> None:
    assert parse_date(text) == DateSpan(day(earliest), day(latest), approximate=False)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025-07-10~", "2025-07-09", "2025-07-11"),
        ("2025-07~", "2025-06-16", "2025-08-15"),
        ("2025-07%", "2025-06-16", "2025-08-15"),
        ("2025-23~", "2025-08-02", "2025-12-30"),
        ("2025~", "2024-07-02", "2026-07-02"),
        ("0001-01-01~", "0001-01-01", "0001-01-02"),
        ("0001~", "0001-01-01", "0002-07-02"),
        ("9999-12-31~", "9999-12-30", "9999-12-31"),
        ("9999-24~", "9999-11-01", "9999-12-31"),
        ("2025-07-10~/..", "2025-07-09", None),
        ("../2025-07-10~", None, "2025-07-11"),
        ("2025-07-10~/2025-08-10", "2025-07-09", "2025-08-10"),
        ("2025-07-10?/2025-08-10%", "2025-07-10", "2025-08-11"),
    ],
)
def test_about_widens_by_precision(text: str, earliest: str | None, latest: str | None) -> None:
    assert parse_date(text) == DateSpan(day(earliest), day(latest), approximate=True)


@pytest.mark.parametrize(
    ("text", "problem", "cure"),
    [
        ("2025-7", "has a month of one digit", "2025-07"),
        ("2025-7-1", "has a month of one digit", "2025-07-01"),
        ("2025-07-1", "has a day of one digit", "2025-07-01"),
        ("10.07.2025", "does not start with its year", "2025-07-10"),
        ("7/7/2025", "does not start with its year", "2025-07-07"),
        ("25/12/2025", "does not start with its year", "2025-12-25"),
        ("12/25/2025", "does not start with its year", "2025-12-25"),
        ("07.2025", "does not start with its year", "2025-07"),
        ("07/2025", "does not start with its year", "2025-07"),
        ("2025/07/10", "has other marks than hyphens", "2025-07-10"),
        ("2025.7.1", "has other marks than hyphens", "2025-07-01"),
        ("2025/07", "has another mark than a hyphen", "2025-07"),
        ("July 2025", "has a month or season in words", "2025-07"),
        ("10 July 2025", "has a month or season in words", "2025-07-10"),
        ("July 10, 2025", "has a month or season in words", "2025-07-10"),
        ("1st of Sept. 2025", "has a month or season in words", "2025-09-01"),
        ("autumn 2025", "has a month or season in words", "2025-23"),
        ("15 March 2024 to 2 April 2024", "has a month or season in words", "2024-03-15/2024-04-02"),
        ("on 10 July 2025", "has the word 'on'", "2025-07-10"),
        ("20250710", "has no hyphens", "2025-07-10"),
        ("2025\u201307\u201310", "has a dash that is not a hyphen", "2025-07-10"),
        ("\u0662\u0660\u0662\u0665", "has digits other than 0 to 9", "2025"),
        ("2025?~", "has two marks of doubt", "2025%"),
        ("~2025", "has its 'about' in front", "2025~"),
        ("about 2025-07", "has its 'about' in front", "2025-07~"),
        ("since 2022-02-24", "has a word for an open end", "2022-02-24/.."),
        ("until 2025", "has a word for an open start", "../2025"),
        ("2025..2026", "has '..' without '/'", "2025/2026"),
        ("2025..", "has '..' without '/'", "2025/.."),
        ("..2025", "has '..' without '/'", "../2025"),
        ("2025-07…", "has '…' for an open end", "2025-07/.."),
        ("2025-2026", "has a hyphen between two years", "2025/2026"),
        ("2025 to 2026", "has words for a span", "2025/2026"),
        ("2025-07-10/15", "has a shortened end", "2025-07-10/2025-07-15"),
        ("2025-04/06", "has a shortened end", "2025-04/2025-06"),
        ("2025-04-01/06-30", "has a shortened end", "2025-04-01/2025-06-30"),
        ("2025/", "has an empty end", "2025/.."),
        ("/2025", "has an empty start", "../2025"),
        ("2025 / 2026", "has a space beside '/'", "2025/2026"),
    ],
)
def test_a_habit_is_cured_by_the_value_in_the_grammar(text: str, problem: str, cure: str) -> None:
    assert fault_of(text).endswith(f" {problem}: write {cure}")
    parse_date(cure)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2025-13", "'2025-13' has no month 13: months run from 01 to 12"),
        ("2025-00", "'2025-00' has no month 00: months run from 01 to 12"),
        ("2025-19", "'2025-19' has no month 19: months run from 01 to 12"),
        ("2025-20", "'2025-20' has no month 20: months run from 01 to 12 and seasons from 21 to 24"),
        ("2025-25", "'2025-25' has no month 25: months run from 01 to 12 and seasons from 21 to 24"),
        ("2025-02-30", "'2025-02-30' has no day 30: the days of 2025-02 run from 01 to 28"),
        ("2024-02-30", "'2024-02-30' has no day 30: the days of 2024-02 run from 01 to 29"),
        ("2025-07-00", "'2025-07-00' has no day 00: the days of 2025-07 run from 01 to 31"),
        ("2025/2026-02-30", "'2025/2026-02-30' has no day 30: the days of 2026-02 run from 01 to 28"),
        ("0000", "'0000' has no year 0000: years run from 0001 to 9999"),
        ("12025", "'12025' has a year that is not of four digits: write it as in '2025', from 0001 to 9999"),
        ("-0044", "'-0044' has a year that is not of four digits: write it as in '2025', from 0001 to 9999"),
        (
            "07/10/2025",
            "'07/10/2025' can be read as two days: write 2025-07-10 or 2025-10-07, whichever is meant",
        ),
        (
            "12/01/2025",
            "'12/01/2025' can be read as two days: write 2025-01-12 or 2025-12-01, whichever is meant",
        ),
        (
            "01/12/2025",
            "'01/12/2025' can be read as two days: write 2025-01-12 or 2025-12-01, whichever is meant",
        ),
        ("00/12/2025", "'00/12/2025' does not start with its year: write it as in '2025-07-10'"),
        ("31.02.2025", "'31.02.2025' does not start with its year: write it as in '2025-07-10'"),
        ("2025-07-10T12:00Z", "'2025-07-10T12:00Z' has a time: leave out the time and write 2025-07-10"),
        ("2025-07-10 12:00", "'2025-07-10 12:00' has a time: leave out the time and write 2025-07-10"),
        ("2025-XX-XX", "'2025-XX-XX' has digits left open: leave them out and write 2025"),
        ("2026/2025", "'2026/2025' ends before it starts: write the earlier date first, as in '2025/2026'"),
        (
            "../..",
            "'../..' has no date at either end: write it as in '2022-02-24/..' or '../2025-07'",
        ),
        ("", "the value is empty: write it as in '2025-07-10'"),
    ],
)
def test_fault_message(text: str, message: str) -> None:
    assert fault_of(text) == message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("..", "is not a date"),
        ("soon", "is not a date"),
        ("2025-07 ~", "is not a date"),
        ("2025~-07", "is not a date"),
        ("2025/soon", "has 'soon', which is not a date"),
        ("2025/2026/2027", "has more than one '/'"),
        ("2025-23-01", "a season has no days"),
        ("after 2025", "has the word 'after'"),
        ("2" * 201, "longer than 200 characters"),
    ],
)
def test_fault_gives_examples_that_the_grammar_reads(text: str, words: str) -> None:
    message = fault_of(text)
    assert words in message
    cure = message.partition(": ")[2]
    assert cure
    for example in re.findall(r"'([^']+)'", cure):
        parse_date(example)


def test_every_habit_has_an_example_that_the_grammar_reads() -> None:
    for habit in HABITS:
        parse_date(habit.example)


@given(dates)
def test_a_date_has_both_ends_in_order(text: str) -> None:
    span = parse_date(text)
    assert span.earliest is not None
    assert span.latest is not None
    assert span.earliest <= span.latest
    assert span.approximate == text.endswith(("~", "%"))


@given(precise, st.sampled_from("~%"))
def test_widening_contains_the_date(text: str, mark: str) -> None:
    exact, about = parse_date(text), parse_date(text + mark)
    assert exact.earliest is not None
    assert exact.latest is not None
    assert about.earliest is not None
    assert about.latest is not None
    assert about.earliest < exact.earliest or exact.earliest == date.min
    assert about.latest > exact.latest or exact.latest == date.max
    assert exact.earliest - about.earliest <= timedelta(183)


@given(dates, dates)
def test_a_span_contains_its_ends_or_is_reversed(start: str, end: str) -> None:
    first, last = parse_date(start), parse_date(end)
    assert first.earliest is not None
    assert last.latest is not None
    start_exact, end_exact = (parse_date(text.rstrip("~?%")) for text in (start, end))
    assert start_exact.earliest is not None
    assert end_exact.latest is not None
    if start_exact.earliest > end_exact.latest:
        assert fault_of(f"{start}/{end}").endswith(f"write the earlier date first, as in '{end}/{start}'")
        parse_date(f"{end}/{start}")
        return
    span = parse_date(f"{start}/{end}")
    assert span.earliest == first.earliest
    assert span.latest == last.latest
    assert span.approximate == (first.approximate or last.approximate)


@given(dates)
def test_an_open_span_keeps_its_other_end(text: str) -> None:
    span = parse_date(text)
    assert parse_date(f"{text}/..") == DateSpan(span.earliest, None, span.approximate)
    assert parse_date(f"../{text}") == DateSpan(None, span.latest, span.approximate)


@given(dates, dates, st.sampled_from(["{0}", "{0}/..", "../{0}", "{0}/{1}"]))
def test_what_the_grammar_reads_has_no_habit(start: str, end: str, form: str) -> None:
    text = form.format(*sorted((start, end)))
    assert named(text, HABITS) is None


@given(st.dates())
def test_every_day_reads_as_itself_however_it_is_cured(value: date) -> None:
    assert parse_date(value.isoformat()) == DateSpan(value, value, approximate=False)
    for written in (f"{value:%d.%m.}{value.year:04}", f"{value.isoformat()}T00:00"):
        assert fault_of(written).endswith(f"write {value.isoformat()}")
