"""The same files give the same output, to the byte: at each run, and whatever the seed of Python's hashes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import averment
from averment.exporting import WRITERS
from averment.exporting.claims import CLAIM_WRITERS
from averment.querying import list_queries
from averment.rendering import FORMATS

from .running import ROOT

COMMANDS = [
    *(["check", "hostile.yaml", "nowhere.yaml", "--format", output_format] for output_format in FORMATS),
    *(["explain", "--format", output_format] for output_format in ("text", "json", "markdown")),
    ["query", "unresolved", "--graph", "warning.yaml"],
    *(
        ["show", subject, "--graph", "hostile.yaml", "--format", output_format]
        for subject in ("law:zz-kites", "actor:norn", "article:quill-1")
        for output_format in ("text", "json", "markdown")
    ),
    *(["export", rdf_format, "hostile.yaml", "--derived"] for rdf_format in sorted(WRITERS)),
    *(["export", claim_format, "../../exporting/kites.yaml"] for claim_format in sorted(CLAIM_WRITERS)),
]

# Prints a line for each output: its name, how long it is, and its hash.
DRIVER = """
import hashlib, json, sys
from averment.building import build
from averment.checking import check
from averment.checking.graph import to_graph
from averment.checking.rules import list_rules
from averment.rendering import FORMATS, render
from averment.exporting import WRITERS, export
from averment.querying import list_queries, run_query, to_store
from tests.cli.running import run

def show(name, output):
    print(name, len(output), hashlib.sha256(output.encode()).hexdigest())

for arguments in json.loads(sys.argv[1]):
    done = run(*arguments)
    show(f"{done.code} {' '.join(arguments)}", done.out + done.err)
shipped = build(["graph"])
report = check(shipped)
rules = list_rules(shipped.shapes)
for output_format in FORMATS:
    show(f"report as {output_format}", render(report, output_format, rules))
for rdf_format in WRITERS:
    show(rdf_format, export(shipped, rdf_format, derived=True))
store = to_store(shipped.everything + to_graph(report.findings))
for query in list_queries():
    show(query.name, "\\n".join(map(str, run_query(store, query))))
"""


@cache
def outputs(seed: str) -> list[str]:
    """Run everything in one process with a seed of its own."""
    source = Path(averment.__file__).parents[1]
    ended = subprocess.run(
        [sys.executable, "-c", DRIVER, json.dumps(COMMANDS)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{source}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_output_does_not_depend_on_the_seed_of_hashes() -> None:
    one, other = outputs("0"), outputs("4711")
    assert [line for line in one if line not in other] == []
    assert len(one) == len(other) == len(COMMANDS) + len(FORMATS) + len(WRITERS) + len(list_queries())
    assert all(
        int(line.split()[-2]) > 50 for line in one[: -len(list_queries())]
    )  # a question may have no rows
