"""What a graph is like, and what takes time in checking it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from rdflib import RDF

from averment.building import build_from
from averment.checking import DEFAULT, ENGINES, check
from averment.namespaces import AV
from averment.reading import FORMATS, Reading, read_leniently

__all__ = ["Archived", "Graph", "Timing", "look_at_graph"]

_MOST_RULES = 5


@dataclass(frozen=True, slots=True)
class Archived:
    """The archive.

    Attributes:
        found: how many pages that documents name are there.
        missing: the names of those that are not, sorted.
        unnamed: how many documents with claims name no page.
    """

    found: int
    missing: tuple[str, ...]
    unnamed: int


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the steps took, in seconds.

    Attributes:
        read: files to triples.
        derive: what follows from them.
        check: the shapes, and the findings from what they give.
        rules: the slowest rules, each with its seconds.
    """

    read: float
    derive: float
    check: float
    rules: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph.

    Attributes:
        files: how many there are of each format.
        statements: how many triples they state.
        claims: how many of them there are.
        findings: how many open ones there are of each severity.
        archived: the pages; None where there is no archive.
        timing: what took how long.
        problems: what can't be read or checked.
    """

    files: dict[str, int]
    statements: int
    claims: int
    findings: dict[str, int]
    archived: Archived | None
    timing: Timing
    problems: tuple[str, ...]


def look_at_graph(
    paths: Iterable[str], *, archive: str | None, shapes: tuple[str, ...], today: date, max_bytes: int
) -> Graph:
    """Read, derive and check a graph, and measure it.

    Args:
        paths: its files and folders.
        archive: the folder with archived pages.
        shapes: files with further shapes.
        today: the day on which waivers have to hold.
        max_bytes: the largest file to read.

    Raises:
        AvermentError: the archive or the shapes can't be read.
    """
    start = perf_counter()
    reading, errors = read_leniently(paths, max_bytes=max_bytes)
    after_reading = perf_counter()
    build = build_from(reading, archive=archive, shapes=shapes, today=today)
    after_deriving = perf_counter()
    report = check(build, incomplete=bool(errors))
    after_checking = perf_counter()
    seconds = ENGINES[DEFAULT](build.everything, build.shapes).seconds
    slowest = sorted(seconds.items(), key=lambda item: -item[1])[:_MOST_RULES]
    return Graph(
        files=dict(
            sorted(Counter(FORMATS[Path(file.path).suffix.lower()] for file in reading.files).items())
        ),
        statements=len(build.stated),
        claims=report.summary.claims,
        findings={name: getattr(report.summary, name) for name in ("violation", "warning", "info")},
        archived=_archived(reading, archive) if archive is not None else None,
        timing=Timing(
            read=after_reading - start,
            derive=after_deriving - after_reading,
            check=after_checking - after_deriving,
            rules=tuple(
                (str(shape).rpartition("/")[2].rpartition("#")[2], spent) for shape, spent in slowest
            ),
        ),
        problems=(*(str(error) for error in errors), *report.problems),
    )


def _archived(reading: Reading, archive: str) -> Archived:
    stated = reading.graph()
    documents = set(stated.objects(None, AV.statedIn))
    files = {
        document: stated.value(stated.value(document, AV.hasSnapshot), AV.archiveFile)
        for document in documents
    }
    named = {str(file) for file in files.values() if file is not None}
    missing = sorted(name for name in named if not _is_page(Path(archive), name))
    unnamed = sum(
        1 for document, file in files.items() if file is None and (document, RDF.type, None) in stated
    )
    return Archived(len(named) - len(missing), tuple(missing), unnamed)


def _is_page(folder: Path, name: str) -> bool:
    try:
        return (folder / name).is_file()
    except (OSError, ValueError):
        return False
