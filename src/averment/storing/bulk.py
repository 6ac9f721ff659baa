"""Filling a store on disk: files are read, and what follows from them is derived, in several processes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import IO, BinaryIO, cast

import pyoxigraph as ox
from rdflib import Graph

from averment.deriving import Archive
from averment.deriving.identity import Identities
from averment.errors import Position, ReadError, ReadFailure
from averment.reading.files import read_bytes, unreadable
from averment.shapes import load_shapes
from averment.storing.contents import digest_of_file, has_rows, names_in, read_contents, read_row_contents
from averment.storing.filling import derived_quads, in_several, parts_to_derive, share, stated_quads
from averment.storing.lookups import Lookups, Named
from averment.storing.names import file_graph
from averment.storing.processes import Progress, in_turn, opened, workers
from averment.storing.world import StoredWorld

__all__ = ["derive_all", "load_data", "read_all"]

_FILES_AT_ONCE = 50
_FEW_FILES = 150
"""Up to here, starting processes takes longer than what they save."""

_FEW_PARTS = 3


def load_data(store: ox.Store, files: Sequence[Path], progress: Progress) -> None:
    """Load N-Triples that hold a graph with all that follows from it.

    Raises:
        ReadFailure: a file can't be read.
    """
    for file in files:
        try:
            size = file.stat().st_size
            with file.open("rb") as raw:
                store.bulk_extend(_quads_of_data(raw, file, size, progress))
        except SyntaxError as error:
            at = Position(str(file), error.lineno or 1, error.offset or 1)
            raise ReadFailure([ReadError(at, error.msg, "correct the line")]) from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            at, cure = Position(str(file), 1, 1), "pack it with gzip, or get another copy"
            raise ReadFailure([ReadError(at, f"the file can't be unpacked ({error})", cure)]) from error
        except OSError as error:
            if error.filename is None:  # of the store
                raise
            raise ReadFailure([unreadable(file, error)]) from error


def _quads_of_data(raw: BinaryIO, file: Path, size: int, progress: Progress) -> Iterator[ox.Quad]:
    stream = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if file.name.endswith(".gz") else raw
    for number, quad in enumerate(ox.parse(stream, ox.RdfFormat.N_TRIPLES)):
        if not number % 100_000:
            progress("loading", raw.tell(), size)
        yield quad
        yield from names_in([quad.triple])


# --- reading ----------------------------------------------------------------------------------


def read_all(store: ox.Store, files: Sequence[str], max_bytes: int, progress: Progress) -> None:
    """Read files into an empty store.

    Raises:
        ReadFailure: some can't be read.
    """
    errors: list[ReadError] = []
    rows = [file for file in files if has_rows(file)]
    others = [file for file in files if file not in set(rows)]
    lists = [others[at : at + _FILES_AT_ONCE] for at in range(0, len(others), _FILES_AT_ONCE)]
    read = 0
    with workers(len(others) > _FEW_FILES) as pool:
        for number, content, found in in_turn(pool, _read_files, [(files_, max_bytes) for files_ in lists]):
            read += number
            progress("reading", read, len(files))
            errors += found
            if not errors:
                store.bulk_extend(ox.parse(content, ox.RdfFormat.N_QUADS))
    for file in rows:
        try:
            digest = digest_of_file(file)
            store.bulk_extend(
                chain.from_iterable(
                    stated_quads(chunk) for chunk in read_row_contents(file, digest, progress)
                )
            )
        except ReadFailure as failure:
            errors += failure.errors
        except OSError as error:
            at = Position(file, 1, 1)
            errors.append(ReadError(at, f"the path can't be opened ({error.strerror})", "check the path"))
        read += 1
        progress("reading", read, len(files))
    if errors:
        raise ReadFailure(errors)
    _share(store, files, max_bytes)


def _share(store: ox.Store, files: Sequence[str], max_bytes: int) -> None:
    """Read the files again that describe nodes which others describe as well, and keep apart what each says."""
    graphs = {graph for each in in_several(store).values() for graph in each}
    errors: list[ReadError] = []
    for path in files:
        if file_graph(path) not in graphs:
            continue
        if has_rows(path):
            share(store, read_row_contents(path, ""))
            continue
        data = read_bytes(Path(path), max_bytes, errors)
        contents = read_contents(path, data, errors) if data is not None else None
        if contents is not None:
            share(store, [contents])
    if errors:
        raise ReadFailure(errors)


def _read_files(given: tuple[list[str], int]) -> tuple[int, bytes, list[ReadError]]:
    files, max_bytes = given
    errors: list[ReadError] = []
    quads: list[ox.Quad] = []
    for path in files:
        data = read_bytes(Path(path), max_bytes, errors)
        contents = read_contents(path, data, errors) if data is not None else None
        if contents is not None:
            quads += stated_quads(contents)
    content = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) if not errors else None
    return len(files), content or b"", errors


# --- deriving ---------------------------------------------------------------------------------


def derive_all(graph: Path, shapes: Graph, archive: str | None, progress: Progress) -> None:
    """Derive what follows from all that files state, and put it into the store.

    Args:
        graph: the folder of a SPARQL store that nobody has open.
        shapes: the shapes that a check would run.
        archive: the folder of archived pages, if there is one.
        progress: told what is done.

    Raises:
        ReadFailure: a page of the archive can't be read.
    """
    del shapes  # each process has its own
    progress("dividing", 0, None)
    parts = list(parts_to_derive(ox.Store.read_only(str(graph))))
    files = []
    with workers(len(parts) > _FEW_PARTS) as pool:
        given = [(str(graph), part, archive, number) for number, part in enumerate(parts)]
        for number, file in enumerate(in_turn(pool, _derive_part, given), start=1):
            files.append(file)
            progress("deriving", number, len(parts))
    store = ox.Store(graph)
    for file in files:
        store.bulk_extend(ox.parse(path=file, format=ox.RdfFormat.N_QUADS))
        Path(file).unlink()


def _derive_part(given: tuple[str, list[Named], str | None, int]) -> str:
    graph, part, archive, number = given
    shapes, _ = load_shapes()
    lookups = Lookups(opened(graph))
    lookups.identities = _identities(graph)
    quads = derived_quads(lookups, part, shapes, Archive(archive) if archive else None)
    file = f"{graph}-{number}.nq"
    Path(file).write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    return file


@cache
def _identities(graph: str) -> Identities:
    """Return which nodes of a store stand for one actor, which it takes all judgements on that to tell."""
    return StoredWorld(Lookups(opened(graph)), ()).identities
