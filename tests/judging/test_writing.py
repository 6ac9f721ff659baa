"""What is written reads back as what was decided, whatever an editor writes."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import RDF, XSD, Graph, Literal, URIRef
from ruamel.yaml import YAML
from tools.schema import schema

from averment.errors import UsageError
from averment.judging import Draft, Verdict, free_name, to_yaml
from averment.judging.naming import in_context, slug
from averment.namespaces import AV, AVSH, ID
from averment.reading import Reading, read_also

DAY = date(2026, 6, 1)
IRI = URIRef(f"{ID}judgement/x")
QUESTION = URIRef(f"{ID}question/law/x/fine")
CLAIM = URIRef(f"{ID}article/x/c1")


def drafted(verdict: Verdict, *judges: URIRef, accepts: URIRef = CLAIM) -> Draft:
    return Draft(
        "Acceptance",
        verdict,
        judges or (QUESTION,),
        "x",
        "accepts it",
        basis="0123456789012345",
        accepts=accepts,
    )


def read_back(text: str) -> Graph:
    return read_also(Reading(), "x.yaml", text).graph()


def test_a_plain_acceptance_in_full() -> None:
    assert to_yaml(drafted(Verdict("The decree says so.", "an editor", DAY)), IRI) == (
        "id: judgement:x\n"
        "type: Acceptance\n"
        "judges: question:law/x/fine\n"
        "accepts: article:x/c1\n"
        'basis: "0123456789012345"\n'
        'reason: "The decree says so."\n'
        'judgedBy: "an editor"\n'
        "judgedOn: 2026-06-01\n"
    )


def test_a_waiver_and_identities_read_back() -> None:
    verdict = Verdict("The decree says so.", "an editor", DAY)
    own = URIRef("https://example.org/rules#Own")
    waiver = Draft(
        "Waiver",
        verdict,
        (QUESTION, CLAIM),
        "x",
        "",
        basis="0123456789abcdef",
        rule=own,
        expires=date(2027, 1, 1),
    )
    graph = read_back(to_yaml(waiver, IRI))
    assert set(graph.objects(IRI, AV.judges)) == {QUESTION, CLAIM}
    assert set(graph.objects(IRI, AV.waivesRule)) == {own}
    assert set(graph.objects(IRI, AV.expires)) == {Literal("2027-01-01", datatype=XSD.date)}
    ours = Draft("Waiver", verdict, (CLAIM,), "x", "", basis="0" * 16, rule=AVSH["Hop-source"], expires=DAY)
    assert set(read_back(to_yaml(ours, IRI)).objects(IRI, AV.waivesRule)) == {AVSH["Hop-source"]}
    one, other = URIRef(f"{ID}actor/one"), URIRef(f"{ID}actor/other")
    same = read_back(to_yaml(Draft("Identity", verdict, (one,), "x", "", same=other), IRI))
    assert set(same.predicate_objects(IRI)) >= {
        (RDF.type, AV.Identity),
        (AV.judges, one),
        (AV.isSameAs, other),
    }
    different = read_back(to_yaml(Draft("Identity", verdict, (one,), "x", "", different=other), IRI))
    assert set(different.objects(IRI, AV.differsFrom)) == {other}


HOSTILE = [
    "first line\nsecond: line\n\n- third # line",
    "he said \"no\", then 'yes'",
    "back\\slash \\n \\u0041 \\",
    "'single' ",
    "{en: not a mapping}",
    "[a, list, of, words]",
    "&anchor *alias !tag |",
    "--- \n...\n--- another document",
    "% directive\ttab",
    "key: value # no comment",
    "null null null",
    "@context @vocab @id",
    "\u2028 and \u2029 and \ufeff",
    "\u202e turned \u2066 round",
    "\U0001f600 \U000e0041 \ufffe \uffff",
    "zürich ёлка 漢字 e\u0301",
    "<script>alert(1)</script>",
    "::error:: ##[error] text",
    "a" * 5000,
    "2026-02-03",
    "1234567890123456",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_reasons_and_names_read_back(text: str) -> None:
    reason = f"{text} padded out"
    editor = text.replace("\n", " ").replace("\t", " ").strip()
    graph = read_back(to_yaml(drafted(Verdict(reason, editor, DAY)), IRI))
    assert set(graph.objects(IRI, AV.reason)) == {Literal(reason.strip())}
    assert set(graph.objects(IRI, AV.judgedBy)) == {Literal(editor)}
    assert len(graph) == 7


@settings(deadline=None, max_examples=300)
@given(st.text(min_size=10, max_size=60), st.text(min_size=1, max_size=20))
@example('\\"\\"\\"\\"\\"', "'")
def test_any_text_reads_back_or_is_refused(reason: str, editor: str) -> None:
    try:
        verdict = Verdict(reason, editor, DAY)
    except UsageError:
        has_control = any(unicodedata.category(each) in ("Cc", "Cs") for each in reason + editor)
        assert has_control or len(reason.strip()) < 10 or not editor.strip()
        return
    text = to_yaml(drafted(verdict), IRI)
    assert text.count("\n") == 8
    assert text.isascii() or all(character.isprintable() or character == "\n" for character in text)
    graph = read_back(text)
    assert set(graph.objects(IRI, AV.reason)) == {Literal(verdict.reason)}
    assert set(graph.objects(IRI, AV.judgedBy)) == {Literal(verdict.editor)}


@pytest.mark.parametrize(
    "iri",
    [
        f"{ID}question/law/x/fine/0a1b2c3d4e5f",
        f"{ID}question/law/x%20y/f%C3%BCr",
        f"{ID}article/x.y_z~/c-1",
        f"{ID}article//x",
        f"{ID}article/#x",
        f"{ID}article/x?y=z&a",
        f"{ID}article/x,y",
        f"{ID}article/статья",
        f"{ID}nothing/of/the/sort",
        "https://example.org/a#b",
        "https://example.org/a:b:c",
        "urn:x:y",
        "https://w3id.org/averment/ontology#misspelt",
        "http://publications.europa.eu/resource/authority/country/RUS",
    ],
)
def test_names_of_nodes_read_back(iri: str) -> None:
    node = URIRef(iri)
    verdict = Verdict("The decree says so.", "an editor", DAY)
    for judges in ((node,), (node, CLAIM)):
        graph = read_back(to_yaml(drafted(verdict, *judges, accepts=node), IRI))
        assert set(graph.objects(IRI, AV.judges)) == set(judges)
        assert set(graph.objects(IRI, AV.accepts)) == {node}


def test_names_are_short_where_the_context_knows_them() -> None:
    assert in_context(CLAIM) == "article:x/c1"
    assert in_context(URIRef("https://example.org/a")) == "https://example.org/a"
    assert in_context(URIRef(f"{ID}article/")) == f"{ID}article/"


def test_editors_accept_what_is_written() -> None:
    verdict = Verdict("The decree says so.", "an editor", DAY)
    fingerprint = "1234567890123456"
    drafts = [
        drafted(verdict),
        Draft("Waiver", verdict, (CLAIM,), "x", "", basis=fingerprint, rule=AVSH["Hop-source"], expires=DAY),
        Draft("Identity", verdict, (CLAIM,), "x", "", same=CLAIM),
        Draft("Identity", verdict, (CLAIM,), "x", "", different=CLAIM),
    ]
    validator = jsonschema.Draft7Validator(json.loads(schema()))
    for draft in drafts:
        written = YAML(typ="safe").load(to_yaml(draft, IRI))
        document = json.loads(json.dumps(written, default=str))
        assert [error.message for error in validator.iter_errors(document)] == []
        document.pop("basis", None)
        assert validator.is_valid(document) is (draft.kind == "Identity")


# --- names of files -----------------------------------------------------------------------------------------------


def test_free_names_take_the_next_number(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    assert free_name(path, lambda iri: False) == (path, IRI)
    path.write_text("", encoding="utf-8")
    assert free_name(path, lambda iri: False) == (tmp_path / "x-2.yaml", URIRef(f"{IRI}-2"))
    (tmp_path / "x-2.yaml").symlink_to("nowhere")
    assert free_name(path, lambda iri: False)[0] == tmp_path / "x-3.yaml"
    assert free_name(path, lambda iri: str(iri).endswith("-3"))[0] == tmp_path / "x-4.yaml"
    assert free_name(tmp_path / "y.yaml", lambda iri: str(iri).endswith("y"))[0] == tmp_path / "y-2.yaml"


def test_long_names_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 200}.yaml"
    path.write_text("", encoding="utf-8")
    free, iri = free_name(path, lambda node: not str(node).endswith("-3"))
    assert free.name.endswith("x-3.yaml")
    assert str(iri).endswith("x-3")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Law:RU-ban/Refusal", "law-ru-ban-refusal"), ("ёлка", "judgement"), ("--a--", "a"), ("", "judgement")],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected
