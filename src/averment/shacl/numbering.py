"""Numbers of terms: a hash of the token, with the kind of the term in the lowest two bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

__all__ = ["HASHES", "differ_in_case", "number_macros", "probes"]

# DuckDB's own hash alone gives one in twenty IRIs the number of another: it loses the last byte of each eight
HASHES = ("xor(hash(t), hash(hash('abcd' || t)))", "md5_number_lower(t)")
"""SQL for hashes of a token `t`; the next is taken where one gives two terms the same number."""

_KIND = "CASE ascii(t) WHEN 60 THEN 0 WHEN 95 THEN 1 ELSE 2 END"

_TAGGED = """regexp_extract(t, '"@([^"]*)$', 1)"""
# the case of a language tag makes no other term
_FOLDED = """CASE WHEN ascii(w) = 34 AND contains(w, '"@') AND regexp_matches(w, '"@[^"]*$')
    THEN regexp_replace(w, '@[^"]*$', '') || lower(regexp_extract(w, '@[^"]*$')) ELSE w END"""


def number_macros(hashed: str, *, folded: bool) -> tuple[str, ...]:
    """Return the statements that make the macros `folded`, `number_of_folded` and `number_of` of a token.

    Args:
        hashed: one of `HASHES`.
        folded: whether literals are one term whose language tags differ in upper and lower case alone.
    """
    return (
        f"CREATE OR REPLACE MACRO folded(w) AS {_FOLDED if folded else 'w'}",
        f"CREATE OR REPLACE MACRO number_of_folded(t) AS ((({hashed} >> 4) << 2) | {_KIND})::BIGINT",
        "CREATE OR REPLACE MACRO number_of(w) AS number_of_folded(folded(w))",
    )


def differ_in_case(terms: str) -> str:
    """Return a query for whether terms have language tags that differ in upper and lower case alone."""
    tags = f"""SELECT DISTINCT {_TAGGED} AS tag FROM ({terms}) WHERE ascii(t) = 34 AND contains(t, '"@')"""
    return f"SELECT count(*) > count(DISTINCT lower(tag)) FROM ({tags})"


_PROBES = ("<https://example.org/a>", "_:a", '"a"', '"a longer text in English"@EN')


def probes(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the numbers of some tokens, for what is written to disk outlives the version of DuckDB that hashed it."""
    asked = "SELECT t, number_of(t) FROM (SELECT unnest($1::VARCHAR[]) AS t)"
    return dict(connection.execute(asked, [list(_PROBES)]).fetchall())
