"""The algebra as SPARQL 1.1: one SELECT a relation, which any endpoint can run.

Patterns are put together into one group wherever that means the same: sub-SELECTs only group rows, or keep
each once among rows that may repeat. A part that is known to hold of the rows already is not said again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from averment.shacl.algebra import (
    Aggregate,
    AntiJoin,
    Call,
    Constant,
    Distinct,
    Exists,
    Expression,
    Extend,
    Filter,
    Join,
    LeftJoin,
    PathJoin,
    Project,
    Relation,
    Triples,
    Union,
    Unit,
    Values,
    Variable,
    columns,
)
from averment.shacl.analysis import (
    certain,
    constant_of,
    ends_once,
    handed_on,
    has_aggregate,
    in_graph,
    is_nullable,
    is_set,
    parts_of,
    renaming,
    simpler_count,
    variables,
)
from averment.shacl.errors import NotCompiledError
from averment.shacl.sparql_expressions import aggregation_text, expression_text
from averment.shacl.sparql_forms import counted_of_set, is_once_anyway, is_plain, may_miss_start
from averment.shacl.sparql_groups import Fact, Group
from averment.shacl.sparql_paths import path_text
from averment.shacl.sparql_terms import term_text
from averment.shacl.uses import Uses

__all__ = ["SparqlPrinter"]

_Names = Mapping[Variable, str]


_MOST_PARTS = 2_000
"""How many relations, repeated ones included, a statement is made of at most; each is about 30 characters long."""


class SparqlPrinter:
    """Prints relations as SPARQL; the text depends on nothing but the relation.

    Attributes:
        identity: of the statement printed last, the properties of which it matters whether two values are the
            same term; of the others a query only looks at what a value stands for.
    """

    def __init__(self) -> None:
        self.identity: frozenset[str] = frozenset()

    def statement(self, relation: Relation) -> str:
        """Return a SELECT whose solutions are the rows of a relation, with its columns in their order.

        Raises:
            NotCompiledError: the relation has a part that standard SPARQL cannot say.
        """
        writer = _Writer()
        text = writer.statement(relation)
        self.identity = frozenset(writer.uses.identity())
        return text


class _Writer:
    """Prints one relation; each column that is left out on the way gets a name of its own."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._parts = 0
        self._nodes: frozenset[str] = frozenset()
        self.uses = Uses()

    def statement(self, relation: Relation) -> str:
        listed = columns(relation)
        names = {variable: self._fresh(variable) for variable in listed}
        once = is_set(relation)
        group = Group()
        self._into(group, relation, names, bag=not once)
        head = "SELECT"
        if once and not is_once_anyway(relation):
            head = "SELECT DISTINCT"
            self.uses.keep(names.values())
        selected = " ".join(f"?{names[variable]}" for variable in listed) or "(true AS ?any)"
        return f"{head} {selected} WHERE {group.text()}"

    def _fresh(self, variable: Variable) -> str:
        start = re.sub("[^A-Za-z0-9_]", "", variable.name) or "v"
        start = start if start[0].isalpha() and "blank" not in variable.name else "v"
        name, number = start, 1
        while name in self._used:
            number += 1
            name = f"{start}_{number}"
        self._used.add(name)
        return name

    def _named(self, relation: Relation, names: _Names) -> dict[Variable, str]:
        """Return the names of a relation's columns: those that there are, and new ones for the others."""
        return {
            variable: names[variable] if variable in names else self._fresh(variable)
            for variable in columns(relation)
        }

    # --- relations into a group ------------------------------------------------------------

    def _into(self, group: Group, relation: Relation, names: _Names, *, bag: bool) -> None:
        """Join a relation to what a group says.

        Args:
            group: the group.
            relation: what to add.
            names: the names of its columns.
            bag: whether it matters how often a row occurs.
        """
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise NotCompiledError("shapes within shapes make a query that no engine runs in sensible time")
        if not bag or is_set(relation):
            if self._is_known(group.facts | group.given, relation, names):
                return
            if self._is_known(group.near, relation, names):
                group.left_out.update(names[variable] for variable in columns(relation))
                return
        if bag and is_set(relation):
            if not is_once_anyway(relation):
                return self._sub_select(group, relation, names)
            bag = False
        match relation:
            case Unit():
                return
            case Values():
                self._values(group, relation, names)
            case Triples():
                self._triples(group, relation, names)
            case PathJoin():
                self._path_join(group, relation, names, bag=bag)
            case Join():
                self._into(group, relation.left, _of(relation.left, names), bag=bag)
                self._semi_or_join(group, relation, names, bag=bag)
            case LeftJoin():
                self._left_join(group, relation, names, bag=bag)
            case AntiJoin():
                self._anti_join(group, relation, names, bag=bag)
            case Union(parts=parts):
                self._union(group, [(part, _of(part, names)) for part in parts], bag=bag)
            case Filter():
                self._filter(group, relation, names, bag=bag)
            case Extend():
                self._extend(group, relation, names, bag=bag)
            case Project():
                self._project(group, relation, names, bag=bag)
            case Distinct():
                self._into(group, relation.relation, names, bag=False)
            case Aggregate():
                self._aggregate(group, relation, names)
        group.facts.add((relation, tuple(names[variable] for variable in columns(relation))))

    def _is_known(self, facts: Iterable[Fact], relation: Relation, names: _Names) -> bool:
        """Return whether facts say that the values of some names are a row of a relation."""
        if isinstance(relation, Distinct):
            return self._is_known(facts, relation.relation, names)
        if isinstance(relation, Project):
            renamed = renaming(relation)
            if renamed is not None:
                inner, old, new = renamed
                if new in names:
                    return self._is_known(facts, inner, {**names, old: names[new]})
            wanted = [variable for variable in relation.variables if variable in columns(relation.relation)]
            places = [(columns(relation.relation).index(variable), names[variable]) for variable in wanted]
            if set(wanted) <= certain(relation.relation):
                return any(
                    known == relation.relation and all(bound[place] == name for place, name in places)
                    for known, bound in facts
                )
            return False
        listed = columns(relation)
        if not listed or not set(listed) <= certain(relation):
            return False
        return (relation, tuple(names[variable] for variable in listed)) in facts

    def _braced(self, group: Group, relation: Relation, names: _Names, *, bag: bool) -> None:
        inner = group.nested()
        self._into(inner, relation, names, bag=bag)
        if not inner.is_plain and group.is_plain and not group.outer:
            group.set_apart()
        group.embed(inner)

    def _sub_select(self, group: Group, relation: Relation, names: _Names) -> None:
        """Add the rows of a relation, each once, whatever repeats there."""
        listed = columns(relation)
        inner = Group()
        self._into(inner, relation, names, bag=False)
        selected = " ".join(f"?{names[variable]}" for variable in listed) or "(true AS ?any)"
        self.uses.keep(names[variable] for variable in listed)
        text = f"{{ SELECT DISTINCT {selected} WHERE {inner.text()} }}"
        group.add(text, _in(names, listed), _in(names, certain(relation)))
        group.facts.add((relation, tuple(names[variable] for variable in listed)))

    def _values(self, group: Group, relation: Values, names: _Names) -> None:
        rows = [" ".join("UNDEF" if t is None else term_text(t) for t in row) for row in relation.rows]
        listed = [f"?{names[variable]}" for variable in relation.variables]
        if len(listed) == 1:
            text = f"VALUES {listed[0]} {{ {' '.join(rows)} }}"
        else:
            text = f"VALUES ({' '.join(listed)}) {{ {' '.join(f'({row})' for row in rows)} }}"
        group.add(text, _in(names, relation.variables), _in(names, certain(relation)))

    def _triples(self, group: Group, relation: Triples, names: _Names) -> None:
        terms = (relation.subject, relation.predicate, relation.value)
        texts = [_term(term, names) for term in terms]
        self.uses.walk(texts[0], relation.predicate, texts[2])
        group.add(f"{' '.join(texts)} .", names.values(), names.values())

    def _path_join(self, group: Group, relation: PathJoin, names: _Names, *, bag: bool) -> None:
        rows, start, path, end = relation.relation, relation.start, relation.path, relation.end
        if end in columns(rows) and {start, end} <= certain(rows):
            # both ends are known: ask whether the path leads from one to the other, which needs no order of joins
            self._into(group, rows, _of(rows, names), bag=bag)
            self.uses.walk(f"?{names[start]}", path, f"?{names[end]}")
            leads = f"EXISTS {{ ?{names[start]} {path_text(path)} ?{names[end]} . }}"
            stays = f"SAMETERM(?{names[start]}, ?{names[end]})"
            return group.filters.append(f"({stays} || {leads})" if is_nullable(path) else leads)
        may_miss = may_miss_start(relation) and names[end] not in self._nodes
        if bag and (may_miss or not ends_once(path)):
            # the rows as often as they are, each with every end once
            self._into(group, rows, _of(rows, names), bag=True)
            ends = Distinct(PathJoin(Distinct(Project(rows, (start,))), start, path, end))
            return self._into(group, ends, _of(ends, names), bag=True)
        constant = constant_of(rows, start)
        here = term_text(constant) if constant is not None else f"?{names[start]}"
        there = f"?{names[end]}"
        self.uses.walk(here, path, there)
        walked = f"{here} {path_text(path)} {there} ."
        if not may_miss:
            self._into(group, rows, _of(rows, names), bag=bag)
            return group.add(walked, [names[end]], [names[end]])
        # a path between variables starts at the nodes of the graph alone, whatever else a row may start at
        itself = (
            Filter(rows, Call("SAMETERM", (start, end))) if end in columns(rows) else Extend(rows, end, start)
        )
        away = group.nested()
        self._into(away, rows, _of(rows, names), bag=False)
        away.add(walked, [names[end]], [names[end]])
        at_home = group.nested()
        self._into(at_home, itself, names, bag=False)
        group.unite([away, at_home])

    def _semi_or_join(self, group: Group, relation: Join, names: _Names, *, bag: bool) -> None:
        left, right = relation.left, relation.right
        own = _of(right, names)
        sure = set(columns(right)) <= certain(left)
        if sure and (is_set(right) or not bag) and not is_plain(right) and not has_aggregate(right):
            if not self._is_known(group.facts | group.given, right, own):
                group.filters.append(self._exists(group, right, own, own.values()))
                group.facts.add((right, tuple(own[variable] for variable in columns(right))))
            return
        before = self._nodes
        self._nodes = before | {names[v] for v in columns(left) if v in certain(left) and in_graph(left, v)}
        self._into(group, right, own, bag=bag)
        self._nodes = before

    def _left_join(self, group: Group, relation: LeftJoin, names: _Names, *, bag: bool) -> None:
        left, right = relation.left, relation.right
        own = _of(right, names)
        shared = {own[v] for v in columns(right) if v not in certain(left)}
        if not group.is_empty and (shared & group.names or relation.condition is not None):
            return self._braced(group, relation, names, bag=bag)
        self._into(group, left, _of(left, names), bag=bag)
        for near in (frozenset(group.facts), frozenset[Fact]()):
            inner = group.nested()
            inner.near = near
            self._into(inner, right, own, bag=bag)
            if inner.left_out <= inner.certain and (not near or inner.is_plain):
                break
        if relation.condition is not None:
            known = {**_of(left, names), **own}
            inner.filters.append(self._expression(inner, relation.condition, known))
        group.add(f"OPTIONAL {inner.text()}", inner.names, ())

    def _anti_join(self, group: Group, relation: AntiJoin, names: _Names, *, bag: bool) -> None:
        left, right = relation.left, relation.right
        shared = [variable for variable in columns(right) if variable in columns(left)]
        sure = set(shared) <= certain(left)
        if not sure and not group.is_empty:
            return self._braced(group, relation, names, bag=bag)
        self._into(group, left, _of(left, names), bag=bag)
        own = self._named(right, {variable: names[variable] for variable in shared} if sure else {})
        if (
            sure
            and set(shared) <= certain(right)
            and shared
            and (isinstance(right, Values) or has_aggregate(right))
        ):
            inner = Group()
            self._into(inner, right, own, bag=False)
            if not self._binds_here(group, shared, names):
                return group.filters.append(f"NOT {self._exists(group, right, own, ())}")
            return group.add(f"MINUS {inner.text()}", (), ())
        alike = [f"SAMETERM(?{names[v]}, ?{own[v]})" for v in shared] if not sure else []
        if not sure:
            self.uses.compare(name for v in shared for name in (names[v], own[v]))
        outer = [names[variable] for variable in shared] if sure else []
        return group.filters.append(f"NOT {self._exists(group, right, own, outer, alike)}")

    @staticmethod
    def _binds_here(group: Group, shared: Iterable[Variable], names: _Names) -> bool:
        """Return whether a group itself binds columns, rather than the row for which an EXISTS is asked."""
        return {names[variable] for variable in shared} <= group.certain

    def _exists(
        self,
        group: Group,
        relation: Relation,
        names: _Names,
        outer: Iterable[str],
        conditions: Iterable[str] = (),
    ) -> str:
        """Return the text of whether a relation has a row.

        Args:
            group: the group whose solutions it is asked for.
            relation: the relation.
            names: the names of its columns.
            outer: those of them that a solution has, too.
            conditions: what else has to hold.
        """
        inner = Group(given=group.given | group.facts, outer=group.outer | set(outer))
        self._into(inner, relation, names, bag=False)
        inner.filters += conditions
        return f"EXISTS {inner.text()}"

    def _union(self, group: Group, parts: list[tuple[Relation, dict[Variable, str]]], *, bag: bool) -> None:
        inners = []
        for part, names in parts:
            inner = group.nested()
            self._into(inner, part, names, bag=bag)
            inners.append(inner)
        if len(inners) == 1:
            return group.embed(inners[0])
        group.unite(inners)

    def _filter(self, group: Group, relation: Filter, names: _Names, *, bag: bool) -> None:
        rows = relation.relation
        used = variables(relation.condition) & set(columns(rows))
        if not group.is_empty and not used <= certain(rows):
            return self._braced(group, relation, names, bag=bag)
        self._into(group, rows, _of(rows, names), bag=bag)
        group.filters.append(self._expression(group, relation.condition, _of(rows, names)))
        if not used <= certain(rows):  # what is joined later must not bind what the condition looks at
            group.elements, group.filters = (
                [Group(elements=group.elements, filters=group.filters).text()],
                [],
            )

    def _expression(self, group: Group, expression: Expression, names: _Names) -> str:
        def exists(part: Exists) -> str:
            own = self._named(part.relation, names)
            shared = [own[variable] for variable in columns(part.relation) if variable in names]
            text = self._exists(group, part.relation, own, shared)
            return f"NOT {text}" if part.negated else text

        for part in parts_of(expression):
            if isinstance(part, Call) and part.name == "SAMETERM":
                self.uses.compare(names[v] for v in variables(part) if v in names)
        return expression_text(expression, names.get, exists)

    def _extend(self, group: Group, relation: Extend, names: _Names, *, bag: bool) -> None:
        rows, variable, expression = relation.relation, relation.variable, relation.expression
        if variable in columns(rows):
            if expression != variable:
                raise NotCompiledError(f"${variable.name} is bound again")
            return self._into(group, rows, names, bag=bag)
        name = names[variable]
        inner_names = _of(rows, names)
        used = variables(expression) & set(columns(rows))
        if not group.is_empty and (name in group.names or not used <= certain(rows)):
            return self._braced(group, relation, names, bag=bag)
        self._into(group, rows, inner_names, bag=bag)
        text = self._expression(group, expression, inner_names)
        self.uses.compare([name, *(inner_names[v] for v in handed_on(expression) if v in inner_names)])
        if name in group.outer:
            group.filters.append(f"SAMETERM({text}, ?{name})")
        else:
            sure = variable in certain(relation)
            group.add(f"BIND ({text} AS ?{name})", [name], [name] if sure else [])

    def _project(self, group: Group, relation: Project, names: _Names, *, bag: bool) -> None:
        simpler = simpler_count(relation)
        if simpler is not None:
            return self._into(group, simpler, names, bag=bag)
        renamed = renaming(relation)
        if renamed is not None:
            inner, old, new = renamed
            own = {**names, old: names[new] if new in names else self._fresh(old)}
            return self._into(group, inner, self._named(inner, own), bag=bag)
        inner = relation.relation
        own = self._named(inner, {v: names[v] for v in relation.variables if v in names})
        if isinstance(inner, PathJoin) and relation.variables == (inner.end,):
            starts = inner.relation
            if isinstance(starts, Values) and len(starts.rows) == 1 and starts.variables == (inner.start,):
                start, end = starts.rows[0][0], own[inner.end]
                reached = not is_nullable(inner.path) or own[inner.end] in self._nodes
                if start is not None and reached and (not bag or ends_once(inner.path)):
                    self.uses.walk(term_text(start), inner.path, f"?{end}")
                    return group.add(f"{term_text(start)} {path_text(inner.path)} ?{end} .", [end], [end])
        self._into(group, inner, own, bag=bag)

    def _aggregate(self, group: Group, relation: Aggregate, names: _Names) -> None:
        rows = relation.relation
        own = self._named(rows, {key: names[key] for key in relation.keys})
        once = all(one.distinct or one.function in ("MIN", "MAX", "SAMPLE") for one in relation.aggregations)
        counted = None if once else counted_of_set(relation)
        if counted is not None:
            # each value stands in one row: count values, however often the pattern finds them
            aggregations = [replace(one, expression=counted, distinct=True) for one in relation.aggregations]
            once = True
        else:
            aggregations = list(relation.aggregations)
        inner = Group()
        self._into(inner, rows, own, bag=not once)
        selected = [f"?{names[key]}" for key in relation.keys]
        for one in aggregations:
            text = "*" if one.expression is None else self._expression(inner, one.expression, own)
            selected.append(f"({aggregation_text(one, text)} AS ?{names[one.variable]})")
            if one.distinct:
                looked_at = variables(one.expression) if one.expression is not None else set(own)
                self.uses.keep((names[key] for key in relation.keys), (own[v] for v in looked_at if v in own))
        self.uses.keep(names[key] for key in relation.keys)
        keys = " ".join(f"?{names[key]}" for key in relation.keys)
        text = f"SELECT {' '.join(selected)} WHERE {inner.text()}{f' GROUP BY {keys}' if keys else ''}"
        group.add(f"{{ {text} }}", _in(names, columns(relation)), _in(names, certain(relation)))


def _of(relation: Relation, names: _Names) -> dict[Variable, str]:
    return {variable: names[variable] for variable in columns(relation)}


def _in(names: _Names, listed: Iterable[Variable]) -> list[str]:
    return [names[variable] for variable in listed]


def _term(term: Variable | Constant, names: _Names) -> str:
    return f"?{names[term]}" if isinstance(term, Variable) else term_text(term.term)
