"""SELECT blocks: what is selected from which tables under which conditions, before it is written as SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from averment.shacl.algebra import Variable
from averment.shacl.scope import Column

__all__ = ["Block"]


@dataclass(slots=True)
class Block:
    """Rows, as a chain of joined sources and conditions over them.

    Attributes:
        columns: what holds each variable.
        sources: each with how it is joined to those before it: keyword, text with its alias, condition.
        conditions: what has to hold for a row.
        dictionaries: the aliases of the dictionaries that have been joined, by dictionary and number.
    """

    columns: dict[Variable, Column]
    sources: list[tuple[str, str, str]] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    dictionaries: dict[tuple[str, str], str] = field(default_factory=dict)

    def select(self, variables: Iterable[Variable], *, distinct: bool = False) -> str:
        """Return the statement that selects some of the columns."""
        listed = ", ".join(self.columns[v].listed(v.name) for v in variables if v in self.columns)
        return f"SELECT {'DISTINCT ' if distinct else ''}{listed or '1 AS _'}{self.tail()}"

    def tail(self) -> str:
        """Return the statement from FROM on."""
        found = ""
        for number, (keyword, source, on) in enumerate(self.sources):
            if number == 0:
                found = f" FROM {source}"
            else:
                found += f" {keyword} {source}" + (f" ON {on}" if on else "")
        return found + (f" WHERE {' AND '.join(self.conditions)}" if self.conditions else "")

    def add(self, other: Block, equalities: list[str]) -> None:
        """Join the sources of another block, and what it demands."""
        first = True
        for keyword, source, on in other.sources:
            if not self.sources or not first:
                self.sources.append((keyword, source, on))
            elif equalities:
                # the equalities may name sources that follow; those wait
                alias = source.rsplit(" AS ", 1)[-1].split("(")[0]
                here = [e for e in equalities if _only_names(e, alias)]
                equalities = [e for e in equalities if e not in here]
                self.sources.append(
                    ("JOIN", source, " AND ".join(here)) if here else ("CROSS JOIN", source, "")
                )
            else:
                self.sources.append(("CROSS JOIN", source, ""))
            first = False
        self.conditions += equalities
        self.conditions += other.conditions
        self.dictionaries.update(other.dictionaries)


def _only_names(equality: str, alias: str) -> bool:
    return equality.rsplit(" = ", 1)[-1].startswith(f"{alias}.")
