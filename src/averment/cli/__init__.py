"""The command line: it parses flags, calls the library and prints.

Results go to standard output, all else to standard error. Exit codes: 0 fine, 1 found something, 2 could
not check.
"""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]

_ALLOCATIONS = 200_000
"""After how many objects more Python looks for garbage. A run makes objects that it keeps to its end, and
after the usual 700 the search takes a fifth of its time; a long run still finds what it leaves behind."""


def main() -> None:
    """Run the command line, with every expected error as one message and exit code 2."""
    before = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *before[1:])
    try:
        from averment.cli.group import run  # once garbage waits: imports make many objects, too

        code = run()
    finally:
        gc.set_threshold(*before)
    sys.exit(code)
