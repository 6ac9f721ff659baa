"""CSV of QuickStatements, read back by the rules that it has for columns: statements with references, or losses."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest
from typing import Any

from averment.building import build_from
from averment.exporting.claims import ClaimAccounting, export_claims
from averment.reading import Reading, read_also

from .world import kites_build

DATE = re.compile(r"\+[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z/(?:9|10|11)")
ITEM = re.compile(r"Q[1-9][0-9]*")
TEXT = re.compile(r'[a-z]{2,3}(?:-[a-z0-9]+)*:"[^\n]+"')
STRING = re.compile(r'"[^\n]+"')

WORLD = """\
  - {id: country:zz, type: Country, name: {en: Zedland}, code: ZZ}
  - {id: actor:quill, type: Outlet, name: {en: Quill}}
  - {id: law:zz-older, type: Law, name: {en: Older Act}, jurisdiction: country:zz, sameAs: wikidata:Q7}
  - id: article:quill-1
    type: Article
    title: {en: Kites}
    publisher: actor:quill
    url: https://quill.example/kites
"""


@cache
def kites() -> tuple[str, ClaimAccounting]:
    return export_claims(kites_build(), "quickstatements")


def read(text: str) -> list[dict[str, Any]]:
    """Read statements as QuickStatements does: empty cells are nothing, a capital S starts a reference."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header[0] == "qid"
    found: list[dict[str, Any]] = []
    for row in rows:
        for column, cell in zip(header[1:], row[1:], strict=True):
            if not cell:
                continue
            assert any(form.fullmatch(cell) for form in (DATE, ITEM, TEXT, STRING)), cell
            if column[0] == "P":
                found.append({"item": row[0], "property": column, "value": cell, "references": []})
            elif column[0] == "S":
                found[-1]["references"].append({f"P{column[1:]}": cell})
            else:
                found[-1]["references"][-1][f"P{column[1:]}"] = cell
    return found


def export(*claims: str, items: Iterable[str] = ()) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Export claims on laws of their own, the first of which is Q101 unless the items say otherwise."""
    laws, said = "", "    claims:\n"
    for number, (claim, item) in enumerate(zip_longest(claims, items), start=1):
        same = item or f"wikidata:Q{100 + number}"
        laws += f"  - {{id: law:zz-{number}, type: Law, name: {{en: Act}}, process: ru, sameAs: {same}}}\n"
        said += f"      - {{id: c{number}, about: law:zz-{number}, stance: asserts, {claim}}}\n"
    reading = read_also(Reading(), "x.yaml", f"graph:\n{laws}{WORLD}{said}")
    written, accounting = export_claims(build_from(reading), "quickstatements")
    return read(written), {loss.what: loss.count for loss in accounting.losses}


def test_claims_of_mapped_aspects_on_items_are_statements_with_references() -> None:
    reference = {
        "P854": '"https://quill.example/kites?a=1&b=2"',
        "P577": "+2026-02-09T00:00:00Z/11",
        "P1476": 'en:"Kites, "free" at last"',
        "P123": "Q90000002",
    }
    quoted = {**reference, "P1683": 'en:"on "Monday""'}
    expected = [
        ("P577", "+2026-02-09T00:00:00Z/11", quoted),
        ("P1891", "Q90000003", reference),
        ("P7588", "+2026-00-00T00:00:00Z/9", reference),
        ("P7588", "+2026-03-00T00:00:00Z/10", reference),
    ]
    assert read(kites()[0]) == [
        {"item": "Q90000004", "property": property_, "value": value, "references": [source]}
        for property_, value, source in expected
    ]


def test_everything_else_is_counted() -> None:
    accounting = kites()[1]
    assert (accounting.graph_claims, accounting.written_claims, dict(accounting.written)) == (
        8,
        4,
        {"statement": 4},
    )
    assert {loss.what: loss.count for loss in accounting.losses} == {
        "attributions": 2,
        "claims not written: aspect 'fine'": 1,
        "claims not written: not asserted": 1,
        "claims not written: without an address": 2,
        "passages": 1,
        "values of claims that have several": 1,
    }


def test_values_have_the_form_of_wikidata() -> None:
    values = {
        "aspect: publication-date, value: 2026-02-09": "+2026-02-09T00:00:00Z/11",
        "aspect: publication-date, value: 2024-02": "+2024-02-00T00:00:00Z/10",
        "aspect: publication-date, value: 1999": "+1999-00-00T00:00:00Z/9",
        "aspect: publication-date, value: 2026-12": "+2026-12-00T00:00:00Z/10",
        "aspect: publication-date, value: 2026-01-01/2026-12-31": "+2026-00-00T00:00:00Z/9",
        "aspect: repeals, value: law:zz-older": "Q7",
    }
    statements, _ = export(*values)
    assert {one["item"]: one["value"] for one in statements} == {
        f"Q{number}": value for number, value in enumerate(values.values(), start=101)
    }


def test_what_is_no_statement_is_left_out_with_its_reason_and_nothing_else() -> None:
    reasons = {
        "aspect: publication-date, value: 2026-02/..": "with a date that Wikidata can't hold",
        "aspect: publication-date, value: 2026-02~": "with a date that Wikidata can't hold",
        "aspect: publication-date, value: 2026-02-09/2026-02-10": "with a date that Wikidata can't hold",
        "aspect: publication-date, value: 2026-21": "with a date that Wikidata can't hold",
        "aspect: entry-into-force, value: publication + 10 d": "with a date that Wikidata can't hold",
        "aspect: publication-date, value: soon": "with a date that Wikidata can't hold",
        "aspect: repeals, value: law:zz-other": "whose value has no item",
        "aspect: publication-date, value: 2026-02-09, before: true": "with a scope",
        "aspect: entry-into-force, value: 2026-02-09, condition: {en: if signed}": "with a condition",
        "aspect: fine, value: 5 EUR": "aspect 'fine'",
    }
    statements, lost = export(*reasons)
    assert statements == []
    assert lost == {f"claims not written: {why}": count for why, count in Counter(reasons.values()).items()}


def test_an_item_is_one_and_has_its_own_address() -> None:
    items = [
        "https://www.wikidata.org/wiki/Q1",
        "[wikidata:Q1, wikidata:Q2]",
        "http://www.wikidata.org/entity/P1",
        "http://www.wikidata.org/entity/Q1%22",
    ]
    statements, lost = export(*["aspect: publication-date, value: 2026-02-09"] * len(items), items=items)
    assert statements == []
    assert lost == {"claims not written: about what has no item": len(items)}
