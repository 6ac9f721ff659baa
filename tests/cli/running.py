"""Running the command line: the console script in a process of its own, or its main function in this one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from averment.cli import main

ROOT = Path(__file__).resolve().parents[2]
WORLDS = Path(__file__).resolve().parent / "worlds"
SCRIPT = Path(sys.executable).parent / "averment"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


def script(*arguments: str | bytes, cwd: Path, stdin: bytes = b"", **environment: str) -> Done:
    """Run the console script as a user does."""
    ended = subprocess.run(
        [SCRIPT, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, **environment},
    )
    return Done(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def run(*arguments: str, cwd: Path = WORLDS, stdin: bytes = b"") -> Done:
    """Run what the console script runs, in this process; an error that it does not expect comes through."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    code: object = None
    with (
        chdir(cwd),
        redirect_stdout(out),
        redirect_stderr(err),
        mock.patch.object(sys, "stdin", given),
        mock.patch.object(sys, "argv", ["averment", *arguments]),
    ):
        try:
            main()
        except SystemExit as leaving:
            code = leaving.code
    assert isinstance(code, int)
    return Done(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))
