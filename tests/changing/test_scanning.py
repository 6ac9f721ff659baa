"""What a file speaks of, as it is found without reading it, against what it says once it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, URIRef

from averment.changing.scanning import Scan, root_of, scan
from averment.namespaces import AV, ID
from averment.reading import read_one

GRAPH = Path(__file__).resolve().parents[2] / "graph"

ARTICLE = """id: article:x-1
type: Article
title: {en: "At 12: the law, and what came of it"}
url: https://example.org/a:b?at=12:30
publisher: actor:p
credits: [actor:c1, "actor:c2"]
basedOn:
  - article:base
corrects: article:old
claims:
  - id: c1
    about: law:l/part
    aspect: repeals
    value: law:v1; law:v2
    chain:
      - {source: actor:s, verb: told, inCapacity: actor:s/post}
    relays: article:r/c1
  - {id: c2, about: 'law:m', aspect: stage, value: signed, stance: asserts}
"""


def test_an_article_describes_itself_and_names_others_by_what_for() -> None:
    assert scan(ARTICLE.encode()) == Scan(
        described=frozenset({"article:x-1"}),
        about=frozenset({"law:l", "law:m"}),
        tied=frozenset({"article:base", "article:old"}),
        named=frozenset({"actor:p", "actor:c1", "actor:c2", "actor:s", "article:r", "law:v1", "law:v2"}),
    )


def test_a_judgement_is_tied_to_what_its_question_is_about() -> None:
    found = scan(
        b"id: judgement:x\ntype: Acceptance\njudges: question:law/l/part/fine\naccepts: article:a/c1\n"
    )
    assert found is not None
    assert found.tied == {"law:l", "article:a"}


def test_a_list_of_actors_describes_what_has_a_name_of_its_own() -> None:
    found = scan(
        b"graph:\n  - {id: actor:x, type: Person}\n  - {id: member-x, type: Membership, member: actor:x}\n"
    )
    assert found is not None
    assert found.described == {"actor:x", "member-x"}


@pytest.mark.parametrize(
    "change",
    [
        ("about: 'law:m'", 'about: "law:\\u006d"'),
        ("about: 'law:m'", "about: *m"),
        ("about: 'law:m'", "about: !!str law:m"),
        ("about: 'law:m'", "about: https://w3id.org/averment/id/law/m"),
        ("about: 'law:m'", "about: /averment/id/law/m"),
        ("about: 'law:m'", "about: ../law/m"),
        ("about: 'law:m'", "about: other:m"),
        ("about: 'law:m'", "av:about: law:m"),
        ("type: Article", "type: Group"),
        ("type: Article", "type: [Article, Group]"),
        ("type: Article", "type:\n  - Group"),
        ("id: article:x-1", "id: article:X"),
        ("id: article:x-1", "'@id': article:x-1"),
        ("id: article:x-1", "id: x-1"),
        ("title:", "'@context': {}\ntitle:"),
    ],
)
def test_what_may_be_meant_otherwise_is_left_to_a_reader(change: tuple[str, str]) -> None:
    old, new = change
    assert old in ARTICLE
    assert scan(ARTICLE.replace(old, new, 1).encode()) is None


@pytest.mark.parametrize(
    ("iri", "root"),
    [
        ("article/x/c1/chain/2", "article:x"),
        ("law/l,m/part", "law:l"),
        ("question/law/l/part/fine/0123456789ab", "law:l"),
        ("member-x", "member-x"),
        ("other/x", "other"),
    ],
)
def test_a_node_hangs_on_the_root_that_a_scan_finds(iri: str, root: str) -> None:
    assert root_of(ID + iri) == root


def test_whatever_a_file_of_the_shipped_graph_names_its_scan_has() -> None:
    scanned = 0
    for file in sorted(GRAPH.rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        found = scan(text.encode())
        if found is None:
            continue
        scanned += 1
        graph = read_one(str(file), text)[0].graph()
        described = {root_of(node) for node in graph.subjects(RDF.type, None) if isinstance(node, URIRef)}
        named = {root_of(value) for value in graph.objects() if isinstance(value, URIRef)} - {None}
        assert described <= found.described, file
        assert named <= found.described | found.about | found.tied | found.named, file
        about = {root_of(value) for value in graph.objects(None, AV.about) if isinstance(value, URIRef)}
        assert about <= found.about | found.tied, file
    assert scanned > 150
