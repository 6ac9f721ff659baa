"""The tables of a plan over a folder of columns."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

from rdflib import Graph

from averment.errors import AvermentError
from averment.shacl.columns.changing import read_patches
from averment.shacl.columns.layout import LITERALS, NAMES, Columns
from averment.shacl.limits import MEMORY
from averment.shacl.literals import keyed, literal_facets
from averment.shacl.numbering import HASHES, number_macros, probes
from averment.shacl.plan import SqlPlan, Statements
from averment.shacl.tables import Tables, connect, copied
from averment.shacl.terms import parse_token, quoted

__all__ = ["ColumnTables"]


class ColumnTables(Tables):
    """Columns as the tables that a plan reads, with the changes on top.

    The tables are in a temporary database on disk, which is gone when this is: the properties that are asked for, and
    the literals with their ranks.

    Args:
        columns: the columns.
        memory: how much DuckDB may hold.

    Attributes:
        changed: the properties of which triples were added or removed later, once `add_terms` has read the changes.

    Raises:
        AvermentError: the columns were written with a version of DuckDB that numbers terms in another way, or the
            temporary folder can't be written.
    """

    def __init__(self, columns: Columns, *, memory: str = MEMORY) -> None:
        folder = Path(tempfile.mkdtemp(prefix="averment-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        super().__init__(connect(folder / "check.duckdb", memory, folder / "spilled"), memory)
        self._columns = columns
        self.changed: set[str] = set()
        layout = columns.layout
        for statement in number_macros(HASHES[layout.hash], folded=layout.folded):
            self._ask(statement)
        if probes(self._connection) != layout.probes:
            raise AvermentError(
                f"'{columns.path}' was written with another version of DuckDB; load the files anew"
            )

    def prepare(self, plan: SqlPlan) -> Statements:
        """Make the tables that a plan reads.

        Raises:
            AvermentError: a term has the number of another.
        """
        self.add_terms(plan.constants)
        self._rank("unranked")
        self._ask(f"CREATE OR REPLACE TABLE literals AS {keyed('unranked')}")
        for written, name in plan.properties:
            # not views of the files, whose statistics are too poor to order joins by
            self._ask(f"CREATE OR REPLACE TABLE {name} AS {self.property(written[1:-1])}")
        self._divide_literals(plan)
        if plan.reads_triples:
            self.add_triples()
        self._keep_constants(plan)
        return self._suited(plan)

    def add_terms(self, constants: tuple[str, ...] = ()) -> None:
        """Make the tables of changes, the views `names` and `unranked`, and the table of constants.

        Raises:
            AvermentError: a term of the changes or a constant has the number of another term.
        """
        run = self._ask
        run("CREATE OR REPLACE TABLE constants AS SELECT unnest($1::VARCHAR[]) AS t", [list(constants)])
        changes = read_patches(self._columns.patches)
        listed = ", ".join(f"unnest(${n}::VARCHAR[]) AS {name}" for n, name in enumerate("aspo", start=1))
        run(
            f"CREATE OR REPLACE TABLE patched AS SELECT *, row_number() OVER () AS n FROM (SELECT {listed})",
            [list(column) for column in zip(*changes, strict=True)] or [[], [], [], []],
        )
        # of several changes of one triple, the last counts
        run(
            "CREATE OR REPLACE TABLE changed AS SELECT number_of(s) AS s, number_of(p) AS p, number_of(o) AS o, "
            "arg_max(a, n) = 'A' AS is_added FROM patched GROUP BY ALL"
        )
        run(
            "CREATE OR REPLACE TABLE later AS SELECT number_of(t) AS id, min(t) AS token, "
            "count(DISTINCT folded(t)) > 1 AS is_doubled FROM (SELECT unnest([s, p, o]) AS t FROM patched "
            "WHERE a = 'A' UNION ALL SELECT t FROM constants) GROUP BY id"
        )
        self.changed = {
            str(iri) for (iri,) in run("SELECT DISTINCT substring(p, 2, length(p) - 2) FROM patched")
        }
        names, literals = self._file(NAMES), self._file(LITERALS)
        doubled = " UNION ALL ".join(
            f"SELECT l.id FROM {file} AS f JOIN later AS l USING (id) WHERE folded(f.token) <> folded(l.token)"
            for file in (names, literals)
        )
        if run(f"SELECT id FROM later WHERE is_doubled UNION ALL {doubled} LIMIT 1"):
            raise AvermentError(
                f"a new term has the number of another in '{self._columns.path}'; load the files anew"
            )
        for name, kinds, file in (("names", "<> 2", names), ("literals", "= 2", literals)):
            run(
                f"CREATE OR REPLACE TABLE later_{name} AS SELECT id, token FROM later ANTI JOIN {file} USING (id) "
                f"WHERE id & 3 {kinds}"
            )
        run("DROP TABLE patched")
        run("DROP TABLE later")
        run(
            f"CREATE OR REPLACE VIEW names AS SELECT id, token FROM {names} "
            "UNION ALL SELECT id, token FROM later_names"
        )
        run(
            f"CREATE OR REPLACE VIEW unranked AS FROM {literals} "
            f"UNION ALL BY NAME {literal_facets('later_literals')}"
        )

    def add_triples(self) -> None:
        """Make the view of all triples."""
        properties = sorted({*self._columns.layout.properties, *self.changed})
        parts = [
            f"SELECT s, number_of({quoted(f'<{iri}>')}) AS p, o FROM ({self.property(iri)})"
            for iri in properties
        ]
        nothing = "SELECT NULL::BIGINT AS s, NULL::BIGINT AS p, NULL::BIGINT AS o WHERE false"
        self._ask(f"CREATE OR REPLACE VIEW triples AS {' UNION ALL '.join(parts) or nothing}")

    def graph(self) -> Graph:
        """Return all triples, in memory."""
        self.add_terms()
        self.add_triples()
        terms = "(SELECT id, token FROM names UNION ALL SELECT id, token FROM unranked)"
        rows = self._ask(
            f"SELECT a.token, b.token, c.token FROM triples AS t JOIN names AS a ON t.s = a.id "
            f"JOIN names AS b ON t.p = b.id JOIN {terms} AS c ON t.o = c.id"
        )
        graph = Graph()
        for row in rows:
            subject, predicate, value = (parse_token(str(written)) for written in row)
            graph.add((subject, predicate, value))
        return graph

    def property(self, iri: str) -> str:
        """Return a query for the triples of a property, with the changes."""
        name = self._columns.layout.properties.get(iri)
        number = f"number_of({quoted(f'<{iri}>')})"
        added = f"SELECT s, o FROM changed WHERE p = {number} AND is_added"
        if name is None:
            return added
        file = f"read_parquet({quoted(str(self._columns.file(name)))})"
        if iri not in self.changed:
            return f"SELECT s, o FROM {file}"
        touched = f"(SELECT s, o FROM changed WHERE p = {number})"
        return f"SELECT s, o FROM {file} ANTI JOIN {touched} AS touched USING (s, o) UNION ALL {added}"

    def write(self, select: str, path: Path) -> int:
        """Write the rows of a query to a Parquet file, and return how many there are.

        Raises:
            duckdb.Error: they can't be written.
        """
        return copied(self._connection, select, path)

    def _file(self, name: str) -> str:
        return f"read_parquet({quoted(str(self._columns.path / name))})"
