"""Each shape reports its own fault and nothing else, and says in words how to mend it.

The data stands in `tests/shapes/`: `valid/base.ttl` is a small world without a fault; `invalid/` has one file
for each shape, named for it, that adds one faulty node to that world; `constraints/` has one file for each
module of shapes, in which every single constraint is broken. The shapes of `PIPELINE` look at what the build
derives; their cases stand in `tests/shapes/pipeline/`, and here only their form is checked.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph
import pyshacl
import pytest
from rdflib import RDF, RDFS, BNode, Graph, Namespace, URIRef, Variable
from rdflib.collection import Collection
from rdflib.namespace import OWL, SH
from rdflib.paths import AlternativePath, MulPath, SequencePath
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "shapes"
PIPELINE = frozenset(
    {"attribution", "corroboration", "derived", "disagreement", "drift", "evidence", "lifecycle", "norms"}
)
MODULES = sorted(path for path in (ROOT / "ontology" / "shapes").glob("*.ttl"))
OWN = [path for path in MODULES if path.stem not in PIPELINE]

AV = Namespace("https://w3id.org/averment/ontology#")
AVSH = Namespace("https://w3id.org/averment/shapes#")
STRUCTURE = URIRef("https://w3id.org/averment/family#structure")

NOT_CONSTRAINTS = frozenset(
    {SH.path, SH.name, SH.message, SH.severity, SH.property, SH.targetClass, SH.declare}
)
"""What a shape says in SHACL's namespace without constraining anything."""

SHARED_PATHS = frozenset({"Evidence-order"})
"""Property shapes that look at a path of which another shape of the class takes care as well."""


class PreparedGraph(Graph):
    """A graph that parses each query once; pySHACL hands in the same text for every focus node."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """Query the graph, with what was made of the same text before."""
        prepared = _prepare(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)


@cache
def _prepare(text: str) -> Query:
    return prepareQuery(text)


class Finding(NamedTuple):
    """One result of a validation."""

    shape: Node | None
    severity: Node | None
    component: Node | None
    focus: Node | None


@cache
def graph_of(*paths: Path) -> Graph:
    """Read files into one graph."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def rules(graph: Graph) -> set[Node]:
    """Find the shapes that report something: property shapes, and shapes with a query."""
    return set(graph.subjects(SH.path)) | set(graph.subjects(SH.sparql))


def parameters(graph: Graph, shape: Node) -> set[Node]:
    """Find the properties by which a shape constrains something."""
    return {said for said in graph.predicates(shape) if str(said).startswith(str(SH))} - NOT_CONSTRAINTS


def local(shape: Node) -> str:
    """Cut the namespace off."""
    return str(shape).removeprefix(str(AVSH))


def named_rules(paths: list[Path]) -> list[str]:
    """List the shapes of files by their local names, sorted."""
    return sorted(local(shape) for path in paths for shape in rules(graph_of(path)))


ALL_RULES = named_rules(MODULES)
OWN_RULES = named_rules(OWN)
NODE_SHAPES = sorted(local(shape) for shape in graph_of(*OWN).subjects(RDF.type, SH.NodeShape))
INVALID = sorted((DATA / "invalid").glob("*.ttl"))
VALID = sorted((DATA / "valid").glob("*.ttl"))
BASE = DATA / "valid" / "base.ttl"


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """Give the shapes of all files but those of the pipeline."""
    return graph_of(*OWN)


@pytest.fixture(scope="module")
def every_shape() -> Graph:
    """Give the shapes of all files."""
    return graph_of(*MODULES)


@pytest.fixture(scope="module")
def world() -> Graph:
    """Give the small world, with the ontology merged into it."""
    folder = ROOT / "ontology"
    ontology = graph_of(*sorted(folder.glob("*.ttl")), *sorted((folder / "processes").glob("*.ttl")))
    return graph_of(BASE) + ontology


def findings(world: Graph, shapes: Graph, *added: Path) -> list[Finding]:
    """Validate the world with files added to it."""
    data = PreparedGraph()
    data += world
    for path in added:
        data.parse(path)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    return [
        Finding(
            report.value(result, SH.sourceShape),
            report.value(result, SH.resultSeverity),
            report.value(result, SH.sourceConstraintComponent),
            report.value(result, SH.focusNode),
        )
        for result in report.objects(None, SH.result)
    ]


# --- the form of the shapes ---------------------------------------------------------------------------------


def test_enough_shapes_are_found() -> None:
    assert len(OWN) >= 6
    assert len(OWN_RULES) >= 100


def test_each_shape_stands_in_one_file() -> None:
    assert [name for name, count in Counter(ALL_RULES).items() if count > 1] == []


@pytest.mark.parametrize("name", ALL_RULES)
def test_rule_is_described(every_shape: Graph, name: str) -> None:
    shape = AVSH[name]
    assert shape in rules(every_shape), f"{name} is a blank node or stands in another namespace"
    names = list(every_shape.objects(shape, SH.name))
    messages = list(every_shape.objects(shape, SH.message))
    assert len(names) == 1
    assert len(messages) == 1
    assert len(str(messages[0])) >= 20
    assert str(messages[0]).endswith(".")
    assert len(list(every_shape.objects(shape, SH.severity))) == 1
    assert len(list(every_shape.objects(shape, AV.hasFamily))) == 1
    for query in every_shape.objects(shape, SH.sparql):
        assert (query, SH.severity, None) not in every_shape, "engines differ there: put it on the shape"


@pytest.mark.parametrize("name", OWN_RULES)
def test_rule_is_of_the_structure_family(shapes: Graph, name: str) -> None:
    shape = AVSH[name]
    assert shapes.value(shape, SH.severity) == SH.Violation
    assert shapes.value(shape, AV.hasFamily) == STRUCTURE
    assert "{?" not in str(shapes.value(shape, SH.message))
    assert "{$" not in str(shapes.value(shape, SH.message))


def test_messages_name_keys_that_the_context_has(shapes: Graph) -> None:
    keys = set(json.loads((ROOT / "ontology" / "context.jsonld").read_text("utf-8"))["@context"])
    said = {
        (local(shape), key)
        for shape, message in shapes.subject_objects(SH.message)
        for key in re.findall(r"(?<!\w)'([a-z][A-Za-z]*)(?='|: )", str(message))
    }
    assert len(said) > 50
    assert {(shape, key) for shape, key in said if key not in keys} == {("Instrument-followsProcess", "ru")}


@pytest.mark.parametrize("name", NODE_SHAPES)
def test_node_shape_has_a_class_and_no_constraint_beside_its_query(shapes: Graph, name: str) -> None:
    shape = AVSH[name]
    classes = list(shapes.objects(shape, SH.targetClass))
    assert len(classes) == 1
    class_name = str(classes[0]).removeprefix(str(AV))
    said = parameters(shapes, shape)
    if (shape, SH.sparql, None) in shapes:
        assert said == {SH.sparql}
        assert re.fullmatch(rf"{class_name}-[a-z]\w*", name)
        assert (shape, SH.property, None) not in shapes
    else:
        assert said == set()
        assert name == class_name
        assert shapes.value(shape, RDFS.label) is not None
        assert shapes.value(shape, SH.severity) == SH.Violation
        assert shapes.value(shape, AV.hasFamily) == STRUCTURE


def test_property_shapes_are_named_for_class_and_path(shapes: Graph) -> None:
    wrong = set()
    for shape, path in shapes.subject_objects(SH.path):
        owners = [local(owner) for owner in shapes.subjects(SH.property, shape)]
        assert len(owners) == 1, f"{shape} belongs to {owners}"
        expected = (
            f"{owners[0]}-{re.split('[/#]', path)[-1]}" if isinstance(path, URIRef) else f"{owners[0]}-"
        )
        if not local(shape).startswith(expected) or (isinstance(path, URIRef) and local(shape) != expected):
            wrong.add(local(shape))
    assert wrong == SHARED_PATHS


# --- queries ------------------------------------------------------------------------------------------------


def queries(graph: Graph) -> Iterator[tuple[str, str]]:
    """Give each query with the prefixes that its own file declares, and the name of its shape."""
    for shape, node in graph.subject_objects(SH.sparql):
        prologue = ""
        for module in graph.objects(node, SH.prefixes):
            assert (module, RDF.type, OWL.Ontology) in graph
            for declared in graph.objects(module, SH.declare):
                namespace = graph.value(declared, SH.namespace)
                prologue += f"PREFIX {graph.value(declared, SH.prefix)}: <{namespace}>\n"
        for text in graph.objects(node, SH.select):
            yield local(shape), prologue + str(text)


QUERIES = sorted(pair for path in MODULES for pair in queries(graph_of(path)))


def binds_this(part: CompValue) -> bool:
    """Tell whether every solution of a part has `$this` from a triple, whichever engine frees it."""
    if part.name == "BGP":
        return any(Variable("this") in triple for triple in part.triples)
    if part.name == "Join":
        return binds_this(part.p1) or binds_this(part.p2)
    if part.name == "Union":
        return binds_this(part.p1) and binds_this(part.p2)
    if part.name in {"LeftJoin", "Minus"}:
        return binds_this(part.p1)
    if part.name in {
        "AggregateJoin",
        "Distinct",
        "Extend",
        "Filter",
        "Group",
        "OrderBy",
        "Project",
        "SelectQuery",
    }:
        return binds_this(part.p)
    return False


@pytest.mark.parametrize(("name", "query"), QUERIES, ids=[name for name, _ in QUERIES])
def test_query_parses_in_both_engines_and_binds_this(name: str, query: str) -> None:
    pyoxigraph.Store().query(query)
    assert binds_this(_prepare(query).algebra), f"$this is not bound by a triple everywhere in {name}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("$this a ?c", True),
        ("{ $this a ?c } UNION { $this ?p ?o }", True),
        ("{ $this a ?c } UNION { ?s ?p ?o }", False),
        ("OPTIONAL { $this a ?c }", False),
        ("?s ?p ?o MINUS { $this ?p ?o }", False),
        ("{ SELECT $this { $this a ?c } }", False),
        ("?s ?p ?o FILTER EXISTS { $this ?p ?o }", False),
    ],
)
def test_binds_this_sees_where_the_variable_stands(body: str, expected: bool) -> None:
    assert binds_this(_prepare(f"SELECT $this WHERE {{ {body} }}").algebra) is expected


def variables(part: object) -> set[Variable]:
    """Collect the variables that stand anywhere in a part of a query."""
    if isinstance(part, Variable):
        return {part}
    if isinstance(part, CompValue):
        return {found for key in part for found in variables(part[key]) if key != "_vars"}
    if isinstance(part, list | tuple | set):
        return {found for each in part for found in variables(each)}
    return set()


def out_of_reach(part: CompValue, around: frozenset[Variable] = frozenset()) -> set[str]:
    """Name the variables that a filter or OPTIONAL means to take from around its group, which it cannot see.

    Args:
        part: the algebra of a group.
        around: the variables that what is joined with the group binds.
    """
    if part.name == "Join":
        left, right = variables(part.p1), variables(part.p2)
        return out_of_reach(part.p1, around | right) | out_of_reach(part.p2, around | left)
    if part.name == "Filter":
        seen = variables(part.p) | {Variable("this")}
        return {str(each) for each in variables(part.expr) & around - seen} | out_of_reach(part.p, around)
    if part.name == "LeftJoin":
        free = variables(part.p2) & around - variables(part.p1) - {Variable("this")}
        return {str(each) for each in free} | out_of_reach(part.p1, around)
    if part.name == "Union":
        return out_of_reach(part.p1, around) | out_of_reach(part.p2, around)
    return out_of_reach(part.p, around) if isinstance(part.get("p"), CompValue) else set()


@pytest.mark.parametrize(("name", "query"), QUERIES, ids=[name for name, _ in QUERIES])
def test_filters_and_options_see_what_they_speak_of(name: str, query: str) -> None:
    assert out_of_reach(_prepare(query).algebra) == set(), (
        f"{name}: bind it in the group of the filter as well"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("$this a ?c . { $this ?p ?o FILTER (?o != ?c) }", {"c"}),
        ("$this a ?c . { $this ?p ?o FILTER NOT EXISTS { ?c ?p ?o } } UNION { $this ?q ?c }", {"c"}),
        ("$this a ?c . { $this a ?c ; ?p ?o FILTER NOT EXISTS { ?c ?p ?o } } UNION { $this ?q ?c }", set()),
        ("$this a ?c . FILTER NOT EXISTS { ?c ?p ?o }", set()),
        ("$this a ?c . { $this ?p ?o OPTIONAL { ?c ?q ?n } } UNION { $this ?q ?c }", {"c"}),
        ("$this a ?c . OPTIONAL { ?c ?q ?n }", set()),
        ("{ $this a ?c FILTER NOT EXISTS { $this ?p ?o } } UNION { $this ?p ?o }", set()),
    ],
)
def test_out_of_reach_sees_what_a_group_binds(body: str, expected: set[str]) -> None:
    assert out_of_reach(_prepare(f"SELECT $this WHERE {{ {body} }}").algebra) == expected


# --- what the shapes find -----------------------------------------------------------------------------------


def test_shapes_and_invalid_files_match_one_to_one() -> None:
    assert [path.stem for path in INVALID] == OWN_RULES


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_file_gives_its_shape_alone(world: Graph, shapes: Graph, path: Path) -> None:
    found = findings(world, shapes, path)
    assert {local(finding.shape) for finding in found if finding.shape is not None} == {path.stem}
    assert {finding.severity for finding in found} == {shapes.value(AVSH[path.stem], SH.severity)}
    assert len({finding.focus for finding in found}) == 1


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_file_begins_with_the_fault_in_words(path: Path) -> None:
    assert re.match(r"# [A-Z][^\n]+\.\n\n(@|<)", path.read_text("utf-8"))


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_file_gives_nothing(world: Graph, shapes: Graph, path: Path) -> None:
    added = [path] if path != BASE else []
    assert findings(world, shapes, *added) == []


def test_enough_valid_files_are_found() -> None:
    assert BASE in VALID
    assert len(VALID) >= 4


def test_modules_and_constraint_files_match_one_to_one() -> None:
    files = sorted((DATA / "constraints").glob("*.ttl"))
    assert [path.stem for path in files] == [path.stem for path in OWN]


@pytest.mark.parametrize("module", OWN, ids=lambda path: path.stem)
def test_every_constraint_of_every_shape_can_be_broken(world: Graph, shapes: Graph, module: Path) -> None:
    graph = graph_of(module)
    declared = {
        (local(shape), component(predicate))
        for shape in rules(graph)
        for predicate in parameters(graph, shape)
    }
    found = findings(world, shapes, DATA / "constraints" / module.name)
    broken = {(local(each.shape), each.component) for each in found if each.shape in rules(graph)}
    assert broken == declared


def component(parameter: Node) -> URIRef:
    """Name the constraint component of a parameter such as `sh:minCount`."""
    name = str(parameter).removeprefix(str(SH))
    name = "SPARQL" if name == "sparql" else name[0].upper() + name[1:]
    return URIRef(f"{SH}{name}ConstraintComponent")


# --- what the small world has -------------------------------------------------------------------------------


def focus_nodes(world: Graph, shape: Node, shapes: Graph) -> set[Node]:
    """Find the nodes of the small world, those of the ontology left out, that a node shape looks at."""
    nodes = set()
    for target in shapes.objects(shape, SH.targetClass):
        for class_ in world.transitive_subjects(RDFS.subClassOf, target):
            nodes |= set(world.subjects(RDF.type, class_))
    return nodes & set(graph_of(BASE).subjects())


def property_path(shapes: Graph, node: Node) -> URIRef | PropertyPath:
    """Read a path as SHACL writes it."""
    if isinstance(node, URIRef):
        return node
    assert isinstance(node, BNode)
    for alternatives in shapes.objects(node, SH.alternativePath):
        return AlternativePath(*(property_path(shapes, part) for part in Collection(shapes, alternatives)))
    for repeated in shapes.objects(node, SH.zeroOrMorePath):
        return MulPath(property_path(shapes, repeated), "*")
    return SequencePath(*(property_path(shapes, part) for part in Collection(shapes, node)))


@pytest.mark.parametrize("name", NODE_SHAPES)
def test_node_shape_finds_a_node(world: Graph, shapes: Graph, name: str) -> None:
    assert focus_nodes(world, AVSH[name], shapes)


def test_every_path_is_used(world: Graph, shapes: Graph) -> None:
    unused = set()
    for owner, shape in shapes.subject_objects(SH.property):
        path = property_path(shapes, next(shapes.objects(shape, SH.path)))
        nodes = focus_nodes(world, owner, shapes)
        if not any(next(world.objects(node, path), None) is not None for node in nodes):
            unused.add(local(shape))
    assert unused == set()
