"""What pages are made of: things, claims, the answers to a question, findings, judgements."""

from __future__ import annotations

from dataclasses import dataclass

from averment.errors import Position

__all__ = [
    "Answer",
    "Answers",
    "Claim",
    "Date",
    "Found",
    "Header",
    "Hop",
    "Judgement",
    "Mention",
    "Name",
    "Relayed",
    "Scope",
    "Side",
    "Statement",
    "Subject",
    "Thing",
]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is named: `id` is its compact IRI, `name` its English name, or any."""

    iri: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its language, None where none is stated; an alias is no title of the thing."""

    text: str
    language: str | None
    is_alias: bool


@dataclass(frozen=True, slots=True)
class Date:
    """A date as stated, and in words."""

    stated: str
    in_words: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What an answer is limited to: the name of the property, its value, and both in words."""

    property: str
    value: str
    in_words: str


@dataclass(frozen=True, slots=True)
class Header:
    """What every page starts with.

    Attributes:
        thing: what the page is about.
        type: what it is, such as 'law' or 'outlet'.
        names: all its names, the one it is shown under left out.
        definition: what is meant by it.
        notes: what its file remarks.
        at: where it is written.
    """

    thing: Thing
    type: str
    names: tuple[Name, ...]
    definition: str | None
    notes: tuple[str, ...]
    at: Position | None


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of an attribution chain; a source without a name has the words that stand for it."""

    source: Thing | None
    unnamed: str | None
    verb: str
    verbatim: bool
    capacity: str | None


@dataclass(frozen=True, slots=True)
class Relayed:
    """A claim that another one passes on: who states it, and what it says in words."""

    claim: Thing
    source: Thing | None
    in_words: str
    at: Position | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim.

    Attributes:
        claim: the claim.
        at: where it is written.
        value: as stated.
        in_words: the value in words.
        stance: how the end of the chain stands to it, such as 'asserts'.
        is_compared: whether it is set against other answers.
        is_withdrawn: whether its document, or a later one, took it back.
        is_at_odds: whether a finding sets it against another claim.
        document: where it is stated.
        source: who publishes that document, or the document.
        published: when; None where the document gives no date.
        as_of: the date for which the answer is given, where the claim states one.
        condition: what has to happen first.
        force: the force that it gives to the norm.
        is_complete: whether it is put forward as the whole answer.
        is_prior: whether it is what held before the instrument.
        was: what the value was before, in words.
        converts: the amount that the value only converts, in words.
        scope: what it is limited to beyond what its question is.
        part: the part of the document that makes it.
        wording: the few words that the value interprets.
        note: what its file remarks.
        chain: the attribution behind the document, outermost first.
        attribution: document and chain in words.
        relays: the claim that it passes on.
        origin: where the statement comes from.
        verification: the outcome of looking its passage up; None if it names none.
        findings: what a check found about it alone.
    """

    claim: Thing
    at: Position | None
    value: str
    in_words: str
    stance: str
    is_compared: bool
    is_withdrawn: bool
    is_at_odds: bool
    document: Thing | None
    source: Thing | None
    published: Date | None
    as_of: Date | None
    condition: str | None
    force: str | None
    is_complete: bool
    is_prior: bool
    was: str | None
    converts: str | None
    scope: tuple[Scope, ...]
    part: str | None
    wording: str | None
    note: str | None
    chain: tuple[Hop, ...]
    attribution: str
    relays: Relayed | None
    origin: Thing | None
    verification: str | None
    findings: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with the question it answers: its aspect, `asked`, and its subject."""

    question: Thing | None
    asked: str
    about: Thing | None
    statement: Statement


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question, with everyone who gives it.

    Attributes:
        in_words: the answer.
        is_derived: whether it only follows from what the claims state, such as what they say held before.
        is_at_odds: whether an open finding sets it against another.
        is_accepted: whether a judgement that holds accepts it.
        reports: how many documents give it.
        origins: from whom they have it.
        statements: the claims, by date.
    """

    in_words: str
    is_derived: bool
    is_at_odds: bool
    is_accepted: bool
    reports: int
    origins: tuple[Thing, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One place of a finding: where it is, who states what there, in words."""

    at: Position | None
    claim: str | None
    source: str | None
    in_words: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of a check.

    Attributes:
        rule: the name of the shape.
        family: one of the families of the ontology.
        severity: 'violation', 'warning' or 'info'.
        status: 'open', or 'settled' or 'waived' by an editor.
        subject: what it is about.
        title: what is asked, where it is about a question or a claim.
        message: the whole message of the check.
        explanation: the message without the title and the answers that differ.
        sides: the places it involves.
    """

    rule: str
    family: str
    severity: str
    status: str
    subject: Thing
    title: str | None
    message: str
    explanation: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision of an editor, in words, with its reason, its author, its day, and whether it holds."""

    judgement: Thing
    type: str
    in_words: str
    reason: str | None
    by: str | None
    on: Date | None
    expires: Date | None
    state: str | None
    at: Position | None


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one question, side by side.

    Attributes:
        question: the question.
        asked: the name of its aspect.
        about: its subject.
        scope: what it is limited to.
        reports: how many documents answer it, with a stance that is compared.
        origins: how many independent origins these answers have.
        answers: the answers, those that most documents give first.
        apart: what is said with a stance that is not compared, or was withdrawn.
        findings: what a check found about it.
        judgements: what an editor decided about it.
    """

    question: Thing
    asked: str
    about: Thing
    scope: tuple[Scope, ...]
    reports: int
    origins: int
    answers: tuple[Answer, ...]
    apart: tuple[Statement, ...]
    findings: tuple[Found, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with the questions that claims answer about it."""

    about: Thing
    questions: tuple[Answers, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A question that some claims answer with the thing of the page, and how many documents do."""

    question: Thing
    asked: str
    about: Thing | None
    reports: int
