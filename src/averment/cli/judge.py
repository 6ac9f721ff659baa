"""`averment judge`: the decisions of editors, written as data."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

import click
from rdflib import URIRef

from averment.cli.common import (
    DAY,
    PATH_NAME,
    Command,
    archive_option,
    built,
    graph_option,
    max_file_size_option,
    output_option,
    paths_argument,
    read_whole,
    shapes_option,
    system_date,
    today_option,
    write_output,
)
from averment.cli.judging import Asked, judge
from averment.cli.text import clean
from averment.deriving.concepts import Concepts
from averment.judging import Listed, Verdict, accept, identify, list_judgements, waive

__all__ = ["judge_command"]

_EPILOG = """Examples:

\b
  averment judge accept article:quill-1/c1 --by "A. Editor" --reason "It quotes the decree itself."
  averment judge list
"""
_ACCEPT = """Examples:

\b
  averment judge accept article:quill-1/c1 --by "A. Editor" --reason "It quotes the decree itself."
  averment judge accept article:quill-1/c1 --by "A. Editor" --reason "As the gazette has it." --dry-run
"""
_WAIVE = """Examples:

\b
  averment judge waive Document-hasVerification article:quill-1 --expires 2099-12-31 \\
      --by "A. Editor" --reason "The page is to be archived."
"""
_SAME = """Examples:

\b
  averment judge same actor:norn actor:norn-2 --by "A. Editor" --reason "One imprint names them both."
"""
_DIFFERENT = """Examples:

\b
  averment judge different actor:norn actor:quill --by "A. Editor" --reason "They have different owners."
"""
_LIST = """Examples:

\b
  averment judge list
  averment judge list graph --today 2030-01-01     which waivers will be over by then
  averment judge list graph --format json
"""


def _verdict_options(command: Command) -> Command:
    """Add who decides, when and why, and where from and where to."""
    for option in reversed(
        (
            click.option(
                "--reason", required=True, metavar="TEXT", help="Why, so that others can follow it."
            ),
            click.option(
                "--by",
                "editor",
                required=True,
                envvar="AVERMENT_EDITOR",
                show_envvar=True,
                metavar="NAME",
                help="Who answers for it.",
            ),
            click.option(
                "--date",
                "day",
                type=DAY,
                metavar="DATE",
                help="The day of the decision.  [default: the date of this machine]",
            ),
            graph_option,
            click.option(
                "--file",
                metavar="FILE",
                type=PATH_NAME,
                help="The file to write; if it is there, a number is added.  [default: one in 'judgements', in "
                "the folder of the graph]",
            ),
            click.option("--dry-run", is_flag=True, help="Print the file and write nothing."),
            max_file_size_option,
        )
    ):
        command = option(command)
    return command


def _asked(options: dict[str, Any]) -> Asked:
    """Return what the shared options of a command ask for."""
    day: date = options.pop("day") or system_date()
    verdict = Verdict(options.pop("reason"), options.pop("editor"), day)
    return Asked(verdict=verdict, **options)


@click.group("judge", epilog=_EPILOG)
def judge_command() -> None:
    """Write down what an editor decides, or list what has been decided.

    A judgement is a YAML file of the graph. It holds until a claim of its question, or what else it is about,
    is changed; then 'averment check' reports it, and what it settled is open again.
    """


@judge_command.command("accept", epilog=_ACCEPT)
@click.argument("claim", metavar="CLAIM")
@click.option(
    "--question",
    metavar="QUESTION",
    help="The question, where what follows from the claim answers another one than the claim itself.",
)
@_verdict_options
def accept_command(claim: str, question: str | None, **options: Any) -> None:
    """Accept the answer of CLAIM, such as article:quill-1/c1, which settles the disagreement over its question."""
    asked = _asked(options)
    judge(lambda build: accept(build, claim, asked.verdict, question=question), asked)


@judge_command.command("waive", epilog=_WAIVE)
@click.argument("rule", metavar="RULE")
@click.argument("node", metavar="NODE")
@click.option("--expires", required=True, type=DAY, metavar="DATE", help="The last day on which it holds.")
@archive_option("for findings that come of them")
@shapes_option
@_verdict_options
def waive_command(rule: str, node: str, expires: date, **options: Any) -> None:
    """Let the finding of RULE about NODE stand until a day.

    RULE is a name as findings show it, NODE what 'averment check --format json' shows as the subject.
    """
    asked = _asked(options)
    judge(lambda build: waive(build, rule, node, asked.verdict, expires=expires), asked)


@judge_command.command("same", epilog=_SAME)
@click.argument("one", metavar="ACTOR")
@click.argument("other", metavar="ACTOR")
@_verdict_options
def same_command(one: str, other: str, **options: Any) -> None:
    """Say that two nodes stand for one ACTOR."""
    asked = _asked(options)
    judge(lambda build: identify(build, one, other, asked.verdict, is_same=True), asked)


@judge_command.command("different", epilog=_DIFFERENT)
@click.argument("one", metavar="ACTOR")
@click.argument("other", metavar="ACTOR")
@_verdict_options
def different_command(one: str, other: str, **options: Any) -> None:
    """Say that two nodes stand for one ACTOR each."""
    asked = _asked(options)
    judge(lambda build: identify(build, one, other, asked.verdict, is_same=False), asked)


@judge_command.command("list", epilog=_LIST)
@paths_argument
@today_option
@click.option(
    "--format", "output_format", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@max_file_size_option
@output_option
def list_command(
    paths: tuple[str, ...], today: date | None, output_format: str, max_file_size: int, output: str
) -> None:
    """List the judgements of a graph with their state.

    PATH is a file or a folder; without one, the folder 'graph' is read. The states are in-force, reopened,
    expired, contradicted, superseded, gone, misplaced and incomplete.
    """
    reading = read_whole(paths, max_file_size)
    listed = list_judgements(built(reading, today=today or system_date()))
    if output_format == "json":
        write_output(json.dumps([asdict(one) for one in listed], ensure_ascii=False, indent=2) + "\n", output)
    else:
        terminal = output == "-" and sys.stdout is not None and sys.stdout.isatty()
        write_output(_table(listed, terminal=terminal), output)


def _table(listed: list[Listed], *, terminal: bool) -> str:
    from averment.cli.tables import folded_table, plain_table

    names = ["judgement", "kind", "state", "about", "by", "on", "until", "reason"]
    rows = [[clean(cell) for cell in _cells(one)] for one in listed]
    table = folded_table(names, rows) if terminal else plain_table(names, rows)
    return f"{table}\n{'1 judgement' if len(rows) == 1 else f'{len(rows)} judgements'}\n"


def _cells(one: Listed) -> list[str]:
    about = ", ".join(Concepts.compact(URIRef(node)) for node in one.judges)
    return [
        Concepts.compact(URIRef(one.judgement)),
        one.kind,
        one.state or "",
        about,
        one.editor or "",
        one.date or "",
        one.expires or "",
        one.reason or "",
    ]
