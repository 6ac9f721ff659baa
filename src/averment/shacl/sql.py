"""The algebra as SQL: one statement a relation, with a common table expression for each part of it."""

from __future__ import annotations

from collections.abc import Callable

from rdflib import URIRef
from rdflib.term import Node

from averment.shacl.algebra import (
    Aggregate,
    Aggregation,
    Alternative,
    AntiJoin,
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
    Values,
    columns,
)
from averment.shacl.facets import Facets, Scope, quote, quoted, token
from averment.shacl.functions import compile_expression

__all__ = ["Printer"]


class Printer:
    """Prints relations as SQL over tables of triples.

    Args:
        table: returns the name of the table, with the columns `s` and `o`, that holds a property's triples;
            of all triples, with `p` besides, for None.
        known: the name of a table that already holds a relation, or None.
    """

    def __init__(
        self, table: Callable[[URIRef | None], str], known: Callable[[Relation], str | None]
    ) -> None:
        self._table = table
        self._known = known
        self._names: dict[Relation, str] = {}
        self._parts: list[str] = []
        self._count = 0

    def statement(self, relation: Relation) -> str:
        """Return a statement whose rows are those of the relation."""
        name = self._name(relation)
        head = f"WITH RECURSIVE {', '.join(self._parts)} " if self._parts else ""
        listed = ", ".join(quote(variable.name) for variable in columns(relation)) or '"_"'
        return f"{head}SELECT {listed} FROM {name}"

    def _name(self, relation: Relation) -> str:
        """Return the name under which a relation can be selected from."""
        known = self._known(relation)
        if known is not None:
            return known
        if relation not in self._names:
            self._names[relation] = self._add(self._select(relation))
        return self._names[relation]

    def _add(self, select: str) -> str:
        self._count += 1
        name = f"r{self._count}"
        self._parts.append(f"{name} AS ({select})")
        return name

    def _select(self, relation: Relation) -> str:
        match relation:
            case Unit():
                return 'SELECT 1 AS "_"'
            case Values():
                return self._values(relation)
            case Triples():
                return self._triples(relation)
            case PathJoin():
                return self._path_join(relation)
            case Join():
                return self._join(relation.left, relation.right, "JOIN", None)
            case LeftJoin():
                return self._join(relation.left, relation.right, "LEFT JOIN", relation.condition)
            case AntiJoin():
                return self._anti_join(relation)
            case Union():
                return self._union(relation)
            case Filter():
                rows, condition = self._with_expression(relation.relation, relation.condition, "truth")
                return f"SELECT {self._listed(relation)} FROM ({rows}) AS x WHERE {condition.truth}"
            case Extend():
                rows, value = self._with_expression(relation.relation, relation.expression, "token")
                kept = self._listed(relation.relation)
                return f"SELECT {kept}, {value.token} AS {quote(relation.variable.name)} FROM ({rows}) AS x"
            case Project():
                return f"SELECT {self._listed(relation)} FROM {self._name(relation.relation)}"
            case Distinct():
                return f"SELECT DISTINCT * FROM {self._name(relation.relation)}"
            case Aggregate():
                return self._aggregate(relation)

    @staticmethod
    def _listed(relation: Relation) -> str:
        return ", ".join(quote(variable.name) for variable in columns(relation)) or '1 AS "_"'

    def _values(self, relation: Values) -> str:
        names = [quote(variable.name) for variable in relation.variables]
        if not relation.rows:
            return "SELECT " + ", ".join(f"NULL::VARCHAR AS {name}" for name in names) + " WHERE false"
        rows = ", ".join("(" + ", ".join(_constant(term) for term in row) + ")" for row in relation.rows)
        return f"SELECT * FROM (VALUES {rows}) AS v({', '.join(names)})"

    def _triples(self, relation: Triples) -> str:
        known = relation.predicate.term if isinstance(relation.predicate, Constant) else None
        table = self._table(known if isinstance(known, URIRef) else None)
        selected: dict[str, str] = {}
        conditions = []
        positions = [("s", relation.subject), ("o", relation.value)]
        if not isinstance(known, URIRef):
            positions.insert(1, ("p", relation.predicate))
        for column, term in positions:
            if isinstance(term, Constant):
                conditions.append(f"{column} = {_constant(term.term)}")
            elif term.name in selected:
                conditions.append(f"{column} = {selected[term.name]}")
            else:
                selected[term.name] = column
        listed = ", ".join(f"{column} AS {quote(name)}" for name, column in selected.items()) or '1 AS "_"'
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"SELECT {listed} FROM {table}{where}"

    def _join(self, left: Relation, right: Relation, kind: str, condition: Expression | None) -> str:
        left_name, right_name = self._name(left), self._name(right)
        shared = [variable for variable in columns(right) if variable in columns(left)]
        listed = [f"l.{quote(variable.name)}" for variable in columns(left)]
        listed += [f"r.{quote(variable.name)}" for variable in columns(right) if variable not in shared]
        on = (
            " AND ".join(f"l.{quote(variable.name)} = r.{quote(variable.name)}" for variable in shared)
            or "true"
        )
        if condition is not None:
            # the condition sees both sides: find the partners for which it holds, then join them
            partners = Filter(Join(left, right), condition)
            names = [quote(variable.name) for variable in columns(left)]
            on = " AND ".join(f"l.{name} IS NOT DISTINCT FROM r.{name}" for name in names) or "true"
            right_name = self._name(partners)
        return (
            f"SELECT {', '.join(listed) or '1 AS _'} FROM {left_name} AS l {kind} {right_name} AS r ON {on}"
        )

    def _anti_join(self, relation: AntiJoin) -> str:
        left, right = self._name(relation.left), self._name(relation.right)
        shared = [variable for variable in columns(relation.right) if variable in columns(relation.left)]
        on = (
            " AND ".join(f"l.{quote(variable.name)} = r.{quote(variable.name)}" for variable in shared)
            or "true"
        )
        return f"SELECT l.* FROM {left} AS l WHERE NOT EXISTS (SELECT 1 FROM {right} AS r WHERE {on})"

    def _union(self, relation: Union) -> str:
        names = columns(relation)
        selects = []
        for part in relation.parts:
            own = columns(part)
            listed = ", ".join(
                quote(variable.name) if variable in own else f"NULL::VARCHAR AS {quote(variable.name)}"
                for variable in names
            )
            selects.append(f"SELECT {listed or '1 AS _'} FROM {self._name(part)}")
        return " UNION ALL ".join(selects)

    def _with_expression(
        self, relation: Relation, expression: Expression, *facets: str
    ) -> tuple[str, Facets]:
        """Return the rows of a relation, prepared for an expression, and what the expression yields."""
        scope = Scope()
        compiled = compile_expression(expression, columns(relation), self._exists(relation), scope)
        used = (getattr(compiled, facet) for facet in facets)
        return scope.layers(f"SELECT {self._listed(relation)} FROM {self._name(relation)}", *used), compiled

    def _exists(self, outer: Relation) -> Callable[[Exists], str]:
        def compile_exists(exists: Exists) -> str:
            inner = self._name(exists.relation)
            shared = [variable for variable in columns(exists.relation) if variable in columns(outer)]
            on = " AND ".join(f"e.{quote(v.name)} = x.{quote(v.name)}" for v in shared) or "true"
            negation = "NOT " if exists.negated else ""
            return f"{negation}EXISTS (SELECT 1 FROM {inner} AS e WHERE {on})"

        return compile_exists

    def _aggregate(self, relation: Aggregate) -> str:
        scope = Scope()
        keys = [quote(variable.name) for variable in relation.keys]
        listed = keys + [self._aggregation(one, relation.relation, scope) for one in relation.aggregations]
        select = f"SELECT {self._listed(relation.relation)} FROM {self._name(relation.relation)}"
        rows = scope.layers(select, *listed)
        group = f" GROUP BY {', '.join(keys)}" if keys else ""
        return f"SELECT {', '.join(listed)} FROM ({rows}) AS x{group}"

    def _aggregation(self, aggregation: Aggregation, relation: Relation, scope: Scope) -> str:
        name = quote(aggregation.variable.name)
        integer = "'\"' || {0}::VARCHAR || '\"^^<http://www.w3.org/2001/XMLSchema#integer>'"
        if aggregation.expression is None:
            return f"{integer.format('count(*)')} AS {name}"
        value = compile_expression(aggregation.expression, columns(relation), self._exists(relation), scope)
        distinct = "DISTINCT " if aggregation.distinct else ""
        match aggregation.function:
            case "COUNT":
                return f"{integer.format(f'count({distinct}{value.token})')} AS {name}"
            case "MIN" | "MAX":
                pick = aggregation.function.lower()
                by_number = f"arg_{pick}({value.token}, {value.inexact})"
                by_instant = f"arg_{pick}({value.token}, {value.instant})"
                by_text = f"arg_{pick}({value.token}, {value.lexical})"
                return f"COALESCE({by_number}, {by_instant}, {by_text}) AS {name}"
            case "SUM":
                total = f"COALESCE(sum({distinct}{value.exact}), 0)"
                return (
                    f"'\"' || {total}::VARCHAR || '\"^^<http://www.w3.org/2001/XMLSchema#decimal>' AS {name}"
                )
            case "AVG":
                mean = f"COALESCE(avg({distinct}{value.inexact}), 0)"
                return f"'\"' || {mean}::VARCHAR || '\"^^<http://www.w3.org/2001/XMLSchema#double>' AS {name}"
            case "SAMPLE":
                return f"min({value.token}) AS {name}"
            case _:
                separator = quoted(aggregation.separator)
                joined = f"string_agg({distinct}{value.lexical}, {separator} ORDER BY {value.lexical})"
                return f"{_string_token(f'COALESCE({joined}, {quoted(str())})')} AS {name}"

    # --- paths ------------------------------------------------------------------------

    def _path_join(self, relation: PathJoin) -> str:
        rows = self._name(relation.relation)
        start = quote(relation.start.name)
        starts = self._add(f"SELECT DISTINCT {start} AS n FROM {rows} WHERE {start} IS NOT NULL")
        pairs = self._walk(relation.path, starts)
        end = quote(relation.end.name)
        if relation.end in columns(relation.relation):
            on = f"l.{start} = p.s AND l.{end} = p.o"
            return f"SELECT l.* FROM {rows} AS l JOIN {pairs} AS p ON {on}"
        return f"SELECT l.*, p.o AS {end} FROM {rows} AS l JOIN {pairs} AS p ON l.{start} = p.s"

    def _walk(self, path: Path, starts: str) -> str:
        """Return the name of the pairs `s`, `o`, each once, of a path that starts at one of the nodes."""
        match path:
            case Predicate(iri=iri):
                table = self._table(iri)
                return self._add(
                    f"SELECT DISTINCT t.s, t.o FROM {table} AS t JOIN {starts} AS n ON t.s = n.n"
                )
            case Inverse(path=Predicate(iri=iri)):
                table = self._table(iri)
                return self._add(
                    f"SELECT DISTINCT t.o AS s, t.s AS o FROM {table} AS t JOIN {starts} AS n ON t.o = n.n"
                )
            case Inverse(path=inner):
                return self._walk(_inverted(inner), starts)
            case Sequence(paths=paths):
                pairs = self._walk(paths[0], starts)
                for step in paths[1:]:
                    reached = self._add(f"SELECT DISTINCT o AS n FROM {pairs}")
                    further = self._walk(step, reached)
                    pairs = self._add(
                        f"SELECT DISTINCT a.s, b.o FROM {pairs} AS a JOIN {further} AS b ON a.o = b.s"
                    )
                return pairs
            case Alternative(paths=paths):
                walked = [self._walk(option, starts) for option in paths]
                return self._add(" UNION ".join(f"SELECT s, o FROM {pairs}" for pairs in walked))
            case Closure(path=inner, once=True):
                pairs = self._walk(inner, starts)
                return self._add(f"SELECT n AS s, n AS o FROM {starts} UNION SELECT s, o FROM {pairs}")
            case Closure(path=inner, least=least):
                return self._close(inner, least, starts)

    def _close(self, inner: Path, least: int, starts: str) -> str:
        everywhere = self._table(None)
        nodes = (
            self._add(f"SELECT s AS n FROM {everywhere} UNION SELECT o FROM {everywhere}")
            if not isinstance(inner, Predicate)
            else ""
        )
        if isinstance(inner, Predicate):
            step = self._table(inner.iri)
        elif isinstance(inner, Inverse) and isinstance(inner.path, Predicate):
            self._parts.pop()
            step = f"(SELECT o AS s, s AS o FROM {self._table(inner.path.iri)})"
        else:
            step = self._walk(inner, nodes)
        base = (
            f"SELECT n AS s, n AS o FROM {starts}"
            if least == 0
            else (f"SELECT DISTINCT n.n AS s, t.o FROM {starts} AS n JOIN {step} AS t ON n.n = t.s")
        )
        self._count += 1
        name = f"r{self._count}"
        self._parts.append(
            f"{name}(s, o) AS ({base} UNION SELECT c.s, t.o FROM {name} AS c JOIN {step} AS t ON c.o = t.s)"
        )
        return name


def _inverted(path: Path) -> Path:
    """Return the path that leads back, with inversion at the single steps."""
    match path:
        case Predicate():
            return Inverse(path)
        case Inverse(path=inner):
            return inner
        case Sequence(paths=paths):
            return Sequence(tuple(_inverted(step) for step in reversed(paths)))
        case Alternative(paths=paths):
            return Alternative(tuple(_inverted(option) for option in paths))
        case Closure():
            return Closure(_inverted(path.path), path.least, path.once)


def _constant(term: Node | None) -> str:
    return "NULL::VARCHAR" if term is None else quoted(token(term))


def _string_token(sql: str) -> str:
    return f"'\"' || replace(replace({sql}, '\\', '\\\\'), '\"', '\\\"') || '\"'"
