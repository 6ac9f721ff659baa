"""Judgements on the answers of a story, with the state that deriving finds them in."""

from __future__ import annotations

from collections.abc import Sequence

from averment import resources
from averment.deriving.fingerprints import fingerprint_of_claims
from averment.namespaces import AV as ONTOLOGY
from benchmarks.ntriples import AV, boolean, iri, plain, typed
from benchmarks.parts import Block, Claim, Planter

__all__ = ["accept", "state_of_judgement"]

_TYPE = iri("rdf:type")
_RESTS_ON = {f"<{each}>" for each in resources.ontology().objects(ONTOLOGY.Judgement, ONTOLOGY.restsOn)}
_STATES = {
    None: "in-force",
    "acceptance-of-document": "misplaced",
    "acceptance-of-nothing": "incomplete",
    "acceptance-outdated": "reopened",
    "acceptance-contradicted": "contradicted",
}
_FAULTS = (
    "acceptance-of-document",
    "acceptance-of-nothing",
    "acceptance-outdated",
    "acceptance-contradicted",
)
_NO_PART_OF_AN_ANSWER = frozenset((AV.isApproximate, AV.isSingleFigure, AV.roundedLower, AV.roundedUpper))


def accept(
    block: Block, planter: Planter, number: int, claims: Sequence[Claim], questions: Sequence[str]
) -> None:
    """State that an editor accepts the first of some claims, all of which have been written.

    Args:
        block: the lines of the story.
        planter: what decides on faults.
        number: the number of the story.
        claims: the claims.
        questions: what each of them answers.
    """
    accepted, question = claims[0], questions[0]
    said = _answer(accepted)
    rival = next(
        (
            claim
            for claim, asked in zip(claims, questions, strict=True)
            if asked == question and claim.is_compared and said and _answer(claim) not in (said, set())
        ),
        None,
    )
    can_differ = rival is not None and accepted.is_compared
    fault = planter.pick("acceptance", _FAULTS if can_differ else _FAULTS[:-1])
    current = plain(_fingerprint(block, question))
    basis = plain("0" * 16) if fault == "acceptance-outdated" else current
    acceptance = iri(f"judgement:acceptance-{number}")
    claim = {"acceptance-of-document": accepted.document.iri, "acceptance-of-nothing": ""}.get(
        fault or "", accepted.iri
    )
    _write(block, acceptance, question, claim, basis)
    block.derive(acceptance, (AV.currentBasis, current), *state_of_judgement(_STATES[fault]))
    if fault == "acceptance-of-document":
        for shape, component in (("Acceptance-accepts", "Class"), ("Acceptance-ofAnother", "SPARQL")):
            block.expect(fault, acceptance, shape, component, AV.accepts, claim)
    elif fault == "acceptance-of-nothing":
        block.expect(fault, acceptance, "Acceptance-accepts", "MinCount", AV.accepts)
    elif fault == "acceptance-outdated":
        block.expect(fault, acceptance, "Acceptance-reopened", "SPARQL", AV.basis, basis)
    elif fault and rival:
        again = iri(f"judgement:acceptance-{number}-again")
        _write(block, again, question, rival.iri, basis)
        block.derive(again, (AV.currentBasis, current), (AV.isAtOddsWith, acceptance))
        block.derive(again, *state_of_judgement(_STATES[fault]))
        block.expect(fault, again, "Acceptance-contradicts", "MaxCount", AV.isAtOddsWith)


def _answer(claim: Claim) -> set[tuple[str, str]]:
    """Return what answers are told apart by."""
    return {pair for pair in claim.answer.bounds if pair[0] not in _NO_PART_OF_AN_ANSWER}


def _write(block: Block, acceptance: str, question: str, claim: str, basis: str) -> None:
    block.state(
        acceptance,
        (_TYPE, AV.Acceptance),
        (AV.judges, question),
        (AV.basis, basis),
        (AV.judgedBy, plain("an editor")),
        (AV.judgedOn, typed("2026-02-03", "date")),
        (AV.reason, plain("The text of the law says so.")),
    )
    if claim:
        block.state(acceptance, (AV.accepts, claim))


def state_of_judgement(state: str) -> list[tuple[str, str]]:
    """Return what deriving says of a judgement in a state."""
    return [(AV.hasState, iri(f"state:{state}")), (AV.isInForce, boolean(state == "in-force"))]


def _fingerprint(block: Block, question: str) -> str:
    """Return the fingerprint of a question that has been written."""
    lines = [line.split(" ", 2) for line in (*block.stated, *block.derived)]
    followed = {name: value[:-3] for name, property_, value in lines if property_ == AV.followsFrom}
    asked = {
        followed.get(name, name)
        for name, property_, value in lines
        if property_ == AV.answers and value[:-3] == question
    }
    rests: dict[str, list[tuple[str, str]]] = {name: [] for name in asked}
    for name, property_, value in lines:
        if name in asked and property_ in _RESTS_ON:
            rests[name].append((property_, value[:-3]))
    return fingerprint_of_claims(rests.items())
