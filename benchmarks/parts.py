"""The parts of a generated graph, before they are written as lines."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from averment.namespaces import AVSH
from benchmarks.answers import Answer, Span, Topic
from benchmarks.ntriples import iri

__all__ = [
    "Asked",
    "Block",
    "Claim",
    "Document",
    "Evidence",
    "Expected",
    "Hop",
    "Planter",
    "Question",
    "Scope",
]

_SH = "http://www.w3.org/ns/shacl#"
Scope = tuple[tuple[str, str, str], ...]
"""Properties, nodes and the English names of those."""

_COMPARED = frozenset(iri(f"stance:{name}") for name in ("asserts", "alleges", "conditional"))


class Expected(NamedTuple):
    """One result that every engine has to give; terms are written as in N-Triples, and none is empty.

    Attributes:
        focus: the focus node.
        shape: the shape.
        component: the constraint component.
        path: the path, if it is one property.
        value: the value node; empty where it is the focus node or where there is none.
        fault: the name of the fault that was planted.
    """

    focus: str
    shape: str
    component: str
    path: str
    value: str
    fault: str


class Planter:
    """Decides which nodes get which fault: a fixed share of each sort of node, the faults taking turns.

    Args:
        rate: the share of nodes with a fault.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._due: dict[str, float] = {}
        self.planted: Counter[str] = Counter()

    def pick(self, sort: str, faults: tuple[str, ...]) -> str | None:
        """Return the fault of the next node of a sort, if it is to have one: the rarest of those that fit it."""
        due = self._due.get(sort, 0.5) + self._rate
        if due >= 1 and faults:
            fault = min(faults, key=lambda name: (self.planted[name], name))
            self.planted[fault] += 1
            self._due[sort] = due - 1
            return fault
        self._due[sort] = due
        return None

    def undo(self, sort: str, fault: str) -> None:
        """Take back a fault that turned out not to fit; the next node gets it."""
        self.planted[fault] -= 1
        self._due[sort] += 1


@dataclass(slots=True)
class Block:
    """Lines of one part of the graph.

    Attributes:
        stated: what files would state.
        derived: what follows from it.
        withheld: what files would state although they must not; it is reported and left out of the graph.
        expected: the results that the faults lead to.
        pages: the archived pages by name.
        claims: how many claims there are.
        questions: how many questions there are.
    """

    stated: list[str] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    claims: int = 0
    questions: int = 0

    def state(self, subject: str, *pairs: tuple[str, str]) -> None:
        """Add statements about one subject."""
        for predicate, value in pairs:
            self.stated.append(f"{subject} {predicate} {value} .\n")

    def derive(self, subject: str, *pairs: tuple[str, str]) -> None:
        """Add what follows about one subject."""
        for predicate, value in pairs:
            self.derived.append(f"{subject} {predicate} {value} .\n")

    def expect(
        self, fault: str, focus: str, shape: str, component: str, path: str = "", value: str = ""
    ) -> None:
        """Add a result: the shape by its local name, the component without `ConstraintComponent`."""
        value = "" if value == focus else value
        self.expected.append(
            Expected(focus, f"<{AVSH}{shape}>", f"<{_SH}{component}ConstraintComponent>", path, value, fault)
        )


@dataclass(slots=True, eq=False)
class Document:
    """A document with its page.

    Attributes:
        span: the days of its date; None where that is missing or can't be read.
        origin: who stands behind what it states itself.
        republishes: what it is based on although nobody has written down what that says.
        named: how many claims have got a name after it.
        claims: how many claims are stated in it.
    """

    iri: str
    name: str
    publisher: str | None
    span: Span | None
    page: str
    has_day_text: bool = False
    republishes: str | None = None
    evidence: list[Evidence] = field(default_factory=list)
    named: int = 0
    claims: int = 0

    @property
    def origin(self) -> str:
        """Who stands behind what it states itself."""
        return self.republishes or self.publisher or self.iri

    def can_follow(self, other: Document) -> bool:
        """Return whether it may rest on the other, which then has not appeared later."""
        return self.span is None or other.span is None or self.span[1] >= other.span[0]


@dataclass(slots=True, eq=False)
class Hop:
    """One hop of a chain; `end` is the origin that it stands for, the hop itself if its source has no name."""

    iri: str
    end: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    is_typed: bool = True


@dataclass(slots=True, eq=False)
class Evidence:
    """A passage of a page; the offsets are terms since a fault may make them text."""

    iri: str
    start: str
    end: str
    hash: str
    fault: str | None = None


@dataclass(slots=True, eq=False)
class Question:
    """What a story asks: an aspect of a subject, with the scope that claims state.

    Unit, anchor and implied text may make several of it.
    """

    subject: str
    subject_label: str
    aspect: str
    topic: Topic
    scope: Scope = ()
    disagrees: bool = False


class Asked(NamedTuple):
    """What is asked in the graph, with everything that keeps answers apart; the scope is sorted."""

    subject: str
    subject_label: str
    aspect: str
    scope: Scope

    @property
    def iri(self) -> str:
        """The IRI, which says what is asked, with a hash of the scope."""
        name = f"question:{_local(self.subject)}/{self.aspect}"
        return iri(f"{name}/{_digest(self.scope)}" if self.scope else name)


@dataclass(slots=True, eq=False)
class Claim:
    """One claim.

    Attributes:
        pairs: its further statements.
        derived: what follows from none of the other attributes.
        relays: the claim that it passes on.
        copies: the same statement in what its document is based on.
        is_relayed: whether another claim passes it on.
        is_prior: whether it says what held before.
        during: for which time, as the term that questions have, and in words.
        is_withdrawn: whether a later document took it back.
        is_fixed: whether it must not get a fault, since others are expected to follow from it.
        lost_in: the document that it names and that is not there.
    """

    iri: str
    document: Document
    question: Question
    answer: Answer
    stance: str
    span: Span | None
    pairs: list[tuple[str, str]] = field(default_factory=list)
    derived: list[tuple[str, str]] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)
    relays: Claim | None = None
    copies: Claim | None = None
    is_relayed: bool = False
    is_prior: bool = False
    during: tuple[str, str] | None = None
    is_withdrawn: bool = False
    is_fixed: bool = False
    evidence: Evidence | None = None
    has_list: bool = True
    loops: bool = False
    lost_in: str | None = None

    @property
    def is_compared(self) -> bool:
        """Whether its answer counts where answers are compared."""
        return self.stance in _COMPARED

    @property
    def is_tied(self) -> bool:
        """Whether it is passed on, or passes on another one."""
        return self.relays is not None or self.is_relayed

    @property
    def stated_in(self) -> str:
        """The document that it names."""
        return self.lost_in or self.document.iri

    @property
    def origin(self) -> str:
        """Who the claim goes back to."""
        line = [self]
        while (before := line[-1].relays or line[-1].copies) is not None:
            if before in line:
                circle = line[line.index(before) :]
                return min(circle, key=lambda claim: claim.iri[:-1])._end()
            line.append(before)
        return line[-1]._end()

    def _end(self) -> str:
        if self.hops and self.has_list:
            return self.hops[-1].end
        return self.lost_in or self.document.origin

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """Iterate over its own answer and those that follow from it, each with its node."""
        yield self.iri, self.answer
        for name, answer in self.answer.following.items():
            yield f"{self.iri[:-1]}/{name}>", answer


def _digest(scope: Scope) -> str:
    lines = "\n".join(f"{property_[1:-1]} {_bare(within)}" for property_, within, _ in scope)
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


def _bare(term: str) -> str:
    return term[1:-1] if term.startswith("<") else term[1:].partition('"')[0]


def _local(subject: str) -> str:
    return subject.removeprefix("<https://w3id.org/averment/id/").removesuffix(">")
