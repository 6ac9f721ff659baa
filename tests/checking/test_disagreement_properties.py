"""What holds of disagreement whatever the answers are."""

from __future__ import annotations

import itertools
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checking.small import VALID, Answer, Case, module_of_shapes, queries_of, says, write_cases

from averment.building import build
from averment.checking import Finding, check
from averment.namespaces import AV
from averment.querying import to_store

T = TypeVar("T")

VOCABULARY = VALID[-1]
DEPTH = "https://example.org/vocabulary#depth"
QUERIES = queries_of(module_of_shapes("disagreement"))

AT_ONCE = 8
"""How many questions one example has, since reading takes longer than deciding."""

relaxed = settings(deadline=None, max_examples=12, database=None)


def disagreements(*cases: Case, order: random.Random | None = None) -> tuple[Finding, ...]:
    """Check cases for answers at odds; shuffle what the file holds if an order is given."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_cases(Path(folder), cases, order=order)
        return at_odds_among(check(build([VOCABULARY, path])).findings)


def at_odds_among(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give the findings about questions whose answers, or denials, cannot all hold."""
    return tuple(each for each in findings if each.family == "disagreement" and each.severity == "warning")


def conflicts(rule: str, aspect: str, questions: Sequence[Sequence[str]]) -> list[bool]:
    """Tell of each question whether the query of a rule finds it, which is faster than a whole check."""
    cases = [
        Case(f"question {number}", aspect, tuple(map(says, answers)))
        for number, answers in enumerate(questions)
    ]
    with tempfile.TemporaryDirectory() as folder:
        graph = build([VOCABULARY, write_cases(Path(folder), cases)]).graph
    solutions = to_store(graph).query(QUERIES[rule])
    assert isinstance(solutions, ox.QuerySolutions)
    found = {row["this"].value for row in solutions}
    question_of = {str(claim): str(question) for claim, question in graph.subject_objects(AV.answers)}
    return [question_of[case.claim(0)] in found for case in cases]


def many(answers: st.SearchStrategy[T]) -> st.SearchStrategy[list[list[T]]]:
    """Draw the answers to several questions."""
    return st.lists(st.lists(answers, min_size=1, max_size=5), min_size=AT_ONCE, max_size=AT_ONCE)


# --- estimates: numbers, tried one by one ------------------------------------------------------------------------

MOST = 12


def numbers(step: Decimal) -> list[Decimal]:
    """List the numbers to try, beyond all ends on both sides."""
    return [number * step for number in range(int(-2 / step), int((MOST * 10 + 2) / step))]


Estimate = tuple[str, Decimal | None, bool, Decimal | None, bool]
"""The text, and what it means: lower end, whether it is excluded, upper end, whether it is excluded."""


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    low, high = sorted(draw(st.tuples(st.integers(0, MOST), st.integers(0, MOST))))
    at = Decimal(low)
    forms: list[Estimate] = [
        (f"{low}", at, False, at, False),
        (f">{low}", at, True, None, False),
        (f">={low}", at, False, None, False),
        (f"{low}..", at, False, None, False),
        (f"<{low}", None, False, at, True),
        (f"<={low}", None, False, at, False),
        (f"{low}..{high}", at, False, Decimal(high), False),
        ("?", None, False, None, False),
    ]
    if high - low >= 2:
        forms.append((f">{low}..<{high}", at, True, Decimal(high), True))
    if low:
        half = Decimal("0.5") if low % 10 else Decimal(5)
        forms.append((f"~{low}", at - half, False, at + half, False))
    return draw(st.sampled_from(forms))


def allows(estimate: Estimate, number: Decimal) -> bool:
    _, low, low_open, high, high_open = estimate
    above = low is None or number > low or (number == low and not low_open)
    below = high is None or number < high or (number == high and not high_open)
    return above and below


def some_number_satisfies(answers: Iterable[Estimate], step: Decimal) -> bool:
    answers = list(answers)
    return any(all(allows(answer, number) for answer in answers) for number in numbers(step))


@pytest.mark.parametrize(("aspect", "step"), [(DEPTH, Decimal("0.25")), ("bill-count", Decimal(1))])
@relaxed
@given(questions=many(estimates()))
def test_estimates_agree_exactly_when_some_number_satisfies_all(
    aspect: str, step: Decimal, questions: list[list[Estimate]]
) -> None:
    stated = [[text for text, *_ in answers] for answers in questions]
    assert conflicts("Question-estimate", aspect, stated) == [
        not some_number_satisfies(answers, step) for answers in questions
    ]


# --- moments: days, tried one by one -----------------------------------------------------------------------------

FIRST = date(2025, 12, 20)
DAYS = [FIRST + timedelta(days=number) for number in range(100)]

Span = tuple[str, date | None, date | None]


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start, end = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    one = timedelta(days=1)
    forms: list[Span] = [
        (f"{start}", start, start),
        (f"{start}/..", start, None),
        (f"../{end}", None, end),
        (f"{start}~", start - one, start + one),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2025-24", date(2025, 12, 1), date(2026, 2, 28)),
        (f"{start}/{end}", start, end),
    ]
    return draw(st.sampled_from(forms))


def some_day_satisfies(answers: Iterable[Span]) -> bool:
    answers = list(answers)
    return any(
        all((start is None or start <= day) and (end is None or day <= end) for _, start, end in answers)
        for day in (date(2025, 1, 1) + timedelta(days=number) for number in range(500))
    )


@relaxed
@given(questions=many(spans()))
def test_moments_agree_exactly_when_some_day_satisfies_all(questions: list[list[Span]]) -> None:
    stated = [[text for text, *_ in answers] for answers in questions]
    expected = [not some_day_satisfies(answers) for answers in questions]
    assert conflicts("Question-moment", "signature-date", stated) == expected
    pair_by_pair = [all(map(some_day_satisfies, itertools.combinations(answers, 2))) for answers in questions]
    assert expected == [not overlap for overlap in pair_by_pair]


# --- votes, tried one by one -------------------------------------------------------------------------------------

SEATS = 5
ENTRIES = st.one_of(st.none(), st.integers(0, 3))


@st.composite
def tallies(draw: st.DrawFn) -> tuple[str, tuple[int | None, ...], int | None]:
    """Draw a tally: the text, and what it means: the entries that it states, and the total."""
    entries = draw(st.tuples(ENTRIES, ENTRIES, ENTRIES))
    known = [entry for entry in entries if entry is not None]
    least = sum(known)
    total = draw(
        st.one_of(st.none(), st.just(least) if len(known) == 3 else st.integers(least, least + SEATS))
    )
    if not known and total is None:
        total = 0
    text = "-".join("?" if entry is None else str(entry) for entry in entries)
    return f"{text} of {total}" if total is not None else text, entries, total


def some_vote_satisfies(answers: Iterable[tuple[str, tuple[int | None, ...], int | None]]) -> bool:
    answers = list(answers)
    return any(
        all(
            all(entry in (None, votes) for entry, votes in zip(entries, vote, strict=True))
            and total in (None, sum(vote))
            for _, entries, total in answers
        )
        for vote in itertools.product(range(3 + 3 * SEATS), repeat=3)
        if sum(vote) <= 9 + SEATS
    )


@relaxed
@given(questions=st.lists(st.tuples(tallies(), tallies()), min_size=AT_ONCE, max_size=AT_ONCE))
def test_two_tallies_agree_exactly_when_some_vote_satisfies_both(
    questions: list[tuple[tuple[str, tuple[int | None, ...], int | None], ...]],
) -> None:
    stated = [[text for text, *_ in answers] for answers in questions]
    assert conflicts("Question-tally", "vote", stated) == [
        not some_vote_satisfies(answers) for answers in questions
    ]


# --- all kinds ---------------------------------------------------------------------------------------------------

AS_OF: list[str | None] = [None, "2025", "2026-01", "2026-01-21", "2026-01-22", "../2026-01", "2026-02/.."]
VALUES: dict[str, Sequence[str]] = {
    DEPTH: ["1", ">1", "<1", "1..2", "~1", "?", "1.5"],
    "bill-count": ["1", ">1", "<3", "2..3", "~30", "?"],
    "headcount": ["100", ">100", "..100", "90..120", "~100", "?"],
    "fine": ["1 RUB", "1..9 RUB", ">1..9 RUB", "..9 RUB", "5 RUB", "? RUB", "~5 RUB", "5 USD", "6 USD"],
    "share": ["13 %", "none", "unspecified", "? %", "10..13 %", "..13 %"],
    "amount": [
        "max(9 RUB, 1 %)",
        "min(9 RUB, 1 %)",
        "9 RUB",
        "max(8 RUB, 2 %)",
        "none",
        "unspecified",
        "? RUB",
    ],
    "vote": ["301-44-7", "301-44-?", "?-?-? of 352", "300-?-?", "301-44-7 of 352", "?-45-? of 340"],
    "exempts": ["served", "served; fought", "both", "officers; fought", "people"],
    "https://example.org/vocabulary#notice": ["1 d", "24 h", "2..7 d", "48..168 h", "..1 wk"],
    "signature-date": ["2026-01", "2026-01-21", "../2026-01-20", "2026-01-21/..", "2026"],
    "entry-into-force": ["signature + 3 d", "within 3 d of signature", "publication", "2026-02-01"],
    "stage": [
        "submitted",
        "..third-reading",
        "third-reading",
        "second-reading",
        "signed..",
        "enacted",
        "published",
    ],
    "https://example.org/vocabulary#audience": ["all", "served", "fought", "both", "officers", "people"],
    "addressee": ["all", "served", "fought", "both", "officers"],
    "force": ["must", "may", "must-not", "need-not"],
}


@st.composite
def cases(draw: st.DrawFn) -> list[Case]:
    aspects = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=AT_ONCE, max_size=AT_ONCE))
    return [
        Case(f"question {number}", aspect, tuple(draw(st.lists(answers(aspect), min_size=2, max_size=5))))
        for number, aspect in enumerate(aspects)
    ]


@st.composite
def answers(draw: st.DrawFn, aspect: str) -> Answer:
    """Draw an answer; other spellings of true, which Oxigraph would change, stand in the tables of kinds."""
    fields: dict[str, Any] = {
        "asOf": draw(st.sampled_from(AS_OF)),
        "complete": draw(st.sampled_from([None, "true", "false"])),
    }
    return says(
        draw(st.sampled_from(VALUES[aspect])),
        published=draw(st.sampled_from([None, "2026-01", "2026-01-21", "2026-02-01"])),
        stance=draw(st.sampled_from(["asserts", "asserts", "alleges", "denies"])),
        **{key: value for key, value in fields.items() if value is not None},
    )


def substance(
    findings: Iterable[Finding],
) -> list[tuple[str, str, set[tuple[str | None, str | None, str | None]]]]:
    """Give what findings say, without the lines at which it is written."""
    return sorted(
        (
            finding.rule,
            finding.subject,
            {(place.claim, place.source, place.value) for place in finding.places},
        )
        for finding in findings
    )


@settings(relaxed, max_examples=5)
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_claims_changes_nothing(cases: list[Case], order: random.Random) -> None:
    found = disagreements(*cases)
    assert substance(disagreements(*cases, order=order)) == substance(found)
    assert max(Counter((finding.rule, finding.subject) for finding in found).values(), default=1) == 1
    assert all(len(finding.places) >= 2 for finding in found)


@settings(relaxed, max_examples=5)
@given(cases(), st.data())
def test_repeating_an_answer_adds_no_finding(cases: list[Case], data: st.DataObject) -> None:
    more = [
        replace(case, answers=(*case.answers, data.draw(st.sampled_from(case.answers)))) for case in cases
    ]
    before, after = disagreements(*cases), disagreements(*more)
    assert {(finding.rule, finding.subject) for finding in after} == {
        (finding.rule, finding.subject) for finding in before
    }
    assert len(after) == len(before)
    claims = {place.claim for finding in before for place in finding.places}
    assert claims <= {place.claim for finding in after for place in finding.places}


def test_order_of_files_changes_nothing(tmp_path: Path) -> None:
    chosen = [
        Case("one", aspect, tuple(says(value) for value in values), ()) for aspect, values in VALUES.items()
    ]
    paths = []
    for number, case in enumerate(chosen):
        (tmp_path / str(number)).mkdir()
        paths.append(write_cases(tmp_path / str(number), [case], shared=number == 0))
    found = check(build([VOCABULARY, *paths]))
    assert len(at_odds_among(found.findings)) >= 8
    assert check(build([*reversed(paths), VOCABULARY])) == found


def test_values_of_each_aspect_can_agree_and_conflict() -> None:
    """Make sure that the properties above are not about answers that never conflict, or always."""
    tried = [
        Case(f"pair {number}", aspect, (says(one, complete="true"), says(other, complete="true")))
        for aspect, values in VALUES.items()
        for number, (one, other) in enumerate(itertools.combinations(values[:4], 2))
    ]
    claims = {place.claim for finding in disagreements(*tried) for place in finding.places}
    at_odds = Counter(case.aspect for case in tried if case.claim(0) in claims)
    assert set(at_odds) == set(VALUES)
    assert len([aspect for aspect, count in at_odds.items() if count < 6]) >= 8
