"""Each rule says what it means, and its examples are true: the bad one leads to it alone, the good one to nothing.

All good examples are checked in one graph and all bad ones in another; see `tests.checking.examples`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from rdflib import SH, Literal, URIRef
from tests.checking.examples import ARCHIVE, COUNTRIES, TODAY, complete, fill_in_fingerprints, write_example

from averment.building import build
from averment.checking import Finding, check
from averment.checking.rules import Rule, list_rules
from averment.namespaces import AV
from averment.shapes import shipped_shapes

RULES = {rule.name: rule for rule in list_rules(shipped_shapes())}
WITH_EXAMPLES = {name: rule for name, rule in RULES.items() if rule.good and rule.bad}

BESIDE: Mapping[tuple[str, str], str] = {
    ("Claim-dateOfAnother", "Question-moment"): "a stage that is dated otherwise has two dates",
    ("Claim-driftAbsence", "Question-none"): "what is relayed as a figure is at odds with there being none",
    ("Claim-driftFigure", "Question-extent"): "what is relayed with another figure is at odds with it, too",
    ("Claim-driftForce", "Question-force"): "what is relayed with another force is at odds with it, too",
    ("Claim-driftOther", "Question-choice"): "what is relayed as something else is at odds with it, too",
    ("Claim-driftReversed", "Question-denial"): "what is relayed as its contrary is denied",
    ("Claim-driftTally", "Question-tally"): "what is relayed with other votes is at odds with them, too",
    ("Evidence-order", "Evidence-passage"): "no passage stands between an end and a later start",
    ("Evidence-passageHash", "Evidence-passage"): "no passage has a hash that is none",
    ("Hop-inCapacity", "Hop-notInOffice"): "nobody holds an organisation as a post",
}
"""Rules that a bad example leads to beside its own, with the reason why it cannot but do so."""

ANYWHERE: Mapping[str, str] = {
    "Question-oneOrigin": "pages of which one relays the other have one origin",
    "Document-hasVerification": "examples that show a document leave its archived page out",
}
"""Rules that may have a word on any example, which is about another one."""

Found = Callable[[str], list[Finding]]


def checked(examples: Mapping[str, str], folder: Path) -> Found:
    """Check examples in one graph; return what finds the findings in the copy of the world that one stands in."""
    for name, example in examples.items():
        write_example(example, folder / name, name.lower())
    fill_in_fingerprints(sorted(folder.iterdir()))
    files = sorted(file for file in folder.glob("*/*") if file.name != "shapes.ttl")
    shapes = sorted(folder.glob("*/shapes.ttl"))
    report = check(build([COUNTRIES, *files], archive=ARCHIVE, shapes=shapes, today=TODAY))
    assert report.problems == ()
    found: dict[str, list[Finding]] = {name: [] for name in examples}
    for finding in report.findings:
        names = {Path(place.path).parent.name for place in finding.places if place.path is not None}
        assert names, f"{finding.rule} is about nothing that is written down"
        if len(names) == 1:  # else it is about copies of the world that are alike, and about no example
            found[names.pop()].append(finding)
    return found.__getitem__


@pytest.fixture(scope="module")
def of_good(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return checked(
        {name: rule.good for name, rule in WITH_EXAMPLES.items() if rule.good},
        tmp_path_factory.mktemp("good"),
    )


@pytest.fixture(scope="module")
def of_bad(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return checked(
        {name: rule.bad for name, rule in WITH_EXAMPLES.items() if rule.bad}, tmp_path_factory.mktemp("bad")
    )


def shown(findings: list[Finding]) -> str:
    return "\n".join(f"{finding.rule}: {finding.message}" for finding in findings)


def test_enough_rules_are_found() -> None:
    assert len(RULES) >= 144
    assert set(RULES) == {
        str(shape).rpartition("#")[2]
        for shape in shipped_shapes().subjects(SH.message, None)
        if isinstance(shape, URIRef)
    }


@pytest.mark.parametrize("name", RULES)
def test_rule_says_what_it_means_and_shows_it(name: str) -> None:
    shapes, shape = shipped_shapes(), URIRef(RULES[name].iri or "")
    [meaning] = shapes.objects(shape, AV.meaning)
    assert isinstance(meaning, Literal)
    assert meaning.language == "en"
    assert re.fullmatch(r"[A-Z'][^\n]{50,400}\.", str(meaning))
    assert 1 <= len(re.findall(r"\.(?= [A-Z]|$)", str(meaning))) <= 3
    assert str(meaning) != RULES[name].message
    for example in (AV.goodExample, AV.badExample):
        [text] = shapes.objects(shape, example)
        assert isinstance(text, Literal)
        assert text.language is None
        assert str(text) == str(text).strip()
        assert max(map(len, str(text).splitlines())) <= 78, "it has to fit a terminal"
    assert RULES[name].good != RULES[name].bad


def test_no_two_rules_mean_the_same() -> None:
    meanings = Counter(rule.meaning for rule in RULES.values() if rule.meaning)
    assert [meaning for meaning, count in meanings.items() if count > 1] == []


def test_enough_examples_are_checked() -> None:
    assert len(WITH_EXAMPLES) >= 136


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_bad_example_leads_to_its_rule_alone(of_bad: Found, name: str) -> None:
    rules = {finding.rule for finding in of_bad(name)}
    beside = {other for rule, other in BESIDE if rule == name}
    assert name in rules, shown(of_bad(name))
    assert rules - {name} - set(ANYWHERE) == beside, shown(of_bad(name))


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_good_example_leads_to_nothing(of_good: Found, name: str) -> None:
    findings = of_good(name)
    assert name not in {finding.rule for finding in findings}, shown(findings)
    assert [finding.rule for finding in findings if finding.severity == "violation"] == [], shown(findings)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_finding_points_into_the_example(of_bad: Found, name: str) -> None:
    files = {file for file, _ in complete(WITH_EXAMPLES[name].bad or "")}
    for finding in of_bad(name):
        if finding.rule == name:
            assert {Path(place.path or "").name for place in finding.places} & files


def test_rules_that_may_be_met_beside_others_exist() -> None:
    assert {name for pair in BESIDE for name in pair} | set(ANYWHERE) <= set(RULES)


# --- how examples are completed --------------------------------------------------------------------------------

CLAIM = "about: law:registration/late\naspect: fine\nvalue: 1 RUB\nstance: asserts\n"


@pytest.mark.parametrize(
    ("example", "files", "lines"),
    [
        (CLAIM, ["example-0.yaml"], ["  - id: c1", "    value: 1 RUB", "publisher: actor:courier"]),
        ("chain: []", ["example-0.yaml"], ["    value: 2000..5000 RUB", "    chain: []"]),
        ("published: 2025", ["example-0.yaml"], ["published: 2025", "title: {en: An example}"]),
        ("id: law:x\ntype: Law", ["example-0.yaml"], ["id: law:x", "type: Law"]),
        (
            f"- id: c9\n  {CLAIM.strip().replace(chr(10), chr(10) + '  ')}\n- {{id: group:x, type: Group}}",
            ["example-0.yaml", "example-1.yaml"],
            ["  - id: c9", "    value: 1 RUB", "{id: group:x, type: Group}"],
        ),
        ("my:x a av:Unit .", ["example.ttl"], ["my:x a av:Unit ."]),
        ("my:x a sh:NodeShape .", ["shapes.ttl"], ["my:x a sh:NodeShape ."]),
    ],
)
def test_what_an_example_leaves_out_is_put_around_it(
    example: str, files: list[str], lines: list[str]
) -> None:
    completed = dict(complete(example))
    assert list(completed) == files
    written = [line for text in completed.values() for line in text.splitlines()]
    assert [line for line in lines if line not in written] == []


def test_each_copy_of_the_world_has_names_of_its_own(tmp_path: Path) -> None:
    write_example("judges: question:law/registration/late/fine", tmp_path / "a", "one")
    text = (tmp_path / "a" / "example-0.yaml").read_text("utf-8")
    assert "question:law/registration-one/late/fine" in text
    world = (tmp_path / "a" / "world.yaml").read_text("utf-8")
    assert "organisation: actor:ministry-one}" in world
    assert "post: actor:ministry-one/speaker" in world
    assert "country:ru\n" in world or "country:ru}" in world


def test_a_faulty_example_is_noticed(tmp_path: Path) -> None:
    found = checked({"fine": CLAIM, "faulty": CLAIM.replace("1 RUB", "one ruble")}, tmp_path)
    assert found("fine") == []
    assert [finding.rule for finding in found("faulty")] == ["Claim-valueGrammar"]


def test_claims_in_a_list_stand_in_pages_of_different_outlets(tmp_path: Path) -> None:
    example = "".join(
        f"- about: law:registration/late\n  aspect: fine\n  value: {value}\n  stance: asserts\n"
        for value in ("..5000 RUB", "..7000 RUB")
    )
    [finding] = [each for each in checked({"list": example}, tmp_path)("list") if each.severity != "info"]
    assert finding.rule == "Question-extent"
    assert [place.source for place in finding.places] == ["The Courier", "The Herald"]


def test_rules_are_described_as_their_shapes_are() -> None:
    rule = RULES["Claim-relays"]
    assert isinstance(rule, Rule)
    assert (rule.family, rule.severity, rule.title) == ("structure", "violation", "claim: relays")
    assert rule.iri == "https://w3id.org/averment/shapes#Claim-relays"
