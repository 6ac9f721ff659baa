"""What a row can say: its columns, which are the keys of YAML files, with dots for what is inside a part.

`chain.2.verb` is the verb of the second hop, `document.title@en` the English title of the document that states
the claim. Which keys there are, and what they hold, follows from the JSON Schema and the JSON-LD context.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, XSD
from rdflib.plugins.shared.jsonld.context import Term

from averment import resources
from averment.namespaces import AV, BASE
from averment.reading.jsonld import own_context
from averment.reading.rows.faults import Fault

__all__ = [
    "CLAIM",
    "DOCUMENT",
    "MAX_PARTS",
    "Column",
    "ColumnInfo",
    "Form",
    "Owner",
    "column",
    "language_suffix",
    "list_columns",
    "required_columns",
]

MAX_PARTS = 64
"""How many parts of one kind, such as hops, a claim can have in a row."""

_LANGUAGE = re.compile(r"[a-zA-Z]+(-[a-zA-Z0-9]+)*")
_NUMBERS = {str(XSD.integer)}
_TAG = "language"


class Form(Enum):
    """How a cell is read."""

    ID = "one name"
    NAMES = "a name; several with `;` between"
    WORDS = "a term; several with `;` between"
    TEXT = "text"
    LITERAL = "as written"
    TAG = "a code such as `en`"
    PART = "`key: value, key: value`, with `;` between the parts"


@dataclass(frozen=True, slots=True)
class Owner:
    """What the value of a cell is said of: the claim, its document, or one part of either.

    Attributes:
        root: `claim` or `document`.
        key: the key under which a part stands; empty for claim and document.
        number: which part of several it is, from 1; 0 for one that stands alone.
        suffix: what comes after the name of the whole in the name of the part.
        type: the IRI of the class of the part.
        link: the property that joins it to its whole, as N-Triples writes it.
        in_list: whether the parts make one list, in their order.
    """

    root: str
    key: str = ""
    number: int = 0
    suffix: str = ""
    type: str = ""
    link: str = ""
    in_list: bool = False


CLAIM = Owner("claim")
DOCUMENT = Owner("document")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is said of, with which property, and how its cells are read.

    Attributes:
        name: as it is written.
        owner: what the values are said of; for whole parts in one cell, the part.
        key: the key of the context.
        form: how a cell is read.
        predicate: the property, as N-Triples writes it.
        suffix: what comes after the quotation marks of a literal: a language, a type, or nothing.
        vocabulary: the namespace of the terms, if the cells hold terms.
        is_number: whether the literals are numbers.
    """

    name: str
    owner: Owner
    key: str
    form: Form
    predicate: str = ""
    suffix: str = ""
    vocabulary: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """What is to be known of a column: its name, what its cells hold, what it means, whether it is needed."""

    name: str
    holds: str
    meaning: str
    is_required: bool


@lru_cache(maxsize=4096)
def column(name: str) -> Column:
    """Return the column of a name, which may have spaces around it.

    Raises:
        Fault: there is none; the nearest one is named.
    """
    found = _parsed(name.strip())
    if found is None:
        raise Fault(f"there is no column {_shown(name.strip())}", _cure(name), name)
    return found


@lru_cache(maxsize=1024)
def language_suffix(language: str) -> str:
    """Return what stands behind a text of a language in N-Triples.

    Raises:
        Fault: it is no code of a language.
    """
    tag = language.strip().lower()
    try:
        if _LANGUAGE.fullmatch(tag):
            ox.Literal("", language=tag)
            return f"@{tag}"
    except ValueError:
        pass
    raise Fault(f"{_shown(language)} is not a language", "write a code such as 'en' or 'pt-BR'")


def required_columns() -> tuple[str, ...]:
    """Return the keys without which a row is no claim."""
    return ("statedIn", *resources.schema()["Claim"]["required"])


def list_columns() -> list[ColumnInfo]:
    """List all columns, those of the claim first; `N` stands for a number from 1, `LL` for a language."""
    needed = required_columns()
    found = [ColumnInfo("id", _holds(_id("claim")), _ID_MEANING, is_required=False)]
    names = sorted(_names(), key=lambda name: (name.startswith("document."), "." in name, name not in needed))
    for name in names:
        at = column(name.replace(".N.", ".1."))
        shown = f"{name}, {name}@LL" if at.form is Form.TEXT else name
        found.append(ColumnInfo(shown, _holds(at), _meaning(at), is_required=name in needed))
    return found


_ID_MEANING = (
    "What others call the claim: a word that counts from the document, or a whole name. Left out, it follows from "
    "the document and what the row says."
)
_TYPE_MEANING = "The class of the document, such as Article; needed where the document is described."


def _id(root: str) -> Column:
    return Column("id", Owner(root), "id", Form.ID)


def _things() -> dict[str, tuple[str, ...]]:
    """Map claim and document to the classes whose keys they have."""
    classes = resources.schema()
    documents = (name for name, thing in classes.items() if "claims" in thing.get("properties", ()))
    return {"claim": ("Claim",), "document": tuple(documents)}


@cache
def _keys(*classes: str) -> dict[str, dict[str, Any]]:
    """Map the keys of classes to their schemas, without those that say what a thing is called and holds."""
    keys: dict[str, dict[str, Any]] = {}
    for name in classes:
        keys |= resources.schema()[name]["properties"]
    terms = own_context().terms
    return {key: value for key, value in keys.items() if key not in ("id", "type") and not terms[key].reverse}


def _part_class(value: dict[str, Any]) -> str | None:
    """Return the class of the parts under a key, or None for a key of something else."""
    for place in (value, value.get("items", {}), *value.get("anyOf", ())):
        name = str(place.get("$ref", "")).rpartition("/")[2]
        if name and name != "languages":
            return name
    return None


def _parsed(name: str) -> Column | None:
    if name == "id":
        return _id("claim")
    path, at, language = name.partition("@")
    segments = path.split(".")
    root = "document" if segments[0] == "document" else "claim"
    owner = DOCUMENT if root == "document" else CLAIM
    segments = segments[1:] if root == "document" else segments
    classes = _things()[root]
    if root == "document" and segments == ["type"] and not at:
        return Column(name, owner, "type", Form.WORDS, f"<{RDF.type}>")
    if segments and segments[0] in _keys(*classes):
        part = _part_class(_keys(*classes)[segments[0]])
        if part is not None:
            key, *segments = segments
            numbered = bool(segments) and re.fullmatch("[1-9][0-9]?", segments[0]) is not None
            number = int(segments.pop(0)) if numbered else 0
            owner = _part(root, key, number, part)
            if not segments and not numbered and not at:
                return Column(name, owner, key, Form.PART, owner.link)
            if number > MAX_PARTS or (owner.in_list and not number):
                return None
            classes = (part,)
    return _leaf(name, owner, segments, _keys(*classes), language if at else None)


def _part(root: str, key: str, number: int, class_: str) -> Owner:
    term = own_context().terms[key]
    in_list = "@list" in term.container
    suffix = f"/{key}/{number}" if number else f"/{key}"
    return Owner(root, key, number, suffix, str(AV[class_]), f"<{term.id}>", in_list)


def _leaf(
    name: str, owner: Owner, segments: list[str], keys: dict[str, Any], language: str | None
) -> Column | None:
    key = ".".join(segments)
    if len(segments) == 2 and segments[1] == _TAG and language is None:
        text = _leaf(name, owner, segments[:1], keys, None)
        if text is not None and text.form is Form.TEXT:
            return Column(name, owner, segments[0], Form.TAG)
        return None
    term = own_context().terms.get(key)
    if key not in keys:
        return _foreign(name, owner, key) if language is None else None
    if term is None or _part_class(keys[key]) is not None:
        return None
    if "@language" in term.container:
        suffix = "" if language is None else language_suffix(language)
        return Column(name, owner, key, Form.TEXT, f"<{term.id}>", suffix)
    return None if language is not None else _plain(name, owner, key, term)


def _plain(name: str, owner: Owner, key: str, term: Term) -> Column:
    predicate = f"<{term.id}>"
    if term.type == "@id":
        return Column(name, owner, key, Form.NAMES, predicate)
    if term.type == "@vocab":
        vocabulary = own_context().get_context_for_term(term).vocab or ""
        return Column(name, owner, key, Form.WORDS, predicate, vocabulary=vocabulary)
    datatype = str(own_context().expand(term.type)) if term.type else None
    suffix = f"^^<{datatype}>" if datatype else ""
    return Column(name, owner, key, Form.LITERAL, predicate, suffix, is_number=datatype in _NUMBERS)


def _foreign(name: str, owner: Owner, key: str) -> Column | None:
    """Return the column of a property of another vocabulary, or None if the context has no prefix for it."""
    prefix, colon, local = key.partition(":")
    term = own_context().terms.get(prefix)
    if not colon or term is None or not term.prefix or not re.fullmatch(r"[A-Za-z][\w-]*", local, re.ASCII):
        return None
    if term.id.startswith((BASE, str(RDF), str(XSD))):
        return None  # what averment says, it says with keys
    return Column(name, owner, key, Form.LITERAL, f"<{term.id}{local}>")


@cache
def _names() -> tuple[str, ...]:
    """Return the names of all columns, with `N` for the number of a part in a list, and without languages."""
    found: list[str] = []
    for root, classes in _things().items():
        start = "document." if root == "document" else ""
        if start:
            found.append(f"{start}type")
        for key, value in _keys(*classes).items():
            part = _part_class(value)
            found.append(start + key)
            if part is not None:
                middle = ".N." if "@list" in own_context().terms[key].container else "."
                found += [f"{start}{key}{middle}{inner}" for inner in _keys(part)]
    return tuple(found)


def _holds(at: Column) -> str:
    if at.form is Form.LITERAL and at.suffix:
        return {
            str(XSD.boolean): "`true` or `false`",
            str(XSD.integer): "a whole number",
            str(XSD.date): "a date",
            str(XSD.anyURI): "an address",
        }[at.suffix[3:-1]]
    if at.key == "statedIn":
        return Form.ID.value
    return at.form.value


def _meaning(at: Column) -> str:
    if at.key == "type":
        return _TYPE_MEANING
    owner = at.owner
    classes = _things()[owner.root]
    if at.form is not Form.PART and owner.key:
        classes = (owner.type.rpartition("#")[2],)
    text = str(_keys(*classes)[at.key]["description"])
    return text if text.endswith(".") else f"{text.capitalize()}."


def _cure(name: str) -> str:
    near = next(_near(name), None)
    if near is None:
        return "'averment load --columns' lists what there is"
    return f"did you mean '{near}'?"


def _near(name: str) -> Iterator[str]:
    """Iterate over the names of columns that a name may be meant for, the likeliest first."""
    path, at, language = name.strip().partition("@")
    end = at + language if at and _LANGUAGE.fullmatch(language) else ""
    number = next(iter(re.findall(r"\.([1-9][0-9]?)\b", path)), "1")
    folded: dict[str, str] = {}
    for known in ("id", *_names()):
        folded.setdefault(_folded(known), known)
    for known in _names():  # what the property is called in the ontology is what others may call it
        parsed = column(known.replace(".N.", ".1."))
        folded.setdefault(_folded(re.split("[#/>]", parsed.predicate.rstrip(">"))[-1]), known)
    meant = _folded(path)
    for each in difflib.get_close_matches(meant[:100], list(folded), n=3, cutoff=0.7):
        found = folded[each].replace(".N.", f".{min(int(number), MAX_PARTS)}.")
        is_text = column(found).form is Form.TEXT
        yield found + (end if is_text else "")


def _folded(name: str) -> str:
    return re.sub(r"[\W\d_]", "", name).lower()


def _shown(name: str) -> str:
    return f"'{name}'" if len(name) <= 40 else f"'{name[:40]}...'"
