"""The command line: it parses flags, calls the library and prints.

Results go to standard output, all else to standard error. Exit codes: 0 fine, 1 found something, 2 could
not check.
"""

from __future__ import annotations

import logging
import os
import sys

import click

from averment import __version__
from averment.cli.check import check_command
from averment.cli.export import export_command
from averment.cli.query import query_command
from averment.errors import AvermentError, ReadFailure

__all__ = ["main"]


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: averment check graph",
)
@click.version_option(__version__, prog_name="averment")
def averment() -> None:
    """Check what news reports say about legislation against each other.

    A graph of claims is a folder of YAML, Turtle, TriG, JSON-LD or N-Quads files; without a path, commands
    read the folder 'graph'.
    """


for _command in (check_command, query_command, export_command):
    averment.add_command(_command)


def main() -> None:
    """Run the command line, with every expected error as one message and exit code 2."""
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # ill-typed literals are findings, not log entries
    try:
        code = averment.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except ReadFailure as failure:
        click.echo(str(failure), err=True)
        code = 2
    except AvermentError as error:
        click.echo(f"error: {error}", err=True)
        code = 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
