"""Spark finds what DuckDB finds; where it cannot start, or not go on, it says why."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import duckdb
import pytest
from benchmarks.servers import free_port, spark_cluster
from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, Namespace
from rdflib.term import Node

from averment.errors import AvermentError
from averment.shacl import engine
from averment.shacl.columns import Columns, change_columns
from averment.shacl.columns.writing import write_columns
from averment.shacl.errors import NotCompiledError
from averment.shacl.outcome import Outcome
from averment.shacl.terms import token

pytest.importorskip("sqlglot", reason="needs pip install 'averment[spark]'")
pytest.importorskip("pyspark.version", reason="needs pip install 'averment[spark]'")

from averment.shacl.spark import SparkProcess, running, tables, validate_on_spark, watching
from averment.shacl.spark import session as sessions
from averment.shacl.spark.dialect import translate
from averment.shacl.spark.patterns import java_pattern

EX = Namespace("https://example.org/")
needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="Spark needs Java, which is not installed"
)


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkProcess]:
    with SparkProcess("local[2]", memory="1GB", small=True) as process:
        yield process


# --- what is checked ----------------------------------------------------------------------------

SHAPES = r"""
@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P, ex:Q, ex:R, ex:T, ex:U ; sh:sparql ex:sum, ex:cycle .
ex:P sh:path ex:n ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 3 ; sh:lessThan ex:m .
ex:Q sh:path ex:text ; sh:pattern "^a.b$" ; sh:uniqueLang true ; sh:maxLength 3 .
ex:R sh:path [ sh:oneOrMorePath ex:next ] ; sh:class ex:C ; sh:nodeKind sh:IRI .
ex:T sh:path ex:text ; sh:pattern "K" ; sh:flags "i" ; sh:in ( "a-b" "Straße" "\\\"'\n" ) .
ex:U sh:path ex:when ; sh:minExclusive "2026-01-01T00:00:00Z"^^xsd:dateTime ; sh:qualifiedMinCount 1 ;
    sh:qualifiedValueShape [ sh:datatype xsd:dateTime ] .
ex:sum sh:message "{?total} {?mean} {?list} {?low} {?half} {?case}" ; sh:select '''
    SELECT $this ?total ?mean ?list ?low ?half ?case WHERE { { SELECT $this (SUM(?n) AS ?total) (AVG(?n) AS ?mean)
    (GROUP_CONCAT(DISTINCT STR(?n); separator=", ") AS ?list) (MIN(?n) AS ?low)
    WHERE { $this <https://example.org/n> ?n } GROUP BY $this } $this <https://example.org/text> ?text
    BIND (?total / 7 AS ?half) BIND (LCASE(?text) AS ?case) FILTER (?total * 1.5 > 2) }''' .
ex:cycle sh:select "SELECT $this ?value WHERE { $this <https://example.org/next>+ ?value FILTER(?value = $this) }" .
"""

CYCLE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:next ; sh:sparql ex:cycle .
ex:cycle sh:select "SELECT $this ?value WHERE { $this <https://example.org/next>+ ?value FILTER(?value = $this) }" .
"""

TEXTS = [
    *("a-b", "a-b\n", "a\u2028b", "a\nb", "a\rb", "Straße", "STRASSE", "\u212a", "ſ", "İ", "ΑΣ"),
    *("\U0001f600\U0001f600", "\\\"'\n", ""),
]
NUMBERS = [
    *(Literal(number) for number in (1, 5, -3)),
    *(Literal(text, datatype=XSD.decimal) for text in ("0.1", "12345678.123456789012", "0.000000000001")),
    *(Literal(text, datatype=XSD.double, normalize=False) for text in ("1e16", "1.5E-5", "1e300", "3.0E0")),
    Literal("many", datatype=XSD.integer, normalize=False),
]
MOMENTS = [
    "2026-01-01T00:00:00Z",
    "2026-01-01T02:00:00+02:00",
    "2026-01-01T00:00:01Z",
    "2025-12-31T23:59:59Z",
]


def triples(*, mixed: bool) -> Iterator[tuple[Node, Node, Node]]:
    yield EX.D, RDFS.subClassOf, EX.C
    yield EX.C, RDFS.subClassOf, EX.D
    for number, text in enumerate(TEXTS):
        node = EX[f"n{number}"]
        yield node, RDF.type, EX.C if number % 2 else EX.D
        yield node, EX.text, Literal(text)
        yield node, EX.text, Literal(text, lang="de" if number % 3 else "en")
        yield node, EX.text, Literal(f"{text}.", lang="de")
        yield node, EX.n, NUMBERS[number % len(NUMBERS)]
        yield node, EX.n, NUMBERS[(number + 3) % 6]
        yield node, EX.m, NUMBERS[(number + 1) % len(NUMBERS)]
        yield node, EX.next, EX[f"n{(number + 1) % 5 if number < 5 else number + 1}"]
        yield node, EX.when, Literal(MOMENTS[number % 4], datatype=XSD.dateTime, normalize=False)
    if mixed:
        yield EX.n1, EX.when, Literal("2026-01-01T00:00:00", datatype=XSD.dateTime, normalize=False)
        yield EX.n1, EX.m, Literal("NaN", datatype=XSD.double, normalize=False)


def columns(folder: Path, *, mixed: bool) -> Columns:
    file = folder / "data.nt"
    lines = {f"{' '.join(map(token, triple))} .\n" for triple in triples(mixed=mixed)}
    file.write_text("".join(sorted(lines)), encoding="utf-8")
    (folder / "columns").mkdir()
    return write_columns(folder / "columns", [file])


def found(outcome: Outcome) -> Counter[tuple[object, ...]]:
    assert not outcome.unfinished
    assert not outcome.handed_over
    return Counter(
        (one.focus, None if one.value is None else token(one.value), one.component, one.shape, one.message)
        for one in outcome.results
    )


@needs_java
@pytest.mark.slow
def test_spark_finds_what_duckdb_finds(tmp_path: Path, spark: SparkProcess) -> None:
    """On columns with changes, for all that Spark may understand in another way."""
    held = columns(tmp_path, mixed=True)
    later = changed(held, tmp_path / "later")
    shapes = Graph().parse(data=SHAPES)
    expected = found(engine.validate(later, shapes))
    assert len({shape for _, _, _, shape, _ in expected}) >= 6
    assert found(validate_on_spark(later.path, shapes, spark=spark)) == expected
    assert not list(tmp_path.glob("**/averment-*"))


@needs_java
@pytest.mark.slow
def test_spark_walks_paths_that_are_too_long_for_one_machine(
    tmp_path: Path, spark: SparkProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_MOST_WALKED", -1)
    held = columns(tmp_path, mixed=False)
    shapes = Graph().parse(data=CYCLE)
    expected = found(engine.validate(held, shapes))
    assert expected
    assert found(validate_on_spark(held, shapes, spark=spark)) == expected


@needs_java
@pytest.mark.slow
def test_a_cluster_finds_what_duckdb_finds_though_its_executors_are_killed(tmp_path: Path) -> None:
    """In a process of its own, for pyspark knows one Spark at a time; on columns that are named from where one is."""
    held = columns(tmp_path, mixed=True)
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    with spark_cluster(tmp_path) as master:
        done = subprocess.run(
            [sys.executable, "-c", ON_CLUSTER, master],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            check=False,
            capture_output=True,
            text=True,
            timeout=400,
        )
    assert done.returncode == 0, done.stderr
    killed, begun, ran, results = done.stdout.splitlines()
    assert int(killed) == int(ran) == 2
    assert int(begun) == 2  # once more with what was lost
    expected = found(engine.validate(held, Graph().parse(data=SHAPES)))
    assert json.loads(results) == sorted(map(str, expected.elements()))
    assert not list(tmp_path.glob("columns/averment-*"))


ON_CLUSTER = """
import json, os, signal, sys
from pathlib import Path
from rdflib import Graph
from averment.shacl.spark import SparkProcess, running, validate_on_spark, views
from tests.shacl.test_spark import found

views._MOST_WRITTEN_OUT = 0  # what was walked is read from files
begun, kept, killed = [], [], []


class Views(views.Views):
    def __init__(self, *args):
        super().__init__(*args)
        begun.append(self)

    def _keep(self, frame):
        frame = super()._keep(frame)
        kept.append(frame)
        if len(kept) == 3:
            driver = f"CoarseGrainedScheduler@127.0.0.1:{self._session.conf.get('spark.driver.port')}"
            for file in Path("/proc").glob("[0-9]*/cmdline"):
                if driver in file.read_text(errors="replace"):
                    os.kill(int(file.parent.name), signal.SIGKILL)
                    killed.append(file)
        return frame


running.Views = Views
options = {"spark.executor.memory": "512m", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
with SparkProcess(sys.argv[1], memory="1GB", small=True, options=options) as process:
    outcome = validate_on_spark(Path("columns"), Graph().parse("shapes.ttl"), master=sys.argv[1], spark=process)
    executors = process.session.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    for each in killed, begun, executors[1:]:  # but for the one that hands out the tasks
        print(len(each))
print(json.dumps(sorted(map(str, found(outcome).elements()))))
"""


def changed(held: Columns, folder: Path) -> Columns:
    removed = [(token(EX.n0), token(EX.next), token(EX.n1))]
    added = [(token(EX.n4), token(EX.next), token(EX.n6)), (token(EX.n4), token(EX.text), '"new"')]
    return change_columns(held.path, folder, removed=removed, added=added)


# --- limits and failures --------------------------------------------------------------------------


def test_executors_that_are_lost_again_and_again_are_named() -> None:
    said = "[CHECKPOINT_RDD_BLOCK_ID_NOT_FOUND] Checkpoint block rdd_7_0 not found!\nEither the executor ..."
    assert "lost executors again and again" in watching.why(RuntimeError(said))


@needs_java
@pytest.mark.slow
def test_what_takes_too_long_is_ended(
    tmp_path: Path,
    spark: SparkProcess,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "STUCK", 0.0)  # so that it is killed, even if it would end after a while
    nodes = [EX[f"n{number}"] for number in range(3000)]
    lines = [f"{node.n3()} {EX.p.n3()} {EX.o.n3()} .\n" for node in nodes]
    (tmp_path / "data.nt").write_text("".join(lines))
    (tmp_path / "columns").mkdir()
    held = write_columns(tmp_path / "columns", [tmp_path / "data.nt"])
    shapes = Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
        ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:nodeKind sh:BlankNode ; sh:sparql [ sh:select '''
        SELECT $this WHERE { $this <https://example.org/p> ?o . ?a <https://example.org/p> ?o .
        ?b <https://example.org/p> ?o . ?c <https://example.org/p> ?o
        FILTER (CONCAT(STR(?a), STR(?b), STR(?c)) = "x") }''' ] ."""
    )
    start = monotonic()
    first = spark.session
    outcome = validate_on_spark(held, shapes, spark=spark, limit=4)
    assert monotonic() - start < 200
    unfinished = {one.component for one in outcome.unfinished}
    assert SH.SPARQLConstraintComponent in unfinished
    # on a busy machine, a Spark that has just been started may take as long for the other
    assert len(outcome.results) == len(nodes) or SH.NodeKindConstraintComponent in unfinished
    assert spark.session is not first
    tasks = spark.session.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    assert sum(one.numRunningTasks() for one in tasks) == 0
    assert not capfd.readouterr().err


@needs_java
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # pyspark leaves a pipe open
def test_spark_that_ends_is_started_again_to_run_one_statement_at_a_time(
    tmp_path: Path, spark: SparkProcess, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """As it ends when many statements together take more memory than it may hold."""
    rows, ran = running._Runner._rows, []

    def run_out_of_memory(runner: Any, numbers: Sequence[int]) -> Any:
        ran.append(len(numbers))
        if len(numbers) >= fatal:
            spark._gateway.proc.kill()
        return rows(runner, numbers)

    monkeypatch.setattr(running._Runner, "_rows", run_out_of_memory)
    held = columns(tmp_path, mixed=False)
    shapes = Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
        ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:n ; sh:property ex:P .
        ex:P sh:path ex:n ; sh:maxCount 1 ; sh:in ( 1 5 ) ."""
    )
    fatal = 2
    expected = found(engine.validate(held, shapes))
    assert expected
    assert found(validate_on_spark(held, shapes, spark=spark)) == expected
    assert ran == [2, 1, 1]
    fatal = 1
    with pytest.raises(AvermentError, match="its process has ended, maybe since it needs more memory"):
        validate_on_spark(held, shapes, spark=spark)
    with monkeypatch.context() as changed:  # where another has ended, one that cannot be started says why
        changed.setenv("JAVA_HOME", str(broken_java(tmp_path)))
        with pytest.raises(AvermentError, match=r"is too old for Spark; install Java 17"):
            SparkProcess()
    assert spark.session.range(3).count() == 3
    assert not capfd.readouterr().err


@needs_java
def test_a_master_that_is_gone_is_named_at_once() -> None:
    master = f"spark://127.0.0.1:{free_port()}"
    start = monotonic()
    with pytest.raises(AvermentError, match=rf"no Spark master answers at '{master}'.*start it"):
        SparkProcess(master)
    assert monotonic() - start < 20


@needs_java
@pytest.mark.parametrize("master", ["local[", "http://127.0.0.1:7077", "spark://nowhere"])
def test_what_is_no_master_is_refused(master: str) -> None:
    with pytest.raises(AvermentError, match=r"write (local|spark)"):
        SparkProcess(master)


@pytest.mark.parametrize("memory", ["lots", "100MB"])
def test_what_is_no_memory_is_refused(memory: str) -> None:
    with pytest.raises(AvermentError, match=memory):
        sessions._mebibytes(memory)


def test_java_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AvermentError, match=r"Java, which is not installed; install Java 17.*openjdk-17"):
        SparkProcess()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(AvermentError, match=r"JAVA_HOME .* holds none"):
        SparkProcess()


def test_pyspark_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(
        AvermentError, match=r"'pyspark', which is not installed: pip install 'averment\[spark\]'"
    ):
        SparkProcess()


def broken_java(folder: Path) -> Path:
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'Error: x.UnsupportedClassVersionError' >&2\nexit 1\n")
    java.chmod(0o755)
    return folder


@needs_java
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # pyspark leaves a pipe open
def test_java_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(broken_java(tmp_path)))
    with pytest.raises(AvermentError, match=r"is too old for Spark; install Java 17"):
        SparkProcess()


# --- one by one ---------------------------------------------------------------------------------

EXPRESSIONS = [
    *(
        f"({double}::DOUBLE)::VARCHAR"
        for double in ("1e16", "-1.5e-5", "123456789.125", "12345678", "-2.5e15", "0.0001", "0.00012", "1e22")
    ),
    *(
        f"TRY_CAST({x}::DOUBLE / {y}::DOUBLE AS DECIMAL(38, 12))"
        for x, y in (("1e6", "3"), ("-1e20", "7"), ("2", "3"))
    ),
    "regexp_replace((x.exact)::VARCHAR, '\\.?0+$', '')",
    "lower(x.text)",
    "upper(x.text)",
    "length(x.text)",
    "substring(x.text || '..', 2, length(x.text || '..') - 2)",
    "isnan(x.inexact)",
    "NOT isnan(x.inexact)",
    "regexp_matches(x.text, '(?-s)^a.b$')",
    "regexp_matches(x.text, '(?i-s)k|s')",
    "regexp_matches(x.text, '(?ms)^b$')",
    "regexp_matches(x.text, '(?-s)[^[:alpha:]\\s]')",
    "regexp_matches(x.text, '(?-s)\\bb')",
    "regexp_matches(x.text, '(?-s)' || regexp_escape('a-b'))",
    "TRY_CAST(x.exact * x.exact AS DECIMAL(38, 12))",
    "x.text > 'a'",
    "x.id & 3 < 2",
    "x.id >> 48 = 3",
    "starts_with(x.text, 'a') OR ends_with(x.text, 'b') OR contains(x.text, '')",
    "replace(replace(x.text, '\\', '\\\\'), chr(10), '\\n')",
    "epoch_us(TRY_CAST('2024-02-30T00:00:00' AS TIMESTAMP))",
    "epoch_us(TRY_CAST('2024-02-03T00:00:00+14:00' AS TIMESTAMPTZ))",
]
AGGREGATES = [
    "arg_min(x.text, CASE WHEN x.inexact IS NOT NULL THEN row(x.inexact, x.exact) END)",
    "arg_max(x.text, x.text)",
    "string_agg(DISTINCT x.text, ', ' ORDER BY x.text)",
    "TRY_CAST(COALESCE(avg(x.exact), 0) AS DECIMAL(38, 12))",
    "COALESCE(avg(x.inexact), 0)",
    "sum(DISTINCT x.exact)",
    "bool_and(x.inexact > 0)",
    "count(DISTINCT x.text)",
]


def values() -> str:
    rows = [
        f"({number * 7 - 3}::BIGINT, {_quoted(text)}, {exact}::DECIMAL(38, 12), {inexact}::DOUBLE)"
        for number, (text, exact, inexact) in enumerate(
            zip(
                [*TEXTS, "b a", "\vb"],
                ["0.5", "100", "1200.50", "NULL", "0", "-7", "1e-12"] * 3,
                ["'nan'", "1.5", "NULL", "-0.0", "1e300"] * 4,
                strict=False,
            )
        )
    ]
    return f"(VALUES {', '.join(rows)}) AS x(id, text, exact, inexact)"


def _quoted(text: str) -> str:
    from averment.shacl.terms import quoted

    return quoted(text)


@needs_java
@pytest.mark.slow
@pytest.mark.parametrize("expressions", [EXPRESSIONS, AGGREGATES], ids=["expressions", "aggregates"])
def test_each_expression_means_the_same(spark: SparkProcess, expressions: list[str]) -> None:
    listed = ", ".join(f"{expression} AS c{n}" for n, expression in enumerate(expressions))
    sql = f"SELECT {'x.id, ' if expressions is EXPRESSIONS else ''}{listed} FROM {values()}"
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    expected = sorted(map(repr, connection.execute(sql).fetchall()))
    rows = spark.session.sql(translate(sql).sql).collect()
    assert sorted(repr(tuple(row)) for row in rows) == expected


@pytest.mark.parametrize(
    "pattern", [r"(?:a)(?i:b)", r"\pN\1", r"(?i)\pL", "[[:nothing:]]", r"\Cx", "(?=a)", r"[\p{Greek}]"]
)
def test_patterns_without_a_translation_are_refused(pattern: str) -> None:
    with pytest.raises(NotCompiledError, match=r"has a part without translation"):
        java_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "java"),
    [
        ("(?-s)^a.$", "\\Aa[\\x{0}-\\x{9}\\x{b}-\\x{10ffff}]\\z"),
        ("(?ims)^k$", "(?:\\A|(?<=\\x{a}))[\\x{4b}\\x{6b}\\x{212a}](?=\\x{a}|\\z)"),
        ("a{,2}{2}", "a\\x{7b}\\x{2c}2\\x{7d}{2}"),
        (r"(?P<year>\d+)\Q.*\E", "(?:[\\x{30}-\\x{39}]+)\\x{2e}\\x{2a}"),
        (r"[^]a\-b-d]|\p{Lu}", "[^\\x{2d}\\x{5d}\\x{61}\\x{62}-\\x{64}]|[\\p{Lu}]"),
    ],
)
def test_patterns_are_written_for_java(pattern: str, java: str) -> None:
    assert java_pattern(pattern) == java


@pytest.mark.parametrize(
    "sql",
    ["SELECT md5(x.t) FROM x", "SELECT regexp_matches(x.t, x.p) FROM x", "SELECT list_sort(x.t) FROM x"],
)
def test_functions_without_a_translation_are_refused(sql: str) -> None:
    with pytest.raises(NotCompiledError, match=r"has no translation"):
        translate(sql)


@needs_java
@pytest.mark.slow
def test_what_spark_cannot_say_is_run_by_duckdb_and_named(tmp_path: Path, spark: SparkProcess) -> None:
    held = columns(tmp_path, mixed=False)
    shapes = Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
        ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P .
        ex:P sh:path ex:text ; sh:pattern "(?i:A)-b" ; sh:maxCount 1 ."""
    )
    outcome = validate_on_spark(held, shapes, spark=spark)
    expected = engine.validate(held, shapes)
    assert Counter(map(repr, outcome.results)) == Counter(map(repr, expected.results))
    ((node, reason),) = outcome.handed_over
    assert node == EX.P
    assert "without translation" in reason
