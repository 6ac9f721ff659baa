"""Triples in DuckDB, as tables of numbered terms."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyoxigraph as ox
from rdflib import RDF, XSD, Literal, URIRef
from rdflib.term import Node

from averment.errors import AvermentError
from averment.shacl.literals import is_mixed, keyed, literal_facets
from averment.shacl.plan import SqlPlan, Statements
from averment.shacl.terms import parse_token, quoted, token

__all__ = ["MEMORY", "Store"]

MEMORY = "3GB"
"""How much DuckDB holds at most, unless told otherwise."""

_MOST_AT_ONCE = 8
"""Statements that run at the same time."""

_LONGEST_LINE = 1_000_000
"""Bytes; DuckDB's buffers grow with it, and files with longer lines are read by the parser."""

# the canonical form of N-Triples, with nothing to unescape but what `literals` does; of IRIs and language tags
# only common forms, for the parser knows best which of the others are none
_NON_ASCII = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd"
_HOST = rf"[A-Za-z0-9._~!$&'()*+,;={_NON_ASCII}-]*(?::[0-9]*)?"
_STEP = rf"(?:[A-Za-z0-9._~!$&'()*+,;=:@?{_NON_ASCII}-]|%[0-9A-Fa-f]{{2}})"
_REST = rf"(?:{_STEP}|/)*"
_IRI = rf"<[A-Za-z][A-Za-z0-9+.-]*:(?://{_HOST}(?:[/?]{_REST})?|/?(?:{_STEP}{_REST})?)(?:#{_REST})?>"
_TAG = "[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
_LITERAL = rf'"(?:[^"\\\n\r\t]|\\[tnr"\\])*"(?:@{_TAG}|\^\^{_IRI})?'
_LINE = rf"(?:{_IRI}|_:[A-Za-z0-9]+) {_IRI} (?:{_IRI}|_:[A-Za-z0-9]+|{_LITERAL}) \."
_ODD_TYPES = (XSD.string, RDF.langString)  # of which one goes without saying, and one not without a tag

# DuckDB's own hash alone gives one in twenty IRIs the number of another: it loses the last byte of each eight
_HASHES = ("xor(hash(t), hash(hash('abcd' || t)))", "md5_number_lower(t)")

_PLACE = re.compile("\0(\\d+|key\\d+)\0")


class Store:
    """Triples as tables of numbered terms, one for each property that a plan asks for.

    A term's number is a hash of its token with its kind in the lowest two bits: 0 an IRI, 1 a blank node, 2 a
    literal. If two terms have one number, another hash is taken.

    Args:
        memory: how much DuckDB may hold; what is more goes to files that are gone when the store is.
    """

    def __init__(self, *, memory: str = MEMORY) -> None:
        self._connection = duckdb.connect(":memory:")
        folder = tempfile.mkdtemp(prefix="averment-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        for setting in (
            "TimeZone = 'UTC'",
            "preserve_insertion_order = false",
            f"memory_limit = {quoted(memory)}",
            f"temp_directory = {quoted(folder)}",
        ):
            self._connection.execute(f"SET {setting}")
        self._raw: list[tuple[str, str]] = []
        self._places: dict[str, str] = {}
        self._local = threading.local()

    # --- from text ------------------------------------------------------------------------

    def load(self, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        """Load triples of rdflib, which replace those loaded before."""
        self._clear()
        self._add("given", [[token(term) for term in triple] for triple in triples])

    def load_file(self, path: Path) -> None:
        """Load a file of N-Triples, which replaces what was loaded before.

        Lines in the canonical form are split by DuckDB; all others go through a parser. The file has to stay as it
        is until `prepare` has returned.

        Raises:
            AvermentError: the file is no N-Triples; the message names the line.
            OSError: the file can't be read.
        """
        self._clear()
        source = (
            f"read_csv({quoted(_one_file(path))}, delim = '\x01', quote = '', escape = '', header = false, "
            f"auto_detect = false, columns = {{'line': 'VARCHAR'}}, max_line_size = {_LONGEST_LINE})"
        )
        regular = f"regexp_full_match(line, {quoted(_LINE)})" + "".join(
            f" AND NOT contains(line, '^^<{datatype}>')" for datatype in _ODD_TYPES
        )
        try:
            others = self._connection.execute(f"SELECT line FROM {source} WHERE NOT ({regular})").fetchall()
            where = f" WHERE {regular}" if others else ""
            self._make(
                "regular",
                "VIEW",  # read anew by each statement, which takes no longer than to keep the text of all terms
                "SELECT s, p, substring(line, length(s) + length(p) + 3, "
                "length(line) - length(s) - length(p) - 4) AS o FROM (SELECT line, "
                f"split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p FROM {source}{where})",
            )
        except (duckdb.Error, AvermentError):
            # for instance a very long line
            self._clear()
            self._add("parsed", _parsed(path.read_bytes(), path))
            return
        if others:
            self._add("parsed", _parsed("\n".join(line for (line,) in others).encode(), path))

    def _clear(self) -> None:
        while self._raw:
            kind, name = self._raw.pop()
            self._connection.execute(f"DROP {kind} {name}")

    def _make(self, name: str, kind: str, select: str, parameters: list[list[str]] | None = None) -> None:
        self._ask(f"CREATE {kind} {name} AS {select}", parameters)
        self._raw.append((kind, name))

    def _add(self, name: str, triples: list[list[str]]) -> None:
        columns = [list(column) for column in zip(*triples, strict=True)] or [[], [], []]
        listed = ", ".join(f"unnest(${n}::VARCHAR[]) AS {column}" for n, column in enumerate("spo", start=1))
        self._make(name, "TABLE", f"SELECT {listed}", columns)

    def _ask(
        self,
        sql: str,
        parameters: list[list[str]] | list[list[int]] | None = None,
        cursor: duckdb.DuckDBPyConnection | None = None,
    ) -> list[tuple[object, ...]]:
        """Run a statement and return its rows.

        Raises:
            AvermentError: DuckDB does not take it: a pattern, or a string with half of a surrogate pair.
            InterruptException: it was ended.
        """
        try:
            return (cursor or self._connection).execute(sql, parameters).fetchall()
        except duckdb.InterruptException:
            raise
        except (duckdb.Error, UnicodeError) as error:
            raise AvermentError(f"DuckDB does not take what the shapes ask of the data: {error}") from error

    # --- from text to numbers -----------------------------------------------------------

    def prepare(self, plan: SqlPlan) -> Statements:
        """Number the terms and make the tables that a plan reads; what was loaded is gone then.

        Returns:
            those statements of the plan that suit the data.

        Raises:
            AvermentError: nothing has been loaded.
        """
        if not self._raw:
            raise AvermentError("nothing has been loaded; call load or load_file first")
        raw = "(" + " UNION ALL ".join(f"FROM {name}" for _, name in self._raw) + ")"
        if not any(self._number(raw, hashed, plan) for hashed in _HASHES):
            raise AvermentError("two terms have the same number, whatever the hash; report this")
        self._divide(raw, plan)
        self._keep_constants(plan)
        mixed = self._ask(is_mixed("literals"))[0][0]
        return plan.by_value if mixed else plan.by_key

    def _number(self, raw: str, hashed: str, plan: SqlPlan) -> bool:
        """Number all terms; return whether each has a number of its own."""
        kind = "CASE ascii(t) WHEN 60 THEN 0 WHEN 95 THEN 1 ELSE 2 END"
        run = self._ask
        run(
            "CREATE OR REPLACE TABLE constants AS SELECT unnest($1::VARCHAR[]) AS t",
            [list(plan.constants)],
        )
        run("CREATE OR REPLACE MACRO folded(w) AS w")
        run(f"CREATE OR REPLACE MACRO number_of_folded(t) AS ((({hashed} >> 4) << 2) | {kind})::BIGINT")
        run("CREATE OR REPLACE MACRO number_of(w) AS number_of_folded(folded(w))")
        # a file that is read anew is read once only
        terms = f"SELECT unnest([s, o]) AS t FROM {raw} UNION ALL SELECT t FROM constants"
        if plan.reads_triples:
            terms += f" UNION ALL SELECT DISTINCT p FROM {raw}"
        self._collect(terms, "any_value")
        if run(_differ_in_case("SELECT token AS t FROM terms"))[0][0]:
            run(f"CREATE OR REPLACE MACRO folded(w) AS {_FOLDED}")
            run("CREATE OR REPLACE MACRO number_of(w) AS number_of_folded(folded(w))")
            self._collect(terms, "min")
        return bool(run("SELECT COALESCE(bool_and(is_single), true) FROM terms")[0][0])

    def _collect(self, terms: str, choose: str) -> None:
        """Make the table of all terms, each once; a second hash tells whether two have got one number."""
        self._ask(
            f"CREATE OR REPLACE TABLE terms AS SELECT id, {choose}(t) AS token, min(other) = max(other) AS is_single "
            f"FROM (SELECT number_of(t) AS id, t, hash('other' || folded(t)) AS other FROM ({terms})) GROUP BY id"
        )

    def _divide(self, raw: str, plan: SqlPlan) -> None:
        """Make the dictionaries, and a table for each property."""
        run = self._ask
        run("CREATE OR REPLACE TABLE names AS SELECT id, token FROM terms WHERE id & 3 < 2")
        run(f"CREATE OR REPLACE TABLE unranked AS {literal_facets('terms')}")
        run("DROP TABLE terms")
        run(f"CREATE OR REPLACE TABLE literals AS {keyed('unranked')}")
        run("DROP TABLE unranked")
        numbers = "number_of(s) AS s, number_of(p) AS p, number_of(o) AS o"
        run(f"CREATE OR REPLACE TABLE numbered AS SELECT {numbers} FROM {raw}")
        self._clear()
        for written, name in plan.properties:
            wanted = f"(SELECT number_of({quoted(written)}))"
            run(f"CREATE OR REPLACE TABLE {name} AS SELECT DISTINCT s, o FROM numbered WHERE p = {wanted}")
        if plan.reads_triples:
            run("CREATE OR REPLACE TABLE triples AS SELECT DISTINCT s, p, o FROM numbered")
        run("DROP TABLE numbered")

    def _keep_constants(self, plan: SqlPlan) -> None:
        """Keep what the places in the statements stand for."""
        found = self._ask(
            "SELECT t, number_of(t), key FROM constants LEFT JOIN literals ON id = number_of(t)"
        )
        known = {written: (number, key) for written, number, key in found}
        self._places = {}
        for place, written in enumerate(plan.constants):
            number, key = known[written]
            self._places[str(place)] = f"{number}::BIGINT"
            self._places[f"key{place}"] = "NULL::BIGINT" if key is None else f"{key}::BIGINT"

    # --- running --------------------------------------------------------------------------

    def run(
        self, statements: Statements, *, limit: float | None = None
    ) -> Iterator[list[tuple[object, ...]] | None]:
        """Run statements and iterate over the rows of each query; None for one that did not end in time.

        Args:
            statements: what `prepare` returned.
            limit: seconds after which a statement is ended.
        """
        lost: set[str] = set()
        for name, sql in statements.shared:
            if self._execute(f"CREATE OR REPLACE TABLE {name} AS {sql}", limit, lost) is None:
                lost.add(name)
        # a statement over some hundred thousand rows keeps one core busy, so each core gets one of its own
        with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, _MOST_AT_ONCE)) as workers:
            yield from workers.map(lambda query: self._execute(query.sql, limit, lost), statements.queries)

    def _execute(self, sql: str, limit: float | None, lost: set[str]) -> list[tuple[object, ...]] | None:
        if lost and any(re.search(rf"\b{name}\b", sql) for name in lost):
            return None
        cursor = self._cursor()
        timer = threading.Timer(limit, cursor.interrupt) if limit is not None else None
        if timer is not None:
            timer.start()
        try:
            return self._ask(_PLACE.sub(lambda match: self._places[match[1]], sql), cursor=cursor)
        except duckdb.InterruptException:
            return None
        finally:
            if timer is not None:
                timer.cancel()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """Return this thread's connection to the tables."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
            cursor.execute("SET TimeZone = 'UTC'")
        return cursor

    def terms(self, numbers: Iterable[int]) -> dict[int, Node]:
        """Return the terms that numbers stand for."""
        dictionary = "(FROM names SELECT id, token UNION ALL FROM literals SELECT id, token)"
        wanted = "(SELECT unnest($1::BIGINT[]) AS id)"
        found = self._ask(
            f"SELECT id, token FROM {dictionary} AS d SEMI JOIN {wanted} AS w USING (id)",
            [sorted(set(numbers))],
        )
        return {
            number: parse_token(written)
            for number, written in found
            if isinstance(number, int) and isinstance(written, str)
        }


def _one_file(path: Path) -> str:
    """Return a path that DuckDB takes for one file, not for a pattern of names."""
    return re.sub(r"[*?\[]", r"[\g<0>]", str(path))


_TAGGED = """regexp_extract(t, '"@([^"]*)$', 1)"""
# the case of a language tag makes no other term
_FOLDED = """CASE WHEN ascii(w) = 34 AND contains(w, '"@') AND regexp_matches(w, '"@[^"]*$')
    THEN regexp_replace(w, '@[^"]*$', '') || lower(regexp_extract(w, '@[^"]*$')) ELSE w END"""


def _differ_in_case(terms: str) -> str:
    """Return a query for whether terms have language tags that differ in upper and lower case alone."""
    tags = f"""SELECT DISTINCT {_TAGGED} AS tag FROM ({terms}) WHERE ascii(t) = 34 AND contains(t, '"@')"""
    return f"SELECT count(*) > count(DISTINCT lower(tag)) FROM ({tags})"


def _parsed(content: bytes, path: Path) -> list[list[str]]:
    """Return the tokens of the triples of some N-Triples that come from a file.

    Raises:
        AvermentError: it is none.
    """
    try:
        return [
            [str(quad.subject), str(quad.predicate), _token_of(quad.object, path)]
            for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES)
        ]
    except SyntaxError as error:
        place = error
    try:
        for _ in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
            pass
    except SyntaxError as error:
        place = error  # in the file itself, not in some of its lines
    raise AvermentError(f"{path}:{place.lineno}:{place.offset}: {place.msg}; correct the line") from place


def _token_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, path: Path) -> str:
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None):
        raise AvermentError(f"{path}: {term} is new in RDF 1.2, which is not supported; leave it out")
    if not isinstance(term, ox.Literal):
        return str(term)
    datatype = None if term.language else URIRef(term.datatype.value)
    return token(Literal(term.value, lang=term.language, datatype=datatype, normalize=False))
