"""Operators on numbers: counts, ends of ranges, older values, conversions and votes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from rdflib import Literal

from averment.namespaces import AV
from mutants.model import Operator, Site, Sites, operator
from mutants.sheet import Claim, Sheet, name
from mutants.spans import Span, numbers

__all__ = ["OPERATORS"]

_OTHER_UNIT = {"h": "d", "d": "h", "mo": "y", "y": "mo"}
_TALLY = re.compile(r"(\d+)-(\d+)-(\d+)")


def restated(sheet: Sheet, claim: Claim, value: str, *others: Claim) -> Site:
    """Return the site at which a claim gets another value."""
    what = f"value of {name(claim.node)}: '{claim.value}' becomes '{value}'"
    return Site(claim.node, what, sheet.restate(claim, value), tuple(other.node for other in others))


def beyond(span: Span, random: Random) -> str | None:
    """Return a figure that is far from all numbers that a span allows, and not its rounding; None if there is none."""
    unit = f" {span.unit}" if span.unit else ""
    if span.high is not None:
        return f"{int(span.high) * random.randint(2, 9) + random.randint(3, 9)}{unit}"
    if span.low is not None and span.low >= 3:
        return f"{max(1, int(span.low) // random.randint(3, 9))}{unit}"
    return None


@operator(
    "change a count",
    "Another source gives the same number, and the new one lies far outside.",
    ["disagreement"],
)
def change_a_count(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        for rival in sheet.rivals(claim) if claim.kind == "estimate" else ():
            if claim.span and rival.span and claim.span.meets(rival.span):
                figure = beyond(rival.span, random)
                if figure:
                    yield restated(sheet, claim, figure, rival)


@operator(
    "let a growing count fall",
    "The number can only grow, and a later source now gives less.",
    ["disagreement"],
)
def let_a_count_fall(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        day = sheet.day(claim)
        for rival in sheet.rivals(claim) if claim.kind == "growing" and day else ():
            rivals_day = sheet.day(rival)
            if rivals_day is None or day is None or claim.span is None or rival.span is None:
                continue
            if (
                rivals_day.is_below(day)
                and rival.span.low is not None
                and not claim.span.is_below(rival.span)
            ):
                yield restated(sheet, claim, str(max(1, int(rival.span.low) // random.randint(3, 9))), rival)
            if (
                day.is_below(rivals_day)
                and rival.span.high is not None
                and not rival.span.is_below(claim.span)
            ):
                yield restated(sheet, claim, str(int(rival.span.high) * random.randint(2, 9) + 3), rival)


@operator(
    "count more in a part than in the whole",
    "A part of a group, by the group's definition, is now larger than the whole at a later date.",
    ["disagreement"],
)
def exceed_the_whole(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if claim.kind != "growing" or not claim.is_compared or claim.span is None:
            continue
        for whole in _wholes(sheet, claim):
            if whole.span is not None and whole.span.high is not None:
                for _ in range(3):
                    value = str(int(whole.span.high) * random.randint(2, 50) + 3)
                    yield restated(sheet, claim, value, whole)


def _wholes(sheet: Sheet, claim: Claim) -> Iterator[Claim]:
    """Iterate over counts, no earlier, of a group of which the counted one is a part."""
    scope = dict(claim.scope)
    populations = [within for key, within in scope.items() if key == AV.ofPopulation]
    day = sheet.day(claim)
    for other in sheet.claims:
        if other.aspect != claim.aspect or other.scope or not other.is_compared or other.node == claim.node:
            continue
        others_day = sheet.day(other)
        if day is None or others_day is None or day.high is None or others_day.low is None:
            continue
        part = populations[0] if populations else claim.subject
        inside = claim.subject == other.subject if populations else other.subject in sheet.wider(part)
        if inside and day.high <= others_day.low:
            yield other


@operator(
    "move one end of a range",
    "Another source gives the rule the same range, and a rule has one lower and one upper end.",
    ["disagreement"],
)
def move_one_end(sheet: Sheet, random: Random) -> Sites:
    for claim, rival in _same_extents(sheet):
        span = claim.span
        if span is None or span.single or (span.low is None and span.high is None):
            continue
        ends = [end for end, figure in (("low", span.low), ("high", span.high)) if figure is not None]
        for end in ends:
            low, high = span.low, span.high
            if end == "low" and low is not None:
                low = (
                    low + 1
                    if high is None or random.random() < 0.5
                    else max(low // 2, low - 1 if low > 1 else low + 1)
                )
            elif high is not None:
                high = high * random.randint(2, 5)
            if low is None or high is None or low < high:
                yield restated(sheet, claim, _written(low, high, span.unit), rival)


def _written(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    return f"{'' if low is None else int(low)}..{'' if high is None else int(high)}" + (
        f" {unit}" if unit else ""
    )


def _same_extents(sheet: Sheet) -> Iterator[tuple[Claim, Claim]]:
    for claim in sheet.claims:
        if claim.kind == "extent" and claim.span is not None:
            for rival in sheet.rivals(claim):
                if rival.value == claim.value:
                    yield claim, rival


@operator("change a single figure", "Another source gives the rule the same one figure.", ["disagreement"])
def change_a_figure(sheet: Sheet, random: Random) -> Sites:
    for claim, rival in _same_extents(sheet):
        if claim.span is not None and claim.span.single and claim.span.high is not None:
            for _ in range(3):
                figure = int(claim.span.high) * random.randint(2, 30) + 1
                yield restated(sheet, claim, f"{figure} {claim.span.unit}".strip(), rival)


@operator(
    "write a figure in another unit",
    "The same figure in hours and in days, or months and years, is another length.",
    ["disagreement"],
)
def change_the_unit(sheet: Sheet, random: Random) -> Sites:
    for claim, rival in _same_extents(sheet):
        unit = claim.span.unit if claim.span else ""
        if unit in _OTHER_UNIT:
            yield restated(sheet, claim, f"{claim.value.removesuffix(unit)}{_OTHER_UNIT[unit]}", rival)


@operator("say that a rule sets none", "Another source names a figure of the rule.", ["disagreement"])
def say_none(sheet: Sheet, random: Random) -> Sites:
    for claim, rival in _same_extents(sheet):
        yield restated(sheet, claim, random.choice(["none", "unspecified"]), rival)


@operator(
    "change what held before",
    "Another source gives what the older provision set, or what held before, and the figures are apart.",
    ["disagreement"],
)
def change_the_older_value(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        stated = sheet.value(claim.node, AV.priorValue)
        prior = numbers(str(stated)) if stated is not None else None
        if prior is None or claim.kind != "extent":
            continue
        replaced = sheet.value(claim.subject, AV.replaces)
        for other in sheet.claims:
            if replaced is not None:
                meets = (
                    other.subject == replaced
                    and not other.scope
                    and sheet.value(other.node, AV.priorValue) is None
                )
            else:
                meets = other.subject == claim.subject and {key for key, _ in other.scope} == {AV.isPrior}
            if meets and other.aspect == claim.aspect and other.is_compared and other.span is not None:
                figure = beyond(other.span, random)
                if figure and other.span.unit == prior.unit and prior.meets(other.span):
                    yield Site(
                        claim.node,
                        f"'was' of {name(claim.node)}: '{stated}' becomes '{figure}'",
                        sheet.put(claim.node, AV.priorValue, Literal(figure)),
                        (other.node,),
                    )


@operator(
    "convert at another rate",
    "Another source converts the same currency into the same one, and the rates are now far apart.",
    ["disagreement"],
)
def convert_otherwise(sheet: Sheet, random: Random) -> Sites:
    conversions = [(claim, *read) for claim in sheet.claims if (read := _conversion(sheet, claim))]
    for claim, rate, currency in conversions:
        for other, others_rate, others_currency in conversions:
            if claim.node == other.node or currency != others_currency or claim.subject != other.subject:
                continue
            if claim.aspect != other.aspect or not 0.8 < rate / others_rate < 1.25 or claim.span is None:
                continue
            times = random.choice([3, 4, 10])
            ends = [None if end is None else end * times for end in (claim.span.low, claim.span.high)]
            single = f"{int(ends[0] or 0)} {claim.span.unit}"
            value = single if claim.span.single else _written(ends[0], ends[1], claim.span.unit)
            yield restated(sheet, claim, value, other)


def _conversion(sheet: Sheet, claim: Claim) -> tuple[float, tuple[str, str]] | None:
    """Return the rate of a conversion, by its upper ends, and the currencies."""
    stated = sheet.value(claim.node, AV.converts)
    amount = numbers(str(stated)) if stated is not None else None
    if (
        amount is None
        or claim.span is None
        or amount.high is None
        or not claim.span.high
        or not claim.is_compared
    ):
        return None
    return float(amount.high / claim.span.high), (amount.unit, claim.span.unit)


@operator(
    "change a vote", "Another source gives the same counts of the same vote.", ["disagreement", "drift"]
)
def change_a_vote(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        match = _TALLY.fullmatch(claim.value) if claim.kind == "tally" else None
        for rival in sheet.rivals(claim) if match else ():
            if match is None or rival.value != claim.value:
                continue
            for entry in range(3):
                counts = [int(count) for count in match.groups()]
                counts[entry] += random.randint(1, 40)
                yield restated(sheet, claim, "-".join(map(str, counts)), rival)
            total = sum(int(count) for count in match.groups()) + random.randint(1, 60)
            yield restated(sheet, claim, f"?-?-? of {total}", rival)


@operator(
    "let votes not add up",
    "For, against and abstained together are not the total that the same claim gives.",
    ["disagreement", "structure"],
)
def miscount_a_vote(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        match = _TALLY.fullmatch(claim.value) if claim.kind == "tally" else None
        if match is not None:
            total = sum(int(count) for count in match.groups())
            for wrong in (total - random.randint(1, 100), total + random.randint(1, 100)):
                yield restated(sheet, claim, f"{claim.value} of {wrong}")


OPERATORS: tuple[Operator, ...] = (
    change_a_count,
    let_a_count_fall,
    exceed_the_whole,
    move_one_end,
    change_a_figure,
    change_the_unit,
    say_none,
    change_the_older_value,
    convert_otherwise,
    change_a_vote,
    miscount_a_vote,
)
