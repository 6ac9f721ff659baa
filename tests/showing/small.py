"""What the tests of showing share: a small story, and pages of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import chdir
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from rdflib import Literal, URIRef
from rdflib.term import Node

from averment.building import Build, build
from averment.checking import Report, check
from averment.graphs import graph_of
from averment.namespaces import AV, PREFIXES
from averment.showing import Lookup, find_subject, show
from averment.showing.pages import Page
from averment.showing.parts import Answers, Subject

__all__ = [
    "HERE",
    "STORY",
    "answers_of",
    "any_page",
    "any_page_of",
    "built",
    "iri",
    "judged",
    "kites",
    "lookup",
    "page",
    "page_of",
    "with_derived",
]

HERE = Path(__file__).resolve().parent
STORY = "kites.yaml"
DECISIONS = "decisions.yaml"

P = TypeVar("P", bound=Page)


def iri(name: str) -> URIRef:
    """Turn a compact IRI into an IRI."""
    prefix, _, rest = name.partition(":")
    return URIRef(PREFIXES[prefix] + rest)


@cache
def kites() -> Build:
    """Build the story of the kites, as a user would who stands in the folder."""
    with chdir(HERE):
        return build([STORY])


@cache
def judged() -> Build:
    """Build the story with what an editor decided about it, on the fingerprints of what that is about."""
    text = (HERE / DECISIONS).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        file = Path(DECISIONS)
        for name in (STORY, DECISIONS):
            Path(name).write_text((HERE / name).read_text(encoding="utf-8"), encoding="utf-8")
        derived = build([STORY, DECISIONS]).derived
        for name in ("judgement:signature", "judgement:wait"):
            text = text.replace(f"basis of {name}", f'"{derived.value(iri(name), AV.currentBasis)}"')
        file.write_text(text, encoding="utf-8")
        return build([STORY, DECISIONS], today=date(2026, 3, 15))


@cache
def lookup() -> Lookup:
    """Look things up in the story."""
    return Lookup(kites())


def built(text: str, suffix: str = "yaml") -> Build:
    """Build what a file states."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"world.{suffix}").write_text(text, encoding="utf-8")
        with chdir(folder):
            return build([f"world.{suffix}"])


def with_derived(made: Build, *statements: tuple[Node, str, Node | str]) -> Build:
    """Give a build further derived statements; predicates are written compactly, texts stand for literals."""
    extra: list[tuple[Node, Node, Node]] = [
        (node, iri(predicate), value if isinstance(value, Node) else Literal(value))
        for node, predicate, value in statements
    ]
    return replace(made, derived=graph_of(made.derived, extra))


def any_page_of(made: Build, subject: str) -> Page:
    """Return the page of something in a build."""
    looked_up = Lookup(made)
    return show(looked_up, check(made), find_subject(looked_up, subject))


def page_of(made: Build, subject: str, kind: type[P]) -> P:
    """Return the page of something in a build, which is of the kind."""
    shown = any_page_of(made, subject)
    assert isinstance(shown, kind)
    return shown


@cache
def any_page(subject: str) -> Page:
    """Return the page of something in the story."""
    return show(lookup(), _report(), find_subject(lookup(), subject))


@cache
def _report() -> Report:
    return check(kites())


def page(subject: str, kind: type[P]) -> P:
    """Return the page of something in the story, which is of the kind."""
    shown = any_page(subject)
    assert isinstance(shown, kind)
    return shown


def answers_of(subjects: Iterable[Subject], asked: str) -> Answers:
    """Return the one question under an aspect."""
    (found,) = [one for subject in subjects for one in subject.questions if one.asked == asked]
    return found
