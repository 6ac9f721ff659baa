"""Statements for Wikidata, each with its reference, as the CSV that QuickStatements reads.

A claim becomes a statement where the ontology names a property of Wikidata for its aspect and the graph an item for
its subject. What a source alleges, expects or denies, or says within limits that get lost, is no statement.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import RDF, SKOS, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.exporting.claims.accounting import ClaimAccount
from averment.namespaces import AV, KIND, PREFIXES, STANCE
from averment.showing.lookup import Lookup
from averment.showing.statements import SCOPES

__all__ = ["wikidata_item", "write_quickstatements"]

_ITEM = re.compile(re.escape(PREFIXES["wikidata"]) + "(Q[1-9][0-9]*)")
_PROPERTY = re.compile(r"P[1-9][0-9]*")
_WEB = re.compile(r"https?://[^\s\"]+", re.IGNORECASE)
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")

_REFERENCE = ("S854", "s577", "s1476", "s1683", "s123")
"""The columns of a reference: its address, which starts it, its date, title, quotation and publisher."""

_LONGEST = {"string": 2500, "text": 1500}
"""How many characters Wikidata takes in an address, and in a text with a language."""

_STATED_LIMITS = {AV.hasUnit, AV.hasAnchor, AV.convertedFrom}
"""What `SCOPES` has that is a part of the value and limits nothing."""

_DAY, _MONTH, _YEAR = 11, 10, 9
"""The precisions of Wikidata's dates."""


@dataclass(frozen=True, slots=True)
class _Statement:
    item: str
    property: str
    value: str
    reference: tuple[str, ...]


class _NoStatement(Exception):
    """A claim that is no statement of Wikidata: what it is, and why."""


def write_quickstatements(lookup: Lookup, account: ClaimAccount) -> str:
    """Return the statements with a header line; each property has its columns, and a line fills those of one."""
    account.written["statement"] = 0
    statements: list[_Statement] = []
    for claim in lookup.subjects(RDF.type, AV.Claim):
        lost = ClaimAccount()  # what a claim that is left out after all would lose is no loss
        try:
            found = list(_statements(lookup, claim, lost))
        except _NoStatement as reason:
            account.leave_out(*reason.args)
            continue
        statements += found
        account.claims += 1
        account.lost.update(lost.lost)
        _count_what_is_lost(lookup, claim, account)
    rows = sorted(
        set(statements), key=lambda one: (int(one.item[1:]), int(one.property[1:]), one.value, one.reference)
    )
    account.written["statement"] = len(rows)
    return _table(rows)


def wikidata_item(lookup: Lookup, node: Node) -> str | None:
    """Return the item of Wikidata that a node is the same as, such as `Q159`; None unless there is exactly one."""
    matches = (_ITEM.fullmatch(str(match)) for match in lookup.values(node, SKOS.exactMatch))
    items = {match[1] for match in matches if match is not None}
    return items.pop() if len(items) == 1 else None


def _statements(lookup: Lookup, claim: Node, account: ClaimAccount) -> Iterator[_Statement]:
    aspect, about = lookup.value(claim, AV.hasAspect), lookup.value(claim, AV.about)
    properties = lookup.texts(aspect, AV.wikidataProperty) if aspect is not None else []
    if len(properties) != 1 or not _PROPERTY.fullmatch(properties[0]):
        name = lookup.name(aspect) if aspect is not None else "without an aspect"
        raise _NoStatement(f"aspect '{name}'", "the ontology names no property of Wikidata for it")
    item = wikidata_item(lookup, about) if about is not None else None
    if item is None:
        raise _NoStatement(
            "about what has no item", "give it one: 'sameAs: wikidata:Q...', if Wikidata has it"
        )
    _refuse_unless_stated(lookup, claim)
    reference = _reference(lookup, claim, account)
    for value in _values(lookup, claim, account):
        yield _Statement(item, properties[0], value, reference)


def _refuse_unless_stated(lookup: Lookup, claim: Node) -> None:
    if lookup.value(claim, AV.hasStance) != STANCE.asserts:
        raise _NoStatement("not asserted", "Wikidata has statements, no predictions, opinions or denials")
    if lookup.is_true(claim, AV.isWithdrawn):
        raise _NoStatement("withdrawn", "its document, or a later one, took it back")
    if any(lookup.values(claim, scope) for scope in SCOPES if scope not in _STATED_LIMITS):
        raise _NoStatement("with a scope", "without what limits it, the statement would say more")
    if lookup.values(claim, AV.condition):
        raise _NoStatement("with a condition", "without what it depends on, the statement would say more")


def _values(lookup: Lookup, claim: Node, account: ClaimAccount) -> list[str]:
    aspect = lookup.value(claim, AV.hasAspect)
    if aspect is not None and KIND.moment in lookup.values(aspect, AV.hasKind):
        moment = _moment(lookup, claim)
        if moment is None:
            raise _NoStatement(
                "with a date that Wikidata can't hold",
                "it is open, approximate, counted from another, or no single year, month or day",
            )
        return [moment]
    concepts = lookup.values(claim, AV.hasConcept)
    items = {wikidata_item(lookup, concept) for concept in concepts}
    known = sorted((item for item in items if item is not None), key=lambda item: int(item[1:]))
    if not known:
        raise _NoStatement(
            "whose value has no item", "give it one: 'sameAs: wikidata:Q...', if Wikidata has it"
        )
    missing = sum(wikidata_item(lookup, concept) is None for concept in concepts)
    account.lose("values of claims that have several", "they have no item of Wikidata", missing)
    return known


def _moment(lookup: Lookup, node: Node) -> str | None:
    """Return the year, month or day that a node dates to, as Wikidata writes it, or None.

    A document has the days that its date of publication allows under the same properties as a claim.
    """
    first, last = lookup.text(node, AV.earliest), lookup.text(node, AV.latest)
    if not first or not last or lookup.is_true(node, AV.isApproximate) or lookup.values(node, AV.hasAnchor):
        return None
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        after = end + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    if start == end:
        return f"+{start:%Y-%m-%d}T00:00:00Z/{_DAY}" if start.year >= 1000 else None
    if start.year < 1000 or start.day != 1 or after.day != 1:
        return None
    if (start.year, start.month) == (end.year, end.month):
        return f"+{start:%Y-%m}-00T00:00:00Z/{_MONTH}"
    if start.year == end.year and start.month == after.month == 1:
        return f"+{start:%Y}-00-00T00:00:00Z/{_YEAR}"
    return None


def _reference(lookup: Lookup, claim: Node, account: ClaimAccount) -> tuple[str, ...]:
    document = lookup.value(claim, AV.statedIn)
    if document is None:
        raise _NoStatement("without a document", "a statement needs a reference")
    address = lookup.text(document, URIRef(PREFIXES["schema"] + "url")) or ""
    if not _WEB.fullmatch(address) or len(address) > _LONGEST["string"]:
        raise _NoStatement("without an address", "a reference needs the address of its page under 'url'")
    publishers = lookup.values(document, DCTERMS.publisher)
    publisher = wikidata_item(lookup, publishers[0]) if publishers else None
    published = None if _is_approximate(lookup, document) else _moment(lookup, document)
    if published is None:
        account.lose("dates of references", "the page has none, or it is no single year, month or day")
    return (
        f'"{address}"',
        published or "",
        _text(lookup, document, DCTERMS.title, account),
        _text(lookup, claim, AV.wording, account),
        publisher or "",
    )


def _is_approximate(lookup: Lookup, document: Node) -> bool:
    return any(mark in (lookup.text(document, AV.published) or "") for mark in "~?%")


def _text(lookup: Lookup, node: Node, predicate: URIRef, account: ClaimAccount) -> str:
    """Return a text with its language, on one line, as QuickStatements writes it; nothing where there is none."""
    texts = [value for value in lookup.values(node, predicate) if isinstance(value, Literal)]
    language = lookup.text(node, DCTERMS.language)
    chosen = min(texts, key=lambda text: (text.language != language, str(text)), default=None)
    if chosen is None or not chosen.language:
        return ""
    line = _BREAKS.sub(" ", str(chosen)).strip()
    if len(line) > _LONGEST["text"]:
        account.lose("titles and quotations", f"Wikidata takes {_LONGEST['text']:,} characters")
        return ""
    return f'{chosen.language.lower()}:"{line}"'


def _count_what_is_lost(lookup: Lookup, claim: Node, account: ClaimAccount) -> None:
    account.lose(
        "attributions", "a reference names the page, not through whom it has it", len(lookup.hops(claim))
    )
    for property_, what in ((AV.hasEvidence, "passages"), (SKOS.note, "notes"), (AV.isComplete, "marks")):
        account.lose(what, "Wikidata has no place for it", len(lookup.values(claim, property_)))


def _table(statements: list[_Statement]) -> str:
    properties = sorted({one.property for one in statements}, key=lambda name: int(name[1:]))
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["qid", *(column for name in properties for column in (name, *_REFERENCE))])
    empty = ("",) * (1 + len(_REFERENCE))
    for one in statements:
        cells = (one.value, *one.reference)
        writer.writerow(
            [one.item, *(cell for name in properties for cell in (cells if name == one.property else empty))]
        )
    return file.getvalue()
