"""Running a query and writing its answer, in the process of a worker."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import IO, BinaryIO, cast

import pyoxigraph as ox
from rdflib import Graph

from averment.errors import AvermentError, QueryError, UsageError
from averment.exporting.turtle import write_turtle
from averment.graphs import from_oxigraph
from averment.querying import Query, parse_query, run_query
from averment.querying.refusing import refuse
from averment.serving.formats import GRAPHS, RESULTS
from averment.serving.jobs import Job, Report

__all__ = ["answer"]

_LONGEST_MESSAGE = 1000
_FEW = 1000
"""Fewer triples are written in a form that people read."""
_TURTLE = frozenset(media for media, written in GRAPHS.items() if written == ox.RdfFormat.TURTLE)
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)


class _TooLarge(Exception):
    """An answer has grown beyond its limit."""


class _Output:
    """Writes to a file up to a limit, and keeps size and digest of what it wrote."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self._file, self._limit = file, limit
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self._limit:
            raise _TooLarge
        self._digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def as_file(self) -> IO[bytes]:
        """Return this as what writers want: they call nothing but `write` and `flush`."""
        return cast(IO[bytes], self)

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


def answer(store: ox.Store, library: Mapping[str, Query], job: Job, file: BinaryIO, limit: int) -> Report:
    """Run a query, write its answer to a file and return what is to be said of it.

    Args:
        store: the graph.
        library: the questions that have a name.
        job: what is asked.
        file: takes the answer; what it holds after a failure means nothing.
        limit: how many bytes the answer may have.
    """
    output = _Output(file, limit)
    try:
        return _answered(store, library, job, output)
    except _TooLarge:
        return Report(
            507,
            f"the result has more than {limit:,} bytes, where this endpoint gives up; ask for less with LIMIT or a "
            "narrower pattern",
        )
    except AvermentError as error:
        return Report(400, str(error)[:_LONGEST_MESSAGE])
    except (OSError, ValueError, RuntimeError, SyntaxError) as error:
        return Report(
            500, f"the query ended with an error: {' '.join(str(error).split())}"[:_LONGEST_MESSAGE]
        )


def _answered(store: ox.Store, library: Mapping[str, Query], job: Job, output: _Output) -> Report:
    query = library[job.question] if job.question else replace(parse_query("sent", ""), text=job.text)
    try:
        refuse(query.name, query.text.replace("\r\n", "\n").replace("\r", "\n"))
    except QueryError as error:
        return Report(403 if _COMMENT.sub("", query.text).strip() else 400, str(error)[:_LONGEST_MESSAGE])
    try:
        results = run_query(store, query, job.parameters)
    except UsageError as error:
        return Report(400, str(error)[:_LONGEST_MESSAGE])
    if isinstance(results, ox.QueryTriples):
        return _graph(results, job, output)
    if job.results is None:
        return _unacceptable("a SELECT or ASK query", RESULTS)
    results.serialize(output.as_file(), RESULTS[job.results])
    return _done(job.results, output)


def _graph(triples: ox.QueryTriples, job: Job, output: _Output) -> Report:
    if job.graph is None:
        return _unacceptable("a CONSTRUCT or DESCRIBE query", GRAPHS)
    some = list(islice(triples, _FEW))
    if not some and job.is_missing_if_empty:
        return Report(
            404, "the graph says nothing of this; /questions and the search of the site find what it has"
        )
    if job.graph in _TURTLE and len(some) < _FEW and (text := _readable(some)) is not None:
        output.write(text.encode("utf-8", errors="backslashreplace"))
    else:
        ox.serialize(chain(some, triples), output.as_file(), GRAPHS[job.graph])
    return _done(job.graph, output)


def _readable(triples: Iterable[ox.Triple]) -> str | None:
    """Return triples as Turtle for people, with prefixes and in order, or None if rdflib has no such terms."""
    graph = Graph(bind_namespaces="none")
    try:
        for triple in triples:
            graph.add(
                (from_oxigraph(triple.subject), from_oxigraph(triple.predicate), from_oxigraph(triple.object))
            )
    except ValueError:
        return None
    return write_turtle(graph)


def _unacceptable(form: str, offers: Mapping[str, object]) -> Report:
    return Report(406, f"{form} is answered in none of the formats of 'Accept'; ask for {', '.join(offers)}")


def _done(media: str, output: _Output) -> Report:
    output.flush()
    return Report(200, media=media, size=output.size, digest=output.digest)
