"""The rules on what is derived find the same in both back ends of the compiled engine and in pySHACL.

pySHACL runs the query of a rule once for each focus node, with `$this` bound beforehand; the compiled engine runs
it once for all, with `$this` free. They differ where a query errs, so the data errs where it can.
"""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import SH, Graph
from tests.checking.cases import cases
from tests.checking.small import (
    AVSH,
    PIPELINE,
    VALID,
    Answer,
    Case,
    module_of_shapes,
    says,
    write_cases,
)
from tests.checking.test_disagreement_properties import AS_OF, VALUES

from averment.building import build
from averment.checking.reference import run_pyshacl
from averment.shacl.engine import validate

pytestmark = pytest.mark.slow  # compiling rules and asking pySHACL take seconds each

FAMILIES = ("attribution", "corroboration", "disagreement", "drift", "lifecycle", "norms")
IN_OXIGRAPH, IN_DUCKDB = 10**9, 0

Found = set[tuple[str, str, str]]
"""The rule, the node that it is about, and the value that it gives, or nothing."""


@cache
def shapes_of(*modules: str) -> Graph:
    """Give the shapes of several modules."""
    shapes = Graph()
    for module in modules:
        shapes += module_of_shapes(module)
    return shapes


def by_pyshacl(data: Graph, shapes: Graph) -> Found:
    return {_key(result) for result in run_pyshacl(data, shapes)}


def by_backend(data: Graph, shapes: Graph, most_triples: int) -> Found:
    outcome = validate(data, shapes, most_triples=most_triples)
    assert not outcome.handed_over
    assert not outcome.unfinished
    return {_key(result) for result in outcome.results}


def _key(result: Any) -> tuple[str, str, str]:
    value = "" if result.value in (None, result.focus) else str(result.value)
    return str(result.shape).removeprefix(AVSH), str(result.focus), value


def check_all_engines(data: Graph, shapes: Graph) -> Found:
    """Assert that all engines find the same, and give what they find."""
    found = by_backend(data, shapes, IN_OXIGRAPH)
    assert found == by_backend(data, shapes, IN_DUCKDB)
    assert found == by_pyshacl(data, shapes)
    return found


# --- the cases of all rules --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_cases_of_all_rules() -> None:
    """The near misses are in `test_pipeline_shapes`; the reference takes minutes for these as well."""
    data = cases("invalid").made.everything
    shapes = shapes_of(*FAMILIES, "derived", "evidence")
    rules = {str(shape) for shape in {*shapes.subjects(SH.path), *shapes.subjects(SH.sparql)}}
    found = check_all_engines(data, shapes)
    assert {AVSH + rule for rule, _, _ in found} == rules - {AVSH + "IdleShape-focusNodeCount"}


# --- answers drawn at random -------------------------------------------------------------------------------------


def random_answer(chance: random.Random, aspect: str) -> Answer:
    fields: dict[str, Any] = {
        "asOf": chance.choice(AS_OF),
        "complete": chance.choice([None, "true", "1", "false", "0", "maybe"]),
    }
    return says(
        chance.choice([*VALUES[aspect], *VALUES[aspect], "no value"]),
        published=chance.choice([None, "2026-01", "2026-01-21", "no date"]),
        stance=chance.choice(["asserts", "asserts", "conditional", "denies"]),
        **{key: value for key, value in fields.items() if value is not None},
    )


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
def test_generated_answers(tmp_path: Path) -> None:
    chance = random.Random(0)
    drawn = [
        Case(f"{number}", aspect, tuple(random_answer(chance, aspect) for _ in range(chance.randint(1, 6))))
        for number, aspect in enumerate([*VALUES, *VALUES])
    ]
    data = build([VALID[-1], write_cases(tmp_path, drawn)]).everything
    found = check_all_engines(data, shapes_of("disagreement"))
    assert len({rule for rule, _, _ in found}) >= 5


# --- pages drawn at random, that rest on one another -------------------------------------------------------------

PAGES = 18
OUTLETS = ("courier", "gazette", "herald", "tribune", "alpha", "beta")
SOURCES = [
    *(f"actor:{name}" for name in (*OUTLETS, "ann", "skipper", "board")),
    *(f"article:{n}" for n in range(PAGES)),
]
STATEMENTS: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "law:xa-bridges/toll",
        "fine",
        ("1..9 RUB", "2..9 RUB", "none", "unspecified", "9 USD"),
        ("addressee", "version"),
    ),
    (
        "law:xa-bridges/toll",
        "force",
        ("must", "may", "must-not", "need-not"),
        ("addressee", "version", "during"),
    ),
    ("law:xa-bridges/closure", "force", ("must", "may", "must-not", "need-not"), ("addressee", "during")),
    ("law:xa-ferries/timetable", "force", ("must", "may", "must-not", "need-not"), ("addressee", "during")),
    ("law:xa-bridges/toll", "addressee", ("drivers", "carters", "sailors"), ("version",)),
    ("law:xa-bridges", "purpose", ("purpose:upkeep", "purpose:revenue; purpose:upkeep"), ()),
    ("law:xa-bridges", "persons-affected", ("1000", ">1000", "1200", "~1200", "18000", "17843"), ("place",)),
    (
        "law:xa-bridges",
        "stage",
        ("submitted", "first-reading", "..third-reading", "signed", "in-force"),
        ("asOf",),
    ),
    ("law:xa-bridges", "signature-date", ("2026-02-04", "2026-02-05", "2026-02", "2026-03"), ()),
    ("law:xa-bridges", "upper-house-date", ("2026-02-04", "2026-02-05", "2026-02"), ()),
    ("law:xa-bridges", "publication-date", ("2026-02-05", "2026-03"), ()),
    (
        "law:xa-bridges",
        "entry-into-force",
        ("publication + 3 d", "2026-02-08", "within 9 d of signature"),
        (),
    ),
    ("law:xa-bridges", "vote", ("301-44-7", "301-44-?", "300-?-?", "?-?-? of 340"), ("atStage",)),
    ("law:xa-bridges", "coverage", ("none", "wide"), ("place",)),
    ("group:ferrymen", "headcount", ("100", ">100", "90", "18000", "17843"), ("asOf", "population")),
    ("group:night-ferrymen", "headcount", ("100", ">100", "90"), ("asOf",)),
]
SCOPES: dict[str, tuple[str, ...]] = {
    "addressee": ("group:drivers", "group:carters", "group:sailors"),
    "version": ("law:xa-bridges/introduced", "law:xa-bridges/signed"),
    "during": ("2026", "2026-06/..", "../2026-02", "2027", "whenever"),
    "place": ("country:xa", "country:xb"),
    "asOf": ("2025", "2026-02-04", "2026-03", "no date"),
    "atStage": ("ru#first-reading", "ru#third-reading"),
    "population": ("group:drivers",),
}


def random_claim(chance: random.Random, page: int, number: int, said: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw a claim; what passes another one on is mostly about the same."""
    relayed = chance.choice(said) if said and chance.random() < 0.5 else None
    about, aspect, values, scopes = chance.choice(
        [
            each
            for each in STATEMENTS
            if relayed is None or chance.random() < 0.1 or each[:2] == (relayed["about"], relayed["aspect"])
        ]
        or STATEMENTS
    )
    stance = chance.choice(["asserts", "asserts", "alleges", "conditional", "denies", "opines", "predicts"])
    claim: dict[str, Any] = {"id": f"article:{page}/c{number}", "about": about, "aspect": aspect}
    claim |= {"value": chance.choice([*values, *values, "no value"]), "stance": stance}
    claim |= {scope: chance.choice(SCOPES[scope]) for scope in scopes if chance.random() < 0.4}
    claim |= {"relays": relayed["id"]} if relayed is not None else {}
    if stance == "conditional" or chance.random() < 0.1:
        claim["condition"] = {"en": "if it is passed"}
    extras: dict[str, Any] = {
        "relays": f"article:{chance.randrange(PAGES)}/c{chance.randrange(4)}",
        "chain": [random_hop(chance) for _ in range(chance.randint(1, 3))],
        "complete": chance.choice(["true", "false", "1"]),
        "force": chance.choice(["must", "may"]),
        "before": "true",
        "was": chance.choice(values),
        "converts": "700 RUB",
    }
    chances = {"chain": 0.4}
    claim |= {key: value for key, value in extras.items() if chance.random() < chances.get(key, 0.08)}
    said.append(claim)
    return claim


def random_hop(chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.2:
        return {"unnamed": {"en": "people"}, "verb": "says"}
    hop: dict[str, Any] = {"source": chance.choice(SOURCES), "verb": "says"}
    return hop | ({"source": "actor:ann", "inCapacity": "actor:board/chair"} if chance.random() < 0.3 else {})


def random_pages(chance: random.Random) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = [
        {
            "id": f"actor:{name}",
            "type": "Outlet",
            "name": {"en": name},
            "ownedBy": f"actor:{chance.choice(OUTLETS)}",
        }
        for name in ("alpha", "beta")
    ]
    said: list[dict[str, Any]] = []
    for page in range(PAGES):
        document: dict[str, Any] = {
            "id": f"article:{page}",
            "type": "Article",
            "title": {"en": f"Page {page}"},
            "publisher": f"actor:{chance.choice(OUTLETS)}",
            "claims": [random_claim(chance, page, number, said) for number in range(4)],
        }
        day = chance.choice([None, "2019", "2026-01", "2026-02-04", "2026-02-05", "2026-03-10", "no date"])
        document |= {"published": day} if day else {}
        for key in ("basedOn", "corrects", "retracts"):
            if chance.random() < 0.15:
                document[key] = f"article:{chance.randrange(PAGES)}"
        pages.append(document)
    return pages


@pytest.mark.parametrize("seed", range(1))
@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
def test_generated_pages(seed: int, tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonld"
    file.write_text(json.dumps({"graph": random_pages(random.Random(seed))}), "utf-8")
    world = [PIPELINE / "valid" / name for name in ("base.yaml", "countries.yaml")]
    data = build([*world, file]).everything
    found = check_all_engines(data, shapes_of(*FAMILIES))
    assert len({rule for rule, _, _ in found}) >= 20
