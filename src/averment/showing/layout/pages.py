"""Each kind of page, laid out."""

from __future__ import annotations

from collections.abc import Iterator

from averment.showing.attribution import stance_in_words
from averment.showing.blocks import Block, Item, Run, Runs, Section, Table
from averment.showing.layout.basics import joined, link, links
from averment.showing.layout.findings import judgement_items, other_findings, overview, severities
from averment.showing.layout.parts import (
    claim_in_full,
    claim_in_short,
    fact,
    facts_of,
    head,
    mention_items,
    question_blocks,
    remarks,
    subject_blocks,
    tallied,
)
from averment.showing.pages import (
    ActorPage,
    Citation,
    DocumentPage,
    GroupPage,
    InstrumentPage,
    Page,
    Post,
    ProvisionPage,
    QuestionPage,
    Timeline,
    Version,
)
from averment.showing.parts import Answer, Subject, Thing
from averment.showing.words import number

__all__ = ["lay_out"]


def lay_out(page: Page) -> list[Block]:
    """Return a page as blocks, in the order in which they are read."""
    return list(_blocks(page))


def _blocks(page: Page) -> Iterator[Block]:
    if isinstance(page, InstrumentPage):
        return _instrument(page)
    if isinstance(page, ProvisionPage):
        return _provision(page)
    if isinstance(page, ActorPage):
        return _actor(page)
    if isinstance(page, DocumentPage):
        return _document(page)
    if isinstance(page, QuestionPage):
        return _question(page)
    return _group(page)


def _instrument(page: InstrumentPage) -> Iterator[Block]:
    facts = [
        *facts_of(page.header, of=page.jurisdiction.name if page.jurisdiction else None),
        *fact("process", page.process.name if page.process else None),
        *fact("part of", link(page.package) if page.package else None),
        *fact("consists of", *links(page.members)),
        *fact("provisions", *links(page.provisions)),
        *fact("texts", *map(_version, page.versions)),
        *fact("findings", *overview(page.subjects, page.findings, page.header.thing)),
    ]
    yield from head(page.header, facts)
    yield from other_findings(page.findings)
    dated: frozenset[Thing] = frozenset()
    if page.timeline is not None:
        yield from _timeline(page.timeline)
        dated = frozenset(question for stage in page.timeline.stages for question in stage.questions)
    yield from _said_of(page.subjects, page.header.thing, dated)
    yield from mention_items(page.mentions)


def _version(version: Version) -> Runs:
    return joined([(Run(version.version.name),), (Run(version.stage or ""),) if version.stage else ()])


def _said_of(
    subjects: tuple[Subject, ...], own: Thing, dated: frozenset[Thing] = frozenset()
) -> Iterator[Block]:
    if not subjects:
        yield Section((Run("What sources say"),))
        yield Item(runs=(Run("No claim of the graph is about it."),))
    yield from subject_blocks(subjects, own=own, dated=dated)


def _timeline(timeline: Timeline) -> Iterator[Block]:
    yield Section((Run("Timeline"),))
    rows: list[tuple[Runs, ...]] = []
    for stage in timeline.stages:
        name = (Run(stage.asked),)
        for answer in stage.answers:
            rows.append((name, _dated(answer), _who(answer)))
            name = (Run(""),)
        for said in stage.apart:
            words = stance_in_words(said.stance)
            who = f"{said.source.name} {words}" if said.source is not None else words
            rows.append((name, (Run(said.in_words),), (Run(who),)))
            name = (Run(""),)
        if not stage.answers and not stage.apart:
            rows.append((name, (Run("no date given", "dim"),), (Run(""),)))
    if any(stage.answers or stage.apart for stage in timeline.stages):
        yield Table(names=("step", "date", "who says so"), rows=tuple(rows))
    if timeline.standings:
        yield Table(
            names=("as of", "how far it had come", "who says so"),
            rows=tuple(
                (
                    (Run(one.as_of.in_words if one.as_of else "undated"),),
                    _marked(one.in_words, is_at_odds=one.is_at_odds),
                    (Run(", ".join(one.sources)),),
                )
                for one in timeline.standings
            ),
        )


def _dated(answer: Answer) -> Runs:
    return _marked(answer.in_words, is_at_odds=answer.is_at_odds)


def _marked(words: str, *, is_at_odds: bool) -> Runs:
    return joined([(Run(words, "strong"),), (Run("at odds", "warning"),) if is_at_odds else ()])


def _who(answer: Answer) -> Runs:
    names = dict.fromkeys(said.source.name for said in answer.statements if said.source is not None)
    is_copied = len(answer.origins) < answer.reports
    counted = tallied(answer.reports, len(answer.origins)) if is_copied and answer.reports > 1 else ""
    return joined([(Run(", ".join(names)),), (Run(counted, "dim"),) if counted else ()])


def _provision(page: ProvisionPage) -> Iterator[Block]:
    facts = [
        *facts_of(page.header),
        *fact("of", link(page.instrument) if page.instrument else None),
        *fact("replaces", *links(page.replaces)),
        *fact("replaced by", *links(page.replaced_by)),
        *fact("rules on", *links(page.regulates)),
        *fact("as do", *links(page.same_act)),
        *fact("findings", *overview(page.subjects, page.findings, page.header.thing)),
    ]
    yield from head(page.header, facts)
    yield from other_findings(page.findings)
    yield from _said_of(page.subjects, page.header.thing)
    yield from mention_items(page.mentions)


def _group(page: GroupPage) -> Iterator[Block]:
    facts = [
        *facts_of(page.header),
        *fact("wider", *links(page.wider)),
        *fact("narrower", *links(page.narrower)),
        *fact("all of", *links(page.all_of)),
        *fact("any of", *links(page.any_of)),
        *fact("findings", *overview(page.subjects, page.findings, page.header.thing)),
    ]
    yield from head(page.header, facts)
    yield from other_findings(page.findings)
    yield from _said_of(page.subjects, page.header.thing)
    yield from mention_items(page.mentions)


def _question(page: QuestionPage) -> Iterator[Block]:
    answers = page.answers
    facts = [
        *fact("asks of", link(answers.about)),
        *fact("within", *(one.in_words for one in answers.scope)),
        *fact("answered by", tallied(answers.reports, answers.origins, independent=True)),
        *fact("compared as", page.compared),
        *fact("also asked of", *links(page.refined_by)),
        *fact("part of", *links(page.within)),
        *fact("in one unit", *links(page.in_units)),
        *fact("later text", *links(page.followed_by)),
    ]
    yield from head(page.header, facts)
    yield Section((Run("Answers"),))
    yield from question_blocks(answers, detail=True)
    yield from other_findings(page.findings)


def _actor(page: ActorPage) -> Iterator[Block]:
    facts = [
        *facts_of(page.header),
        *fact("the same as", *links(page.same_as)),
        *fact("based in", page.based_in.name if page.based_in else None),
        *fact("owned by", *links(page.owners)),
        *fact("owns", *links(page.owns)),
        *fact("origin of", _originates(page)),
        *fact("credited by", *links(page.credited_by)),
        *fact("findings", *overview(page.subjects, page.findings, page.header.thing)),
    ]
    yield from head(page.header, facts)
    yield from other_findings(page.findings)
    if page.judgements:
        yield Section((Run("Judgements"),))
        yield from judgement_items(page.judgements)
    if page.posts:
        yield Section((Run("Posts"),))
        for post in page.posts:
            yield Item(runs=_post(post, page.header.thing), at=post.at)
    if page.published:
        yield Section((Run("Published"),))
        for one in page.published:
            at_odds = (Run(f"{one.at_odds} at odds", "warning"),) if one.at_odds else ()
            counted = (Run(number(one.claims, "claim"), "dim"),)
            dated = (Run(one.published.in_words if one.published else "undated"),)
            yield Item(runs=joined([dated, link(one.document), counted, at_odds]), at=one.at)
    if page.at_odds:
        yield Section((Run("At odds with others"),))
        for claim in page.at_odds:
            yield Item(runs=claim_in_short(claim), at=claim.statement.at)
    yield from _cited(page.cited_by, "Quoted as a source by")
    if page.subjects:
        yield from subject_blocks(page.subjects, own=page.header.thing)
    yield from mention_items(page.mentions)


def _originates(page: ActorPage) -> str | None:
    if not page.originates:
        return None
    return f"{number(page.originates, 'claim')} in {number(page.originates_in, 'document')}"


def _post(post: Post, own: Thing) -> Runs:
    who = (Run(post.person.name, "strong"),) if post.person is not None and post.person != own else ()
    name = post.post or post.organisation
    where = post.organisation if post.organisation not in (None, name, own) else None
    dates = [
        f"since {post.since.in_words}" if post.since else "",
        f"until {post.until.in_words}" if post.until else "",
    ]
    shown = " ".join(filter(None, dates)) or "no dates known"
    return joined(
        [
            who,
            (Run(name.name),) if name is not None else (),
            (Run(where.name),)
            if where is not None and name is not None and where.name not in name.name
            else (),
            (Run(shown),),
            (Run(post.note, "dim"),) if post.note else (),
        ]
    )


def _cited(citations: tuple[Citation, ...], title: str) -> Iterator[Block]:
    if citations:
        yield Section((Run(title),))
    for one in citations:
        who = one.publisher or one.document
        source = f"as {one.source.name}" if one.source is not None else None
        yield Item(
            runs=joined(
                [
                    (Run(f"{who.name} "), Run(f"({one.document.id})", "id")),
                    (Run(one.published.in_words if one.published else "undated"),),
                    (Run(source),) if source else (),
                ]
            )
        )
        for claim in one.claims:
            yield Item(runs=claim_in_short(claim), depth=1, at=claim.statement.at)


def _document(page: DocumentPage) -> Iterator[Block]:
    facts = [
        *facts_of(page.header),
        *fact("publisher", link(page.publisher) if page.publisher else None),
        *fact("date", page.published.in_words if page.published else "not known"),
        *fact("language", page.language),
        *fact("at", (Run(page.url, "url"),) if page.url else None),
        *fact("credits", *links(page.credits)),
        *fact("based on", *links(page.based_on)),
        *fact("basis of", *links(page.basis_of)),
        *fact("corrects", *links(page.corrects)),
        *fact("corrected by", *links(page.corrected_by)),
        *fact("retracts", *links(page.retracts)),
        *fact("retracted by", *links(page.retracted_by)),
        *fact("archived page", page.verification),
        *fact("findings", severities(page.findings)),
    ]
    yield from head(page.header, facts)
    yield from other_findings(page.findings)
    about: Thing | None = None
    if page.claims:
        yield Section((Run(f"Says in {number(len(page.claims), 'claim')}"),))
    for claim in page.claims:
        if claim.about is not None and claim.about != about:
            yield Section(link(claim.about), depth=2)
        about = claim.about
        yield Item(runs=claim_in_full(claim), at=claim.statement.at)
        yield from remarks(claim.statement, detail=True, depth=1)
    yield from _cited(page.cited_by, "Quoted as a source by")
    yield from subject_blocks(page.subjects, own=page.header.thing)
