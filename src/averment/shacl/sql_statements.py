"""One statement of SQL: the rows of a relation of the algebra.

The rows of joins, filters and projections are gathered into one SELECT block; what is grouped, made distinct or
used more than once becomes a sub-query or a common table expression.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from rdflib import URIRef
from rdflib.term import Node

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
    Inverse,
    Join,
    LeftJoin,
    PathJoin,
    Predicate,
    Project,
    Relation,
    Triples,
    Union,
    Unit,
    Values,
    Variable,
    columns,
)
from averment.shacl.blocks import Block
from averment.shacl.functions import compile_expression
from averment.shacl.literals import FACETS, NOTHING, Facets
from averment.shacl.relation_parts import asked, binding, partners, written_parts
from averment.shacl.scope import Column, Scope, bracketed
from averment.shacl.sql_aggregates import compile_aggregation
from averment.shacl.sql_paths import PathPrinter
from averment.shacl.terms import quote

if TYPE_CHECKING:
    from averment.shacl.print_sql import Printer

__all__ = ["CONSTANTS", "Forms", "Statement"]

CONSTANTS = "constant_values"
"""A table like that of a property, whose values are the terms that statements name."""

Forms: TypeAlias = dict[Variable, Column]
"""What holds the variables of a relation."""


class Statement:
    """One statement in the making.

    Args:
        printer: gives the names of tables and constants, and knows which relations have a table.
    """

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._parts: list[str] = []
        self._named: dict[Relation, tuple[str, Forms]] = {}
        self._uses: Counter[Relation] = Counter()
        self._aliases = 0
        self._paths = PathPrinter(printer.table, printer.triples, self._add, self._next_name)

    def whole(self, relation: Relation) -> tuple[str, Forms]:
        """Return the statement for a relation and its columns."""
        self._count(relation)
        block = self._block(relation)
        wanted = [variable for variable in columns(relation) if variable in block.columns]
        statement = block.select(wanted)
        head = f"WITH RECURSIVE {', '.join(self._parts)} " if self._parts else ""
        return head + statement, {v: block.columns[v].at("x", v.name) for v in wanted}

    def _count(self, relation: Relation) -> None:
        """Count how often each part of a relation is used, for what is used twice gets a name."""
        self._uses[relation] += 1
        if self._uses[relation] > 1 or self._printer.is_known(relation):
            return
        for part in written_parts(relation):
            self._count(part)

    def alias(self) -> str:
        """Return a new alias."""
        self._aliases += 1
        return f"t{self._aliases}"

    def _next_name(self) -> str:
        return f"r{len(self._parts) + 1}"

    def _add(self, select: str, names: str = "") -> str:
        name = self._next_name()
        self._parts.append(f"{name}{names} AS ({select})")
        return name

    # --- relations as blocks -------------------------------------------------------------

    def _block(self, relation: Relation) -> Block:
        """Return the rows of a relation; from a table or a common table expression where there is one."""
        kept = self._printer.kept(relation) or self._named.get(relation)
        if kept is None and self._uses[relation] > 1 and not isinstance(relation, Unit | Triples | Values):
            made = self._made(relation)
            wanted = [v for v in columns(relation) if v in made.columns]
            name = self._add(made.select(wanted))
            kept = self._named[relation] = (name, {v: made.columns[v] for v in wanted})
        if kept is None:
            return self._made(relation)
        name, forms = kept
        alias = self.alias()
        return Block(
            {v: column.at(alias, v.name) for v, column in forms.items()}, [("", f"{name} AS {alias}", "")]
        )

    def _made(self, relation: Relation) -> Block:
        match relation:
            case Unit():
                return Block({}, [("", f"(SELECT 1) AS {self.alias()}", "")])
            case Values():
                return self._values(relation)
            case Triples():
                return self._triples(relation)
            case PathJoin():
                return self._path_join(relation)
            case Join():
                return self._join(self._block(relation.left), self._block(relation.right))
            case LeftJoin():
                return self._left_join(relation)
            case AntiJoin():
                return self._semi_join(self._block(relation.left), relation.right, "ANTI JOIN")
            case Union():
                return self._union(relation)
            case Filter():
                return self._filter(self._block(relation.relation), relation.condition, relation.relation)
            case Extend():
                return self._extend(relation)
            case Project():
                block = self._block(relation.relation)
                block.columns = {v: block.columns[v] for v in relation.variables if v in block.columns}
                return block
            case Distinct():
                block = self._block(relation.relation)
                return self._from(block.select(columns(relation), distinct=True), block.columns)
            case Aggregate():
                return self._aggregate(relation)

    def _from(self, select: str, forms: Forms) -> Block:
        """Return the rows of a sub-query."""
        alias = self.alias()
        return Block({v: c.at(alias, v.name) for v, c in forms.items()}, [("", f"({select}) AS {alias}", "")])

    def _values(self, relation: Values) -> Block:
        names = [quote(variable.name) for variable in relation.variables]
        forms = {v: Column("id", "", values=CONSTANTS) for v in relation.variables}
        if not relation.rows:
            listed = ", ".join(f"NULL::BIGINT AS {name}" for name in names)
            return self._from(f"SELECT {listed} WHERE false", forms)
        alias = self.alias()
        rows = ", ".join("(" + ", ".join(self._number(term) for term in row) + ")" for row in relation.rows)
        source = f"(VALUES {rows}) AS {alias}({', '.join(names)})"
        return Block({v: c.at(alias, v.name) for v, c in forms.items()}, [("", source, "")])

    def _number(self, term: Node | None) -> str:
        return "NULL::BIGINT" if term is None else self._printer.constant(term)

    def _triples(self, relation: Triples) -> Block:
        alias = self.alias()
        predicate = relation.predicate.term if isinstance(relation.predicate, Constant) else None
        positions = [("s", relation.subject), ("o", relation.value)]
        if isinstance(predicate, URIRef):
            table = self._printer.table(predicate)
        else:
            table = self._printer.triples()
            positions.insert(1, ("p", relation.predicate))
        block = Block({}, [("", f"{table} AS {alias}", "")])
        for column, term in positions:
            sql = f"{alias}.{column}"
            if isinstance(term, Constant):
                block.conditions.append(f"{sql} = {self._number(term.term)}")
            elif term in block.columns:
                block.conditions.append(f"{sql} = {block.columns[term].sql}")
            else:
                values = table if column == "o" else ""
                block.columns[term] = Column("id", sql, values=values)
        return block

    def _join(self, left: Block, right: Block) -> Block:
        equalities = self._equalities(left, right)
        left.add(right, equalities)
        for variable, column in right.columns.items():
            left.columns.setdefault(variable, column)
        return left

    def _equalities(self, left: Block, right: Block) -> list[str]:
        shared = [variable for variable in right.columns if variable in left.columns]
        self._unify(left, right, shared)
        return [f"{left.columns[v].sql} = {right.columns[v].sql}" for v in shared]

    def _unify(self, left: Block, right: Block, shared: Iterable[Variable]) -> None:
        """Make two blocks hold the terms of their shared columns in the same form, so that these can be compared."""
        for variable in shared:
            if left.columns[variable].form != right.columns[variable].form:
                for side in (left, right):
                    side.columns[variable] = self._computed(side, side.columns[variable])

    def _computed(self, block: Block, column: Column) -> Column:
        """Return a column in the form that holds any term: facet by facet."""
        if column.form == "computed":
            return column
        rows = _Rows(self, block, Unit())
        facets = rows.scope.column(column)
        resolved = rows.scope.resolve(*(getattr(facets, facet) for facet in FACETS))
        if resolved is None:
            raise ValueError("the facets of a term are short")
        return Column("computed", resolved[0], Facets(None, None, **dict(zip(FACETS, resolved, strict=True))))

    def _source(self, block: Block, wanted: list[Variable]) -> tuple[str, Forms]:
        """Return a block as one source with its alias, and its columns."""
        if len(block.sources) == 1 and not block.conditions:
            return block.sources[0][1], block.columns
        inner = self._from(block.select(wanted), {v: block.columns[v] for v in wanted})
        return inner.sources[0][1], inner.columns

    def _semi_join(self, left: Block, relation: Relation, keyword: str) -> Block:
        right = self._block(relation)
        shared = [v for v in right.columns if v in left.columns]
        self._unify(left, right, shared)
        source, forms = self._source(right, shared)
        on = " AND ".join(f"{left.columns[v].sql} = {forms[v].sql}" for v in shared) or "true"
        left.sources.append((keyword, source, on))
        return left

    def _left_join(self, relation: LeftJoin) -> Block:
        left = self._block(relation.left)
        right = self._block(partners(relation))
        added = [v for v in columns(relation.right) if v not in left.columns and v in right.columns]
        if relation.condition is None:
            shared = [v for v in right.columns if v in left.columns]
            operator = "="
        else:
            # the condition sees both sides: the partners are whole rows of the left with what they found
            shared = [v for v in columns(relation.left) if v in left.columns]
            operator = "IS NOT DISTINCT FROM"
        self._unify(left, right, shared)
        source, forms = self._source(right, shared + added)
        on = " AND ".join(f"{left.columns[v].sql} {operator} {forms[v].sql}" for v in shared) or "true"
        left.sources.append(("LEFT JOIN", source, on))
        for variable in added:
            left.columns[variable] = forms[variable]
        return left

    def _union(self, relation: Union) -> Block:
        blocks = [self._block(part) for part in relation.parts]
        forms: Forms = {}
        for variable in columns(relation):
            having = [block for block in blocks if variable in block.columns]
            kinds = {block.columns[variable].form for block in having}
            if len(kinds) > 1:
                for block in having:
                    block.columns[variable] = self._computed(block, block.columns[variable])
            if not having:
                continue
            for block in blocks:
                column = block.columns.get(variable, _unbound(having[0].columns[variable].form))
                block.columns[variable] = column.varying()
            values = {block.columns[variable].values for block in having}
            forms[variable] = replace(
                having[0].columns[variable], values=values.pop() if len(values) == 1 else ""
            )
        return self._from(" UNION ALL ".join(block.select(forms) for block in blocks), forms)

    # --- expressions ----------------------------------------------------------------------

    def _filter(self, block: Block, condition: Expression, outer: Relation) -> Block:
        if isinstance(condition, Call) and condition.name == "&&":
            for part in condition.arguments:
                block = self._filter(block, part, outer)
            return block
        if isinstance(condition, Exists):
            return self._semi_join(
                block, asked(condition, outer), "ANTI JOIN" if condition.negated else "SEMI JOIN"
            )
        rows = _Rows(self, block, outer)
        truth = compile_expression(condition, rows).truth
        block, (truth,) = self._evaluated(block, rows.scope, truth)
        block.conditions.append(f"({truth})")
        return block

    def _extend(self, relation: Extend) -> Block:
        block = self._block(relation.relation)
        expression = relation.expression
        if isinstance(expression, Variable):
            if expression in block.columns:
                block.columns[relation.variable] = block.columns[expression]
            return block
        rows = _Rows(self, block, relation.relation)
        facets = compile_expression(expression, rows)
        block, column = self._column(block, rows.scope, facets)
        is_known = isinstance(expression, Constant)
        block.columns[relation.variable] = replace(column, values=CONSTANTS) if is_known else column
        return block

    def _column(self, block: Block, scope: Scope, facets: Facets) -> tuple[Block, Column]:
        if facets.id is not None:
            block, (number,) = self._evaluated(block, scope, facets.id)
            return block, Column("id", f"({number})")
        block, found = self._evaluated(block, scope, *(getattr(facets, facet) for facet in FACETS))
        made = Facets(None, None, **{f: bracketed(sql) for f, sql in zip(FACETS, found, strict=True)})
        return block, Column("computed", made.token, made)

    def _evaluated(self, block: Block, scope: Scope, *used: str) -> tuple[Block, list[str]]:
        """Return the rows and what the SQL of an expression is over them."""
        resolved = scope.resolve(*used)
        if resolved is not None:
            return block, resolved
        # too long to be written out: compute the parts in layers, each from those below
        layers = scope.layers(*used)
        names = {v: f"v{number}" for number, v in enumerate(block.columns)}
        listed = ", ".join(c.listed(names[v]) for v, c in block.columns.items())
        select = f"SELECT {', '.join(filter(None, [listed, layers[0]]))}{block.tail()}"
        for layer in layers[1:]:
            select = f"SELECT *, {layer} FROM ({select}) AS {self.alias()}"
        alias = self.alias()
        layered = Block(
            {v: c.at(alias, names[v]) for v, c in block.columns.items()}, [("", f"({select}) AS {alias}", "")]
        )
        return layered, [scope.named(sql) for sql in used]

    def _aggregate(self, relation: Aggregate) -> Block:
        block = self._block(relation.relation)
        rows = _Rows(self, block, relation.relation)
        made = [compile_aggregation(one, rows) for one in relation.aggregations]
        block, resolved = self._evaluated(block, rows.scope, *(sql for _, parts in made for sql in parts))
        forms: Forms = {v: block.columns[v] for v in relation.keys if v in block.columns}
        keys = [forms[v].listed(v.name) for v in forms]
        width = sum(1 + len(column.carried) for column in forms.values())
        listed, position = [], 0
        for one, (form, parts) in zip(relation.aggregations, made, strict=True):
            name = one.variable.name
            own = resolved[position : position + len(parts)]
            position += len(parts)
            if form == "computed":
                forms[one.variable] = Column(
                    form, own[0], Facets(None, None, **dict(zip(FACETS, own, strict=True)))
                )
            else:
                forms[one.variable] = Column(form, own[0])
            listed.append(forms[one.variable].listed(name))
        select = f"SELECT {', '.join(keys + listed) or '1 AS _'}{block.tail()}"
        if width:
            select += f" GROUP BY {', '.join(str(position + 1) for position in range(width))}"
        return self._from(select, forms)

    # --- paths -----------------------------------------------------------------------------

    def _path_join(self, relation: PathJoin) -> Block:
        block = self._block(relation.relation)
        start = block.columns[relation.start]
        match relation.path:
            case Predicate(iri=iri) | Inverse(path=Predicate(iri=iri)):
                source = self._printer.table(iri)
                here, there = ("s", "o") if isinstance(relation.path, Predicate) else ("o", "s")
                values = source if there == "o" else ""
            case _:
                nodes = self._block(binding(relation.relation, relation.start))
                listed = f"SELECT DISTINCT {nodes.columns[relation.start].sql} AS n{nodes.tail()}"
                starts = self._add(f"SELECT n FROM ({listed}) WHERE n IS NOT NULL")
                source = f"({self._paths.walk(relation.path, starts)})"
                here, there = "s", "o"
                values = ""
        alias = self.alias()
        on = f"{start.sql} = {alias}.{here}"
        if relation.end in block.columns:
            on += f" AND {block.columns[relation.end].sql} = {alias}.{there}"
        else:
            block.columns[relation.end] = Column("id", f"{alias}.{there}", values=values)
        block.sources.append(("JOIN", f"{source} AS {alias}", on))
        return block

    # --- for expressions --------------------------------------------------------------------

    def semi_condition(self, block: Block, relation: Relation, *, negated: bool) -> str:
        """Return the SQL of whether a relation has a row that agrees with the current one of a block."""
        inner = self._block(relation)
        shared = [variable for variable in inner.columns if variable in block.columns]
        if not shared:
            return f"{'NOT ' if negated else ''}EXISTS (SELECT 1{inner.tail()})"
        self._unify(block, inner, shared)
        # a join with a mark, since DuckDB makes more of a correlated sub-query than its memory holds
        alias = self.alias()
        listed = ", ".join(inner.columns[v].listed(v.name) for v in shared)
        on = " AND ".join(
            f"{block.columns[v].sql} = {inner.columns[v].at(alias, v.name).sql}" for v in shared
        )
        source = f"(SELECT DISTINCT {listed}, true AS found{inner.tail()}) AS {alias}"
        block.sources.append(("LEFT JOIN", source, on))
        return f"{alias}.found IS {'' if negated else 'NOT '}NULL"

    @property
    def printer(self) -> Printer:
        """The printer of the statement."""
        return self._printer


class _Rows:
    """The rows of a block, for an expression over them."""

    def __init__(self, statement: Statement, block: Block, outer: Relation) -> None:
        self._statement = statement
        self._block = block
        self._outer = outer
        self.scope = Scope(self._dictionary, mixed=statement.printer.mixed)

    def find(self, variable: Variable) -> Column | None:
        return self._block.columns.get(variable)

    def exists(self, exists: Exists) -> str:
        relation = asked(exists, self._outer)
        return self._statement.semi_condition(self._block, relation, negated=exists.negated)

    def constant(self, term: Node) -> tuple[str, str]:
        number = self._statement.printer.constant(term)
        return number, number.replace("\0", "\0key", 1)

    def _dictionary(self, table: str, number: str, values: str) -> str:
        key = (table, number)
        if key not in self._block.dictionaries:
            alias = self._statement.alias()
            self._block.dictionaries[key] = alias
            if values and table == "literals":
                table = self._statement.printer.literals_of(values)
            self._block.sources.append(("LEFT JOIN", f"{table} AS {alias}", f"{alias}.id = {number}"))
        return self._block.dictionaries[key]


def _unbound(form: str) -> Column:
    return Column(form, "NULL::BIGINT") if form != "computed" else Column(form, NOTHING.token, NOTHING)
