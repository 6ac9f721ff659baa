"""What the tests of serving share: a small graph with a hostile label, and servers of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import uvicorn
from starlette.testclient import TestClient

from averment.checking import check
from averment.checking.graph import to_graph
from averment.serving.application import Settings, application
from averment.serving.limits import Limits
from averment.serving.pool import Pool
from averment.serving.running import address_of, configured, listen
from averment.terms import to_quad

from ..showing.small import kites

__all__ = ["ALL", "CROSS", "HOSTILE", "SMALL", "Log", "client", "running", "triples"]

HOSTILE = "<img src=x onerror=\"document.title='stolen'\"><script>alert(1)</script>"
ALL = "SELECT * WHERE { ?s ?p ?o }"
CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""More rows than any machine counts."""

SMALL = Limits(
    seconds=1.0,
    slice_seconds=0.3,
    result_bytes=2**20,
    memory_bytes=256 * 2**20,
    short_slots=2,
    long_slots=1,
    request_bytes=20_000,
    stall_seconds=1.0,
)
"""Limits that tests reach soon."""


@cache
def triples() -> bytes:
    """Return the story of the kites with its findings, as N-Triples, and one thing with a hostile label."""
    build = kites()
    quads = [
        to_quad(triple) for graph in (build.everything, to_graph(check(build).findings)) for triple in graph
    ]
    thing = ox.NamedNode("https://w3id.org/averment/id/law/zz-hostile")
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    lines = [ox.Triple(thing, label, ox.Literal(HOSTILE)), *(quad.triple for quad in quads)]
    return ox.serialize(lines, format=ox.RdfFormat.N_TRIPLES) or b""


@dataclass
class Log:
    """Keeps the lines of a log."""

    lines: list[str] = field(default_factory=list)

    def __call__(self, line: str) -> None:
        self.lines.append(line)


def _settings(folder: Path, limits: Limits, **settings: object) -> tuple[Pool, Settings]:
    data = folder / "graph.nt"
    data.write_bytes(triples())
    own = folder / "own"
    own.mkdir()
    return Pool(data, own, limits), Settings(limits=limits, **settings)  # type: ignore[arg-type]


@contextmanager
def client(folder: Path, limits: Limits = SMALL, **settings: object) -> Iterator[TestClient]:
    """Serve the small graph in this process, with workers of its own."""
    pool, made = _settings(folder, limits, **settings)
    with TestClient(application(pool, made), base_url="http://localhost", follow_redirects=False) as started:
        yield started


@contextmanager
def running(folder: Path, limits: Limits = SMALL, **settings: object) -> Iterator[str]:
    """Serve the small graph at a port of the loopback address, in a thread; yields the address."""
    pool, made = _settings(folder, limits, **settings)
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(configured(pool, made, lifespan="on"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
    address = address_of(listening)
    thread.start()
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive()
