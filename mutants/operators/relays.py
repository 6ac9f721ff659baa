"""Operators on what passes from one document to another: a relay that is not what it relays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

from rdflib import Literal
from rdflib.term import Node

from averment.namespaces import ASPECT, AV, STANCE
from mutants.model import Edit, Operator, Site, Sites, operator, picked
from mutants.operators.answers import FORCES
from mutants.operators.figures import beyond, restated
from mutants.sheet import TRUE, Claim, Sheet, name
from mutants.spans import day_of

__all__ = ["OPERATORS", "relay_of"]

_CURRENCIES = {"RUB": "USD", "USD": "EUR", "EUR": "RUB"}
_SOFT = ("alleges", "opines", "predicts")
_KEPT = (AV.hasAddressee, AV.inVersion, AV.ofPopulation, AV.inPlace, AV.atStage)


def relay_of(
    sheet: Sheet, claim: Claim, random: Random, what: str, changed: Mapping[Node, Node | None]
) -> Sites:
    """Yield the site at which another document, no earlier, passes a claim on, with changes, if there is such one."""
    days = sheet.published(claim.document)
    documents = [
        document
        for document in sorted({other.document for other in sheet.claims})
        if document != claim.document
        and not (days and (others := sheet.published(document)) and not days.is_below(others))
    ]
    for document in picked(random, documents):
        node, edit = sheet.copy(claim, document, changed)
        edit += Edit(added=((node, AV.relays, claim.node),))
        yield Site(
            node, f"{name(node)} passes on {name(claim.node)} ('{claim.value}') {what}", edit, (claim.node,)
        )


def _plain(value: str) -> dict[Node, Node | None]:
    return {AV.value: Literal(value)}


def _other_figure(claim: Claim, random: Random) -> str | None:
    if claim.span is None or claim.kind not in ("estimate", "growing", "extent", "moment"):
        return None
    if claim.kind != "moment":
        return beyond(claim.span, random)
    if claim.span.high is not None:
        return day_of(claim.span.high + random.randint(1, 300))
    return day_of(claim.span.low - random.randint(1, 300)) if claim.span.low is not None else None


@operator(
    "pass on another figure or day",
    "The relay gives a figure or a day that the relayed claim excludes.",
    ["drift"],
)
def another_figure(sheet: Sheet, random: Random) -> Sites:
    for claim, relayed in sheet.relays():
        figure = _other_figure(relayed, random)
        if figure:
            yield restated(sheet, claim, figure, relayed)
    for claim in sheet.claims:
        figure = _other_figure(claim, random)
        if figure and (claim.node, AV.converts, None) not in sheet.graph:
            yield from relay_of(sheet, claim, random, f"as '{figure}'", _plain(figure))


@operator(
    "pass on a figure in another currency",
    "The same number in another currency is another amount.",
    ["drift"],
)
def another_currency(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        unit = claim.span.unit if claim.span else ""
        if unit in _CURRENCIES and (claim.node, AV.converts, None) not in sheet.graph:
            value = claim.value.removesuffix(unit) + _CURRENCIES[unit]
            yield from relay_of(sheet, claim, random, f"as '{value}'", _plain(value))


@operator(
    "count a relayed day from another event",
    "The relay counts the days from another event than the relayed claim does.",
    ["drift"],
)
def another_anchor(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        anchor = re.match(r"(publication|signature)\b", claim.value) if claim.kind == "moment" else None
        if anchor:
            other = "signature" if anchor[1] == "publication" else "publication"
            value = claim.value.replace(anchor[1], other)
            yield from relay_of(sheet, claim, random, f"as '{value}'", _plain(value))


@operator(
    "pass on another answer",
    "The relay answers in wider, narrower or other terms than the relayed claim.",
    ["drift"],
)
def another_answer(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        concept = sheet.concept(claim) if claim.kind == "choice" else None
        others = [each for each in sheet.answers(claim.aspect) if each != concept] if concept else []
        related = [
            each
            for each in others
            if concept and (each in sheet.wider(concept) or concept in sheet.wider(each))
        ]
        for pool in (related, others):
            for other in picked(random, pool):
                value = sheet.written(other)
                yield from relay_of(sheet, claim, random, f"as '{value}'", _plain(value))


@operator(
    "pass on another force",
    "The relay gives the norm a force that the relayed claim does not give it.",
    ["drift"],
)
def another_force(sheet: Sheet, random: Random) -> Sites:
    for claim, relayed in sheet.relays():
        if relayed.kind == "force":
            yield restated(
                sheet, claim, random.choice([each for each in FORCES if each != relayed.value]), relayed
            )
    for claim in sheet.claims:
        if claim.kind == "force":
            value = random.choice([each for each in FORCES if each != claim.value])
            yield from relay_of(sheet, claim, random, f"as '{value}'", _plain(value))


@operator(
    "lose a condition", "The relayed claim holds under a condition, which the relay does not name.", ["drift"]
)
def lose_a_condition(sheet: Sheet, random: Random) -> Sites:
    for claim, relayed in sheet.relays():
        if not any((each.node, AV.condition, None) in sheet.graph for each in (claim, relayed)):
            condition = Literal("if the rules are not changed before", lang="en")
            what = f"{name(relayed.node)}, which {name(claim.node)} passes on, gets a condition"
            yield Site(relayed.node, what, sheet.put(relayed.node, AV.condition, condition), (claim.node,))
    for claim in sheet.claims:
        if (claim.node, AV.condition, None) in sheet.graph:
            changed: dict[Node, Node | None] = {AV.condition: None, AV.hasStance: STANCE.alleges}
            yield from relay_of(sheet, claim, random, "without its condition", changed)


@operator("pass on more firmly", "What was alleged, predicted or thought is put forward as so.", ["drift"])
def firmer(sheet: Sheet, random: Random) -> Sites:
    for claim, relayed in sheet.relays():
        if claim.stance == "asserts":
            stance = random.choice(_SOFT)
            what = f"stance of {name(relayed.node)}, which {name(claim.node)} passes on, becomes {stance}"
            yield Site(
                relayed.node, what, sheet.put(relayed.node, AV.hasStance, STANCE[stance]), (claim.node,)
            )
    for claim in sheet.claims:
        if claim.stance in (*_SOFT, "conditional"):
            yield from relay_of(sheet, claim, random, "as a fact", {AV.hasStance: STANCE.asserts})


@operator("turn a relayed claim round", "One denies what the other asserts, and yet passes it on.", ["drift"])
def turned_round(sheet: Sheet, random: Random) -> Sites:
    for claim, relayed in sheet.relays():
        if (claim.stance, relayed.stance) == ("asserts", "asserts"):
            edit = sheet.put(claim.node, AV.hasStance, STANCE.denies)
            yield Site(claim.node, f"{name(claim.node)} denies what it passes on", edit, (relayed.node,))
    for claim in sheet.claims:
        if claim.stance in ("asserts", "denies"):
            other = "denies" if claim.stance == "asserts" else "asserts"
            yield from relay_of(sheet, claim, random, f"and {other} it", {AV.hasStance: STANCE[other]})


@operator(
    "lose the scope",
    "The relayed claim says for whom, of whom, where, at which stage or for which text it holds; the relay does not.",
    ["drift"],
)
def lose_the_scope(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        for key, within in sorted(claim.scope):
            if key in _KEPT:
                yield from relay_of(sheet, claim, random, f"without {name(key)} {name(within)}", {key: None})


@operator(
    "pass on what held before as what holds now",
    "The relayed claim is about the time before the instrument, and the relay is not.",
    ["drift"],
)
def lose_before(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if sheet.is_true(claim.node, AV.isPrior):
            yield from relay_of(sheet, claim, random, "as what holds now", {AV.isPrior: None})


@operator(
    "pass on an answer for another day",
    "Relayed claim and relay both say as of when they hold, and the days differ.",
    ["drift"],
)
def another_day(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        stated = sheet.value(claim.node, AV.asOf)
        day = sheet.day(claim) if stated is not None else None
        if day is not None and day.high is not None and claim.kind != "stage":
            value = day_of(day.high + random.randint(40, 400))
            yield from relay_of(
                sheet, claim, random, f"as of {value} instead of {stated}", {AV.asOf: Literal(value)}
            )


@operator(
    "pass on another older value",
    "The relay gives another value as the one that held before.",
    ["drift", "disagreement"],
)
def another_older_value(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        stated = sheet.value(claim.node, AV.priorValue)
        unit = str(stated).rpartition(" ")[2]
        if stated is not None and unit:
            value = f"{random.randint(40, 90)} {unit}"
            yield from relay_of(sheet, claim, random, f"with 'was: {value}'", {AV.priorValue: Literal(value)})


@operator(
    "pass a partial answer on as the whole",
    "The relayed claim is not put forward as the whole, and the relay is.",
    ["drift"],
)
def as_the_whole(sheet: Sheet, random: Random) -> Sites:
    for claim, relayed in sheet.relays():
        if not any(sheet.is_true(each.node, AV.isComplete) for each in (claim, relayed)):
            edit = sheet.put(claim.node, AV.isComplete, TRUE)
            yield Site(
                claim.node, f"{name(claim.node)} passes its answer on as the whole", edit, (relayed.node,)
            )
    for claim in sheet.claims:
        if claim.kind in ("choice", "set") and not sheet.is_true(claim.node, AV.isComplete):
            yield from relay_of(sheet, claim, random, "as the whole", {AV.isComplete: TRUE})


@operator(
    "add to a relayed list",
    "The relay names a member that the relayed list neither has nor contains.",
    ["drift"],
)
def add_to_relayed(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if claim.kind != "set":
            continue
        listed = [sheet.concept_named(part.strip(), claim.aspect) for part in claim.value.split(";")]
        answers = sheet.answers(claim.aspect)
        outside = [each for each in answers if all(one and sheet.are_apart(each, one) for one in listed)]
        for other in picked(random, outside):
            value = f"{claim.value}; {sheet.written(other)}"
            yield from relay_of(sheet, claim, random, f"as '{value}'", _plain(value))


@operator(
    "alter a quotation",
    "There are other words between the quotation marks than in the document that is passed on.",
    ["drift"],
)
def alter_a_quotation(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        words = claim.value.split()
        if claim.aspect != ASPECT.quotation or len(words) < 3:
            continue
        for _ in range(2):
            at = random.randrange(1, len(words) - 1)
            put = random.choice([["not", words[at]], [words[at], "never"], ["hardly"]])
            altered = " ".join([*words[:at], *put, *words[at + 1 :]])
            stated = sheet.graph.value(claim.node, AV.value)
            language = stated.language if isinstance(stated, Literal) else None
            changed: dict[Node, Node | None] = {AV.value: Literal(altered, lang=language)}
            yield from relay_of(sheet, claim, random, f"as '{altered}'", changed)


@operator(
    "pass on other votes", "The relay gives other counts of the vote than the relayed claim.", ["drift"]
)
def other_votes(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        if claim.kind == "tally":
            for _ in range(3):
                counts = [int(count) for count in re.findall(r"\d+", claim.value)]
                counts[random.randrange(len(counts))] += random.randint(1, 40)
                value = "-".join(map(str, counts))
                yield from relay_of(sheet, claim, random, f"as '{value}'", _plain(value))


@operator(
    "say that a claim passes on one about something else",
    "A claim that passes another on answers the same question, and these two do not.",
    ["drift", "structure", "attribution"],
)
def relay_of_another_question(sheet: Sheet, random: Random) -> Sites:
    for claim, relayed in sheet.relays():
        others = [
            other
            for other in sheet.claims_of(relayed.document)
            if (other.subject, other.aspect) != (claim.subject, claim.aspect)
        ]
        for other in picked(random, others):
            what = f"{name(claim.node)} relays {name(other.node)} instead of {name(relayed.node)}"
            yield Site(claim.node, what, sheet.put(claim.node, AV.relays, other.node), (other.node,))


@operator(
    "say that a claim passes on one of its own document",
    "What a claim passes on is a claim of another document.",
    ["drift", "structure", "attribution"],
)
def relay_of_own_document(sheet: Sheet, random: Random) -> Sites:
    for claim in sheet.claims:
        others = [
            other
            for other in sheet.claims_of(claim.document)
            if (other.subject, other.aspect, other.value) == (claim.subject, claim.aspect, claim.value)
        ]
        for other in others:
            if other.node != claim.node and not sheet.relayed(claim) and not sheet.relayed(other):
                edit = sheet.put(claim.node, AV.relays, other.node)
                yield Site(claim.node, f"{name(claim.node)} relays {name(other.node)}", edit, (other.node,))


OPERATORS: tuple[Operator, ...] = (
    another_figure,
    another_currency,
    another_anchor,
    another_answer,
    another_force,
    lose_a_condition,
    firmer,
    turned_round,
    lose_the_scope,
    lose_before,
    another_day,
    another_older_value,
    as_the_whole,
    add_to_relayed,
    alter_a_quotation,
    other_votes,
    relay_of_another_question,
    relay_of_own_document,
)
