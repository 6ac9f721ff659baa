"""Triples in DuckDB, as tables of numbered terms."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable
from pathlib import Path

import duckdb
from rdflib.term import Node

from averment.errors import AvermentError
from averment.shacl.limits import MEMORY
from averment.shacl.lines import REGULAR, SPLIT, lines_of, parsed
from averment.shacl.literals import keyed, literal_facets
from averment.shacl.numbering import HASHES, differ_in_case, number_macros
from averment.shacl.plan import SqlPlan, Statements
from averment.shacl.tables import Tables, connect
from averment.shacl.terms import quoted, token

__all__ = ["Store"]


class Store(Tables):
    """Triples as tables of numbered terms, one for each property that a plan asks for.

    A term's number is a hash of its token with its kind in the lowest two bits: 0 an IRI, 1 a blank node, 2 a
    literal. If two terms have one number, another hash is taken.

    Args:
        memory: how much DuckDB may hold; what is more goes to files that are gone when the store is.
    """

    def __init__(self, *, memory: str = MEMORY) -> None:
        folder = tempfile.mkdtemp(prefix="averment-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        super().__init__(connect(":memory:", memory, Path(folder)), memory)
        self._raw: list[tuple[str, str]] = []

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
        source = lines_of(path)
        try:
            others = self._connection.execute(f"SELECT line FROM {source} WHERE NOT ({REGULAR})").fetchall()
            # read anew by each statement, which takes no longer than to keep the text of all terms
            where = f"(FROM {source} WHERE {REGULAR})" if others else source
            self._make("regular", "VIEW", f"SELECT {SPLIT.format(source=where)}")
        except (duckdb.Error, AvermentError):
            # for instance a very long line
            self._clear()
            self._add("parsed", parsed(path.read_bytes(), path))
            return
        if others:
            self._add("parsed", parsed("\n".join(line for (line,) in others).encode(), path))

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
        if not any(self._number(raw, hashed, plan) for hashed in HASHES):
            raise AvermentError("two terms have the same number, whatever the hash; report this")
        self._divide(raw, plan)
        self._keep_constants(plan)
        return self._suited(plan)

    def _number(self, raw: str, hashed: str, plan: SqlPlan) -> bool:
        """Number all terms; return whether each has a number of its own."""
        run = self._ask
        run(
            "CREATE OR REPLACE TABLE constants AS SELECT unnest($1::VARCHAR[]) AS t",
            [list(plan.constants)],
        )
        for statement in number_macros(hashed, folded=False):
            run(statement)
        # a file that is read anew is read once only
        terms = f"SELECT unnest([s, o]) AS t FROM {raw} UNION ALL SELECT t FROM constants"
        if plan.reads_triples:
            terms += f" UNION ALL SELECT DISTINCT p FROM {raw}"
        self._collect(terms, "any_value")
        if run(differ_in_case("SELECT token AS t FROM terms"))[0][0]:
            for statement in number_macros(hashed, folded=True):
                run(statement)
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
        self._rank("unranked")
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
        self._divide_literals(plan)
