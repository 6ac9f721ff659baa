"""The command line: it parses flags, calls the library and prints.

Results go to standard output, all else to standard error. Exit codes: 0 fine, 1 found something, 2 could
not check.
"""

from __future__ import annotations

import io
import logging
import sys

import click

from averment import __version__
from averment.cli.check import check_command
from averment.cli.common import discard, say
from averment.cli.export import export_command
from averment.cli.query import query_command
from averment.cli.text import clean, render_errors
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
    sys.exit(_run())


def _run() -> int:
    try:
        code = averment.main(standalone_mode=False)
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
        say(f"error: {clean(str(error))}")
    except OSError as error:
        discard(sys.stdout)
        where = f" '{clean(str(error.filename))}'" if error.filename else ""
        say(f"error: {error.strerror}{where}; check the name, and the space that is left")
    return 2
