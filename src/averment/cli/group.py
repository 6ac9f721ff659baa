"""The group of commands, and what every error becomes."""

from __future__ import annotations

import io
import logging
import os
import sys
from importlib import import_module

import click

from averment.cli.common import PATH_NAME, discard, say
from averment.cli.text import clean, explained, render_errors, words_of
from averment.cli.workspace import Settings
from averment.errors import AvermentError, ReadFailure

__all__ = ["run"]

_NAMES = (
    "candidates",
    "changes",
    "check",
    "coverage",
    "doctor",
    "explain",
    "export",
    "fmt",
    "init",
    "judge",
    "load",
    "new",
    "plot",
    "query",
    "serve",
    "show",
    "site",
)


_COMPLETE = "_AVERMENT_COMPLETE"
"""What a shell sets to ask for completions."""


class _Commands(click.Group):
    """The commands, each imported when it is asked for: no check waits for what only queries need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for name in [cmd_name] if cmd_name in _NAMES else _NAMES:  # all, to suggest one for what is misspelt
            self.commands[name] = getattr(import_module(f"averment.cli.{name}"), f"{name}_command")
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: averment init our-graph, or averment check graph",
)
@click.option(
    "--config",
    metavar="FILE",
    type=PATH_NAME,
    envvar="AVERMENT_CONFIG",
    show_envvar=True,
    help="The averment.toml to read.  [default: the nearest one, from this folder upwards]",
)
@click.version_option(package_name="averment", prog_name="averment")
def averment(config: str | None) -> None:
    """Check what news reports say about legislation against each other.

    A graph of claims is a folder of YAML, Turtle, TriG, JSON-LD or N-Quads files; without a path, commands
    read what the nearest 'averment.toml' says, or the folder 'graph'.
    """


def run() -> int:
    """Run the command that the arguments name and return the exit code."""
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # ill-typed literals are findings, not log entries
    try:
        if _COMPLETE in os.environ:
            from averment.cli.completing import use_whole_words_in_bash  # only a shell waits for it

            use_whole_words_in_bash()
        code = averment.main(prog_name="averment", standalone_mode=False, default_map=Settings())
        return code if isinstance(code, int) else 0
    except click.exceptions.Abort:
        say("interrupted")
        return 130
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        say("\n".join(clean(line) for line in shown.getvalue().rstrip().split("\n")))
    except ReadFailure as failure:
        say(render_errors(failure.errors))
    except AvermentError as error:
        say(explained(error))
    except OSError as error:
        discard(sys.stdout)
        say(f"error: {words_of(error)}")
    return 2
