"""The concepts that stated values name."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import AV, ID, PREFIXES
from averment.values import ValueFault

__all__ = ["Concepts", "folded", "names_of"]

_NAMES = (SKOS.prefLabel, SKOS.altLabel, RDFS.label)


class Concepts:
    """Finds concepts by compact IRI, notation or name in any language."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._members: dict[frozenset[Node], dict[str, set[URIRef]]] = {}

    def resolve(self, text: str, schemes: frozenset[Node]) -> URIRef:
        """Return the concept that a text names; of nodes that are one actor, the one under which it is counted.

        Args:
            text: a compact IRI such as `group:served-and-fought`, an IRI, a notation, or a name.
            schemes: the concept schemes, classes and processes whose members are meant.

        Raises:
            ValueFault: no member, or more than one, has that name; the message names the nearest.
        """
        found = self._named(folded(text), schemes)
        if len(found) == 1:
            return next(iter(found))
        if len(found) > 1:
            several = ", ".join(sorted(self.compact(concept) for concept in found))
            raise ValueFault(f"'{text}' is the name of several ({several}): write one of these")
        names = self._names(schemes)
        near = difflib.get_close_matches(folded(text), sorted(names), n=1, cutoff=0.6)
        cure = f"did you mean '{near[0]}'?" if near else f"write one of {self._some(schemes)}"
        raise ValueFault(f"'{text}' names no {self._what(schemes)}: {cure}")

    def _named(self, name: str, schemes: frozenset[Node]) -> set[URIRef]:
        """Return the members of schemes that have a name, by the world's own index where it has one."""
        candidates = self._world.named(name)
        if candidates is None:
            return self._names(schemes).get(name, set())
        return {
            self._world.canonical(node)
            for node in candidates
            if isinstance(node, URIRef)
            and any(self._is_in(node, scheme) for scheme in schemes)
            and any(folded(each) == name for each in self._names_of(node))
        }

    def _is_in(self, node: URIRef, scheme: Node) -> bool:
        if scheme in self._classes:
            return node in self._world.instances(scheme)
        return any(scheme in self._world.values(node, each) for each in (SKOS.inScheme, AV.inProcess))

    def _some(self, schemes: frozenset[Node]) -> str:
        members = {member for scheme in schemes for member in self._in(scheme)}
        shown = sorted(
            self._world.literal(member, SKOS.notation) or self.compact(member) for member in members
        )
        if not shown:
            return "its members, once there are any"
        return ", ".join(shown[:6]) + (f" and {len(shown) - 6} more" if len(shown) > 6 else "")

    def _what(self, schemes: frozenset[Node]) -> str:
        """Say what the members of the schemes are: members of a class have its name, others that of the scheme."""
        names = (
            self._world.label(scheme) if scheme in self._classes else f"term of '{self._world.label(scheme)}'"
            for scheme in schemes
        )
        return " or ".join(sorted(names)) or "concept"

    def _names(self, schemes: frozenset[Node]) -> dict[str, set[URIRef]]:
        if schemes not in self._members:
            names: dict[str, set[URIRef]] = defaultdict(set)
            for scheme in schemes:
                for concept in self._in(scheme):
                    for name in self._names_of(concept):
                        names[folded(name)].add(self._world.canonical(concept))
            self._members[schemes] = dict(names)
        return self._members[schemes]

    def _in(self, scheme: Node) -> set[URIRef]:
        if scheme in self._classes:
            members = self._world.instances(scheme)
        else:
            members = {
                *self._world.subjects(SKOS.inScheme, scheme),
                *self._world.subjects(AV.inProcess, scheme),
            }
        return {member for member in members if isinstance(member, URIRef)}

    @cached_property
    def _classes(self) -> set[Node]:
        return {*self._world.subjects(RDF.type, OWL.Class), *self._world.subjects(RDF.type, RDFS.Class)}

    def _names_of(self, concept: URIRef) -> set[str]:
        names = {
            str(name)
            for predicate in (SKOS.notation, *_NAMES)
            for name in self._world.values(concept, predicate)
            if isinstance(name, Literal)
        }
        return {*names, str(concept), self.compact(concept)}

    @staticmethod
    def compact(iri: URIRef) -> str:
        """Return the compact IRI, or what stands between angle brackets where no prefix fits.

        >>> Concepts.compact(URIRef("https://w3id.org/averment/id/actor/tass"))
        'actor:tass'
        """
        for prefix, namespace in PREFIXES.items():
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri.removeprefix(ID)}>" if iri.startswith(ID) else f"<{iri}>"


def names_of(statements: Iterable[tuple[Node, Node, Node]]) -> Iterator[tuple[URIRef, str]]:
    """Iterate over the nodes to which some statements give names, each with a name in the form for comparison.

    The ways in which its IRI is written are among them.
    """
    for node, predicate, name in statements:
        if isinstance(node, URIRef) and isinstance(name, Literal) and predicate in (SKOS.notation, *_NAMES):
            for each in (str(name), str(node), Concepts.compact(node)):
                yield node, folded(each)


def folded(text: str) -> str:
    """Return a name without what does not distinguish names: case, how accents are encoded, space around it."""
    return unicodedata.normalize("NFC", text.strip()).casefold()
