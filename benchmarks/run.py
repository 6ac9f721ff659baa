"""Measure SHACL engines on generated claim graphs: `python -m benchmarks.run 1000 10000`, or `make bench`.

Each run is a process of its own, which is ended at the limit. The results of every run are compared with what
was planted, and the tables are written anew after each size, so that a run that is broken off leaves what it has.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.comparing import Row, compare, read_expected
from benchmarks.engines import ENGINES
from benchmarks.generate import DATA, EXPECTED, SHAPES, prepare
from benchmarks.machine import machine
from benchmarks.report import draw, table

__all__ = ["SIZES", "Measurement", "main", "measure"]

FOLDER = Path(__file__).resolve().parent
SIZES = (200, 1000, 10_000, 100_000, 1_000_000)
DEFAULT = ("averment", "averment-anew", "topquadrant", "pyrudof", "pyshacl")
_FEW, _LONG = 10_000, 120.0


@dataclass(frozen=True)
class Measurement:
    """What is known of one engine at one size; times are medians in seconds, memory is the most in MiB.

    Attributes:
        engine: its name.
        claims: the size.
        outcome: `measured`, `over limit`, `not tried` or `failed`.
        runs: how many runs there were.
        comparison: how the results differ from what is expected.
        detail: the last words of an engine that failed.
    """

    engine: str
    claims: int
    outcome: str
    runs: int = 0
    start: float | None = None
    load: float | None = None
    check: float | None = None
    total: float | None = None
    memory: float | None = None
    limit: float | None = None
    verdict: str | None = None
    results: int | None = None
    missing_examples: tuple[Row, ...] = ()
    extra_examples: tuple[Row, ...] = ()
    detail: str | None = None


def _run(engine: str, folder: Path, limit: float) -> dict[str, object]:
    """Run an engine once and return what it wrote.

    Raises:
        TimeoutError: it was not done within the limit, and has been ended.
        RuntimeError: it failed; the message has its last words.
    """
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out.json"
        arguments = [str(folder / DATA), str(folder / SHAPES), str(out), str(time.monotonic())]
        with subprocess.Popen(
            [sys.executable, "-m", "benchmarks.engines", engine, *arguments],
            cwd=FOLDER.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            try:
                _, words = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired as error:
                raise TimeoutError from error
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
        if process.returncode or not out.is_file():
            last = words.decode(errors="replace").strip().splitlines()[-1:] or [
                f"exit code {process.returncode}"
            ]
            raise RuntimeError(last[0].replace(str(FOLDER.parent), "."))
        written: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
        return written


def measure(engine: str, folder: Path, claims: int, *, runs: int, limit: float) -> Measurement:
    """Run an engine some times on the graph in a folder and compare what it finds with what is expected.

    An engine that took minutes is not run again.
    """
    expected = read_expected(folder / EXPECTED)
    found: list[dict[str, object]] = []
    for _ in range(runs):
        began = time.monotonic()
        try:
            found.append(_run(engine, folder, limit))
        except TimeoutError:
            return Measurement(engine, claims, "over limit", runs=1, limit=limit)
        except RuntimeError as error:
            return Measurement(engine, claims, "failed", runs=1, detail=str(error))
        if time.monotonic() - began > _LONG:
            break
    times = {name: [_number(run[name]) for run in found] for name in ("start", "load", "check", "memory")}
    totals = [
        sum(times[name][number] or 0 for name in ("start", "load", "check")) for number in range(len(found))
    ]
    results = found[-1]["results"]
    if not isinstance(results, list):
        raise TypeError("an engine writes a list of results")
    compared = compare((_row(result) for result in results), expected)
    return Measurement(
        engine,
        claims,
        "measured",
        runs=len(found),
        start=_median(times["start"]),
        load=_median(times["load"]),
        check=_median(times["check"]),
        total=statistics.median(totals),
        memory=max(memory or 0 for memory in times["memory"]),
        verdict=compared.verdict,
        results=compared.results,
        missing_examples=compared.missing_examples,
        extra_examples=compared.extra_examples,
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def _row(result: Sequence[str]) -> Row:
    focus, shape, component, path, value = result
    return focus, shape, component, path, value


def _write(results: Path, graphs: dict[int, dict[str, object]], measurements: Sequence[Measurement]) -> None:
    """Write the results in every form."""
    results.mkdir(parents=True, exist_ok=True)
    document = {
        "machine": machine(sorted({measurement.engine for measurement in measurements})),
        "graphs": [graphs[claims] for claims in sorted(graphs)],
        "measurements": [asdict(measurement) for measurement in measurements],
    }
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    (results / "results.json").write_text(text, encoding="utf-8")
    loaded = json.loads(text)
    (results / "table.md").write_text(table(loaded), encoding="utf-8")
    draw(loaded, results)


def _earlier(results: Path) -> tuple[dict[int, dict[str, object]], list[Measurement]]:
    """Return the graphs and measurements of the results that are there."""
    file = results / "results.json"
    if not file.is_file():
        return {}, []
    document = json.loads(file.read_text(encoding="utf-8"))
    return (
        {graph["claims"]: graph for graph in document["graphs"]},
        [Measurement(**measurement) for measurement in document["measurements"]],
    )


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main(arguments: Sequence[str]) -> int:
    """Measure engines at sizes."""
    given = _parse(arguments)
    graphs, measurements = _earlier(given.results) if given.keep else ({}, [])
    stopped: set[str] = set()
    for claims in sorted(set(given.sizes)):
        folder = given.data.resolve() / str(claims)
        _say(f"{claims} claims")
        facts = prepare(folder, claims, given.seed)
        if graphs.get(claims) != facts:
            measurements = [other for other in measurements if other.claims != claims]
        graphs[claims] = facts
        for engine in given.engines:
            if engine in stopped:
                measured = Measurement(engine, claims, "not tried")
            else:
                runs = given.runs or (3 if claims <= _FEW else 1)
                measured = measure(engine, folder, claims, runs=runs, limit=given.limit)
                if measured.outcome != "measured":
                    stopped.add(engine)
            measurements = [
                other for other in measurements if (other.engine, other.claims) != (engine, claims)
            ]
            measurements.append(measured)
            _say(f"  {engine}: {_summary(measured)}")
            _write(given.results, graphs, measurements)
    return 0


def _summary(measured: Measurement) -> str:
    if measured.outcome != "measured":
        return f"{measured.outcome} {measured.detail or ''}".strip()
    return f"{measured.total:.2f} s, {measured.memory:.0f} MiB, {measured.verdict}"


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure SHACL engines.")
    parser.add_argument("sizes", type=int, nargs="*", default=list(SIZES), metavar="CLAIMS")
    parser.add_argument(
        "--engines",
        nargs="+",
        choices=list(ENGINES),
        default=list(DEFAULT),
        metavar="NAME",
        help=f"of {', '.join(ENGINES)}; {', '.join(DEFAULT)} unless given",
    )
    parser.add_argument(
        "--runs", type=int, default=0, metavar="N", help="3 up to 10000 claims, else 1, unless given"
    )
    parser.add_argument(
        "--limit", type=float, default=900.0, metavar="SECONDS", help="for one run; 900 unless given"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the graphs; 1 unless given")
    parser.add_argument("--keep", action="store_true", help="add to the results that are there")
    parser.add_argument(
        "--data", type=Path, default=FOLDER / "data", metavar="DIR", help="where the graphs are"
    )
    parser.add_argument(
        "--results", type=Path, default=FOLDER / "results", metavar="DIR", help="where results go"
    )
    given = parser.parse_args(arguments)
    given.sizes = given.sizes or list(SIZES)
    if min(given.sizes) < 1 or given.runs < 0 or given.limit <= 0:
        parser.error("sizes, runs and the limit are above 0")
    return given


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
