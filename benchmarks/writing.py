"""Writes the claims of a story, with what follows from them: questions, origins, and what pages bear out."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from rdflib import URIRef

from averment.deriving.senses import sense_of
from averment.shacl.terms import parse_token
from benchmarks.answers import Answer
from benchmarks.asking import Asker, Setting, Texts, relations
from benchmarks.corroboration import Reply, write_origins
from benchmarks.dated import add_dated
from benchmarks.days import bounds
from benchmarks.ntriples import AV, boolean, integer, iri, plain, text, typed
from benchmarks.parts import Asked, Block, Claim, Document, Evidence, Planter
from benchmarks.vocabulary import aspect
from benchmarks.world import TYPE

__all__ = ["write_story"]

_FIRST, _REST, _NIL = (iri(f"rdf:{name}") for name in ("first", "rest", "nil"))
_LABEL = iri("rdfs:label")
_DENIES = iri("stance:denies")
_TRUE = boolean(True)
_BOTH_WAYS = frozenset((AV.isRefinedBy, AV.isFollowedBy))
_COPIED = frozenset((AV.isComplete, AV.inPart))


def write_story(
    block: Block, setting: Setting, planter: Planter, claims: Sequence[Claim], documents: Sequence[Document]
) -> None:
    """Write claims as they are in the end, the questions that they answer, and the pages of their documents."""
    add_dated(claims, setting)
    texts = Texts(setting, claims)
    asker = Asker(setting, texts)
    questions: dict[Asked, str] = {}
    replies: dict[str, list[Reply]] = defaultdict(list)
    denials: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        _write_claim(block, claim)
        if (implied := asker.implied(claim)) is not None:
            block.derive(claim.iri, (AV.impliedVersion, implied[0]))
        for node, answer in claim.answers():
            asked = asker.asked(claim, node, answer)
            question = questions.setdefault(asked, asked.iri)
            block.derive(node, (AV.answers, question), *answer.bounds)
            if node != claim.iri:
                copied = [
                    pair for pair in (*answer.extra, *claim.answer.extra, *claim.pairs) if pair[0] in _COPIED
                ]
                block.derive(node, (TYPE, AV.DerivedAnswer), (AV.followsFrom, claim.iri), *copied)
            if claim.span:
                block.derive(node, *bounds(AV.asOfEarliest, AV.asOfLatest, claim.span))
            if claim.is_withdrawn:
                continue
            if claim.is_compared:
                block.derive(question, (AV.hasAnswer, node))
                block.derive(node, *_sense(claim, node, answer))
                replies[question].append((node, claim))
            elif claim.stance == _DENIES and node == claim.iri:
                block.derive(question, (AV.hasDenial, claim.iri))
                denials[question].append(claim.iri)
    related: dict[str, set[str]] = defaultdict(set)
    for one, relation, other in relations(questions, texts):
        block.derive(one, (relation, other))
        if relation != AV.isAskedInUnit:
            related[one].add(other)
        if relation in _BOTH_WAYS:
            related[other].add(one)
    for asked, question in questions.items():
        _write_question(block, asked, question)
        write_origins(block, question, replies[question])
        if not any(replies[each] for each in (question, *related[question])):
            for denial in denials[question]:
                block.expect("denies-nothing", denial, "Claim-deniesNothing", "SPARQL")
    for document in documents:
        _write_page(block, planter, document)
    block.claims += len(claims)
    block.questions += len(questions)


def _sense(claim: Claim, node: str, answer: Answer) -> list[tuple[str, str]]:
    """Return what answers that are alike share, in the form that averment gives it."""
    derived: dict[URIRef, list[str]] = {}
    for predicate, value in answer.bounds:
        derived.setdefault(URIRef(predicate[1:-1]), []).append(str(parse_token(value)))
    stated = [claim.answer.value, *(value for predicate, value in claim.pairs if predicate == AV.value)]
    words = [str(parse_token(value)) for value in stated if value]
    sense = sense_of(derived, words, node[1:-1].removeprefix(claim.iri[1:-1]))
    return [(AV.sense, plain(sense))] if sense else []


def _write_claim(block: Block, claim: Claim) -> None:
    name, question = claim.iri, claim.question
    block.state(
        name,
        (TYPE, AV.Claim),
        (AV.about, question.subject),
        (AV.hasAspect, iri(f"aspect:{question.aspect}")),
        (AV.hasStance, claim.stance),
        (AV.statedIn, claim.stated_in),
    )
    if claim.answer.value:
        block.state(name, (AV.value, claim.answer.value))
    block.state(name, *((property_, within) for property_, within, _ in question.scope))
    block.state(name, *claim.answer.extra, *claim.pairs)
    if claim.is_prior:
        block.state(name, (AV.isPrior, _TRUE))
    if claim.relays:
        block.state(name, (AV.relays, claim.relays.iri))
    block.derive(name, (AV.hasOrigin, claim.origin), *claim.derived)
    if claim.is_withdrawn:
        block.derive(name, (AV.isWithdrawn, _TRUE))
    if claim.hops:
        _write_chain(block, claim)
    if claim.evidence:
        block.state(name, (AV.hasEvidence, claim.evidence.iri))
        block.state(
            claim.evidence.iri,
            (TYPE, AV.Evidence),
            (AV.passageStart, claim.evidence.start),
            (AV.passageEnd, claim.evidence.end),
            (AV.passageHash, claim.evidence.hash),
        )


def _write_chain(block: Block, claim: Claim) -> None:
    label = "_:" + "".join(filter(str.isalnum, claim.iri.rsplit("article/", 1)[1]))
    cells = [f"{label}h{number}" for number in range(len(claim.hops))]
    block.state(claim.iri, (AV.attributionChain, cells[0] if claim.has_list else claim.hops[0].iri))
    for number, hop in enumerate(claim.hops):
        if hop.is_typed:
            block.state(hop.iri, (TYPE, AV.Hop))
        block.state(hop.iri, *hop.pairs)
        if claim.has_list:
            last = cells[0] if claim.loops else _NIL
            rest = cells[number + 1] if number + 1 < len(cells) else last
            block.state(cells[number], (_FIRST, hop.iri), (_REST, rest))
            block.derive(hop.iri, (AV.isHopOf, claim.iri), (AV.hopPosition, integer(number + 1)))
    last_hop = claim.hops[-1]
    if (
        claim.has_list
        and claim.origin == last_hop.iri
        and any(pair[0] == AV.unnamed for pair in last_hop.pairs)
    ):
        block.expect("ends-unnamed", claim.iri, "Claim-endsUnnamed", "SPARQL")


def _write_question(block: Block, asked: Asked, question: str) -> None:
    facts = aspect(asked.aspect)
    within = ", ".join(label for *_, label in asked.scope)
    title = f"{facts.label} of {asked.subject_label}" + (f" ({within})" if within else "")
    is_conversion = any(property_ == AV.convertedFrom for property_, *_ in asked.scope)
    block.derive(
        question,
        (TYPE, AV.Question),
        (AV.about, asked.subject),
        (AV.hasAspect, iri(f"aspect:{asked.aspect}")),
        (AV.hasKind, iri("kind:conversion") if is_conversion else facts.kind),
        *((property_, node) for property_, node, _ in asked.scope),
        (_LABEL, text(title)),
    )


# --- pages -----------------------------------------------------------------------------


def _write_page(block: Block, planter: Planter, document: Document) -> None:
    fault = None
    if document.evidence:
        fault = planter.pick("page", ("page-changed",))
    elif document.claims:
        fault = planter.pick("missing page", ("page-missing",))
    if fault == "page-missing":
        outcome = iri("verification:not-archived")
        block.derive(document.iri, (AV.hasVerification, outcome))
        block.expect(fault, document.iri, "Document-hasVerification", "Not", AV.hasVerification, outcome)
        return
    file = f"{document.name}.txt"
    block.pages[file] = document.page
    page = document.page + (" as it was" if fault else "")
    snapshot = iri(f"article:{document.name}/snapshot")
    block.state(document.iri, (AV.hasSnapshot, snapshot))
    block.state(
        snapshot,
        (TYPE, AV.Snapshot),
        (AV.archiveFile, plain(file)),
        (AV.textHash, plain(hashlib.sha256(page.encode()).hexdigest())),
    )
    if document.has_day_text:
        day = plain("2026-01-21")
        block.state(snapshot, (AV.retrieved, day))
        block.expect("snapshot-day-text", snapshot, "Snapshot-retrieved", "Datatype", AV.retrieved, day)
    elif document.named % 2:
        block.state(snapshot, (AV.retrieved, typed("2026-01-21", "date")))
    for evidence in document.evidence:
        _verify(block, evidence, is_changed=fault is not None)


def _verify(block: Block, evidence: Evidence, *, is_changed: bool) -> None:
    """Derive whether a passage stands in the archived page."""
    if evidence.fault == "passage-start-text":
        return  # there is no place to look at
    if evidence.fault:
        start, end = evidence.start.split('"')[1], evidence.end.split('"')[1]
        note = plain(f"the text from {start} to {end} is another")
        outcome = iri("verification:passage-differs")
        block.derive(evidence.iri, (AV.verificationNote, note))
        block.expect(evidence.fault, evidence.iri, "Evidence-passage", "Not", AV.hasVerification, outcome)
    elif is_changed:
        outcome = iri("verification:archive-page-changed")
        block.expect("page-changed", evidence.iri, "Evidence-page", "Not", AV.hasVerification, outcome)
    else:
        outcome = iri("verification:verified")
    block.derive(evidence.iri, (AV.hasVerification, outcome))
