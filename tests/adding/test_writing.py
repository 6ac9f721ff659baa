"""What is written is read back as it was meant, whatever it holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from averment.adding import Rows, claim_text, free_claim_name, identified, named, part_of, to_yaml, with_claim
from averment.errors import Position, UsageError
from averment.formatting.scalars import scalar
from averment.graphs import graph_of
from averment.namespaces import AV
from averment.reading import Reading, read_also
from averment.reading.simple_yaml import load_simple_yaml
from averment.reading.yaml_files import load_yaml

TEXT = st.text(max_size=40).filter(lambda text: text.isprintable()) | st.sampled_from(
    [
        "no",
        "~",
        "1e3",
        "a: b",
        "a #b",
        "- a",
        "'",
        '"',
        "{",
        "a, b",
        "ends:",
        "null",
        "...",
        "---",
        "? RUB",
        ">=10 %",
        "NO",
    ]
)
ROWS = st.dictionaries(
    st.from_regex(r"[a-z]{1,6}", fullmatch=True),
    TEXT | st.dictionaries(st.from_regex(r"[a-z]{2}", fullmatch=True), TEXT, min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


@given(text=TEXT | st.text(max_size=30, alphabet=st.characters(exclude_categories=["Cs"])))
@pytest.mark.parametrize("in_flow", [False, True])
def test_any_text_is_read_back(text: str, in_flow: bool) -> None:
    written = scalar(text, in_flow=in_flow)
    assert "\n" not in written
    document = f"- {{a: {written}, b: [{written}]}}\n" if in_flow else f"- a: {written}\n"
    value, errors = load_yaml(document, "x.yaml")
    assert errors == []
    assert value == ([{"a": text, "b": [text]}] if in_flow else [{"a": text}])


@pytest.mark.parametrize(
    "text", ["no", "Null", "1e3", "0x1F", "~", "true", ".5", "", " a", "a ", "-", "a: b", "*a"]
)
def test_what_another_reader_would_misread_is_quoted(text: str) -> None:
    assert scalar(text).startswith('"')


@pytest.mark.parametrize(
    "text",
    [
        "law:x/y",
        "100..500 EUR",
        "2026-03-02",
        "Kites, and more",
        "..200 h",
        "~90000",
        "301-44-7",
        "https://a.b/c",
    ],
)
def test_what_is_plain_stays_so(text: str) -> None:
    assert scalar(text) == text


@given(rows=ROWS)
def test_a_thing_is_read_back(rows: dict[str, Any]) -> None:
    value, errors = load_yaml(to_yaml(rows), "x.yaml")
    assert (value, errors) == (rows, [])
    as_item, errors = load_yaml(claim_text(rows), "x.yaml")
    assert (as_item, errors) == ([rows], [])
    in_flow, errors = load_yaml(f"[{claim_text(rows, in_flow=True)}]\n", "x.yaml")
    assert (in_flow, errors) == ([rows], [])


def test_long_names_stand_on_lines_of_their_own() -> None:
    text = to_yaml(
        {"name": {"en": "a" * 70, "ru": "б" * 70}, "provisions": [{"id": "x", "name": {"en": "c" * 120}}]}
    )
    assert text.splitlines() == [
        "name:",
        "  en: " + "a" * 70,
        "  ru: " + "б" * 70,
        "provisions:",
        "  - id: x",
        "    name:",
        "      en: " + "c" * 120,
    ]
    assert load_simple_yaml(text, "x.yaml") is not None


ARTICLES = {
    "block": (
        "id: article:a\ntype: Article\nclaims:\n  - id: c1\n    value: x # why\n    # the end of c1\n\n# below\n",
        1,
        1,
    ),
    "list at the margin": ("id: article:a\nclaims:\n- id: c1\n  value: |\n    x\n    y\nurl: z\n", 1, 1),
    "no claims": ("id: article:a\ntype: Article # here\n# the end", 1, 1),
    "empty list": ("id: article:a\nclaims: []  # none yet\ntype: Article\n", 1, 1),
    "list in brackets": ("id: article:a\nclaims: [{id: c1, value: x},\n  {id: c3, value: y}]\n", 1, 1),
    "in a list": (
        "graph:\n  - id: law:x\n    type: Law\n  - id: article:a\n    type: Article\n  - id: law:z\n    type: Law\n",
        4,
        5,
    ),
    "in a list with claims": (
        "graph:\n- id: article:a\n  claims:\n    - {id: c1, value: x}\n- id: law:z\n",
        2,
        3,
    ),
    "in braces": ("graph:\n  - {id: article:a, type: Article}\n  - {id: law:z, type: Law}\n", 2, 5),
    "windows": ("id: article:a\r\nclaims:\r\n  - id: c1\r\n    value: x\r\nurl: z\r\n", 1, 1),
    "folded": ("id: article:a\nclaims:\n  - id: c1\n    value: one\n      two\n", 1, 1),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_a_claim_is_added_and_no_line_changes(name: str) -> None:
    text, line, column = ARTICLES[name]
    rows: Rows = {"id": "c9", "value": "a: b", "note": {"en": "c"}}
    after = with_claim(text, Position("a.yaml", line, column), rows)
    old, new = (load_yaml(each, "a.yaml")[0] for each in (text, after))
    before = next(thing for thing in old.get("graph", [old]) if thing["id"] == "article:a")
    article = next(thing for thing in new.get("graph", [new]) if thing["id"] == "article:a")
    assert article == {**before, "claims": [*before.get("claims", []), rows]}
    assert [thing for thing in new.get("graph", []) if thing is not article] == [
        thing for thing in old.get("graph", []) if thing is not before
    ]
    if "brac" not in name and name != "empty list":
        lines = after.splitlines(keepends=True)
        assert [
            each for each in lines if each in text.splitlines(keepends=True) or each.rstrip() == "# the end"
        ] == (text if text.endswith("\n") else text + "\n").splitlines(keepends=True)
    assert after.count("\r\n") == (after.count("\n") if "\r" in text else 0)


def test_comments_of_the_last_claim_stay_with_it() -> None:
    text, line, column = ARTICLES["block"]
    after = with_claim(text, Position("a.yaml", line, column), {"id": "c2", "value": "z"})
    assert after == text.replace("    # the end of c1\n", "    # the end of c1\n  - id: c2\n    value: z\n")


@pytest.mark.parametrize(("text", "said"), [("claims: x\nid: a\n", "no list"), ("graph: []\n", "by hand")])
def test_what_nothing_can_be_added_to_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        with_claim(text, Position("a.yaml", 1 if "claims" in text else 2, 1), {"id": "c1"})


READING = read_also(
    Reading(), "a.yaml", "id: law:a\ntype: Law\nname: {en: A}\nprovisions:\n  - {id: p, name: {en: b}}\n"
)


def test_an_id_gets_its_prefix() -> None:
    assert identified("x-1", "law", READING) == identified("law:x-1", "law", READING)
    assert part_of(identified("x", "law", READING), "p", READING).endswith("/law/x/p")
    assert identified("закон-1", "law", READING).endswith("/law/закон-1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("law:a", r"'law:a' is defined already \(a.yaml:1:1\); choose another id"),
        ("a b", "such as 'law:a-b'"),
        ("actor:x", "'actor:x' can't be its id; .* such as 'law:x'"),
        ("a/b", "can't be its id"),
        ("", "can't be its id"),
        ("-a", "can't be its id"),
        ("../x", "can't be its id"),
        ("a\n", "can't be its id"),
        ("a" * 101, "can't be its id"),
        ("a%2Fb", "can't be its id"),
    ],
)
def test_what_is_no_id_or_taken_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        identified(text, "law", READING)


def test_a_part_that_is_there_is_refused() -> None:
    law = URIRef("https://w3id.org/averment/id/law/a")
    with pytest.raises(UsageError, match="'law:a/p' is defined already"):
        part_of(law, "p", READING)
    with pytest.raises(UsageError, match="can't be its id"):
        part_of(law, "p/q", READING)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["a", "b"], "two texts"),
        (["en= "], "is empty"),
        (["a\x1b"], r"U\+001B"),
        (["a\nb"], r"U\+000A"),
        (["\ud800"], "U"),
    ],
)
def test_names_that_will_not_do_are_refused(texts: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        named(texts, "name")


def test_the_next_claim_is_above_all_others() -> None:
    article = URIRef("https://w3id.org/averment/id/article/a")
    claims = [URIRef(f"{article}/{name}") for name in ("c1", "c7b", "other")]
    assert free_claim_name(article, graph_of((claim, AV.statedIn, article) for claim in claims)) == "c8"
    assert free_claim_name(article, graph_of([])) == "c1"
