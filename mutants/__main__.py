"""Mutate the shipped graph and see what a check makes of it: `python -m mutants`, or `make mutants`.

The exit code is 0 when the targets are reached, 1 when they are not, and 2 when nothing could be checked.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from averment import resources
from averment.cli.text import clean
from averment.errors import AvermentError
from averment.reading import read
from mutants.choosing import choose
from mutants.operators import BY_NAME, OPERATORS
from mutants.report import listed_operators, report, shares
from mutants.running import judge_all
from mutants.sheet import Sheet

__all__ = ["main"]

GRAPH = Path(__file__).resolve().parent.parent / "graph"
EXAMPLES = """examples:
  python -m mutants --count 100 --seed 7
  python -m mutants --only "change a vote" --only "move a stage"
  python -m mutants --list
"""


def main(arguments: Sequence[str]) -> int:
    """Run the mutation test and return its exit code."""
    given = _parser().parse_args(arguments)
    if given.list:
        sys.stdout.write(listed_operators(OPERATORS))
        return 0
    operators = [BY_NAME[each] for each in given.only] if given.only else OPERATORS
    try:
        reading = read([given.graph])
    except AvermentError as error:
        sys.stderr.write(f"{clean(str(error))}\n")
        return 2
    chosen = choose(Sheet(reading.graph(), resources.ontology()), operators, given.count, given.seed)
    if not chosen:
        sys.stderr.write("the graph has no place for a mutant of these operators: name others with --only\n")
        return 2
    verdicts = judge_all(reading, chosen, processes=given.processes, progress=_progress(len(chosen)))
    sys.stdout.write(report(operators, verdicts))
    return 0 if shares(operators, verdicts).reach_target else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mutants",
        description="Mutate a graph, check each mutant, and tell what was detected and what was wrongly reported.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "graph", nargs="?", type=Path, default=GRAPH, help="folder of the graph; the shipped one unless given"
    )
    parser.add_argument(
        "--count", type=_positive, default=500, metavar="N", help="how many mutants; 500 unless given"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="1 unless given")
    parser.add_argument(
        "--only",
        action="append",
        choices=sorted(BY_NAME),
        metavar="NAME",
        help="an operator; may be repeated",
    )
    parser.add_argument("--processes", type=_positive, default=2, metavar="N", help="2 unless given")
    parser.add_argument("--list", action="store_true", help="list the operators and end")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number from 1 on")
    return int(text)


def _progress(total: int) -> Callable[[int], None]:
    def show(done: int) -> None:
        sys.stderr.write(f"\r{done} of {total} mutants" + ("\n" if done == total else ""))
        sys.stderr.flush()

    return show if sys.stderr.isatty() else lambda done: None


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
