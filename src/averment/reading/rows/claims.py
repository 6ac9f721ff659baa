"""One row to the triples that its claim has in a YAML file, as N-Triples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from rdflib import RDF

from averment.namespaces import AV
from averment.reading.rows.columns import (
    CLAIM,
    Column,
    Form,
    Owner,
    column,
    language_suffix,
    required_columns,
)
from averment.reading.rows.documents import Documents
from averment.reading.rows.faults import Fault
from averment.reading.rows.terms import Terms, split

__all__ = ["Cell", "Place", "Plan", "Writer"]

Cell = str | list[str]

Place = tuple[str, str, int]
"""The IRI of a thing that a row describes, the IRI of its class, and the number of the line."""

_A = f"<{RDF.type}> "
_FIRST, _REST, _NIL = f"<{RDF.first}>", f"<{RDF.rest}>", f"<{RDF.nil}>"
_CLAIM_TYPE = f"{_A}<{AV.Claim}>"
_STATED_IN = f"<{AV.statedIn}> "
_EXAMPLE = "source: actor:tass, verb: reports; source: actor:igor-cherepanov, verb: told"


class Plan:
    """What to do with rows that have the same columns.

    Args:
        names: the names of the columns, in the order of the cells.

    Raises:
        Fault: a name is no column's, or a column that every claim needs is missing.
    """

    def __init__(self, names: Sequence[str]) -> None:
        columns = [_named(name) for name in names]
        self.names = tuple(at.name for at in columns)
        self._check_needed(columns)
        at_id = [index for index, at in enumerate(columns) if at.form is Form.ID]
        self.identifier = at_id[0] if at_id else None
        self.stated_in = next(index for index, at in enumerate(columns) if _is_whole(at))
        tags = {(at.owner, at.key): index for index, at in enumerate(columns) if at.form is Form.TAG}
        self.claim: list[tuple[int, Column, int | None]] = []
        self.document: list[tuple[int, Column, int | None]] = []
        for index, at in enumerate(columns):
            if at.form in (Form.ID, Form.TAG) or _is_whole(at):
                continue
            is_bare = at.form is Form.TEXT and not at.suffix
            tag = tags.pop((at.owner, at.key), None) if is_bare else None
            (self.claim if at.owner.root == "claim" else self.document).append((index, at, tag))
        for index in tags.values():
            name = columns[index].name
            text = name.removesuffix(".language")
            raise Fault(f"'{name}' stands without '{text}'", "add the column of the text", name)
        needed = required_columns()
        self.needed = [
            (key, [index for index, at in enumerate(columns) if at.owner == CLAIM and at.key == key])
            for key in needed
        ]

    @staticmethod
    def _check_needed(columns: list[Column]) -> None:
        keys = {at.key for at in columns if at.owner == CLAIM}
        for key in required_columns():
            if key not in keys:
                raise Fault(f"'{key}' is missing, which every claim needs", f"add '{key}'")


def _named(name: str) -> Column:
    try:
        return column(name)
    except Fault as fault:
        raise Fault(fault.problem, fault.cure, name) from None


def _is_whole(at: Column) -> bool:
    return at.owner == CLAIM and at.key == "statedIn"


@dataclass(slots=True)
class _Body:
    """What a row says of one root: properties and values, its own and those of its parts."""

    own: list[str] = field(default_factory=list)
    parts: dict[Owner, list[str]] = field(default_factory=dict)

    def of(self, owner: Owner) -> list[str]:
        return self.own if not owner.key else self.parts.setdefault(owner, [])

    def digest(self) -> str:
        """Return a short hash of all of it, which does not depend on the order."""
        said = [*self.own, *(f"{at.suffix} {line}" for at, lines in self.parts.items() for line in lines)]
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

    def write(self, plan: Plan, cells: Sequence[Cell], line: int) -> str:
        """Return the triples of one row.

        Args:
            plan: what its columns are.
            cells: what stands in them; an empty one says nothing.
            line: where the row starts.

        Raises:
            Fault: the row can't be read.
        """
        for key, indexes in plan.needed:
            if not any([cells[index] for index in indexes]):
                raise Fault(f"this claim has no '{key}'", f"write its {key}", plan.names[indexes[0]])
        document = self._document(plan, cells)
        body = self._body(plan.claim, cells, document)
        name = self._name(plan, cells) or f"r{body.digest()}"
        iri = self._id(name, document, plan)
        written = [_CLAIM_TYPE, f"{_STATED_IN}<{document}>"]
        text = self._described(iri, name, document, written, body, line)
        if plan.document and any([cells[index] for index, _, _ in plan.document]):
            text += self._described_document(plan, cells, document, line)
        return text

    def _document(self, plan: Plan, cells: Sequence[Cell]) -> str:
        cell = cells[plan.stated_in]
        names = [cell.strip()] if isinstance(cell, str) else cell
        if len(names) != 1:
            raise Fault("a claim is stated in one document", "write a row for each", "statedIn")
        return self._iri(names[0], "", "statedIn")

    def _name(self, plan: Plan, cells: Sequence[Cell]) -> str:
        cell = cells[plan.identifier] if plan.identifier is not None else ""
        if isinstance(cell, list):
            raise Fault("a claim has one name", "write one", "id")
        return cell.strip()

    def _id(self, name: str, document: str, plan: Plan) -> str:
        at = None if plan.identifier is None else plan.names[plan.identifier]
        return self._iri(name, document, at)

    def _iri(self, name: str, base: str, at: str | None) -> str:
        try:
            return self._terms.iri(name, base)
        except Fault as fault:
            raise Fault(fault.problem, fault.cure, at) from None

    def _body(
        self, columns: list[tuple[int, Column, int | None]], cells: Sequence[Cell], base: str
    ) -> _Body:
        body = _Body()
        for index, at, tag in columns:
            cell = cells[index]
            if not cell:
                if tag is not None and cells[tag]:
                    problem = f"a language stands here, and no text in '{at.name}'"
                    raise Fault(problem, "write the text or remove the language", f"{at.name}.language")
                continue
            if at.form is Form.PART:
                for inner, value in _entries(at, cell):
                    self._add(body, inner, value, base, at.name)
                continue
            if tag is not None and (language := cells[tag]):
                at = replace(at, suffix=_tag(language, f"{at.name}.language"))
            self._add(body, at, cell, base, at.name)
        return body

    def _add(self, body: _Body, at: Column, cell: Cell, base: str, name: str) -> None:
        try:
            values = self._terms.values(at, cell, base)
        except Fault as fault:
            raise Fault(fault.problem, fault.cure, name) from None
        body.of(at.owner).extend([f"{at.predicate} {value}" for value in values])

    def _described(
        self, iri: str, name: str, base: str, written: list[str], body: _Body, line: int
    ) -> str:
        """Return what is said of a thing and of its parts, and record their places.

        Args:
            iri: the thing.
            name: what it is called, which its parts are named after.
            base: what its name counts from.
            written: what is said of it besides the body: first its class, if this row is where it is described.
            body: what cells say of it.
            line: where it is written.
        """
        if written:
            self.places.append((iri, written[0][len(_A) + 1 : -1], line))
        text = ""
        if body.parts:
            written = list(written)
            _check_numbers(body.parts)
            nodes: dict[str, list[str]] = {}
            for owner in sorted(body.parts, key=lambda each: (each.key, each.number)):
                part = self._iri(f"{name}{owner.suffix}", base, None)
                text += _statements(f"<{part}>", [f"{_A}{owner.type}", *body.parts[owner]])
                self.places.append((part, owner.type[1:-1], line))
                if owner.in_list:
                    nodes.setdefault(owner.link, []).append(part)
                else:
                    written.append(f"{owner.link} <{part}>")
            for link, members in nodes.items():
                head, cells = _list(f"{iri} {link}", members)
                written.append(f"{link} {head}")
                text += cells
        said = [*written, *body.own]
        return (_statements(f"<{iri}>", said) if said else "") + text

    def _described_document(self, plan: Plan, cells: Sequence[Cell], document: str, line: int) -> str:
        said = {
            at.name: (cells[index], "" if tag is None else cells[tag])
            for index, at, tag in plan.document
            if cells[index]
        }
        new = self._documents.add(document, said, line)
        if not new:
            return ""
        body = self._body([entry for entry in plan.document if entry[1].name in new], cells, document)
        types = [one for one in body.own if one.startswith(_A)]
        body.own = [one for one in body.own if one not in types]
        return self._described(document, document, "", types, body, line)


def _statements(subject: str, said: list[str]) -> str:
    return f"{subject} " + f" .\n{subject} ".join(said) + " .\n"


def _list(name: str, members: list[str]) -> tuple[str, str]:
    """Return the head of a list and the triples that make it; its nodes are called after what it belongs to."""
    label = blake2b(name.encode(), digest_size=12).hexdigest()
    nodes = [f"_:r{label}n{number}" for number in range(1, len(members) + 1)]
    lines = [
        f"{node} {_FIRST} <{member}> .\n{node} {_REST} {rest} .\n"
        for node, member, rest in zip(nodes, members, [*nodes[1:], _NIL], strict=True)
    ]
    return nodes[0], "".join(lines)


def _tag(language: Cell, name: str) -> str:
    try:
        return language_suffix(language if isinstance(language, str) else "")
    except Fault as fault:
        raise Fault(fault.problem, fault.cure, name) from None


def _check_numbers(parts: dict[Owner, list[str]]) -> None:
    """Make sure that of numbered parts none is left out."""
    numbers: dict[str, set[int]] = {}
    for owner in parts:
        if owner.number:
            numbers.setdefault(owner.key, set()).add(owner.number)
    for key, found in numbers.items():
        if len(found) != max(found):
            missing = min(set(range(1, max(found))) - found)
            problem = f"'{key}' has a part {max(found)} and no part {missing}"
            raise Fault(problem, "number them from 1 without a gap")


def _entries(at: Column, cell: Cell) -> Iterator[tuple[Column, str]]:
    """Iterate over what a cell says of parts that are written into it as `key: value, key: value; ...`."""
    start = at.name
    parts = split(cell) if isinstance(cell, str) else cell
    several = len(parts) > 1 or at.owner.in_list
    for number, part in enumerate(parts, start=1):
        for entry in part.split(","):
            key, colon, value = entry.strip().partition(": ")
            if not colon or not value.strip():
                problem = f"'{entry.strip()[:40]}' is not 'key: value'"
                raise Fault(problem, f"write as in '{_EXAMPLE}'", at.name)
            name = f"{start}.{number}.{key}" if several else f"{start}.{key}"
            try:
                inner = column(name)
            except Fault as fault:
                raise Fault(fault.problem, fault.cure, at.name) from None
            yield inner, value.strip()
