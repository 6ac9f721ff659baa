"""A row says what the same claim in a YAML file says."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, URIRef
from tests.reading.row_writing import (
    as_csv,
    as_json_lines,
    canonical,
    canonical_graph,
    chunks_of,
    claims_of,
    errors_of,
    quads_of,
)
from tests.reading.samples import ARTICLE, ROOT

from averment.namespaces import AV, ID
from averment.reading import read, read_one
from averment.reading.rows import read_rows
from averment.reading.rows.documents import Documents
from averment.reading.rows.faults import Fault
from averment.reading.rows.terms import Terms, _unusual
from averment.storing.contents import read_row_contents

ARTICLES = sorted((ROOT / "graph" / "articles").glob("*.yaml"))
HEAD = "id,statedIn,about,aspect,value,stance"
ROW = "c1,article:x,law:y,fine,100..200 EUR,asserts"
CLAIM: dict[str, Any] = {
    "id": "c1",
    "statedIn": "article:x",
    "about": "law:y",
    "aspect": "fine",
    "value": "100..200 EUR",
    "stance": "asserts",
}


def one(**more: Any) -> set[ox.Quad]:
    return quads_of(as_json_lines([CLAIM | more]), "json-lines")


def values(quads: set[ox.Quad], key: URIRef) -> list[str]:
    return sorted(str(quad.object) for quad in quads if quad.predicate == ox.NamedNode(key))


def claims(quads: set[ox.Quad]) -> list[str]:
    a, claim = ox.NamedNode(RDF.type), ox.NamedNode(AV.Claim)
    found = (str(quad.subject) for quad in quads if (quad.predicate, quad.object) == (a, claim))
    return sorted(name.strip("<>") for name in found)


@pytest.fixture(scope="module")
def shipped() -> dict[str, set[ox.Quad]]:
    return {file.path: canonical_graph(file.graph) for file in read(ARTICLES).files}


def test_every_shipped_claim_says_the_same_as_a_row_of_csv(shipped: dict[str, set[ox.Quad]]) -> None:
    assert len(ARTICLES) >= 50
    for file in ARTICLES:
        assert canonical(quads_of(as_csv(claims_of(file)))) == shipped[str(file)], file


def test_every_shipped_claim_says_the_same_as_a_line_of_json(shipped: dict[str, set[ox.Quad]]) -> None:
    for file in ARTICLES:
        rows = as_json_lines(claims_of(file))
        assert canonical(quads_of(rows, "json-lines")) == shipped[str(file)], file


def test_all_that_an_article_can_hold_can_stand_in_rows(tmp_path: Path) -> None:
    file = tmp_path / "sample.yaml"
    file.write_text(ARTICLE, encoding="utf-8")
    rows = claims_of(file)
    assert canonical(quads_of(as_json_lines(rows), "json-lines")) == canonical_graph(read([file]).graph())
    file.write_text(
        ARTICLE.replace("\\r\\n", "\\n"), encoding="utf-8"
    )  # in CSV, an end of line is an end of line
    expected = canonical_graph(read([file]).graph())
    rows = claims_of(file)
    assert canonical(quads_of(as_csv(rows))) == expected
    assert canonical(quads_of(as_csv(rows, delimiter="\t", lineterminator="\n"))) == expected
    assert canonical(quads_of(as_csv(rows, delimiter=";"))) == expected
    assert canonical(quads_of("\ufeff" + as_csv(rows))) == expected
    first = [rows[0], *({key: cell for key, cell in row.items() if key != "document"} for row in rows[1:])]
    assert canonical(quads_of(as_csv(first))) == expected


WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r"),
    min_size=1,
    max_size=12,
).filter(lambda text: bool(text.strip()))
NAMES = st.sampled_from(
    ["law:a", "law:a/b", "actor:x-y", "https://example.org/a.b#c", "c2", "c2/x", "urn:a:b"]
)
CLAIMS = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["c1", "c-1", "article:x/c9", "https://example.org/c", "c1.2"]),
        "about": NAMES,
        "aspect": st.sampled_from(["fine", "stage", "https://example.org/own", "own:aspect"]),
        "value": st.one_of(WORDS, st.dictionaries(st.sampled_from(["en", "pt-BR"]), WORDS, min_size=1)),
        "stance": st.sampled_from(["asserts", "denies"]),
    },
    optional={
        "addressee": NAMES,
        "atStage": st.sampled_from(["ru#signed", "ru"]),
        "asOf": WORDS,
        "complete": st.sampled_from(["true", "false", "perhaps"]),
        "relays": st.lists(NAMES, min_size=1, max_size=3, unique=True),
        "note": st.dictionaries(st.sampled_from(["en", "ru"]), WORDS, min_size=1),
        "chain": st.lists(
            st.fixed_dictionaries(
                {"verb": st.sampled_from(["says", "told"])},
                optional={"source": NAMES, "unnamed": st.dictionaries(st.just("en"), WORDS, min_size=1)},
            ),
            min_size=1,
            max_size=3,
        ),
        "evidence": st.fixed_dictionaries({"start": st.sampled_from(["0", "12", "x"]), "hash": WORDS}),
    },
)


@given(
    claim=CLAIMS,
    document=st.sampled_from(["article:x", "https://example.org/x", "https://example.org/x?y#z"]),
)
@settings(max_examples=60, deadline=None)
def test_any_claim_says_the_same_in_every_form(claim: dict[str, Any], document: str) -> None:
    article = {"id": document, "type": "Article", "title": {"en": "A"}, "claims": [claim]}
    reading, errors = read_one("a.json", json.dumps(article))
    assert errors == []
    expected = canonical_graph(reading.graph())
    row = {"statedIn": document, **claim, "document": {"type": "Article", "title": {"en": "A"}}}
    assert canonical(quads_of(as_json_lines([row]), "json-lines")) == expected
    assert canonical(quads_of(as_csv([row]))) == expected


@given(
    st.text("abzAZ09_-/:.#?%~@;,é ", min_size=1, max_size=12),
    st.sampled_from(["", "https://w3id.org/averment/id/article/x", "http://e.org/a?b", "http://e.org/a#b"]),
)
@settings(max_examples=300, deadline=None)
def test_plain_names_are_read_as_the_reader_of_yaml_files_reads_them(name: str, base: str) -> None:
    def found(read_name: Any) -> str:
        try:
            return str(read_name())
        except Fault as fault:
            return fault.problem

    for prefix in ("", "law:", "https://e.org/"):
        written = prefix + name
        expected = found(lambda written=written: _unusual("about", written, base))
        assert found(lambda written=written: Terms().iri(written, base)) == expected


@pytest.mark.parametrize(
    "cells",
    [
        {"chain": "source: actor:tass, verb: reports; source: actor:a, verb: told, verbatim: true"},
        {
            "chain.1.source": "actor:tass",
            "chain.1.verb": "reports",
            "chain.2.source": "actor:a",
            "chain.2.verb": "told",
            "chain.2.verbatim": True,
        },
        {"chain": ["source: actor:tass, verb: reports", "verbatim: true, source: actor:a, verb: told"]},
    ],
)
def test_a_chain_can_be_written_in_one_cell_or_in_columns(cells: dict[str, Any]) -> None:
    hops = [
        {"source": "actor:tass", "verb": "reports"},
        {"source": "actor:a", "verb": "told", "verbatim": True},
    ]
    assert one(**cells) == one(chain=hops)


def test_a_text_has_the_language_of_its_column_or_of_the_one_beside() -> None:
    assert one(**{"note@de": "ja"}) == one(note={"de": "ja"}) == one(note="ja", **{"note.language": "de"})
    assert values(
        one(note="ja", **{"note.language": ""}), URIRef("http://www.w3.org/2004/02/skos/core#note")
    ) == ['"ja"']
    quads = quads_of(f"{HEAD},value.language\nc1,article:x,law:y,effect,nein,asserts,de\n{ROW},\n")
    assert values(quads, AV.value) == ['"100..200 EUR"', '"nein"@de']


def test_numbers_stay_as_they_are_written() -> None:
    for number in ("1.10", "1e999", "-0", "12345678901234567890", "0.1000"):
        line = json.dumps(CLAIM).replace('"100..200 EUR"', number)
        assert values(quads_of(line, "json-lines"), AV.value) == [f'"{number}"']


def test_null_an_empty_text_and_an_empty_list_say_nothing() -> None:
    assert one(note=None, wording="", relays=[], evidence={}, chain=[]) == one()
    assert quads_of(f"{HEAD},note,chain\n{ROW},,\n") == quads_of(f"{HEAD}\n{ROW}\n") == one()


def test_formulas_are_texts_like_any_other() -> None:
    formula = '=HYPERLINK("https://example.org","x")'
    assert values(one(**{"note@en": formula}), URIRef("http://www.w3.org/2004/02/skos/core#note")) == [
        '"=HYPERLINK(\\"https://example.org\\",\\"x\\")"@en'
    ]


def test_a_claim_without_an_id_keeps_its_name_wherever_it_stands() -> None:
    plain = {key: value for key, value in CLAIM.items() if key != "id"}
    (alone,) = claims(quads_of(as_json_lines([plain]), "json-lines"))
    assert alone.startswith(f"{ID}article/x/r")
    turned = dict(reversed(plain.items()))
    other = plain | {"value": "1 EUR"}
    later = quads_of(as_csv([other | {"wording@en": "w"}, other, turned]))
    assert alone in claims(later)
    assert len(claims(later)) == 3
    hops = plain | {"chain": [{"source": "actor:a", "verb": "says"}]}
    assert len(claims(quads_of(as_json_lines([plain, hops]), "json-lines"))) == 2


def test_blank_nodes_are_the_same_in_every_place_of_a_file() -> None:
    hops = CLAIM | {"chain": [{"source": "actor:a", "verb": "says"}]}
    alone = quads_of(as_json_lines([hops]), "json-lines")
    assert alone < quads_of(as_json_lines([CLAIM | {"id": "c0"}, hops]), "json-lines")
    other = CLAIM | {"chain": [{"source": "actor:b", "verb": "says"}, {"source": "actor:a", "verb": "says"}]}
    both = quads_of(as_json_lines([hops, other]), "json-lines")
    firsts = [quad.subject for quad in both if quad.predicate == ox.NamedNode(RDF.first)]
    assert len(firsts) == len(set(firsts)) == 3  # of two claims by one name, the chains stay apart


def test_chunks_have_the_rows_in_order_and_their_lines() -> None:
    rows = "".join(f'c{n},article:x,law:y,fine,"{n}\nEUR",asserts\r\n\r\n' for n in range(5))
    found = chunks_of(f"{HEAD}\r\n{rows}", rows=2)
    assert [chunk.claims for chunk in found] == [2, 2, 1]
    assert [place for chunk in found for place in chunk.places] == [
        (f"{ID}article/x/c{n}", str(AV.Claim), 2 + 3 * n) for n in range(5)
    ]
    assert [chunk.size for chunk in found][-1] == len(f"{HEAD}\r\n{rows}")
    assert b'"0\\nEUR"' in found[0].triples


def test_what_an_earlier_row_says_of_a_document_is_not_said_again() -> None:
    rows = [CLAIM | {"id": f"c{n}", "document.type": "Article", "document.title@en": "A"} for n in range(3)]
    (chunk,) = chunks_of(as_csv(rows))
    assert chunk.triples.count(b"/article/x> <http://purl.org/dc/terms/title>") == 1
    assert [line for node, _, line in chunk.places if node == f"{ID}article/x"] == [2]
    rows[2]["document.published"] = "2025"
    (chunk,) = chunks_of(as_csv(rows))
    assert chunk.triples.count(b'published> "2025"') == 1


def test_documents_beyond_those_in_memory_are_compared_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("averment.reading.rows.documents._RECENT", 4)
    documents = Documents()
    for number in range(40):
        assert documents.add(f"d{number}", {"document.type": ("Article", ""), "x": ("1", "")}, number + 2)
    for number in range(40):
        assert documents.add(f"d{number}", {"x": ("1", "")}, 50) == set()
    with pytest.raises(Fault, match="'d3' has another x here than in line 5"):
        documents.add("d3", {"x": ("2", "")}, 60)


def test_rows_are_read_among_other_files_and_have_places(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    (tmp_path / "b.JSONL").write_text("\n" + as_json_lines([CLAIM | {"id": "c2"}]), encoding="utf-8")
    reading = read([tmp_path])
    places = [str(reading.positions.of(ID[f"article/x/c{n}"])) for n in (1, 2)]
    assert places == [f"{tmp_path / 'a.csv'}:2:1", f"{tmp_path / 'b.JSONL'}:2:1"]
    assert (ID["article/x/c2"], AV.about, ID["law/y"]) in reading.graph()


def test_a_file_is_read_as_a_stream(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("".join(_lines(300)), encoding="utf-8")
    found = read_rows(file, rows=100)
    assert next(found).claims == 100
    assert sum(chunk.claims for chunk in found) == 200


def _lines(number: int) -> Iterator[str]:
    for each in range(number):
        yield json.dumps(CLAIM | {"id": f"c{each}"}) + "\n"


def test_the_examples_of_the_page_say_the_same_and_are_fine() -> None:
    page = (ROOT / "docs/bulk.md").read_text(encoding="utf-8")
    table, lines = (page.partition(f"```{name}\n")[2].partition("```")[0] for name in ("csv", "jsonl"))
    assert canonical(quads_of(table)) == canonical(quads_of(lines, "json-lines"))
    assert len(claims(quads_of(table))) == 3
    assert {f"{ID}article/herald-1/c{n}" for n in (1, 2)} < set(claims(quads_of(table)))


def test_memory_does_not_grow_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("claims._MOST", "terms._MOST", "documents._RECENT"):
        monkeypatch.setattr(
            f"averment.reading.rows.{name}", 100
        )  # of what is remembered, less, to need fewer rows
    file = tmp_path / "a.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for n in range(4000):
            row = CLAIM | {
                "id": f"c{n}",
                "statedIn": f"article:a{n}",
                "about": f"law:l{n}",
                "document.type": "Article",
            }
            stream.write(json.dumps(row | {"relays": [f"article:a{n}/c1", f"article:b{n}/c1"]}) + "\n")
    peaks = []
    tracemalloc.start()
    for number, chunk in enumerate(read_rows(file, rows=100), start=1):
        assert chunk.claims == 100
        if number in (10, 40):
            peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    assert len(peaks) == 2
    assert peaks[1] < 1.1 * peaks[0]


def test_no_error_is_told_of_a_good_file() -> None:
    assert errors_of(f"{HEAD}\n{ROW}\n") == []


def test_two_rows_of_one_name_have_both_their_places_in_a_store(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{HEAD}\n{ROW}\n{ROW}\n", encoding="utf-8")
    (contents,) = read_row_contents(str(file), "")
    places = json.loads(contents.marks[ox.NamedNode(ID["article/x/c1"])])
    assert places == {"n": [2, 1], "t": {str(AV.Claim): [[2, 1], [3, 1]]}}
