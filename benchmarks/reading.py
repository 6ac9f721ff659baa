"""What follows from a value that is written by hand, in the units that its aspect prefers."""

from __future__ import annotations

from datetime import date as calendar_date
from decimal import Decimal

from averment.deriving.rounding import rounding_of
from averment.values import (
    Absence,
    DateSpan,
    Expression,
    Interval,
    parse_date,
    parse_extent,
    parse_moment,
    parse_quantity,
    parse_tally,
)
from benchmarks.answers import Answer, Span
from benchmarks.ntriples import AV, boolean, date, exact, integer, iri, plain, text
from benchmarks.vocabulary import aspect, stages

__all__ = ["read_answer", "read_span"]

_LEAST_DIGITS_OF_A_RULE = 3
_UNITS = {
    "RUB": "unit:RUB",
    "USD": "unit:USD",
    "h": "unit:h",
    "mo": "unit:mo",
    "y": "unit:y",
    "%": "unit:percent",
}


def read_answer(aspect_name: str, stated: str) -> Answer:
    """Return an answer under an aspect; concepts are written as compact IRIs, and several with `;` between."""
    kind = aspect(aspect_name).kind.rpartition("#")[2].removesuffix(">")
    if kind == "text":
        return Answer(text(stated))
    if kind == "extent":
        return _extent(stated)
    if kind in ("estimate", "growing"):
        return _quantity(stated)
    if kind == "moment":
        return _moment(stated)
    if kind == "stage":
        stage = stages()[stated]
        answer = Answer(plain(stated), [(AV.hasConcept, stage.iri)], stage.position, stage.last)
        answer.bounds += _ends(Decimal(stage.position), Decimal(stage.last))
        return answer
    if kind == "tally":
        return _tally(stated)
    concepts = [name.strip() for name in stated.split(";")]
    scheme = "force:" if kind == "force" else ""
    return Answer(plain(stated), [(AV.hasConcept, iri(scheme + name)) for name in concepts])


def read_span(stated: str) -> tuple[DateSpan, Span | None]:
    """Return what days a date allows, and the first and the last of them if there are both."""
    span = parse_date(stated)
    if span.earliest is None or span.latest is None:
        return span, None
    return span, (span.earliest.toordinal(), span.latest.toordinal())


def _ends(lower: Decimal | None, upper: Decimal | None) -> list[tuple[str, str]]:
    bounds = []
    if lower is not None:
        bounds += [(AV.lower, exact(lower)), (AV.lowerIsOpen, boolean(False))]
    if upper is not None:
        bounds += [(AV.upper, exact(upper)), (AV.upperIsOpen, boolean(False))]
    return bounds


def _figures(interval: Interval, least_digits: int) -> list[tuple[str, str]]:
    bounds = _ends(interval.lower, interval.upper)
    bounds += [
        (AV.isSingleFigure, boolean(interval.single)),
        (AV.isApproximate, boolean(interval.approximate)),
    ]
    rounding = rounding_of(interval, least_digits)
    if rounding is not None:
        bounds += [(AV.roundedLower, exact(rounding[0])), (AV.roundedUpper, exact(rounding[1]))]
    return [*bounds, (AV.hasUnit, iri(_UNITS[interval.unit]))] if interval.unit else bounds


def _quantity(stated: str) -> Answer:
    return Answer(plain(stated), _figures(parse_quantity(stated, integral=True), 2))


def _extent(stated: str) -> Answer:
    extent = parse_extent(stated)
    if isinstance(extent, Absence):
        return Answer(
            plain(stated), [(AV.isNone if extent.word == "none" else AV.isUnspecified, boolean(True))]
        )
    if isinstance(extent, Expression):
        parts = {
            f"part/{number}": Answer("", _figures(part, _LEAST_DIGITS_OF_A_RULE))
            for number, part in enumerate(extent.parts, start=1)
        }
        return Answer(plain(stated), [(AV.hasOperator, iri(f"operator:{extent.operator}"))], following=parts)
    return Answer(plain(stated), _figures(extent, _LEAST_DIGITS_OF_A_RULE))


def _moment(stated: str) -> Answer:
    moment = parse_moment(stated)
    if not isinstance(moment, DateSpan):
        raise ValueError(f"'{stated}' counts days from an event")
    bounds = []
    if moment.earliest is not None:
        bounds.append((AV.earliest, date(moment.earliest.toordinal())))
    if moment.latest is not None:
        bounds.append((AV.latest, date(moment.latest.toordinal())))
    bounds.append((AV.isApproximate, boolean(moment.approximate)))
    return Answer(plain(stated), bounds, _ordinal(moment.earliest), _ordinal(moment.latest))


def _ordinal(day: calendar_date | None) -> int | None:
    return day.toordinal() if day is not None else None


def _tally(stated: str) -> Answer:
    tally = parse_tally(stated)
    named = (
        (AV.votesFor, tally.in_favour),
        (AV.votesAgainst, tally.against),
        (AV.votesAbstained, tally.abstained),
        (AV.votesTotal, tally.total),
    )
    return Answer(
        plain(stated), [(property_, integer(votes)) for property_, votes in named if votes is not None]
    )
