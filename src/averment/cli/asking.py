"""Options that may be asked for at a terminal."""

from __future__ import annotations

import sys
from typing import Any

import click

from averment.errors import UsageError

__all__ = ["complete"]


def complete(given: dict[str, Any], needed: dict[str, str]) -> dict[str, Any]:
    """Return what was given, with what is missing asked for, if there is somebody to ask.

    Args:
        given: values by the names of options; what is None or empty is missing.
        needed: how each option that has to be there is asked for.

    Raises:
        UsageError: something is missing, and there is no terminal.
    """
    missing = [name for name in needed if not given[name]]
    if missing and not _is_terminal():
        flags = " and ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise UsageError(
            f"{flags} {'is' if len(missing) == 1 else 'are'} missing; there is no terminal to ask at"
        )
    answers = {}
    for name in missing:
        answer = click.prompt(needed[name], err=True)
        answers[name] = (answer,) if isinstance(given[name], tuple) else answer
    return {**given, **answers}


def _is_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
