"""Real SPARQL servers on the loopback, each in a folder of its own, which is gone with it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from averment.querying.endpoint import Endpoint

__all__ = ["VIRTUOSO_GRAPH", "free_port", "load_into_virtuoso", "oxigraph", "virtuoso"]

VIRTUOSO_GRAPH = "urn:averment:graph"
_OXIGRAPH = Path(sys.executable).parent / "oxigraph"

_SETTINGS = """\
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = v-temp.db
TransactionFile = v-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 20000
MaxDirtyBuffers = 10000
CheckpointInterval = 0
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 4
EnabledDavVSP = 0
[SPARQL]
ResultSetMaxRows = {most_rows}
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server has ended"
        with socket.socket() as asked:
            asked.settimeout(1)
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def oxigraph(folder: Path, data: Path) -> Iterator[Endpoint]:
    """Serve N-Triples with `oxigraph serve-read-only`."""
    port, store = free_port(), folder / "store"
    subprocess.run(
        [_OXIGRAPH, "load", "--location", store, "--file", data, "--format", "nt"],
        check=True,
        capture_output=True,
    )
    command = [str(_OXIGRAPH), "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, port):
        yield Endpoint(f"http://127.0.0.1:{port}/query")


@contextmanager
def virtuoso(folder: Path, most_rows: int = 10_000) -> Iterator[tuple[str, int]]:
    """Run an empty Virtuoso; gives the address of its endpoint and the port of its SQL."""
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        pytest.skip("Virtuoso is not here: apt-get install virtuoso-opensource-7")
    sql, http = free_port(), free_port()
    (folder / "v.ini").write_text(_SETTINGS.format(sql=sql, http=http, most_rows=most_rows))
    with _running(["virtuoso-t", "-f", "-c", "v.ini"], folder, http):
        yield f"http://127.0.0.1:{http}/sparql", sql


def load_into_virtuoso(folder: Path, sql: int, data: Path, graph: str = VIRTUOSO_GRAPH) -> None:
    """Load N-Triples into a graph of a Virtuoso that runs in a folder."""
    shutil.copyfile(data, folder / "data.nt")
    done = subprocess.run(
        [
            "isql-vt",
            f"127.0.0.1:{sql}",
            "dba",
            "dba",
            f"exec=DB.DBA.TTLP_MT(file_to_string_output('data.nt'), '', '{graph}', 0);",
        ],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    assert b"Error" not in done.stdout + done.stderr, done.stderr
