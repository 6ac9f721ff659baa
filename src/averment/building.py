"""From files to the graph that is checked, asked and exported: read, then derive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from rdflib import RDF, Graph
from rdflib.term import Node

from averment import resources
from averment.deriving import Archive, derive
from averment.deriving.world import World
from averment.graphs import graph_of
from averment.namespaces import AV
from averment.reading import Positions, Reading, read
from averment.shapes import load_shapes
from averment.viewpoint import EVERYTHING, Viewpoint, seen_from

__all__ = ["Build", "build", "build_from"]


@dataclass(frozen=True)
class Build:
    """A graph, ready to be checked, asked or exported.

    Attributes:
        reading: the files, with the places of their nodes.
        stated: what the files state.
        derived: what follows from it.
        shapes: the shapes that a check runs.
        shape_positions: where the user's own shapes are written.
        notes: what a reader has to know of how the graph was made.
        is_excerpt: whether the graph is a part of a larger one, so that other nodes may be defined in the rest.
    """

    reading: Reading
    stated: Graph
    derived: Graph
    shapes: Graph
    shape_positions: Positions
    notes: tuple[str, ...] = ()
    is_excerpt: bool = False

    @cached_property
    def graph(self) -> Graph:
        """What the files state and what follows from it.

        A derived property that a file states is left out: it is reported, and what is derived holds.
        """
        return graph_of(self._accepted(), self.derived)

    @cached_property
    def everything(self) -> Graph:
        """The graph together with the ontology that its terms are declared in."""
        return graph_of(self._accepted(), self.derived, resources.ontology())

    def _accepted(self) -> Iterator[tuple[Node, Node, Node]]:
        derived_properties = set(resources.ontology().subjects(RDF.type, AV.DerivedProperty))
        return (triple for triple in self.stated if triple[1] not in derived_properties)


def build(
    paths: Iterable[str | Path],
    *,
    archive: str | Path | None = None,
    shapes: Iterable[str | Path] = (),
    today: date | None = None,
    viewpoint: Viewpoint = EVERYTHING,
) -> Build:
    """Read files and folders and derive what follows from them.

    Args:
        paths: files and folders of the graph.
        archive: the folder that holds the texts of archived pages.
        shapes: files of further shapes.
        today: the day on which waivers have to hold; without one, none does.
        viewpoint: from when the graph is looked at.

    Raises:
        ReadFailure: something can't be read.
        UsageError: the archive is not a folder.
    """
    return build_from(read(paths), archive=archive, shapes=shapes, today=today, viewpoint=viewpoint)


def build_from(
    reading: Reading,
    *,
    archive: str | Path | None = None,
    shapes: Iterable[str | Path] = (),
    today: date | None = None,
    viewpoint: Viewpoint = EVERYTHING,
) -> Build:
    """Derive what follows from files that have been read; see `build`."""
    loaded, shape_positions = load_shapes(shapes)
    notes: tuple[str, ...] = ()
    if viewpoint:
        reading, notes = seen_from(reading, viewpoint)
    world = World(reading)
    derived = derive(world, loaded, Archive(archive) if archive is not None else None, today)
    return Build(
        reading=reading,
        stated=world.stated,
        derived=derived,
        shapes=loaded,
        shape_positions=shape_positions,
        notes=notes,
    )
