"""What editors decided about a thing, in words."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF
from rdflib.term import Node

from averment.namespaces import AV
from averment.showing.lookup import Lookup
from averment.showing.parts import Judgement
from averment.showing.statements import value_in_words
from averment.showing.words import listed

__all__ = ["judgements_of"]

_TIES = (AV.judges, AV.isSameAs, AV.differsFrom, AV.accepts)


def judgements_of(lookup: Lookup, nodes: Iterable[Node]) -> tuple[Judgement, ...]:
    """Return the judgements that name one of the nodes, by day."""
    found = {judgement for node in nodes for tie in _TIES for judgement in lookup.subjects(tie, node)}
    judgements = [_judgement(lookup, node) for node in sorted(found, key=str) if _is_judgement(lookup, node)]
    return tuple(sorted(judgements, key=lambda one: (one.on.stated if one.on else "", one.judgement.iri)))


def _is_judgement(lookup: Lookup, node: Node) -> bool:
    return lookup.is_a(node, AV.Judgement)


def _judgement(lookup: Lookup, node: Node) -> Judgement:
    type_ = lookup.value(node, RDF.type)
    return Judgement(
        judgement=lookup.thing(node),
        type=lookup.name(type_) if type_ is not None else "judgement",
        in_words=_in_words(lookup, node),
        reason=lookup.text(node, AV.reason),
        by=lookup.text(node, AV.judgedBy),
        on=lookup.date(node, AV.judgedOn),
        expires=lookup.date(node, AV.expires),
        state=lookup.name(state) if (state := lookup.value(node, AV.hasState)) is not None else None,
        at=lookup.at(node),
    )


def _in_words(lookup: Lookup, node: Node) -> str:
    judged = listed([lookup.name(one) for one in lookup.values(node, AV.judges)]) or "this"
    said = []
    if accepted := [value_in_words(lookup, claim) for claim in lookup.values(node, AV.accepts)]:
        said.append(f"the answer is '{listed(accepted)}'")
    if same := [lookup.name(one) for one in lookup.values(node, AV.isSameAs)]:
        said.append(f"{judged} is the same as {listed(same)}")
    if others := [lookup.name(one) for one in lookup.values(node, AV.differsFrom)]:
        said.append(f"{judged} is not {listed(others)}")
    if rules := [lookup.thing(rule).id.removeprefix("avsh:") for rule in lookup.values(node, AV.waivesRule)]:
        said.append(f"{listed(rules)} may stand")
    return "; ".join(said) or judged
