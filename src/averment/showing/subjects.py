"""What a user means by a word: the thing that has it as its compact IRI, its IRI, or one of its names."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import RDF, RDFS, SKOS, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.errors import UsageError
from averment.namespaces import AV, PREFIXES
from averment.showing.lookup import Lookup
from averment.showing.parts import Thing
from averment.showing.words import with_article

__all__ = ["CLASSES", "Candidate", "SubjectError", "find_subject", "shown_subjects"]

CLASSES: tuple[URIRef, ...] = (AV.Instrument, AV.Provision, AV.Actor, AV.Document, AV.Question, AV.Group)
"""The classes whose members have a page."""

_NAMES = (SKOS.prefLabel, SKOS.altLabel, RDFS.label, DCTERMS.title)
_MOST = 8
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be meant, and what it is."""

    thing: Thing
    type: str


class SubjectError(UsageError):
    """A subject that names nothing, or several things; the message says which of it.

    Attributes:
        candidates: what may be meant.
    """

    def __init__(self, message: str, candidates: Iterable[Candidate] = ()) -> None:
        self.candidates = tuple(candidates)
        super().__init__(message)


def find_subject(lookup: Lookup, text: str) -> URIRef:
    """Return the thing that a text names.

    Args:
        lookup: the graph.
        text: a compact IRI such as `law:ru-extradition-ban`, an IRI, a name or an alias in any language, or
            what a compact IRI ends in where nothing has that name; case and space do not matter in names.

    Raises:
        SubjectError: nothing has the name, several have it, or what has it has no page.
    """
    written = text.strip()
    if not written:
        raise SubjectError("an empty subject names nothing; write one such as law:ru-extradition-ban")
    iri = _iri(written)
    if iri is not None and (iri, RDF.type, None) in lookup.graph:
        if any(lookup.is_a(iri, class_) for class_ in CLASSES):
            return iri
        raise _without_page(lookup, iri)
    members = shown_subjects(lookup)
    for named in (_by_name(lookup, members), _by_ending(lookup, members)):
        found = {_counted(lookup, node) for node in named.get(_folded(written), ())}
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise SubjectError(
                f"{_quoted(written)} is the name of several; write the one that is meant:",
                _candidates(lookup, sorted(found)),
            )
    near = _nearest(lookup, members, written)
    if not members:
        cure = "the graph has nothing to show; name other files or folders with --graph"
    elif near:
        cure = "the nearest are:"
    else:
        cure = "write a name of the graph, or an IRI such as law:ru-extradition-ban"
    raise SubjectError(f"nothing is called {_quoted(written)}; {cure}", _candidates(lookup, near))


def _counted(lookup: Lookup, node: URIRef) -> URIRef:
    """Return the node under which an actor is counted that editors judged to have several."""
    first = lookup.value(node, AV.countsAs)
    return first if isinstance(first, URIRef) else node


def _iri(written: str) -> URIRef | None:
    """Return the IRI that a text is, or stands for, or None if it has the form of neither."""
    if written.startswith("<") and written.endswith(">"):
        return URIRef(written[1:-1])
    prefix, colon, rest = written.partition(":")
    if not colon or not rest or any(character.isspace() for character in written):
        return None
    return URIRef(PREFIXES[prefix] + rest) if prefix in PREFIXES else URIRef(written)


def _without_page(lookup: Lookup, iri: URIRef) -> SubjectError:
    type_ = lookup.value(iri, RDF.type)
    what = lookup.name(type_) if type_ is not None else "thing"
    ties = (AV.answers, AV.statedIn, AV.isVersionOf, AV.hasMember, AV.inOrganisation, AV.judges)
    near = [
        value
        for tie in ties
        for value in lookup.values(iri, tie)
        if isinstance(value, URIRef) and any(lookup.is_a(value, class_) for class_ in CLASSES)
    ]
    cure = "show what it belongs to:" if near else "show a law, provision, actor, document, question or group"
    shown = lookup.thing(iri).id
    return SubjectError(
        f"{_quoted(shown)} is {with_article(what)}, which has no page; {cure}", _candidates(lookup, near)
    )


def shown_subjects(lookup: Lookup) -> list[URIRef]:
    """List everything that has a page, sorted."""
    found: set[Node] = set()
    for class_ in CLASSES:
        for below in lookup.subclasses(class_):
            found.update(lookup.graph.subjects(RDF.type, below))
    return sorted(node for node in found if isinstance(node, URIRef))


def _by_name(lookup: Lookup, members: Iterable[URIRef]) -> dict[str, set[URIRef]]:
    named: dict[str, set[URIRef]] = {}
    for member in members:
        for predicate in _NAMES:
            for name in lookup.graph.objects(member, predicate):
                if isinstance(name, Literal):
                    named.setdefault(_folded(str(name)), set()).add(member)
    return named


def _by_ending(lookup: Lookup, members: Iterable[URIRef]) -> dict[str, set[URIRef]]:
    """Map what compact IRIs have after their prefix to what they stand for."""
    named: dict[str, set[URIRef]] = {}
    for member in members:
        named.setdefault(_folded(lookup.thing(member).id.partition(":")[2]), set()).add(member)
    return named


def _nearest(lookup: Lookup, members: list[URIRef], written: str) -> list[URIRef]:
    """List what has all the words in one of its names, else what has a name, or an IRI, that is spelt alike."""
    names = _by_name(lookup, members)
    words = _folded(written).split()
    holding = {
        member: len(name)
        for name, having in sorted(names.items(), reverse=True)
        if all(word in name for word in words)
        for member in having
    }
    if holding:
        return sorted(holding, key=lambda member: (_is_question(member), holding[member], member))[:_MOST]
    for member in members:
        names.setdefault(_folded(lookup.thing(member).id), set()).add(member)
    alike = difflib.get_close_matches(_folded(written)[:_SHOWN], sorted(names), n=4 * _MOST, cutoff=0.6)
    found = dict.fromkeys(member for name in alike for member in sorted(names[name]))
    return sorted(found, key=_is_question)[:_MOST]


def _is_question(member: URIRef) -> bool:
    return member.startswith(PREFIXES["question"])


def _candidates(lookup: Lookup, nodes: Iterable[URIRef]) -> list[Candidate]:
    return [
        Candidate(
            thing=lookup.thing(node),
            type=lookup.name(type_) if (type_ := lookup.value(node, RDF.type)) is not None else "thing",
        )
        for node in nodes
    ]


def _folded(text: str) -> str:
    """Return a name without what does not distinguish names: case, how accents are encoded, space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _quoted(text: str) -> str:
    return f"'{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}'"
