"""Stores: loading, checking on several engines, and the edit of one article, in time and in memory.

Run it with `python -m benchmarks.storing 10000 100000`; `--engines duckdb spark endpoint virtuoso` says which ones
check. Each step is a process of its own, and memory is the most that it and those that it started held at one time,
each by itself. Results are compared with what was planted; `README.md` says how.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from averment.checking.compiled import shipped_prepared
from averment.querying.endpoint import Endpoint
from averment.remote.asking import MOST_ROWS, Asking, find_page
from averment.remote.dialect import learn
from averment.remote.running import run_prepared
from averment.shacl.columns.writing import write_columns
from averment.shacl.outcome import Result
from averment.shapes import load_shapes
from averment.storing.checking import on_duckdb, on_spark
from averment.storing.folder import StoreFolder
from averment.terms import to_oxigraph
from benchmarks.comparing import Row, compare, normal, read_expected
from benchmarks.generate import DATA, EXPECTED, prepare
from benchmarks.servers import VIRTUOSO_GRAPH, Server, load_into_virtuoso, serve_oxigraph, virtuoso

__all__ = ["Step", "main", "rows_of"]

ENGINES = ("duckdb", "spark", "endpoint", "virtuoso")
_BUFFERS = 600_000
"""How many pages of 8 KiB Virtuoso may hold: 5 GB."""

_LIMIT = "3600"
_ARTICLE = """id: article:edited
type: Article
title: {{en: An article that is edited}}
publisher: actor:a0
published: 2025-11-02
claims:
  - {{id: c1, about: law:b0, aspect: stage, value: {value}, stance: asserts}}
  - {{id: c2, about: law:b0/p0, aspect: force, value: must, stance: asserts}}
"""


@dataclass(frozen=True, slots=True)
class Step:
    """How long a step took, in seconds, how much memory it held, in MiB, and what it said."""

    name: str
    seconds: float
    memory: float
    said: str = ""


def rows_of(results: list[Result]) -> list[Row]:
    """Return results in the form in which they are compared."""

    def text(term: object) -> str | None:
        return None if term is None else str(to_oxigraph(term))  # type: ignore[arg-type]

    return [
        normal(
            text(one.focus) or "",
            text(one.shape) or "",
            text(one.component) or "",
            text(one.path),
            text(one.value),
        )
        for one in results
    ]


def run(name: str, command: list[str], folder: Path) -> Step:
    """Run a command and return what it took; 2 as its exit code is an error.

    Raises:
        RuntimeError: it failed.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=told, text=True)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        for stream in (said, told):
            stream.seek(0)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise RuntimeError(f"{' '.join(command)}: {told.read()}")
        return Step(name, seconds, used.ru_maxrss / 1024, said.read().strip().rpartition("\n")[2])


def averment(*words: str) -> list[str]:
    """Return the command line of averment."""
    return [str(Path(sys.executable).parent / "averment"), *words]


def measure(folder: Path, claims: int, engines: list[str]) -> Iterator[Step]:
    """Measure all steps with one graph, and iterate over what they took."""
    data = folder / "data"
    prepare(data, claims, 1)
    shutil.rmtree(folder / "store", ignore_errors=True)
    yield run("load", averment("load", str(data / "data.nt"), "--derived", "--store", "store"), folder)
    this = [sys.executable, "-m", "benchmarks.storing", "--one"]
    for engine in engines:
        yield run(f"results on {engine}", [*this, engine, str(folder), str(data / EXPECTED)], Path.cwd())
    check = averment("check", "--store", "store", "--limit", _LIMIT, "--fail-on", "never")
    yield run("check, with findings", [*check, "--anew", "--format", "json", "-o", "found.json"], folder)
    article = folder / "edited.yaml"
    for value in ("signed", "submitted"):  # the first time it is new, and the second time it is edited
        article.write_text(_ARTICLE.format(value=value), encoding="utf-8")
        yield run(f"load one article ({value})", averment("load", "edited.yaml", "--store", "store"), folder)
        yield run("check of the change", [*check, "--changed"], folder)
    yield run("check, with what is known", [*check, "--format", "json", "-o", "known.json"], folder)
    yield run("check, with findings, anew", [*check, "--anew", "--format", "json", "-o", "anew.json"], folder)
    known, anew = (json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("known", "anew"))
    same = sorted(map(json.dumps, known["findings"])) == sorted(map(json.dumps, anew["findings"]))
    yield Step(
        "findings after the edit", 0, 0, "the same as found anew" if same else "others than found anew"
    )


def measure_columns(folder: Path, claims: int) -> Iterator[Step]:
    """Measure the check of a graph of which only the columns are kept, and iterate over what the steps took.

    Its statements go from the generator to the columns through a pipe.
    """
    data, columns = folder / "data", folder / "columns"
    data.mkdir(parents=True, exist_ok=True)
    pipe = data / DATA
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    shutil.rmtree(columns, ignore_errors=True)
    here = [sys.executable, "-m"]
    generate = [*here, "benchmarks.generate", "--claims", str(claims), str(data)]
    with subprocess.Popen(generate, stdout=subprocess.DEVNULL) as generating:
        write = [*here, "benchmarks.storing", "--write", str(pipe), str(columns)]
        yield run("columns, while the graph is generated", write, Path.cwd())
    if generating.returncode:
        raise RuntimeError("the graph could not be generated")
    check = [*here, "benchmarks.storing", "--one", "columns", str(folder), str(data / EXPECTED)]
    yield run("results on duckdb", check, Path.cwd())


# --- one engine, in a process of its own -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found.

    Attributes:
        results: the results.
        seconds: how long that took, without what comes before a check.
        memory: what the process of the engine held at most, in MiB, where it is another process.
        refused: shape and component of the constraints that it was refused, as N-Triples writes them.
        loading: how long the engine took to load the data, where it does not read the store.
    """

    results: list[Result]
    seconds: float
    memory: float
    refused: frozenset[tuple[str, str]] = frozenset()
    loading: float | None = None


def _in_store(engine: str, folder: Path) -> Found:
    start = time.perf_counter()
    shapes, _ = load_shapes()
    if engine == "columns":
        outcome = on_duckdb("4GB")(folder / "columns", shapes, float(_LIMIT))
    else:
        with StoreFolder(folder / "store").reading() as generation:
            runs = on_duckdb("3GB") if engine == "duckdb" else on_spark("local[*]", {}, "6GB")
            outcome = runs(generation.columns, shapes, float(_LIMIT))
    for one in outcome.unfinished:
        sys.stdout.write(f"did not end: {one}\n")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Found(list(outcome.results), time.perf_counter() - start, memory)


def _at_oxigraph(folder: Path) -> Found:
    """Serve the store with Oxigraph's own server, and ask that."""
    with StoreFolder(folder / "store").reading() as generation, serve_oxigraph(generation.graph) as server:
        return _at_endpoint(server.endpoint, server)


def _at_virtuoso(folder: Path) -> Found:
    """Load the data into a Virtuoso, and ask that."""
    with (
        tempfile.TemporaryDirectory(dir=folder) as made,
        virtuoso(Path(made), most_rows=2 * MOST_ROWS, buffers=_BUFFERS) as server,
    ):
        start = time.perf_counter()
        load_into_virtuoso(server, folder / "data" / DATA)
        loading = time.perf_counter() - start
        found = _at_endpoint(replace(server.endpoint, default_graph=VIRTUOSO_GRAPH), server)
        return replace(found, loading=loading)


def _at_endpoint(endpoint: Endpoint, server: Server) -> Found:
    start = time.perf_counter()
    endpoint = replace(endpoint, seconds=float(_LIMIT))
    page, _ = find_page(endpoint)
    asking = Asking(endpoint, page)
    jobs = os.cpu_count() or 1
    outcome, refused = run_prepared(asking, learn(asking), shipped_prepared(), float(_LIMIT), jobs=jobs)
    for one in (*refused, *outcome.unfinished):
        sys.stdout.write(f"refused, or did not end: {one}\n")
    names = frozenset((str(to_oxigraph(one.shape)), str(to_oxigraph(one.component))) for one in refused)
    return Found(list(outcome.results), time.perf_counter() - start, server.most_memory, names)


def _one(engine: str, folder: Path, expected: Path) -> int:
    asks = {"endpoint": _at_oxigraph, "virtuoso": _at_virtuoso}.get(engine, partial(_in_store, engine))
    found = asks(folder)
    wanted = {row for row in read_expected(expected) if (row[1], row[2]) not in found.refused}
    compared = compare(rows_of(found.results), wanted)
    sys.stdout.write(f"{compared.results} results in {found.seconds:.1f} s, {compared.verdict}")
    if found.refused:
        sys.stdout.write(f" less {len(found.refused)} constraints that it was refused")
    if found.loading is not None:
        sys.stdout.write(f"; it took {found.loading:.0f} s to load the data")
    if found.memory > 64:  # such as Java
        sys.stdout.write(f"; what it started held {found.memory:.0f} MiB")
    for example in (*compared.missing_examples, *compared.extra_examples):
        sys.stderr.write(f"{example}\n")
    return 0


def main(arguments: list[str]) -> int:
    """Measure stores, or run one engine for that."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.storing", description="Measure stores.")
    parser.add_argument("sizes", type=int, nargs="*", metavar="CLAIMS")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=["duckdb"])
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent / "data" / "stores")
    parser.add_argument("--columns", action="store_true", help="write only the columns, and check these")
    parser.add_argument("--write", nargs=2, metavar=("FILE", "COLUMNS"), help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=3, metavar=("ENGINE", "FOLDER", "EXPECTED"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.write:
        source, target = map(Path, given.write)
        write_columns(target, [source])
        return 0
    if given.one:
        engine, folder, expected = given.one
        return _one(engine, Path(folder), Path(expected))
    for claims in given.sizes:
        folder = (given.folder / str(claims)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        sys.stdout.write(f"| {claims} claims | s | MiB | |\n|---|--:|--:|---|\n")
        steps = measure_columns(folder, claims) if given.columns else measure(folder, claims, given.engines)
        for step in steps:
            sys.stdout.write(f"| {step.name} | {step.seconds:.1f} | {step.memory:.0f} | {step.said} |\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
