"""`averment doctor`: what a report of a fault has to say, on one screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from averment.checking import ENGINES
from averment.cli.common import (
    archive_option,
    graph_paths,
    max_file_size_option,
    output_option,
    paths_argument,
    system_date,
    write_output,
)
from averment.cli.progress import progress_bar
from averment.cli.text import clean
from averment.cli.workspace import current_workspace, workspace_file
from averment.diagnosing import Graph, Installation, Privacy, look_at_graph, look_at_installation
from averment.errors import AvermentError
from averment.rendering.words import number_of

__all__ = ["doctor_command"]

_EPILOG = """Examples:

\b
  averment doctor
  averment doctor graph --format json
"""
_MOST_TOLD = 8
_WIDTH = 11

_Found = TypeVar("_Found")


@click.command("doctor", epilog=_EPILOG)
@paths_argument
@archive_option("to look for them")
@click.option(
    "--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@max_file_size_option
@output_option
@click.pass_context
def doctor_command(
    context: click.Context,
    paths: tuple[str, ...],
    archive: str | None,
    output_format: str,
    max_file_size: int,
    output: str,
) -> None:
    """Tell versions, paths, archived pages and what is slow, to paste into a report of a fault.

    Nothing in it names your folders or you. Exit codes: 0 fine, 1 something is wrong, which the last lines say.
    """
    privacy = Privacy()
    problems: list[str] = []
    installation = look_at_installation()
    problems += installation.problems
    workspace = _tried(current_workspace, problems)
    where = _tried(lambda: graph_paths(paths), problems) if workspace or workspace_file() is None else None
    named = archive or (workspace.archive if workspace is not None else None)
    is_there = archive is not None or (named is not None and Path(named).is_dir())
    graph = None
    if where is not None:
        shapes = workspace.shapes if workspace is not None else ()
        with progress_bar("checking"):
            graph = _tried(
                lambda: look_at_graph(
                    where,
                    archive=named if is_there else None,
                    shapes=shapes,
                    today=system_date(),
                    max_bytes=max_file_size * 2**20,
                ),
                problems,
            )
    problems += _of_graph(graph)
    content = _content(privacy, installation, where, named, graph, problems)
    write_output(_text(content) if output_format == "text" else _json(content), output)
    context.exit(1 if problems else 0)


def _tried(ask: Callable[[], _Found], problems: list[str]) -> _Found | None:
    """Return what there is, or None after noting why there is nothing."""
    try:
        return ask()
    except AvermentError as error:
        problems += str(error).split("\n")
        return None


def _of_graph(graph: Graph | None) -> list[str]:
    if graph is None:
        return []
    found = list(graph.problems)
    if graph.archived is not None and graph.archived.missing:
        names = ", ".join(f"'{name}'" for name in graph.archived.missing[:3])
        count = len(graph.archived.missing)
        found.append(f"{count} archived {'page is' if count == 1 else 'pages are'} missing, such as {names}")
    return found


def _content(
    privacy: Privacy,
    installation: Installation,
    where: tuple[str, ...] | None,
    archive: str | None,
    graph: Graph | None,
    problems: list[str],
) -> dict[str, Any]:
    """Return all that is told, without private names."""
    file = workspace_file()
    told = asdict(graph) if graph is not None else None
    if told is not None:
        del told["problems"]
        told["timing"] = {
            **{step: round(told["timing"][step], 3) for step in ("read", "derive", "check")},
            "rules": {rule: round(seconds, 3) for rule, seconds in told["timing"]["rules"]},
        }
    return {
        "averment": installation.averment,
        "python": installation.python,
        "system": installation.system,
        "libraries": {part.name: part.version for part in installation.parts if part.extra is None},
        "extras": {
            extra: {part.name: part.version for part in installation.parts if part.extra == extra}
            for extra in sorted({part.extra for part in installation.parts if part.extra is not None})
        },
        "engines": sorted(ENGINES),
        "compiledShapes": installation.compiled,
        "workspace": privacy.path(file) if file is not None else None,
        "graph": [privacy.path(path) for path in where] if where is not None else None,
        "archive": privacy.path(archive) if archive is not None else None,
        "archiveIsThere": Path(archive).is_dir() if archive is not None else None,
        "content": told,
        "problems": [privacy.text(problem) for problem in problems],
    }


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _text(content: dict[str, Any]) -> str:
    rows = [
        ("averment", f"{content['averment']}, {content['python']}, {content['system']}"),
        ("libraries", _versions(content["libraries"])),
        *((f"  {extra}", _versions(parts)) for extra, parts in content["extras"].items()),
        ("engines", _engines(content)),
        ("workspace", content["workspace"] or "none: no averment.toml here or above"),
        ("graph", ", ".join(content["graph"]) if content["graph"] else "none"),
    ]
    if content["content"] is not None:
        rows += _graph_rows(content["content"])
    rows.append(("archive", _archive(content)))
    if content["content"] is not None:
        rows += _time_rows(content["content"]["timing"])
    lines = [f"{name:{_WIDTH}}{clean(text)}" for name, text in rows]
    problems = content["problems"]
    lines += ["", "wrong with the set-up:" if problems else "nothing is wrong with the set-up"]
    lines += [f"  {clean(problem)}" for problem in problems[:_MOST_TOLD]]
    if len(problems) > _MOST_TOLD:
        lines.append(f"  and {len(problems) - _MOST_TOLD} more")
    return "".join(f"{line}\n" for line in lines)


def _versions(parts: dict[str, str | None]) -> str:
    if not any(parts.values()):
        return "not installed"
    return ", ".join(f"{name} {version or 'not installed'}" for name, version in parts.items())


def _engines(content: dict[str, Any]) -> str:
    state = "shapes compiled" if content["compiledShapes"] else "shapes to be compiled on each run"
    return f"{', '.join(content['engines'])}; {state}"


def _graph_rows(content: dict[str, Any]) -> list[tuple[str, str]]:
    files = ", ".join(f"{count} {name}" for name, count in content["files"].items())
    findings = ", ".join(number_of(count, name) for name, count in content["findings"].items())
    return [
        (
            "  files",
            f"{files or 'none'}; {number_of(content['statements'], 'statement')}, "
            f"{number_of(content['claims'], 'claim')}",
        ),
        ("  findings", findings),
    ]


def _archive(content: dict[str, Any]) -> str:
    if content["archive"] is None:
        return "none"
    if not content["archiveIsThere"]:
        return f"{content['archive']}, which is not there"
    archived = (content["content"] or {}).get("archived")
    if archived is None:
        return str(content["archive"])
    return (
        f"{content['archive']}: {number_of(archived['found'], 'page')} found, {len(archived['missing'])} missing, "
        f"{number_of(archived['unnamed'], 'document')} "
        f"{'names' if archived['unnamed'] == 1 else 'name'} none"
    )


def _time_rows(timing: dict[str, Any]) -> list[tuple[str, str]]:
    steps = ", ".join(f"{step} {timing[step]:.2f} s" for step in ("read", "derive", "check"))
    rules = ", ".join(f"{rule} {seconds * 1000:.0f} ms" for rule, seconds in timing["rules"].items())
    return [("time", steps), ("  slowest", rules or "not measured for graphs of this size")]
