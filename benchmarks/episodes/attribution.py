"""Episodes of attribution: chains and documents that rest on one another, or go round in circles."""

from __future__ import annotations

from benchmarks.days import bounds
from benchmarks.episodes.stage import Stagehand
from benchmarks.ntriples import AV, iri, plain, text
from benchmarks.parts import Claim
from benchmarks.world import LABEL, TYPE

__all__ = [
    "based_on_cycle",
    "based_on_later",
    "chain_later",
    "chain_repeats",
    "corrects_later",
    "ends_unnamed",
    "leaves_before",
    "not_in_office",
    "owns_itself",
    "relays_cycle",
    "relays_later",
    "relays_own",
    "rests_on_retracted",
    "rests_on_withdrawn",
]

_ASPECT, _ANSWER = "community-work", "100..200 h"


def chain_later(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A chain names a document that appeared later, or earlier."""
    provision = stage.provision(stage.law())
    source = stage.document(30 if is_broken else -30)
    claim = stage.claim(stage.document(), provision, _ASPECT, _ANSWER, chain=[source])
    if is_broken:
        stage.expect(rule, claim.iri, source.iri)


def chain_repeats(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A chain comes back to a source that it has passed, or not."""
    provision = stage.provision(stage.law())
    sources = [iri(f"actor:a{number}") for number in (1, 2, 1 if is_broken else 4)]
    claim = stage.claim(stage.document(), provision, _ASPECT, _ANSWER, chain=sources)
    if is_broken:
        stage.expect(rule, claim.iri)


def ends_unnamed(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A chain ends with words that stand for nobody in particular, which is expected wherever it is so."""
    provision = stage.provision(stage.law())
    chain = [iri("actor:a1"), "some accounts" if is_broken else iri("actor:a2")]
    stage.claim(stage.document(), provision, _ASPECT, _ANSWER, chain=chain)


def relays_cycle(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Three claims pass one another on, in a circle or not."""
    provision = stage.provision(stage.law())
    made: list[Claim] = []
    for number in range(3):
        relayed = made[-1] if number else None
        made.append(stage.claim(stage.document(), provision, _ASPECT, _ANSWER, relays=relayed))
    if is_broken:
        made[0].relays = made[2]
        for claim, relayed in ((made[0], made[2]), (made[1], made[0]), (made[2], made[1])):
            stage.expect(rule, claim.iri, relayed.iri)


def relays_later(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A claim passes on one of a later, or an earlier, document."""
    provision = stage.provision(stage.law())
    first = stage.claim(stage.document(), provision, _ASPECT, _ANSWER)
    claim = stage.claim(stage.document(-3 if is_broken else 3), provision, _ASPECT, _ANSWER, relays=first)
    if is_broken:
        stage.expect(rule, claim.iri, first.iri)


def relays_own(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A claim passes on one of its own, or of an earlier, document."""
    provision = stage.provision(stage.law())
    first = stage.claim(stage.document(-3), provision, _ASPECT, _ANSWER)
    document = first.document if is_broken else stage.document()
    claim = stage.claim(document, provision, _ASPECT, _ANSWER, relays=first)
    if is_broken:
        stage.expect(rule, claim.iri, first.iri)


def rests_on_withdrawn(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A claim is corrected, and one that passes it on through another is not, or is as well."""
    provision = stage.provision(stage.law())
    first = stage.claim(stage.document(), provision, _ASPECT, _ANSWER)
    second = stage.claim(stage.document(1), provision, _ASPECT, _ANSWER, relays=first)
    correction = stage.document(2, corrects=first.document)
    stage.claim(correction, provision, _ASPECT, "100..300 h")
    first.is_withdrawn = True
    if is_broken:
        # the answers differ as well, for one of them should have gone
        stage.expect(rule, second.iri, first.iri)
        stage.expect("Question-extent", stage.question(second), second.iri, stage.claims[-1].iri)
    else:
        stage.block.state(correction.iri, (AV.corrects, second.document.iri))
        second.is_withdrawn = True


def based_on_cycle(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Two documents are based on each other, or one on the other."""
    base = stage.document()
    document = stage.document(based_on=base, is_read=False)
    stage.claim(document, stage.provision(stage.law()), _ASPECT, _ANSWER)
    if is_broken:
        stage.block.state(base.iri, (AV.isBasedOn, document.iri))
        stage.expect(rule, document.iri, base.iri)
        stage.expect(rule, base.iri, document.iri)


def based_on_later(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A document is based on one that appeared later, or earlier."""
    base = stage.document(9 if is_broken else -9)
    document = stage.document(based_on=base, is_read=False)
    stage.claim(document, stage.provision(stage.law()), _ASPECT, _ANSWER)
    if is_broken:
        stage.expect(rule, document.iri, base.iri)


def corrects_later(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A retraction appears before, or after, what it takes back."""
    retracted = stage.document()
    stage.claim(retracted, stage.provision(stage.law()), _ASPECT, _ANSWER).is_withdrawn = True
    retraction = stage.document(-4 if is_broken else 4, retracts=retracted)
    if is_broken:
        stage.expect(rule, retraction.iri, retracted.iri)


def rests_on_retracted(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A document is retracted, and one that repeats it is not, or is as well."""
    provision = stage.provision(stage.law())
    base = stage.document()
    document = stage.document(1, based_on=base)
    first = stage.claim(base, provision, _ASPECT, _ANSWER)
    copy = stage.claim(document, provision, _ASPECT, _ANSWER)
    copy.copies, first.is_withdrawn = first, True
    retraction = stage.document(2, retracts=base)
    if is_broken:
        stage.expect(rule, document.iri, base.iri)
    else:
        stage.block.state(retraction.iri, (AV.retracts, document.iri))
        copy.is_withdrawn = True


def not_in_office(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """One speaks as the holder of a post after, or before, having left it."""
    person, post, _ = _held(stage, -300, -30 if is_broken else 30)
    provision = stage.provision(stage.law())
    claim = stage.claim(stage.document(), provision, _ASPECT, _ANSWER, chain=[person], capacity=post)
    if is_broken:
        stage.expect(rule, claim.hops[0].iri)


def leaves_before(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """One leaves a post before, or after, taking it up."""
    *_, membership = _held(stage, -300, -400 if is_broken else -200)
    stage.claim(stage.document(), stage.provision(stage.law()), _ASPECT, _ANSWER)
    if is_broken:
        stage.expect(rule, membership)


def _held(stage: Stagehand, since: int, until: int) -> tuple[str, str, str]:
    """State who holds a post from a day until another, counted from today; return holder, post and membership."""
    block = stage.block
    body, person = (iri(f"actor:{stage.name(kind)}") for kind in ("body", "person"))
    post, membership = f"{body[:-1]}/post>", f"{person[:-1]}/membership>"
    block.state(body, (TYPE, AV.Organisation), (LABEL, text("a body")))
    block.state(person, (TYPE, AV.Person), (LABEL, text("a speaker")))
    block.state(post, (TYPE, AV.Post), (LABEL, text("spokesperson")), (AV.inOrganisation, body))
    block.state(
        membership,
        (TYPE, AV.Membership),
        (AV.hasMember, person),
        (AV.holdsPost, post),
        (AV.since, plain(stage.day(since))),
        (AV.until, plain(stage.day(until))),
    )
    block.derive(membership, *bounds(AV.earliest, AV.latest, (stage.today + since, stage.today + until)))
    return person, post, membership


def owns_itself(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Two organisations own each other, or one the other."""
    one, other = (iri(f"actor:{stage.name('owner')}") for _ in range(2))
    for actor in (one, other):
        stage.block.state(actor, (TYPE, AV.Organisation), (LABEL, text("an owner")))
    stage.block.state(one, (AV.isOwnedBy, other))
    stage.claim(stage.document(), stage.provision(stage.law()), _ASPECT, _ANSWER)
    if is_broken:
        stage.block.state(other, (AV.isOwnedBy, one))
        stage.expect(rule, one, other)
        stage.expect(rule, other, one)
