"""Asking a store a query, in a process of its own that is ended when it takes too long or too much."""

from __future__ import annotations

import faulthandler
import json
import multiprocessing
import os
import resource
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from averment.errors import AvermentError, QueryError
from averment.querying import Query, run_query
from averment.querying.endpoint import Answer
from averment.storing.folder import StoreError, StoreFolder
from averment.storing.names import DEFAULT, RESULTS

__all__ = ["query_store"]

_ANSWER, _KIND = "answer", "kind"


def query_store(
    folder: str | Path,
    query: Query,
    parameters: Mapping[str, str] | None = None,
    *,
    timeout: float | None = None,
    memory: int = 2048,
) -> Answer:
    """Ask a store a query.

    Args:
        folder: the store.
        query: the query; prefixes of averment need not be declared.
        parameters: values of variables as text.
        timeout: seconds after which it is ended.
        memory: how much it may take, in MiB.

    Raises:
        StoreError: the store can't be opened, or has not been checked although the query asks for findings.
        QueryError: the query is malformed, or did not end within its limits.
        UsageError: a parameter is unknown or of the wrong type.
    """
    with StoreFolder(folder).reading() as generation, tempfile.TemporaryDirectory(prefix="averment-") as name:
        if query.needs_findings and not generation.facts.get("checked"):
            raise StoreError(
                f"the query '{query.name}' asks for findings, and '{folder}' has not been checked; check it first: "
                f"averment check --store {folder}"
            )
        # forked, since the query is at hand then and nothing has to be imported anew
        process = multiprocessing.get_context("fork").Process(
            target=_answer,
            args=(generation.graph, query, dict(parameters or {}), memory, timeout, Path(name)),
        )
        process.start()
        process.join(timeout)
        if process.is_alive():
            process.kill()
            process.join()
            raise QueryError(
                f"the query '{query.name}' did not end within {timeout:g} s and was ended; raise --timeout, or "
                "ask for less"
            )
        return _read(Path(name), query, memory)


def _answer(
    graph: Path, query: Query, parameters: dict[str, str], memory: int, timeout: float | None, folder: Path
) -> None:
    """Write the answer, or what is wrong, into a folder."""
    faulthandler.disable()
    # what the engine says on its way out, when it gets no more memory, is told by whoever waits for the answer
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        _limit(memory, timeout)
        store = ox.Store.read_only(str(graph))
        graphs: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        if query.needs_findings:
            graphs = [DEFAULT, RESULTS]
        found = run_query(store, query, parameters, default_graph=graphs)
        if isinstance(found, ox.QueryTriples):
            kind = "triples"
            ox.serialize(found, str(folder / _ANSWER), ox.RdfFormat.N_TRIPLES)
        else:
            kind = "results"
            found.serialize(str(folder / _ANSWER), ox.QueryResultsFormat.JSON)
        (folder / _KIND).write_text(json.dumps({"kind": kind}), encoding="utf-8")
    except AvermentError as error:
        said = {"kind": type(error).__name__, "message": str(error)}
        (folder / _KIND).write_text(json.dumps(said), encoding="utf-8")
    except MemoryError:
        pass  # as if it had been ended for it


def _limit(memory: int, timeout: float | None) -> None:
    if timeout is not None:  # should whoever waits for the answer be gone by then
        resource.setrlimit(resource.RLIMIT_CPU, (int(timeout) + 2, int(timeout) + 3))
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    most = used + memory * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _read(folder: Path, query: Query, memory: int) -> Answer:
    try:
        said = json.loads((folder / _KIND).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise QueryError(
            f"the query '{query.name}' took more than {memory} MiB and was ended; raise --memory, or ask for less"
        ) from error
    file = folder / _ANSWER
    if said["kind"] == "triples":
        return [quad.triple for quad in ox.parse(file.read_bytes(), ox.RdfFormat.N_TRIPLES)]
    if said["kind"] == "results":
        parsed = ox.parse_query_results(file.read_bytes(), ox.QueryResultsFormat.JSON)
        assert not isinstance(parsed, list)  # noqa: S101 - tells the type checker
        return parsed
    from averment import errors

    raise getattr(errors, said["kind"], QueryError)(said["message"])
