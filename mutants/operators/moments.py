"""Operators on dates and stages: an event's day, the order of a process, and how far an instrument has come."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from rdflib import Literal

from averment.namespaces import AV
from mutants.model import Operator, Site, Sites, operator, picked
from mutants.operators.figures import restated
from mutants.processes import Reach
from mutants.sheet import Claim, Sheet, name
from mutants.spans import Span, day_of

__all__ = ["OPERATORS"]


@operator("move a date", "Another source dates the same event, and no day satisfies both.", ["disagreement"])
def move_a_date(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        for rival in sheet.rivals(claim) if claim.kind == "moment" else ():
            if claim.span is None or rival.span is None or not claim.span.meets(rival.span):
                continue
            if rival.span.high is not None:
                yield restated(sheet, claim, day_of(rival.span.high + random.randint(1, 400)), rival)
            if rival.span.low is not None:
                yield restated(sheet, claim, day_of(rival.span.low - random.randint(1, 400)), rival)


@operator(
    "count other days from an event",
    "Another source counts the same days from the same event.",
    ["disagreement"],
)
def count_other_days(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        for rival in sheet.rivals(claim) if claim.kind == "moment" and claim.span is None else ():
            if rival.value == claim.value and claim.value.isalpha():
                for _ in range(3):
                    yield restated(sheet, claim, f"{claim.value} + {random.randint(1, 90)} d", rival)


def _dated(sheet: Sheet) -> Iterator[tuple[Claim, Span, int]]:
    """Iterate over claims that date a stage, with the days and the position of the stage."""
    for claim in sheet.claims:
        position = sheet.process.dated.get(claim.aspect)
        follows = (claim.subject, AV.followsProcess, None) in sheet.graph
        if position is not None and claim.span is not None and claim.is_compared and follows:
            yield claim, claim.span, position


@operator(
    "swap the dates of two stages",
    "Both stages are dated to one day, and now the later stage of the process has the earlier day.",
    ["lifecycle"],
)
def swap_dates(sheet: Sheet, random: Random) -> Sites:
    dated = [(claim, span, position) for claim, span, position in _dated(sheet) if span.single]
    for first, first_span, first_position in dated:
        for second, second_span, second_position in dated:
            if (
                first.subject == second.subject
                and first_position < second_position
                and first_span.is_below(second_span)
            ):
                edit = sheet.restate(first, second.value) + sheet.restate(second, first.value)
                what = f"{name(first.node)} and {name(second.node)} swap '{first.value}' and '{second.value}'"
                yield Site(first.node, what, edit, (second.node,))


@operator(
    "date a stage before the one that precedes it",
    "A stage that comes first in the process is dated to a later day.",
    ["lifecycle"],
)
def date_before_predecessor(sheet: Sheet, random: Random) -> Sites:
    dated = list(_dated(sheet))
    for first, span, position in dated:
        for second, _, second_position in dated:
            if first.subject == second.subject and position < second_position and span.low is not None:
                yield restated(sheet, second, day_of(span.low - random.randint(1, 300)), first)


def _at_stage(sheet: Sheet) -> Iterator[tuple[Claim, Span, int | None, int | None]]:
    """Iterate over reports on stages with their days, and the first and last position that they allow."""
    for claim in sheet.claims:
        reach = sheet.process.reach(claim.value) if claim.kind == "stage" else None
        day = sheet.day(claim)
        if reach is not None and day is not None and claim.is_compared:
            yield claim, day, *reach


@operator(
    "date a stage after the report that it was reached",
    "A report puts the instrument at the stage, or beyond it, before the day that is now given for it.",
    ["lifecycle"],
)
def date_after_report(sheet: Sheet, random: Random) -> Sites:
    for report, day, low, _ in _at_stage(sheet):
        for dated, _, position in _dated(sheet):
            if (
                dated.subject == report.subject
                and low is not None
                and position <= low
                and day.high is not None
            ):
                value = day_of(day.high + random.randint(1, 300))
                yield restated(sheet, dated, value, report)


@operator(
    "report a stage before its day",
    "Another source dates the stage to a day after the report.",
    ["lifecycle"],
)
def report_before_day(sheet: Sheet, random: Random) -> Sites:
    for report, day, low, _ in _at_stage(sheet):
        for dated, span, position in _dated(sheet):
            is_ahead = low is not None and low >= position
            if dated.subject == report.subject and day.is_below(span) and not is_ahead:
                later = [stage for stage, reach in sheet.process.stages.items() if reach[0] >= position]
                for stage in picked(random, later, 2):
                    yield restated(sheet, report, stage, dated)


@operator(
    "report an earlier stage after a later one's day",
    "Another source dates a later stage to a day before the report, which says that it is not reached.",
    ["lifecycle"],
)
def report_stale(sheet: Sheet, random: Random) -> Sites:
    for report, day, _, high in _at_stage(sheet):
        for dated, span, position in _dated(sheet):
            is_behind = high is not None and high < position
            if dated.subject == report.subject and span.is_below(day) and not is_behind:
                earlier = [stage for stage, reach in sheet.process.stages.items() if reach[1] < position]
                for stage in picked(random, earlier, 2):
                    yield restated(sheet, report, random.choice([stage, f"..{stage}"]), dated)


@operator(
    "move a stage",
    "Another report of the same day puts the instrument at a stage that cannot hold together with the new one.",
    ["disagreement"],
)
def move_a_stage(sheet: Sheet, random: Random) -> Sites:
    reports = [report for report in _at_stage(sheet) if report[1].single]
    for report, day, *_ in reports:
        for other, others_day, low, high in reports:
            if other.node == report.node or other.subject != report.subject or day != others_day:
                continue
            if not _can_both_hold(sheet.process.reach(report.value), (low, high)):
                continue
            apart = [
                stage
                for stage, reach in sheet.process.stages.items()
                if not _can_both_hold(reach, (low, high))
            ]
            for stage in picked(random, apart, 2):
                yield restated(sheet, report, stage, other)


@operator(
    "let an instrument go backwards",
    "An earlier report puts the instrument at a later stage.",
    ["lifecycle"],
)
def go_backwards(sheet: Sheet, random: Random) -> Sites:
    reports = list(_at_stage(sheet))
    for report, day, _, high in reports:
        for other, others_day, low, _ in reports:
            if other.subject != report.subject or low is None or not others_day.is_below(day):
                continue
            if high is not None and high < low:
                continue
            earlier = [stage for stage, reach in sheet.process.stages.items() if reach[1] < low]
            for stage in picked(random, earlier, 2):
                yield restated(sheet, report, stage, other)


def _can_both_hold(one: Reach | None, other: Reach) -> bool:
    if one is None:
        return False
    ends = ((one[1], other[0]), (other[1], one[0]))
    return not any(high is not None and low is not None and high < low for high, low in ends)


@operator(
    "date a report before the event it reports",
    "The document reports a stage as reached, and another source dates that stage to a later day than it now has.",
    ["lifecycle"],
)
def document_before_event(sheet: Sheet, random: Random) -> Sites:
    for report, day, low, _ in _at_stage(sheet):
        for dated, span, position in _dated_elsewhere(sheet, report):
            reached = low is not None and position <= low
            if reached and span.low is not None and not day.is_below(span):
                yield _redated(sheet, report, day_of(span.low - random.randint(1, 90)), dated)


@operator(
    "date a report after what it has not heard of",
    "The document says that a stage is not reached, and another source dates that stage to a day before it appeared.",
    ["lifecycle"],
)
def document_stale(sheet: Sheet, random: Random) -> Sites:
    for report, day, _, high in _at_stage(sheet):
        for dated, span, position in _dated_elsewhere(sheet, report):
            is_ahead = high is not None and high < position
            if is_ahead and span.high is not None and not span.is_below(day):
                yield _redated(sheet, report, day_of(span.high + random.randint(1, 90)), dated)


def _dated_elsewhere(sheet: Sheet, report: Claim) -> Iterator[tuple[Claim, Span, int]]:
    """Iterate over dates that other documents give for stages, if the report has its document's day."""
    if (report.node, AV.asOf, None) not in sheet.graph:
        for dated, span, position in _dated(sheet):
            if dated.subject == report.subject and dated.document != report.document:
                yield dated, span, position


def _redated(sheet: Sheet, report: Claim, published: str, dated: Claim) -> Site:
    old = sheet.value(report.document, AV.published)
    return Site(
        report.document,
        f"'published' of {name(report.document)}: '{old}' becomes '{published}'",
        sheet.put(report.document, AV.published, Literal(published)),
        (report.node, dated.node),
    )


OPERATORS: tuple[Operator, ...] = (
    move_a_date,
    count_other_days,
    swap_dates,
    date_before_predecessor,
    date_after_report,
    report_before_day,
    report_stale,
    move_a_stage,
    go_backwards,
    document_before_event,
    document_stale,
)
