"""From a judgement that is asked for to a file, once it is sure to be read and to hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from averment.building import Build
from averment.checking import Finding, Report, check
from averment.cli.common import built, graph_paths, read_whole, say, write_output
from averment.cli.progress import progress_bar
from averment.cli.text import clean
from averment.deriving.concepts import Concepts
from averment.errors import UsageError
from averment.judging import Draft, Verdict, free_name, to_yaml
from averment.namespaces import AV, STATE
from averment.reading import Reading, read_also
from averment.whole_files import write_new

__all__ = ["Asked", "judge"]

_FOLDER = "judgements"
_SUFFIXES = (".yaml", ".yml")
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What every command that judges is told.

    Attributes:
        verdict: who decides, when and why.
        paths: files and folders of the graph.
        file: the file to write, or None for one named after the judgement.
        dry_run: whether to write nothing.
        max_file_size: above which files are not read, in MiB.
        archive: the folder with archived pages.
        shapes: files with further shapes.
    """

    verdict: Verdict
    paths: tuple[str, ...]
    file: str | None
    dry_run: bool
    max_file_size: int
    archive: str | None = None
    shapes: tuple[str, ...] = ()


def judge(draft_from: Callable[[Build], Draft], asked: Asked) -> None:
    """Make a judgement, see what comes of it, and write it.

    Raises:
        ReadFailure: the graph can't be read.
        UsageError: the judgement can't be made, would not hold, or can't be written.
    """
    paths = graph_paths(asked.paths)
    reading = read_whole(asked.paths, asked.max_file_size)
    with progress_bar("judging"):
        before = _built(reading, asked)
        draft = draft_from(before)
        path, iri = free_name(_path(asked, paths, draft), lambda node: (node, None, None) in before.stated)
        text = to_yaml(draft, iri)
        after = _built(read_also(reading, path, text), asked)
        report = check(after)
    _refuse_what_does_not_hold(after, iri, report)
    met = _met(draft, iri, report)
    lines = [clean(line) for line in (f"{path}: {draft.says}", *_effect(draft, met))]
    if asked.dry_run:
        write_output("".join(f"# {line}\n" for line in lines) + text, "-")
        return
    _write(text, path, is_default=asked.file is None)
    write_output("".join(f"{line}\n" for line in lines), "-")
    if not any(path.resolve().is_relative_to(Path(each).resolve()) for each in paths):
        say(clean(f"note: '{path}' is not in what was read; name it to 'averment check' as well"))


def _built(reading: Reading, asked: Asked) -> Build:
    return built(reading, archive=asked.archive, shapes=asked.shapes, today=asked.verdict.day)


def _path(asked: Asked, paths: tuple[str, ...], draft: Draft) -> Path:
    if asked.file is not None:
        path = Path(asked.file)
        if path.suffix.lower() not in _SUFFIXES:
            raise UsageError(f"'{asked.file}' is no name for a YAML file; let it end in .yaml")
        return path
    folder = next((Path(each) for each in paths if Path(each).is_dir()), None)
    if folder is None:
        raise UsageError("no folder of the graph is named to write to; name a file with --file")
    return folder / _FOLDER / f"{draft.name}.yaml"


def _refuse_what_does_not_hold(after: Build, iri: URIRef, report: Report) -> None:
    """Refuse a judgement that would be in the graph and settle nothing."""
    if after.derived.value(iri, AV.hasState) == STATE["in-force"]:
        return
    at_odds = {*after.derived.objects(iri, AV.isAtOddsWith), *after.derived.subjects(AV.isAtOddsWith, iri)}
    if at_odds:
        other = URIRef(str(min(at_odds, key=str)))
        at = after.reading.positions.of(other)
        where = f" ({at})" if at is not None else ""
        raise UsageError(
            f"'{Concepts.compact(other)}'{where} accepts another answer to the question; delete it, or accept "
            "the same"
        )
    said = [finding.message for finding in report.findings if finding.subject == str(iri)]
    raise UsageError(f"the judgement would not hold: {said[0] if said else 'look at what it names'}")


def _met(draft: Draft, iri: URIRef, report: Report) -> list[Finding]:
    """Return the findings that a judgement settles or waives, the one that it lets stand among them.

    Raises:
        UsageError: there is nothing to waive.
    """
    if draft.rule is None:
        return [each for each in report.findings if each.judgement and each.judgement.iri == str(iri)]
    of_rule = [each for each in report.findings if each.rule == _local_name(draft.rule)]
    met = [each for each in of_rule if each.subject == str(draft.judges[0])]
    if met:
        return met
    node = Concepts.compact(draft.judges[0])
    involved = [each for each in of_rule if any(p.claim == str(draft.judges[0]) for p in each.places)]
    names = [Concepts.compact(URIRef(each.subject)) for each in involved or of_rule if ":" in each.subject]
    some = "' or '".join(names[:_MOST_NAMED])
    instead = f"name what it is about, such as '{some}'" if names else "in this graph it finds nothing at all"
    raise UsageError(
        f"{_local_name(draft.rule)} finds nothing about '{node}' that could be waived; {instead}"
    )


def _effect(draft: Draft, met: list[Finding]) -> list[str]:
    if draft.kind == "Identity":
        return []
    verb = "waives" if draft.rule is not None else "settles"
    if not met:
        return ["settles no finding, for there is none"]
    count = "1 finding" if len(met) == 1 else f"{len(met)} findings"
    return [f"{verb} {count}:", *(f"  {each.severity} {each.rule} {each.message}" for each in met)]


def _write(text: str, path: Path, *, is_default: bool) -> None:
    try:
        if is_default:
            path.parent.mkdir(exist_ok=True)
        write_new(text, path)
    except FileExistsError as error:
        raise UsageError(f"'{path}' has just been written by somebody else; judge again") from error


def _local_name(shape: URIRef) -> str:
    return str(shape).rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
