"""SQL for what an expression of SPARQL yields, facet by facet.

A term travels as it is written in N-Triples; comparing it needs what it stands for. A facet is the SQL of one
such thing: the number, the text, the instant. NULL is SPARQL's error, and SQL's logic with three values is SPARQL's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from rdflib import RDF, XSD, BNode, Literal, URIRef
from rdflib.term import Node

__all__ = ["FACETS", "NOTHING", "Facets", "Scope", "is_valid", "of_constant", "quote", "quoted", "token"]

_BOOLEAN = f"^^<{XSD.boolean}>"
_EXACT = [
    "integer",
    "decimal",
    "int",
    "long",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "nonPositiveInteger",
    "negativeInteger",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
    "unsignedByte",
]
_INEXACT = ("double", "float")
_ZONE = r"(Z|[+-][0-9]{2}:[0-9]{2})"
_RANGES = {
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_FORMS = {
    "integer": "[+-]?[0-9]+",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "double": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "float": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "boolean": "true|false|1|0",
    "date": rf"-?[0-9]{{4,}}-[0-9]{{2}}-[0-9]{{2}}{_ZONE}?",
    "dateTime": rf"-?[0-9]{{4,}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?{_ZONE}?",
    "time": rf"[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?{_ZONE}?",
    "gYear": rf"-?[0-9]{{4,}}{_ZONE}?",
    "gYearMonth": rf"-?[0-9]{{4,}}-(0[1-9]|1[0-2]){_ZONE}?",
    "nonNegativeInteger": r"\+?[0-9]+|-0+",
    "positiveInteger": r"\+?0*[1-9][0-9]*",
    "nonPositiveInteger": r"-[0-9]+|\+?0+",
    "negativeInteger": r"-0*[1-9][0-9]*",
    **dict.fromkeys(_RANGES, "[+-]?[0-9]+"),
}


@dataclass(frozen=True, slots=True)
class Facets:
    """SQL expressions for the facets of a term.

    Attributes:
        token: the term as in N-Triples; NULL is unbound or an error.
        sort: one letter: i IRI, _ blank node, n number, s string, l text with a language, b boolean,
            t dateTime, d date, x another literal or one that its datatype does not allow.
        lexical: the lexical form, or the text of an IRI.
        language: the language tag, empty for a literal without one.
        datatype: the datatype's IRI.
        exact: the number as a decimal, where it is one.
        inexact: the number as a double.
        truth: the effective boolean value.
        instant: microseconds since 1970 of a date or dateTime.
        zoned: whether it has a time zone.
    """

    token: str
    sort: str
    lexical: str
    language: str
    datatype: str
    exact: str
    inexact: str
    truth: str
    instant: str
    zoned: str


_NULLS = {
    **dict.fromkeys(("token", "sort", "lexical", "language", "datatype"), "NULL::VARCHAR"),
    "exact": "NULL::DECIMAL(38, 12)",
    "inexact": "NULL::DOUBLE",
    "truth": "NULL::BOOLEAN",
    "instant": "NULL::BIGINT",
    "zoned": "NULL::BOOLEAN",
}

FACETS = tuple(facet.name for facet in fields(Facets))


def quoted(value: str) -> str:
    """Return a string as a literal of SQL."""
    return "'" + value.replace("'", "''") + "'"


def token(term: Node) -> str:
    """Return a term as it is written in N-Triples, in the form in which the data is loaded."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        raise TypeError(f"{term!r} is no RDF term")
    escaped = str(term).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    if term.language:
        return f'"{escaped}"@{term.language}'
    if term.datatype is None or term.datatype == XSD.string:
        return f'"{escaped}"'
    return f'"{escaped}"^^<{term.datatype}>'


def quote(name: str) -> str:
    """Return a name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


NOTHING = Facets(**_NULLS)
"""The facets of what is unbound."""


def of_constant(term: Node) -> Facets:
    """Return the facets of a term that is known, worked out here."""
    written = quoted(token(term))
    nothing = replace(NOTHING, token=written)
    if isinstance(term, URIRef):
        return replace(nothing, sort="'i'", lexical=quoted(str(term)))
    if not isinstance(term, Literal):
        return replace(nothing, sort="'_'")
    lexical, language = str(term), term.language or ""
    datatype = str(RDF.langString) if language else str(term.datatype or XSD.string)
    sort = _sort_of(lexical, language, datatype)
    facets = replace(
        nothing,
        sort=quoted(sort),
        lexical=quoted(lexical),
        language=quoted(language),
        datatype=quoted(datatype),
    )
    if sort == "n":
        inexact = f"{quoted(_spelt(lexical))}::DOUBLE"
        is_exact = datatype.removeprefix(str(XSD)) not in _INEXACT
        exact = f"TRY_CAST({quoted(lexical)} AS DECIMAL(38, 12))" if is_exact else nothing.exact
        truth = "true" if float(_spelt(lexical)) != 0 else "false"
        return replace(facets, exact=exact, inexact=inexact, truth=truth)
    if sort in ("s", "l"):
        return replace(facets, truth="true" if lexical else "false")
    if sort == "b":
        return replace(facets, truth="true" if lexical in ("true", "1") else "false")
    if sort in ("t", "d"):
        *_, instant, zoned = _values(facets.sort, facets.lexical, facets.datatype)
        return replace(facets, instant=f"({instant})", zoned=f"({zoned})")
    return replace(facets, truth="false") if datatype == str(XSD.boolean) else facets


def _spelt(lexical: str) -> str:
    return {"INF": "inf", "+INF": "inf", "-INF": "-inf", "NaN": "nan"}.get(lexical, lexical)


def _sort_of(lexical: str, language: str, datatype: str) -> str:
    if language:
        return "l"
    name = datatype.removeprefix(str(XSD))
    if name == "string":
        return "s"
    if name in _FORMS and not re.fullmatch(_FORMS[name], lexical):
        return "x"
    if name in _RANGES and not _RANGES[name][0] <= int(lexical) <= _RANGES[name][1]:
        return "x"
    if name in _EXACT or name in _INEXACT:
        return "n"
    return {"boolean": "b", "dateTime": "t", "date": "d"}.get(name, "x")


def _parts(token_sql: str) -> tuple[str, str, str]:
    """Return lexical form, language and datatype of a token."""
    t = token_sql
    closing = f"(length({t}) - strpos(reverse({t}), '\"') + 1)"
    suffix = f"substring({t}, {closing} + 1)"
    raw = f"substring({t}, 2, {closing} - 2)"
    plain = (
        f"replace(replace(replace(replace(replace(replace({raw}, '\\\\', chr(57344)), '\\\"', '\"'), "
        f"'\\n', chr(10)), '\\r', chr(13)), '\\t', chr(9)), chr(57344), '\\')"
    )
    unescaped = f"CASE WHEN contains({t}, '\\') THEN {plain} ELSE {raw} END"
    lexical = (
        f"CASE WHEN starts_with({t}, '\"') THEN {unescaped} "
        f"WHEN starts_with({t}, '<') THEN substring({t}, 2, length({t}) - 2) END"
    )
    language = (
        f"CASE WHEN starts_with({t}, '\"') THEN "
        f"CASE WHEN starts_with({suffix}, '@') THEN substring({suffix}, 2) ELSE '' END END"
    )
    datatype = (
        f"CASE WHEN starts_with({t}, '\"') THEN CASE WHEN {suffix} = '' THEN '{XSD.string}' "
        f"WHEN starts_with({suffix}, '@') THEN 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString' "
        f"ELSE substring({suffix}, 4, length({suffix}) - 4) END END"
    )
    return lexical, language, datatype


def is_valid(lexical: str, datatype: str) -> str:
    """Return SQL for whether a lexical form is one that the datatype allows."""
    cases = []
    for name, form in _FORMS.items():
        test = f"regexp_full_match({lexical}, {quoted(form)})"
        if name in _RANGES:
            least, most = _RANGES[name]
            test += f" AND COALESCE(TRY_CAST({lexical} AS HUGEINT) BETWEEN {least} AND {most}, false)"
        if name in ("date", "dateTime"):
            kind = "DATE" if name == "date" else "TIMESTAMP"
            test += f" AND TRY_CAST(regexp_replace({lexical}, '{_ZONE}$', '') AS {kind}) IS NOT NULL"
        cases.append(f"WHEN '{XSD[name]}' THEN {test}")
    return f"(CASE {datatype} {' '.join(cases)} ELSE true END)"


def _sort(token_sql: str, lexical: str, language: str, datatype: str) -> str:
    numbers = ", ".join(f"'{XSD[name]}'" for name in (*_EXACT, *_INEXACT))
    return (
        f"CASE WHEN starts_with({token_sql}, '<') THEN 'i' WHEN starts_with({token_sql}, '_') THEN '_' "
        f"WHEN {token_sql} IS NULL THEN NULL "
        f"WHEN ({language}) <> '' THEN 'l' WHEN ({datatype}) = '{XSD.string}' THEN 's' "
        f"WHEN NOT {is_valid(f'({lexical})', f'({datatype})')} THEN 'x' "
        f"WHEN ({datatype}) IN ({numbers}) THEN 'n' WHEN ({datatype}) = '{XSD.boolean}' THEN 'b' "
        f"WHEN ({datatype}) = '{XSD.dateTime}' THEN 't' WHEN ({datatype}) = '{XSD.date}' THEN 'd' ELSE 'x' END"
    )


def _values(sort: str, lexical: str, datatype: str) -> tuple[str, ...]:
    s, x, d = f"({sort})", f"({lexical})", f"({datatype})"
    inexact_types = ", ".join(f"'{XSD[name]}'" for name in _INEXACT)
    spelt = f"CASE {x} WHEN 'INF' THEN 'inf' WHEN '+INF' THEN 'inf' WHEN '-INF' THEN '-inf' ELSE {x} END"
    number = f"TRY_CAST({spelt} AS DOUBLE)"
    zoned = f"regexp_matches({x}, '{_ZONE}$')"
    midnight = f"regexp_replace({x}, '{_ZONE}$', 'T00:00:00\\1')"
    with_zone = f"TRY_CAST(CASE WHEN {s} = 'd' THEN {midnight} ELSE {x} END AS TIMESTAMPTZ)"
    return (
        f"CASE WHEN {s} = 'n' AND {d} NOT IN ({inexact_types}) THEN TRY_CAST({x} AS DECIMAL(38, 12)) END",
        f"CASE WHEN {s} = 'n' THEN {number} END",
        f"CASE {s} WHEN 'b' THEN {x} IN ('true', '1') WHEN 's' THEN {x} <> '' WHEN 'l' THEN {x} <> '' "
        f"WHEN 'n' THEN {number} <> 0 AND NOT isnan({number}) "
        f"WHEN 'x' THEN CASE WHEN {d} = '{XSD.boolean}' THEN false END END",
        f"CASE WHEN {s} IN ('t', 'd') THEN CASE WHEN {zoned} THEN epoch_us({with_zone}) "
        f"ELSE epoch_us(TRY_CAST({x} AS TIMESTAMP)) END END",
        f"CASE WHEN {s} IN ('t', 'd') THEN {zoned} END",
    )


_LET = re.compile(r'"\$(\d+)"')


class Scope:
    """Names the parts of an expression, so that each is computed once, in a layer above those it is made of."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._definitions: list[str] = []

    def let(self, sql: str) -> str:
        """Return a column that holds what the SQL yields; it is computed only if the expression uses it."""
        if sql not in self._names:
            self._names[sql] = f'"${len(self._definitions)}"'
            self._definitions.append(sql)
        return self._names[sql]

    def variable(self, name: str) -> Facets:
        """Return the facets of a column."""
        column = quote(name)
        lexical, language, datatype = (self.let(sql) for sql in _parts(column))
        sort = self.let(_sort(column, lexical, language, datatype))
        values = (self.let(sql) for sql in _values(sort, lexical, datatype))
        return Facets(column, sort, lexical, language, datatype, *values)

    def boolean(self, condition: str) -> Facets:
        """Return the facets of a condition."""
        c = self.let(condition)
        return Facets(
            token=f"""CASE WHEN {c} THEN '"true"{_BOOLEAN}' WHEN NOT {c} THEN '"false"{_BOOLEAN}' END""",
            sort=f"CASE WHEN {c} IS NOT NULL THEN 'b' END",
            lexical=f"CASE WHEN {c} THEN 'true' WHEN NOT {c} THEN 'false' END",
            language="''",
            datatype=f"'{XSD.boolean}'",
            exact=_NULLS["exact"],
            inexact=_NULLS["inexact"],
            truth=c,
            instant=_NULLS["instant"],
            zoned=_NULLS["zoned"],
        )

    def text(self, sql: str) -> Facets:
        """Return the facets of a string without a language."""
        x = self.let(sql)
        escaped = f"replace(replace(replace(replace({x}, '\\', '\\\\'), '\"', '\\\"'), chr(10), '\\n'), chr(13), '\\r')"
        return Facets(
            token=f"('\"' || {escaped} || '\"')",
            sort=f"CASE WHEN {x} IS NOT NULL THEN 's' END",
            lexical=x,
            language="''",
            datatype=f"'{XSD.string}'",
            exact=_NULLS["exact"],
            inexact=_NULLS["inexact"],
            truth=f"({x} <> '')",
            instant=_NULLS["instant"],
            zoned=_NULLS["zoned"],
        )

    def number(self, exact: str, inexact: str) -> Facets:
        """Return the facets of a number, given as a decimal where it is one, and as a double."""
        e, i = self.let(exact), self.let(inexact)
        lexical = self.let(f"COALESCE({e}::VARCHAR, {i}::VARCHAR)")
        datatype = f"CASE WHEN {e} IS NOT NULL THEN '{XSD.decimal}' ELSE '{XSD.double}' END"
        return Facets(
            token=f"('\"' || {lexical} || '\"^^<' || {datatype} || '>')",
            sort=f"CASE WHEN {i} IS NOT NULL THEN 'n' END",
            lexical=lexical,
            language="''",
            datatype=datatype,
            exact=e,
            inexact=i,
            truth=f"({i} <> 0)",
            instant=_NULLS["instant"],
            zoned=_NULLS["zoned"],
        )

    def choose(self, template: str, *options: Facets) -> Facets:
        """Return facets made of several, each by the same choice among the options' SQL of that facet.

        Args:
            template: SQL with `{0}`, `{1}`, ... where the options' SQL of the facet belongs.
            options: the facets to choose from.
        """
        picked = (template.format(*(getattr(option, facet) for option in options)) for facet in FACETS)
        return Facets(*(self.let(sql) for sql in picked))

    def layers(self, select: str, *used: str) -> str:
        """Return a query whose rows also have the columns that some SQL uses."""
        needed: dict[int, int] = {}
        waiting = [int(found) for sql in used for found in _LET.findall(sql)]
        while waiting:
            number = waiting.pop()
            if number not in needed:
                needed[number] = 0
                waiting += [int(found) for found in _LET.findall(self._definitions[number])]
        for number in sorted(needed):  # a definition only uses those before it
            inner = [needed[int(found)] for found in _LET.findall(self._definitions[number])]
            needed[number] = 1 + max(inner, default=0)
        for level in sorted(set(needed.values())):
            layer = [f'{self._definitions[n]} AS "${n}"' for n in sorted(needed) if needed[n] == level]
            select = f"SELECT *, {', '.join(layer)} FROM ({select}) AS x"
        return select
