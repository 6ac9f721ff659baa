"""A page as data: what is shown of one thing of the graph, in the order in which it is shown.

Names are for readers, an `id` is what the command line accepts, an `iri` is what other programs join on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from averment.errors import Position
from averment.showing.parts import (
    Answer,
    Answers,
    Claim,
    Date,
    Found,
    Header,
    Judgement,
    Mention,
    Statement,
    Subject,
    Thing,
)

__all__ = [
    "ActorPage",
    "Citation",
    "DocumentPage",
    "GroupPage",
    "InstrumentPage",
    "Page",
    "Post",
    "ProvisionPage",
    "Published",
    "QuestionPage",
    "StageDates",
    "Standing",
    "Timeline",
    "Version",
]


@dataclass(frozen=True, slots=True)
class StageDates:
    """A stage of the process, with the answers to when the instrument reached it, by the day.

    Attributes:
        stage: the stage.
        asked: the aspect under which it is dated.
        questions: what is asked.
        answers: the answers.
        apart: what is said with a stance that is not compared, such as a prediction.
    """

    stage: Thing
    asked: str
    questions: tuple[Thing, ...]
    answers: tuple[Answer, ...]
    apart: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the instrument had come as of a date, None where none is known, by whom it is said."""

    as_of: Date | None
    in_words: str
    is_at_odds: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The stages of the process with their dates, and how far the instrument had come at which date."""

    stages: tuple[StageDates, ...]
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A text version, and the stage at which the instrument had it."""

    version: Thing
    stage: str | None
    at: Position | None


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """A law, bill, decree, code or package."""

    header: Header
    jurisdiction: Thing | None
    process: Thing | None
    package: Thing | None
    members: tuple[Thing, ...]
    provisions: tuple[Thing, ...]
    versions: tuple[Version, ...]
    timeline: Timeline | None
    subjects: tuple[Subject, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Found, ...]
    kind: Literal["instrument"] = "instrument"


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    """A provision of an instrument.

    Attributes:
        replaces: provisions of earlier instruments that ruled the same matter.
        replaced_by: provisions of later ones that do.
        regulates: the acts that it rules on.
        same_act: other provisions that rule on one of these acts.
    """

    header: Header
    instrument: Thing | None
    replaces: tuple[Thing, ...]
    replaced_by: tuple[Thing, ...]
    regulates: tuple[Thing, ...]
    same_act: tuple[Thing, ...]
    subjects: tuple[Subject, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Found, ...]
    kind: Literal["provision"] = "provision"


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group of persons that rules or counts are about."""

    header: Header
    wider: tuple[Thing, ...]
    narrower: tuple[Thing, ...]
    all_of: tuple[Thing, ...]
    any_of: tuple[Thing, ...]
    subjects: tuple[Subject, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Found, ...]
    kind: Literal["group"] = "group"


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question, with every claim that answers it.

    Attributes:
        compared: how its answers compare, by the kind of its aspect.
        refined_by: the same question within a scope that this one leaves open.
        within: the same question of a wider scope, whose answers hold here as well.
        in_units: the same question about figures in one unit.
        followed_by: the same question of a later text.
    """

    header: Header
    compared: str | None
    answers: Answers
    refined_by: tuple[Thing, ...]
    within: tuple[Thing, ...]
    in_units: tuple[Thing, ...]
    followed_by: tuple[Thing, ...]
    findings: tuple[Found, ...]
    kind: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class Post:
    """A membership: who holds which post of which organisation, between which dates."""

    person: Thing | None
    post: Thing | None
    organisation: Thing | None
    since: Date | None
    until: Date | None
    note: str | None
    at: Position | None


@dataclass(frozen=True, slots=True)
class Published:
    """A document in a list: its date, how many claims it states, and how many of them are at odds."""

    document: Thing
    published: Date | None
    claims: int
    at_odds: int
    at: Position | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that names something as a source of claims, or a document of it, which `source` then is."""

    document: Thing
    publisher: Thing | None
    published: Date | None
    source: Thing | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class ActorPage:
    """A person, an organisation or an outlet.

    Attributes:
        same_as: other nodes that editors judged to be the same actor; what is said of these is shown as well.
        owners: who owns it, who owns that, and so on up.
        owns: what it owns.
        posts: the posts a person holds, or those who hold posts of an organisation.
        published: its documents, by date.
        cited_by: the documents that quote it as a source of claims.
        at_odds: the claims of its documents that a finding sets against others.
        credited_by: the documents that name it as a source of the whole.
        originates: how many claims have it as their origin.
        originates_in: how many documents state these.
    """

    header: Header
    same_as: tuple[Thing, ...]
    based_in: Thing | None
    owners: tuple[Thing, ...]
    owns: tuple[Thing, ...]
    posts: tuple[Post, ...]
    judgements: tuple[Judgement, ...]
    published: tuple[Published, ...]
    at_odds: tuple[Claim, ...]
    cited_by: tuple[Citation, ...]
    credited_by: tuple[Thing, ...]
    originates: int
    originates_in: int
    subjects: tuple[Subject, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Found, ...]
    kind: Literal["actor"] = "actor"


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document with its claims, in the order in which they are written."""

    header: Header
    publisher: Thing | None
    published: Date | None
    language: str | None
    url: str | None
    credits: tuple[Thing, ...]
    based_on: tuple[Thing, ...]
    basis_of: tuple[Thing, ...]
    corrects: tuple[Thing, ...]
    corrected_by: tuple[Thing, ...]
    retracts: tuple[Thing, ...]
    retracted_by: tuple[Thing, ...]
    verification: str | None
    claims: tuple[Claim, ...]
    cited_by: tuple[Citation, ...]
    subjects: tuple[Subject, ...]
    findings: tuple[Found, ...]
    kind: Literal["document"] = "document"


Page: TypeAlias = ActorPage | DocumentPage | GroupPage | InstrumentPage | ProvisionPage | QuestionPage
