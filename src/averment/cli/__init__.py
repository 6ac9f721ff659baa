"""The command line: it parses flags, calls the library and prints.

Results go to standard output, all else to standard error. Exit codes: 0 fine, 1 found something, 2 could
not check; 130 and 143 when it was ended from the keyboard, or by a signal.
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["main"]

_ALLOCATIONS = 200_000
"""After how many objects more Python looks for garbage. A run makes objects that it keeps to its end, and
after the usual 700 the search takes a fifth of its time; a long run still finds what it leaves behind."""


def main() -> None:
    """Run the command line, with every expected error as one message and exit code 2."""
    before = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *before[1:])
    # rdflib looks into literals of HTML where it finds this, which comes with pySHACL and takes a tenth of the start;
    # no engine here looks at more than their text
    sys.modules.setdefault("html5rdf", None)  # type: ignore[arg-type]
    try:
        from averment.cli.group import run  # once garbage waits: imports make many objects, too

        with _tidy_end():
            code = run()
    finally:
        gc.set_threshold(*before)
    sys.exit(code)


@contextmanager
def _tidy_end() -> Iterator[None]:
    """Let SIGTERM end the command as an error does: what it has put on disk for a while, it takes away."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield  # somebody else takes care of it, or nobody is to
        return

    is_ended = threading.Event()

    def end(*_: object) -> None:
        is_ended.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if is_ended.is_set():  # whatever it has led to
            sys.exit(128 + signal.SIGTERM)
