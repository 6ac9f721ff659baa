"""The parts of a generated graph, before they are written as lines."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from averment.namespaces import AVSH
from benchmarks.answers import Answer, Span, Topic
from benchmarks.ntriples import iri

__all__ = ["Block", "Claim", "Document", "Evidence", "Expected", "Hop", "Planter", "Question", "digest"]

_SH = "http://www.w3.org/ns/shacl#"
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
    """A document with its page; `span` is None where its date is missing or can't be read."""

    iri: str
    name: str
    publisher: str | None
    span: Span | None
    page: str
    has_day_text: bool = False
    evidence: list[Evidence] = field(default_factory=list)
    named: int = 0
    claims: int = 0


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
    """What claims answer together; `scope` has properties, nodes and their English names."""

    subject: str
    subject_label: str
    aspect: str
    aspect_label: str
    topic: Topic
    scope: list[tuple[str, str, str]]
    derived_scope: list[tuple[str, str, str]]
    claims: list[Claim] = field(default_factory=list)
    disagrees: bool = False

    @property
    def iri(self) -> str:
        """The IRI, which says what is asked, with a hash of the scope."""
        name = f"question:{_local(self.subject)}/{self.aspect}"
        scope = [*self.scope, *self.derived_scope]
        return iri(f"{name}/{digest(scope)}" if scope else name)


@dataclass(slots=True, eq=False)
class Claim:
    """One claim; `pairs` are its further statements, `derived` what follows from none of the other fields."""

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
    evidence: Evidence | None = None
    has_list: bool = True
    loops: bool = False
    lost_in: str | None = None

    @property
    def is_compared(self) -> bool:
        """Whether its answer counts where answers are compared."""
        return self.stance in _COMPARED

    @property
    def origin(self) -> str:
        """Who the claim goes back to."""
        line = [self]
        while (relayed := line[-1].relays) is not None:
            if relayed in line:
                circle = line[line.index(relayed) :]
                return min(circle, key=lambda claim: claim.iri[:-1])._end()
            line.append(relayed)
        return line[-1]._end()

    def _end(self) -> str:
        if self.hops and self.has_list:
            return self.hops[-1].end
        return self.lost_in or self.document.publisher or self.document.iri


def digest(scope: list[tuple[str, str, str]]) -> str:
    """Return the hash by which a question's IRI tells its scope."""
    lines = "\n".join(f"{property_[1:-1]} {within[1:-1]}" for property_, within, _ in scope)
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


def _local(subject: str) -> str:
    return subject.removeprefix("<https://w3id.org/averment/id/").removesuffix(">")
