"""The parts that pages have in common, laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from averment.showing.attribution import chain_in_words, stance_in_words
from averment.showing.blocks import Block, Fact, Facts, Item, Run, Runs, Section, Title
from averment.showing.findings import is_marked
from averment.showing.layout.basics import capitalised, joined, link
from averment.showing.layout.findings import finding_items, judgement_items, severities
from averment.showing.parts import (
    Answer,
    Answers,
    Claim,
    Header,
    Mention,
    Name,
    Statement,
    Subject,
    Thing,
)
from averment.showing.words import number, with_article

__all__ = [
    "claim_in_full",
    "claim_in_short",
    "details",
    "fact",
    "facts_of",
    "head",
    "mention_items",
    "question_blocks",
    "remarks",
    "subject_blocks",
    "tallied",
]


def fact(label: str, *values: Runs | str | None) -> list[Fact]:
    """Return a property with its values, or nothing if it has none."""
    shown = tuple((Run(value),) if isinstance(value, str) else value for value in values if value)
    return [Fact(label=label, values=shown)] if shown else []


def facts_of(header: Header, *, of: str | None = None) -> list[Fact]:
    """Return what every page says of its thing: type, other names, definition, notes.

    Args:
        header: the thing.
        of: whose it is.
    """
    also = [name for name in header.names if not name.is_alias]
    aliases = [name for name in header.names if name.is_alias]
    return [
        *fact("is", with_article(header.type) + (f" of {of}" if of else "")),
        *fact("also named", *map(_name, also)),
        *fact("also called", *map(_name, aliases)),
        *fact("means", header.definition),
        *fact("note", *header.notes),
    ]


def _name(name: Name) -> Runs:
    language = Run(f" ({name.language})", "dim") if name.language else Run("")
    return (Run(name.text), language)


def head(header: Header, facts: Sequence[Fact]) -> Iterator[Block]:
    """Iterate over title and facts."""
    name = header.thing.name
    yield Title(
        text=capitalised(name) if header.type == "question" else name, id=header.thing.id, at=header.at
    )
    if facts:
        yield Facts(tuple(facts))


def tallied(reports: int, origins: int, *, independent: bool = False) -> str:
    """Return how many documents say so, and from how many origins they have it.

    >>> tallied(3, 1), tallied(3, 2), tallied(1, 1), tallied(0, 0)
    ('3 reports, one origin', '3 reports, 2 origins', '1 report', 'no report')
    """
    if not reports:
        return "no report"
    if reports == 1 and origins <= 1:
        return "1 report"
    what = "independent origin" if independent and origins != 1 else "origin"
    return f"{number(reports, 'report')}, {'one origin' if origins == 1 else number(origins, what)}"


def question_blocks(answers: Answers, *, detail: bool = False) -> Iterator[Block]:
    """Iterate over the answers to a question, those at odds marked, and what is said besides.

    Args:
        answers: the question with its answers.
        detail: whether to say where a claim stands on its page, its words, and what its file remarks.
    """
    compared = {said.claim.iri for answer in answers.answers for said in answer.statements}
    here = {*compared, *(said.claim.iri for said in answers.apart)}
    for found in answers.findings:
        is_plain = is_marked(found) or compared <= {side.claim for side in found.sides}
        yield from finding_items(found, [one for one in found.sides if one.claim not in here or not is_plain])
    yield from judgement_items(answers.judgements)
    for answer in answers.answers:
        yield Item(runs=_answer(answer))
        for said in answer.statements:
            yield from _said(said, detail=detail, value=said.in_words if answer.is_derived else None)
    if answers.apart:
        yield Item(runs=(Run("besides, not compared", "strong"),))
        for said in answers.apart:
            yield from _said(said, detail=detail, value=said.in_words)


def _answer(answer: Answer) -> Runs:
    counted = tallied(answer.reports, len(answer.origins))
    if answer.reports > 1 and len(answer.origins) == 1:
        counted += f": {answer.origins[0].name}"
    return joined(
        [
            (Run(answer.in_words, "strong"),),
            (Run(counted, "dim"),),
            (Run("accepted", "strong"),) if answer.is_accepted else (),
            (Run("at odds", "warning"),) if answer.is_at_odds else (),
        ]
    )


def _said(said: Statement, *, detail: bool, value: str | None = None) -> Iterator[Item]:
    verb = stance_in_words(said.stance)
    words = f"{said.attribution}, {verb}" if said.chain else f"{said.attribution} {verb}"
    runs = joined(
        [
            (Run(words), *([Run(f": {value}")] if value is not None else [])),
            (Run("at odds", "warning"),) if not said.is_compared and said.is_at_odds else (),
            (Run(said.published.in_words if said.published else "undated"),),
            *((Run(words),) for words in details(said, detail=detail)),
        ]
    )
    yield Item(runs=runs, depth=1, at=said.at)
    yield from remarks(said, detail=detail, depth=2)


def remarks(said: Statement, *, detail: bool, depth: int) -> Iterator[Item]:
    """Iterate over what was found about a statement alone, what it passes on, and what its file remarks.

    Args:
        said: the statement.
        detail: whether to say all that, or only what was found and is no mere information.
        depth: how deep it stands.
    """
    for found in said.findings:
        if detail or found.severity != "info":
            others = [side for side in found.sides if side.claim != said.claim.iri]
            yield from finding_items(found, others, depth=depth)
    if not detail:
        return
    if said.relays is not None:
        whence = f"relays {said.relays.source.name}: " if said.relays.source else "relays: "
        yield Item(runs=(Run(whence), Run(said.relays.in_words, "strong")), depth=depth, at=said.relays.at)
    if said.note:
        yield Item(runs=(Run(f"note: {said.note}", "dim"),), depth=depth)


def details(said: Statement, *, detail: bool) -> list[str]:
    """List what limits a statement: date, condition, scope, how it is put.

    Args:
        said: the statement.
        detail: whether to say where it stands on its page, its words and its origin as well.
    """
    more = [
        f"as of {said.as_of.in_words}" if said.as_of else None,
        said.condition,
        *(scope.in_words for scope in said.scope),
        f"as what {said.force} be done" if said.force else None,
        "as the whole answer" if said.is_complete else None,
        "as what held before" if said.is_prior else None,
        f"before: {said.was}" if said.was else None,
        f"only converts {said.converts}" if said.converts else None,
        "withdrawn" if said.is_withdrawn else None,
    ]
    if detail:
        end = said.chain[-1].source if said.chain else said.source
        is_plain = said.origin in (None, end, said.source) or (end is None and said.relays is None)
        more += [
            f"in the {said.part}" if said.part else None,
            f"in the words '{said.wording}'" if said.wording else None,
            f"origin: {said.origin.name}" if said.origin and not is_plain else None,
            f"passage: {said.verification}" if said.verification else None,
        ]
    elif said.relays is not None:
        more.append(f"passed on from {said.relays.source.name}" if said.relays.source else "passed on")
    return [words for words in more if words]


def claim_in_short(claim: Claim) -> Runs:
    """Return what a claim answers to which question."""
    said = claim.statement
    about = f" of {claim.about.name}" if claim.about is not None else ""
    stance = () if said.is_compared else (Run(stance_in_words(said.stance)),)
    return joined([(Run(f"{claim.asked}{about}: "), Run(said.in_words, "strong")), stance])


def claim_in_full(claim: Claim) -> Runs:
    """Return what a claim answers, where document and subject are plain: how firmly, through whom, how limited."""
    said = claim.statement
    is_plain = said.stance == "asserts" or (said.stance == "conditional" and said.condition)
    via = chain_in_words(said.chain)
    return joined(
        [
            (Run(f"{claim.asked}: "), Run(said.in_words, "strong")),
            (Run("at odds", "warning"),) if said.is_at_odds else (),
            () if is_plain else (Run(stance_in_words(said.stance)),),
            (Run(via),) if via else (),
            *((Run(words),) for words in details(said, detail=True)),
        ]
    )


def subject_blocks(
    subjects: Iterable[Subject], *, own: Thing, dated: frozenset[Thing] = frozenset()
) -> Iterator[Block]:
    """Iterate over the questions about each subject.

    Args:
        subjects: the subjects.
        own: the thing of the page, which is not named again.
        dated: the questions that a timeline sums up, which stand by themselves.
    """
    for subject in subjects:
        about = subject.about
        title = (Run("What sources say"),) if about == own else (Run("Provision: "), *link(about))
        for heading, shown in (
            (title, [one for one in subject.questions if one.question not in dated]),
            ((Run("The dates of its steps"),), [one for one in subject.questions if one.question in dated]),
        ):
            if shown:
                yield Section(heading)
            for answers in shown:
                yield from _question(answers)


def _question(answers: Answers) -> Iterator[Block]:
    yield Section(
        joined(
            [
                (Run(capitalised(answers.asked), "strong"),),
                *((Run(one.in_words),) for one in answers.scope),
                (Run(tallied(answers.reports, answers.origins, independent=True), "dim"),)
                if answers.reports
                else (),
                severities(answers.findings),
            ]
        ),
        depth=2,
    )
    yield from question_blocks(answers)
    yield Item(runs=(Run(answers.question.id, "id"),))


def mention_items(mentions: Sequence[Mention]) -> Iterator[Block]:
    """Iterate over the questions that are answered with the thing of the page."""
    if mentions:
        yield Section((Run("Named as the answer to"),))
        for mention in mentions:
            counted = (Run(number(mention.reports, "report"), "dim"),)
            about = link(mention.about) if mention.about is not None else ()
            yield Item(runs=joined([(Run(f"{capitalised(mention.asked)}: "), *about), counted]))
