"""The same files give the same statements, to the byte of every export, however Python hashes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest
from tests.deriving.small import ROOT

from averment.exporting import WRITERS

PROGRAM = """
import sys
from averment.building import build
from averment.exporting import WRITERS, export
made = build(["graph"], archive="tests/shapes/pipeline/archive")
for name in sys.argv[1:]:
    sys.stdout.buffer.write(b"\\0" + name.encode() + b"\\n" + export(made, name, derived=True).encode())
"""
FORMATS = ["jsonld", "nquads", "trig", "turtle"]
SEEDS = ["0", "1"]


@pytest.fixture(scope="module")
def exports() -> dict[str, list[bytes]]:
    """Give each format's exports, one for each seed; both are made at once."""
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "error::UserWarning", "-c", PROGRAM, *FORMATS],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
        )
        for seed in SEEDS
    ]
    found: dict[str, list[bytes]] = {name: [] for name in FORMATS}
    for process in running:
        written, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        for part in written.split(b"\0")[1:]:
            name, _, text = part.partition(b"\n")
            found[name.decode()].append(text)
    return found


def test_formats_are_those_that_hold_the_graph() -> None:
    assert set(FORMATS) <= set(WRITERS)


@pytest.mark.parametrize("name", FORMATS)
def test_export_is_identical_to_the_byte(exports: dict[str, list[bytes]], name: str) -> None:
    one, other = exports[name]
    assert len(one) > 100_000
    assert b"asOfEarliest" in one
    assert hashlib.sha256(one).hexdigest() == hashlib.sha256(other).hexdigest()
