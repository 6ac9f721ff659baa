"""The algebra as SQL, over tables of numbered terms: the names that statements share."""

from __future__ import annotations

from rdflib import URIRef
from rdflib.term import Node

from averment.shacl.algebra import Relation
from averment.shacl.sql_statements import Forms, Statement
from averment.shacl.terms import token

__all__ = ["Printer"]


class Printer:
    """Prints relations as SQL.

    The statements read these tables: for each property its own with the columns `s` and `o`; `triples` with
    `p` besides; `literals` and `names`, the dictionaries of literals and of other nodes, by `id`; and dictionaries
    like `literals` of the values of some properties: a join keeps its right side in memory, which would be all
    literals, several times over. A constant is written as its position in `constants` between two NUL characters,
    for its number is known only to a store.

    Args:
        like: a printer whose tables and constants this one shares.
        mixed: whether the statements are for data in which the keys of literals do not tell how all compare.

    Attributes:
        properties: the properties that have a table, in the order of the tables' names.
        constants: the tokens of the constants.
        reads_triples: whether a statement needs the table of all triples.
        looked_up: the tables of the properties whose values have a dictionary, and the names of those.
        mixed: as above.
    """

    def __init__(self, like: Printer | None = None, *, mixed: bool = False) -> None:
        self.properties: dict[URIRef, str] = like.properties if like is not None else {}
        self.constants: dict[str, str] = like.constants if like is not None else {}
        self.reads_triples: bool = like.reads_triples if like is not None else False
        self.looked_up: dict[str, str] = like.looked_up if like is not None else {}
        self.mixed = mixed
        self._known: dict[Relation, tuple[str, Forms]] = {}

    def materialise(self, relation: Relation) -> tuple[str, str]:
        """Return a name and the statement whose rows are to be kept as a table of that name."""
        statement, forms = Statement(self).whole(relation)
        name = f"shared{len(self._known) + 1}"
        self._known[relation] = (name, forms)
        return name, statement

    def is_known(self, relation: Relation) -> bool:
        """Return whether a table holds the relation."""
        return relation in self._known

    def statement(self, relation: Relation) -> tuple[str, list[tuple[str, str]]]:
        """Return a statement whose rows are those of the relation, and its columns with their forms."""
        statement, forms = Statement(self).whole(relation)
        listed: list[tuple[str, str]] = []
        for variable, column in forms.items():
            listed.append((variable.name, column.form))
            listed += [(f"{variable.name}.{facet}", "") for facet in column.carried]
        return statement, listed

    def table(self, predicate: URIRef) -> str:
        """Return the name of the table of a property."""
        return self.properties.setdefault(predicate, f"property{len(self.properties) + 1}")

    def literals_of(self, table: str) -> str:
        """Return the name of the dictionary of the values of a property, of which a table is given."""
        return self.looked_up.setdefault(table, f"literals_of_{table}")

    def triples(self) -> str:
        """Return the name of the table of all triples."""
        self.reads_triples = True
        return "triples"

    def constant(self, term: Node) -> str:
        """Return what stands for the number of a term."""
        return self.constants.setdefault(token(term), f"\0{len(self.constants)}\0")

    def kept(self, relation: Relation) -> tuple[str, Forms] | None:
        """Return the name and columns of the table that holds a relation, if one does."""
        return self._known.get(relation)
