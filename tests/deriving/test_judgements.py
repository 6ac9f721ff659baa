"""The state of each judgement follows from what it is about, from other judgements, and from the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, XSD, Literal
from tests.deriving.judging import (
    CURRENT,
    NODE,
    OTHER,
    QUESTION,
    WORLD,
    acceptance,
    identity,
    made,
    waiver,
    write,
)
from tests.deriving.small import expanded, of

from averment.building import Build, build
from averment.deriving.fingerprints import Fingerprints
from averment.deriving.judgements import derive_judgements
from averment.deriving.world import World
from averment.graphs import graph_of
from averment.namespaces import AV, PREFIXES, STATE

TRUE = Literal("true", datatype=XSD.boolean)


def states(made: Build) -> dict[str, str]:
    """Give the states by the names of the judgements; being in force has to agree with them."""
    found = {}
    for node, state in made.derived.subject_objects(AV.hasState):
        assert (state, RDF.type, AV.JudgementState) in made.everything
        holds = [str(each) for each in made.derived.objects(node, AV.isInForce)]
        assert holds == ["true" if state == STATE["in-force"] else "false"]
        found[str(node).rsplit("/", 1)[-1]] = str(state).rsplit("#", 1)[-1]
    return found


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "in-force"),
        ({"accepts": "article:quill/c1"}, "in-force"),
        ({"judges": [QUESTION], "accepts": ["article:norn/c1"]}, "in-force"),
        ({"basis": "0123456789abcdef"}, "reopened"),
        ({"accepts": "article:norn/c2"}, "misplaced"),
        ({"judges": OTHER}, "misplaced"),
        ({"judges": "law:zz-kites"}, "misplaced"),
        ({"judges": [QUESTION, OTHER]}, "misplaced"),
        ({"accepts": "article:norn"}, "misplaced"),
        ({"accepts": "article:norn/c9"}, "gone"),
        ({"judges": "question:law/zz-kites/stage", "basis": "0123456789abcdef"}, "gone"),
        ({"judges": [QUESTION, "question:law/zz-kites/stage"], "basis": "0123456789abcdef"}, "gone"),
        ({"basis": None}, "incomplete"),
        ({"basis": "seen"}, "incomplete"),
        ({"basis": ["0123456789abcdef", "fedcba9876543210"]}, "incomplete"),
        ({"accepts": None}, "incomplete"),
        ({"accepts": ["article:norn/c1", "article:quill/c1"]}, "incomplete"),
        ({"judges": None, "basis": "0123456789abcdef"}, "incomplete"),
        ({"judgedBy": None}, "incomplete"),
        ({"judgedBy": ["one", "other"]}, "incomplete"),
        ({"reason": None}, "incomplete"),
        ({"judgedOn": None}, "incomplete"),
        ({"judgedOn": "2026-02-30"}, "incomplete"),
        ({"judgedOn": "in March"}, "incomplete"),
        ({"type": ["Acceptance", "Waiver"]}, "incomplete"),
        ({"type": "Judgement"}, "incomplete"),
    ],
)
def test_state_of_an_acceptance(tmp_path: Path, fields: dict[str, Any], state: str) -> None:
    assert states(made(tmp_path, acceptance("x", **fields))) == {"x": state}


@pytest.mark.parametrize(
    ("fields", "today", "state"),
    [
        ({}, date(2026, 12, 31), "in-force"),
        ({}, date(2027, 1, 1), "expired"),
        ({}, date(1, 1, 1), "in-force"),
        ({"expires": "2026-12-31Z"}, date(2026, 12, 31), "in-force"),
        ({"expires": "2026-12-31+03:00"}, date(2027, 1, 1), "expired"),
        ({}, None, None),
        ({"basis": "0123456789abcdef"}, date(2026, 6, 1), "reopened"),
        ({"basis": "0123456789abcdef"}, date(2027, 6, 1), "reopened"),
        ({"basis": "0123456789abcdef"}, None, "reopened"),
        ({"judges": "article:morn", "basis": "0123456789abcdef"}, None, "gone"),
        ({"judges": QUESTION, "waivesRule": "Question-moment"}, date(2026, 6, 1), "in-force"),
        ({"judges": PREFIXES["unit"] + "RUB"}, date(2026, 6, 1), "in-force"),
        ({"judges": PREFIXES["avsh"] + "Question-moment"}, date(2026, 6, 1), "in-force"),
        ({"expires": None}, date(2026, 6, 1), "incomplete"),
        ({"expires": "never"}, date(2026, 6, 1), "incomplete"),
        ({"expires": ["2026-12-31", "2027-12-31"]}, date(2026, 6, 1), "incomplete"),
        ({"waivesRule": None}, date(2026, 6, 1), "incomplete"),
        ({"waivesRule": ["Claim-value", "Claim-about"]}, date(2026, 6, 1), "incomplete"),
    ],
)
def test_state_of_a_waiver(
    tmp_path: Path, fields: dict[str, Any], today: date | None, state: str | None
) -> None:
    found = states(made(tmp_path, waiver("x", **fields), today=today))
    assert found == ({"x": state} if state is not None else {})


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "in-force"),
        ({"judges": "actor:nron"}, "gone"),
        ({"reason": "", "judgedBy": ""}, "incomplete"),
        ({"isSameAs": None}, "incomplete"),
        ({"isSameAs": None, "differsFrom": "actor:quill"}, "in-force"),
    ],
)
def test_state_of_an_identity_which_rests_on_no_fingerprint(
    tmp_path: Path, fields: dict[str, Any], state: str
) -> None:
    found = made(tmp_path, identity("x", **fields))
    assert states(found) == {"x": state}
    assert (None, AV.currentBasis, None) not in found.derived


def test_what_is_judged_and_not_there_is_named(tmp_path: Path) -> None:
    found = made(tmp_path, waiver("x", judges=[NODE, "article:morn"], basis="0123456789abcdef"))
    assert set(found.derived.subject_objects(AV.lacks)) == {
        (expanded("judgement:x"), expanded("article:morn"))
    }
    assert (None, AV.currentBasis, None) not in found.derived


def test_current_fingerprint_is_told_even_if_none_is_stated(tmp_path: Path) -> None:
    found = made(tmp_path, acceptance("x", basis=None), acceptance("y"))
    told = [of(f"judgement:{name}", found.derived)["currentBasis"] for name in "xy"]
    assert told[0] == told[1] == str(found.stated.value(expanded("judgement:y"), AV.basis))


def test_withdrawn_claim_opens_its_acceptance_again_whatever_the_fingerprint(tmp_path: Path) -> None:
    bases = [CURRENT]
    for _ in range(2):
        found = made(tmp_path, acceptance("x", basis=bases[-1]))
        derived = graph_of(found.derived, [(expanded("article:norn/c1"), AV.isWithdrawn, TRUE)])
        world = World(found.reading)
        bases.append(Fingerprints(world, derived).of([expanded(QUESTION)]))
        said = of("judgement:x", derive_judgements(world, derived, found.shapes))
        assert said == {"hasState": str(STATE.reopened), "isInForce": "false", "currentBasis": bases[-1]}
    assert bases[1] == bases[2] == str(found.stated.value(expanded("judgement:x"), AV.basis))


# --- judgements on one matter --------------------------------------------------------------------------------------


def at_odds(made: Build) -> set[tuple[str, str]]:
    pairs = made.derived.subject_objects(AV.isAtOddsWith)
    return {(str(one).rsplit("/", 1)[-1], str(other).rsplit("/", 1)[-1]) for one, other in pairs}


def test_acceptances_of_different_answers_contradict_each_other_the_later_one_the_earlier(
    tmp_path: Path,
) -> None:
    found = made(
        tmp_path,
        acceptance("a", judgedOn="2026-03-02"),
        acceptance("b", accepts="article:quill/c1", judgedOn="2026-03-01"),
        acceptance("c", accepts="article:quill/c2", judgedOn="2026-03-03"),
        acceptance("d", judges=OTHER, accepts="article:norn/c2"),
    )
    assert states(found) == {"a": "contradicted", "b": "contradicted", "c": "contradicted", "d": "in-force"}
    assert at_odds(found) == {("a", "b"), ("c", "b")}


def test_acceptances_of_one_answer_in_different_words_agree(tmp_path: Path) -> None:
    found = made(tmp_path, acceptance("a"), acceptance("b", accepts="article:quill/c2"))
    assert states(found) == {"a": "in-force", "b": "in-force"}
    assert at_odds(found) == set()


def test_an_acceptance_that_does_not_hold_contradicts_nothing(tmp_path: Path) -> None:
    lost = acceptance("b", accepts="article:quill/c1", basis="0123456789abcdef", judgedOn="2026-04-01")
    found = made(tmp_path, acceptance("a"), lost)
    assert states(found) == {"a": "in-force", "b": "reopened"}
    assert at_odds(found) == set()


def test_many_acceptances_at_odds_give_one_statement_each(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        *(acceptance(f"a{number}") for number in range(10)),
        *(acceptance(f"b{number}", accepts="article:quill/c1") for number in range(10)),
    )
    assert set(states(found).values()) == {"contradicted"}
    assert at_odds(found) == {(f"b{number}", "a0") for number in range(10)}


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        (acceptance("x", basis="0123456789abcdef"), acceptance("y"), "superseded"),
        (acceptance("x", basis="0123456789abcdef"), acceptance("y", judgedOn="2026-02-28"), "reopened"),
        (
            acceptance("x", basis="0123456789abcdef"),
            acceptance("y", accepts="article:quill/c1"),
            "superseded",
        ),
        (acceptance("x", basis="0123456789abcdef"), acceptance("y", basis="f" * 16), "reopened"),
        (
            acceptance("x", basis="0123456789abcdef"),
            acceptance("y", judges=OTHER, accepts="article:norn/c2"),
            "reopened",
        ),
        (waiver("x", expires="2026-05-01"), waiver("y"), "superseded"),
        (waiver("x", expires="2026-05-01"), waiver("y", expires="2026-05-02"), "expired"),
        (waiver("x", expires="2026-05-01"), waiver("y", waivesRule="Document-url"), "expired"),
        (waiver("x", expires="2026-05-01"), waiver("y", judges="article:quill"), "expired"),
        (waiver("x", judges=QUESTION, expires="2026-05-01"), acceptance("y"), "expired"),
    ],
)
def test_later_judgement_on_the_same_matter_takes_the_place_of_one_that_no_longer_holds(
    tmp_path: Path, old: dict[str, Any], new: dict[str, Any], state: str
) -> None:
    assert states(made(tmp_path, old, new))["x"] == state


def test_a_graph_without_judgements_derives_nothing_about_them(tmp_path: Path) -> None:
    found = build([write(tmp_path, WORLD, "world.yaml")])
    for predicate in (AV.hasState, AV.isInForce, AV.currentBasis, AV.lacks, AV.isAtOddsWith):
        assert (None, predicate, None) not in found.derived


def test_judging_a_term_is_no_use_of_it(tmp_path: Path) -> None:
    judged = waiver("x", judges="av:misspelt", waivesRule="UnknownTerm-usedBy", basis="0123456789abcdef")
    alone = made(tmp_path, judged)
    assert states(alone) == {"x": "gone"}
    assert (expanded("av:misspelt"), RDF.type, AV.UnknownTerm) not in alone.derived
    more = "id: actor:other\ntype: Outlet\nname: {en: Other}\nmisspelt: yes\n"
    used = made(tmp_path, {**judged, "basis": CURRENT}, more=more)
    assert states(used) == {"x": "in-force"}
    assert set(used.derived.objects(expanded("av:misspelt"), AV.usedBy)) == {expanded("actor:other")}
