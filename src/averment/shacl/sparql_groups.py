"""A group graph pattern of SPARQL in the making."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from averment.shacl.algebra import Relation

__all__ = ["Fact", "Group"]

Fact: TypeAlias = tuple[Relation, tuple[str, ...]]
"""A relation, and the names whose values are a row of it."""


@dataclass
class Group:
    """A group graph pattern in the making.

    Attributes:
        given: what is known of the row for which an EXISTS is asked, here and in all that is nested here.
        near: what is known of the row that an OPTIONAL adds to, here only.
        outer: names whose values come from the row for which an EXISTS is asked.
        elements: the patterns in their order.
        filters: conditions on the whole group.
        names: what the patterns bind.
        certain: what they bind in each solution.
        facts: the relations that each solution is a row of, with the names of their columns.
        left_out: names of what was not said because it is near.
        starts_with_union: whether all that was said is a union, after nothing but sub-queries.
    """

    given: frozenset[Fact] = frozenset()
    near: frozenset[Fact] = frozenset()
    outer: frozenset[str] = frozenset()
    elements: list[str] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    certain: set[str] = field(default_factory=set)
    facts: set[Fact] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    starts_with_union: bool = False

    def text(self) -> str:
        """Return the group in braces."""
        lines = [*self.elements, *(_condition(text) for text in self.filters)]
        inside = "\n".join(lines).replace("\n", "\n  ")
        return f"{{\n  {inside}\n}}" if lines else "{}"

    def nested(self) -> Group:
        """Return an empty group inside this one."""
        return Group(given=self.given, outer=self.outer)

    def add(self, text: str, bound: Iterable[str], certain: Iterable[str]) -> None:
        """Add a pattern with the names that it binds."""
        if self.starts_with_union:
            self.set_apart()
            self.starts_with_union = False
        self.elements.append(text)
        self.names.update(bound)
        self.certain.update(certain)

    def embed(self, group: Group) -> None:
        """Add another group as a pattern of its own."""
        self.add(group.text(), group.names, group.certain)
        self.facts |= group.facts

    def unite(self, groups: list[Group]) -> None:
        """Add the union of groups as a pattern."""
        # what stands first is what the rest is about: an engine that evaluates the union anew for each solution
        # of the rest takes a time that grows with the square of the graph
        is_head = all(element.startswith("{ SELECT") for element in self.elements)
        first = is_head and not self.outer and not self.given
        names = set().union(*(group.names for group in groups))
        text = " UNION ".join(group.text() for group in groups)
        self.add(text, names, set.intersection(*(group.certain for group in groups)))
        self.starts_with_union = first

    def set_apart(self) -> None:
        """Put what was said into a sub-query, so that engines do not ask what follows for each of its solutions."""
        if self.elements and self.names:
            inside = "\n".join(self.elements).replace("\n", "\n  ")
            selected = " ".join(f"?{name}" for name in sorted(self.names))
            self.elements = [f"{{ SELECT {selected} WHERE {{\n  {inside}\n}} }}"]

    @property
    def is_plain(self) -> bool:
        """Whether only triples and paths were said."""
        return all(element.endswith(" .") for element in self.elements)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said yet."""
        return not self.elements and not self.filters


def _condition(text: str) -> str:
    bare = text.startswith(("(", "EXISTS ", "NOT EXISTS "))
    return f"FILTER {text}" if bare else f"FILTER ({text})"
