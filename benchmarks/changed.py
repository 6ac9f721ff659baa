"""`averment check --changed-since` on a large checkout: `python -m benchmarks.changed`.

A checkout is written (`benchmarks.checkout`), changed in some way, and checked in a new process each time; after each
sort of change it is put back. Times are medians, of the wall clock and of the processor, with Python's start in them.
With --compare, what is found is compared with what a check of all files finds, which takes minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import chdir
from pathlib import Path

from averment.building import build_from
from averment.changing import find_changes, touched
from averment.checking import check
from averment.reading import read
from benchmarks.checkout import put_back, write_checkout

__all__ = ["CHANGES", "main"]

_RUN = "import sys; from averment.cli import main; sys.exit(main())"


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"'{file}' does not say '{old}'")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _new_article(graph: Path) -> None:
    text = (graph / "articles" / "article-5.yaml").read_text(encoding="utf-8")
    (graph / "articles" / "another.yaml").write_text(
        text.replace("id: article:article-5", "id: article:another", 1), encoding="utf-8"
    )


def _last_article_gone(graph: Path) -> None:
    """Remove an article that no other passes on: a name that is gone is looked for in all files."""
    number = sum(1 for _ in (graph / "articles").iterdir()) - 1
    (graph / "articles" / f"article-{number}.yaml").unlink()


CHANGES: Mapping[str, Callable[[Path], None]] = {
    "nothing": lambda graph: None,
    "one claim": lambda graph: _edit(
        graph / "articles" / "article-5.yaml", "stance: asserts", "stance: alleges"
    ),
    "a new article": _new_article,
    "an article gone": _last_article_gone,
    "an outlet's name": lambda graph: _edit(graph / "actors" / "actor-9.yaml", "Outlet 9", "The Nine"),
    "a provision's name": lambda graph: _edit(graph / "laws" / "law-4.yaml", "penalty 4", "the penalty"),
}
"""What is changed: each in the folder of the graph."""


def _measure(folder: Path) -> tuple[float, float, dict[str, object], str]:
    """Run the command once, and return seconds of both clocks, what it printed, and what it said."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _RUN, "check", "graph", "--changed-since", "HEAD", "--format", "json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return wall, processor, json.loads(done.stdout), done.stderr


def _differs(folder: Path, found: Mapping[str, object]) -> bool:
    """Return whether a check of all files finds something else."""
    with chdir(folder):
        reading = read(["graph"])
        build = build_from(reading)
        changes = find_changes([file.path for file in reading.files], ["graph"], "HEAD")
        expected = [finding.fingerprint for finding in touched(check(build).findings, changes, build)]
    findings = found["findings"]
    assert isinstance(findings, list)  # noqa: S101 - tells the type checker
    return expected != [finding["fingerprint"] for finding in findings]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--laws", type=int, default=200)
    parser.add_argument("--actors", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--compare", action="store_true", help="check all files as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="averment-") as name:
        folder = Path(name)
        write_checkout(folder, articles=options.articles, laws=options.laws, actors=options.actors)
        _say(f"load of the machine: {os.getloadavg()[0]:.1f}")
        _say("| changed | wall | processor | findings | files |\n|---|---|---|---|---|")
        for what, change in CHANGES.items():
            change(folder / "graph")
            runs = [_measure(folder) for _ in range(options.runs)]
            wall = statistics.median(run[0] for run in runs)
            processor = statistics.median(run[1] for run in runs)
            found, said = runs[-1][2], runs[-1][3]
            findings = found["findings"]
            count = len(findings) if isinstance(findings, list) else 0
            files = said.rpartition(", in ")[2].strip() if ", in " in said else "all"
            _say(f"| {what} | {wall:.2f} s | {processor:.2f} s | {count} | {files} |")
            if options.compare and _differs(folder, found):
                _say(f"{what}: a check of all files finds something else")
            put_back(folder)


if __name__ == "__main__":
    main()
