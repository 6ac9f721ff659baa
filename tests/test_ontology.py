"""The ontology says everything of itself that its users rely on, and its parts fit together."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
import pyshacl
import pytest
from rdflib import RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, SH, SKOS
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = ROOT / "ontology"
FILES = sorted(ONTOLOGY.rglob("*.ttl"))
TERM_FILES = sorted([*ONTOLOGY.glob("*.ttl"), *(ONTOLOGY / "processes").glob("*.ttl")])
SHAPES_FILES = sorted((ONTOLOGY / "shapes").rglob("*.ttl"))
VOCABULARY = ONTOLOGY / "shapes" / "ontology" / "vocabulary.ttl"

BASE = "https://w3id.org/averment/"
AV = Namespace(BASE + "ontology#")
AVSH = Namespace(BASE + "shapes#")
SCHEMA = Namespace("https://schema.org/")
NOT_TERMS = (BASE + "id/", BASE + "shapes")
"""Where averment's namespace holds data, and shapes with the modules they stand in."""

STANDARD = frozenset(
    {
        DCTERMS.language,
        DCTERMS.publisher,
        DCTERMS.title,
        SCHEMA.url,
        SKOS.altLabel,
        SKOS.broader,
        SKOS.definition,
        SKOS.exactMatch,
        SKOS.note,
        SKOS.prefLabel,
    }
)
"""Terms of others under which graphs are written."""

STANDARD_IN_VOCABULARIES = frozenset({RDF.first, RDF.rest, RDFS.label, SKOS.notation})
"""Terms of others that shapes look at and that nobody writes as a key in a file of a graph."""

TURTLE_ONLY = frozenset(
    {
        AV.allowsPartial,
        AV.isAlsoStatedIn,
        AV.asksAbout,
        AV.badExample,
        AV.conversionFactor,
        AV.firmness,
        AV.goodExample,
        AV.hasDateAspect,
        AV.hasDimension,
        AV.hasFamily,
        AV.hasKind,
        AV.hasValueScheme,
        AV.inProcess,
        AV.isCompared,
        AV.isExpectedOf,
        AV.isIntegral,
        AV.isScopedBy,
        AV.makesLaw,
        AV.meaning,
        AV.prefersUnit,
        AV.restsOn,
        AV.settledBy,
        AV.settlesText,
        AV.stagePosition,
        AV.wikidataProperty,
    }
)
"""Properties of aspects, units, stages, stances and shapes, which stand in Turtle beside the ontology."""


class PreparedGraph(Graph):
    """A graph that parses each query once; pySHACL hands in the same text for every focus node."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """Query the graph, with what was made of the same text before."""
        prepared = _prepare(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)


@cache
def _prepare(text: str) -> Query:
    return prepareQuery(text)


@cache
def graph_of(*paths: Path) -> Graph:
    """Read files into one graph."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """Give the terms of all modules and processes."""
    return graph_of(*TERM_FILES)


def ours(term: Node) -> bool:
    """Tell whether an IRI stands in a namespace in which averment declares terms."""
    return isinstance(term, URIRef) and str(term).startswith(BASE) and not str(term).startswith(NOT_TERMS)


def declared(ontology: Graph) -> set[Node]:
    """Find the terms that the ontology gives a type."""
    return {term for term in ontology.subjects(RDF.type) if ours(term)}


def properties(ontology: Graph) -> set[Node]:
    """Find the properties that people write, those that the build derives left out."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    written = {term for kind in kinds for term in ontology.subjects(RDF.type, kind)}
    return written - set(ontology.subjects(RDF.type, AV.DerivedProperty))


# --- files --------------------------------------------------------------------------------------------------


def test_enough_files_are_found() -> None:
    assert len(TERM_FILES) >= 8
    assert len(SHAPES_FILES) >= 7
    assert VOCABULARY in SHAPES_FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ONTOLOGY)))
def test_turtle_reads_alike_in_both_engines(path: Path) -> None:
    triples = {(quad.subject, quad.predicate, quad.object) for quad in pyoxigraph.parse(path=path)}
    graph = graph_of(path)
    assert len(triples) == len(graph) > 0
    assert {str(predicate.value) for _, predicate, _ in triples} == {str(each) for each in graph.predicates()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ONTOLOGY)))
def test_each_file_declares_one_module(path: Path) -> None:
    modules = set(graph_of(path).subjects(RDF.type, OWL.Ontology))
    assert [str(module).rsplit("/", 1)[-1] for module in modules] == [path.stem]


@pytest.mark.parametrize("path", TERM_FILES, ids=lambda path: path.stem)
def test_terms_are_defined_by_the_module_of_their_file(path: Path) -> None:
    graph = graph_of(path)
    (module,) = graph.subjects(RDF.type, OWL.Ontology)
    assert set(graph.objects(None, RDFS.isDefinedBy)) == {module}
    assert {term for term in graph.subjects(RDF.type) if ours(term)} - {module} == {
        term for term in graph.subjects(RDFS.isDefinedBy, module) if term != module
    }


def test_no_term_is_declared_twice() -> None:
    times = Counter(term for path in TERM_FILES for term in declared(graph_of(path)))
    assert [str(term) for term, count in times.items() if count > 1] == []


# --- what terms say of themselves ---------------------------------------------------------------------------


def vocabulary_findings(data: Graph) -> set[tuple[str, str]]:
    """Run the shapes for the ontology; give shape and focus node by their local names."""
    checked = PreparedGraph()
    checked += data
    _, report, _ = pyshacl.validate(checked, shacl_graph=graph_of(VOCABULARY))
    return {
        (
            str(report.value(result, SH.sourceShape)).removeprefix(str(AVSH)),
            str(report.value(result, SH.focusNode)).removeprefix(str(AV)),
        )
        for result in report.objects(None, SH.result)
    }


def test_every_term_has_label_definition_and_module() -> None:
    assert vocabulary_findings(graph_of(*FILES)) == set()


GOOD = {
    "label": 'rdfs:label "faulty"@en , "fehlerhaft"@de',
    "definition": 'skos:definition "What is at fault."@en',
    "isDefinedBy": "rdfs:isDefinedBy <https://w3id.org/averment/ontology/claims>",
}


@pytest.mark.parametrize(
    ("part", "written"),
    [
        ("label", ""),
        ("label", 'rdfs:label "faulty"'),
        ("label", 'rdfs:label "fehlerhaft"@de'),
        ("label", 'rdfs:label "faulty"@en , "at fault"@en'),
        ("definition", ""),
        ("definition", 'skos:definition "Was fehlt."@de'),
        ("definition", 'skos:definition "What is at fault."@en , "What is wrong."@en'),
        ("isDefinedBy", ""),
        ("isDefinedBy", "rdfs:isDefinedBy <https://example.org/a> , <https://example.org/b>"),
    ],
)
@pytest.mark.parametrize(
    "class_", ["owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "av:Verb", "av:Stage"]
)
def test_a_term_that_says_too_little_is_found(class_: str, part: str, written: str) -> None:
    said = " ; ".join(text for text in (GOOD | {part: written}).values() if text)
    assert vocabulary_findings(term("av:Faulty", class_, said)) == {(f"Term-{part}", "Faulty")}


@pytest.mark.parametrize("subject", ["av:Faulty", "<https://example.org/Faulty>", "[]"])
def test_only_terms_of_averment_are_looked_at(subject: str) -> None:
    found = vocabulary_findings(term(subject, "owl:Class", 'skos:note "nothing else"'))
    expected = {(f"Term-{part}", "Faulty") for part in GOOD} if subject == "av:Faulty" else set()
    assert found == expected


def test_every_class_that_terms_belong_to_is_looked_at(ontology: Graph) -> None:
    targets = set(graph_of(VOCABULARY).objects(AVSH["Term-label"], SH.targetClass))
    unseen = {
        str(each)
        for each in declared(ontology) - set(ontology.subjects(RDF.type, OWL.Ontology))
        if not any(
            targets & set(ontology.transitive_objects(class_, RDFS.subClassOf))
            for class_ in ontology.objects(each, RDF.type)
        )
    }
    assert unseen == set()


def term(subject: str, class_: str, said: str) -> Graph:
    """Make a graph of one term."""
    prefixes = {"av": AV, "owl": OWL, "rdfs": RDFS, "skos": SKOS}
    header = "".join(f"@prefix {name}: <{namespace!s}> .\n" for name, namespace in prefixes.items())
    return Graph().parse(data=f"{header}{subject} a {class_} ; {said} .", format="turtle")


# --- terms that are used are declared -----------------------------------------------------------------------


@pytest.mark.parametrize("path", TERM_FILES, ids=lambda path: path.stem)
def test_terms_that_the_ontology_uses_are_declared(ontology: Graph, path: Path) -> None:
    modules = set(ontology.subjects(RDF.type, OWL.Ontology))
    used = {each for triple in graph_of(path) for each in triple if ours(each)}
    assert used - declared(ontology) - modules == set()


@pytest.mark.parametrize("path", SHAPES_FILES, ids=lambda path: path.stem)
def test_terms_that_shapes_use_are_declared(ontology: Graph, path: Path) -> None:
    used = {each for triple in graph_of(path) for each in triple if ours(each)}
    for text in query_terms(graph_of(path)):
        if ours(text):
            used.add(text)
    assert used - declared(ontology) == set()


def query_terms(graph: Graph) -> Iterator[URIRef]:
    """Iterate over the terms that queries of shapes name, by the prefixes which the queries declare."""
    for _, node in graph.subject_objects(SH.sparql):
        prefixes = {
            str(graph.value(each, SH.prefix)): str(graph.value(each, SH.namespace))
            for module in graph.objects(node, SH.prefixes)
            for each in graph.objects(module, SH.declare)
        }
        for text in graph.objects(node, SH.select):
            outside_strings = re.sub(r'"[^"]*"', "", str(text))
            for prefix, name in re.findall(r"(?<![\w<:/])(\w+):([A-Za-z][\w-]*)", outside_strings):
                assert prefix in prefixes, f"the prefix {prefix} is not declared"
                yield URIRef(prefixes[prefix] + name)


def path_terms(graph: Graph) -> set[URIRef]:
    """Find the properties that the paths of shapes are made of."""
    found: set[URIRef] = set()
    waiting = [*graph.objects(None, SH.path), *graph.objects(None, SH.lessThan)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, URIRef):
            found.add(node)
        else:
            waiting += [value for value in graph.objects(node) if value != RDF.nil]
    return found


def test_paths_are_made_of_known_properties(ontology: Graph) -> None:
    known = properties(ontology) | set(ontology.subjects(RDF.type, AV.DerivedProperty))
    terms = {each for path in SHAPES_FILES for each in path_terms(graph_of(path))}
    assert len(terms) > 50
    assert terms - known - STANDARD - STANDARD_IN_VOCABULARIES == set()


def test_shapes_ask_for_the_class_or_datatype_that_the_ontology_declares(ontology: Graph) -> None:
    differing = set()
    for path in SHAPES_FILES:
        shapes = graph_of(path)
        for shape, property_ in shapes.subject_objects(SH.path):
            for asked in (*shapes.objects(shape, SH["class"]), *shapes.objects(shape, SH.datatype)):
                ranges = set(ontology.objects(property_, RDFS.range))
                if ranges and asked not in ranges:
                    differing.add((str(shape), str(asked)))
    assert differing == set()


# --- the context --------------------------------------------------------------------------------------------


@cache
def context() -> Mapping[str, Any]:
    """Read the context's terms."""
    text = (ONTOLOGY / "context.jsonld").read_text("utf-8")
    terms: Mapping[str, Any] = json.loads(text)["@context"]
    return terms


def meaning(key: str) -> URIRef | None:
    """Look up the property that a key stands for; None for keywords and prefixes."""
    entry = context()[key]
    if key.startswith("@"):
        return None
    name = entry if isinstance(entry, str) else entry.get("@id", entry.get("@reverse"))
    if name.startswith("@") or name.endswith(("#", "/")):
        return None
    prefix, local = name.split(":", 1)
    return URIRef(context()[prefix] + local)


KEYS = sorted(key for key in context() if meaning(key) is not None)


def test_the_context_has_enough_keys() -> None:
    assert len(KEYS) > 60
    assert meaning("aspect") == AV.hasAspect
    assert meaning("claims") == AV.statedIn
    assert meaning("type") is None


@pytest.mark.parametrize("key", KEYS)
def test_key_stands_for_a_declared_property(ontology: Graph, key: str) -> None:
    assert meaning(key) in properties(ontology) | STANDARD


@pytest.mark.parametrize("key", KEYS)
def test_key_reads_values_as_the_ontology_declares_them(ontology: Graph, key: str) -> None:
    entry = context()[key]
    says: Mapping[str, Any] = {} if isinstance(entry, str) else entry
    property_ = meaning(key)
    if (property_, RDF.type, OWL.ObjectProperty) in ontology:
        assert says.get("@type") in {"@id", "@vocab"}
    elif (property_, RDF.type, OWL.DatatypeProperty) in ontology and property_ != AV.value:
        range_ = ontology.value(property_, RDFS.range)
        if range_ == RDF.langString:
            assert says.get("@container") == "@language"
            assert "@type" not in says
        elif range_ == XSD.string:
            assert not {"@type", "@container"} & set(says)
        else:
            assert isinstance(range_, URIRef)
            assert says.get("@type") == f"xsd:{range_.removeprefix(str(XSD))}"


def test_every_property_that_people_write_has_a_key(ontology: Graph) -> None:
    with_key = {meaning(key) for key in KEYS}
    without = {each for each in properties(ontology) if each not in with_key}
    assert without == TURTLE_ONLY


@pytest.mark.parametrize(
    "key", ["aspect", "atStage", "force", "part", "process", "stance", "standsAt", "verb"]
)
def test_key_names_terms_in_the_namespace_that_holds_them(ontology: Graph, key: str) -> None:
    namespace = context()[key]["@context"][1]["@vocab"]
    range_ = ontology.value(meaning(key), RDFS.range)
    members = set(ontology.subjects(RDF.type, range_))
    assert members
    assert [str(each) for each in members if not str(each).startswith(namespace)] == []


# --- the vocabularies ---------------------------------------------------------------------------------------


def test_every_aspect_has_one_kind(ontology: Graph) -> None:
    aspects = set(ontology.subjects(RDF.type, AV.Aspect))
    kinds = set(ontology.subjects(RDF.type, AV.Kind))
    assert len(aspects) >= 30
    for aspect in aspects:
        assert len(kinds & set(ontology.objects(aspect, AV.hasKind))) == 1, aspect
        assert len(list(ontology.objects(aspect, AV.hasKind))) == 1, aspect


def test_aspects_prefer_units_of_their_dimension(ontology: Graph) -> None:
    for aspect, unit in ontology.subject_objects(AV.prefersUnit):
        assert ontology.value(aspect, AV.hasDimension) == ontology.value(unit, AV.hasDimension), aspect


def test_aspects_ask_about_classes(ontology: Graph) -> None:
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    assert set(ontology.objects(None, AV.asksAbout)) <= classes
    schemes = set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    assert set(ontology.objects(None, AV.hasValueScheme)) <= classes | schemes


def test_notations_are_unique_where_values_name_them(ontology: Graph) -> None:
    for class_ in (AV.Unit, AV.Force, AV.Family):
        notations = [ontology.value(each, SKOS.notation) for each in ontology.subjects(RDF.type, class_)]
        assert None not in notations
        assert len(notations) == len(set(notations)) > 0


@pytest.mark.parametrize("path", sorted((ONTOLOGY / "processes").glob("*.ttl")), ids=lambda path: path.stem)
def test_stages_of_a_process_are_numbered_without_gaps(path: Path) -> None:
    graph = graph_of(path)
    for process in graph.subjects(RDF.type, AV.Process):
        stages = set(graph.subjects(AV.inProcess, process))
        placed = {stage for stage in stages if (stage, AV.stagePosition, None) in graph}
        positions = sorted(
            position.toPython()
            for stage in placed
            for position in graph.objects(stage, AV.stagePosition)
            if isinstance(position, Literal)
        )
        assert positions == list(range(1, len(placed) + 1))
        assert stages - placed == set(graph.objects(None, SKOS.broader))
        notations = [graph.value(stage, SKOS.notation) for stage in stages]
        assert len(notations) == len(set(notations)) > 0
        for stage in stages:
            assert str(stage) == f"{process}#{graph.value(stage, SKOS.notation)}"
