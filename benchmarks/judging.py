"""Judgements on the answers of a story, with the state that deriving finds them in."""

from __future__ import annotations

from averment import resources
from averment.deriving.fingerprints import fingerprint_of_claims
from averment.namespaces import AV as ONTOLOGY
from benchmarks.ntriples import AV, boolean, iri, plain, typed
from benchmarks.parts import Block, Claim, Planter

__all__ = ["accept", "state_of_judgement"]

_TYPE = iri("rdf:type")
_RESTS_ON = {f"<{each}>" for each in resources.ontology().objects(ONTOLOGY.Judgement, ONTOLOGY.restsOn)}
_STATES = {None: "in-force", "acceptance-of-document": "misplaced", "acceptance-of-nothing": "incomplete"}


def accept(block: Block, planter: Planter, number: int, claim: Claim, question: str) -> None:
    """State that an editor accepts one answer to a question of a story, whose claims have been written."""
    acceptance = iri(f"judgement:acceptance-{number}")
    fault = planter.pick("acceptance", ("acceptance-of-document", "acceptance-of-nothing"))
    basis = plain(_fingerprint(block, question))
    block.state(
        acceptance,
        (_TYPE, AV.Acceptance),
        (AV.judges, question),
        (AV.basis, basis),
        (AV.judgedBy, plain("an editor")),
        (AV.judgedOn, typed("2026-02-03", "date")),
        (AV.reason, plain("The text of the law says so.")),
    )
    if fault != "acceptance-of-nothing":
        block.state(acceptance, (AV.accepts, claim.document.iri if fault else claim.iri))
    if fault == "acceptance-of-document":
        for shape, component in (("Acceptance-accepts", "Class"), ("Acceptance-ofAnother", "SPARQL")):
            block.expect(fault, acceptance, shape, component, AV.accepts, claim.document.iri)
    elif fault:
        block.expect(fault, acceptance, "Acceptance-accepts", "MinCount", AV.accepts)
    block.derive(acceptance, (AV.currentBasis, basis), *state_of_judgement(_STATES[fault]))


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
