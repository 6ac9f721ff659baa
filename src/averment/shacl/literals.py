"""What a literal stands for, facet by facet, as SQL over its token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from averment.shacl.datatypes import EXACT, FORMS, INEXACT, RANGES, is_allowed
from averment.shacl.terms import datatype_name, quoted, token

__all__ = [
    "CLASS_SHIFT",
    "FACETS",
    "FIRST_LANGUAGE",
    "NOTHING",
    "Facets",
    "is_mixed",
    "keyed",
    "literal_facets",
    "literals_of",
    "of_constant",
    "rank_statements",
]

_ZONE = r"(Z|[+-][0-9]{2}:[0-9]{2})"
_ILL_TYPED = "!"


@dataclass(frozen=True, slots=True)
class Facets:
    """SQL expressions for the facets of a term; NULL is unbound or an error.

    Attributes:
        id: the number of the term in the store's dictionary; None if it may be in none.
        key: the rank of the literal among all in the dictionary that it can be compared with, after the number
            of their class; None if it may not be in the dictionary.
        token: the term as in N-Triples.
        sort: one letter: i IRI, _ blank node, n number, s string, l text with a language, b boolean,
            t dateTime, d date, h time, y gYear, m gYearMonth, x another literal, ! one that its datatype does
            not allow.
        lexical: the lexical form, or the text of an IRI.
        language: the language tag, empty for a literal without one.
        datatype: the datatype's IRI, or its name in XML Schema.
        exact: the number as a decimal, where it is one.
        inexact: the number as a double.
        truth: the effective boolean value.
        instant: microseconds since 1970 of a date, a time of the first day of 1970, or the like.
        zoned: whether it has a time zone.
    """

    id: str | None
    key: str | None
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


FACETS = tuple(facet.name for facet in fields(Facets) if facet.name not in ("id", "key"))

NOTHING = Facets(
    id="NULL::BIGINT",
    key="NULL::BIGINT",
    token="NULL::VARCHAR",  # noqa: S106 - not a secret
    sort="NULL::VARCHAR",
    lexical="NULL::VARCHAR",
    language="NULL::VARCHAR",
    datatype="NULL::VARCHAR",
    exact="NULL::DECIMAL(38, 12)",
    inexact="NULL::DOUBLE",
    truth="NULL::BOOLEAN",
    instant="NULL::BIGINT",
    zoned="NULL::BOOLEAN",
)
"""The facets of what is unbound."""


def of_constant(term: Node, identifier: str, key: str) -> Facets:
    """Return the facets of a term that is known, with its number and key in the dictionary."""
    nothing = replace(NOTHING, id=identifier, key=key, token=quoted(token(term)))
    if isinstance(term, URIRef):
        return replace(nothing, sort="'i'", lexical=quoted(str(term)))
    if not isinstance(term, Literal):
        return replace(nothing, sort="'_'")
    lexical, language = str(term), term.language or ""
    datatype = "langString" if language else datatype_name(str(term.datatype or XSD.string))
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
        exact = nothing.exact
        if datatype not in INEXACT:
            exact = f"TRY_CAST({quoted(lexical)} AS DECIMAL(38, 12))"
        truth = "true" if float(_spelt(lexical)) not in (0,) and lexical != "NaN" else "false"
        return replace(facets, exact=exact, inexact=inexact, truth=truth)
    if sort in ("s", "l"):
        return replace(facets, truth="true" if lexical else "false")
    if sort == "b":
        return replace(facets, truth="true" if lexical in ("true", "1") else "false")
    if sort in _TEMPORAL.values():
        *_, instant, zoned = _values(facets.sort, facets.lexical, facets.datatype)
        return replace(facets, instant=f"({instant})", zoned=f"({zoned})")
    ill_typed = sort == _ILL_TYPED and datatype in ("boolean", *EXACT, *INEXACT)
    return replace(facets, truth="false") if ill_typed else facets


def _spelt(lexical: str) -> str:
    return {"INF": "inf", "+INF": "inf", "-INF": "-inf", "NaN": "nan"}.get(lexical, lexical)


def _sort_of(lexical: str, language: str, datatype: str) -> str:
    if language:
        return "l"
    if datatype == "string":
        return "s"
    if not is_allowed(lexical, datatype):
        return _ILL_TYPED
    if datatype in EXACT or datatype in INEXACT:
        return "n"
    return "b" if datatype == "boolean" else _TEMPORAL.get(datatype, "x")


CLASS_SHIFT = 48
"""A key is the number of a class of literals that can be compared, shifted by so many bits, and a rank in it."""

_TEMPORAL = {"dateTime": "t", "date": "d", "time": "h", "gYear": "y", "gYearMonth": "m"}
_CLASSES = {sort: number for number, sort in enumerate(("n", "s", "b", *_TEMPORAL.values()), start=1)}
FIRST_LANGUAGE = 16
"""The classes from this on are those of texts, one for each language."""


_RANKED = (
    "inexact",
    "CASE WHEN NOT meets_double THEN exact END",
    "instant",
    "CASE WHEN sort = 'b' THEN truth END",
    "CASE WHEN sort IN ('s', 'l') THEN lexical END",
)
"""What literals of one class are ordered by."""


def rank_statements(table: str) -> Iterator[str]:
    """Iterate over the statements that make the tables `languages` and `ranks`, which `keyed` reads.

    The values are sorted once each, and their places in the table are their ranks: unlike a window over all
    literals, DuckDB does that with less memory than they take.

    Args:
        table: a table with `literal_facets`.
    """
    yield (
        "CREATE OR REPLACE TABLE languages AS SELECT tag, row_number() OVER (ORDER BY tag) AS rank "
        f"FROM (SELECT DISTINCT lower(language) AS tag FROM {table} WHERE sort = 'l')"
    )
    listed = ", ".join(f"{value} AS v{number}" for number, value in enumerate(_RANKED))
    yield "SET preserve_insertion_order = true"
    yield (
        f"CREATE OR REPLACE TABLE ranks AS SELECT DISTINCT class, {listed} FROM ({_classed(table)}) "
        "WHERE class IS NOT NULL ORDER BY ALL"
    )
    yield "SET preserve_insertion_order = false"


def keyed(table: str) -> str:
    """Return a query for the literals of a table with `literal_facets`, with the column `key` besides.

    Numbers rank by their value as a double and then as a decimal; where a double meets decimals, it is equal to
    them if they are all equal. It reads what `rank_statements` make.
    """
    alike = " AND ".join(
        f"ranks.v{number} IS NOT DISTINCT FROM {value}" for number, value in enumerate(_RANKED)
    )
    return (
        f"SELECT l.*, (l.class::BIGINT << {CLASS_SHIFT}) + ranks.rowid + 1 AS key "
        f"FROM ({_classed(table)}) AS l LEFT JOIN ranks ON ranks.class = l.class AND {alike}"
    )


def _classed(table: str) -> str:
    """Return a query for literals with their class, and whether they are numbers that meet a double."""
    classes = " ".join(f"WHEN '{sort}' THEN {number}" for sort, number in _CLASSES.items())
    classes += f" WHEN 'l' THEN {FIRST_LANGUAGE} + languages.rank"
    inexact = f"(SELECT DISTINCT inexact FROM {table} WHERE sort = 'n' AND exact IS NULL)"
    return (
        f"SELECT t.*, COALESCE(inexact IN {inexact}, false) AS meets_double, "
        f"CASE WHEN sort = 'n' AND isnan(inexact) THEN NULL ELSE CASE sort {classes} END END AS class "
        f"FROM {table} AS t LEFT JOIN languages ON sort = 'l' AND languages.tag = lower(language)"
    )


def literals_of(table: str) -> str:
    """Return a query for those of the table `literals` that are values in the table of a property."""
    return f"SELECT l.* FROM literals AS l SEMI JOIN {table} AS p ON l.id = p.o"


def is_mixed(table: str) -> str:
    """Return a query for whether the keys of a table of literals do not tell how they compare.

    That is so with dates and times of which some have a time zone, with NaN, and where a double is equal to
    decimals that are not equal to each other.
    """
    return (
        f"SELECT EXISTS (SELECT 1 FROM {table} WHERE zoned IS NOT NULL "
        "GROUP BY sort HAVING count(DISTINCT zoned) > 1) "
        f"OR EXISTS (SELECT 1 FROM {table} WHERE isnan(inexact)) "
        f"OR EXISTS (SELECT 1 FROM {table} WHERE meets_double GROUP BY inexact HAVING count(DISTINCT exact) > 1)"
    )


def literal_facets(table: str) -> str:
    """Return a query for the facets of the literals in a table with the columns `id` and `token`."""
    # not by way of `reverse`, which keeps a quote behind the character that it forms one grapheme with
    closing = "(length(token) - length(split_part(token, '\"', -1)))"
    parts = (
        f"SELECT id, token, substring(token, 2, {closing} - 2) AS raw, "
        f"substring(token, {closing} + 1) AS suffix FROM {table} WHERE starts_with(token, '\"')"
    )
    within = len(f"^^<{XSD}") + 1
    read = (
        f"SELECT id, token, CASE WHEN contains(raw, '\\') THEN {_unescaped('raw')} ELSE raw END AS lexical, "
        "CASE WHEN starts_with(suffix, '@') THEN substring(suffix, 2) ELSE '' END AS language, "
        "CASE WHEN suffix = '' THEN 'string' WHEN starts_with(suffix, '@') THEN 'langString' "
        f"WHEN starts_with(suffix, '^^<{XSD}') "
        f"THEN substring(suffix, {within}, length(suffix) - {within}) "
        f"ELSE substring(suffix, 4, length(suffix) - 4) END AS datatype FROM ({parts})"
    )
    sorted_ = f"SELECT *, {_sort('lexical', 'language', 'datatype')} AS sort FROM ({read})"
    exact, inexact, truth, instant, zoned = _values("sort", "lexical", "datatype")
    return (
        f"SELECT id, token, sort, lexical, language, datatype, {exact} AS exact, {inexact} AS inexact, "
        f"{truth} AS truth, {instant} AS instant, {zoned} AS zoned FROM ({sorted_})"
    )


def _unescaped(raw: str) -> str:
    """Return SQL for the text that an escaped one stands for.

    A token holds none of these as they are: backslash, quote, line feed, carriage return and tab. So they can
    stand in for each other while the escapes are resolved one after the other.
    """
    steps = (
        ("'\\\\'", "chr(10)"),
        ("'\\n'", "chr(13)"),
        ("'\\r'", "'\"'"),
        ("'\\\"'", "chr(9)"),
        ("'\\t'", "'\\'"),
    )
    for escape, stand_in in steps:
        raw = f"replace({raw}, {escape}, {stand_in})"
    return (
        f"translate({raw}, chr(10) || chr(13) || '\"' || chr(9) || '\\', "
        "'\\' || chr(10) || chr(13) || '\"' || chr(9))"
    )


def _is_valid(lexical: str, datatype: str) -> str:
    """Return SQL for whether a lexical form is one that the datatype allows."""
    cases = []
    for name, form in FORMS.items():
        test = f"regexp_full_match({lexical}, {quoted(form)})"
        if name in RANGES:
            least, most = RANGES[name]
            test += f" AND COALESCE(TRY_CAST({lexical} AS HUGEINT) BETWEEN {least} AND {most}, false)"
        cases.append(f"WHEN '{name}' THEN {test}")
    return f"(CASE {datatype} {' '.join(cases)} ELSE true END)"


def _sort(lexical: str, language: str, datatype: str) -> str:
    numbers = ", ".join(f"'{name}'" for name in (*EXACT, *INEXACT))
    temporal = " ".join(f"WHEN {datatype} = '{name}' THEN '{sort}'" for name, sort in _TEMPORAL.items())
    return (
        f"CASE WHEN {language} <> '' THEN 'l' WHEN {datatype} = 'string' THEN 's' "
        f"WHEN NOT {_is_valid(lexical, datatype)} THEN '{_ILL_TYPED}' "
        f"WHEN {datatype} IN ({numbers}) THEN 'n' WHEN {datatype} = 'boolean' THEN 'b' "
        f"{temporal} ELSE 'x' END"
    )


def _values(sort: str, lexical: str, datatype: str) -> tuple[str, str, str, str, str]:
    s, x, d = f"({sort})", f"({lexical})", f"({datatype})"
    inexact_types = ", ".join(f"'{name}'" for name in INEXACT)
    with_truth = ", ".join(f"'{name}'" for name in ("boolean", *EXACT, *INEXACT))
    spelt = f"CASE {x} WHEN 'INF' THEN 'inf' WHEN '+INF' THEN 'inf' WHEN '-INF' THEN '-inf' ELSE {x} END"
    number = f"TRY_CAST({spelt} AS DOUBLE)"
    temporal = ", ".join(f"'{letter}'" for letter in _TEMPORAL.values())
    zoned = f"regexp_matches({x}, '{_ZONE}$')"
    # as a dateTime, with what is missing before and after; only a zone is left at the end
    around = {
        "h": ("1970-01-01T", ""),
        "d": ("", "T00:00:00"),
        "m": ("", "-01T00:00:00"),
        "y": ("", "-01-01T00:00:00"),
    }
    whole = " ".join(
        f"WHEN '{letter}' THEN regexp_replace('{before}' || {x}, '({_ZONE})?$', '{after}\\1')"
        for letter, (before, after) in around.items()
    )
    moment = f"CASE {s} {whole} ELSE {x} END"
    return (
        f"CASE WHEN {s} = 'n' AND {d} NOT IN ({inexact_types}) THEN TRY_CAST({x} AS DECIMAL(38, 12)) END",
        f"CASE WHEN {s} = 'n' THEN {number} END",
        f"CASE {s} WHEN 'b' THEN {x} IN ('true', '1') WHEN 's' THEN {x} <> '' WHEN 'l' THEN {x} <> '' "
        f"WHEN 'n' THEN {number} <> 0 AND NOT isnan({number}) "
        f"WHEN '{_ILL_TYPED}' THEN CASE WHEN {d} IN ({with_truth}) THEN false END END",
        f"CASE WHEN {s} IN ({temporal}) THEN CASE WHEN {zoned} THEN epoch_us(TRY_CAST({moment} AS TIMESTAMPTZ)) "
        f"ELSE epoch_us(TRY_CAST({moment} AS TIMESTAMP)) END END",
        f"CASE WHEN {s} IN ({temporal}) THEN {zoned} END",
    )
