"""When two answers conflict: lists, votes, denials, absences, expressions, conversions, rounding, counted days."""

from __future__ import annotations

from typing import Any

from tests.checking.kinds import AUDIENCE, DAY, DEPTH
from tests.checking.small import Case, says

__all__ = ["STATEMENTS"]

LISTED: dict[str, Any] = {"complete": "true"}
SET = [
    Case("two lists that may be partial", "refused-requests", (says("prosecution"), says("sentence"))),
    Case(
        "whole and more",
        "refused-requests",
        (says("sentence", **LISTED), says("sentence; prosecution")),
        (0, 1),
    ),
    Case(
        "whole and something else",
        "refused-requests",
        (says("sentence", **LISTED), says("prosecution")),
        (0, 1),
    ),
    Case("whole and less", "refused-requests", (says("sentence; prosecution", **LISTED), says("sentence"))),
    Case(
        "whole twice, in another order",
        "refused-requests",
        (says("sentence; prosecution", **LISTED), says("prosecution; sentence", **LISTED)),
    ),
    Case(
        "whole twice, apart",
        "refused-requests",
        (says("sentence", **LISTED), says("prosecution", **LISTED)),
        (0, 1),
    ),
    Case("whole and a part of it", "exempts", (says("served", **LISTED), says("officers"))),
    Case("whole and wider", "exempts", (says("officers", **LISTED), says("served")), (0, 1)),
    Case("whole and an all-of", "exempts", (says("served; people", **LISTED), says("both"))),
    Case("expressly not whole", "exempts", (says("served", complete="false"), says("fought"))),
    Case(
        "only those with more are placed",
        "refused-requests",
        (says("sentence", **LISTED), says("sentence"), says("prosecution"), says("sentence")),
        (0, 2),
    ),
]

TALLY = [
    Case("the same votes", "vote", (says("301-44-7"), says("301-44-7"))),
    Case("another entry", "vote", (says("301-44-7"), says("301-44-8")), (0, 1)),
    Case("an entry left out", "vote", (says("301-44-7"), says("301-?-?"))),
    Case("each states another entry", "vote", (says("301-?-?"), says("?-44-?"))),
    Case("no votes against, and some", "vote", (says("301-0-?"), says("301-44-?")), (0, 1)),
    Case("entries and their sum", "vote", (says("301-44-7"), says("?-?-? of 352"))),
    Case("entries and another sum", "vote", (says("301-44-7"), says("?-?-? of 353")), (0, 1)),
    Case("some entries and a sum that holds them", "vote", (says("301-44-?"), says("?-?-? of 353"))),
    Case("some entries and a sum that does not", "vote", (says("301-44-?"), says("?-?-? of 344")), (0, 1)),
    Case("two sums", "vote", (says("301-?-? of 352"), says("301-?-? of 353")), (0, 1)),
    Case("a sum beside entries", "vote", (says("301-44-7 of 352"), says("301-?-7 of 352"))),
    Case(
        "only those at odds are placed",
        "vote",
        (says("301-44-7"), says("?-44-?"), says("300-?-?"), says("?-?-7")),
        (0, 2),
    ),
]

NO: dict[str, Any] = {"stance": "denies"}
DENIAL = [
    Case("of a force", "force", (says("must"), says("must", **NO)), (0, 1)),
    Case("of another force", "force", (says("must"), says("may", **NO))),
    Case("of what is narrower", AUDIENCE, (says("officers"), says("served", **NO)), (0, 1)),
    Case("of what is wider", AUDIENCE, (says("served"), says("officers", **NO))),
    Case("of one of a list", "exempts", (says("served; fought"), says("fought", **NO)), (0, 1)),
    Case(
        "of what is wider than one of a list",
        "exempts",
        (says("served; fought"), says("people", **NO)),
        (0, 1),
    ),
    Case("of what is not in a list", "exempts", (says("people; fought"), says("officers", **NO))),
    Case("of a number", "bill-count", (says("12"), says("12", **NO)), (0, 1)),
    Case("of another number", "bill-count", (says("12"), says("13", **NO))),
    Case("of all numbers above", "bill-count", (says("12"), says(">10", **NO)), (0, 1)),
    Case("of one of the numbers", "bill-count", (says(">10"), says("12", **NO))),
    Case("of any number", "bill-count", (says("?"), says("12", **NO))),
    Case("of a fine", "fine", (says("1000 RUB"), says("1000 RUB", **NO)), (0, 1)),
    Case("of a wider fine", "fine", (says("1000..2000 RUB"), says("..5000 RUB", **NO))),
    Case("that there is none", "fine", (says("none"), says("none", **NO)), (0, 1)),
    Case("that none is named", "fine", (says("unspecified"), says("unspecified", **NO)), (0, 1)),
    Case("that none is named, though there is none", "fine", (says("none"), says("unspecified", **NO))),
    Case("of a month", "signature-date", (says("2026-03-08"), says("2026-03", **NO)), (0, 1)),
    Case("of a day in a month", "signature-date", (says("2026-03"), says("2026-03-08", **NO))),
    Case(
        "of all days up to one", "signature-date", (says("2026-03-08"), says("../2026-03-10", **NO)), (0, 1)
    ),
    Case(
        "of days after an event",
        "entry-into-force",
        (says("publication + 10 d"), says("within 10 d of publication", **NO)),
        (0, 1),
    ),
    Case(
        "of fewer days after it",
        "entry-into-force",
        (says("publication + 10 d"), says("publication + 9 d", **NO)),
    ),
    Case("of a vote", "vote", (says("301-44-7"), says("301-?-?", **NO)), (0, 1)),
    Case("of another vote", "vote", (says("301-44-7"), says("301-45-?", **NO))),
    Case("of a vote with more entries", "vote", (says("301-?-?"), says("301-45-?", **NO))),
    Case("of a stage on that day", "stage", (says("signed", **DAY), says("enacted", **NO, **DAY)), (0, 1)),
    Case(
        "of a stage later on",
        "stage",
        (says("first-reading", **DAY), says("first-reading", **NO, asOf="2026-03")),
    ),
    Case(
        "that it is law, later on",
        "stage",
        (says("signed", **DAY), says("enacted", **NO, asOf="2026-03")),
        (0, 1),
    ),
    Case("that it was law, before", "stage", (says("signed", **DAY), says("enacted", **NO, asOf="2026-01"))),
    Case(
        "that it is in force, later on",
        "stage",
        (says("signed", **DAY), says("in-force", **NO, asOf="2026-03")),
    ),
    Case("of a count", "headcount", (says("900", asOf="2025"), says("900", **NO, asOf="2025-03")), (0, 1)),
    Case("of an earlier count", "headcount", (says("900", asOf="2026"), says("900", **NO, asOf="2025"))),
    Case(
        "of a count without a date",
        "headcount",
        (says("900", asOf="2026"), says("900", **NO, published=None)),
        (0, 1),
    ),
    Case(
        "of what holds for a wider class",
        "force",
        (says("must", addressee="group:people"), says("must", addressee="group:served", **NO)),
        (0, 1),
    ),
    Case(
        "of what holds for a narrower class",
        "force",
        (
            says("must", addressee="group:served"),
            says("must", addressee="group:people", **NO),
            says("may", addressee="group:people"),
        ),
        (0, 2),
        "Question-force",
    ),
    Case(
        "only those who say it are placed",
        "force",
        (says("must"), says("must"), says("must", **NO)),
        (0, 1, 2),
    ),
    Case("by whoever else says it", "bill-count", (says("3", stance="predicts"), says("4"), says("3", **NO))),
]

NONE = [
    Case("none and a figure", "fine", (says("none"), says("1000 RUB")), (0, 1)),
    Case("none and a range", "fine", (says("none"), says("..1000 RUB")), (0, 1)),
    Case("none and a fine without a figure", "fine", (says("none"), says("? RUB")), (0, 1)),
    Case("none and none named", "fine", (says("none"), says("unspecified")), (0, 1)),
    Case("none and the highest of two", "fine", (says("none"), says("max(9 RUB, 1 %)")), (0, 1)),
    Case("none and a share", "share", (says("none"), says("13 %")), (0, 1)),
    Case("none and none", "fine", (says("none"), says("none"))),
    Case("none named and a figure", "fine", (says("unspecified"), says("1000 RUB")), (0, 1)),
    Case("none named and one end", "fine", (says("unspecified"), says("..1000 RUB")), (0, 1)),
    Case("none named and the lowest of two", "fine", (says("unspecified"), says("min(9 RUB, 1 %)")), (0, 1)),
    Case("none named and a fine without a figure", "fine", (says("unspecified"), says("? RUB"))),
    Case("none named twice", "fine", (says("unspecified"), says("unspecified"))),
    Case("none in a unit of time", "detention", (says("none"), says("15 d")), (0, 1)),
    Case("none and two currencies", "fine", (says("none"), says("10 USD"), says("1000 RUB")), (0, 1, 2)),
    Case(
        "none, once it is known who is meant", "fine", (says("none", addressee="group:served"), says("9 RUB"))
    ),
]

EXPRESSIONS = [
    Case("the same", "fine", (says("max(1000000 RUB, 10 %)"), says("max(1000000 RUB, 10 %)"))),
    Case(
        "the same, in another order", "fine", (says("max(1000000 RUB, 10 %)"), says("max(10 %, 1000000 RUB)"))
    ),
    Case(
        "highest and lowest",
        "fine",
        (says("max(9 RUB, 1 %)"), says("min(9 RUB, 1 %)")),
        (0, 1),
        "Question-operator",
    ),
    Case("another amount", "fine", (says("max(9 RUB, 1 %)"), says("max(8 RUB, 1 %)")), (0, 1)),
    Case("another share", "fine", (says("max(9 RUB, 1 %)"), says("max(9 RUB, 2 %)")), (0, 1)),
    Case("one part alone", "fine", (says("max(9 RUB, 1 %)"), says("9 RUB"))),
    Case("another than a part", "fine", (says("max(9 RUB, 1 %)"), says("8 RUB")), (0, 1)),
    Case("a range as a part", "fine", (says("max(5..9 RUB, 1 %)"), says("5 RUB"))),
    Case("more parts", "fine", (says("max(9 RUB, 1 %)"), says("max(9 RUB, 1 %, 2 USD)"))),
    Case(
        "parts of one claim are not set against each other",
        "fine",
        (says("max(8 RUB, 9 RUB)"), says("? RUB")),
    ),
    Case("a part in another dimension", "processing-time", (says("min(30 d, 1 mo)"), says("1 mo"))),
    Case(
        "a part in another dimension, apart",
        "processing-time",
        (says("min(30 d, 1 mo)"), says("2 mo")),
        (0, 1),
    ),
    Case(
        "parts in units of one dimension",
        "processing-time",
        (says("min(30 d, 1 y)"), says("min(30 d, 12 mo)")),
    ),
]

RUBLES: dict[str, Any] = {"converts": "3000 RUB"}
CONVERSION = [
    Case("one rate", "fine", (says("38 USD", **RUBLES), says("38 USD", **RUBLES))),
    Case("rates that rounding explains", "fine", (says("38 USD", **RUBLES), says("39 USD", **RUBLES))),
    Case(
        "rates that rounding does not explain",
        "fine",
        (says("38 USD", **RUBLES), says("41 USD", **RUBLES)),
        (0, 1),
    ),
    Case("round figures are wider", "fine", (says("38 USD", **RUBLES), says("40 USD", **RUBLES))),
    Case("about as many dollars", "fine", (says("38 USD", **RUBLES), says("~41 USD", **RUBLES)), (0, 1)),
    Case(
        "a range and one of its ends",
        "fine",
        (says("38..63 USD", converts="3000..5000 RUB"), says("38 USD", **RUBLES)),
    ),
    Case(
        "another amount at that rate",
        "fine",
        (says(">=38 USD", converts=">=3000 RUB"), says("..64 USD", converts="..5000 RUB")),
    ),
    Case(
        "another amount at another rate",
        "fine",
        (says(">=38 USD", converts=">=3000 RUB"), says("..68 USD", converts="..5000 RUB")),
        (0, 1),
    ),
    Case(
        "another amount in one currency",
        "fine",
        (says("38 USD", **RUBLES), says("64 USD", converts="5000 RUB")),
        (0, 1),
        "Question-extent",
    ),
    Case(
        "another amount, not converted",
        "fine",
        (says("38 USD", **RUBLES), says("5000 RUB")),
        (0, 1),
        "Question-extent",
    ),
    Case("an amount of its own in that currency", "fine", (says("38 USD", **RUBLES), says("50 USD"))),
    Case("the amount that is converted", "fine", (says("38 USD", **RUBLES), says("3000 RUB"))),
    Case("into two currencies", "fine", (says("38 USD", **RUBLES), says("41 EUR", **RUBLES))),
    Case("from two currencies", "fine", (says("38 USD", **RUBLES), says("41 USD", converts="16000 KZT"))),
    Case(
        "only those at odds are placed",
        "fine",
        (says("38 USD", **RUBLES), says("? USD", **RUBLES), says("41 USD", **RUBLES)),
        (0, 2),
    ),
]

ROUNDING = [
    Case("a figure and that figure in full", "bill-count", (says("18000"), says("17843"))),
    Case("two round figures", "bill-count", (says("18000"), says("19000")), (0, 1)),
    Case("one digit before the zeros", "bill-count", (says("100"), says("149")), (0, 1)),
    Case("one digit and close by", "bill-count", (says("100"), says("101")), (0, 1)),
    Case("two digits before the zeros", "bill-count", (says("110"), says("114"))),
    Case("the least that rounds to it", "bill-count", (says("18000"), says("17500"))),
    Case("less than rounds to it", "bill-count", (says("18000"), says("17499")), (0, 1)),
    Case("the most that rounds to it", "bill-count", (says("18000"), says("18499"))),
    Case("what rounds to more", "bill-count", (says("18000"), says("18500")), (0, 1)),
    Case("two figures in full", "bill-count", (says("17843"), says("17844")), (0, 1)),
    Case("a range and a round figure", "bill-count", (says("17000..17900"), says("18000")), (0, 1)),
    Case("a round figure and a bound", "bill-count", (says("18000"), says("<17900")), (0, 1)),
    Case("about a round figure", "bill-count", (says("~18000"), says("17499")), (0, 1)),
    Case("decimals", DEPTH, (says("12000"), says("11999.5"))),
    Case(
        "two that round to it and not to each other",
        "bill-count",
        (says("18000"), says("17600"), says("18400")),
        (1, 2),
    ),
    Case(
        "a later count that rounds to an earlier one",
        "headcount",
        (says("18000", asOf="2024"), says("17843", asOf="2025")),
    ),
    Case(
        "an earlier count in full",
        "headcount",
        (says("17843", asOf="2024"), says("17800", asOf="2025")),
    ),
    Case(
        "a later count that does not",
        "headcount",
        (says("18000", asOf="2024"), says("17400", asOf="2025")),
        (0, 1),
        "Question-growing",
    ),
]


def reports(aspect: str, value: str, about: str = "law:SELF") -> dict[str, str]:
    """Make a claim about the law of a case."""
    return {"about": about, "aspect": aspect, "value": value}


def published(value: str) -> list[dict[str, str]]:
    """Make the claim that dates the publication."""
    return [reports("publication-date", value)]


IN_FORCE = "entry-into-force"
DATED = [
    Case("days after an event that nobody dates", IN_FORCE, (says("publication + 10 d"), says("2026-03-20"))),
    Case(
        "the day that it comes to",
        IN_FORCE,
        (says("publication + 10 d", also=published("2026-03-09")), says("2026-03-19")),
    ),
    Case(
        "the day after",
        IN_FORCE,
        (says("publication + 10 d", also=published("2026-03-09")), says("2026-03-20")),
        (0, 1),
    ),
    Case(
        "an event dated elsewhere",
        IN_FORCE,
        (says("publication + 10 d"), says("2026-03-20", also=published("2026-03-09"))),
        (0, 1),
    ),
    Case(
        "an event dated to a month",
        IN_FORCE,
        (says("publication + 10 d", also=published("2026-03")), says("2026-04-10")),
    ),
    Case(
        "an event dated to a month, apart",
        IN_FORCE,
        (says("publication + 10 d", also=published("2026-03")), says("2026-04-11")),
        (0, 1),
    ),
    Case(
        "an event dated twice",
        IN_FORCE,
        (
            says("publication + 10 d", also=published("2026-03")),
            says("2026-03-19", also=published("2026-03-09")),
        ),
    ),
    Case(
        "within days",
        IN_FORCE,
        (says("within 10 d of publication", also=published("2026-03-09")), says("2026-03-10")),
    ),
    Case(
        "within days, before",
        IN_FORCE,
        (says("within 10 d of publication", also=published("2026-03-09")), says("2026-03-08")),
        (0, 1),
    ),
    Case(
        "days after two events",
        IN_FORCE,
        (
            says("publication + 10 d", also=published("2026-03-09")),
            says("signature + 3 d", also=[reports("signature-date", "2026-03-08")]),
        ),
        (0, 1),
    ),
    Case(
        "an event that is only predicted",
        IN_FORCE,
        (
            says("publication + 10 d"),
            says("2026-03-20", also=[reports("publication-date", "2026-03-09") | {"stance": "predicts"}]),
        ),
    ),
    Case(
        "an event of the law, for a provision",
        IN_FORCE,
        (
            says("publication", about="law:SELF/other", also=published("2026-03-09")),
            says("2026-03-10", about="law:SELF/other"),
        ),
        (0, 1),
    ),
]

STATEMENTS = {
    "conversion": ("Question-conversion", CONVERSION),
    "dated": ("Question-moment", DATED),
    "denial": ("Question-denial", DENIAL),
    "expressions": ("Question-extent", EXPRESSIONS),
    "none": ("Question-none", NONE),
    "rounding": ("Question-estimate", ROUNDING),
    "set": ("Question-set", SET),
    "tally": ("Question-tally", TALLY),
}
"""For each table the rule that finds what is at odds, unless the case names another, and the cases."""
