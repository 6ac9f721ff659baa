"""Expressions in the making: the parts that SQL is made of, each named so that it is computed once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from averment.shacl.literals import FACETS, NOTHING, Facets
from averment.shacl.terms import quote

__all__ = ["Column", "Scope", "bracketed"]

# between characters that nothing else in a statement has, so that no constant can look like a name
_LET = re.compile("\0let(\\d+)\0")
_CONSTANT = re.compile(r"NULL::[A-Z]+(\(\d+, \d+\))?|'[A-Za-z!]*'|true|false")
_LONGEST_INLINE = 3_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a statement.

    Attributes:
        form: how it holds terms: `id` by their number in the dictionary, `count` as a native integer, `computed`
            facet by facet.
        sql: the number or the integer; of a computed column, its token.
        facets: of a computed column.
        values: the table of the property whose values it holds, if it is known to hold nothing else.
    """

    form: str
    sql: str
    facets: Facets | None = None
    values: str = ""

    @property
    def carried(self) -> tuple[str, ...]:
        """The facets that a sub-query has to list; the others are the same in all rows."""
        if self.facets is None:
            return ()
        return tuple(f for f in FACETS if f != "token" and not _CONSTANT.fullmatch(getattr(self.facets, f)))

    def at(self, alias: str, name: str) -> Column:
        """Return the column as it is called where a sub-query with this column is selected from."""
        sql = f"{alias}.{quote(name)}"
        if self.facets is None:
            return replace(self, sql=sql)
        carried = {facet: f"{alias}.{quote(f'{name}.{facet}')}" for facet in self.carried}
        return Column(self.form, sql, replace(self.facets, token=sql, **carried))

    def listed(self, name: str) -> str:
        """Return what a SELECT lists for the column."""
        parts = [f"{self.sql} AS {quote(name)}"]
        parts += [f"{getattr(self.facets, facet)} AS {quote(f'{name}.{facet}')}" for facet in self.carried]
        return ", ".join(parts)

    def varying(self) -> Column:
        """Return the column with all facets carried, so that it can be united with another."""
        if self.facets is None:
            return self
        rest = {f: f"({getattr(self.facets, f)})" for f in FACETS if f != "token" and f not in self.carried}
        return Column(self.form, self.sql, replace(self.facets, **rest))


def bracketed(sql: str) -> str:
    """Return SQL that can stand in any other, without brackets if it is the same in all rows."""
    return sql if _CONSTANT.fullmatch(sql) else f"({sql})"


class Scope:
    """The parts of the expressions over one set of rows.

    Args:
        dictionary: joins a dictionary of terms to the rows, by the SQL of a number, and returns its alias; the
            dictionary is that of `literals` or that of `names`. The third argument is the table of the property
            whose values the numbers are, if that is known.
        mixed: whether the keys of literals do not tell how all of them compare.
    """

    def __init__(self, dictionary: Callable[[str, str, str], str], *, mixed: bool) -> None:
        self.mixed = mixed
        self._dictionary = dictionary
        self._names: dict[str, str] = {}
        self._definitions: list[str | Callable[[], str]] = []
        self._made: dict[int, str] = {}

    def let(self, sql: str) -> str:
        """Return a name for what the SQL yields; it is computed only if an expression in use needs it."""
        if len(sql) < 24 or _LET.fullmatch(sql):
            return sql
        return self._let(sql, sql)

    def _let(self, key: str, definition: str | Callable[[], str]) -> str:
        if key not in self._names:
            self._names[key] = f"\0let{len(self._definitions)}\0"
            self._definitions.append(definition)
        return self._names[key]

    def column(self, column: Column) -> Facets:
        """Return the facets of a column."""
        own = self.own(column)
        if column.form == "id":
            return self._of_id(column.sql, own, column.values)
        if column.form == "count":
            return self.integer(own)
        if column.facets is None:
            raise ValueError("a computed column without facets")
        return Facets(
            None, None, *(self._let(sql, sql) for sql in (getattr(column.facets, f) for f in FACETS))
        )

    def own(self, column: Column) -> str:
        """Return the name of what a column holds."""
        return self.raw(column.sql)

    def raw(self, sql: str) -> str:
        """Return a name for SQL over the rows themselves, which can't be written anywhere else."""
        return self._let(sql, sql)

    def _of_id(self, sql: str, own: str, values: str) -> Facets:
        def literal(facet: str) -> str:
            return self._let(
                f"{sql} literals {facet}", lambda: f"{self._dictionary('literals', sql, values)}.{facet}"
            )

        name = self._let(f"{sql} names", lambda: f"{self._dictionary('names', sql, '')}.token")
        kind = f"CASE {own} & 3 WHEN 0 THEN 'i' WHEN 1 THEN '_' ELSE {literal('sort')} END"
        text = f"CASE {own} & 3 WHEN 0 THEN substring({name}, 2, length({name}) - 2) ELSE {literal('lexical')} END"
        written = f"CASE WHEN {own} & 3 < 2 THEN {name} ELSE {literal('token')} END"
        others = {facet: literal(facet) for facet in FACETS if facet not in ("token", "sort", "lexical")}
        return Facets(
            id=own,
            key=literal("key"),
            token=self.let(written),
            sort=self.let(kind),
            lexical=self.let(text),
            **others,
        )

    def boolean(self, condition: str) -> Facets:
        """Return the facets of a condition."""
        c = self.let(condition)
        boolean = "^^<http://www.w3.org/2001/XMLSchema#boolean>"
        return Facets(
            id=None,
            key=None,
            token=f"""CASE WHEN {c} THEN '"true"{boolean}' WHEN NOT {c} THEN '"false"{boolean}' END""",
            sort=f"CASE WHEN {c} IS NOT NULL THEN 'b' END",
            lexical=f"CASE WHEN {c} THEN 'true' WHEN NOT {c} THEN 'false' END",
            language="''",
            datatype="'boolean'",
            exact=NOTHING.exact,
            inexact=NOTHING.inexact,
            truth=c,
            instant=NOTHING.instant,
            zoned=NOTHING.zoned,
        )

    def text(self, sql: str) -> Facets:
        """Return the facets of a string without a language."""
        x = self.let(sql)
        escaped = x
        for plain, written in (
            ("'\\'", "'\\\\'"),
            ("'\"'", "'\\\"'"),
            ("chr(10)", "'\\n'"),
            ("chr(13)", "'\\r'"),
            ("chr(9)", "'\\t'"),
        ):
            escaped = f"replace({escaped}, {plain}, {written})"
        return Facets(
            id=None,
            key=None,
            token=f"('\"' || {escaped} || '\"')",
            sort=f"CASE WHEN {x} IS NOT NULL THEN 's' END",
            lexical=x,
            language="''",
            datatype="'string'",
            exact=NOTHING.exact,
            inexact=NOTHING.inexact,
            truth=f"({x} <> '')",
            instant=NOTHING.instant,
            zoned=NOTHING.zoned,
        )

    def integer(self, sql: str) -> Facets:
        """Return the facets of an integer."""
        return self.number(f"({sql})::DECIMAL(38, 12)", f"({sql})::DOUBLE", "'integer'")

    def number(self, exact: str, inexact: str, kind: str) -> Facets:
        """Return the facets of a number, given as a decimal where it is one, as a double and with its datatype."""
        # a short one is no name, and operators may follow
        e, i, d = bracketed(self.let(exact)), bracketed(self.let(inexact)), self.let(kind)
        lexical = self.let(
            f"CASE WHEN {d} IN ('integer', 'decimal') THEN regexp_replace({e}::VARCHAR, '\\.?0+$', '') "
            f"ELSE {i}::VARCHAR END"
        )
        return Facets(
            id=None,
            key=None,
            token=f"('\"' || {lexical} || '\"^^<http://www.w3.org/2001/XMLSchema#' || {d} || '>')",
            sort=f"CASE WHEN {i} IS NOT NULL THEN 'n' END",
            lexical=lexical,
            language="''",
            datatype=d,
            exact=e,
            inexact=i,
            truth=f"({i} <> 0 AND NOT isnan({i}))",
            instant=NOTHING.instant,
            zoned=NOTHING.zoned,
        )

    def choose(self, pick: Callable[[Sequence[str]], str], *options: Facets) -> Facets:
        """Return facets made of several.

        Args:
            pick: returns the SQL that chooses among the options' SQL of one facet.
            options: the facets to choose from.
        """

        def picked(facet: str) -> str | None:
            found = [getattr(option, facet) for option in options]
            return self.let(pick(found)) if None not in found else None

        others = {facet: picked(facet) or "" for facet in FACETS}
        return Facets(id=picked("id"), key=picked("key"), **others)

    # --- what comes of it ---------------------------------------------------------------

    def resolve(self, *used: str) -> list[str] | None:
        """Return the SQL with every name replaced by what it stands for; None if that grows too long."""
        found = []
        for sql in used:
            inlined = self._inline(sql)
            if inlined is None:
                return None
            found.append(inlined)
        return found

    def _inline(self, sql: str) -> str | None:
        while _LET.search(sql) is not None:
            sql = _LET.sub(lambda match: self._bracketed(int(match[1])), sql)
            if len(sql) > _LONGEST_INLINE:
                return None
        return sql

    def _bracketed(self, number: int) -> str:
        definition = self._definition(number)
        return definition if re.fullmatch(r'[\w.]+(\."[^"]*")?', definition) else f"({definition})"

    def _definition(self, number: int) -> str:
        if number not in self._made:
            definition = self._definitions[number]
            self._made[number] = definition if isinstance(definition, str) else definition()
        return self._made[number]

    def layers(self, *used: str) -> list[str]:
        """Return what a stack of sub-queries lists, from the innermost on, so that the last can use the SQL."""
        needed: dict[int, int] = {}
        waiting = [int(found) for sql in used for found in _LET.findall(sql)]
        while waiting:
            number = waiting.pop()
            if number not in needed:
                needed[number] = 0
                waiting += [int(found) for found in _LET.findall(self._definition(number))]
        for number in sorted(needed):  # a definition only uses those before it
            inner = [needed[int(found)] for found in _LET.findall(self._definition(number))]
            needed[number] = 1 + max(inner, default=-1)
        return [
            ", ".join(
                f"{self.named(self._definition(n))} AS {_name(n)}"
                for n in sorted(needed)
                if needed[n] == level
            )
            for level in sorted(set(needed.values()))
        ]

    @staticmethod
    def named(sql: str) -> str:
        """Return SQL over the columns of the layers."""
        return _LET.sub(lambda match: _name(int(match[1])), sql)


def _name(number: int) -> str:
    return f'"${number}"'
