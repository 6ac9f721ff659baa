"""When two answers conflict, kind by kind: cases, each with the claims that are at odds."""

from __future__ import annotations

from typing import Any

from tests.checking.small import Case, says

__all__ = ["KINDS"]

DEPTH = "https://example.org/vocabulary#depth"
AUDIENCE = "https://example.org/vocabulary#audience"
NOTICE = "https://example.org/vocabulary#notice"

ESTIMATE = [
    Case("over a number and that number", "bill-count", (says(">1100"), says("1100")), (0, 1)),
    Case("over a number and the next", "bill-count", (says(">1100"), says("1101"))),
    Case("over a number, decimals allowed", DEPTH, (says(">11"), says("11")), (0, 1)),
    Case("over a number and a little more", DEPTH, (says(">11"), says("11.000000001"))),
    Case("at least and exactly", "bill-count", (says(">=1100"), says("1100"))),
    Case("under and exactly", DEPTH, (says("<5"), says("5")), (0, 1)),
    Case("range and figure inside", "bill-count", (says("150..200"), says("180"))),
    Case("range and figure at its end", "bill-count", (says("150..200"), says("200"))),
    Case("range and figure outside", "bill-count", (says("150..200"), says("201")), (0, 1)),
    Case("about and a figure that rounds to it", "bill-count", (says("~90000"), says("89900"))),
    Case("about and a figure that does not", "bill-count", (says("~90000"), says("84000")), (0, 1)),
    Case("between two whole numbers, whole", "bill-count", (says(">2"), says("<3")), (0, 1)),
    Case("between two whole numbers, any", DEPTH, (says(">2"), says("<3"))),
    Case("touching from both sides", DEPTH, (says("..3"), says("3.."))),
    Case("touching, one side open", DEPTH, (says("<3"), says("3..")), (0, 1)),
    Case("no figure", "bill-count", (says("?"), says("3"))),
    Case("pairs that meet, all three not", DEPTH, (says("1..2"), says("2..3"), says("3..4")), (0, 2)),
    Case("one far off among many", "bill-count", (says("3"), says("3"), says("4"), says(">=3")), (0, 1, 2)),
    Case("below zero", DEPTH, (says("-2..-1"), says(">-1")), (0, 1)),
    Case("eighteen digits", DEPTH, (says("999999999999999998"), says("999999999999999999")), (0, 1)),
    Case("nine decimals", DEPTH, (says("0.000000001"), says("0.000000002")), (0, 1)),
]

GROWING = [
    Case(
        "later and lower",
        "headcount",
        (says(">=1000", asOf="2025-01"), says("..900", asOf="2025-03")),
        (0, 1),
    ),
    Case("later and higher", "headcount", (says("..900", asOf="2025-01"), says(">=1000", asOf="2025-03"))),
    Case("same day", "headcount", (says("1000", asOf="2025-01-05"), says("900", asOf="2025-01-05")), (0, 1)),
    Case("same day, equal", "headcount", (says("900", asOf="2025-01-05"), says("900", asOf="2025-01-05"))),
    Case("same day, bounds that meet", "headcount", (says(">=900", asOf="2025-01-05"), says("~900"))),
    Case("overlapping periods", "headcount", (says("1000", asOf="2025-01"), says("900", asOf="2025"))),
    Case("same month", "headcount", (says("1000", asOf="2025-01"), says("900", asOf="2025-01"))),
    Case(
        "periods that meet in a day",
        "headcount",
        (says("1000", asOf="../2025-01"), says("900", asOf="2025-01-31/..")),
        (0, 1),
    ),
    Case("no date at all", "headcount", (says("1000", published=None), says("900", published=None))),
    Case("one without a date", "headcount", (says("1000", published=None), says("900", asOf="2027"))),
    Case(
        "date of the document",
        "headcount",
        (says("1000", published="2025-01-05"), says("900", published="2025-02")),
        (0, 1),
    ),
    Case(
        "as-of date before that of the document",
        "headcount",
        (says("1000", published="2025-01-05"), says("900", published="2025-02", asOf="2024")),
    ),
    Case(
        "open bound",
        "headcount",
        (says(">1000", asOf="2025-01"), says("..1000", asOf="2025-03")),
        (0, 1),
    ),
    Case(
        "closed bounds that meet", "headcount", (says(">=1000", asOf="2025-01"), says("1000", asOf="2025-03"))
    ),
    Case(
        "only those at odds are placed",
        "headcount",
        (says("500", asOf="2024"), says("1000", asOf="2025-01"), says("900", asOf="2025-03"), says(">=400")),
        (1, 2),
    ),
    Case(
        "without decimals all the same",
        "countries-of-origin",
        (says("49", asOf="2024-05"), says("<49", asOf="2025")),
        (0, 1),
    ),
]

FINE = "fine"
EXTENT = [
    Case("same ends", FINE, (says("1000..50000 RUB"), says("1000..50000 RUB"))),
    Case("other lower end", FINE, (says("1000..50000 RUB"), says("2000..50000 RUB")), (0, 1)),
    Case("other upper end", FINE, (says("1000..50000 RUB"), says("1000..60000 RUB")), (0, 1)),
    Case("end left out", "community-work", (says("..200 h"), says("100..200 h"))),
    Case(
        "end left out and the other differs", "community-work", (says("..200 h"), says("100..240 h")), (0, 1)
    ),
    Case("each states another end", FINE, (says(">=1000 RUB"), says("..50000 RUB"))),
    Case("each states another end, apart", FINE, (says(">=1000 RUB"), says("..500 RUB")), (0, 1)),
    Case("each states another end, apart by the open one", FINE, (says(">=9 RUB"), says("..<9 RUB")), (0, 1)),
    Case("open against closed", FINE, (says(">1000 RUB"), says(">=1000 RUB")), (0, 1)),
    Case("figure at the upper end", FINE, (says("1000..50000 RUB"), says("50000 RUB"))),
    Case("figure at the lower end", FINE, (says("1000..50000 RUB"), says("1000 RUB"))),
    Case("figure between the ends", FINE, (says("1000..50000 RUB"), says("5000 RUB")), (0, 1)),
    Case("figure outside", FINE, (says("1000..50000 RUB"), says("70000 RUB")), (0, 1)),
    Case("figure where an end is not stated", FINE, (says("..50000 RUB"), says("5000 RUB"))),
    Case("figure beyond the one stated end", FINE, (says("..50000 RUB"), says("70000 RUB")), (0, 1)),
    Case("two figures", FINE, (says("1000 RUB"), says("2000 RUB")), (0, 1)),
    Case("figure and about that figure", FINE, (says("1000 RUB"), says("~1000 RUB"))),
    Case("figure and about another", FINE, (says("1000 RUB"), says("~2000 RUB")), (0, 1)),
    Case("about ends", FINE, (says("~1000..~50000 RUB"), says("1200..48000 RUB"))),
    Case("about ends, apart", FINE, (says("~1000..~5000 RUB"), says("9000..9500 RUB")), (0, 1)),
    Case("no figure named", FINE, (says("? RUB"), says("1000..50000 RUB"), says("1000 RUB"), says("? RUB"))),
    Case("years and months", "venue-ban", (says("1..7 y"), says("12..84 mo"))),
    Case("years and other months", "venue-ban", (says("1..7 y"), says("12..80 mo")), (0, 1)),
    Case("weeks and hours", "community-work", (says("1 wk"), says("168 h"))),
    Case(
        "months that make no whole years", "venue-ban", (says("1 mo"), says("1 mo"), says("2 mo")), (0, 1, 2)
    ),
    Case("units though none is preferred", NOTICE, (says("1..2 d"), says("24..48 h"))),
    Case("units though none is preferred, apart", NOTICE, (says("1..2 d"), says("1..2 h")), (0, 1)),
    Case("two currencies", FINE, (says("1000..50000 RUB"), says("10..500 USD"))),
    Case("two currencies, a conflict in one", FINE, (says("1 RUB"), says("2 USD"), says("3 USD")), (1, 2)),
]

MOMENT = [
    Case("month and a day of it", "signature-date", (says("2026-03"), says("2026-03-08"))),
    Case("two months", "signature-date", (says("2026-02"), says("2026-03")), (0, 1)),
    Case("two days", "signature-date", (says("2026-03-07"), says("2026-03-08")), (0, 1)),
    Case("about a day and the next", "signature-date", (says("2026-03-07~"), says("2026-03-08"))),
    Case("no earlier than and before", "introduction", (says("2024-11/.."), says("2024-01")), (0, 1)),
    Case("no earlier than and that month", "introduction", (says("2024-11/.."), says("2024-11-01"))),
    Case(
        "no later than and no earlier than", "introduction", (says("../2024-11"), says("2024-12/..")), (0, 1)
    ),
    Case(
        "open on both sides",
        "introduction",
        (says("../2024-11"), says("2024-11-30/..")),
    ),
    Case("season", "introduction", (says("2025-23"), says("2025-11-30"))),
    Case("after the season", "introduction", (says("2025-23"), says("2025-12-01")), (0, 1)),
    Case("winter ends in the next year", "introduction", (says("2025-24"), says("2026-02-28"))),
    Case(
        "three that overlap pair by pair",
        "introduction",
        (says("2025-01/2025-06"), says("2025-05/2025-10"), says("2025-06/2025-12")),
    ),
    Case(
        "two that meet and one apart",
        "introduction",
        (says("2025"), says("2025-02"), says("2026")),
        (0, 1, 2),
    ),
    Case("first and last year", "introduction", (says("0001"), says("9999")), (0, 1)),
]

ANCHORED = [
    Case(
        "same anchor, same days", "entry-into-force", (says("publication + 7 d"), says("publication + 1 wk"))
    ),
    Case(
        "same anchor, other days",
        "entry-into-force",
        (says("publication + 7 d"), says("publication + 10 d")),
        (0, 1),
    ),
    Case(
        "within and exactly",
        "entry-into-force",
        (says("within 30 d of signature"), says("signature + 30 d")),
        (0, 1),
    ),
    Case(
        "the day itself and none after",
        "entry-into-force",
        (says("signature"), says("within 0 d of signature")),
    ),
    Case(
        "stage and its date are one anchor",
        "entry-into-force",
        (says("signature"), says("signed + 1 d")),
        (0, 1),
    ),
    Case("other anchors", "entry-into-force", (says("signature + 7 d"), says("publication + 10 d"))),
    Case("anchored and dated", "entry-into-force", (says("publication + 10 d"), says("2020-01-01"))),
]

DAY: dict[str, Any] = {"published": None, "asOf": "2026-02-26"}
STAGE = [
    Case("same stage", "stage", (says("first-reading", **DAY), says("first reading", **DAY))),
    Case("other phases on one day", "stage", (says("submitted", **DAY), says("signed", **DAY)), (0, 1)),
    Case("two readings on one day", "stage", (says("second-reading", **DAY), says("third-reading", **DAY))),
    Case(
        "first and second reading on one day",
        "stage",
        (says("first-reading", **DAY), says("second-reading", **DAY)),
        (0, 1),
    ),
    Case("signed and published on one day", "stage", (says("signed", **DAY), says("published", **DAY))),
    Case("signed and in force on one day", "stage", (says("signed", **DAY), says("in-force", **DAY))),
    Case("law and one of its stages", "stage", (says("enacted", **DAY), says("published", **DAY))),
    Case(
        "no further than and law", "stage", (says("..third-reading", **DAY), says("enacted", **DAY)), (0, 1)
    ),
    Case(
        "no further than and there", "stage", (says("..third-reading", **DAY), says("third-reading", **DAY))
    ),
    Case("at least and further", "stage", (says("first-reading..", **DAY), says("signed", **DAY))),
    Case(
        "at least and not so far", "stage", (says("upper-house..", **DAY), says("submitted", **DAY)), (0, 1)
    ),
    Case(
        "later and lower",
        "stage",
        (says("signed", asOf="2026-02-26"), says("first-reading", asOf="2026-03-01")),
        (0, 1),
        "Question-stale",
    ),
    Case(
        "later and lower, by the dates of documents",
        "stage",
        (says("signed", published="2026-02-26"), says("first-reading", published="2026-03-01")),
        (0, 1),
        "Question-stale",
    ),
    Case(
        "earlier and lower", "stage", (says("first-reading", asOf="2026-01"), says("signed", asOf="2026-03"))
    ),
    Case("same month", "stage", (says("first-reading", asOf="2026-01"), says("signed", asOf="2026-01"))),
    Case("no date", "stage", (says("first-reading", published=None), says("signed", published=None))),
    Case(
        "open date",
        "stage",
        (says("third-reading", published="2026-02-26"), says("signed", published=None, asOf="2026-03-04/..")),
    ),
    Case(
        "only those at odds are placed",
        "stage",
        (
            says("submitted", asOf="2025-11"),
            says("signed", **DAY),
            says("third-reading", **DAY),
            says("signed..", asOf="2026-03"),
        ),
        (1, 2),
    ),
]

WHOLE: dict[str, Any] = {"complete": "true"}
CHOICE = [
    Case("wider and narrower", AUDIENCE, (says("served"), says("officers"))),
    Case("wider by two steps", AUDIENCE, (says("people"), says("officers"))),
    Case("neither in the other", AUDIENCE, (says("people"), says("fought")), (0, 1)),
    Case("siblings", AUDIENCE, (says("served"), says("fought")), (0, 1)),
    Case("in an all-of", AUDIENCE, (says("served"), says("both"))),
    Case("in an any-of", AUDIENCE, (says("served"), says("all"))),
    Case("all-of within any-of", AUDIENCE, (says("both"), says("all"))),
    Case("narrower within any-of", AUDIENCE, (says("officers"), says("all"))),
    Case("same by another name", AUDIENCE, (says("served"), says("group:served"))),
    Case("whole rule against wider", AUDIENCE, (says("served", **WHOLE), says("officers"))),
    Case("two whole rules", AUDIENCE, (says("served", **WHOLE), says("officers", **WHOLE)), (0, 1)),
    Case("two whole rules, alike", AUDIENCE, (says("served", **WHOLE), says("served", **WHOLE))),
    Case(
        "whole by another spelling",
        AUDIENCE,
        (says("served", complete="1"), says("officers", **WHOLE)),
        (0, 1),
    ),
    Case("expressly not whole", AUDIENCE, (says("served", complete="false"), says("officers", complete="0"))),
    Case("part where parts are allowed", "addressee", (says("served"), says("fought"))),
    Case("whole against part", "addressee", (says("served", **WHOLE), says("fought"))),
    Case(
        "two whole rules where parts are allowed",
        "addressee",
        (says("all", **WHOLE), says("both", **WHOLE)),
        (0, 1),
    ),
    Case(
        "only the whole rules are placed",
        "addressee",
        (says("served"), says("all", **WHOLE), says("both", **WHOLE), says("both", **WHOLE)),
        (1, 2, 3),
    ),
]

FORCE = [
    Case("same force", "force", (says("must-not"), says("must not"))),
    Case("must and may", "force", (says("must"), says("may")), (0, 1)),
    Case("must not and may", "force", (says("must-not"), says("may")), (0, 1)),
    Case("must not and must", "force", (says("must-not"), says("must")), (0, 1)),
    Case("may and need not", "force", (says("may"), says("need-not")), (0, 1)),
    Case("must and need not", "force", (says("must"), says("need-not")), (0, 1)),
    Case("by its compact IRI", "force", (says("force:must"), says("must"))),
]

KINDS = {
    "anchored": ANCHORED,
    "choice": CHOICE,
    "estimate": ESTIMATE,
    "extent": EXTENT,
    "force": FORCE,
    "growing": GROWING,
    "moment": MOMENT,
    "stage": STAGE,
}
"""Cases by the kind of their aspects; what is found is found by the rule of that name."""
