"""SHACL shapes to relations: one query for each constraint, over all focus nodes at once.

Nested shapes become sub-relations: the nodes that do not conform to them. Nothing is skipped: what has no
translation raises, with the name of the shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from averment.shacl.algebra import (
    Aggregate,
    Aggregation,
    AntiJoin,
    Call,
    Constant,
    Distinct,
    Extend,
    Filter,
    Inverse,
    Join,
    LeftJoin,
    PathJoin,
    Predicate,
    Project,
    Relation,
    Triples,
    Variable,
)
from averment.shacl.build import (
    EMPTY,
    OTHER,
    THIS,
    VALUE,
    call,
    fails,
    instances,
    negate,
    only,
    rename,
    rows,
    union,
)
from averment.shacl.errors import ShapeError
from averment.shacl.extended import Violation, components, sparql_constraints
from averment.shacl.model import Shape, members, read_shapes

__all__ = ["Compiler", "ConstraintQuery"]

PATH = Variable("path")
_COUNT = Variable("count")
_LANGUAGE = Variable("language")
_TAG = Variable("tag")


@dataclass(frozen=True, slots=True)
class ConstraintQuery:
    """The query that finds all violations of one constraint of one shape.

    Attributes:
        shape: the shape whose constraint it is, the source shape of the results.
        component: the constraint component of the results.
        relation: a row a result, with the columns `this`, and `value` and `path` where results have one.
        message: the constraint's own, where it has one; else the shape's applies.
        labels: columns whose values fill the message.
    """

    shape: Shape
    component: URIRef
    relation: Relation
    message: tuple[Literal, ...] = ()
    labels: tuple[str, ...] = ()


Violations = Iterator[tuple[URIRef, Relation]]


class Compiler:
    """Compiles the shapes of one graph.

    Args:
        graph: the shapes graph.

    Attributes:
        shapes: all shapes, by their nodes.
        shared: the relations that several queries have in common, each after those it is made of.

    Raises:
        ShapeError: a shape is malformed.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.shapes = read_shapes(graph)
        self.shared: list[Relation] = []
        self._nesting: list[Node] = []
        self._constraints: dict[URIRef, Callable[[Shape, Relation, Relation, Node], Violations]] = {
            SH["class"]: self._class,
            SH.datatype: self._datatype,
            SH.nodeKind: self._node_kind,
            SH.minCount: self._min_count,
            SH.maxCount: self._max_count,
            SH.minExclusive: self._bound("<", SH.MinExclusiveConstraintComponent),
            SH.minInclusive: self._bound("<=", SH.MinInclusiveConstraintComponent),
            SH.maxExclusive: self._bound(">", SH.MaxExclusiveConstraintComponent),
            SH.maxInclusive: self._bound(">=", SH.MaxInclusiveConstraintComponent),
            SH.minLength: self._length(">=", SH.MinLengthConstraintComponent),
            SH.maxLength: self._length("<=", SH.MaxLengthConstraintComponent),
            SH.pattern: self._pattern,
            SH.languageIn: self._language_in,
            SH.uniqueLang: self._unique_lang,
            SH.equals: self._equals,
            SH.disjoint: self._disjoint,
            SH.lessThan: self._less("<", SH.LessThanConstraintComponent),
            SH.lessThanOrEquals: self._less("<=", SH.LessThanOrEqualsConstraintComponent),
            SH["not"]: self._not,
            SH["and"]: self._and,
            SH["or"]: self._or,
            SH.xone: self._xone,
            SH.node: self._node,
            SH.qualifiedValueShape: self._qualified,
            SH.closed: self._closed,
            SH.hasValue: self._has_value,
            SH["in"]: self._in,
        }

    def roots(self) -> list[Shape]:
        """Return the shapes that have targets, to which all others belong."""
        return [shape for shape in self.shapes.values() if shape.targets]

    def queries(self) -> Iterator[ConstraintQuery]:
        """Iterate over the queries of all shapes that have targets.

        Raises:
            ShapeError: a shape is malformed or contains itself.
            NotCompiledError: a shape uses what has no translation.
        """
        for shape in self.roots():
            yield from self.queries_of(shape)

    def queries_of(self, root: Shape) -> Iterator[ConstraintQuery]:
        """Iterate over the queries of a shape that has targets and of the shapes in it; see `queries`."""
        yield from self._queries(root, self.focus(root), None)

    def focus(self, shape: Shape) -> Relation:
        """Return the focus nodes of a shape's targets, each once, in the column `this`."""
        found: list[Relation] = []
        for target in shape.targets:
            if target.kind == "class":
                found.append(instances(THIS, target.term))
            elif target.kind == "node":
                found.append(rows(THIS, [target.term]))
            elif target.kind == "subjectsOf":
                found.append(only(Triples(THIS, Constant(target.term), OTHER), THIS))
            else:
                found.append(only(Triples(OTHER, Constant(target.term), THIS), THIS))
        return found[0] if len(found) == 1 else Distinct(union(found))

    def _share(self, relation: Relation) -> None:
        if relation not in self.shared:
            self.shared.append(relation)

    def _queries(self, shape: Shape, focus: Relation, reached: Relation | None) -> Iterator[ConstraintQuery]:
        """Iterate over the queries of a shape and of the property shapes in it.

        Args:
            shape: the shape.
            focus: its focus nodes, each once.
            reached: the same nodes, once for each way in which outer focus nodes lead there; None if once.
        """
        if shape.deactivated:
            return
        self._share(focus)
        if not isinstance(shape.path, Predicate | Inverse | None):
            self._share(self.values(shape, focus))
        with_self = self._enter(shape)
        try:
            values = self.values(shape, focus)
            for violation in self._all_violations(shape, focus, values):
                relation = violation.relation
                repeated = Join(relation, reached) if reached is not None else relation
                yield ConstraintQuery(
                    shape, violation.component, repeated, violation.messages, violation.labels
                )
            if shape.path is not None:
                outer = Variable(f"outer{len(self._nesting)}")
                ways = rename(rename(values, THIS, outer), VALUE, THIS)
                reached = ways if reached is None else Join(ways, rename(reached, THIS, outer))
            for nested in self._nested_properties(shape):
                yield from self._queries(nested, self._values_as_focus(values), reached)
        finally:
            self._nesting.remove(with_self)

    def _enter(self, shape: Shape) -> Node:
        if shape.node in self._nesting:
            raise ShapeError(
                f"the shape <{shape.node}> contains itself; recursive shapes have no meaning in SHACL"
            )
        self._nesting.append(shape.node)
        return shape.node

    def values(self, shape: Shape, focus: Relation) -> Relation:
        """Return the value nodes of each focus node, in the columns `this` and `value`."""
        if shape.path is None:
            return Extend(focus, VALUE, THIS)
        return PathJoin(focus, THIS, shape.path, VALUE)

    def _all_violations(self, shape: Shape, focus: Relation, values: Relation) -> Iterator[Violation]:
        for component, relation in self.violations(shape, focus, values):
            yield Violation(component, relation)
        yield from sparql_constraints(self.graph, shape, focus)
        yield from components(self.graph, shape, focus, values)

    def violations(self, shape: Shape, focus: Relation, values: Relation) -> Violations:
        """Iterate over the core components of a shape's constraints with the rows that violate them."""
        for predicate, constraint in self._constraints.items():
            for parameter in sorted(self.graph.objects(shape.node, predicate), key=str):
                yield from constraint(shape, focus, values, parameter)

    def nonconforming(self, node: Node, focus: Relation) -> Relation:
        """Return the focus nodes that do not conform to a shape, each once, in the column `this`."""
        shape = self.shapes[node]
        if shape.deactivated:
            return EMPTY
        with_self = self._enter(shape)
        try:
            values = self.values(shape, focus)
            parts = [
                Project(violation.relation, (THIS,))
                for violation in self._all_violations(shape, focus, values)
            ]
            for nested in self._nested_properties(shape):
                parts.append(Project(self._failing(values, nested.node), (THIS,)))
        finally:
            self._nesting.remove(with_self)
        if not parts:
            return EMPTY
        found = Distinct(union(parts))
        self._share(found)  # a statement with many levels of shapes takes longer to plan than to run
        return found

    def _nested_properties(self, shape: Shape) -> list[Shape]:
        return [self.shapes[node] for node in sorted(self.graph.objects(shape.node, SH.property), key=str)]

    @staticmethod
    def _values_as_focus(values: Relation) -> Relation:
        return Distinct(rename(Project(values, (VALUE,)), VALUE, THIS))

    def _refused(self, values: Relation, node: Node) -> Relation:
        """Return the value nodes that do not conform to a shape, in the column `value`."""
        return rename(self.nonconforming(node, self._values_as_focus(values)), THIS, VALUE)

    def _failing(self, values: Relation, node: Node) -> Relation:
        """Return the rows whose value does not conform to a shape."""
        return Join(values, self._refused(values, node))

    def _passing(self, values: Relation, node: Node) -> Relation:
        """Return the rows whose value conforms to a shape."""
        return AntiJoin(values, self._refused(values, node))

    # --- one function for each parameter; a row of its relation is a violation ---------

    def _class(self, shape: Shape, focus: Relation, values: Relation, class_: Node) -> Violations:
        typed = instances(THIS, class_)
        self._share(typed)
        yield SH.ClassConstraintComponent, AntiJoin(values, rename(typed, THIS, VALUE))

    def _datatype(self, shape: Shape, focus: Relation, values: Relation, datatype: Node) -> Violations:
        yield SH.DatatypeConstraintComponent, Filter(values, fails(call("IS_OF_DATATYPE", VALUE, datatype)))

    def _node_kind(self, shape: Shape, focus: Relation, values: Relation, kind: Node) -> Violations:
        tests = {
            SH.IRI: call("ISIRI", VALUE),
            SH.BlankNode: call("ISBLANK", VALUE),
            SH.Literal: call("ISLITERAL", VALUE),
            SH.BlankNodeOrIRI: negate(call("ISLITERAL", VALUE)),
            SH.BlankNodeOrLiteral: negate(call("ISIRI", VALUE)),
            SH.IRIOrLiteral: negate(call("ISBLANK", VALUE)),
        }
        if kind not in tests:
            raise ShapeError(f"<{kind}> is no node kind; the shape <{shape.node}> names it")
        yield SH.NodeKindConstraintComponent, Filter(values, negate(tests[URIRef(str(kind))]))

    def _counts(self, focus: Relation, values: Relation) -> Relation:
        """Count the values of each focus node; a relation of values has each once."""
        counted = Aggregation(_COUNT, "COUNT", VALUE)
        return Aggregate(LeftJoin(focus, values), (THIS,), (counted,))

    def _min_count(self, shape: Shape, focus: Relation, values: Relation, least: Node) -> Violations:
        too_few: Relation
        if int(str(least)) == 1:
            too_few = AntiJoin(focus, Project(values, (THIS,)))
        elif int(str(least)) > 1:
            too_few = Filter(self._counts(focus, values), call("<", _COUNT, least))
        else:
            return
        yield SH.MinCountConstraintComponent, Project(too_few, (THIS,))

    def _max_count(self, shape: Shape, focus: Relation, values: Relation, most: Node) -> Violations:
        counted = Aggregate(values, (THIS,), (Aggregation(_COUNT, "COUNT", None),))
        too_many = Filter(counted, call(">", _COUNT, most))
        yield SH.MaxCountConstraintComponent, Project(too_many, (THIS,))

    def _bound(
        self, operator: str, component: URIRef
    ) -> Callable[[Shape, Relation, Relation, Node], Violations]:
        def constraint(shape: Shape, focus: Relation, values: Relation, bound: Node) -> Violations:
            yield component, Filter(values, fails(call(operator, bound, VALUE)))

        return constraint

    def _length(
        self, operator: str, component: URIRef
    ) -> Callable[[Shape, Relation, Relation, Node], Violations]:
        def constraint(shape: Shape, focus: Relation, values: Relation, length: Node) -> Violations:
            fits = call(operator, call("STRLEN", call("STR", VALUE)), length)
            yield component, Filter(values, fails(call("&&", negate(call("ISBLANK", VALUE)), fits)))

        return constraint

    def _pattern(self, shape: Shape, focus: Relation, values: Relation, pattern: Node) -> Violations:
        flags = self.graph.value(shape.node, SH.flags)
        arguments = (call("STR", VALUE), pattern) if flags is None else (call("STR", VALUE), pattern, flags)
        fits = call("&&", negate(call("ISBLANK", VALUE)), call("REGEX", *arguments))
        yield SH.PatternConstraintComponent, Filter(values, fails(fits))

    def _language_in(self, shape: Shape, focus: Relation, values: Relation, head: Node) -> Violations:
        fits: Call | Constant = Constant(Literal(False))
        for language in members(self.graph, head):
            fits = call("||", fits, call("LANGMATCHES", call("LANG", VALUE), language))
        yield SH.LanguageInConstraintComponent, Filter(values, fails(fits))

    def _unique_lang(self, shape: Shape, focus: Relation, values: Relation, unique: Node) -> Violations:
        if unique != Literal(True):
            return  # the specification names the literal true, and no other form of it
        tagged = Extend(values, _LANGUAGE, call("LCASE", call("LANG", VALUE)))
        named = Filter(tagged, call("!=", _LANGUAGE, Literal("")))
        counts = Aggregate(named, (THIS, _LANGUAGE), (Aggregation(_COUNT, "COUNT", VALUE, distinct=True),))
        repeated = Filter(counts, call(">", _COUNT, Literal(1)))
        yield SH.UniqueLangConstraintComponent, Project(repeated, (THIS, _LANGUAGE))

    def _pairs(self, focus: Relation, predicate: Node, end: Variable) -> Relation:
        return only(Join(focus, Triples(THIS, Constant(predicate), end)), THIS, end)

    def _equals(self, shape: Shape, focus: Relation, values: Relation, predicate: Node) -> Violations:
        others = self._pairs(focus, predicate, VALUE)
        yield SH.EqualsConstraintComponent, union([AntiJoin(values, others), AntiJoin(others, values)])

    def _disjoint(self, shape: Shape, focus: Relation, values: Relation, predicate: Node) -> Violations:
        yield SH.DisjointConstraintComponent, Join(values, self._pairs(focus, predicate, VALUE))

    def _less(
        self, operator: str, component: URIRef
    ) -> Callable[[Shape, Relation, Relation, Node], Violations]:
        def constraint(shape: Shape, focus: Relation, values: Relation, predicate: Node) -> Violations:
            pairs = Join(values, self._pairs(focus, predicate, OTHER))
            yield component, Project(Filter(pairs, fails(call(operator, VALUE, OTHER))), (THIS, VALUE))

        return constraint

    def _not(self, shape: Shape, focus: Relation, values: Relation, node: Node) -> Violations:
        yield SH.NotConstraintComponent, self._passing(values, node)

    def _and(self, shape: Shape, focus: Relation, values: Relation, head: Node) -> Violations:
        refused = union([self._refused(values, node) for node in members(self.graph, head)], VALUE)
        yield SH.AndConstraintComponent, Join(values, only(refused, VALUE))

    def _or(self, shape: Shape, focus: Relation, values: Relation, head: Node) -> Violations:
        failing = values
        for node in members(self.graph, head):
            failing = Join(failing, self._refused(values, node))
        yield SH.OrConstraintComponent, failing

    def _xone(self, shape: Shape, focus: Relation, values: Relation, head: Node) -> Violations:
        passing = [
            Extend(self._passing(values, node), _TAG, Constant(Literal(number)))
            for number, node in enumerate(members(self.graph, head))
        ]
        counted = Aggregation(_COUNT, "COUNT", _TAG)
        counts = Aggregate(LeftJoin(values, union(passing)), (THIS, VALUE), (counted,))
        not_one = Filter(counts, call("!=", _COUNT, Literal(1)))
        yield SH.XoneConstraintComponent, Project(not_one, (THIS, VALUE))

    def _node(self, shape: Shape, focus: Relation, values: Relation, node: Node) -> Violations:
        yield SH.NodeConstraintComponent, self._failing(values, node)

    def _qualified(self, shape: Shape, focus: Relation, values: Relation, node: Node) -> Violations:
        passing = self._passing(values, node)
        if str(self.graph.value(shape.node, SH.qualifiedValueShapesDisjoint)) in ("true", "1"):
            for sibling in self._siblings(shape, node):
                passing = AntiJoin(passing, only(self._passing(values, sibling), VALUE))
        counts = self._counts(focus, passing)
        for least in self.graph.objects(shape.node, SH.qualifiedMinCount):
            too_few = Filter(counts, call("<", _COUNT, least))
            yield SH.QualifiedMinCountConstraintComponent, Project(too_few, (THIS,))
        for most in self.graph.objects(shape.node, SH.qualifiedMaxCount):
            too_many = Filter(counts, call(">", _COUNT, most))
            yield SH.QualifiedMaxCountConstraintComponent, Project(too_many, (THIS,))

    def _siblings(self, shape: Shape, node: Node) -> list[Node]:
        found = {
            other
            for parent in self.graph.subjects(SH.property, shape.node)
            for sibling in self.graph.objects(parent, SH.property)
            for other in self.graph.objects(sibling, SH.qualifiedValueShape)
        }
        return sorted(found - {node}, key=str)

    def _closed(self, shape: Shape, focus: Relation, values: Relation, closed: Node) -> Violations:
        if str(closed) not in ("true", "1"):
            return
        allowed = {
            path
            for nested in self.graph.objects(shape.node, SH.property)
            for path in self.graph.objects(nested, SH.path)
            if isinstance(path, URIRef)
        }
        for head in self.graph.objects(shape.node, SH.ignoredProperties):
            allowed.update(iri for iri in members(self.graph, head) if isinstance(iri, URIRef))
        subject = Variable("closed")
        nodes = rename(only(values, THIS, VALUE), VALUE, subject)
        stated = Join(nodes, Triples(subject, PATH, VALUE))
        others = AntiJoin(stated, rows(PATH, sorted(allowed)))
        yield SH.ClosedConstraintComponent, only(others, THIS, PATH, VALUE)

    def _has_value(self, shape: Shape, focus: Relation, values: Relation, value: Node) -> Violations:
        having = only(Join(values, rows(VALUE, [value])), THIS)
        yield SH.HasValueConstraintComponent, AntiJoin(focus, having)

    def _in(self, shape: Shape, focus: Relation, values: Relation, head: Node) -> Violations:
        yield SH.InConstraintComponent, AntiJoin(values, rows(VALUE, members(self.graph, head)))
