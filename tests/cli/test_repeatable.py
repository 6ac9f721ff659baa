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
from averment.querying import list_queries

from .running import ROOT

COMMANDS = [
    ["check", "graph"],
    ["check", "graph", "--format", "json", "--engine", "compiled"],
    ["check", "tests/cli/worlds/hostile.yaml", "--format", "json"],
    *(["query", query.name] for query in list_queries() if not query.needs_findings),
    *(["query", query.name, "--graph", "tests/cli/worlds/warning.yaml"] for query in list_queries()),
    *(["export", rdf_format, "--derived"] for rdf_format in sorted(WRITERS)),
    ["query", "--list"],
]

DRIVER = """
import hashlib, json, sys
from tests.cli.running import ROOT, run
outputs = []
for arguments in json.loads(sys.argv[1]):
    done = run(*arguments, cwd=ROOT)
    outputs.append([done.code, done.err, len(done.out), hashlib.sha256(done.out.encode()).hexdigest()])
print(json.dumps(outputs))
"""


@cache
def outputs(seed: str) -> list[tuple[int, str, int, str]]:
    """Run all commands in one process with a seed of its own; give code, errors, length and hash of each output."""
    source = Path(averment.__file__).parents[1]
    ended = subprocess.run(
        [sys.executable, "-c", DRIVER, json.dumps(COMMANDS)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{source}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return [(code, err, length, digest) for code, err, length, digest in json.loads(ended.stdout)]


def test_all_commands_run() -> None:
    for arguments, (code, err, length, _) in zip(COMMANDS, outputs("0"), strict=True):
        assert code == (1 if "tests/cli/worlds/hostile.yaml" in arguments else 0), arguments
        assert err == ""
        assert length > 50


def test_output_does_not_depend_on_the_seed_of_hashes() -> None:
    differing = [
        " ".join(arguments)
        for arguments, one, other in zip(COMMANDS, outputs("0"), outputs("4711"), strict=True)
        if one != other
    ]
    assert differing == []
