"""Each rule about what the build derives finds its own fault, at its place, and nothing else.

The data stands in `tests/shapes/pipeline/`: `valid/` has a small world without a fault, in files with small letters,
and `archive/` holds the texts of its pages, some of them tampered with. `invalid/` has one file for each rule, which
adds one fault to that world and marks with `# at COLUMN` where the finding has to point; `valid/` has a file of
the same name that differs from it in a few words and is fine.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest
from rdflib import SH, Graph, URIRef
from tests.checking.cases import INVALID, NEAR_MISSES, cases
from tests.checking.small import ARCHIVE, AVSH, PIPELINE, ROOT, VALID, marks, module_of_shapes, places_of

from averment import resources
from averment.building import build
from averment.checking import Place, Report, check
from averment.namespaces import AV, ID
from averment.shapes import find_idle_shapes

EXPECTED = {
    "attribution": ("attribution", "warning"),
    "corroboration": ("corroboration", "info"),
    "derived": ("structure", "violation"),
    "disagreement": ("disagreement", "warning"),
    "drift": ("drift", "warning"),
    "evidence": ("evidence", "violation"),
    "lifecycle": ("lifecycle", "warning"),
    "norms": ("norms", "warning"),
}
"""Family and severity of the rules of each module."""
MERELY_INFO = {
    "Claim-deniesNothing",
    "Claim-driftPrecision",
    "Claim-endsUnnamed",
    "Document-hasVerification",
    "Question-changed",
}
"""Rules of these modules that say what is worth knowing."""
OF_JUDGEMENTS = {
    "Acceptance-contradicts": ("disagreement", "violation"),
    "Acceptance-reopened": ("disagreement", "warning"),
    "Waiver-expired": ("structure", "warning"),
    "Waiver-reopened": ("structure", "warning"),
}
"""Family and severity of rules on judgements, which are another matter than the rest of what is derived."""
ALONGSIDE = {"Claim-dateOfAnother": {"Question-moment"}}
"""Rules that find something in the case of another as well: a day that was taken for that of another stage is one of
two days that cannot both be right."""
MODULES = {name: module_of_shapes(name) for name in EXPECTED}
MOST_LINES = 4
"""How many lines a near miss may change, take out or add."""


def rules(module: Graph) -> set[str]:
    """List the shapes of a module that report something: those with a path, and those with a query."""
    found = set(module.subjects(SH.path)) | set(module.subjects(SH.sparql))
    assert all(isinstance(shape, URIRef) for shape in found)
    return {str(shape).removeprefix(AVSH) for shape in found}


def module_of(rule: str) -> str:
    [name] = [name for name, module in MODULES.items() if rule in rules(module)]
    return name


def test_rules_and_cases_match_one_to_one() -> None:
    named = sorted(rule for module in MODULES.values() for rule in rules(module))
    assert [path.stem for path in INVALID] == named
    assert len(named) >= 70
    assert [path.stem for path in NEAR_MISSES] == [
        name for name in named if name != "IdleShape-focusNodeCount"
    ]
    assert set(named) >= MERELY_INFO | set(ALONGSIDE)


@pytest.mark.parametrize("path", [*INVALID, *NEAR_MISSES], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_case_begins_with_what_it_shows_in_words(path: Path) -> None:
    assert re.match(r"# [A-Z\"][^\n]+\.\n\n", path.read_text("utf-8"))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_case_gives_its_rule_alone_at_its_places(path: Path) -> None:
    if path.stem.startswith("IdleShape"):
        found = list(check(build(VALID, archive=ARCHIVE, shapes=[path])).findings)
    else:
        found = cases("invalid").findings(path.stem)
    own = [finding for finding in found if finding.rule == path.stem]
    assert {finding.rule for finding in found} - {path.stem} == ALONGSIDE.get(path.stem, set())
    family, severity = OF_JUDGEMENTS.get(path.stem) or EXPECTED[module_of(path.stem)]
    severity = "info" if path.stem in MERELY_INFO else severity
    assert {(finding.family, finding.severity) for finding in own} == {(family, severity)}
    assert {place for finding in own for place in places_of(finding)} == marks(path) != set()
    assert {Path(place.path or "").name for finding in own for place in finding.places} == {path.name}


def test_all_that_is_found_belongs_to_a_case() -> None:
    invalid = cases("invalid")
    names = [path.stem for path in INVALID if not path.stem.startswith("IdleShape")]
    found = [finding for name in names for finding in invalid.findings(name)]
    assert sorted(map(str, found)) == sorted(map(str, invalid.report.findings))
    assert len(found) >= len(names)
    assert all(invalid.marks(name) == marks(path) for name in names for path in INVALID if path.stem == name)


@pytest.mark.parametrize("path", NEAR_MISSES, ids=lambda path: path.stem)
def test_near_miss_gives_nothing(path: Path) -> None:
    assert cases("valid").findings(path.stem) == []


def test_all_near_misses_together_give_nothing() -> None:
    report = cases("valid").report
    assert report.findings == ()
    assert report.summary.claims > 120
    assert report.problems == report.notes == ()


@pytest.mark.parametrize("path", NEAR_MISSES, ids=lambda path: path.stem)
def test_near_miss_is_near(path: Path) -> None:
    [faulty] = [other for other in INVALID if other.stem == path.stem]
    one, other = (
        [re.sub(r"\s*# at \d+$", "", line) for line in file.read_text("utf-8").splitlines()[1:]]
        for file in (faulty, path)
    )
    changed = [line for line in difflib.ndiff(one, other) if line[0] in "+-"]
    assert 1 <= len(changed) <= MOST_LINES, changed


@pytest.mark.parametrize("rule", ["Question-extent", "Claim-driftWider", "Document-basedOnCycle"])
def test_case_in_the_small_world_itself_gives_the_same(rule: str) -> None:
    path = PIPELINE / "invalid" / f"{rule}.yaml"
    found = check(build([*VALID, path], archive=ARCHIVE)).findings
    assert {finding.rule for finding in found} == {rule}
    assert {place.path for finding in found for place in finding.places} == {str(path)}
    assert {place for finding in found for place in places_of(finding)} == marks(path)


def test_union_of_a_class_and_a_part_of_it_is_no_circle(tmp_path: Path) -> None:
    """It contains the class and is contained in it, which follows from what it is any of, and from no circle."""
    union = tmp_path / "union.yaml"
    union.write_text(
        "{id: group:all-drivers, type: AddresseeClass, name: {en: all drivers}, anyOf: [group:drivers, group:carters]}",
        "utf-8",
    )
    made = build([*VALID, union], archive=ARCHIVE)
    drivers, every = (URIRef(f"{ID}group/{name}") for name in ("drivers", "all-drivers"))
    assert {(drivers, AV.isContainedIn, every), (every, AV.isContainedIn, drivers)} <= set(made.derived)
    assert check(made).findings == ()


def test_valid_files_give_nothing() -> None:
    made = build(VALID, archive=ARCHIVE)
    report = check(made)
    assert report.findings == ()
    assert (report.summary.claims, report.summary.questions) == (29, 18)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_file_begins_with_what_it_is(path: Path) -> None:
    assert re.match(r"# [A-Z][^\n]+[.:]\n", path.read_text("utf-8"))


def test_without_an_archive_every_article_is_said_to_be_unverified() -> None:
    findings = check(build(VALID)).findings
    assert {finding.rule for finding in findings} == {"Document-hasVerification"}
    articles = {finding.subject.rpartition("/")[2] for finding in findings}
    assert articles == {"courier-bridge", "herald-bridge", "tribune-ferries"}
    assert {finding.severity for finding in findings} == {"info"}
    assert all("--archive" in finding.message for finding in findings)


# --- shapes of the user's own ----------------------------------------------------------------------------------

PREFIXES = """\
@prefix av: <https://w3id.org/averment/ontology#> .
@prefix ex: <https://example.org/rules#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
OWN = URIRef("https://example.org/rules#Own")


def report_with_shape(tmp_path: Path, turtle: str) -> Report:
    file = tmp_path / "own.ttl"
    file.write_text(PREFIXES + turtle, "utf-8")
    return check(build(VALID, archive=ARCHIVE, shapes=[file]))


@pytest.fixture(scope="module")
def data() -> Graph:
    return build(VALID, archive=ARCHIVE).everything


@pytest.mark.parametrize(
    "target",
    [
        "sh:targetClass av:Clam",
        "sh:targetClass ex:Nothing",
        "sh:targetSubjectsOf av:abuot",
        "sh:targetObjectsOf av:corrects",
        "a rdfs:Class",
        "a owl:Class",
    ],
)
def test_shape_that_finds_no_node_is_idle(data: Graph, target: str) -> None:
    shapes = Graph().parse(data=f"{PREFIXES} ex:Own a sh:NodeShape ; {target} .", format="turtle")
    assert {shape for shape, _, _ in find_idle_shapes(shapes, data)} == {OWN}


@pytest.mark.parametrize(
    "target",
    [
        "sh:targetClass av:Claim",
        "sh:targetClass av:Document",
        "sh:targetSubjectsOf av:about",
        "sh:targetObjectsOf av:relays",
        "sh:targetNode ex:Whatever",
        "a sh:NodeShape",
    ],
)
def test_shape_that_finds_a_node_or_has_no_target_is_not_idle(data: Graph, target: str) -> None:
    shapes = Graph().parse(data=f"{PREFIXES} ex:Own a sh:NodeShape ; {target} .", format="turtle")
    assert list(find_idle_shapes(shapes, data)) == []


def test_shapes_of_averment_are_not_idle_in_an_empty_graph_unless_their_target_is_undeclared() -> None:
    shapes = Graph()
    for path in sorted((ROOT / "ontology" / "shapes").glob("*.ttl")):
        shapes.parse(path)
    assert list(find_idle_shapes(shapes, resources.ontology())) == []
    shapes.parse(data=f"{PREFIXES} <{AVSH.Own}> a sh:NodeShape ; sh:targetClass av:Clam .", format="turtle")
    assert {shape for shape, _, _ in find_idle_shapes(shapes, resources.ontology())} == {AVSH.Own}


def test_finding_on_an_idle_shape_names_it(tmp_path: Path) -> None:
    report = report_with_shape(tmp_path, "\n\n  ex:Own a sh:NodeShape ; sh:targetClass av:Clam .")
    [finding] = report.findings
    assert finding.rule == "IdleShape-focusNodeCount"
    assert finding.message.startswith("Shape <https://example.org/rules#Own>: The shape finds no node")
    assert finding.places == (Place(None, str(tmp_path / "own.ttl"), 8, 3, None, None),)


def test_own_shape_reports_under_its_name_with_its_severity(tmp_path: Path) -> None:
    turtle = """
    ex:Own a sh:NodeShape ; sh:targetClass av:Instrument ; sh:property ex:Own-note , [
        sh:path av:isPartOf ; sh:minCount 1 ; sh:severity sh:Info ] .
    ex:Own-note sh:path av:note ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Say something." ."""
    found = report_with_shape(tmp_path, turtle).findings
    assert [(finding.rule, finding.severity, finding.family) for finding in found] == [
        ("Own-note", "warning", "structure"),
        ("Own-note", "warning", "structure"),
        ("Own-isPartOf", "info", "structure"),
        ("Own-isPartOf", "info", "structure"),
    ]
    laws = [
        number
        for number, line in enumerate(VALID[0].read_text("utf-8").splitlines(), start=1)
        if line.startswith("  - id: law:")
    ]
    assert {place.path for finding in found for place in finding.places} == {str(VALID[0])}
    assert [place.line for finding in found for place in finding.places] == laws * 2
    assert found[0].message == "Say something."


def test_checking_leaves_the_build_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(PREFIXES + "ex:Own a sh:NodeShape ; sh:targetClass ex:Nothing .", "utf-8")
    made = build(VALID, archive=ARCHIVE, shapes=[file])
    before = set(made.everything)
    assert check(made) == check(made)
    assert set(made.everything) == before
