"""The claims of a story: who states what, through whom, read from which passage."""

from __future__ import annotations

import hashlib
from random import Random

from benchmarks.answers import Answer, Topic
from benchmarks.days import bounds, some_days
from benchmarks.faults import (
    HOP_FAULTS,
    PASSAGE_FAULTS,
    break_claim,
    break_hop,
    break_passage,
    fitting_faults,
)
from benchmarks.ntriples import AV, boolean, integer, iri, plain, text, typed
from benchmarks.parts import Block, Claim, Document, Evidence, Hop, Planter, Question
from benchmarks.world import TYPE, World

__all__ = ["ClaimWriter"]

_FIRST, _REST, _NIL = (iri(f"rdf:{name}") for name in ("first", "rest", "nil"))
_LABEL = iri("rdfs:label")
_VERBS = tuple(
    iri(f"verb:{name}") for name in ("cites", "estimates", "posted", "provides", "reports", "says", "told")
)
_ASSERTS, _CONDITIONAL = iri("stance:asserts"), iri("stance:conditional")
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


class ClaimWriter:
    """Makes the claims of one story, breaks some, and writes them with what follows from them.

    Args:
        block: where the lines go.
        random: what decides on the content.
        world: what all stories share.
        planter: what decides on faults.
        documents: the story's documents.
    """

    def __init__(
        self, block: Block, random: Random, world: World, planter: Planter, documents: list[Document]
    ) -> None:
        self._block, self._random, self._world, self._planter = block, random, world, planter
        self._documents = documents
        self._questions: dict[str, Question] = {}
        self.claims: list[Claim] = []

    def add(self, question: Question, size: int) -> None:
        """Make so many claims that answer a question."""
        made: list[Claim] = []
        for _ in range(size):
            made.append(self._claim(question, made))
        topic = question.topic
        for number, claim in enumerate(made):
            claim.answer = topic.answer(self._random, number, claim.span)
        if topic.rule and size > 1:
            self._disagree(question, topic, made)
        if size > 2 and self._random.random() < 0.03 and made[0].document is not made[-1].document:
            made[0].relays = made[-1]  # they may relay each other in a circle
        self.claims += made

    def _claim(self, question: Question, earlier: list[Claim]) -> Claim:
        random = self._random
        document = random.choice(self._documents)
        document.named += 1
        document.claims += 1
        name = f"article:{document.name}/c{document.named}"
        share = random.random()
        stance = next(term for most, term in _STANCES if share <= most)
        claim = Claim(iri(name), document, question, Answer(""), stance, document.span)
        if stance == _CONDITIONAL:
            claim.pairs.append((AV.condition, text("if it is approved")))
        if random.random() < 0.05:
            day = document.span[0] if document.span else 739000
            own, stated = some_days(day - random.randint(0, 30), random)
            if own:
                claim.span = own
                claim.pairs.append((AV.asOf, plain(stated)))
        if random.random() < 0.1:
            claim.pairs.append((AV.wording, text("in the words of the page")))
        if random.random() < 0.02:
            claim.pairs.append((AV.hasForce, iri("force:may")))
        if earlier and random.random() < 0.25:
            relayed = random.choice(earlier)
            if relayed.document is not document:
                claim.relays = relayed
        if random.random() < 0.13:
            for number in range(1 if random.random() < 0.75 else random.randint(2, 3)):
                claim.hops.append(self._hop(f"{name}/chain/{number + 1}"))
        if random.random() < 0.09:
            claim.evidence = self._passage(f"{name}/evidence", document)
        return claim

    def _hop(self, name: str) -> Hop:
        random, hop = self._random, Hop(iri(name), iri(name))
        share, verb = random.random(), random.choice(_VERBS)
        if share < 0.7:
            hop.end = self._world.actor(random)
            hop.pairs.append((AV.hasSource, hop.end))
        elif share < 0.85:
            document = random.choice(self._documents)
            hop.end = document.publisher or document.iri
            hop.pairs.append((AV.hasSource, document.iri))
        else:
            hop.pairs.append((AV.unnamed, text("some accounts")))
        hop.pairs.append((AV.hasVerb, verb))
        if random.random() < 0.1:
            hop.pairs.append((AV.isVerbatim, boolean(True)))
        fault = self._planter.pick("hop", HOP_FAULTS)
        if fault:
            break_hop(self._block, hop, fault)
        return hop

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

    def _disagree(self, question: Question, topic: Topic, made: list[Claim]) -> None:
        """Make one answer contradict the others, if it is the question's turn."""
        rule = topic.rule
        if not self._planter.pick(rule, (rule,)):
            return
        odd = made[topic.pick([claim.span for claim in made])]
        before = odd.answer
        for claim in (made[0], odd):
            if not claim.is_compared:
                claim.stance = _ASSERTS
        odd.answer = topic.odd(self._random, odd.span)
        compared = [claim for claim in made if claim.is_compared]
        found = topic.at_odds([(claim.answer, claim.span) for claim in compared], compared.index(odd))
        if not found:
            odd.answer = before
            self._planter.undo(rule, rule)
            return
        question.disagrees = True
        if not topic.value_is_reported:
            self._block.expect(rule, question.iri, rule, "SPARQL")
            return
        for number in found:
            self._block.expect(rule, question.iri, rule, "SPARQL", "", compared[number].iri)

    # --- writing -----------------------------------------------------------------

    def write(self) -> None:
        """Break some claims and write all of them, then the questions and the pages."""
        for claim in self.claims:
            if not claim.question.disagrees:
                fault = self._planter.pick("claim", fitting_faults(claim))
                if fault:
                    break_claim(self._block, claim, fault)
            name = claim.question.iri
            claim.question = self._questions.setdefault(name, claim.question)
        for claim in self.claims:
            self._write_claim(claim)
        for name, question in self._questions.items():
            self._write_question(name, question)
        for document in self._documents:
            self._write_page(document)
        self._block.claims += len(self.claims)

    def _write_claim(self, claim: Claim) -> None:
        block, name, question, document = self._block, claim.iri, claim.question, claim.document
        block.state(
            name,
            (TYPE, AV.Claim),
            (AV.about, question.subject),
            (AV.hasAspect, iri(f"aspect:{question.aspect}")),
            (AV.hasStance, claim.stance),
            (AV.statedIn, claim.lost_in or document.iri),
        )
        if claim.answer.value:
            block.state(name, (AV.value, claim.answer.value))
        block.state(name, *((property_, within) for property_, within, _ in question.scope))
        block.state(name, *claim.answer.extra, *claim.pairs)
        if claim.relays:
            block.state(name, (AV.relays, claim.relays.iri))
        question_name = question.iri
        block.derive(
            name,
            (AV.answers, question_name),
            (AV.hasOrigin, claim.origin),
            *claim.answer.bounds,
            *claim.derived,
        )
        if claim.span:
            block.derive(name, *bounds(AV.asOfEarliest, AV.asOfLatest, claim.span))
        if claim.is_compared:
            block.derive(question_name, (AV.hasAnswer, name))
        if claim.hops:
            self._write_chain(claim)
        if claim.evidence:
            block.state(name, (AV.hasEvidence, claim.evidence.iri))
            block.state(
                claim.evidence.iri,
                (TYPE, AV.Evidence),
                (AV.passageStart, claim.evidence.start),
                (AV.passageEnd, claim.evidence.end),
                (AV.passageHash, claim.evidence.hash),
            )

    def _write_chain(self, claim: Claim) -> None:
        block = self._block
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

    def _write_question(self, name: str, question: Question) -> None:
        within = ", ".join(label for *_, label in (*question.scope, *question.derived_scope))
        title = f"{question.aspect_label} of {question.subject_label}" + (f" ({within})" if within else "")
        self._block.derive(
            name,
            (TYPE, AV.Question),
            (AV.about, question.subject),
            (AV.hasAspect, iri(f"aspect:{question.aspect}")),
            (AV.hasKind, iri(question.topic.kind)),
            *((property_, node) for property_, node, _ in (*question.scope, *question.derived_scope)),
            (_LABEL, text(title)),
        )
        self._block.questions += 1

    def _write_page(self, document: Document) -> None:
        block = self._block
        fault = None
        if document.evidence:
            fault = self._planter.pick("page", ("page-changed",))
        elif document.claims:
            fault = self._planter.pick("missing page", ("page-missing",))
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
            block.state(snapshot, (AV.retrieved, plain("2026-01-21")))
            block.expect(
                "snapshot-day-text",
                snapshot,
                "Snapshot-retrieved",
                "Datatype",
                AV.retrieved,
                plain("2026-01-21"),
            )
        elif document.named % 2:
            block.state(snapshot, (AV.retrieved, typed("2026-01-21", "date")))
        for evidence in document.evidence:
            self._verify(evidence, is_changed=fault is not None)

    def _verify(self, evidence: Evidence, *, is_changed: bool) -> None:
        """Derive whether a passage stands in the archived page."""
        block = self._block
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
