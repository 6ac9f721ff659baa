"""What changes of the statements of files, when some of them are other than a store has them.

A statement that several files make is gone when the last of them makes it no more. So what each file says of a node
that several describe is kept apart, in the graph of that file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import pyoxigraph as ox

from averment.storing.contents import Contents, names_in
from averment.storing.lookups import Lookups, Named, Term, is_of_ontology, ontology_statements
from averment.storing.names import (
    ASIDE,
    BASE,
    DEFAULT,
    MARKS,
    NAMES,
    TYPE,
    derived_classes,
    derived_properties,
    file_graph,
)

__all__ = ["Edit", "Statement", "apply_edit", "as_named", "edit_of", "in_graph", "placed"]

Statement: TypeAlias = tuple[Named, ox.NamedNode, Term]


@dataclass(slots=True)
class Edit:
    """What changes of what files state.

    Attributes:
        added: statements that are new.
        removed: statements that no file makes any more.
        moved: nodes that are written elsewhere than before.
        quads_added: what is kept of the files themselves.
        quads_removed: what is no longer kept of them.
    """

    added: set[Statement] = field(default_factory=set)
    removed: set[Statement] = field(default_factory=set)
    moved: set[Named] = field(default_factory=set)
    quads_added: set[ox.Quad] = field(default_factory=set)
    quads_removed: set[ox.Quad] = field(default_factory=set)


def edit_of(lookups: Lookups, files: Mapping[str, Contents | None]) -> Edit:
    """Return what changes when files take the place of what a store has of them.

    Args:
        lookups: the store.
        files: the files by their paths, each with what it states now; None for one that is gone.
    """
    edit = Edit()
    store = lookups.store
    graphs = {file_graph(path) for path in files}
    old: dict[ox.NamedNode, dict[Named, set[Statement]]] = {}
    new: dict[ox.NamedNode, dict[Named, set[Statement]]] = {}
    shared: dict[Named, dict[ox.NamedNode, set[Statement]]] = {}
    for path, contents in files.items():
        graph = file_graph(path)
        kept = set(store.quads_for_pattern(None, None, None, graph))
        places = {as_named(quad.subject): _text(quad.object) for quad in kept if quad.predicate == MARKS}
        old[graph] = {node: _stated_in(lookups, graph, node) for node in places}
        new[graph] = {}
        if contents is not None:
            new[graph] = {node: set() for node in contents.marks}
            for triple in contents.triples:
                subject = as_named(triple.subject)
                new[graph][subject].add((subject, triple.predicate, as_any_term(triple.object)))
            edit.quads_added.update(contents.own_quads())
            for node, text in contents.marks.items():
                if places.get(node) != text:
                    edit.moved.add(node)
        edit.moved.update(node for node in places if node not in new[graph])
        edit.quads_removed.update(kept)
    nodes = {node for each in (*old.values(), *new.values()) for node in each}
    for node in nodes:
        others = {
            graph: statements
            for graph, statements in _statements_by_file(lookups, node).items()
            if graph not in graphs
        }
        now = {graph: each[node] for graph, each in new.items() if node in each} | others
        was = {statement for each in old.values() for statement in each.get(node, ())}.union(*others.values())
        said: set[Statement] = set().union(*now.values())
        edit.added |= said - was
        edit.removed |= was - said
        if len(now) > 1:
            shared[node] = now
        else:
            edit.quads_removed.update(_kept_apart(lookups, node))
    for by_file in shared.values():
        for graph, statements in by_file.items():
            edit.quads_added.update(ox.Quad(*statement, graph) for statement in statements)
    both = edit.quads_added & edit.quads_removed
    edit.quads_added -= both
    edit.quads_removed -= both
    return edit


def _statements_by_file(lookups: Lookups, node: Named) -> dict[ox.NamedNode, set[Statement]]:
    """Return what each file states of a node; what no file does comes from data that were loaded as a whole."""
    graphs = [graph for graph, _ in lookups.files(node)]
    found = {graph: _stated_in(lookups, graph, node) for graph in graphs}
    base = {
        (node, quad.predicate, as_any_term(quad.object))
        for quad in lookups.store.quads_for_pattern(node, None, None, BASE)
    }
    if not graphs:
        base = base or {(node, predicate, value) for predicate, value in lookups.stated(node)}
    return {**found, BASE: base} if base else found


def _stated_in(lookups: Lookups, graph: ox.NamedNode, node: Named) -> set[Statement]:
    """Return what a file states of a node: kept apart where another file states something of it as well."""
    kept = {
        (node, quad.predicate, as_any_term(quad.object))
        for quad in lookups.store.quads_for_pattern(node, None, None, graph)
        if quad.predicate != MARKS
    }
    if kept or any(True for _ in lookups.store.quads_for_pattern(node, None, None, BASE)):
        return kept
    if len({graph for graph, _ in lookups.files(node)}) > 1:
        return kept
    return {(node, predicate, value) for predicate, value in lookups.stated(node)}


def _kept_apart(lookups: Lookups, node: Named) -> Iterator[ox.Quad]:
    """Iterate over what was kept of each file that describes a node, as long as there were several."""
    for graph in [BASE, *(graph for graph, _ in lookups.files(node))]:
        for quad in lookups.store.quads_for_pattern(node, None, None, graph):
            if quad.predicate != MARKS:
                yield quad


def apply_edit(store: ox.Store, edit: Edit) -> None:
    """Make a change in a store."""
    for quad in edit.quads_removed:
        store.remove(quad)
    removed = set(placed(edit.removed))
    added = set(placed(edit.added))
    for quad in removed - added:
        store.remove(quad)
    store.extend([*(added - removed), *edit.quads_added])
    # a name may be given in two ways, so that those of a node are taken down anew
    for node in {statement[0] for statement in (*edit.added, *edit.removed)}:
        for quad in list(store.quads_for_pattern(node, None, None, NAMES)):
            store.remove(quad)
        stated = Lookups(store).stated(node)
        store.extend(names_in(ox.Triple(node, predicate, value) for predicate, value in stated))


def in_graph(statements: Iterable[Statement]) -> set[Statement]:
    """Return the statements of files that are not put aside."""
    quads = placed(statements)
    return {
        (as_named(quad.subject), quad.predicate, as_any_term(quad.object))
        for quad in quads
        if quad.graph_name == DEFAULT
    }


def placed(statements: Iterable[Statement]) -> Iterator[ox.Quad]:
    """Iterate over statements of files as a store keeps them.

    What is derived only, and what the ontology says as well, is put aside.
    """
    for subject, predicate, value in statements:
        is_aside = (
            predicate in derived_properties()
            or (predicate == TYPE and value in derived_classes())
            or (is_of_ontology(subject) and (predicate, value) in ontology_statements(subject))
        )
        yield ox.Quad(subject, predicate, value, ASIDE if is_aside else DEFAULT)


def as_named(term: object) -> Named:
    """Return a term that is a node.

    Raises:
        TypeError: it is none.
    """
    if isinstance(term, ox.NamedNode | ox.BlankNode):
        return term
    raise TypeError(f"{term} is no node")


def as_any_term(term: object) -> Term:
    if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal):
        return term
    raise TypeError(f"{term} is new in RDF 1.2")


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""
