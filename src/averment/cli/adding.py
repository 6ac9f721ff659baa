"""From what is to be added to a file, once it is sure that a check finds nothing wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import BNode, URIRef
from rdflib.compare import isomorphic

from averment.adding import Rows, graph_text, to_yaml, with_claim
from averment.checking import Finding, Report, check
from averment.cli.common import built, graph_paths, read_whole, say, system_date, write_output
from averment.cli.progress import progress_bar
from averment.cli.text import clean
from averment.deriving.concepts import Concepts
from averment.errors import UsageError
from averment.graphs import graph_of
from averment.namespaces import PREFIXES
from averment.reading import FORMATS, Reading, read_also, read_leniently
from averment.rendering.words import number_of
from averment.whole_files import replace_file, write_new

__all__ = ["Asked", "Graph", "add_claim", "add_thing", "add_things", "read_graph"]

_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What every command that adds something is told.

    Attributes:
        paths: files and folders of the graph.
        file: the file to write, or None for one named after the thing.
        dry_run: whether to write nothing.
        max_file_size: above which files are not read, in MiB.
    """

    paths: tuple[str, ...]
    file: str | None
    dry_run: bool
    max_file_size: int


@dataclass(frozen=True, slots=True)
class Graph:
    """The graph that something is added to."""

    paths: tuple[str, ...]
    reading: Reading


def read_graph(asked: Asked) -> Graph:
    """Read the graph that something is to be added to.

    Raises:
        ReadFailure: something can't be read.
        UsageError: there is none.
    """
    return Graph(graph_paths(asked.paths), read_whole(asked.paths, asked.max_file_size))


def add_thing(graph: Graph, iri: URIRef, rows: Rows, folder: str, asked: Asked) -> None:
    """Write a new thing to a file of its own.

    Args:
        graph: what it is added to.
        iri: its name.
        rows: its keys.
        folder: the folder of the graph that it goes into.
        asked: what the command is told.

    Raises:
        ReadFailure: what is to be written can't be read.
        UsageError: a check finds a fault with it, or it can't be written.
    """
    path = _new_file(graph, Concepts.compact(iri).partition(":")[2], folder, asked)
    _write_file(graph, path, to_yaml(rows), {iri}, Concepts.compact(iri), asked)


def add_things(graph: Graph, things: Sequence[Rows], stem: str, folder: str, head: str, asked: Asked) -> None:
    """Write new things to one file.

    Args:
        graph: what they are added to.
        things: their keys, `id` among them.
        stem: what the file is called, unless it was named.
        folder: the folder of the graph that it goes into.
        head: what is told of it.
        asked: what the command is told.

    Raises:
        ReadFailure: what is to be written can't be read.
        UsageError: a check finds a fault with it, or it can't be written.
    """
    named = (str(rows["id"]).partition(":") for rows in things)
    iris = {URIRef(PREFIXES[prefix] + local) for prefix, _, local in named}
    _write_file(graph, _new_file(graph, stem, folder, asked), graph_text(things), iris, head, asked)


def _write_file(graph: Graph, path: Path, text: str, iris: set[URIRef], head: str, asked: Asked) -> None:
    """Write a file that is not there yet, once a check finds no fault with what it states of the nodes."""
    after = read_also(graph.reading, path, text)
    told = _told(graph.reading, after, iris)

    def write() -> None:
        try:
            if asked.file is None:
                path.parent.mkdir(exist_ok=True)
            write_new(text, path)
        except FileExistsError as error:
            raise UsageError(f"'{path}' has just been written by somebody else; try again") from error

    _finish(f"{path}: {head}", text, told, write, asked)
    if not any(path.resolve().is_relative_to(Path(each).resolve()) for each in graph.paths):
        say(clean(f"note: '{path}' is not in what was read; name it to 'averment check' as well"))


def add_claim(graph: Graph, article: URIRef, rows: Rows, asked: Asked) -> None:
    """Write a claim into the file of its article, of which nothing else changes.

    Raises:
        ReadFailure: what is to be written can't be read.
        UsageError: it can't be added there, or a check finds a fault with it.
    """
    places = graph.reading.positions.definitions(article)
    at = places[0] if places else graph.reading.positions.of(article)
    if at is None or FORMATS.get(Path(at.path).suffix.lower()) != "yaml":
        raise UsageError(
            f"'{Concepts.compact(article)}' is not written in YAML ({at or 'nowhere'}); add the claim there by hand"
        )
    path = Path(at.path)
    before = path.read_bytes().decode("utf-8")
    mark = "\ufeff" if before.startswith("\ufeff") else ""
    text = with_claim(before.removeprefix(mark), at, rows)
    without = Reading([file for file in graph.reading.files if file.path != at.path])
    _refuse_loss(graph.reading, read_also(Reading(), path, text), at.path, f"{article}/{rows['id']}")
    others = [file.path for file in without.files]
    rest = read_leniently(others, max_bytes=asked.max_file_size * 2**20)[0] if others else Reading()
    name = f"{Concepts.compact(article)}/{rows['id']}"
    told = _told(graph.reading, read_also(rest, path, text), {URIRef(f"{article}/{rows['id']}")})
    line = _line_of_change(before.removeprefix(mark), text)
    _finish(f"{path}:{line}: {name}", to_yaml(rows), told, lambda: replace_file(mark + text, path), asked)


def _line_of_change(before: str, after: str) -> int:
    """Return the first line that differs, counted from 1."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    same = next((number for number, (old, new) in enumerate(pairs) if old != new), len(before.splitlines()))
    return same + 1


def _refuse_loss(before: Reading, after: Reading, path: str, claim: str) -> None:
    """Make sure that a file states all that it did, and a new claim."""
    old = next(file.graph for file in before.files if file.path == path)
    (new,) = (file.graph for file in after.files)
    own = {node for node in new.subjects() if f"{node}/".startswith(f"{claim}/")}
    while more := {value for node in own for value in new.objects(node) if isinstance(value, BNode)} - own:
        own |= more
    if not own or not isomorphic(old, graph_of(triple for triple in new if triple[0] not in own)):
        raise UsageError(f"'{path}' is written in a way that no claim can be added to; add it by hand")


def _new_file(graph: Graph, stem: str, folder: str, asked: Asked) -> Path:
    if asked.file is not None:
        path = Path(asked.file)
        if FORMATS.get(path.suffix.lower()) != "yaml":
            raise UsageError(f"'{asked.file}' is no name for a YAML file; let it end in .yaml")
    else:
        top = next((Path(each) for each in graph.paths if Path(each).is_dir()), None)
        if top is None:
            raise UsageError("no folder of the graph is named to write to; name a file with --file")
        path = top / folder / f"{stem}.yaml"
    if path.exists() or path.is_symlink():
        raise UsageError(f"'{path}' is there already; choose another id, or another file with --file")
    return path


def _told(before: Reading, after: Reading, iris: set[URIRef]) -> list[Finding]:
    """Return what a check finds only once something is added, graver than infos.

    Raises:
        UsageError: it finds violations.
    """
    with progress_bar("checking"):
        new = [finding for finding in _check(after).findings if finding.severity != "info"]
        _refuse_violations(iris, [each for each in new if _owner(each.subject, iris) is not None])
        if new and before.files:  # the graph may have had them before
            known = {_key(finding) for finding in _check(before).findings}
            new = [finding for finding in new if _key(finding) not in known]
    _refuse_violations(iris, new)
    return [finding for finding in new if finding.status == "open"]


def _owner(subject: str, iris: Iterable[URIRef]) -> URIRef | None:
    """Return which of the things that are added a node is, or a part of."""
    return next((iri for iri in iris if f"{subject}/".startswith(f"{iri}/")), None)


def _refuse_violations(iris: set[URIRef], findings: list[Finding]) -> None:
    wrong = [finding for finding in findings if finding.severity == "violation"]
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        name = Concepts.compact(_owner(wrong[0].subject, sorted(iris)) or min(iris))
        raise UsageError(f"'{name}' is not written, for {wrong[0].rule} would say: {wrong[0].message}{more}")


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.subject, finding.message


def _check(reading: Reading) -> Report:
    return check(built(reading, today=system_date()))


def _finish(head: str, text: str, told: list[Finding], write: Callable[[], None], asked: Asked) -> None:
    lines = [clean(head)]
    if told:
        lines.append(f"{number_of(len(told), 'warning')}:")
        lines += [clean(f"  {finding.rule} {finding.message}") for finding in told[:_MOST_TOLD]]
    if asked.dry_run:
        write_output("".join(f"# {line}\n" for line in lines) + text, "-")
        return
    write()
    write_output("".join(f"{line}\n" for line in lines), "-")
