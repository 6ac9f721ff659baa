"""When answers within different scopes, of different texts and times are set against each other."""

from __future__ import annotations

from typing import Any

from tests.checking.kinds import DAY, FINE
from tests.checking.small import Answer, Case, says
from tests.checking.statements import reports

__all__ = ["SCOPES"]

APART = [
    Case("denied", "force", (says("must"), says("may", stance="denies"))),
    Case("opined", "force", (says("must"), says("may", stance="opines"))),
    Case("predicted", "signature-date", (says("2026-03"), says("2026-04", stance="predicts"))),
    Case("alleged", "bill-count", (says("3"), says("4", stance="alleges")), (0, 1), "Question-estimate"),
    Case(
        "conditional",
        "force",
        (says("must"), says("may", stance="conditional", condition={"en": "if passed"})),
        (0, 1),
        "Question-force",
    ),
    Case("two that are not compared", "bill-count", (says("3", stance="opines"), says("4", stance="opines"))),
    Case(
        "addressees", "force", (says("must", addressee="group:served"), says("may", addressee="group:fought"))
    ),
    Case(
        "same addressee",
        "force",
        (says("must", addressee="group:served"), says("may", addressee="group:served")),
        (0, 1),
        "Question-force",
    ),
    Case("places", "headcount", (says("9", place="country:xa", **DAY), says("8", place="country:xb", **DAY))),
    Case(
        "population and place",
        "headcount",
        (
            says("9", population="group:served", **DAY),
            says("8", population="group:served", place="country:xa", **DAY),
        ),
    ),
    Case(
        "populations", "countries-of-origin", (says("7", population="group:served", **DAY), says("8", **DAY))
    ),
    Case(
        "versions",
        FINE,
        (says("1 RUB", version="law:SELF/bill"), says("2 RUB", version="law:SELF/act")),
    ),
    Case(
        "texts",
        "effect",
        (says({"en": "one"}), says({"en": "another"})),  # type: ignore[arg-type]
    ),
    Case("lists", "refused-requests", (says("prosecution"), says("prosecution; sentence"))),
    Case("one answer", "force", (says("must"),)),
    Case(
        "twenty answers",
        "bill-count",
        tuple(says(str(3 + number % 2)) for number in range(20)),
        tuple(range(20)),
        "Question-estimate",
    ),
]

BILL = [reports("stage", "submitted")]
ACT = [reports("stage", "signed")]


def of_bill(value: str, **fields: Any) -> Answer:
    """Answer on the day on which the same page puts the law before the lower house."""
    return says(value, published="2026-01-21", also=BILL, **fields)


def of_act(value: str, **fields: Any) -> Answer:
    """Answer on the day on which the same page says that the law is signed."""
    return says(value, published="2026-03-10", also=ACT, **fields)


CHANGED = [
    Case("a fine of the bill and of the act", FINE, (of_bill("1 RUB"), of_act("2 RUB")), (0, 1)),
    Case("the same fine of both", FINE, (of_bill("1 RUB"), of_act("1 RUB"))),
    Case("less specific", FINE, (of_bill("1..9 RUB"), of_act("..9 RUB"))),
    Case("a force of the bill and of the act", "force", (of_bill("may"), of_act("must")), (0, 1)),
    Case(
        "an addressee",
        "addressee",
        (of_bill("served", complete="true"), of_act("officers", complete="true")),
        (0, 1),
    ),
    Case("an addressee in part", "addressee", (of_bill("served"), of_act("fought"))),
    Case("a day", "expiry", (of_bill("2027"), of_act("2028")), (0, 1)),
    Case(
        "texts that both pages name",
        FINE,
        (of_bill("1 RUB", version="law:SELF/bill"), of_act("2 RUB", version="law:SELF/act")),
    ),
    Case(
        "a text that one page names",
        FINE,
        (of_bill("1 RUB"), of_act("2 RUB", version="law:SELF/act")),
        (0, 1),
    ),
    Case(
        "one text under two names",
        FINE,
        (
            of_bill("1 RUB", version="law:SELF/bill"),
            says("2 RUB", published="2026-01-22", also=[reports("stage", "first-reading")]),
            of_act("? RUB"),
        ),
        (0, 1),
        "Question-extent",
    ),
    Case(
        "two reports of one text",
        FINE,
        (
            of_bill("1 RUB"),
            says("2 RUB", published="2026-01-22", also=[reports("stage", "first-reading")]),
            of_act("? RUB"),
        ),
        (0, 1),
        "Question-extent",
    ),
    Case(
        "by the latest report before",
        FINE,
        (of_bill("1 RUB"), of_act("? RUB"), says("2 RUB", published="2026-03-12")),
        (0, 2),
    ),
    Case("no report before", FINE, (of_act("1 RUB"), of_bill("1 RUB"), says("1 RUB", published="2025-12"))),
    Case(
        "where nobody reports another text",
        FINE,
        (of_act("1 RUB"), says("2 RUB", published="2026-03-12")),
        (0, 1),
        "Question-extent",
    ),
    Case(
        "what no text can change",
        "introduction",
        (of_bill("2024"), of_act("2025")),
        (0, 1),
        "Question-moment",
    ),
]

SERVED: dict[str, Any] = {"addressee": "group:served"}
FOUGHT: dict[str, Any] = {"addressee": "group:fought"}
UNSCOPED = [
    Case("fits one", FINE, (says("1..5 RUB"), says("1..5 RUB", **SERVED), says("2..9 RUB", **FOUGHT))),
    Case(
        "fits none",
        FINE,
        (says("1..6 RUB"), says("1..5 RUB", **SERVED), says("2..9 RUB", **FOUGHT)),
        (0, 1, 2),
    ),
    Case("spans both", FINE, (says("1..9 RUB"), says("1..5 RUB", **SERVED), says("2..9 RUB", **FOUGHT))),
    Case(
        "leaves an end out", FINE, (says("..9 RUB"), says("1..5 RUB", **SERVED), says("2..9 RUB", **FOUGHT))
    ),
    Case("one figure inside", FINE, (says("4 RUB"), says("1..5 RUB", **SERVED))),
    Case("one figure outside", FINE, (says("7 RUB"), says("1..5 RUB", **SERVED)), (0, 1)),
    Case("about as much", FINE, (says("1..5 RUB"), says("~1..~5 RUB", **SERVED))),
    Case("a fine without a figure", FINE, (says("? RUB"), says("1..5 RUB", **SERVED))),
    Case("a force", "force", (says("may"), says("must", **SERVED)), (0, 1)),
    Case("a force of one", "force", (says("may"), says("must", **SERVED), says("may", **FOUGHT))),
    Case("a day", "qualifying-period", (says("2022"), says("2023", **SERVED)), (0, 1)),
    Case(
        "a day of one", "qualifying-period", (says("2022"), says("2023", **SERVED), says("2022-03", **FOUGHT))
    ),
    Case("a text", FINE, (says("1 RUB"), says("2 RUB", version="law:SELF/act")), (0, 1)),
    Case("a reading", "vote", (says("301-44-7"), says("300-44-7", atStage="ru#third-reading")), (0, 1)),
    Case("a reading, less specific", "vote", (says("301-?-?"), says("301-44-7", atStage="ru#third-reading"))),
    Case(
        "a reading by its sum",
        "vote",
        (says("?-?-? of 9"), says("?-?-? of 8", atStage="ru#third-reading")),
        (0, 1),
    ),
    Case("a population is never left unsaid", "strength", (says("9"), says("8", population="group:served"))),
    Case("a choice", "entitlement", (says("grant"), says("application", **SERVED)), (0, 1)),
]

WITHIN = [
    Case(
        "a wider class",
        FINE,
        (says("1..5 RUB", addressee="group:people"), says("2..5 RUB", addressee="group:officers")),
        (0, 1),
    ),
    Case(
        "a wider class, alike",
        FINE,
        (says("1..5 RUB", addressee="group:people"), says("1 RUB", addressee="group:officers")),
    ),
    Case(
        "a class of which it is all",
        "force",
        (says("may", **SERVED), says("must", addressee="group:both")),
        (0, 1),
        "Question-force",
    ),
    Case(
        "a class of which it is any",
        "force",
        (says("may", addressee="group:all"), says("must", **SERVED)),
        (0, 1),
        "Question-force",
    ),
    Case("classes that may overlap", "force", (says("may", **SERVED), says("must", **FOUGHT))),
    Case(
        "a choice for a wider class",
        "entitlement",
        (says("grant", addressee="group:people"), says("application", **SERVED)),
        (0, 1),
        "Question-choice",
    ),
    Case(
        "a day for a wider class",
        "qualifying-period",
        (says("2022", addressee="group:people"), says("2023", **SERVED)),
        (0, 1),
        "Question-moment",
    ),
    Case(
        "a wider population",
        "strength",
        (says("9", population="group:people"), says("8", population="group:served")),
    ),
    Case(
        "a wider class of another text",
        FINE,
        (
            says("1 RUB", addressee="group:people", version="law:SELF/bill"),
            says("2 RUB", version="law:SELF/act", **SERVED),
        ),
    ),
]

BEFORE: dict[str, Any] = {"about": "law:SELF/successor", "before": "true"}
MONTHS = "processing-time"
PRIOR = [
    Case("before and now", FINE, (says("1 RUB", before="true"), says("2 RUB"))),
    Case("before, twice", FINE, (says("1 RUB", before="true"), says("2 RUB", before="true")), (0, 1)),
    Case("expressly not before", FINE, (says("1 RUB", before="false"), says("2 RUB")), (0, 1)),
    Case("before, of what it replaced", FINE, (says("1 RUB", **BEFORE), says("2 RUB")), (0, 1)),
    Case("before, of what it replaced, alike", FINE, (says("1 RUB", **BEFORE), says("1..2 RUB"))),
    Case("now, of what replaced it", FINE, (says("1 RUB", about="law:SELF/successor"), says("2 RUB"))),
    Case("a change from what it was", MONTHS, (says("1 mo", was="6 mo"), says("6 mo", before="true"))),
    Case(
        "a change from something else",
        MONTHS,
        (says("1 mo", was="6 mo"), says("3 mo", before="true")),
        (0, 1),
    ),
    Case("two changes", MONTHS, (says("1 mo", was="6 mo"), says("1 mo", was="3 mo")), (0, 1)),
    Case("a change and what is now", MONTHS, (says("1 mo", was="6 mo"), says("6 mo")), (0, 1)),
    Case("a change to none", MONTHS, (says("none", was="6 mo"), says("none", was="6 mo"))),
    Case(
        "a change to none, from something else",
        MONTHS,
        (says("none", was="6 mo"), says("none", was="3 mo")),
        (0, 1),
    ),
    Case(
        "a change of what it replaced",
        MONTHS,
        (says("none", was="6 mo", about="law:SELF/successor"), says("3 mo")),
        (0, 1),
    ),
    Case(
        "a change from the highest of two",
        FINE,
        (says("1 RUB", was="max(9 RUB, 1 %)"), says("8 RUB", before="true")),
        (0, 1),
    ),
    Case(
        "a change that is only predicted",
        MONTHS,
        (says("1 mo", was="6 mo", stance="predicts"), says("3 mo", before="true")),
    ),
    Case(
        "what was before has no text",
        FINE,
        (of_bill("1 RUB", before="true"), of_act("2 RUB", before="true")),
        (0, 1),
    ),
]

FIRST: dict[str, Any] = {"corrects": "article:SELF-0"}
CORRECTIONS = [
    Case("corrected", FINE, (says("1 RUB"), says("2 RUB", document=FIRST), says("2 RUB"))),
    Case(
        "corrected by what others deny",
        FINE,
        (says("1 RUB"), says("2 RUB", document=FIRST), says("1 RUB")),
        (1, 2),
    ),
    Case(
        "corrected in something else",
        FINE,
        (says("1 RUB"), says("9 h", aspect="community-work", document=FIRST), says("2 RUB")),
        (0, 2),
    ),
    Case(
        "corrected of another provision",
        FINE,
        (says("1 RUB"), says("2 RUB", about="law:SELF/other", document=FIRST), says("2 RUB")),
        (0, 2),
    ),
    Case(
        "retracted",
        FINE,
        (
            says("1 RUB"),
            says("9 h", aspect="community-work", document={"retracts": "article:SELF-0"}),
            says("2 RUB"),
        ),
    ),
    Case("neither", FINE, (says("1 RUB"), says("2 RUB", document={"basedOn": "article:SELF-0"})), (0, 1)),
]

DATES = [
    Case("one day", "strength", (says("9", asOf="2026-01-21"), says("8", asOf="2026-01-21")), (0, 1)),
    Case("two days", "strength", (says("9", asOf="2026-01-21"), says("8", asOf="2026-01-22"))),
    Case("a day and its month", "strength", (says("9", asOf="2026-01-21"), says("8", asOf="2026-01"))),
    Case(
        "one month in two spellings",
        "strength",
        (says("9", asOf="2026-01"), says("8", asOf="2026-01-01/2026-01-31")),
        (0, 1),
    ),
    Case("the dates of pages", "strength", (says("9"), says("8", published="2026-01-22"))),
    Case(
        "the date of a page and one that is stated",
        "strength",
        (says("9"), says("8", published="2026-02", asOf="2026-01-21")),
        (0, 1),
    ),
    Case("no dates", "strength", (says("9", published=None), says("8", published=None)), (0, 1)),
    Case(
        "a list that changes",
        "register-size",
        (says("9", about="law:SELF"), says("8", about="law:SELF", published="2026-02")),
    ),
    Case(
        "one stage",
        "vote",
        (says("1-?-?", atStage="ru#third-reading"), says("2-?-?", atStage="ru#third-reading")),
        (0, 1),
        "Question-tally",
    ),
    Case(
        "two stages",
        "vote",
        (says("1-?-?", atStage="ru#first-reading"), says("2-?-?", atStage="ru#third-reading")),
    ),
    Case(
        "those of one place, who are more",
        "strength",
        (says("9", place="country:xa", **DAY), says("8", **DAY)),
        (0, 1),
        "Question-subset",
    ),
    Case(
        "a part that is larger",
        "headcount",
        (says("9", about="group:SELF-part", **DAY), says("8", **DAY)),
        (0, 1),
        "Question-subset",
    ),
    Case(
        "a part that is larger later on",
        "headcount",
        (says("9", about="group:SELF-part", asOf="2026-03"), says("8", **DAY)),
    ),
    Case(
        "a part that was larger before",
        "headcount",
        (says("9", about="group:SELF-part", asOf="2025"), says("8", **DAY)),
        (0, 1),
        "Question-subset",
    ),
    Case(
        "a part that may be as large",
        "headcount",
        (says("8", about="group:SELF-part", **DAY), says(">=8", **DAY)),
    ),
    Case(
        "a part that is the whole, rounded",
        "headcount",
        (says("18000", about="group:SELF-part", **DAY), says("17843", **DAY)),
    ),
    Case(
        "a part of another population",
        "headcount",
        (says("9", about="group:SELF-part", **DAY), says("8", population="group:served", **DAY)),
    ),
    Case(
        "a part of a population",
        "headcount",
        (says("9", about="group:SELF-part", population="group:served", **DAY), says("8", **DAY)),
        (0, 1),
        "Question-subset",
    ),
]

SCOPES = {
    "apart": ("", APART),
    "changed": ("Question-changed", CHANGED),
    "corrections": ("Question-extent", CORRECTIONS),
    "dates": ("Question-estimate", DATES),
    "prior": ("Question-extent", PRIOR),
    "unscoped": ("Question-unscoped", UNSCOPED),
    "within": ("Question-extent", WITHIN),
}
"""For each table the rule that finds what is at odds, unless the case names another, and the cases."""
