"""`averment serve`: the graph as a SPARQL endpoint."""

from __future__ import annotations

import asyncio
import gc
import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from averment.checking import check
from averment.cli.common import (
    built_to_check,
    checking_options,
    max_file_size_option,
    paths_argument,
    read_whole,
    say,
    say_how_checked,
    viewpoint_options,
)
from averment.cli.progress import progress_bar
from averment.errors import UsageError
from averment.serving.limits import MEBIBYTE, Limits
from averment.viewpoint import Viewpoint

if TYPE_CHECKING:
    from averment.building import Build
    from averment.checking import Report

__all__ = ["serve_command"]

_ORIGIN = re.compile(r"https?://[^/\s?#]+")

_EPILOG = """Examples:

\b
  averment serve                          then open http://127.0.0.1:8080/sparql
  averment serve graph --port 0           on a port that is free
  averment serve --timeout 30 --no-site
  averment serve --allow-origin https://example.org
  curl --data-urlencode 'query=SELECT ?c { ?c a av:Claim } LIMIT 3' http://127.0.0.1:8080/sparql
"""


@click.command("serve", epilog=_EPILOG)
@paths_argument
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 takes a free one."
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen at; others than that of this machine alone open the graph to the network.",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A name under which the server may be asked beside localhost; may be repeated.",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Let the pages of another site read answers, such as https://example.org, or * for all; may be repeated.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="End a query after so long.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1, 4096),
    default=64,
    show_default=True,
    metavar="MIB",
    help="Give up a result that grows larger.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(64, 1_000_000),
    default=1024,
    show_default=True,
    metavar="MIB",
    help="End a query that takes more beside the graph.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Run so many queries at once, and half as many long ones beside them.  [default: after the number of cores]",
)
@click.option("--title", default="averment", show_default=True, help="What the graph is called.")
@click.option("--no-site", is_flag=True, help="Leave out the pages of 'averment site'.")
@click.option("--quiet", is_flag=True, help="Log no requests.")
@viewpoint_options
@checking_options
@max_file_size_option
@click.pass_context
def serve_command(
    context: click.Context,
    paths: tuple[str, ...],
    port: int,
    host: str,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    timeout: float,
    max_bytes: int,
    max_memory: int,
    workers: int | None,
    title: str,
    no_site: bool,
    quiet: bool,
    archive: str | None,
    shapes: tuple[str, ...],
    today: date | None,
    max_file_size: int,
    viewpoint: Viewpoint,
) -> None:
    """Serve the graph: a SPARQL endpoint at /sparql, which only reads, and the site beside it.

    Anybody who reaches the address may ask anything, within limits; by default only this machine does. The graph is
    read once: start the command again when files have changed. Exit codes: 0 when it was told to end, 2 when
    something could not be read, checked or served.
    """
    is_checked = True
    with _ended_by_signal():
        try:
            from averment.serving.application import Settings
            from averment.serving.pool import Pool
            from averment.serving.running import listen, serve
        except ModuleNotFoundError as error:
            if error.name == "resource":  # of a system with processes that fork
                raise UsageError(
                    "serving needs Linux or macOS; 'averment site' makes pages anywhere"
                ) from error
            if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
                raise
            raise UsageError(
                f"serving needs '{error.name}', which is not installed: pip install 'averment[serve]'"
            ) from error
        for origin in origins:
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise UsageError(
                    f"'{origin}' is no origin; write scheme and host as in --allow-origin https://example.org"
                )
        limits = _limits(timeout, max_bytes, max_memory, workers)
        with (
            listen(host, port) as listening,
            tempfile.TemporaryDirectory(prefix="averment-serve-", ignore_cleanup_errors=True) as folder,
        ):
            data = Path(folder) / "graph.nt"
            reading = read_whole(paths, max_file_size)
            with progress_bar("checking"):
                build = built_to_check(reading, archive, shapes, today, viewpoint)
                report = check(build)
            _write(build, report, data)
            site = None if no_site else _site(build, report, title, Path(folder) / "site")
            is_checked = say_how_checked(report)
            del reading, build, report
            gc.unfreeze()
            gc.collect()  # from here on the graph is in the keeper of the workers alone
            settings = Settings(
                title=title,
                site=site,
                hosts=(*hosts, *_named(host)),
                origins=origins,
                limits=limits,
                log=None if quiet else say,
            )
            asyncio.run(serve(Pool(data, folder, limits), settings, listening, _say_address))
    if not is_checked:
        context.exit(2)


def _limits(timeout: float, max_bytes: int, max_memory: int, workers: int | None) -> Limits:
    slots = {} if workers is None else {"short_slots": workers, "long_slots": max(1, workers // 2)}
    return Limits(
        seconds=timeout, result_bytes=max_bytes * MEBIBYTE, memory_bytes=max_memory * MEBIBYTE, **slots
    )


def _named(host: str) -> tuple[str, ...]:
    """Return the names under which an address is asked: none of them if it stands for every address."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104
        return ()
    return (host, f"[{host}]") if ":" in host else (host,)


def _write(build: Build, report: Report, file: Path) -> None:
    """Write what is served: the graph, the ontology and the findings."""
    import pyoxigraph as ox

    from averment.checking.graph import with_findings
    from averment.terms import to_quad

    statements = (to_quad(triple).triple for triple in with_findings(build, report))
    with file.open("wb") as stream:
        ox.serialize(statements, stream, ox.RdfFormat.N_TRIPLES)


def _site(build: Build, report: Report, title: str, folder: Path) -> Path | None:
    from averment.site import MARK, MOST_CLAIMS, files_of_site, write_folder

    if report.summary.claims > MOST_CLAIMS:
        say(
            f"note: there is no site beside the endpoint, for the graph has more than {MOST_CLAIMS:,} claims; "
            "'averment site --most' makes one of any size"
        )
        return None
    with progress_bar("writing the site") as progress:
        write_folder(
            files_of_site(build, report, title, progress=progress), folder, MARK, "a site of averment"
        )
    return folder


def _say_address(address: str) -> None:
    click.echo(f"{address}sparql")
    if sys.stdout is not None:
        sys.stdout.flush()


class _Ended(BaseException):
    """A signal asks the command to end before it serves."""


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Let SIGTERM and an interrupt from the keyboard end the command with nothing left behind, and no error."""

    def end(*_: object) -> None:
        raise _Ended

    earlier = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except _Ended:
        return
    finally:
        for one, handler in earlier.items():
            signal.signal(one, handler)
