"""A command that is ended leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from averment.cli import main
from averment.shacl.columns import write_columns

from .running import ROOT

LONG = """
import signal
import sys
from pathlib import Path

import click

from averment.cli import main
from averment.cli.group import averment
from averment.shacl.columns import Columns
from averment.shacl.columns.reading import ColumnTables

@averment.command()
@click.argument('folder')
def long(folder):
    tables = ColumnTables(Columns(Path(folder)))
    print("there", flush=True)
    tables._ask("SELECT count(*) FROM range(1000000000000) AS a, range(1000000) AS b")

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have told it to be ignored
sys.argv[1:] = ["long", sys.argv[1]]
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals here")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_command_that_is_ended_by_a_signal_takes_away_what_it_has_put_on_disk(
    tmp_path: Path, number: int, code: int
) -> None:
    data, columns, temporary = tmp_path / "data.nt", tmp_path / "columns", tmp_path / "temporary"
    data.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    columns.mkdir()
    temporary.mkdir()
    write_columns(columns, [data])
    with subprocess.Popen(
        [sys.executable, "-c", LONG, str(columns)],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == b"there\n"
            assert len(list(temporary.iterdir())) == 1
            time.sleep(0.3)
            running.send_signal(number)
            assert running.wait(timeout=30) == code
        finally:
            running.kill()
    assert list(temporary.iterdir()) == []


def test_what_a_program_does_on_a_signal_is_as_before_when_the_command_has_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(sys, "argv", ["averment", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert signal.getsignal(signal.SIGTERM) is before
