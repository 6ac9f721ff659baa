"""Queries of SHACL-SPARQL to relations, read with rdflib's algebra.

SHACL binds `$this` (and for components `$value` and the parameters) before a query runs, once for each focus
node. Here the query runs once, over all of them: the bound variables are columns of an outer relation, which is
joined wherever an expression needs them. A query in which that could change what is asked is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from rdflib import Literal, URIRef
from rdflib import Variable as QueryVariable
from rdflib.paths import Path as QueryPath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from averment.shacl.algebra import (
    Aggregate,
    Aggregation,
    Alternative,
    Bound,
    Call,
    Closure,
    Constant,
    Distinct,
    Exists,
    Expression,
    Extend,
    Filter,
    Inverse,
    Join,
    LeftJoin,
    Path,
    PathJoin,
    Predicate,
    Project,
    Relation,
    Sequence,
    Triples,
    Union,
    Unit,
    Variable,
    columns,
)
from averment.shacl.build import only, rename, rows
from averment.shacl.errors import ForbiddenQueryError, NotCompiledError
from averment.shacl.query_syntax import read_query, variables_in
from averment.shacl.query_terms import is_closure, nodes_between, path_of, term_of, variables_of

__all__ = ["compile_query"]

_REFUSED = {
    "Graph": "GRAPH",
    "OrderBy": "ORDER BY",
    "Slice": "LIMIT",
}


def compile_query(text: str, namespaces: Mapping[str, str], outer: Relation) -> tuple[bool, Relation]:
    """Return whether a query is a SELECT, and its solutions.

    Args:
        text: a SELECT or ASK query.
        namespaces: the prefixes that it uses.
        outer: the pre-bound variables, a row for each binding.

    Returns:
        for SELECT the solutions with what is projected; for ASK the rows of `outer` that have a solution.

    Raises:
        ForbiddenQueryError: the query is none, or SHACL forbids what it does.
        NotCompiledError: the query uses what has no translation.
    """
    query = read_query(text, namespaces, {variable.name for variable in columns(outer)})
    translator = _Translator(outer)
    if query.name == "SelectQuery":
        return True, translator.pattern(query.p, outer)
    if query.name == "AskQuery":
        found = Join(outer, translator.pattern(query.p, outer))
        return False, only(found, *columns(outer))
    raise NotCompiledError(f"a {query.name} is no SELECT and no ASK")


class _Translator:
    def __init__(self, outer: Relation) -> None:
        self._bound = columns(outer)
        self._fresh = count(1)

    def _new(self) -> Variable:
        return Variable(f".{next(self._fresh)}")

    # --- graph patterns -----------------------------------------------------------------

    def pattern(self, part: CompValue, outer: Relation) -> Relation:
        """Translate a graph pattern; `outer` holds the variables that are bound before it runs."""
        match part.name:
            case "BGP":
                return self._basic(part.triples or [], outer)
            case "Join":
                return Join(self.pattern(part.p1, outer), self.pattern(part.p2, outer))
            case "LeftJoin":
                return self._left_join(part, outer)
            case "Union":
                branches = [self.pattern(part.p1, outer), self.pattern(part.p2, outer)]
                used = [v for v in columns(outer) if any(v in columns(branch) for branch in branches)]
                return Union(tuple(self._carry(branch, used, outer) for branch in branches))
            case "Filter":
                inner = self.pattern(part.p, outer)
                inner = self._with_outer(inner, part.expr, outer)
                return Filter(inner, self.expression(part.expr, inner))
            case "Extend":
                inner = self._with_outer(self.pattern(part.p, outer), part.expr, outer)
                variable = Variable(str(part.var))
                if variable in columns(inner):
                    return inner  # rdflib binds each key of a group again, to a sample of itself
                return Extend(inner, variable, self.expression(part.expr, inner))
            case "Project":
                return self._project(part, outer)
            case "Distinct" | "Reduced":
                return Distinct(self.pattern(part.p, outer))
            case "AggregateJoin":
                return self._aggregate(part, outer)
            case "ToMultiSet":
                return self._sub_select(part.p, outer)
            case name:
                raise NotCompiledError(f"the query uses {_REFUSED.get(name, name)}, which has no translation")

    def _left_join(self, part: CompValue, outer: Relation) -> Relation:
        left, right = self.pattern(part.p1, outer), self.pattern(part.p2, outer)
        left = self._carry(left, [v for v in columns(outer) if v in columns(right)], outer)
        if part.expr is None or getattr(part.expr, "name", "") == "TrueFilter":
            return LeftJoin(left, right)
        left = self._with_outer(left, part.expr, outer, known=columns(right))
        return LeftJoin(left, right, self.expression(part.expr, Join(left, right)))

    @staticmethod
    def _carry(inner: Relation, wanted: Iterable[Variable], outer: Relation) -> Relation:
        """Join those pre-bound variables that another part of the pattern binds and this one does not."""
        missing = [v for v in wanted if v not in columns(inner)]
        return Join(only(outer, *missing, *_shared(inner, outer)), inner) if missing else inner

    def _with_outer(
        self, inner: Relation, expression: object, outer: Relation, known: Iterable[Variable] = ()
    ) -> Relation:
        """Join the pre-bound variables that an expression needs and the pattern does not bind."""
        used = {Variable(str(name)) for name in variables_in(expression)}
        return self._carry(inner, [v for v in columns(outer) if v in used and v not in set(known)], outer)

    def _project(self, part: CompValue, outer: Relation) -> Relation:
        inner = self.pattern(part.p, outer)
        wanted = [Variable(str(name)) for name in part.PV]
        missing = [v for v in wanted if v not in columns(inner) and v in columns(outer)]
        if missing:
            inner = Join(only(outer, *missing, *_shared(inner, outer)), inner)
        return Project(inner, tuple(v for v in wanted if v in columns(inner)))

    def _sub_select(self, part: CompValue, outer: Relation) -> Relation:
        """Translate a sub-SELECT, which SHACL asks to project everything that is pre-bound."""
        inside = part
        while inside.name in ("Distinct", "Reduced", "OrderBy", "Slice"):
            inside = inside.p
        projected = {Variable(str(name)) for name in inside.PV or ()}
        hidden = [variable.name for variable in self._bound if variable not in projected]
        if hidden:
            raise ForbiddenQueryError(f"a sub-SELECT does not project ${hidden[0]}, which SHACL demands")
        return self.pattern(part, outer)

    def _basic(self, triples: Iterable[tuple[Node, Node | QueryPath, Node]], outer: Relation) -> Relation:
        """Join triple patterns, each when most of it is known; see `_next`."""
        waiting = list(triples)
        relation: Relation = Unit()
        while waiting:
            relation = self._step(relation, *waiting.pop(_next(waiting, set(columns(relation)))), outer=outer)
        return relation

    def _step(
        self, relation: Relation, subject: Node, predicate: Node | QueryPath, value: Node, *, outer: Relation
    ) -> Relation:
        if isinstance(predicate, QueryPath):
            return self._path(relation, term_of(subject), path_of(predicate), term_of(value), outer)
        found = Triples(term_of(subject), term_of(predicate), term_of(value))
        return found if isinstance(relation, Unit) else Join(relation, found)

    def _path(
        self,
        relation: Relation,
        start: Variable | Constant,
        path: Path,
        end: Variable | Constant,
        outer: Relation,
    ) -> Relation:
        match path:
            case Predicate(iri=iri):
                found = Triples(start, Constant(iri), end)
                return found if isinstance(relation, Unit) else Join(relation, found)
            case Inverse(path=inner):
                return self._path(relation, end, inner, start, outer)
            case Sequence(paths=paths):
                here = start
                for step in paths[:-1]:
                    there = self._new()
                    relation = self._path(relation, here, step, there, outer)
                    here = there
                return self._path(relation, here, paths[-1], end, outer)
            case Alternative(paths=paths):
                options = [self._path(Unit(), start, option, end, outer) for option in paths]
                united = Union(tuple(options))
                return united if isinstance(relation, Unit) else Join(relation, united)
            case Closure():
                return self._closure(relation, start, path, end, outer)

    def _closure(
        self,
        relation: Relation,
        start: Variable | Constant,
        path: Closure,
        end: Variable | Constant,
        outer: Relation,
    ) -> Relation:
        known = columns(relation)
        if isinstance(start, Variable) and start not in known:
            if isinstance(end, Constant) or end in known:
                back = Closure(Inverse(path.path), path.least, path.once)
                return self._closure(relation, end, back, start, outer)
            seeds = only(outer, start) if start in columns(outer) else _nodes(start)
            relation = seeds if isinstance(relation, Unit) else Join(relation, seeds)
        if isinstance(start, Constant):
            here = self._new()
            seeds = rows(here, [start.term])
            relation = seeds if isinstance(relation, Unit) else Join(relation, seeds)
            start = here
        if isinstance(end, Constant):
            there = self._new()
            return Join(PathJoin(relation, start, path, there), rows(there, [end.term]))
        return PathJoin(relation, start, path, end)

    # --- aggregates -----------------------------------------------------------------------

    def _aggregate(self, part: CompValue, outer: Relation) -> Relation:
        group = part.p
        inner = self.pattern(group.p, outer)
        keys = []
        for key in group.expr or []:
            if not isinstance(key, QueryVariable):
                raise NotCompiledError("the query groups by an expression, which has no translation")
            keys.append(Variable(str(key)))
        missing = [v for v in keys if v not in columns(inner) and v in columns(outer)]
        if missing:
            inner = Join(only(outer, *missing), inner)
        aggregations = []
        for one in part.A:
            inner = self._with_outer(inner, one, outer)
            aggregations.append(self._aggregation(one, inner))
        return Aggregate(inner, tuple(keys), tuple(aggregations))

    def _aggregation(self, part: CompValue, inner: Relation) -> Aggregation:
        name = part.name.removeprefix("Aggregate_").upper()
        everything = part.vars == "*"
        if name == "SAMPLE" or name in ("COUNT", "SUM", "MIN", "MAX", "AVG"):
            expression = None if everything else self.expression(part.vars, inner)
            return Aggregation(Variable(str(part.res)), name, expression, part.distinct == "DISTINCT")
        if name == "GROUPCONCAT":
            separator = " " if part.separator is None else str(part.separator)
            expression = self.expression(part.vars, inner)
            return Aggregation(
                Variable(str(part.res)), "GROUP_CONCAT", expression, part.distinct == "DISTINCT", separator
            )
        raise NotCompiledError(f"the aggregate {name} has no translation")

    # --- expressions ------------------------------------------------------------------------

    def expression(self, part: object, inner: Relation) -> Expression:
        """Translate an expression over the rows of a relation."""
        if isinstance(part, QueryVariable):
            return Variable(str(part))
        if isinstance(part, Node):
            return Constant(part)
        if not isinstance(part, CompValue):
            raise NotCompiledError(f"the expression {part!r} has no translation")

        def translated(inside: object) -> Expression:
            return self.expression(inside, inner)

        match part.name:
            case "RelationalExpression":
                if part.op in ("IN", "NOT IN"):
                    options = (
                        ()
                        if part.other == URIRef(str(part.other)) and not isinstance(part.other, list)
                        else part.other
                    )
                    return Call(part.op, (translated(part.expr), *(translated(option) for option in options)))
                return Call(str(part.op), (translated(part.expr), translated(part.other)))
            case "ConditionalAndExpression" | "ConditionalOrExpression":
                operator = "&&" if part.name == "ConditionalAndExpression" else "||"
                return Call(operator, (translated(part.expr), *(translated(other) for other in part.other)))
            case "UnaryNot":
                return Call("!", (translated(part.expr),))
            case "UnaryPlus":
                return translated(part.expr)
            case "UnaryMinus" if isinstance(part.expr, Literal) and str(part.expr)[0] not in "+-":
                return Constant(Literal(f"-{part.expr}", datatype=part.expr.datatype, normalize=False))
            case "UnaryMinus":
                return Call("-", (Constant(Literal(0)), translated(part.expr)))
            case "AdditiveExpression" | "MultiplicativeExpression":
                result = translated(part.expr)
                for operator, other in zip(part.op, part.other, strict=True):
                    result = Call(str(operator), (result, translated(other)))
                return result
            case "Builtin_EXISTS" | "Builtin_NOTEXISTS":
                named = {Variable(name) for name in variables_in(part.graph)}
                used = [variable for variable in columns(inner) if variable in named]
                relation = self.pattern(part.graph, only(inner, *used) if used else Unit())
                return Exists(relation, negated=part.name == "Builtin_NOTEXISTS")
            case "Builtin_BOUND":
                return Bound(Variable(str(part.arg)))
            case name if name.startswith("Builtin_"):
                return Call(
                    name.removeprefix("Builtin_").upper(), tuple(translated(a) for a in _arguments(part))
                )
            case name:
                what = f"<{part.iri}>" if name == "Function" else name
                raise NotCompiledError(f"the function {what} has no translation")


def _arguments(part: CompValue) -> list[object]:
    """List the arguments of a built-in function in their order."""
    if part.arg is not None:
        return list(part.arg) if isinstance(part.arg, list) else [part.arg]
    for names in (("arg1", "arg2", "arg3"), ("text", "pattern", "flags")):
        found = [dict.get(part, name) for name in names if dict.get(part, name) is not None]
        if found:
            return found
    return []


def _next(waiting: list[tuple[Node, Node | QueryPath, Node]], known: set[Variable]) -> int:
    """Return which of some triple patterns is joined next, as engines that do not choose by sizes keep to that.

    One that shares a variable goes before one that does not, and one that adds none before one that does. Properties
    are followed forwards before they are followed backwards, for a node has few values and a value many nodes: what a
    claim relays is found before all the claims that share its aspect.
    """

    def rank(pattern: tuple[Node, Node | QueryPath, Node]) -> tuple[bool, bool, int, bool]:
        named = variables_of(pattern)
        subject = pattern[0]
        is_forward = not isinstance(subject, QueryVariable) or Variable(str(subject)) in known
        new = len(named - known) + nodes_between(pattern[1])
        return bool(known) and not known & named, is_closure(pattern[1]), new, not is_forward

    return min(range(len(waiting)), key=lambda number: rank(waiting[number]))


def _shared(inner: Relation, outer: Relation) -> list[Variable]:
    return [variable for variable in columns(outer) if variable in columns(inner)]


def _nodes(variable: Variable) -> Relation:
    """Return every node of the data."""
    other, link = Variable(".other"), Variable(".link")
    subjects = Project(Triples(variable, link, other), (variable,))
    values = rename(Project(Triples(other, link, variable), (variable,)), variable, variable)
    return Distinct(Union((subjects, values)))
