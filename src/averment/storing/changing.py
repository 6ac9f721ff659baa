"""Putting changed files into a store, and what follows from them in the place of what followed before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, Graph
from rdflib.term import Node

from averment import resources
from averment.deriving import Archive
from averment.namespaces import AV
from averment.storing.contents import Contents
from averment.storing.deriving import derive_for, judge_for
from averment.storing.editing import Edit, Statement, apply_edit, as_named, edit_of, in_graph
from averment.storing.families import Families, parts_of
from averment.storing.lookups import Lookups, Named, as_term
from averment.storing.names import DEFAULT, TYPE
from averment.storing.rippling import Touched, readers, touched_by

__all__ = ["Change", "change_files", "stand_of"]

_CLAIM = ox.NamedNode(AV.Claim)
_JUDGES, _ACCEPTS, _WAIVES = (ox.NamedNode(each) for each in (AV.judges, AV.accepts, AV.waivesRule))
_ANSWERS, _FOLLOWS, _USED_BY = ox.NamedNode(AV.answers), ox.NamedNode(AV.followsFrom), ox.NamedNode(AV.usedBy)
_UNKNOWN = ox.NamedNode(AV.UnknownTerm)


@dataclass(slots=True)
class Change:
    """What a change of files has made other than it was.

    Attributes:
        added: statements that the default graph has got.
        removed: statements that it has lost.
        before: the nodes that were looked at, as they were before: claims with their parts and questions, others.
        after: the nodes as they are now.
        claims: the claims among these, whole families.
    """

    added: set[Statement] = field(default_factory=set)
    removed: set[Statement] = field(default_factory=set)
    before: set[Named] = field(default_factory=set)
    after: set[Named] = field(default_factory=set)
    claims: set[Named] = field(default_factory=set)


def change_files(
    store: ox.Store,
    files: Mapping[str, Contents | None],
    shapes: Graph,
    *,
    due: Collection[Named] = (),
    archive: Archive | None = None,
    today: date | None = None,
) -> Change:
    """Put files into a store in the place of what it has of them, and derive anew what depends on that.

    Args:
        store: the store, which is changed.
        files: the files by their paths, each with what it states now; None for one that is gone.
        shapes: the shapes that a check would run.
        due: nodes to look at again though no file may say anything else of them.
        archive: the archived pages, if there are any.
        today: the day on which waivers have to hold; without one, none does.

    Raises:
        ReadFailure: a page of the archive can't be read.
    """
    before = Lookups(store, has_identities=True)
    edit = edit_of(before, files)
    edit.moved.update(due)
    return _change(before, edit, shapes, archive, today)


def _change(
    before: Lookups, edit: Edit, shapes: Graph, archive: Archive | None, today: date | None
) -> Change:
    store = before.store
    changed = {as_named(subject) for subject, _, _ in (*edit.added, *edit.removed)} | edit.moved
    changed = {whole for node in changed for whole in _with_wholes(before, node)}
    touched = _all_touched(before, changed)
    old = stand_of(before, touched)
    removed = {statement for node in old for statement in _derived_of(before, node)}
    removed |= set(_uses(before, old))
    apply_edit(store, edit)
    now = Lookups(store, has_identities=not _is_about_identities(edit))
    return _derive_anew(now, edit, changed, touched, old, removed, shapes, archive, today)


def _derive_anew(
    now: Lookups,
    edit: Edit,
    changed: set[Named],
    touched: Touched,
    old: set[Named],
    removed: set[Statement],
    shapes: Graph,
    archive: Archive | None,
    today: date | None,
) -> Change:
    store = now.store
    later = _all_touched(now, {whole for node in changed for whole in _with_wholes(now, node)})
    claims = Families(now).of({*later.claims, *(each for each in touched.claims if now.is_claim(each))})
    others = {node for node in touched.others | later.others if _is_there(now, node)}
    more = stand_of(now, Touched(claims, others)) - old
    removed |= {statement for node in more for statement in _derived_of(now, node)}
    removed |= set(_uses(now, more))
    derived = _as_statements(derive_for(now, [*claims, *others], shapes, archive))
    for subject, predicate, _ in derived:
        if predicate == _USED_BY:
            removed.discard((subject, TYPE, _UNKNOWN))
    _replace(store, removed - derived, derived - removed)
    change = Change(added=derived - removed, removed=removed - derived)

    judged = Lookups(store, has_identities=True)
    new = stand_of(judged, Touched(claims, others))
    judgements = _judgements(judged, {*old, *more, *new, *changed})
    stale = {
        (node, predicate, value)
        for node in {*judgements, *changed}  # some of which may be judgements no more
        for predicate, value in judged.derived(node)
        if predicate in _OF_JUDGEMENTS
    }
    fresh = _as_statements(judge_for(judged, judgements, shapes, today))
    _replace(store, stale - fresh, fresh - stale)
    for lost, got in ((stale - fresh, fresh - stale), (in_graph(edit.removed), in_graph(edit.added))):
        change.removed |= lost
        change.added |= got
    both = change.removed & change.added
    change.removed -= both
    change.added -= both
    terms = {subject for subject, predicate, _ in removed | derived if predicate == _USED_BY}
    change.before = old | more | judgements | terms
    change.after = new | judgements | {term for term in terms if _is_there(judged, term)}
    change.claims = claims
    return change


def _is_about_identities(edit: Edit) -> bool:
    """Return whether other nodes than before may stand for one actor."""
    return any(
        predicate in _OF_IDENTITIES or (predicate == TYPE and value not in _types_of_others())
        for _, predicate, value in (*edit.added, *edit.removed)
    )


@cache
def _types_of_others() -> frozenset[ox.NamedNode]:
    """Return averment's classes but for those of actors and of judgements on who is who."""
    ontology = resources.ontology()
    own = {AV.Identity, *ontology.transitive_subjects(RDFS.subClassOf, AV.Actor)}
    return frozenset(
        ox.NamedNode(str(each)) for each in ontology.subjects(RDF.type, OWL.Class) if each not in own
    )


_OF_IDENTITIES = frozenset(
    ox.NamedNode(each) for each in (AV.isSameAs, AV.differsFrom, AV.judges, RDFS.subClassOf)
)

_OF_JUDGEMENTS = frozenset(
    ox.NamedNode(each) for each in (AV.hasState, AV.isInForce, AV.isAtOddsWith, AV.lacks, AV.currentBasis)
)
"""What is derived of judgements last of all."""


# --- what is looked at ----------------------------------------------------------------------


def _with_wholes(lookups: Lookups, node: Named) -> set[Named]:
    """Return a node with those that it is a part of."""
    found = {node}
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, ox.BlankNode) or current is node:
            for subject, predicate in lookups.pointing(current):
                is_part = isinstance(current, ox.BlankNode) or predicate.value in (
                    str(AV.hasEvidence),
                    "http://www.w3.org/1999/02/22-rdf-syntax-ns#first",
                )
                if is_part and subject not in found and not lookups.is_derived(subject):
                    found.add(subject)
                    waiting.append(subject)
    return found


def _all_touched(lookups: Lookups, changed: Collection[Named]) -> Touched:
    """Return what depends on changed nodes, with the whole families of claims and those that read them."""
    touched = touched_by(lookups, changed)
    families = Families(lookups)
    claims = families.of({*touched.claims, *(node for node in changed if _is_subject(lookups, node))})
    subjects = families.subjects(claims) | touched.others
    claims |= families.of(readers(lookups, subjects))
    return Touched(claims, touched.others)


def _is_subject(lookups: Lookups, node: Named) -> bool:
    return any(True for _ in lookups.store.quads_for_pattern(None, ox.NamedNode(AV.about), node, DEFAULT))


def stand_of(lookups: Lookups, touched: Touched) -> set[Named]:
    """Return all nodes that are looked at: claims and others with their parts, what follows from them, questions."""
    found: set[Named] = set()
    for node in (*touched.claims, *touched.others):
        if node in touched.claims or not lookups.is_derived(node):
            found.update(parts_of(lookups, node))
    for claim in touched.claims:
        answers = [
            claim,
            *lookups.subjects(_FOLLOWS, claim),
        ]
        found.update(answers)
        for answer in answers:
            found.update(
                as_named(value) for predicate, value in lookups.derived(answer) if predicate == _ANSWERS
            )
    return found


def _derived_of(lookups: Lookups, node: Named) -> Iterator[Statement]:
    for predicate, value in lookups.derived(node):
        is_of_term = predicate == _USED_BY or (predicate == TYPE and value == _UNKNOWN)
        if not is_of_term and predicate not in _OF_JUDGEMENTS:
            yield node, predicate, value


def _uses(lookups: Lookups, nodes: Iterable[Named]) -> Iterator[Statement]:
    """Iterate over what is derived of unknown terms that nodes use."""
    nodes = set(nodes)
    used: dict[Named, set[Named]] = {}
    for node in nodes:
        for term in lookups.subjects(_USED_BY, node):
            yield term, _USED_BY, node
            used.setdefault(term, set()).add(node)
    for term, users in used.items():
        if users >= {as_named(value) for predicate, value in lookups.derived(term) if predicate == _USED_BY}:
            yield term, TYPE, _UNKNOWN


def _judgements(lookups: Lookups, nodes: Iterable[Named]) -> set[Named]:
    """Return the judgements on nodes, with the other ones on what these judge."""
    kinds = {ox.NamedNode(each) for each in (AV.Acceptance, AV.Identity, AV.Waiver, AV.Judgement)}

    def is_judgement(node: Named) -> bool:
        return any(predicate == TYPE and value in kinds for predicate, value in lookups.stated(node))

    found: set[Named] = set()
    waiting = list(nodes)
    for node in waiting:
        for term in lookups.subjects(_USED_BY, node):
            found.update(_on(lookups, term))
        if is_judgement(node):
            found.add(node)
        found.update(_on(lookups, node))
    found = {node for node in found if is_judgement(node)}
    mates = {
        mate
        for node in found
        for predicate, value in lookups.stated(node)
        if predicate in (_JUDGES, _ACCEPTS) and not isinstance(value, ox.Literal)
        for mate in _on(lookups, value)
    }
    return found | {mate for mate in mates if is_judgement(mate)}


def _on(lookups: Lookups, node: Named) -> Iterator[Named]:
    for subject, _ in lookups.pointing(node, (_JUDGES, _ACCEPTS, _WAIVES)):
        yield subject


def _is_there(lookups: Lookups, node: Named) -> bool:
    return bool(lookups.stated(node)) or bool(lookups.derived(node))


# --- terms ----------------------------------------------------------------------------------


def _as_statements(triples: Iterable[tuple[Node, Node, Node]]) -> set[Statement]:
    found: set[Statement] = set()
    for subject, predicate, value in triples:
        name = as_term(predicate)
        if isinstance(name, ox.NamedNode):
            found.add((as_named(as_term(subject)), name, as_term(value)))
    return found


def _replace(store: ox.Store, removed: Iterable[Statement], added: Iterable[Statement]) -> None:
    for statement in removed:
        store.remove(ox.Quad(*statement))
    store.extend(ox.Quad(*statement) for statement in added)
