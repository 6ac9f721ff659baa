"""Faults of claims, hops and passages, each with the results that it leads to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from benchmarks.answers import Answer, Estimate, Extent, Growing
from benchmarks.choices import Choice, Prose, Set
from benchmarks.moments import Days, Moment, Stage
from benchmarks.ntriples import AV, boolean, decimal, integer, iri, plain, text
from benchmarks.parts import Block, Claim, Evidence, Hop, Question
from benchmarks.world import TYPE, stated_fault

__all__ = [
    "HOP_FAULTS",
    "LONG_CHAIN_FAULTS",
    "PASSAGE_FAULTS",
    "break_claim",
    "break_hop",
    "break_passage",
    "fitting_faults",
]

LONG_CHAIN_FAULTS = ("hop-without-source", "hop-verb-unknown", "hop-verbatim-text", "hop-unnamed-plain")
HOP_FAULTS = (*LONG_CHAIN_FAULTS, "hop-two-sources", "hop-source-country")
PASSAGE_FAULTS = (
    "passage-backwards",
    "passage-start-text",
    "passage-start-negative",
    "passage-hash-capitals",
)

_ANYWHERE = (
    "claim-chain-bare",
    "claim-date-grammar",
    "claim-defined-twice",
    "claim-hop-untyped",
    "claim-misspelt",
    "claim-states-derived",
    "claim-stated-nowhere",
    "claim-wording-plain",
    "claim-wording-twice",
)
_WHERE_NOBODY_PASSES_IT_ON = (
    "claim-force-unknown",
    "claim-out-of-scope",
    "claim-stance-unknown",
    "claim-two-stances",
)


def fitting_faults(claim: Claim, *, has_one_text: bool) -> tuple[str, ...]:
    """List the faults that a claim may be given without a change to what other claims lead to.

    Args:
        claim: the claim.
        has_one_text: whether nobody follows from a stage of the law which text an answer is about.
    """
    topic, found = claim.question.topic, list(_ANYWHERE)
    if not isinstance(topic, Choice | Set) and claim.relays is None:
        found.append("claim-complete-text")
    if claim.relays is None and not claim.answer.extra:
        found.append("claim-relays-document")
    if not claim.is_tied:
        found += _free(claim, has_one_text=has_one_text)
    if claim.answer.value[1:-1].isdigit():
        found.append("claim-value-number")
    found.append("claim-text-plain" if isinstance(topic, Prose) else "claim-value-language")
    return tuple(found)


def _free(claim: Claim, *, has_one_text: bool) -> list[str]:
    """List the faults that fit a claim which no other one passes on, and which passes on none."""
    topic, found = claim.question.topic, list(_WHERE_NOBODY_PASSES_IT_ON)
    if claim.question.aspect == "headcount":
        found.remove("claim-out-of-scope")
    if claim.is_compared:
        found.append("claim-conditional-bare")
    found.append("claim-value-missing")
    if not isinstance(topic, Stage | Days):
        found.append("claim-about-unknown")
    if isinstance(topic, Moment | Growing | Estimate):
        found.append("claim-value-grammar")
    if not isinstance(topic, Prose):
        found.append("claim-value-twice")
    if isinstance(topic, Stage) and has_one_text:
        found.append("claim-subject-unfit")
    return found


def break_claim(block: Block, claim: Claim, fault: str) -> None:
    """Give a claim a fault, and tell what has to be reported."""
    _BREAKERS[fault](block, claim)


def _about_unknown(block: Block, claim: Claim) -> None:
    name = _name(claim)
    unknown, old = iri(f"law:unknown-{name}"), claim.question
    claim.question = Question(unknown, f"unknown-{name}", old.aspect, old.topic, old.scope)
    block.expect("claim-about-unknown", claim.iri, "Claim-about", "Or", AV.about, unknown)
    if not isinstance(old.topic, Prose):
        block.expect("claim-about-unknown", claim.iri, "Claim-subject", "SPARQL", AV.about, unknown)


def _subject_unfit(block: Block, claim: Claim) -> None:
    old = claim.question
    claim.question = Question(old.subject, old.subject_label, "venue-ban", _ONE_YEAR)
    bounds = [(AV.lower, decimal(1)), (AV.lowerIsOpen, boolean(False))]
    bounds += [(AV.upper, decimal(1)), (AV.upperIsOpen, boolean(False))]
    bounds += [(AV.isSingleFigure, boolean(True)), (AV.isApproximate, boolean(False))]
    claim.answer = Answer(plain("1 y"), [*bounds, (AV.hasUnit, iri("unit:y"))])
    block.expect("claim-subject-unfit", claim.iri, "Claim-subject", "SPARQL", AV.about, old.subject)


def _out_of_scope(block: Block, claim: Claim) -> None:
    place = iri("country:ru")
    claim.pairs.append((AV.inPlace, place))
    block.expect("claim-out-of-scope", claim.iri, "Claim-scope", "SPARQL", AV.inPlace, place)


def _conditional_bare(block: Block, claim: Claim) -> None:
    claim.stance = iri("stance:conditional")
    claim.pairs = [pair for pair in claim.pairs if pair[0] != AV.condition]
    block.expect("claim-conditional-bare", claim.iri, "Claim-conditional", "SPARQL", AV.condition)


def _wording_twice(block: Block, claim: Claim) -> None:
    claim.pairs += [(AV.wording, text("one wording")), (AV.wording, text("another wording"))]
    block.expect("claim-wording-twice", claim.iri, "Claim-wording", "UniqueLang", AV.wording)


def _wording_plain(block: Block, claim: Claim) -> None:
    claim.pairs.append((AV.wording, plain("in plain words")))
    block.expect(
        "claim-wording-plain", claim.iri, "Claim-wording", "Datatype", AV.wording, plain("in plain words")
    )


def _value_missing(block: Block, claim: Claim) -> None:
    claim.answer = Answer("")
    block.expect("claim-value-missing", claim.iri, "Claim-value", "MinCount", AV.value)


def _value_twice(block: Block, claim: Claim) -> None:
    claim.answer = Answer(claim.answer.value)
    claim.pairs.append((AV.value, plain("second")))
    block.expect("claim-value-twice", claim.iri, "Claim-value", "MaxCount", AV.value)


def _value_number(block: Block, claim: Claim) -> None:
    claim.answer.value = integer(int(claim.answer.value[1:-1]))
    block.expect("claim-value-number", claim.iri, "Claim-value", "Or", AV.value, claim.answer.value)


def _value_grammar(block: Block, claim: Claim) -> None:
    is_moment = isinstance(claim.question.topic, Moment)
    value = "19.09.2021" if is_moment else "1,100"
    message = plain(stated_fault("moment" if is_moment else "quantity", value))
    claim.answer = Answer(plain(value))
    claim.derived.append((AV.valueFault, message))
    block.expect("claim-value-grammar", claim.iri, "Claim-valueGrammar", "SPARQL", AV.value, message)


def _value_language(block: Block, claim: Claim) -> None:
    claim.answer.value = f"{claim.answer.value}@en"
    block.expect(
        "claim-value-language", claim.iri, "Claim-valueLanguage", "SPARQL", AV.value, claim.answer.value
    )


def _text_plain(block: Block, claim: Claim) -> None:
    claim.answer.value = claim.answer.value.removesuffix("@en")
    block.expect("claim-text-plain", claim.iri, "Claim-textLanguage", "SPARQL", AV.value, claim.answer.value)


def _date_grammar(block: Block, claim: Claim) -> None:
    message = plain(stated_fault("date", "19.09.2021"))
    claim.span = None
    claim.pairs = [pair for pair in claim.pairs if pair[0] != AV.asOf]
    claim.pairs.append((AV.asOf, plain("19.09.2021")))
    claim.derived.append((AV.asOfFault, message))
    block.expect("claim-date-grammar", claim.iri, "Claim-asOfGrammar", "SPARQL", AV.asOf, message)


def _chain_bare(block: Block, claim: Claim) -> None:
    hop = Hop(
        iri(f"{_compact(claim)}/chain"), "", [(AV.hasSource, iri("actor:a0")), (AV.hasVerb, iri("verb:says"))]
    )
    _drop_hops(block, claim)
    claim.hops, claim.has_list = [hop], False
    block.expect("claim-chain-bare", claim.iri, "Claim-list", "SPARQL", AV.attributionChain, hop.iri)


def _hop_untyped(block: Block, claim: Claim) -> None:
    """Make the chain a list without an end, and one of its hops no hop."""
    _drop_hops(block, claim)
    hops = []
    for number in (1, 2):
        source = iri(f"actor:a{number}")
        pairs = [(AV.hasSource, source), (AV.hasVerb, iri("verb:says"))]
        hops.append(Hop(iri(f"{_compact(claim)}/chain/{number}"), source, pairs))
    hops[1].is_typed = False
    claim.hops, claim.loops = hops, True
    block.expect("claim-hop-untyped", claim.iri, "Claim-hops", "Class", "", hops[1].iri)


def _drop_hops(block: Block, claim: Claim) -> None:
    """Take away a chain and the results of faults in it, since the claim gets another."""
    gone = {hop.iri for hop in claim.hops}
    block.expected = [expected for expected in block.expected if expected.focus not in gone]


def _relays_document(block: Block, claim: Claim) -> None:
    claim.pairs.append((AV.relays, claim.document.iri))
    block.expect("claim-relays-document", claim.iri, "Claim-relays", "Class", AV.relays, claim.document.iri)


def _stated_nowhere(block: Block, claim: Claim) -> None:
    lost = iri(f"article:lost-{_name(claim)}")
    claim.lost_in = lost
    if not any(property_ == AV.asOf for property_, _ in claim.pairs):
        claim.span = None
    if claim.evidence:
        block.expected = [expected for expected in block.expected if expected.focus != claim.evidence.iri]
        claim.document.evidence.remove(claim.evidence)
        claim.evidence = None
    claim.document.claims -= 1
    block.expect("claim-stated-nowhere", claim.iri, "Claim-statedIn", "Class", AV.statedIn, lost)


def _complete_text(block: Block, claim: Claim) -> None:
    claim.pairs.append((AV.isComplete, plain("yes")))
    block.expect(
        "claim-complete-text", claim.iri, "Claim-isComplete", "Datatype", AV.isComplete, plain("yes")
    )


def _force_unknown(block: Block, claim: Claim) -> None:
    claim.pairs = [pair for pair in claim.pairs if pair[0] != AV.hasForce]
    claim.pairs.append((AV.hasForce, iri("group:people")))
    block.expect(
        "claim-force-unknown", claim.iri, "Claim-hasForce", "Class", AV.hasForce, iri("group:people")
    )


def _stance_unknown(block: Block, claim: Claim) -> None:
    claim.stance = iri("actor:a0")
    block.expect("claim-stance-unknown", claim.iri, "Claim-hasStance", "Class", AV.hasStance, claim.stance)


def _two_stances(block: Block, claim: Claim) -> None:
    opines, predicts = iri("stance:opines"), iri("stance:predicts")
    claim.pairs.append((AV.hasStance, predicts if claim.stance == opines else opines))
    block.expect("claim-two-stances", claim.iri, "Claim-hasStance", "MaxCount", AV.hasStance)


def _misspelt(block: Block, claim: Claim) -> None:
    term = iri(f"av:misspelt-{_name(claim)}")
    claim.pairs.append((term, plain("x")))
    block.derive(term, (TYPE, AV.UnknownTerm), (AV.usedBy, claim.iri))
    block.expect("claim-misspelt", term, "UnknownTerm-usedBy", "MaxCount", AV.usedBy)


def _states_derived(block: Block, claim: Claim) -> None:
    block.withheld.append(f"{claim.iri} {AV.hasOrigin} {iri('actor:a0')} .\n")
    claim.derived.append((AV.statesDerived, AV.hasOrigin))
    block.expect(
        "claim-states-derived", claim.iri, "DerivedProperty-statesDerived", "MaxCount", AV.statesDerived
    )


def _defined_twice(block: Block, claim: Claim) -> None:
    block.withheld.append(f"{claim.iri} {TYPE} {AV.Claim} .\n")
    claim.derived.append((AV.timesDefined, integer(2)))
    block.expect(
        "claim-defined-twice",
        claim.iri,
        "Definition-timesDefined",
        "MaxInclusive",
        AV.timesDefined,
        integer(2),
    )


_ONE_YEAR = Extent(1, 1, "unit:y", (("y", 1, 1),))

_BREAKERS: dict[str, Callable[[Block, Claim], None]] = {
    "claim-about-unknown": _about_unknown,
    "claim-chain-bare": _chain_bare,
    "claim-complete-text": _complete_text,
    "claim-conditional-bare": _conditional_bare,
    "claim-date-grammar": _date_grammar,
    "claim-defined-twice": _defined_twice,
    "claim-force-unknown": _force_unknown,
    "claim-hop-untyped": _hop_untyped,
    "claim-misspelt": _misspelt,
    "claim-out-of-scope": _out_of_scope,
    "claim-relays-document": _relays_document,
    "claim-stance-unknown": _stance_unknown,
    "claim-stated-nowhere": _stated_nowhere,
    "claim-states-derived": _states_derived,
    "claim-subject-unfit": _subject_unfit,
    "claim-text-plain": _text_plain,
    "claim-two-stances": _two_stances,
    "claim-value-grammar": _value_grammar,
    "claim-value-language": _value_language,
    "claim-value-missing": _value_missing,
    "claim-value-number": _value_number,
    "claim-value-twice": _value_twice,
    "claim-wording-plain": _wording_plain,
    "claim-wording-twice": _wording_twice,
}


def break_hop(block: Block, hop: Hop, fault: str) -> None:
    """Give a hop a fault."""
    pairs = hop.pairs
    if fault == "hop-verbatim-text":
        pairs[:] = [pair for pair in pairs if pair[0] != AV.isVerbatim]
        pairs.append((AV.isVerbatim, plain("yes")))
        block.expect(fault, hop.iri, "Hop-isVerbatim", "Datatype", AV.isVerbatim, plain("yes"))
        return
    if fault == "hop-verb-unknown":
        pairs[:] = [pair for pair in pairs if pair[0] != AV.hasVerb]
        pairs.append((AV.hasVerb, iri("actor:a0")))
        block.expect(fault, hop.iri, "Hop-hasVerb", "Class", AV.hasVerb, iri("actor:a0"))
        return
    pairs[:] = [pair for pair in pairs if pair[0] not in (AV.hasSource, AV.unnamed)]
    hop.end = hop.iri
    if fault == "hop-without-source":
        block.expect(fault, hop.iri, "Hop-source", "MinCount")
    elif fault == "hop-unnamed-plain":
        pairs.append((AV.unnamed, plain("some accounts")))
        block.expect(fault, hop.iri, "Hop-unnamed", "Datatype", AV.unnamed, plain("some accounts"))
    elif fault == "hop-two-sources":
        hop.end = iri("actor:a0")
        pairs += [(AV.hasSource, hop.end), (AV.unnamed, text("some accounts"))]
        block.expect(fault, hop.iri, "Hop-source", "MaxCount")
    elif fault == "hop-source-country":
        hop.end = iri("country:ru")
        pairs.append((AV.hasSource, hop.end))
        block.expect(fault, hop.iri, "Hop-hasSource", "Or", AV.hasSource, hop.end)


def break_passage(block: Block, evidence: Evidence, start: int, end: int, digest: str, fault: str) -> None:
    """Give a passage a fault; that it is not found in the page follows from most of them."""
    evidence.fault = fault
    if fault == "passage-elsewhere":
        evidence.hash = plain(hashlib.sha256(b"elsewhere").hexdigest())
    elif fault == "passage-backwards":
        evidence.start, evidence.end = evidence.end, evidence.start
        block.expect(fault, evidence.iri, "Evidence-order", "LessThan", AV.passageStart, evidence.start)
    elif fault == "passage-start-negative":
        evidence.start = integer(-5)
        block.expect(
            fault, evidence.iri, "Evidence-passageStart", "MinInclusive", AV.passageStart, evidence.start
        )
    elif fault == "passage-hash-capitals":
        evidence.hash = plain(digest.upper())
        block.expect(fault, evidence.iri, "Evidence-passageHash", "Pattern", AV.passageHash, evidence.hash)
    elif fault == "passage-start-text":
        evidence.start = plain("several")
        for shape, component in (
            ("Evidence-passageStart", "Datatype"),
            ("Evidence-passageStart", "MinInclusive"),
            ("Evidence-order", "LessThan"),
        ):
            block.expect(fault, evidence.iri, shape, component, AV.passageStart, evidence.start)


def _name(claim: Claim) -> str:
    return claim.iri.rsplit("article/", 1)[1].removesuffix(">").replace("/", "-")


def _compact(claim: Claim) -> str:
    return "article:" + claim.iri.rsplit("article/", 1)[1].removesuffix(">")
