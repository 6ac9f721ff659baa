"""Columns on disk: what is written is what is checked, and changes count as if they had been written anew."""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDFS, SH, XSD, BNode, Graph, Literal
from rdflib.term import Node
from tests.shacl.test_differential import EX, VALUES, Triple, shapes_graphs, triples
from tests.shacl.test_hostile import TERMS

from averment.errors import AvermentError
from averment.shacl import engine
from averment.shacl.columns import (
    Columns,
    batches,
    change_columns,
    fold_columns,
    reading,
    write_columns,
)
from averment.shacl.numbering import HASHES
from averment.shacl.outcome import Outcome, Result
from averment.shacl.tables import OutOfMemoryError, Tables
from averment.shacl.terms import token

Found = Counter[tuple[object, ...]]


def exact(term: Node | None) -> tuple[object, ...]:
    """Return all that a term says but for the case of its language tag, which the parser of odd lines does not keep."""
    language = (getattr(term, "language", None) or "").lower()
    return (type(term), str(term), language, getattr(term, "datatype", None))


def lines(stated: Iterable[Triple]) -> str:
    return "".join(f"{' '.join(map(token, triple))} .\n" for triple in stated)


def written(folder: Path, *parts: Iterable[Triple] | str) -> Columns:
    """Write columns of parts, each of which becomes a file."""
    folder.mkdir(parents=True)
    files = []
    for number, part in enumerate(parts):
        file = folder.parent / f"{folder.name}-{number}.nt"
        file.write_bytes((part if isinstance(part, str) else lines(part)).encode())
        files.append(file)
    (folder / "columns").mkdir()
    return write_columns(folder / "columns", files)


def changed(old: Columns, new: Path, removed: Iterable[Triple] = (), added: Iterable[Triple] = ()) -> Columns:
    def tokens(stated: Iterable[Triple]) -> list[tuple[str, str, str]]:
        return [(token(s), token(p), token(o)) for s, p, o in stated]

    return change_columns(old.path, new, removed=tokens(removed), added=tokens(added))


def graph_of(stated: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in stated:
        graph.add(triple)
    return graph


def held(columns: Columns) -> set[tuple[object, ...]]:
    return {tuple(exact(term) for term in triple) for triple in reading.ColumnTables(columns).graph()}


def exactly(stated: Iterable[Triple]) -> set[tuple[object, ...]]:
    return {tuple(exact(term) for term in triple) for triple in stated}


def found(outcome: Outcome) -> Found:
    assert not outcome.unfinished
    return Counter(
        (exact(one.focus), exact(one.value), one.path, one.component, one.shape, one.message)
        for one in outcome.results
    )


# --- what is checked ----------------------------------------------------------------------------


@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(triples, triples, st.sets(st.integers(0, 15)), shapes_graphs())
def test_columns_have_the_results_of_the_graph_with_changes_and_without(
    tmp_path_factory: pytest.TempPathFactory,
    stated: list[Triple],
    others: list[Triple],
    removed: set[int],
    shapes: Graph,
) -> None:
    folder = tmp_path_factory.mktemp("columns")
    start = [*stated, (EX.D, RDFS.subClassOf, EX.C)]
    gone = [triple for n, triple in enumerate(start) if n in removed]
    columns = written(folder / "a", start)
    assert found(engine.validate(columns, shapes)) == found(engine.validate(graph_of(start), shapes))
    after = changed(columns, folder / "b", gone, others)
    expected = found(engine.validate(graph_of([*(t for t in start if t not in gone), *others]), shapes))
    assert found(engine.validate(after, shapes)) == expected
    folded = fold_columns(after.path, folder / "c")
    assert folded.layout.changed == 0
    assert found(engine.validate(folded, shapes)) == expected


EVERYTHING = """
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix ex: <https://example.org/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    ex:All sh:targetSubjectsOf ex:p ;
        sh:property [ sh:path ex:p ; sh:in () ] , [ sh:path ex:nowhere ; sh:minCount 1 ] ,
            [ sh:path ex:p ; sh:hasValue "nowhere"@en , ex:nowhere , "x"@EN-gb ] ,
            [ sh:path ex:p ; sh:minInclusive 7 ; sh:maxExclusive "2026-01-01"^^xsd:date ; sh:lessThan ex:q ] ;
        sh:closed true ; sh:ignoredProperties ( ex:p ) .
    """


SLOW = """
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix ex: <https://example.org/> .
    ex:Slow sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select '''
        SELECT $this WHERE {
            $this <https://example.org/p> ?v . ?a <https://example.org/p> ?b . ?c <https://example.org/p> ?d .
            ?e <https://example.org/p> ?f FILTER (STRLEN(CONCAT(STR(?a), STR(?c), STR(?e), STR(?v))) < 5)
        }''' ] .
    """


def odd() -> list[Triple]:
    """Return triples with terms that are hard to write, to number and to compare."""
    literals = [
        *(Literal("x", lang=tag) for tag in ("en-GB", "en-gb", "DE")),
        *(
            Literal(form, datatype=XSD.decimal)
            for form in ("1", "1.0", "01", "one", "1e400", "7.000000000000001")
        ),
        *(Literal(form, datatype=XSD.double) for form in ("1", "NaN", "INF", "7E0")),
        *(
            Literal(form, datatype=XSD.date)
            for form in ("2026-01-01", "2026-01-01Z", "2025-02-30", "-0044-03-15")
        ),
    ]
    pairs: list[Triple] = [(EX.a, EX.p, term) for term in [*TERMS, *literals]]
    return [*pairs, (EX.b, EX.q, BNode("x")), (BNode("x"), EX.p, EX.b), (EX.b, EX.p, Literal(9)), *pairs[:9]]


def test_odd_terms_have_the_results_of_the_graph(tmp_path: Path) -> None:
    shapes = Graph().parse(data=EVERYTHING, format="turtle")
    expected = found(engine.validate(graph_of(odd()), shapes, most_triples=0))
    assert len(expected) > 2 * len(TERMS)
    columns = written(tmp_path / "a", odd()[::2], odd()[1::2])
    assert found(engine.validate(columns, shapes)) == expected
    without = written(tmp_path / "b", odd()[::3])
    assert found(engine.validate(changed(without, tmp_path / "c", (), odd()), shapes)) == expected


def test_terms_come_back_as_they_were(tmp_path: Path) -> None:
    assert held(written(tmp_path / "a", odd())) == exactly(graph_of(odd()))


def test_no_triples(tmp_path: Path) -> None:
    shapes = Graph().parse(data=EVERYTHING, format="turtle")
    for columns in (written(tmp_path / "a", ""), written(tmp_path / "b")):
        assert len(columns) == 0
        assert not engine.validate(columns, shapes).results
    after = changed(columns, tmp_path / "c", (), [(EX.a, EX.p, EX.b)])
    assert len(engine.validate(after, shapes).results) == 7


def test_a_constraint_that_takes_too_long_is_named(tmp_path: Path) -> None:
    columns = written(tmp_path / "a", [(EX[f"n{n}"], EX.p, EX[f"n{n * n % 997}"]) for n in range(997)])
    shapes = Graph().parse(data=SLOW, format="turtle")
    outcome = engine.validate(columns, shapes, limit=0.2)
    assert [one.shape for one in outcome.unfinished] == [EX.Slow]


def test_a_shape_without_a_translation_is_handed_over_or_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated: list[Triple] = [(EX.a, EX.p, EX.b), (EX.a, EX.p, Literal("x", lang="en"))]
    columns = written(tmp_path / "a", stated)
    shapes = Graph().parse(
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix ex: <https://example.org/> .
        ex:Foreign sh:targetNode ex:a ; sh:sparql [ sh:select
            "SELECT $this WHERE { $this ?p ?v FILTER (SHA1(STR(?v)) != 'x') }" ] .
        """,
        format="turtle",
    )
    given: list[Graph] = []

    def reference(data: Graph, _: Graph) -> list[Result]:
        given.append(data)
        return []

    outcome = engine.validate(columns, shapes, hand_over=reference)
    assert [node for node, _ in outcome.handed_over] == [EX.Foreign]
    assert exactly(given[0]) == exactly(stated)
    monkeypatch.setattr(engine, "MOST_TRIPLES_HANDED_OVER", 1)
    with pytest.raises(AvermentError, match=r"the 2 triples .*<https://example.org/Foreign>"):
        engine.validate(columns, shapes, hand_over=reference)


# --- what does not fit ----------------------------------------------------------------------------


def test_statements_that_do_not_fit_have_the_same_results_in_parts(tmp_path: Path) -> None:
    links: list[Triple] = [(EX[f"n{n}"], EX.p, EX[f"n{n * n % 23}"]) for n in range(23)]
    columns = written(tmp_path / "a", [*links, (EX.n1, EX.p, Literal(9)), (EX.n1, EX.q, Literal(8))])
    closure = "ex:All sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ; sh:maxCount 2 ] ."
    shapes = Graph().parse(data=EVERYTHING + closure, format="turtle")
    expected = found(engine.validate(columns, shapes))
    assert {component for *_, component, _, _ in expected} >= {SH.MaxCountConstraintComponent}
    execute, parts = Tables._execute, 0

    def refuse(
        tables: Tables, sql: str, limit: float | None, lost: set[str]
    ) -> list[tuple[object, ...]] | None:
        nonlocal parts
        if " AS whole WHERE " not in sql and not re.search(r"RECURSIVE r\d+\(s, o\)", sql):
            raise OutOfMemoryError("for the test")
        parts += 1
        return execute(tables, sql, limit, lost)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tables, "_execute", refuse)
        patch.setattr("averment.shacl.stages.PARTS", 2)
        assert found(engine.validate(columns, shapes)) == expected
    assert parts > 20


def test_what_does_not_fit_in_parts_either_is_an_error(tmp_path: Path) -> None:
    columns = written(tmp_path / "a", [(EX[f"n{n}"], EX.p, EX[f"n{n * n % 997}"]) for n in range(997)])
    with pytest.raises(AvermentError, match="more than the 12MB of memory"):
        engine.validate(
            columns, Graph().parse(data=SLOW.replace("< 5", "> 5"), format="turtle"), memory="12MB"
        )


def test_values_of_which_there_are_few_are_looked_up_among_themselves(tmp_path: Path) -> None:
    shapes = Graph().parse(
        data="""
        @prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:n ; sh:property ex:P, ex:T .
        ex:P sh:path ex:n ; sh:minInclusive 3 . ex:T sh:path ex:text ; sh:maxLength 5 .
        """
    )
    numbers = [(EX[f"n{n}"], EX.n, Literal(n % 4)) for n in range(40)]
    texts = [(EX[f"n{n}"], EX.text, Literal(f"text {n}")) for n in range(40)]
    columns = written(tmp_path / "a", numbers, texts)
    plan = engine.plan_for(shapes, None).plan
    tables = reading.ColumnTables(columns)
    tables.prepare(plan)
    names = {
        iri: dict(plan.looked_up)[table] for iri, table in plan.properties if table in dict(plan.looked_up)
    }
    assert set(names) == {token(EX.n), token(EX.text)}
    looked_up = {
        iri: {str(written) for (written,) in tables._ask(f"SELECT token FROM {name}")}
        for iri, name in names.items()
    }
    assert looked_up[token(EX.n)] == {token(Literal(n)) for n in range(4)}
    assert looked_up[token(EX.text)] >= {token(text) for *_, text in texts}
    assert len(found(engine.validate(columns, shapes))) == 30 + 40


# --- numbers ------------------------------------------------------------------------------------


def test_another_hash_is_taken_where_terms_have_one_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poor = ("(strlen(t) * 16)::UBIGINT", *HASHES[1:])
    monkeypatch.setattr("averment.shacl.columns.writing.HASHES", poor)
    monkeypatch.setattr("averment.shacl.columns.reading.HASHES", poor)
    apart = written(tmp_path / "a", [(EX.a, EX.pp, Literal("literal"))])
    assert apart.layout.hash == 0
    with pytest.raises(AvermentError, match="has the number of another"):
        held(changed(apart, tmp_path / "b", (), [(EX.b, EX.pp, EX.a)]))
    alike: list[list[Triple]] = [[(EX.a, EX.pp, EX.b)], [(EX.a, EX.pp, Literal(value)) for value in "xy"]]
    for number, stated in enumerate(alike):
        columns = written(tmp_path / f"c{number}", stated)
        assert columns.layout.hash == 1
        assert held(columns) == exactly(stated)
    monkeypatch.setattr("averment.shacl.columns.writing.HASHES", poor[:1])
    with pytest.raises(AvermentError, match="whatever the hash"):
        written(tmp_path / "d", [(EX.a, EX.p, EX.b)])


def test_columns_of_another_version_are_refused(tmp_path: Path) -> None:
    columns = written(tmp_path / "a", [(EX.a, EX.p, EX.b)])
    file = columns.path / "columns.json"
    described = json.loads(file.read_text())
    cases: list[tuple[dict[str, object], str]] = [
        ({"version": 2}, "of version 2, not 1"),
        ({"probes": {"<https://example.org/a>": 8}}, "another version of DuckDB"),
        ({"rows": None}, "no whole description"),
    ]
    for difference, message in cases:
        whole = {**described, **difference}
        file.write_text(json.dumps({name: value for name, value in whole.items() if value is not None}))
        with pytest.raises(AvermentError, match=message):
            engine.validate(Columns(columns.path), Graph())
    for content in ("[]", "{", "\udfff"):
        file.write_bytes(content.encode(errors="surrogatepass"))
        with pytest.raises(AvermentError, match="load the files anew"):
            Columns(columns.path)
    with pytest.raises(AvermentError, match="holds no columns"):
        Columns(tmp_path)


# --- writing ------------------------------------------------------------------------------------


def many(count: int = 400) -> list[Triple]:
    return [(EX[f"n{n}"], EX[f"p{n % 3}"], Literal(f"value {n // 2}")) for n in range(count)]


def test_batches_are_one_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_BATCH", 4000)
    monkeypatch.setattr(batches, "_CHUNK", 700)
    plain, packed = tmp_path / "a.nt", tmp_path / "b*.nt.gz"
    plain.write_text("# a comment\n\n" + lines(many()[:150]).rstrip("\n"))
    packed.write_bytes(gzip.compress(lines(many()[100:]).replace(" .\n", "\t.\r\n", 60).encode()))
    steps: list[tuple[str, int, int]] = []
    columns = write_columns(tmp_path / "c", [plain, packed], on_progress=lambda *step: steps.append(step))
    assert held(columns) == exactly(many())
    assert len(columns) == len(many())
    assert sorted(columns.layout.rows.values()) == [133, 133, 134]
    size = plain.stat().st_size + packed.stat().st_size
    read = [done for step, done, total in steps if step == "reading" and total == size]
    assert len(read) > 5
    assert read == sorted(read)
    assert read[-1] == size
    assert [step for step in steps if step[0] != "reading"] == [
        ("terms", 1, 2),
        ("terms", 2, 2),
        *(("properties", n, 3) for n in (1, 2, 3)),
    ]
    assert sorted(path.name for path in (tmp_path / "c").iterdir()) == [
        "columns.json",
        "literals.parquet",
        "names.parquet",
        "properties",
    ]


def test_a_very_long_line(tmp_path: Path) -> None:
    stated: list[Triple] = [(EX.a, EX.p, Literal('"\nü' * 700_000, lang="en")), (EX.a, EX.p, EX.b)]
    assert held(written(tmp_path / "a", stated)) == exactly(stated)


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("<https://example.org/a> <https://example.org/p> .", ":301:"),
        ('<https://example.org/a> <https://example.org/p> "x"@en--ltr .', r"RDF 1\.2"),
        ("<https://example.org/a> <relative> <https://example.org/b> .", ":301:"),
        ('<https://example.org/a> <https://example.org/p> "\udcff" .', ":301:"),
    ],
)
def test_a_bad_line_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, wrong: str, message: str
) -> None:
    monkeypatch.setattr(batches, "_BATCH", 4000)
    monkeypatch.setattr(batches, "_CHUNK", 700)
    content = f"{lines(many()[:300])}{wrong}\n{lines(many()[300:])}".encode(errors="surrogateescape")
    file = tmp_path / f"bad.nt{suffix}"
    file.write_bytes(gzip.compress(content) if suffix else content)
    with pytest.raises(AvermentError, match=message) as raised:
        write_columns(tmp_path / "c", [file])
    assert f"{file}:301" in str(raised.value)


def test_what_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    cut = tmp_path / "cut.nt.gz"
    cut.write_bytes(gzip.compress(lines(many()).encode())[:-20])
    plain = tmp_path / "plain.nt.gz"
    plain.write_text(lines(many()))
    for number, (file, message) in enumerate(
        [
            (cut, "to its end"),
            (plain, "to its end"),
            (tmp_path / "none.nt", "No such file"),
            (tmp_path, "directory"),
        ]
    ):
        with pytest.raises(AvermentError, match=message) as raised:
            write_columns(tmp_path / f"c{number}", [file])
        assert str(file) in str(raised.value)
    with pytest.raises(AvermentError, match="amount of memory"):
        write_columns(tmp_path / "m", [], memory="much")
    (tmp_path / "file").write_text("")
    with pytest.raises(AvermentError, match="cannot be written"):
        write_columns(tmp_path / "file" / "c", [])


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "data.nt"
    file.write_text(lines((EX[f"{n * n * 7919:x}"], EX.p, EX[f"{n * n * 104_729:x}"]) for n in range(4000)))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # a limit of the size of files gives the error of a full disk, with another number: to us, and to DuckDB
    for number, batch in enumerate((1_000_000, 10_000)):
        monkeypatch.setattr(batches, "_BATCH", batch)
        monkeypatch.setattr(batches, "_CHUNK", 5_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, before[1]))
        try:
            with pytest.raises(AvermentError, match=r"cannot be written: .*File too large"):
                write_columns(tmp_path / f"c{number}", [file])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


# --- changes ------------------------------------------------------------------------------------

TRIPLES = st.tuples(
    st.sampled_from([EX.a, BNode("b")]), st.sampled_from([EX.p, EX.q]), st.sampled_from(VALUES)
)
CHANGES = st.lists(st.tuples(st.sets(TRIPLES, max_size=5), st.sets(TRIPLES, max_size=5)), max_size=4)


@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.sets(TRIPLES, max_size=8), CHANGES)
def test_what_was_removed_is_gone_and_what_was_added_is_there(
    tmp_path_factory: pytest.TempPathFactory,
    start: set[Triple],
    changes: list[tuple[set[Triple], set[Triple]]],
) -> None:
    folder = tmp_path_factory.mktemp("columns")
    columns = written(folder / "a", start)
    state = start
    for number, (removed, added) in enumerate(changes):
        columns = changed(columns, folder / str(number), removed, added)
        state = (state - removed) | added
    assert held(columns) == exactly(state)
    folded = fold_columns(columns.path, folder / "folded")
    assert held(folded) == exactly(state)
    assert len(folded) == len(state)
    assert set(folded.layout.properties) == {str(predicate) for _, predicate, _ in state}
    assert held(Columns(folder / "a" / "columns")) == exactly(start)


def test_a_change_copies_nothing_and_needs_no_duckdb(tmp_path: Path) -> None:
    columns = written(tmp_path / "a", many())
    after = changed(columns, tmp_path / "b", many()[:3], [(EX.new, EX.new, Literal("new"))])
    files = list(columns.path.rglob("*.parquet"))
    assert len(files) == 5
    for file in files:
        assert file.samefile(after.path / file.relative_to(columns.path))
    again = changed(after, tmp_path / "c", (), many()[:1])
    assert [path.read_text() for path in again.patches] == [
        "".join(f"D {line}\n" for line in lines(many()[:3]).splitlines())
        + 'A <https://example.org/new> <https://example.org/new> "new" .\n',
        f"A {lines(many()[:1])}",
    ]
    assert again.layout.changed == 5
    assert not again.is_to_be_folded
    unchanged = changed(again, tmp_path / "d")
    assert unchanged.layout == again.layout
    code = (
        "import sys; from pathlib import Path; from averment.shacl.columns import change_columns; "
        "change_columns(Path(sys.argv[1]), Path(sys.argv[2])); sys.exit('duckdb' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, again.path, tmp_path / "e"], check=True, env={**os.environ})


def test_files_are_copied_where_there_are_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    columns = written(tmp_path / "a", many())
    monkeypatch.setattr(os, "link", refuse)
    assert held(changed(columns, tmp_path / "b", many()[:1])) == exactly(many()[1:])


def test_triples_of_oxigraph_are_taken_and_bad_ones_refused(tmp_path: Path) -> None:
    columns = written(tmp_path / "a", [(EX.a, EX.p, Literal("x"))])
    node, tagged = ox.NamedNode(str(EX.a)), ox.Literal('\n"ü\\ \u2028', language="en")
    triple, quad = (
        ox.Triple(node, node, tagged),
        ox.Quad(node, node, ox.BlankNode("b"), ox.NamedNode("urn:g")),
    )
    after = change_columns(
        columns.path,
        tmp_path / "b",
        removed=[(str(node), "<https://example.org/p>", '"x"')],
        added=[triple, quad],
    )
    assert held(after) == exactly(
        [(EX.a, EX.a, Literal('\n"ü\\ \u2028', lang="en")), (EX.a, EX.a, BNode("b"))]
    )
    bad: list[tuple[str, str, str]] = [(str(node), str(node), '"x'), (str(node), '"p"', '"x"')]
    for number, one in enumerate(bad):
        with pytest.raises(AvermentError, match="no triple of N-Triples"):
            change_columns(columns.path, tmp_path / f"c{number}", added=[(str(node), str(node), '"x"'), one])
    directed = ox.Literal("x", language="en", direction=ox.BaseDirection.LTR)
    with pytest.raises(AvermentError, match=r"RDF 1\.2"):
        change_columns(columns.path, tmp_path / "d", added=[ox.Triple(node, node, directed)])
    (tmp_path / "file").write_text("")
    with pytest.raises(AvermentError, match="cannot be written"):
        change_columns(columns.path, tmp_path / "file" / "c", added=[triple])


def test_many_changes_are_to_be_folded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from averment.shacl.columns import layout

    monkeypatch.setattr(layout, "_MOST_CHANGES", 3)
    columns = written(tmp_path / "a", many(60))
    few, more = changed(columns, tmp_path / "b", many(3)), changed(columns, tmp_path / "c", many(4))
    assert (few.is_to_be_folded, more.is_to_be_folded) == (False, True)


def test_what_runs_for_long_writes_nothing_to_standard_output(tmp_path: Path) -> None:
    """Also where Python reads no file, which DuckDB takes for a notebook."""
    code = (
        "import pathlib, sys; from averment.shacl.tables import connect; "
        "connection = connect(':memory:', '1GB', pathlib.Path(sys.argv[1])); "
        "print(connection.execute(\"SELECT current_setting('enable_progress_bar')\").fetchall())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "[(False,)]\n"
