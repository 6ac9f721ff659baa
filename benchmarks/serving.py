"""Many clients at a SPARQL endpoint, with and without a query that never ends: `python -m benchmarks.serving`.

The server runs in a process of its own, at the loopback address, on a generated graph. First the clients ask each of
a number of questions of the library once, with and without parameters, of a server that has answered nothing before.
Then every client asks one of them after the other, for a bounded time; and then the same again while one more client
asks for a cross product.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import math
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx2 as httpx

from averment.querying import list_queries
from benchmarks.generate import DATA, prepare

__all__ = ["Load", "main", "quantile"]

_CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a a av:Claim . ?b a av:Claim . ?c a av:Claim }"
_SOME = """
SELECT ?subject (MIN(?article) AS ?document) WHERE {{ ?claim a av:Claim ; av:about ?subject ; av:statedIn ?article }}
GROUP BY ?subject ORDER BY MD5(STR(?subject)) LIMIT {count}
"""
_SUBJECTS = 4
_MOST_REQUESTS = 200_000
_CLIENT_SECONDS = 120.0


@dataclass
class Load:
    """What clients met.

    Attributes:
        seconds: how long each answer took.
        statuses: how often each HTTP status came; 0 stands for no reply.
        cross: status and seconds of each cross product.
    """

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    cross: list[tuple[int, float]] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        """Return the figures that are reported, in milliseconds."""
        return {
            "requests": len(self.seconds),
            "errors": sum(count for status, count in self.statuses.items() if status != 200),
            "median": round(quantile(self.seconds, 0.5) * 1000, 1),
            "p99": round(quantile(self.seconds, 0.99) * 1000, 1),
            "slowest": round(max(self.seconds) * 1000, 1),
        }


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that such a share of the values does not exceed.

    >>> quantile([3.0, 1.0, 2.0, 4.0], 0.5)
    2.0
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


@contextlib.contextmanager
def _server(data: Path, timeout: float, cached: int) -> Iterator[str]:
    """Serve a file of N-Triples; yields the address."""
    command = [sys.executable, "-m", "benchmarks.serving", "--host", str(data)]
    process = subprocess.Popen(
        [*command, "--timeout", str(timeout), "--cached", str(cached)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None  # noqa: S101
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=30)
        if process.stdout is not None:
            process.stdout.close()


def _host(data: Path, timeout: float, cached: int) -> None:
    """Serve until a signal ends it; the address goes to standard output."""
    from averment.serving.application import Settings
    from averment.serving.limits import Limits
    from averment.serving.pool import Pool
    from averment.serving.running import listen, serve

    limits = Limits(seconds=timeout, cached_bytes=cached)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        listen("127.0.0.1", 0) as listening,
    ):
        pool = Pool(data, folder, limits)
        asyncio.run(
            serve(pool, Settings(limits=limits), listening, lambda address: print(address, flush=True))  # noqa: T201
        )


async def _addresses(client: httpx.AsyncClient, base: str) -> list[str]:
    """Return what clients ask: each question as it is, and limited to each of some subjects and documents."""
    reply = await client.post(f"{base}sparql", data={"query": _SOME.format(count=_SUBJECTS)})
    reply.raise_for_status()
    found = reply.json()["results"]["bindings"]
    asked: list[str] = []
    for query in list_queries():
        address = f"{base}questions/{query.name}?format=json"
        asked.append(address)
        for name in {parameter.name for parameter in query.parameters} & {"subject", "document"}:
            asked += [str(httpx.URL(address).copy_merge_params({name: row[name]["value"]})) for row in found]
    return asked


async def _ask(
    client: httpx.AsyncClient, addresses: Sequence[str], random: Random, until: float, load: Load
) -> None:
    while time.monotonic() < until and len(load.seconds) < _MOST_REQUESTS:
        await _get(client, random.choice(addresses), load)


async def _get(client: httpx.AsyncClient, address: str, load: Load) -> None:
    started = time.monotonic()
    try:
        status = (await client.get(address)).status_code
    except httpx.HTTPError:
        status = 0
    load.seconds.append(time.monotonic() - started)
    load.statuses[status] += 1


async def _cross(client: httpx.AsyncClient, base: str, until: float, load: Load) -> None:
    while time.monotonic() < until:
        started = time.monotonic()
        reply = await client.post(f"{base}sparql", data={"query": f"{_CROSS} # {started}"})
        load.cross.append((reply.status_code, time.monotonic() - started))


async def _once(client: httpx.AsyncClient, addresses: list[str], load: Load) -> None:
    while addresses:
        await _get(client, addresses.pop(), load)


async def _loaded(base: str, clients: int, seconds: float, seed: int) -> dict[str, Load]:
    """Return what clients met: asking each question once, then at random, then beside the cross product."""
    first, alone, beside = Load(), Load(), Load()
    limits = httpx.Limits(max_connections=clients + 1)
    async with httpx.AsyncClient(timeout=_CLIENT_SECONDS, limits=limits) as client:
        addresses = await _addresses(client, base)
        left = Random(seed).sample(addresses, len(addresses))
        await asyncio.gather(*(_once(client, left, first) for _ in range(clients)))
        for load, with_cross in ((alone, False), (beside, True)):
            until = time.monotonic() + seconds
            asking = [
                _ask(client, addresses, Random(f"{seed} {number}"), until, load) for number in range(clients)
            ]
            await asyncio.gather(*asking, *([_cross(client, base, until, load)] if with_cross else []))
    return {"first": first, "alone": alone, "beside": beside}


def measure(
    data: Path, clients: int, seconds: float, timeout: float, cached: int, seed: int
) -> dict[str, Any]:
    """Return the figures of each load, and how the cross products ended."""
    with _server(data, timeout, cached) as base:
        loads = asyncio.run(_loaded(base, clients, seconds, seed))
    found: dict[str, Any] = {name: load.row() for name, load in loads.items()}
    found["statuses"] = {name: dict(load.statuses) for name, load in loads.items()}
    found["cross"] = [{"status": status, "seconds": round(took, 2)} for status, took in loads["beside"].cross]
    found["ratio"] = round(found["beside"]["p99"] / found["alone"]["p99"], 2)
    return found


def main(arguments: list[str]) -> int:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description="Load an endpoint.")
    parser.add_argument("--claims", type=int, default=100_000, metavar="N", help="100000 unless given")
    parser.add_argument("--clients", type=int, default=50, metavar="N", help="50 unless given, 200 at most")
    parser.add_argument("--seconds", type=float, default=40, metavar="S", help="40 unless given, 300 at most")
    parser.add_argument(
        "--timeout", type=float, default=10, metavar="S", help="the limit of a query; 10 unless given"
    )
    parser.add_argument("--cached", type=int, default=64 * 2**20, metavar="BYTES", help="0 keeps no answers")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="1 unless given")
    parser.add_argument("--data", type=Path, default=Path("benchmarks/data"), metavar="DIR")
    parser.add_argument("--host", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.host is not None:
        _host(given.host, given.timeout, given.cached)
        return 0
    if not (1 <= given.clients <= 200 and 0 < given.seconds <= 300 and given.claims >= 1):
        parser.error("there are 1 to 200 clients, for 300 seconds at most, and one claim at least")
    folder = given.data / str(given.claims)
    prepare(folder, given.claims, given.seed)
    found = measure(folder / DATA, given.clients, given.seconds, given.timeout, given.cached, given.seed)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
