"""Findings from results without the graph that they were found in: only what is near to them is fetched.

A store tells where a node is written, and not where each of its values is; so the places of findings are those
of nodes. All else is as `averment.checking.check` has it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice

from rdflib import OWL, RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment import resources
from averment.building import Build
from averment.checking.consequences import wholes
from averment.checking.engine import Result
from averment.checking.findings import Finding
from averment.checking.interpret import Interpreter, in_order
from averment.checking.lookups import Lookup, Triple, is_child
from averment.checking.spelling import Spelling
from averment.errors import Position
from averment.graphs import graph_of
from averment.indexed import IndexedGraph
from averment.namespaces import AV, ID
from averment.reading import Positions, Reading

__all__ = ["Surroundings", "findings_near"]

_CHUNK = 1000
"""How many focus nodes are interpreted together."""

_MOST_NAMES = 5000
"""Up to how many nodes a name that is not defined is compared with all of them."""

_BESIDE = 200
"""Where there are more: with how many siblings it is compared, before and after it in the order of names."""

_FOLLOWED = (
    AV.about,
    AV.accepts,
    AV.contradicts,
    AV.followsFrom,
    AV.hasAnswer,
    AV.hasAspect,
    AV.hasConcept,
    AV.inPart,
    AV.isAtOddsWith,
    AV.isHopOf,
    AV.statedIn,
    AV.usedBy,
    DCTERMS.publisher,
)
"""The properties whose values a finding speaks of: what answers, who says it, and where."""

_PROPERTIES = (RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty)
_ONLY_DERIVED = (AV.Question, AV.DerivedAnswer)
"""The classes whose instances are made by the build, with all that is said of them."""

_DERIVED_TYPES = (*_ONLY_DERIVED, AV.UnknownTerm, AV.IdleShape)


def findings_near(
    results: Iterable[Result], lookup: Lookup, shapes: Graph, shape_positions: Positions | None = None
) -> list[Finding]:
    """Return the findings that results lead to, in order.

    Args:
        results: all results of a check.
        lookup: the graph that was checked, with its ontology and what is derived from it.
        shapes: the shapes that were run.
        shape_positions: where the user's own shapes are written.
    """
    return Surroundings(lookup, shapes, shape_positions).findings(results)


class Surroundings:
    """Makes findings out of results and what a lookup says of the nodes near them, some nodes at a time.

    Args:
        lookup: the graph that was checked, with its ontology and what is derived from it.
        shapes: the shapes that were run.
        shape_positions: where the user's own shapes are written.
        chunk: how many focus nodes are looked at together, which is what bounds memory.
        most_names: up to how many nodes a name that is not defined is compared with all of them.
    """

    def __init__(
        self,
        lookup: Lookup,
        shapes: Graph,
        shape_positions: Positions | None = None,
        *,
        chunk: int = _CHUNK,
        most_names: int = _MOST_NAMES,
    ) -> None:
        self._lookup = lookup
        self._shapes = shapes
        self._shape_positions = shape_positions if shape_positions is not None else Positions()
        self._chunk = chunk
        self._most_names = most_names

    def findings(self, results: Iterable[Result]) -> list[Finding]:
        """Return the findings that all results of a check lead to, in order."""
        ordered = sorted(results, key=lambda result: (type(result.focus).__name__, str(result.focus)))
        undefined = self._undefined(ordered)
        names = _Names.of(self._lookup, undefined, self._most_names)
        found: list[Finding] = []
        untyped: dict[tuple[Node, Node], Finding] = {}
        for chunk in _chunks(ordered, self._chunk):
            near = self._near(chunk)
            spelling = _NearSpelling(near.build, self._lookup, names)
            own, of_values = Interpreter(near.build, near.data, spelling=spelling).parts(chunk)
            found += own
            for key, finding in of_values.items():
                known = untyped.get(key)
                if known is None or (finding.constraint or "") < (known.constraint or ""):
                    untyped[key] = finding
        return in_order([*found, *untyped.values()])

    def _undefined(self, results: Iterable[Result]) -> set[URIRef]:
        """Return the values of results of which the graph says nothing."""
        values = {result.value for result in results if isinstance(result.value, URIRef)}
        return values - self._lookup.defined(values)

    def _near(self, results: Collection[Result]) -> _Near:
        fetched = _Fetched(self._lookup)
        focus = {result.focus for result in results}
        nodes = {*focus, *(result.value for result in results if result.value is not None)}
        for result in results:
            if result.path == AV.timesDefined:
                nodes.update(wholes(result.focus))
        fetched.take(self._always)
        fetched.follow(nodes, _FOLLOWED)
        users = {*focus, *fetched.values(focus, (AV.usedBy, AV.isAtOddsWith, AV.contradicts))}
        fetched.follow(fetched.take(self._lookup.pointing_at(users, AV.hasEvidence)), _FOLLOWED)
        fetched.take(self._lookup.pointing_at(nodes, AV.usedBy))
        questions = fetched.instances(focus, AV.Question)
        if self._judges_answers and questions:
            answers = fetched.take(self._lookup.pointing_at(questions, AV.answers))
            answers |= fetched.values(questions, (AV.hasDenial,))
            fetched.follow(answers, (AV.followsFrom,))
        self._above(fetched, users, nodes)
        fetched.follow(fetched.said_of(nodes), ())
        for result in results:
            fetched.respell(result)
        return _Near(fetched, self._shapes, self._shape_positions)

    def _above(self, fetched: _Fetched, placed: Iterable[Node], nodes: Iterable[Node]) -> None:
        """Fetch what points at nodes that have no place or no name of their own, up to those that have."""
        placed, nodes = set(placed), set(nodes)
        waiting = {
            node for node in placed if not isinstance(node, Literal) and not fetched.has(node, AV.path)
        }
        waiting |= {node for node in nodes if isinstance(node, BNode)}
        waiting |= {node for node in nodes if fetched.has(node, None) and not fetched.has(node, RDF.type)}
        seen: set[Node] = set()
        while waiting:
            seen |= waiting
            above = fetched.take(self._lookup.pointing_at(waiting))
            fetched.follow(above, ())
            waiting = {node for node in above if isinstance(node, BNode) and node not in seen}

    @cached_property
    def _judges_answers(self) -> bool:
        return any(value == AV.Acceptance for _, predicate, value in self._always if predicate == RDF.type)

    @cached_property
    def _always(self) -> list[Triple]:
        """What any finding may turn on: judgements with what they judge, and properties that files declare."""
        fetched = _Fetched(self._lookup)
        fetched.take(self._lookup.pointing_at(_PROPERTIES, RDF.type))
        fetched.take(self._lookup.pointing_at([AV.DerivedProperty], RDF.type))
        judgements = fetched.take(self._lookup.pointing_at([AV.Acceptance, AV.Waiver], RDF.type))
        fetched.follow(judgements, ())
        judged = fetched.values(fetched.subjects(RDF.type, AV.Acceptance), (AV.judges,))
        fetched.follow(judged, (AV.hasAnswer, AV.hasDenial))
        answers = fetched.take(self._lookup.pointing_at(judged, AV.answers))
        fetched.follow(answers, ())
        answers |= fetched.values(judged, (AV.hasAnswer, AV.hasDenial))
        fetched.follow(answers, (AV.followsFrom,))
        return fetched.triples()


class _Fetched:
    """What has been fetched so far, which is fetched once."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._graph = IndexedGraph()
        self._asked: set[Node] = set()

    def take(self, triples: Iterable[Triple]) -> set[Node]:
        """Take triples up and return their subjects."""
        triples = list(triples)
        self._graph.indexed.add_all(triples)
        return {subject for subject, _, _ in triples}

    def follow(self, nodes: Iterable[Node], predicates: Sequence[URIRef]) -> None:
        """Fetch what is said of nodes, and of all that the properties lead to from them."""
        waiting = set(nodes)
        reached: set[Node] = set()
        while waiting:
            reached |= waiting
            new = {node for node in waiting if not isinstance(node, Literal)} - self._asked
            self._asked |= new
            if new:
                self.take(self._lookup.about(new))
            waiting = self.values(waiting, predicates) - reached

    def values(self, nodes: Iterable[Node], predicates: Sequence[URIRef]) -> set[Node]:
        """Return the values that properties of nodes have, of what has been fetched."""
        return {
            value
            for node in nodes
            for predicate in predicates
            for value in self._graph.objects(node, predicate)
        }

    def said_of(self, nodes: Iterable[Node]) -> set[Node]:
        """Return the types of nodes, and the properties by which others point at them."""
        nodes = set(nodes)
        predicates = {predicate for node in nodes for predicate in self._graph.predicates(None, node)}
        return {*predicates, *self.values(nodes, (RDF.type,))}

    def respell(self, result: Result) -> None:
        """Write a value as a result has it, if a store has written "0.0" as "0" since."""
        focus, path, value = result.focus, result.path, result.value
        if not isinstance(path, URIRef) or not isinstance(value, Literal) or value.value is None:
            return
        others = list(self._graph.objects(focus, path))
        if value in others:
            return
        for other in others:
            if isinstance(other, Literal) and (other.datatype, other.value) == (value.datatype, value.value):
                self._graph.remove((focus, path, other))
                self._graph.add((focus, path, value))
                return

    def has(self, node: Node, predicate: URIRef | None) -> bool:
        """Return whether anything, or a value of a property, has been fetched for a node."""
        return (node, predicate, None) in self._graph

    def instances(self, nodes: Iterable[Node], class_: URIRef) -> set[Node]:
        """Return those of the nodes that are instances of a class."""
        return {node for node in nodes if (node, RDF.type, class_) in self._graph}

    def subjects(self, predicate: URIRef, value: Node) -> set[Node]:
        """Return what has a value of a property."""
        return set(self._graph.subjects(predicate, value))

    def triples(self) -> list[Triple]:
        """Return all that has been fetched."""
        return list(self._graph)


class _Near:
    """What has been fetched, as a build: what files state and what is derived told apart.

    Attributes:
        build: stated and derived statements, and the places of nodes.
        data: all of it, with the ontology.
    """

    def __init__(self, fetched: _Fetched, shapes: Graph, shape_positions: Positions) -> None:
        triples = fetched.triples()
        vocabulary = resources.ontology()
        derived_properties = {
            *vocabulary.subjects(RDF.type, AV.DerivedProperty),
            *fetched.subjects(RDF.type, AV.DerivedProperty),
        }
        made = {node for class_ in _ONLY_DERIVED for node in fetched.subjects(RDF.type, class_)}

        def is_derived(triple: Triple) -> bool:
            subject, predicate, value = triple
            return (
                predicate in derived_properties
                or subject in made
                or (predicate == RDF.type and value in _DERIVED_TYPES)
            )

        derived = [triple for triple in triples if is_derived(triple)]
        stated = [triple for triple in triples if not is_derived(triple) and triple not in vocabulary]
        self.data = graph_of(vocabulary, triples)
        self.build = Build(
            reading=Reading(positions=_GraphPositions(derived, stated)),
            stated=graph_of(stated),
            derived=graph_of(derived),
            shapes=shapes,
            shape_positions=shape_positions,
        )


class _GraphPositions(Positions):
    """The places of nodes as the graph itself tells them; a blank node has that of what it is part of.

    Args:
        derived: what is derived, with paths, lines and columns.
        stated: what files state.
    """

    def __init__(self, derived: Iterable[Triple], stated: Iterable[Triple]) -> None:
        super().__init__()
        self._times: dict[Node, int] = {}
        parts: dict[Node, dict[Node, str]] = {}
        for subject, predicate, value in derived:
            if predicate in (AV.path, AV.line, AV.column):
                parts.setdefault(subject, {})[predicate] = str(value)
            elif predicate == AV.timesDefined and str(value).isdecimal():
                self._times[subject] = int(str(value))
        for node, part in parts.items():
            line, column = part.get(AV.line, ""), part.get(AV.column, "")
            if AV.path in part and line.isdecimal() and column.isdecimal():
                self.add_node(node, Position(part[AV.path], int(line), int(column)))
        owners: dict[Node, Node] = {
            value: subject for subject, _, value in stated if isinstance(value, BNode)
        }
        for node in owners:
            at = self._place_of_owner(node, owners)
            if at is not None:
                self.add_node(node, at)

    def _place_of_owner(self, node: Node, owners: Mapping[Node, Node]) -> Position | None:
        seen: set[Node] = set()
        while node in owners and node not in seen and self.of(node) is None:
            seen.add(node)
            node = owners[node]
        return self.of(node)

    def definitions(self, node: Node) -> Sequence[Position | None]:
        """List the place that the graph knows, and None for each of the others at which a node is defined."""
        times = self._times.get(node, 0)
        return [self.of(node), *[None] * (times - 1)] if times else []


@dataclass(frozen=True)
class _Names:
    """The nodes that undefined names may stand for.

    Attributes:
        all: all of them, if they are few.
        siblings: by the start of their IRIs the names below it, in order.
    """

    all: dict[str, URIRef] | None
    siblings: Mapping[str, list[str]]

    @classmethod
    def of(cls, lookup: Lookup, undefined: Iterable[URIRef], most: int) -> _Names:
        """Look up what undefined names may stand for."""
        starts = {_start(node) for node in undefined if node.startswith(ID)}
        if not starts:
            return cls({}, {})
        some = list(lookup.named(most + 1))
        if len(some) <= most:
            return cls({str(node).removeprefix(ID): node for node in sorted(some) if node.startswith(ID)}, {})
        siblings: dict[str, set[str]] = {start: set() for start in starts}
        for node in lookup.children(starts):
            siblings[_start(node)].add(str(node).removeprefix(ID))
        return cls(None, {start: sorted(names) for start, names in siblings.items()})

    def beside(self, name: str) -> dict[str, URIRef]:
        """Return the nodes that a name may stand for, by what is left of their IRIs without the shared start."""
        if self.all is not None:
            return self.all
        names = self.siblings.get(_start(URIRef(ID + name)), [])
        at = bisect_left(names, name)
        return {other: URIRef(ID + other) for other in names[max(at - _BESIDE, 0) : at + _BESIDE]}


class _NearSpelling(Spelling):
    """Finds what names stand for among nodes that are looked up when it matters."""

    def __init__(self, build: Build, lookup: Lookup, names: _Names) -> None:
        super().__init__(build)
        self._lookup = lookup
        self._names = names

    def _declared(self, namespace: str) -> Iterator[URIRef]:
        yield from super()._declared(namespace)
        yield from (node for node in self._lookup.children([namespace]) if is_child(node, namespace))

    def _nodes_beside(self, name: str) -> Mapping[str, URIRef]:
        return self._names.beside(name)


def _start(node: URIRef) -> str:
    return str(node)[: max(str(node).rfind("/"), str(node).rfind("#")) + 1]


def _chunks(results: list[Result], size: int) -> Iterator[list[Result]]:
    """Iterate over results, in the order of their focus nodes, with all of some nodes together."""
    groups = groupby(results, key=lambda result: result.focus)
    while chunk := [result for _, group in islice(groups, size) for result in group]:
        yield chunk
