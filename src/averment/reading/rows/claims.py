"""One row to the triples that its claim has in a YAML file, as N-Triples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from rdflib import RDF

from averment.namespaces import AV
from averment.reading.rows.columns import Column, Owner
from averment.reading.rows.documents import Documents
from averment.reading.rows.faults import Fault
from averment.reading.rows.plans import Cell, Entry, Plan
from averment.reading.rows.terms import ODD, Terms

__all__ = ["Place", "Writer"]

Place = tuple[str, str, int]
"""The IRI of a thing that a row describes, the IRI of its class, and the number of the line."""

_A = f"<{RDF.type}> "
_FIRST, _REST, _NIL = f"<{RDF.first}>", f"<{RDF.rest}>", f"<{RDF.nil}>"
_CLAIM_TYPE = f"{_A}<{AV.Claim}>"
_is_odd = ODD.search
_STATED_IN = f"<{AV.statedIn}> "
_MOST = 5000
"""How many cells of a column are remembered."""


@dataclass(slots=True)
class _Thing:
    """What a row says of a claim or a document: properties and values, its own and those of its parts.

    Attributes:
        iri: what it is about.
        name: how it is called, which its parts are named after.
        base: the IRI that the name counts from.
        own: properties and values.
        parts: those of its parts, in the order of their numbers.
    """

    iri: str = ""
    name: str = ""
    base: str = ""
    own: list[str] = field(default_factory=list)
    parts: list[tuple[Owner, list[str]]] = field(default_factory=list)

    def add(self, owner: Owner, lines: list[str]) -> None:
        """Add what is said of the thing or of one of its parts."""
        if not owner.key:
            self.own += lines
            return
        for found, said in self.parts:
            if found == owner:
                said += lines
                return
        self.parts.append((owner, lines))
        self.parts.sort(key=lambda item: (item[0].key, item[0].number))

    def digest(self) -> str:
        """Return a short hash of what is said, which does not depend on the order of the columns."""
        said = [*self.own, *(f"{at.suffix} {line}" for at, lines in self.parts for line in lines)]
        said.sort()
        return blake2b("\n".join(said).encode(), digest_size=8).hexdigest()


class Writer:
    """Writes rows as N-Triples.

    Args:
        documents: what earlier rows say of the documents.

    Attributes:
        places: what was described and in which line; whoever takes it empties it.
    """

    def __init__(self, documents: Documents) -> None:
        self.places: list[Place] = []
        self._documents = documents
        self._terms = Terms()
        self._document_cell: Cell = ""
        self._document_iri = ""
        self._last: tuple[str, list[Cell]] = ("", [])

    def write(self, plan: Plan, cells: Sequence[Cell], line: int) -> str:
        """Return the triples of one row.

        Args:
            plan: what its columns are.
            cells: what stands in them; an empty one says nothing.
            line: where the row starts.

        Raises:
            Fault: the row can't be read.
        """
        plan.check(cells)
        document = self._document(plan, cells)
        claim = _Thing(base=document)
        self._read(claim.own, plan.claim, cells, document)
        for owner, entries in plan.parts:
            said: list[str] = []
            self._read(said, entries, cells, document)
            if said:
                claim.parts.append((owner, said))
        for entry in plan.mixed:
            self._spread(claim, entry, cells)
        self._call(claim, plan, cells)
        text = self._described(claim, [_CLAIM_TYPE, f"{_STATED_IN}<{document}>"], line)
        if plan.document:
            text += self._described_document(plan, cells, document, line)
        return text

    def _document(self, plan: Plan, cells: Sequence[Cell]) -> str:
        cell = cells[plan.stated_in]
        if cell == self._document_cell:
            return self._document_iri
        names = [cell.strip()] if isinstance(cell, str) else cell
        if len(names) != 1:
            raise Fault("a claim is stated in one document", "write a row for each", "statedIn")
        self._document_iri = self._iri(names[0], "", "statedIn")
        self._document_cell = cell
        return self._document_iri

    def _call(self, claim: _Thing, plan: Plan, cells: Sequence[Cell]) -> None:
        """Give a claim its name, which follows from what it says if the row has none."""
        cell = cells[plan.identifier] if plan.identifier is not None else ""
        if isinstance(cell, list):
            raise Fault("a claim has one name", "write one", "id")
        claim.name = cell.strip() or f"r{claim.digest()}"
        claim.iri = self._iri(claim.name, claim.base, "id")

    def _iri(self, name: str, base: str, at: str) -> str:
        try:
            return self._terms.iri(name, base)
        except Fault as fault:
            raise Fault(fault.problem, fault.cure, at) from None

    def _read(self, said: list[str], entries: list[Entry], cells: Sequence[Cell], base: str) -> None:
        """Add what cells say; most of them are a plain text, or a name that was there before."""
        for index, at, _, start, end, known in entries:
            cell = cells[index]
            if not cell:
                continue
            if isinstance(cell, str):
                if start:
                    if not _is_odd(cell):
                        said.append(f"{start}{cell}{end}")
                        continue
                elif cell in known:
                    said.append(known[cell])
                    continue
            lines = self._lines(at, cell, base, at.name)
            said += lines
            if isinstance(cell, str) and not start and self._terms.is_fixed(at, cell):
                if len(known) >= _MOST:
                    known.clear()
                known[cell] = lines[0]

    def _lines(self, at: Column, cell: Cell, base: str, name: str) -> list[str]:
        try:
            return [f"{at.predicate} {value}" for value in self._terms.values(at, cell, base)]
        except Fault as fault:
            raise Fault(fault.problem, fault.cure, name) from None

    def _spread(self, thing: _Thing, entry: Entry, cells: Sequence[Cell]) -> None:
        for at, cell in Plan.spread(entry, cells):
            thing.add(at.owner, self._lines(at, cell, thing.base, entry.column.name))

    def _described(self, thing: _Thing, first: list[str], line: int) -> str:
        """Return what is said of a thing and of its parts, and record their places.

        Args:
            thing: what is said.
            first: what is said besides, beginning with its class; empty if that was said before.
            line: where it is written.
        """
        iri = thing.iri
        if first:
            self.places.append((iri, first[0][len(_A) + 1 : -1], line))
        if not thing.parts:
            said = first + thing.own
            return _statements(f"<{iri}>", said) if said else ""
        text = ""
        lists: dict[str, list[str]] = {}
        label = blake2b(digest_size=12)
        first = list(first)
        for part, owner, said in self._named_parts(thing):
            text += _statements(f"<{part}>", [f"{_A}<{owner.type}>", *said])
            self.places.append((part, owner.type, line))
            if owner.in_list:
                lists.setdefault(owner.link, []).append(part)
                label.update("\n".join([part, *sorted(said)]).encode())
            else:
                first.append(f"{owner.link} <{part}>")
        for link, members in lists.items():
            head, nodes = _list(f"_:r{label.hexdigest()}", members)
            first.append(f"{link} {head}")
            text += nodes
        return _statements(f"<{iri}>", first + thing.own) + text

    def _named_parts(self, thing: _Thing) -> list[tuple[str, Owner, list[str]]]:
        """Return the IRI of each part with what it is and what is said of it.

        Raises:
            Fault: of numbered parts one is left out.
        """
        found = []
        key, number = "", 0
        extends = self._terms.extends(thing.name, thing.base)
        for owner, said in thing.parts:
            if owner.number:
                number = number + 1 if owner.key == key else 1
                key = owner.key
                if owner.number != number:
                    problem = f"'{key}' has a part {owner.number} and no part {number}"
                    raise Fault(problem, "number them from 1 without a gap", f"{key}.{owner.number}")
            name = f"{thing.name}{owner.suffix}"
            iri = f"{thing.iri}{owner.suffix}" if extends else self._iri(name, thing.base, "id")
            found.append((iri, owner, said))
        return found

    def _described_document(self, plan: Plan, cells: Sequence[Cell], document: str, line: int) -> str:
        """Return what a row says of its document that no earlier row says."""
        written = [cells[entry.at] for entry in plan.document]
        if not any(written) or self._last == (document, written):
            return ""
        thing = _Thing(document, document, document)
        said = {}
        for entry, cell in zip(plan.document, written, strict=True):
            language = "" if entry.tag is None else cells[entry.tag]
            if cell or language:
                said[entry.column.name] = (cell, language)
        new = self._documents.add(document, said, line)
        for entry in plan.document:
            if entry.column.name in new:
                self._spread(thing, entry, cells)
        self._last = (document, written) if all(entry.tag is None for entry in plan.document) else ("", [])
        types = [one for one in thing.own if one.startswith(_A)]
        thing.own = [one for one in thing.own if not one.startswith(_A)]
        return self._described(thing, types, line)


def _statements(subject: str, said: list[str]) -> str:
    between = f" .\n{subject} "
    return f"{subject} {between.join(said)} .\n"


def _list(label: str, members: list[str]) -> tuple[str, str]:
    """Return the head of a list and the triples that make it, whose nodes are called after a label."""
    text = ""
    for number, member in enumerate(members, start=1):
        rest = f"{label}n{number + 1}" if number < len(members) else _NIL
        node = f"{label}n{number}"
        text += f"{node} {_FIRST} <{member}> .\n{node} {_REST} {rest} .\n"
    return f"{label}n1", text
