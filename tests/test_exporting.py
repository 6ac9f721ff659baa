"""What is exported reads back as what the files state, in every format and whatever stands in labels."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from averment.building import Build, build
from averment.errors import AvermentError, UsageError
from averment.exporting import WRITERS, export, graph_name
from averment.namespaces import AV, ID
from averment.reading import Reading, SourceFile, read
from averment.resources import CONTEXT_IRI, context
from averment.terms import to_quad

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = {"jsonld": ".jsonld", "nquads": ".nq", "trig": ".trig", "turtle": ".ttl"}
STRICT = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "turtle": ox.RdfFormat.TURTLE}
FORMATS = sorted(SUFFIXES)
EX = "https://kites.invalid/"


@cache
def shipped() -> Build:
    return build([ROOT / "graph"])


def canonical(graph: Graph) -> set[ox.Quad]:
    """Return a graph with its blank nodes named by the W3C's RDFC-1.0, as `isomorphic` is slow for many triples."""
    named = ox.Dataset(map(to_quad, graph))
    named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(named)


@cache
def shipped_as_canonical(*, derived: bool) -> set[ox.Quad]:
    return canonical(shipped().stated + shipped().derived if derived else shipped().stated)


@cache
def built_again() -> Build:
    return build([ROOT / "graph"])


@cache
def exported(rdf_format: str, *, derived: bool) -> str:
    return export(shipped(), rdf_format, derived=derived)


def read_back(text: str, rdf_format: str, folder: Path) -> Graph:
    file = folder / f"back{SUFFIXES[rdf_format]}"
    file.write_text(text, encoding="utf-8")
    return read([file]).graph()


def of(graph: Graph, path: str = "kites.yaml") -> Build:
    """Make a build of one file that states what the graph holds."""
    reading = Reading(files=[SourceFile(path, graph)])
    return Build(
        reading=reading, stated=graph, derived=Graph(), shapes=Graph(), shape_positions=reading.positions
    )


def strictly_parsed(text: str, rdf_format: str) -> list[ox.Quad]:
    """Parse with pyoxigraph, with the remote context in its place: nothing is fetched."""
    if rdf_format == "jsonld":
        document = json.loads(text)
        document["@context"] = context()
        return list(ox.parse(json.dumps(document).encode(), format=ox.RdfFormat.JSON_LD))
    return list(ox.parse(text.encode(), format=STRICT[rdf_format]))


def test_all_formats_are_tested() -> None:
    assert sorted(WRITERS) == FORMATS


# --- the shipped graph --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rdf_format", FORMATS)
def test_the_shipped_graph_reads_back_as_stated(tmp_path: Path, rdf_format: str) -> None:
    back = read_back(exported(rdf_format, derived=False), rdf_format, tmp_path)
    assert canonical(back) == shipped_as_canonical(derived=False)


@pytest.mark.parametrize("rdf_format", FORMATS)
def test_derived_adds_what_was_derived(tmp_path: Path, rdf_format: str) -> None:
    back = read_back(exported(rdf_format, derived=True), rdf_format, tmp_path)
    assert canonical(back) == shipped_as_canonical(derived=True)
    assert len(shipped().derived) > 1000


@pytest.mark.parametrize("derived", [False, True])
@pytest.mark.parametrize("rdf_format", FORMATS)
def test_exports_parse_in_a_strict_engine(rdf_format: str, derived: bool) -> None:
    stated = shipped().graph if derived else shipped().stated
    triples = {quad.triple for quad in strictly_parsed(exported(rdf_format, derived=derived), rdf_format)}
    assert len(triples) == len(stated)


@pytest.mark.parametrize("derived", [False, True])
@pytest.mark.parametrize("rdf_format", ["nquads", "trig"])
def test_named_graphs_hold_what_each_file_states(rdf_format: str, derived: bool) -> None:
    found: dict[str, set[ox.Triple]] = {}
    for quad in strictly_parsed(exported(rdf_format, derived=derived), rdf_format):
        assert isinstance(quad.graph_name, ox.NamedNode)
        found.setdefault(quad.graph_name.value, set()).add(quad.triple)
    expected = {str(graph_name(file.path)): len(file.graph) for file in shipped().reading.files}
    if derived:
        expected[ID + "graph/derived"] = len(shipped().derived)
    assert {name: len(triples) for name, triples in found.items()} == expected
    dagens = found[str(graph_name(str(ROOT / "graph/articles/dagens.yaml")))]
    assert ox.NamedNode(ID + "article/dagens") in {triple.subject for triple in dagens}


@pytest.mark.parametrize("rdf_format", FORMATS)
def test_two_builds_are_exported_alike(rdf_format: str) -> None:
    assert export(built_again(), rdf_format, derived=True) == exported(rdf_format, derived=True)


def test_turtle_is_written_for_people() -> None:
    text = exported("turtle", derived=False)
    assert "\n\nactor:tass a av:Outlet ;\n" in text
    assert '\n    skos:prefLabel "TASS"@en,\n        "ТАСС"@ru ;\n' in text
    assert "rdf:first" not in text
    subjects = [block.split(" ", 1)[0] for block in text.split("\n\n")[1:]]
    assert len(subjects) == len(set(subjects))


def test_json_ld_is_written_with_the_keys_of_the_files() -> None:
    document = json.loads(exported("jsonld", derived=False))
    assert document["@context"] == CONTEXT_IRI
    nodes = {node["id"]: node for node in document["graph"]}
    tass = nodes["actor:tass"]
    assert tass == {
        "id": "actor:tass",
        "type": "Outlet",
        "name": {"en": "TASS", "ru": "ТАСС"},
        "aliases": {"en": "ITAR-TASS", "ru": "ИТАР-ТАСС"},
        "basedIn": "country:ru",
        "ownedBy": "actor:russian-state",
    }
    assert nodes["article:tass-nov10/c6"]["chain"] == ["article:tass-nov10/c6/chain/1"]
    assert {key for node in nodes.values() for key in node if key.startswith("http")} == set()


# --- names of graphs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("graph/a.yaml", "graph/a.yaml"),
        ("/tmp/a.yaml", "tmp/a.yaml"),
        ("graph\\a.yaml", "graph/a.yaml"),
        ("two words/{x}.yaml", "two%20words/%7Bx%7D.yaml"),
        ("граф/#1?.yaml", "%D0%B3%D1%80%D0%B0%D1%84/%231%3F.yaml"),
        ("odd\udcff.yaml", "odd%FF.yaml"),
    ],
)
def test_a_path_becomes_the_name_of_a_graph(path: str, name: str) -> None:
    assert str(graph_name(path)) == f"{ID}graph/{name}"
    ox.NamedNode(graph_name(path))
    for rdf_format in ("nquads", "trig"):
        graph = Graph().add((URIRef(EX), SKOS.prefLabel, Literal("kite")))
        (quad,) = strictly_parsed(export(of(graph, path), rdf_format), rdf_format)
        assert quad.graph_name == ox.NamedNode(graph_name(path))


@given(st.text(min_size=1))
def test_any_path_can_be_told_from_the_name_of_its_graph(path: str) -> None:
    name = graph_name(path)
    ox.NamedNode(name)
    assert unquote(name.removeprefix(ID + "graph/")) == path.replace("\\", "/").lstrip("/")


# --- whatever stands in it ----------------------------------------------------------------------------------

LABELS = [
    'a "quoted" word',
    'ends in a quote"',
    'a newline\nand a quote at the end\\"',
    '"""\n"""',
    "'''",
    "back\\slash \\n \\u0041 \\",
    "a\rb\r\nc\td\x0b\x0c",
    "\x00\x01\x1b[31m\x7f\x85\x9b",
    "\u2028\u2029\u202e\u200f\ufeff\ufffe",
    "</script><!-- ]]> &amp;",
    "\U0001f3f4\u200d☠️ e\u0301",
    "@en ^^xsd:integer . } # {",
    "_:b1",
    "law:zz-kites",
    " ",
    "",
]


@pytest.mark.parametrize("rdf_format", FORMATS)
@pytest.mark.parametrize("label", LABELS)
def test_labels_survive(tmp_path: Path, rdf_format: str, label: str) -> None:
    kite = URIRef(EX + "1")
    graph = Graph()
    for predicate in (SKOS.prefLabel, SKOS.note, AV.value, AV.reason, AV["lower"], RDF.value):
        graph.add((kite, predicate, Literal(label, lang="en")))
        graph.add((kite, predicate, Literal(label, lang="de-x-kite")))
        graph.add((kite, predicate, Literal(label)))
        graph.add((kite, predicate, Literal(label, datatype=URIRef(EX + "type"))))
    text = export(of(graph), rdf_format)
    assert read_back(text, rdf_format, tmp_path) == graph or isomorphic(
        read_back(text, rdf_format, tmp_path), graph
    )
    assert {quad.object.value for quad in strictly_parsed(text, rdf_format)} == {label}  # type: ignore[union-attr]


def cells(graph: Graph, *members: Node, head: BNode | None = None) -> BNode:
    """Add a list to the graph and return its first cell."""
    head = head if head is not None else BNode()
    Collection(graph, head, list(members))
    return head


def _plain_list(graph: Graph) -> None:
    graph.add((URIRef(EX), AV.attributionChain, cells(graph, URIRef(EX + "1"), URIRef(EX + "2"))))


def _list_of_literals(graph: Graph) -> None:
    graph.add(
        (
            URIRef(EX),
            AV.attributionChain,
            cells(graph, Literal("a", lang="en"), Literal("1", datatype=XSD.integer)),
        )
    )


def _two_lists(graph: Graph) -> None:
    for number in (1, 2):
        graph.add((URIRef(EX), AV.attributionChain, cells(graph, URIRef(f"{EX}{number}"))))


def _empty_list(graph: Graph) -> None:
    graph.add((URIRef(EX), AV.attributionChain, RDF.nil))


def _list_of_lists(graph: Graph) -> None:
    graph.add((URIRef(EX), RDF.value, cells(graph, cells(graph, URIRef(EX + "1")), RDF.nil)))


def _shared_list(graph: Graph) -> None:
    head = cells(graph, URIRef(EX + "1"))
    graph.add((URIRef(EX), RDF.value, head))
    graph.add((URIRef(EX), AV.attributionChain, head))


def _shared_tail(graph: Graph) -> None:
    head = cells(graph, URIRef(EX + "1"), URIRef(EX + "2"))
    graph.add((URIRef(EX), RDF.value, head))
    graph.add((URIRef(EX), AV.attributionChain, next(graph.objects(head, RDF.rest))))


def _looping_list(graph: Graph) -> None:
    head = BNode("loop")
    graph.add((URIRef(EX), AV.attributionChain, head))
    graph.add((head, RDF.first, URIRef(EX + "1")))
    graph.add((head, RDF.rest, head))


def _open_list(graph: Graph) -> None:
    head = BNode("open")
    graph.add((URIRef(EX), AV.attributionChain, head))
    graph.add((head, RDF.first, URIRef(EX + "1")))


def _forked_list(graph: Graph) -> None:
    head = cells(graph, URIRef(EX + "1"), URIRef(EX + "2"))
    graph.add((URIRef(EX), AV.attributionChain, head))
    graph.add((head, RDF.first, URIRef(EX + "3")))
    graph.add((head, RDFS_LABEL, Literal("with a label")))


def _list_nobody_names(graph: Graph) -> None:
    cells(graph, URIRef(EX + "1"))


def _named_cells(graph: Graph) -> None:
    graph.add((URIRef(EX), AV.attributionChain, URIRef(EX + "cell")))
    graph.add((URIRef(EX + "cell"), RDF.first, URIRef(EX + "1")))
    graph.add((URIRef(EX + "cell"), RDF.rest, RDF.nil))


def _deep_list(graph: Graph) -> None:
    inner: Node = URIRef(EX + "1")
    for _ in range(60):
        inner = cells(graph, inner)
    graph.add((URIRef(EX), RDF.value, inner))


RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
LISTS: list[Callable[[Graph], None]] = [
    _plain_list,
    _list_of_literals,
    _two_lists,
    _empty_list,
    _list_of_lists,
    _shared_list,
    _shared_tail,
    _looping_list,
    _open_list,
    _forked_list,
    _list_nobody_names,
    _named_cells,
    _deep_list,
]


@pytest.mark.parametrize("rdf_format", FORMATS)
@pytest.mark.parametrize("add", LISTS, ids=lambda add: add.__name__.strip("_"))
def test_lists_survive_however_they_are_made(
    tmp_path: Path, add: Callable[[Graph], None], rdf_format: str
) -> None:
    graph = Graph()
    add(graph)
    text = export(of(graph), rdf_format)
    assert isomorphic(read_back(text, rdf_format, tmp_path), graph)
    assert len(strictly_parsed(text, rdf_format)) == len(graph)


LITERALS = [
    ("5", XSD.integer),
    ("+5", XSD.integer),
    ("007", XSD.integer),
    ("-0", XSD.integer),
    ("five", XSD.integer),
    ("1100", XSD.decimal),
    ("1.50", XSD.decimal),
    (".5", XSD.decimal),
    ("1e3", XSD.double),
    ("INF", XSD.double),
    ("NaN", XSD.float),
    ("true", XSD.boolean),
    ("1", XSD.boolean),
    ("TRUE", XSD.boolean),
    ("2026-02-30", XSD.date),
    ("2026-02-08", XSD.date),
    ("not an address", XSD.anyURI),
]


@pytest.mark.parametrize("rdf_format", FORMATS)
@pytest.mark.parametrize(("lexical", "datatype"), LITERALS)
def test_values_keep_their_letters(tmp_path: Path, rdf_format: str, lexical: str, datatype: URIRef) -> None:
    graph = Graph()
    value = Literal(lexical, datatype=datatype, normalize=False)
    for predicate in (
        AV.passageStart,
        AV.isComplete,
        AV.judgedOn,
        URIRef("https://schema.org/url"),
        AV["lower"],
    ):
        graph.add((URIRef(EX), predicate, value))
    back = read_back(export(of(graph), rdf_format), rdf_format, tmp_path)
    assert {(str(each), getattr(each, "datatype", None)) for each in back.objects()} == {(lexical, datatype)}
    assert set(back.predicates()) == set(graph.predicates())


@pytest.mark.parametrize("rdf_format", FORMATS)
@pytest.mark.parametrize(
    "iri",
    [
        EX + "a.b",
        EX + "a.",
        ID + "actor/a.",
        ID + "actor/-a",
        ID + "actor/a/b",
        ID + "actor/a(b)'c",
        ID + "actor/",
        ID + "actor//a",
        ID + "actor/é:b",
        str(AV) + "value",
        str(AV) + "id",
        str(AV) + "@id",
        str(AV) + "a:b",
        "https://w3id.org/averment/stance#asserts",
        "https://w3id.org/averment/stance#a:b",
        "https://w3id.org/averment/stance#",
        "urn:x",
        "mailto:kites@kites.invalid",
    ],
)
def test_iris_survive_in_every_place(tmp_path: Path, rdf_format: str, iri: str) -> None:
    node = URIRef(iri)
    graph = Graph()
    for predicate in (RDF.type, AV.hasStance, AV.about, AV.followsProcess, SKOS.prefLabel, node):
        graph.add((node, predicate, node))
    graph.add((node, AV.attributionChain, cells(graph, node)))
    text = export(of(graph), rdf_format)
    assert isomorphic(read_back(text, rdf_format, tmp_path), graph)
    assert len(strictly_parsed(text, rdf_format)) == len(graph)


@pytest.mark.parametrize("iri", ["law:zz-kites", "schema:url", "name:x"])
def test_json_ld_refuses_what_it_would_read_as_another_iri(tmp_path: Path, iri: str) -> None:
    for place in range(3):
        triple = [URIRef(EX), AV.about, URIRef(EX)]
        triple[place] = URIRef(iri)
        graph = Graph().add((triple[0], triple[1], triple[2]))
        with pytest.raises(
            AvermentError, match=f"JSON-LD would read <{iri}> as short for another IRI; write it"
        ):
            export(of(graph), "jsonld")
        for rdf_format in ("nquads", "trig", "turtle"):
            assert isomorphic(read_back(export(of(graph), rdf_format), rdf_format, tmp_path), graph)


@pytest.mark.parametrize("rdf_format", FORMATS)
@pytest.mark.parametrize(
    "value",
    [
        Literal("half \ud800 a pair"),
        Literal("x", lang="abcdefghijk"),
        URIRef("http://[kites"),
        URIRef("kites"),
    ],
    ids=repr,
)
def test_what_is_no_term_is_refused_with_the_cure(rdf_format: str, value: Node) -> None:
    graph = Graph().add((URIRef(EX), SKOS.note, value))
    with pytest.raises(AvermentError, match=r"is no RDF term .*; correct it where it is written"):
        export(of(graph), rdf_format)


@pytest.mark.parametrize("rdf_format", FORMATS)
def test_a_graph_of_nothing_is_written(tmp_path: Path, rdf_format: str) -> None:
    assert strictly_parsed(export(of(Graph()), rdf_format), rdf_format) == []


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no format 'rdfxml'; use one of jsonld, nquads, trig, turtle"):
        export(of(Graph()), "rdfxml")


# --- any graph ----------------------------------------------------------------------------------------------

_IRIS = st.sampled_from([URIRef(EX + name) for name in "abc"] + [URIRef(ID + "actor/a"), AV.Claim])
_BLANKS = st.sampled_from([BNode(f"b{number}") for number in range(3)])
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_LITERALS = st.one_of(
    st.builds(Literal, _TEXT),
    st.builds(
        lambda text, language: Literal(text, lang=language), _TEXT, st.sampled_from(["en", "ru", "de-at"])
    ),
    st.builds(
        lambda text, datatype: Literal(text, datatype=datatype, normalize=False),
        _TEXT,
        st.sampled_from([XSD.date, XSD.boolean, XSD.anyURI, URIRef(EX + "type")]),
    ),
)
_PREDICATES = st.sampled_from(
    [
        *(RDF.type, RDF.first, RDF.rest, SKOS.prefLabel, SKOS.broader, AV.value, AV.hasStance),
        *(AV.attributionChain, AV.about, AV.isComplete, AV.retrieved, AV.hasOrigin, URIRef(EX + "flies")),
    ]
)
_TRIPLES = st.tuples(
    st.one_of(_IRIS, _BLANKS), _PREDICATES, st.one_of(_IRIS, _BLANKS, _LITERALS, st.just(RDF.nil))
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(triples=st.sets(_TRIPLES, max_size=12))
def test_any_graph_reads_back(tmp_path: Path, triples: set[tuple[Node, Node, Node]]) -> None:
    graph = Graph()
    for triple in sorted(triples, key=str):
        graph.add(triple)
    for rdf_format in FORMATS:
        text = export(of(graph), rdf_format)
        assert len(strictly_parsed(text, rdf_format)) == len(graph)
        if len(graph):
            assert isomorphic(read_back(text, rdf_format, tmp_path), graph), text
