"""Write a claim graph of any size with known faults: `python -m benchmarks.generate --claims N OUT_DIR`.

Lines are written as they are made, so that memory does not grow with the size. The same size, seed and share
of faults give the same files, to the byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from rdflib import BNode, Graph
from rdflib.term import Node

from averment import resources
from averment.shapes import load_shapes
from benchmarks.parts import Block, Planter
from benchmarks.stories import stories
from benchmarks.world import World

__all__ = ["DATA", "EXPECTED", "FACTS", "SHAPES", "blocks", "main", "ontology_lines", "prepare", "write"]

DATA, SHAPES, EXPECTED, FACTS = "data.nt", "shapes.ttl", "expected.tsv", "facts.json"
"""The files of a generated graph; `README.md` says what is in them."""

FAULTS = 0.01
"""The share of nodes of each sort that have a fault."""

_NOT_READ = ("changed", "checkout", "comparing", "engines", "machine", "report", "run", "serving", "storing")
"""The modules that have no part in a graph."""

COLUMNS = ("focus", "shape", "component", "path", "value", "fault")


def blocks(claims: int, *, seed: int = 1, faults: float = FAULTS) -> Iterator[Block]:
    """Iterate over the parts of a graph.

    Args:
        claims: how many claims it has.
        seed: what makes one graph of a size differ from another.
        faults: the share of nodes of each sort that have a fault.
    """
    planter = Planter(faults)
    world = World(claims, planter)
    yield from world.blocks(Random(f"world {seed}"))
    yield from stories(claims, seed, world, planter)


def ontology_lines() -> list[str]:
    """Return the statements of the ontology as sorted lines."""
    names: dict[Node, BNode] = {}

    def named(term: Node) -> Node:
        return names.setdefault(term, BNode(f"ontology{len(names)}")) if isinstance(term, BNode) else term

    graph = Graph()
    for triple in sorted(resources.ontology(), key=lambda terms: [str(term) for term in terms]):
        subject, predicate, value = triple
        graph.add((named(subject), predicate, named(value)))
    return sorted(line + "\n" for line in graph.serialize(format="nt").splitlines() if line)


def _settings(claims: int, seed: int, faults: float) -> dict[str, object]:
    """Return what a graph follows from, with a hash of the generator, the ontology and the shapes."""
    digest = hashlib.sha256()
    for file in [
        *sorted(Path(__file__).parent.rglob("*.py")),
        *resources.ontology_files(),
        *resources.shapes_files(),
    ]:
        if file.stem not in _NOT_READ:
            digest.update(file.read_bytes())
    return {"claims": claims, "seed": seed, "faults": faults, "source": digest.hexdigest()[:16]}


def prepare(folder: Path, claims: int, seed: int) -> dict[str, object]:
    """Return the facts about the graph in a folder, which is written unless it is there and up to date."""
    facts = folder / FACTS
    if facts.is_file():
        known: dict[str, object] = json.loads(facts.read_text(encoding="utf-8"))
        if known.items() >= _settings(claims, seed, FAULTS).items():
            return known
    return write(folder, claims, seed=seed)


def write(
    folder: Path, claims: int, *, seed: int = 1, faults: float = FAULTS, archive: bool = False
) -> dict[str, object]:
    """Write a graph and what has to be found in it into a folder; return the facts about it.

    Args:
        folder: where the files go; it is made if need be.
        claims: how many claims the graph has.
        seed: what makes one graph of a size differ from another.
        faults: the share of nodes of each sort that have a fault.
        archive: whether to write the pages as well.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = folder / "archive"
    if archive:
        pages.mkdir(exist_ok=True)
    counts, found, size = Counter[str](), Counter[str](), 0
    shapes, _ = load_shapes()
    shapes.serialize(folder / SHAPES, format="turtle")
    with (
        (folder / DATA).open("w", encoding="utf-8", newline="\n") as data,
        (folder / EXPECTED).open("w", encoding="utf-8", newline="\n") as expected,
    ):
        expected.write("\t".join(COLUMNS) + "\n")
        ontology = ontology_lines()
        data.writelines(ontology)
        size += len(ontology)
        for block in blocks(claims, seed=seed, faults=faults):
            data.writelines(block.stated)
            data.writelines(block.derived)
            expected.writelines("\t".join(row) + "\n" for row in block.expected)
            counts.update(
                claims=block.claims,
                questions=block.questions,
                stated=len(block.stated),
                derived=len(block.derived),
            )
            found.update(row.fault for row in block.expected)
            if archive:
                for name, text in block.pages.items():
                    (pages / name).write_text(text, encoding="utf-8")
    facts: dict[str, object] = {
        **counts,
        "ontology": size,
        "triples": counts["stated"] + counts["derived"] + size,
        **_settings(claims, seed, faults),
        "results": found.total(),
        "resultsByFault": dict(sorted(found.items())),
    }
    (folder / FACTS).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    return facts


def main(arguments: list[str]) -> int:
    """Write one graph."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description="Write a claim graph.")
    parser.add_argument("folder", type=Path, metavar="OUT_DIR")
    parser.add_argument("--claims", type=int, required=True, metavar="N", help="how many claims it has")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="1 unless given")
    parser.add_argument("--faults", type=float, default=FAULTS, metavar="SHARE", help="0.01 unless given")
    parser.add_argument("--archive", action="store_true", help="write the pages of the documents as well")
    given = parser.parse_args(arguments)
    if given.claims < 1 or not 0 <= given.faults <= 1:
        parser.error("a graph has one claim at least, and a share of faults from 0 to 1")
    facts = write(given.folder, given.claims, seed=given.seed, faults=given.faults, archive=given.archive)
    sys.stdout.write(
        f"{facts['claims']} claims, {facts['triples']} triples, {facts['results']} expected results\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
