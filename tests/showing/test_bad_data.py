"""Whatever a graph states, everything in it that has a page can be shown."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, URIRef

from averment import resources
from averment.building import Build, build
from averment.checking import Report, Summary, check
from averment.cli.markdown import render_markdown
from averment.cli.pages import render_page
from averment.graphs import graph_of, parse_turtle
from averment.namespaces import PREFIXES
from averment.showing import Lookup, as_json, find_subject, show
from averment.showing.layout import lay_out
from averment.showing.subjects import CLASSES

PIPELINE = Path(__file__).resolve().parents[1] / "shapes" / "pipeline"
FILES = sorted(path for path in (PIPELINE / "invalid").iterdir() if path.suffix in {".ttl", ".yaml"})
NOTHING = Report(Summary(0, 0, 0, 0, 0))


def show_everything(made: Build, report: Report) -> int:
    """Show all that has a page, in each format, and return how much that is."""
    lookup = Lookup(made)
    subjects = {
        node
        for class_ in CLASSES
        for below in lookup.subclasses(class_)
        for node in lookup.graph.subjects(RDF.type, below)
        if isinstance(node, URIRef)
    }
    for subject in sorted(subjects):
        assert find_subject(lookup, f"<{subject}>") == subject
        page = show(lookup, report, subject)
        json.dumps(as_json(page))
        blocks = lay_out(page)
        assert render_page(blocks, width=40, colour=True)
        assert render_page(blocks, width=120)
        assert render_markdown(blocks)
    return len(subjects)


def test_what_a_check_finds_fault_with_is_shown() -> None:
    assert len(FILES) > 15
    made = build([PIPELINE / "valid", *FILES])
    report = check(made)
    assert report.summary.violation > 5
    assert show_everything(made, report) > 20


def properties() -> list[str]:
    """List the properties of the ontology, derived ones among them."""
    ontology = resources.ontology()
    found = {
        *ontology.subjects(RDF.type, OWL.ObjectProperty),
        *ontology.subjects(RDF.type, OWL.DatatypeProperty),
    }
    return sorted(f"<{term}>" for term in found)


TYPES = [
    "Law",
    "Provision",
    "Outlet",
    "Person",
    "Article",
    "Question",
    "Group",
    "Claim",
    "DerivedAnswer",
    "Hop",
]
TYPES += ["Membership", "Stage", "Identity", "Waiver", "Version", "Process"]
NODES = ["<urn:a>", "<urn:b>", "<urn:c>", "<urn:d>", "_:e"]
VALUES = [
    *NODES,
    "kind:moment",
    "kind:extent",
    "stance:asserts",
    "stance:denies",
    "aspect:stage",
    "ru:signed",
    "unit:h",
]
VALUES += ['"2026-01"', '"x"@de', '"signed.."', "7", "true", '""', "()", "(<urn:a> _:e)"]
STATEMENTS = st.one_of(
    st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from([f"av:{type_}" for type_ in TYPES])),
    st.tuples(
        st.sampled_from(NODES),
        st.sampled_from(
            [*properties(), "skos:prefLabel", "skos:note", "skos:broader", "dcterms:publisher", "schema:url"]
        ),
        st.sampled_from(VALUES),
    ),
)
PROLOGUE = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(st.lists(STATEMENTS, min_size=5, max_size=60))
def test_any_statements_are_shown(statements: list[tuple[str, str, str]]) -> None:
    text = PROLOGUE + "<urn:a> a av:Law .\n" + "".join(f"{' '.join(one)} .\n" for one in statements)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "any.ttl"
        file.write_text(text, encoding="utf-8")
        made = build([file])
        derived = graph_of(
            made.derived, parse_turtle([file])
        )  # what a file states of derived properties is left out
    assert show_everything(replace(made, derived=derived), NOTHING) > 0
