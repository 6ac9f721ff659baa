"""A real server under what it may meet: queries without end, large answers, slow and vanished clients, many at once."""

from __future__ import annotations

import asyncio
import socket
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx2 as httpx
import pytest

from averment.serving.limits import Limits

from .served import ALL, CROSS, SMALL, Log, running

LIMIT = SMALL.seconds
ENDLESS = [
    CROSS,
    "SELECT ?a ?b { ?a (!<urn:x>|^!<urn:x>)* ?b . ?b (!<urn:y>|^!<urn:y>)* ?c . ?c (!<urn:z>)* ?d } ORDER BY ?d",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c = ?f && ?f = ?i && ?c != ?i) }",
]
LOG = Log()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("limits"), log=LOG) as address:
        wait_until_ready(address)
        yield address


def wait_until_ready(address: str) -> None:
    assert httpx.get(f"{address}sparql", params={"query": "ASK {}"}, timeout=30).json()["boolean"] is True


def ask(address: str, query: str, timeout: float = 20) -> tuple[httpx.Response, float]:
    started = time.monotonic()
    reply = httpx.post(f"{address}sparql", data={"query": query}, timeout=timeout)
    return reply, time.monotonic() - started


def workers() -> set[int]:
    """Return the processes below this one that run a keeper or a worker of it."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if b"averment.serving.keeper" in command:
            found.add(int(entry.name))
    return found


@pytest.mark.parametrize("query", ENDLESS)
def test_a_query_without_end_is_ended_at_its_limit_and_others_go_on(served: str, query: str) -> None:
    async def everything() -> tuple[httpx.Response, float, list[float]]:
        async with httpx.AsyncClient(timeout=20) as client:
            started = time.monotonic()
            endless = asyncio.create_task(client.post(f"{served}sparql", data={"query": query}))
            took: list[float] = []
            while not endless.done():
                asked = time.monotonic()
                reply = await client.post(f"{served}sparql", data={"query": f"{ALL} LIMIT {len(took) + 1}"})
                assert reply.status_code == 200
                took.append(time.monotonic() - asked)
                await asyncio.sleep(0.02)
            return await endless, time.monotonic() - started, took

    reply, seconds, others = asyncio.run(everything())
    assert reply.status_code == 504, reply.text
    assert "ended after 1 seconds" in reply.text
    assert LIMIT <= seconds < 1.5 * LIMIT
    assert len(others) > 5
    assert statistics.median(others) < 0.3


def test_when_all_places_are_taken_others_wait_or_are_sent_away(tmp_path: Path) -> None:
    async def several(address: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(timeout=20) as client:
            queries = [CROSS.replace("?n", f"?n{number}") for number in range(6)]
            return list(
                await asyncio.gather(
                    *(client.post(f"{address}sparql", data={"query": each}) for each in queries)
                )
            )

    with running(tmp_path, replace(SMALL, short_slots=1, long_slots=1, waiting=2, seconds=0.5)) as address:
        wait_until_ready(address)
        replies = asyncio.run(several(address))
        assert {reply.status_code for reply in replies} == {503, 504}
        away = next(reply for reply in replies if reply.status_code == 503)
        assert away.headers["retry-after"] == "5"
        assert "waiting already; try again later" in away.text
        assert ask(address, "ASK {}")[0].status_code == 200


def test_an_answer_that_grows_too_large_is_an_error_and_no_half(served: str) -> None:
    reply, seconds = ask(served, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert reply.status_code == 507
    assert "more than 1,048,576 bytes" in reply.text
    assert seconds < LIMIT


def test_a_query_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    limits = replace(SMALL, seconds=20.0, memory_bytes=64 * 2**20)
    with running(tmp_path, limits) as address:
        wait_until_ready(address)
        reply, _ = ask(
            address, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i ?a LIMIT 1", 60
        )
        assert reply.status_code == 507, reply.text
        assert "64 MiB" in reply.text
        assert ask(address, "ASK {}")[0].status_code == 200


def test_a_client_that_hangs_up_ends_its_query(served: str) -> None:
    host, port = urlsplit(served).hostname or "", urlsplit(served).port or 0
    with socket.create_connection((host, port)) as client:
        query = urlencode({"query": CROSS.replace("?n", "?left")})
        client.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        time.sleep(0.1)
        LOG.lines.clear()
    until = time.monotonic() + 0.6
    while time.monotonic() < until and not LOG.lines:
        time.sleep(0.01)
    assert LOG.lines[0].startswith("GET /sparql 499 ")


def test_a_slow_reader_holds_no_worker_and_is_left_alone_in_the_end(tmp_path: Path) -> None:
    log = Log()
    limits = replace(
        SMALL, result_bytes=64 * 2**20, seconds=10.0, short_slots=1, long_slots=1, stall_seconds=0.5
    )
    with running(tmp_path, limits, log=log) as address:
        wait_until_ready(address)
        parts = urlsplit(address)
        large = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"
        size = len(ask(address, large)[0].content)
        assert size > 8_000_000
        with socket.create_connection((parts.hostname or "", parts.port or 0)) as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            query = urlencode({"query": large})
            slow.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert slow.recv(15) == b"HTTP/1.1 200 OK"
            log.lines.clear()
            assert ask(address, f"{ALL} LIMIT 7")[1] < 0.4
            until = time.monotonic() + 5
            while time.monotonic() < until and not any(line.startswith("GET") for line in log.lines):
                time.sleep(0.05)
            ended = next(line for line in log.lines if line.startswith("GET"))
            assert int(ended.split()[3]) < size
        wait_until_ready(address)


def test_two_hundred_clients_at_once_are_all_answered(tmp_path: Path) -> None:
    async def crowd(served: str) -> list[int]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(timeout=30, limits=limits) as client:
            queries = [f"SELECT ?s {{ ?s ?p ?o }} LIMIT {number % 40}" for number in range(200)]
            replies = await asyncio.gather(
                *(client.post(f"{served}sparql", data={"query": each}) for each in queries)
            )
            return [reply.status_code for reply in replies]

    # bodies may take their time where the machine has other work
    with running(tmp_path, replace(SMALL, stall_seconds=30)) as served:
        wait_until_ready(served)
        assert asyncio.run(crowd(served)) == [200] * 200


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /sparql HTTP/1.1\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /sparql\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"NONSENSE\r\n\r\n",
    ],
)
def test_malformed_requests_and_tricks_are_turned_down(served: str, request_: bytes) -> None:
    parts = urlsplit(served)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as client:
        reply = b""
        try:
            client.sendall(request_ if request_.endswith(b"\r\n\r\n") else request_ + b"\r\n\r\n")
            reply = client.recv(4096)
        except (BrokenPipeError, ConnectionResetError):
            assert len(request_) > 65_536  # the server need not read all of what it turns down
            return
    assert reply.startswith(b"HTTP/1.1 4"), reply
    assert b"root:" not in reply


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    before = workers()
    with running(tmp_path) as address:
        wait_until_ready(address)
        ask(address, CROSS.replace("?n", "?more"))
        assert workers() > before
    assert workers() - before == set()
    assert not (tmp_path / "own").exists()
    assert (tmp_path / "graph.nt").exists()


@pytest.mark.parametrize(("waited", "most"), [(0, 13), (1, 13), (2, 12), (4, 10), (60, 10)])
def test_who_had_to_wait_is_told_in_good_time_and_never_before_the_limit(waited: float, most: float) -> None:
    assert Limits(seconds=10).most_seconds(waited) == pytest.approx(most)
