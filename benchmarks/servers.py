"""Real SPARQL servers on the loopback, each in a folder of its own, which is gone with it."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from averment.querying.endpoint import Endpoint

__all__ = [
    "VIRTUOSO_GRAPH",
    "MissingServerError",
    "Server",
    "Virtuoso",
    "free_port",
    "load_into_virtuoso",
    "oxigraph",
    "serve_oxigraph",
    "spark_cluster",
    "virtuoso",
]

VIRTUOSO_GRAPH = "urn:averment:graph"
_OXIGRAPH = Path(sys.executable).parent / "oxigraph"
_VIRTUOSO, _ISQL = shutil.which("virtuoso-t"), shutil.which("isql-vt")

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
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
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


class MissingServerError(Exception):
    """A server that is not installed; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its endpoint, and the number of its process."""

    endpoint: Endpoint
    process: int

    @property
    def most_memory(self) -> float:
        """How much memory it has held at one time at most so far, in MiB, as Linux says."""
        said = Path(f"/proc/{self.process}/status").read_text("ascii")
        return int(said.partition("VmHWM:")[2].split()[0]) / 1024


@dataclass(frozen=True, slots=True)
class Virtuoso(Server):
    """A Virtuoso that runs: also its folder, and the port of its SQL."""

    folder: Path
    sql: int


def free_port() -> int:
    """Return a port of the loopback that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server has ended")
        with socket.socket() as asked:
            asked.settimeout(1)
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not listen")


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[int]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serve_oxigraph(store: Path) -> Iterator[Server]:
    """Serve a store with `oxigraph serve-read-only`."""
    port = free_port()
    command = [
        str(_OXIGRAPH),
        "serve-read-only",
        "--location",
        str(store.resolve()),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    with _running(command, store, port) as process:
        yield Server(Endpoint(f"http://127.0.0.1:{port}/query"), process)


@contextmanager
def oxigraph(folder: Path, data: Path) -> Iterator[Server]:
    """Load N-Triples into a store in a folder, and serve it."""
    store = folder / "store"
    subprocess.run(
        [_OXIGRAPH, "load", "--location", store, "--file", data, "--format", "nt"],
        check=True,
        capture_output=True,
    )
    with serve_oxigraph(store) as server:
        yield server


@contextmanager
def virtuoso(folder: Path, most_rows: int = 10_000, buffers: int = 20_000) -> Iterator[Virtuoso]:
    """Run an empty Virtuoso in a folder.

    Args:
        folder: the folder, which is empty.
        most_rows: after how many rows it cuts an answer.
        buffers: how many pages of 8 KiB it holds in memory.

    Raises:
        MissingServerError: it is not installed.
    """
    if _VIRTUOSO is None or _ISQL is None:
        raise MissingServerError("Virtuoso is not here: apt-get install virtuoso-opensource-7")
    sql, http = free_port(), free_port()
    settings = _SETTINGS.format(
        sql=sql, http=http, most_rows=most_rows, buffers=buffers, dirty=buffers // 4 * 3
    )
    (folder / "v.ini").write_text(settings)
    with _running([_VIRTUOSO, "-f", "-c", "v.ini"], folder, http) as process:
        yield Virtuoso(Endpoint(f"http://127.0.0.1:{http}/sparql"), process, folder, sql)


def load_into_virtuoso(server: Virtuoso, data: Path, graph: str = VIRTUOSO_GRAPH) -> None:
    """Load N-Triples into a graph of a Virtuoso.

    Raises:
        RuntimeError: they were not loaded.
    """
    link = server.folder / f"loaded-{len(list(server.folder.glob('loaded-*')))}.nt"
    link.symlink_to(data.resolve())
    for command in (f"ld_dir('.', '{link.name}', '{graph}')", "rdf_loader_run()", "checkpoint"):
        _isql(server, command)
    said = _isql(server, "SELECT ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL")
    if "\n0 Rows." not in said:
        raise RuntimeError(f"Virtuoso did not load {data}: {said}")


def _isql(server: Virtuoso, command: str) -> str:
    done = subprocess.run(
        [str(_ISQL), f"127.0.0.1:{server.sql}", "dba", "dba", f"exec={command};"],
        check=True,
        capture_output=True,
        text=True,
        cwd=server.folder,
    )
    if "Error" in done.stdout + done.stderr:
        raise RuntimeError(f"Virtuoso does not do '{command}': {done.stdout} {done.stderr}")
    return done.stdout


@contextmanager
def spark_cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """Run a stand-alone master of Spark and workers of one core each, and give the address of the master.

    Raises:
        MissingServerError: Spark or Java is not installed.
    """
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None or shutil.which("java") is None:
        raise MissingServerError("a cluster needs pip install 'averment[spark]' and Java")
    start = str(Path(found.origin).parent / "bin" / "spark-class")
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    here = ["--host", "127.0.0.1"]
    with ExitStack() as stack:
        command = [start, "org.apache.spark.deploy.master.Master", *here, "--port", str(port)]
        stack.enter_context(_running([*command, "--webui-port", str(free_port())], folder, port))
        for number in range(workers):
            web = free_port()
            command = [start, "org.apache.spark.deploy.worker.Worker", *here, "--webui-port", str(web)]
            command += [
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                str(folder / f"worker{number}"),
                master,
            ]
            stack.enter_context(_running(command, folder, web))
        yield master
