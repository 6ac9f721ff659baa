"""The claims of a story: who states what, through whom, read from which passage."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from random import Random

from benchmarks.answers import DENIAL, Answer
from benchmarks.asking import Asker, Setting
from benchmarks.days import some_days
from benchmarks.faults import HOP_FAULTS, LONG_CHAIN_FAULTS, PASSAGE_FAULTS, break_hop, break_passage
from benchmarks.ntriples import AV, boolean, integer, iri, plain, text
from benchmarks.parts import Block, Claim, Document, Evidence, Hop, Planter, Question
from benchmarks.world import World

__all__ = ["ClaimMaker"]

_VERBS = tuple(
    iri(f"verb:{name}") for name in ("cites", "estimates", "posted", "provides", "reports", "says", "told")
)
_ASSERTS, _CONDITIONAL, _DENIES = (iri(f"stance:{name}") for name in ("asserts", "conditional", "denies"))
_STANCES = tuple(
    (share, iri(f"stance:{name}"))
    for share, name in (
        (0.8, "asserts"),
        (0.88, "alleges"),
        (0.92, "conditional"),
        (0.95, "denies"),
        (0.97, "opines"),
        (1.0, "predicts"),
    )
)
_PARTS = tuple(iri(f"part:{name}") for name in ("headline", "lead", "body", "caption"))
_PASSED_ON = frozenset((AV.condition, AV.hasForce))
"""What a claim says in the words of the claim that it relays, beside the answer."""


class ClaimMaker:
    """Makes the claims that answer the questions of one story.

    Args:
        block: where expected results go.
        random: what decides on the content.
        world: what all stories share.
        planter: what decides on faults.
        documents: the story's documents.
        setting: the story's laws.
        today: the day of what has no date.
    """

    def __init__(
        self,
        block: Block,
        random: Random,
        world: World,
        planter: Planter,
        documents: list[Document],
        setting: Setting,
        today: int,
    ) -> None:
        self._block, self._random, self._world, self._planter = block, random, world, planter
        self._documents = documents
        self._asker, self._today = Asker(setting), today
        self.claims: list[Claim] = []

    def add(self, question: Question, size: int, *, may_disagree: bool) -> None:
        """Make so many claims that answer a question; the first asserts its answer."""
        topic = question.topic
        made: list[Claim] = []
        for number in range(size):
            claim = self._claim(question, made)
            untrue = topic.untrue() if claim.stance == _DENIES else None
            if number == 0 or (claim.stance == _DENIES and untrue is None):
                claim.stance = _ASSERTS
            claim.answer = topic.answer(self._random, number, claim.span)
            if claim.stance == _DENIES and untrue is not None:
                claim.answer = untrue
            if claim.stance == _CONDITIONAL:
                claim.pairs.append((AV.condition, text("if it is approved")))
            made.append(claim)
            if claim.relays:
                self._repeat(claim, claim.relays)
        if may_disagree and topic.rules and size > 1:
            self._disagree(question, made)
        for claim in made:
            if claim.relays:
                claim.relays.is_relayed = True
        self.claims += made

    @staticmethod
    def _repeat(claim: Claim, relayed: Claim) -> None:
        """Make a claim say what the one says that it relays, as of the same day if that states one."""
        claim.stance = relayed.stance
        claim.answer = replace(relayed.answer, extra=list(relayed.answer.extra))
        claim.pairs = [pair for pair in claim.pairs if pair[0] not in _PASSED_ON]
        claim.pairs += [pair for pair in relayed.pairs if pair[0] in _PASSED_ON]
        stated = [pair for pair in relayed.pairs if pair[0] == AV.asOf]
        if stated:
            claim.pairs = [pair for pair in claim.pairs if pair[0] != AV.asOf] + stated
            claim.span = relayed.span

    def _claim(self, question: Question, earlier: list[Claim]) -> Claim:
        random = self._random
        document = random.choice(self._documents)
        document.named += 1
        document.claims += 1
        name = f"article:{document.name}/c{document.named}"
        share = random.random()
        stance = next(term for most, term in _STANCES if share <= most)
        claim = Claim(iri(name), document, question, Answer(""), stance, document.span)
        if random.random() < 0.05:
            day = document.span[0] if document.span else self._today
            own, stated = some_days(day - random.randint(0, 30), random)
            if own:
                claim.span = own
                claim.pairs.append((AV.asOf, plain(stated)))
        if random.random() < 0.1:
            claim.pairs.append((AV.wording, text("in the words of the page")))
        if random.random() < 0.02:
            claim.pairs.append((AV.hasForce, iri("force:may")))
        if random.random() < 0.05:
            claim.pairs.append((AV.inPart, random.choice(_PARTS)))
        if earlier and random.random() < 0.25 and not question.topic.changes:
            relayed = random.choice(earlier)
            if relayed.document is not document and document.can_follow(relayed.document):
                claim.relays = relayed
        if random.random() < 0.13:
            self._add_chain(claim, 1 if random.random() < 0.75 else random.randint(2, 3))
        if random.random() < 0.09:
            claim.evidence = self._passage(f"{name}/evidence", document)
        return claim

    def _add_chain(self, claim: Claim, length: int) -> None:
        """Add hops whose sources are each named once; none appeared later than the claim's document."""
        random, passed = self._random, {claim.document.iri}
        for number in range(length):
            name = f"{claim.iri[1:-1].replace('https://w3id.org/averment/id/article/', 'article:')}/chain/{number + 1}"
            hop = Hop(iri(name), iri(name))
            share, verb = random.random(), random.choice(_VERBS)
            actor, document = self._world.actor(random), random.choice(self._documents)
            if share < 0.7 and actor not in passed:
                hop.end, source = actor, actor
            elif share < 0.85 and document.iri not in passed and claim.document.can_follow(document):
                hop.end, source = document.publisher or document.iri, document.iri
            else:
                source = ""
            passed.add(source)
            hop.pairs.append((AV.hasSource, source) if source else (AV.unnamed, text("some accounts")))
            hop.pairs.append((AV.hasVerb, verb))
            if random.random() < 0.1:
                hop.pairs.append((AV.isVerbatim, boolean(True)))
            fault = self._planter.pick("hop", HOP_FAULTS if length == 1 else LONG_CHAIN_FAULTS)
            if fault:
                break_hop(self._block, hop, fault)
            claim.hops.append(hop)

    def _passage(self, name: str, document: Document) -> Evidence:
        start = self._random.randrange(len(document.page) - 20)
        end = start + self._random.randint(5, 19)
        digest = hashlib.sha256(document.page[start:end].encode()).hexdigest()
        evidence = Evidence(iri(name), integer(start), integer(end), plain(digest))
        document.evidence.append(evidence)
        fault = self._planter.pick("passage", PASSAGE_FAULTS) or self._planter.pick(
            "evidence", ("passage-elsewhere",)
        )
        if fault:
            break_passage(self._block, evidence, start, end, digest, fault)
        return evidence

    def _disagree(self, question: Question, made: list[Claim]) -> None:
        """Make one answer contradict the others, or deny theirs, if it is the question's turn."""
        topic = question.topic
        rule = self._planter.pick(topic.sort, topic.rules)
        if not rule:
            return
        odd = made[topic.pick([claim.span for claim in made])]
        before = odd.answer, odd.stance, odd.pairs
        odd.answer = topic.odd(self._random, odd.span, rule)
        odd.stance = _DENIES if rule == DENIAL else _ASSERTS
        odd.pairs = [pair for pair in odd.pairs if pair[0] not in _PASSED_ON]
        sides = [claim for claim in made if claim.is_compared or claim is odd]
        found = topic.at_odds([(claim.answer, claim.span) for claim in sides], sides.index(odd), rule)
        if not found or (odd is made[0] and rule == DENIAL):
            odd.answer, odd.stance, odd.pairs = before
            self._planter.undo(topic.sort, rule)
            return
        for claim in made:
            if claim.relays is odd:
                claim.relays = None
        odd.relays = None
        question.disagrees = True
        asked = self._asker.asked(odd, odd.iri, odd.answer).iri
        for broken, numbers in found.items():
            for number in numbers:
                self._block.expect(rule, asked, broken, "SPARQL", "", sides[number].iri)
            if not numbers:
                self._block.expect(rule, asked, broken, "SPARQL")
