"""Operators that leave a graph consistent because they say less than before, or the same in other words."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from rdflib import Literal
from rdflib.term import Node

from averment.namespaces import ASPECT, AV, STANCE
from mutants.model import Edit, Operator, Site, Sites, operator
from mutants.operators.figures import restated
from mutants.operators.relays import relay_of
from mutants.sheet import Claim, Sheet, name

__all__ = ["OPERATORS"]


def _free(sheet: Sheet, *kinds: str) -> Iterator[Claim]:
    """Iterate over claims of kinds that neither relay nor are relayed, and that nobody denies."""
    for claim in sheet.claims:
        denied = any(other.stance == "denies" for other in sheet.asked[claim.subject, claim.aspect])
        converts = (claim.node, AV.converts, None) in sheet.graph
        if (
            claim.kind in kinds
            and not sheet.relayed(claim)
            and not sheet.is_relayed(claim)
            and not denied
            and not converts
        ):
            yield claim


@operator(
    "say 'about'", "An approximate figure allows the exact one, so it agrees with whatever that agreed with."
)
def say_about(sheet: Sheet, random: Random) -> Sites:
    for claim in _free(sheet, "estimate", "growing", "extent"):
        if claim.span is not None and claim.span.single:
            yield restated(sheet, claim, f"~{claim.value}")


@operator(
    "round a figure", "The old figure lies within what the rounded one allows, and nobody else gives one."
)
def round_a_figure(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        single = claim.span.high if claim.span is not None and claim.span.single else None
        if (
            claim.kind in ("estimate", "growing")
            and single is not None
            and single >= 10
            and sheet.is_alone(claim)
        ):
            for digits in (1, 2):
                rounded = round(int(single), digits - len(str(int(single))))
                if str(rounded) != claim.value:
                    yield restated(sheet, claim, f"~{rounded}")


@operator("widen a count", "The new bounds allow all that the old ones did.")
def widen_a_count(sheet: Sheet, random: Random) -> Sites:
    for claim in _free(sheet, "estimate", "growing"):
        if claim.span is not None and claim.span.low is not None and claim.span.low >= 10:
            low = int(claim.span.low) // random.randint(2, 9)
            high = int(claim.span.high) * random.randint(2, 9) if claim.span.high is not None else ""
            yield restated(sheet, claim, f"{low}..{high}" if high else f">={low}")


def _undisputed(sheet: Sheet) -> Iterator[Claim]:
    """Iterate over claims of days that no other claim of their subject and aspect is at odds with."""
    for claim in _free(sheet, "moment"):
        spans = [other.span for other in sheet.asked[claim.subject, claim.aspect] if other.span is not None]
        if all(one.meets(other) for one in spans for other in spans):
            yield claim


@operator("give a day less precisely", "The month, or the year, holds the old day.")
def give_the_month(sheet: Sheet, random: Random) -> Sites:
    for claim in _undisputed(sheet):
        if claim.span is not None and claim.span.single:
            for length in (4, 7):
                yield restated(sheet, claim, claim.value[:length])


@operator("open an end of a time", "The new time holds the old one.")
def open_an_end(sheet: Sheet, random: Random) -> Sites:
    for claim in _undisputed(sheet):
        if claim.span is not None and "/" not in claim.value:
            yield restated(sheet, claim, random.choice([f"{claim.value}/..", f"../{claim.value}"]))


@operator("leave the figure out", "A figure that is not named contradicts none.")
def leave_figure_out(sheet: Sheet, random: Random) -> Sites:
    for claim in _free(sheet, "extent"):
        if claim.span is not None and claim.span.unit:
            yield restated(sheet, claim, f"? {claim.span.unit}")


@operator("give one end of a range only", "An end that is not stated contradicts none.")
def give_one_end(sheet: Sheet, random: Random) -> Sites:
    for claim in _free(sheet, "extent"):
        low, dots, high = claim.value.partition("..")
        if low and dots and high and high[0].isdigit():
            for value in (f"{low}.. {high.partition(' ')[2]}".strip(), f"..{high}"):
                yield restated(sheet, claim, value)


@operator("drop 'complete'", "An answer that is no longer put forward as the whole contradicts less.")
def drop_complete(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if sheet.is_true(claim.node, AV.isComplete) and not sheet.is_relayed(claim):
            edit = sheet.drop(claim.node, AV.isComplete)
            yield Site(claim.node, f"{name(claim.node)} is no longer put forward as the whole", edit)


@operator("shorten a list", "A list that is not put forward as the whole may leave members out.")
def shorten_a_list(sheet: Sheet, random: Random) -> Sites:
    for claim in _free(sheet, "set"):
        members = [part.strip() for part in claim.value.split(";")]
        if len(members) > 1 and not sheet.is_true(claim.node, AV.isComplete):
            for member in members:
                yield restated(sheet, claim, "; ".join(each for each in members if each != member))


@operator("name the members of a list in another order", "A list has no order.")
def reorder_a_list(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        members = [part.strip() for part in claim.value.split(";")]
        if claim.kind == "set" and len(members) > 1:
            yield restated(sheet, claim, "; ".join(reversed(members)))


@operator(
    "write the same in another way",
    "Another unit, an interval of one day, or a name instead of a notation: the answer is the same.",
)
def say_the_same(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        value = _same(sheet, claim)
        if value is not None:
            yield restated(sheet, claim, value)


def _same(sheet: Sheet, claim: Claim) -> str | None:
    span = claim.span
    if (
        claim.kind == "extent"
        and span is not None
        and span.single
        and span.unit == "y"
        and span.high is not None
    ):
        return f"{int(span.high) * 12} mo"
    if claim.kind == "moment" and span is not None and span.single:
        return f"{claim.value}/{claim.value}"
    if claim.kind == "choice" and ":" not in claim.value:
        concept = sheet.concept(claim)
        return name(concept) if concept is not None else None
    return None


@operator("soften a stance", "What is alleged is compared just as what is asserted, and nobody rests on it.")
def soften(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if claim.stance == "asserts" and not sheet.is_relayed(claim):
            edit = sheet.put(claim.node, AV.hasStance, STANCE.alleges)
            yield Site(claim.node, f"{name(claim.node)} alleges what it asserted", edit)


@operator("add a condition", "Nobody passes the claim on, so nobody loses the condition.")
def add_a_condition(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if (claim.node, AV.condition, None) not in sheet.graph and not sheet.is_relayed(claim):
            condition = Literal("if the rules are not changed before", lang="en")
            edit = Edit(added=((claim.node, AV.condition, condition),))
            yield Site(claim.node, f"{name(claim.node)} has a condition", edit)


@operator(
    "pass a claim on as it is",
    "The relay says what the relayed claim says, of whom it says it and as firmly.",
    allowed=["corroboration"],
)
def relay_faithfully(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if sheet.is_alone(claim) and (claim.kind != "text" or claim.aspect == ASPECT.quotation):
            changed: dict[Node, Node | None] = {}
            if claim.aspect == ASPECT.quotation:
                stated = sheet.graph.value(claim.node, AV.value)
                language = stated.language if isinstance(stated, Literal) else None
                changed[AV.value] = Literal(f"{claim.value.capitalize()}!", lang=language)
            yield from relay_of(sheet, claim, random, "as it is", changed)


@operator(
    "agree with another source",
    "The new claim gives the very answer that is there, in the same scope.",
    allowed=["corroboration"],
)
def agree(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if sheet.is_alone(claim) and claim.is_compared:
            for site in relay_of(sheet, claim, random, "without saying so", {}):
                edit = Edit(added=tuple(each for each in site.edit.added if each[1] != AV.relays))
                yield Site(
                    site.node, f"{name(site.node)} says what {name(claim.node)} says", edit, (claim.node,)
                )


OPERATORS: tuple[Operator, ...] = (
    say_about,
    round_a_figure,
    widen_a_count,
    give_the_month,
    open_an_end,
    leave_figure_out,
    give_one_end,
    drop_complete,
    shorten_a_list,
    reorder_a_list,
    say_the_same,
    soften,
    add_a_condition,
    relay_faithfully,
    agree,
)
