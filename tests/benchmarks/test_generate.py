"""The generator's graphs follow from their seed, derive as averment derives, and lead to the results that they name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random

import pytest
from benchmarks.answers import Answer
from benchmarks.asking import Setting
from benchmarks.comparing import Row, compare, normal, read_expected
from benchmarks.episodes import EPISODES, Stagehand
from benchmarks.generate import DATA, EXPECTED, FACTS, SHAPES, blocks, ontology_lines, prepare, write
from benchmarks.parts import Block, Planter
from benchmarks.world import World
from benchmarks.writing import write_story
from rdflib import RDF, SH, Graph, URIRef

from averment import resources
from averment.building import build
from averment.checking.engine import ENGINES, Result
from averment.namespaces import AV, AVSH
from averment.reading import read
from averment.shacl.engine import validate
from averment.shapes import load_shapes
from averment.terms import to_oxigraph

NOT_WRITTEN = {AV.path, AV.line, AV.column, AV.displayName}
"""What is derived for display only, and read by no shape."""
NOT_DERIVED = NOT_WRITTEN | {
    *(AV.contradicts, AV.countsAs, AV.focusNodeCount, AV.hasJudgement, AV.involves, AV.lacks),
    *(AV[f"{name}Fault"] for name in ("converts", "during", "priorValue", "until")),
}
"""What a check finds out by itself, and what follows from values and judgements that no story states."""
FAMILIES = {"attribution", "corroboration", "disagreement", "drift", "lifecycle", "norms"}
"""The families of which every rule is met by a fault."""


def triples(lines: list[str]) -> Graph:
    return Graph().parse(data="".join(lines), format="nt")


def derived_by_averment(generated: list[Block], folder: Path) -> set[object]:
    """What averment derives from the files that the generated graph would come from."""
    archive = folder / "archive"
    archive.mkdir()
    for name, text in chain.from_iterable(block.pages.items() for block in generated):
        (archive / name).write_text(text, encoding="utf-8")
    stated = folder / "stated.nt"
    stated.write_text(
        "".join(line for block in generated for line in block.stated + block.withheld), encoding="utf-8"
    )
    return {triple for triple in build([stated], archive=archive).derived if triple[1] not in NOT_WRITTEN}


@pytest.mark.parametrize(
    ("claims", "seed", "faults"),
    [
        (60, 1, 0.0),
        (60, 2, 0.0),
        (600, 3, 0.0),
        (60, 1, 0.3),
        (200, 4, 0.5),
        (900, 8, 1.0),
    ],
)
def test_derived_triples_are_those_that_averment_derives(
    claims: int, seed: int, faults: float, tmp_path: Path
) -> None:
    generated = list(blocks(claims, seed=seed, faults=faults))
    derived = set(triples([line for block in generated for line in block.derived]))
    assert derived == derived_by_averment(generated, tmp_path)
    assert len(derived) > 3 * claims


@pytest.mark.parametrize("faults", [0.0, 0.5])
def test_no_statement_is_written_twice(faults: float) -> None:
    lines = [line for block in blocks(500, seed=5, faults=faults) for line in block.stated + block.derived]
    assert len(lines) == len(set(lines))


def test_same_seed_gives_the_same_files_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("first", 1), ("again", 1), ("other", 2)):
        write(tmp_path / name, 80, seed=seed, faults=0.1)
    for file in (DATA, SHAPES, EXPECTED, FACTS):
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "again" / file).read_bytes()
    for file in (DATA, EXPECTED):
        assert (tmp_path / "first" / file).read_bytes() != (tmp_path / "other" / file).read_bytes()


@pytest.mark.parametrize("claims", [1, 2, 3, 61, 62, 1000])
def test_as_many_claims_as_asked_for(claims: int) -> None:
    type_of_claims = f" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{AV.Claim}> ."
    generated = list(blocks(claims))
    stated = sum(line.strip().endswith(type_of_claims) for block in generated for line in block.stated)
    assert stated == claims == sum(block.claims for block in generated)


def test_questions_have_twenty_claims_at_most() -> None:
    answers: dict[str, int] = {}
    for block in blocks(1000, faults=0.0):
        for line in block.derived:
            _, predicate, value, *_ = line.split(" ", 3)
            if predicate == f"<{AV.answers}>":
                answers[value] = answers.get(value, 0) + 1
    assert max(answers.values()) <= 20
    assert len(set(answers.values())) > 8
    assert sum(count > 1 for count in answers.values()) > len(answers) / 2


def test_every_derived_property_occurs() -> None:
    written = {line.split(" ", 2)[1] for block in faulty() for line in block.derived}
    declared = set(resources.ontology().subjects(RDF.type, AV.DerivedProperty))
    assert {f"<{property_}>" for property_ in declared - NOT_DERIVED} - written == set()


def test_triples_for_each_claim_are_few() -> None:
    written = sum(len(block.stated) + len(block.derived) for block in blocks(5000))
    assert 20 < written / 5000 < 30


def results(found: Iterable[Result]) -> set[Row]:
    """What an engine found, in the form in which results are compared."""
    return {
        normal(
            *(str(to_oxigraph(term)) for term in (one.focus, one.shape, one.component)),
            *(str(to_oxigraph(term)) if term is not None else None for term in (one.path, one.value)),
        )
        for one in found
    }


def found_by(engine: str, folder: Path) -> set[Row]:
    data, shapes = Graph().parse(folder / DATA, format="nt"), Graph().parse(folder / SHAPES, format="turtle")
    return results(ENGINES[engine](data, shapes).results)


@pytest.mark.slow
def test_a_graph_without_faults_has_nothing_that_needs_an_editor(tmp_path: Path) -> None:
    """The reference is asked of graphs in which half has no fault, below."""
    write(tmp_path, 60, seed=6, faults=0.0)
    found = found_by("compiled", tmp_path)
    assert found == read_expected(tmp_path / EXPECTED)
    shapes, _ = load_shapes()
    assert {shapes.value(URIRef(row[1][1:-1]), SH.severity) for row in found} <= {SH.Info}


def test_without_faults_nothing_is_expected_but_what_is_worth_knowing() -> None:
    expected = {row.fault for block in blocks(3000, faults=0.0) for row in block.expected}
    assert expected == {"ends-unnamed", "one-country", "one-origin", "one-owner"}


@pytest.mark.slow
@pytest.mark.parametrize("most_triples", [0, 10**9])
@pytest.mark.parametrize(("claims", "seed", "faults"), [(200, 9, 0.0), (600, 8, 1.0)])
def test_both_stores_find_what_was_planted(
    most_triples: int, claims: int, seed: int, faults: float, tmp_path: Path
) -> None:
    write(tmp_path, claims, seed=seed, faults=faults)
    shapes = Graph().parse(tmp_path / SHAPES, format="turtle")
    outcome = validate(tmp_path / DATA, shapes, most_triples=most_triples)
    found = results(outcome.results)
    compared = compare(found, read_expected(tmp_path / EXPECTED))
    assert (compared.missing_examples, compared.extra_examples) == ((), ())
    assert not outcome.unfinished


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "claims"), [("compiled", 50), ("pyshacl", 30)])
def test_an_engine_finds_what_was_planted_and_nothing_else(engine: str, claims: int, tmp_path: Path) -> None:
    faults = 0.5
    write(tmp_path, claims, seed=2, faults=faults)
    expected = read_expected(tmp_path / EXPECTED)
    compared = compare(found_by(engine, tmp_path), expected)
    assert (compared.missing_examples, compared.extra_examples) == ((), ())
    assert compared.verdict == "equal"
    assert len(expected) > claims * faults


@cache
def faulty() -> tuple[Block, ...]:
    return tuple(blocks(6000, faults=0.2))


def test_every_fault_is_planted_and_every_family_is_met() -> None:
    expected = [row for block in faulty() for row in block.expected]
    shapes, _ = load_shapes()
    shapes_met = {row.shape for row in expected}
    families = {
        str(shapes.value(subject, AV.hasFamily))
        for subject in shapes.subjects()
        if f"<{subject}>" in shapes_met
    }
    assert {family.rpartition("#")[2] for family in families} == {"structure", "evidence", *FAMILIES}
    assert len({row.fault for row in expected}) >= 120
    assert len({row.component for row in expected}) >= 11


def test_every_rule_about_what_sources_say_is_met() -> None:
    met = {row.shape for block in faulty() for row in block.expected}
    shapes, _ = load_shapes()
    rules = {
        str(shape)
        for shape, family in shapes.subject_objects(AV.hasFamily)
        if str(family).rpartition("#")[2] in FAMILIES
    }
    assert len(rules) > 50
    assert {rule for rule in rules if f"<{rule}>" not in met} == set()


@pytest.mark.parametrize("name", sorted(EPISODES))
def test_an_episode_expects_its_rule_when_it_is_broken_and_only_then(name: str) -> None:
    episode = EPISODES[name]
    for is_broken in (False, True):
        block, setting = Block(), Setting()
        planter = Planter(0.0)
        stage = Stagehand(block, Random(1), World(60, planter), setting, "b0")
        stage.begin(name)
        episode.write(stage, episode.rule, is_broken=is_broken)
        assert 0 < len(stage.claims) <= episode.claims
        write_story(block, setting, planter, stage.claims, stage.documents)
        expected = {row.shape for row in block.expected}
        assert (f"<{AVSH}{episode.rule}>" in expected) == is_broken


@pytest.mark.slow
@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_every_broken_episode_is_found_and_nothing_else(engine: str) -> None:
    block, setting, planter = Block(), Setting(), Planter(0.0)
    world = World(60, planter)
    stage = Stagehand(block, Random(3), world, setting, "b0")
    for name, episode in EPISODES.items():
        stage.begin(name)
        episode.write(stage, episode.rule, is_broken=True)
    write_story(block, setting, planter, stage.claims, stage.documents)
    shared = [line for part in world.blocks(Random(3)) for line in part.stated + part.derived]
    data = triples([*ontology_lines(), *shared, *block.stated, *block.derived])
    found = results(ENGINES[engine](data, load_shapes()[0]).results)
    compared = compare(found, {row[:5] for row in block.expected})
    assert (compared.missing_examples, compared.extra_examples) == ((), ())


def test_an_answer_lies_in_another_that_allows_all_it_allows() -> None:
    wide, narrow, above = Answer("", [], 1, 9), Answer("", [], 2, 5), Answer("", [], 2, None)
    assert narrow.lies_in(wide)
    assert not wide.lies_in(narrow)
    assert not above.lies_in(wide)
    must, may = (Answer("", [(f"<{AV.hasConcept}>", term)]) for term in ("<must>", "<may>"))
    assert must.lies_in(must)
    assert not must.lies_in(may)


def test_about_one_in_a_hundred_claims_and_questions_has_a_fault() -> None:
    generated = list(blocks(20_000))
    claims = {row.focus for block in generated for row in block.expected if row.fault.startswith("claim-")}
    planted = {
        (row.fault, row.focus)
        for block in generated
        for row in block.expected
        if row.fault.startswith("Question-") and row.fault not in EPISODES
    }
    assert 0.006 < len(claims) / 20_000 < 0.011  # claims of episodes are broken with their episode
    assert 0.001 < len(planted) / sum(block.questions for block in generated) < 0.012
    assert len({row.fault for block in generated for row in block.expected} & EPISODES.keys()) > 20


def test_a_planter_gives_faults_in_turn_and_takes_one_back() -> None:
    planter = Planter(0.5)
    picked = [planter.pick("claim", ("a", "b")) for _ in range(8)]
    assert picked == ["a", None, "b", None, "a", None, "b", None]
    assert planter.pick("claim", ()) is None
    fault = planter.pick("claim", ("c",))
    assert fault == "c"
    planter.undo("claim", fault)
    assert planter.pick("claim", ("c",)) == "c"


def test_a_graph_that_is_there_is_taken_unless_it_is_another(tmp_path: Path) -> None:
    facts = prepare(tmp_path, 30, 1)
    before = (tmp_path / DATA).stat().st_mtime_ns
    assert prepare(tmp_path, 30, 1) == facts
    assert (tmp_path / DATA).stat().st_mtime_ns == before
    assert prepare(tmp_path, 30, 2) != facts
    assert (tmp_path / DATA).stat().st_mtime_ns != before


def test_pages_are_written_on_demand(tmp_path: Path) -> None:
    write(tmp_path, 30, archive=True)
    pages = list((tmp_path / "archive").iterdir())
    assert pages
    assert all(page.read_text(encoding="utf-8") for page in pages)


def test_the_graph_can_be_read_by_averment(tmp_path: Path) -> None:
    stated = tmp_path / "stated.nt"
    stated.write_text("".join(line for block in blocks(40) for line in block.stated), encoding="utf-8")
    assert len(read([stated]).graph()) > 40 * 6
