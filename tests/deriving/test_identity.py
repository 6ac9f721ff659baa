"""Which nodes count as one actor, by what editors judged, and what contradicts what."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Literal
from tests.deriving.small import BASE, TURTLE, expanded, world

from averment.building import build
from averment.checking import ENGINES, check
from averment.deriving.concepts import Concepts
from averment.deriving.identity import JudgedIdentities, derive_identity
from averment.deriving.world import World
from averment.exporting import export
from averment.namespaces import AV, ID

ACTORS = "abcdefgh"
NAMES = {"a": "Kurinny", "b": "Kurinnyi", "c": "Куринный"}


def judged(*verdicts: str, actors: str = ACTORS) -> World:
    """Make a world in which judgement N says what the Nth text says: `a=b` or `a!b`, several with a space."""
    nodes: list[dict[str, Any]] = [
        {"id": f"actor:{name}", "type": "Person", "name": {"en": NAMES.get(name, name)}} for name in actors
    ]
    nodes += [judgement(number, text) for number, text in enumerate(verdicts)]
    return world(json.dumps({"graph": nodes}), base=False)


def judgement(number: int, text: str) -> dict[str, Any]:
    node: dict[str, Any] = {"id": f"judgement:{number}", "type": "Identity"}
    for verdict in text.split():
        mark = "=" if "=" in verdict else "!"
        one, _, other = verdict.partition(mark)
        node.setdefault("judges", []).append(f"actor:{one}")
        node.setdefault("isSameAs" if mark == "=" else "differsFrom", []).append(f"actor:{other}")
    return node


def classes(made: World) -> str:
    """Give the classes of more than one node, such as `abc de`."""
    members: dict[str, str] = {}
    for node, first in JudgedIdentities(made).classes().items():
        members[str(first)[-1]] = "".join(sorted(members.get(str(first)[-1], "") + str(node)[-1]))
    assert all(first == min(nodes) for first, nodes in members.items())
    return " ".join(sorted(members.values()))


def contradictions(made: World) -> dict[str, str]:
    return {
        str(node)[-1]: "".join(str(other)[-1] for other in others)
        for node, others in JudgedIdentities(made).contradictions.items()
    }


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], ""),
        (["a=b"], "ab"),
        (["b=a"], "ab"),
        (["a=b", "b=c"], "abc"),
        (["c=b", "a=b"], "abc"),
        (["a=b", "c=d"], "ab cd"),
        (["h=g", "f=g", "e=f", "d=a"], "ad efgh"),
        (["a=b a=c"], "abc"),
        (["a=b c=b"], "abc"),
        (["a=a"], ""),
        (["a!b"], ""),
        (["a=b", "a!c", "b!d"], "ab"),
        (["a=b", "a=b", "b=a"], "ab"),
        (["a=b", "b=c", "c=a"], "abc"),
        (["a=z"], ""),
        (["z=a", "z=b"], ""),
    ],
)
def test_being_one_is_symmetric_and_transitive(verdicts: list[str], expected: str) -> None:
    made = judged(*verdicts)
    assert classes(made) == expected
    assert contradictions(made) == {}


@pytest.mark.parametrize(
    ("verdicts", "one", "against"),
    [
        (["a=b", "a!b"], "", {"1": "0"}),
        (["a=b", "b!a"], "", {"1": "0"}),
        (["a=b a!b"], "", {"0": "0"}),
        (["a!a"], "", {"0": "0"}),
        (["a=b", "a!a"], "ab", {"1": "1"}),
        (["a=b", "b=c", "a!c"], "", {"2": "01"}),
        (["a=b", "b=c", "a!b"], "bc", {"2": "0"}),
        (["a=b", "b=c", "c=d", "b!c"], "ab cd", {"3": "1"}),
        (["a=b", "b=c", "c=d", "d=e", "b!d"], "ab de", {"4": "12"}),
        (["a=b", "b=d", "a=c", "c=d", "d=e", "a!d"], "de", {"5": "0123"}),
        (["a=b", "b=c", "c=a", "a!b"], "", {"3": "012"}),
        (["a=b", "b=c", "c=a", "c=d", "d=e", "a!d"], "de", {"5": "0123"}),
        (["a=b", "b=c", "a!c", "c!a"], "", {"2": "01", "3": "01"}),
        (["a=b", "b=c", "c=d", "a!b", "c!d"], "bc", {"3": "0", "4": "2"}),
        (["a=b", "a=b", "a!b"], "", {"2": "01"}),
        (["a=b", "a!b", "c=d"], "cd", {"1": "0"}),
    ],
)
def test_what_leads_to_a_difference_joins_nothing(
    verdicts: list[str], one: str, against: dict[str, str]
) -> None:
    made = judged(*verdicts)
    assert classes(made) == one
    assert contradictions(made) == against


def test_order_of_judgements_does_not_matter() -> None:
    verdicts = ["a=b", "b=c", "c=d", "d=e", "b!d", "e=f", "g=h"]
    expected = classes(judged(*verdicts))
    assert expected == "ab def gh"
    assert classes(judged(*reversed(verdicts))) == expected


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        ("ab", True),
        ("ac", True),
        ("ca", True),
        ("ad", True),
        ("cd", True),
        ("de", False),
        ("ae", False),
        ("ef", True),
        ("eg", True),
        ("ah", False),
    ],
)
def test_pair_is_judged_where_judgements_lead_to_it(pair: str, expected: bool) -> None:
    made = judged("a=b", "b=c", "a!d", "e=f", "f=g", "e!g")
    one, other = (expanded(f"actor:{name}") for name in pair)
    assert JudgedIdentities(made).is_judged(one, other) is expected


def test_what_is_derived() -> None:
    made = judged("b=a", "c=d", "c!d")
    assert set(derive_identity(made)) == {
        (expanded("actor:a"), AV.countsAs, expanded("actor:a")),
        (expanded("actor:b"), AV.countsAs, expanded("actor:a")),
        (expanded("judgement:2"), AV.contradicts, expanded("judgement:1")),
    }


def test_only_actors_with_an_iri_are_joined() -> None:
    made = world(
        TURTLE
        + "<actor/x> a av:Person . <country/y> a av:Country ."
        + "<judgement/1> a av:Identity ; av:judges <actor/x> ; av:isSameAs <country/y> , 'x' , [ a av:Person ] ."
        + "<judgement/2> a av:Identity ; av:judges 'x' , <country/y> ; av:isSameAs <actor/x> .",
        base=False,
    )
    assert JudgedIdentities(made).classes() == {}
    for node in (expanded("country:y"), Literal("x")):
        assert made.canonical(node) == node


def test_long_line_of_judgements_takes_little_time() -> None:
    count = 1000
    lines = [f"<actor/{number}> a av:Person ." for number in range(count + 1)]
    lines += [
        f"<judgement/{number}> a av:Identity ; av:judges <actor/{number}> ; av:isSameAs <actor/{number + 1}> ."
        for number in range(count)
    ]
    start = time.process_time()
    assert set(JudgedIdentities(world(TURTLE + "\n".join(lines), base=False)).classes().values()) == {
        expanded("actor:0")
    }
    lines.append(f"<judgement/x> a av:Identity ; av:judges <actor/0> ; av:differsFrom <actor/{count}> .")
    made = world(TURTLE + "\n".join(lines), base=False)
    assert JudgedIdentities(made).classes() == {}
    assert len(JudgedIdentities(made).contradictions[expanded("judgement:x")]) == count
    assert time.process_time() - start < 10


# --- what counts under the first of them --------------------------------------------------------------------

SPELLINGS = {
    "graph": [
        {"id": "actor:kurinny", "type": "Person", "name": {"en": "Kurinny"}},
        {"id": "actor:kurinnyi", "type": "Person", "name": {"en": "Kurinnyi", "ru": "Куринный"}},
        {
            "id": "article:a",
            "type": "Article",
            "title": {"en": "A"},
            "publisher": "actor:herald",
            "claims": [
                {
                    "id": f"article:a/c{number}",
                    "about": "law:xa-bridges",
                    "aspect": "signatory",
                    "value": name,
                    "stance": "asserts",
                    "chain": [{"source": f"actor:{name}", "verb": "says"}],
                }
                for number, name in enumerate(("kurinny", "kurinnyi"))
            ]
            + [
                {
                    "id": f"article:a/d{number}",
                    "about": f"actor:{name}",
                    "aspect": "effect",
                    "value": {"en": "x"},
                    "stance": "asserts",
                }
                for number, name in enumerate(("kurinny", "kurinnyi"))
            ],
        },
    ]
}
SAME = {
    "id": "judgement:kurinny",
    "type": "Identity",
    "judges": "actor:kurinnyi",
    "isSameAs": "actor:kurinny",
    "reason": "Both names stand under one photograph.",
    "judgedBy": "editor-one",
    "judgedOn": "2026-02-03",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a graph in which one person appears as two, without a judgement."""
    (tmp_path / "graph.jsonld").write_text(json.dumps(SPELLINGS), "utf-8")
    return tmp_path


def judge(folder: Path, **verdict: str) -> Path:
    file = folder / f"judgement-{len(list(folder.iterdir()))}.jsonld"
    file.write_text(json.dumps(SAME | verdict), "utf-8")
    return file


def derived_of(folder: Path) -> dict[str, set[str]]:
    """Give origins, concepts and subjects of questions, and the number of questions."""
    graph = build([*BASE, folder]).graph
    found = {
        name: {str(value).removeprefix(ID) for value in graph.objects(None, AV[name])}
        for name in ("hasOrigin", "hasConcept")
    }
    questions = set(graph.subjects(RDF.type, AV.Question))
    found["about"] = {str(graph.value(question, AV.about)).removeprefix(ID) for question in questions}
    found["questions"] = {str(len(questions))}
    return found


def test_one_actor_is_one_origin_one_subject_and_one_answer(folder: Path) -> None:
    apart = derived_of(folder)
    assert apart["hasOrigin"] == {"actor/kurinny", "actor/kurinnyi", "actor/herald"}
    assert apart["hasConcept"] == {"actor/kurinny", "actor/kurinnyi"}
    assert apart["questions"] == {"3"}
    judge(folder)
    together = derived_of(folder)
    assert together["hasOrigin"] == {"actor/kurinny", "actor/herald"}
    assert together["hasConcept"] == {"actor/kurinny"}
    assert together["about"] == {"law/xa-bridges", "actor/kurinny"}
    assert together["questions"] == {"2"}


def test_deleting_the_judgement_gives_the_old_graph_again(folder: Path) -> None:
    def written() -> str | bytes:
        return export(build([*BASE, folder]), "nquads", derived=True)

    before = written()
    file = judge(folder)
    assert written() != before
    file.unlink()
    assert written() == before


def test_nothing_is_merged_in_what_the_files_state(folder: Path) -> None:
    before = set(build([*BASE, folder]).stated)
    file = judge(folder)
    with_judgement = build([*BASE, folder])
    own = set(build([file]).stated)
    assert set(with_judgement.stated) == before | own
    assert (expanded("article:a/d1"), AV.about, expanded("actor:kurinnyi")) in with_judgement.graph


def test_value_that_names_nodes_of_one_actor_is_not_ambiguous() -> None:
    people = "<actor/one> a av:Person ; skos:prefLabel 'Ann'@en . <actor/two> a av:Person ; skos:prefLabel 'ann'@en ."
    same = "<judgement/1> a av:Identity ; av:judges <actor/one> ; av:isSameAs <actor/two> ."
    schemes = frozenset({AV.Person})
    with pytest.raises(ValueError, match="name of several"):
        Concepts(world(TURTLE + people, base=False)).resolve("Ann", schemes)
    concepts = Concepts(world(TURTLE + people + same, base=False))
    for text in ("Ann", "actor:one", "actor:two"):
        assert concepts.resolve(text, schemes) == expanded("actor:one")


# --- findings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_contradiction_names_both_judgements_with_their_places(folder: Path, engine: str) -> None:
    same = judge(folder)
    other = judge(folder, id="judgement:others", judges="actor:kurinny", differsFrom="actor:kurinnyi")
    text = json.dumps({k: v for k, v in json.loads(other.read_text("utf-8")).items() if k != "isSameAs"})
    other.write_text(text, "utf-8")
    made = build([*BASE, folder])
    [finding] = [
        found for found in check(made, engine=engine).findings if found.rule == "Identity-contradicts"
    ]
    assert (finding.severity, finding.family) == ("violation", "structure")
    assert finding.message.startswith("'judgement:others' against 'judgement:kurinny'. ")
    assert [(place.path, place.value) for place in finding.places] == [
        (str(other), "actor:kurinny differs from actor:kurinnyi"),
        (str(same), "actor:kurinnyi is same as actor:kurinny"),
    ]
    assert all(place.line == 1 and place.column is not None for place in finding.places)
    assert derived_of(folder)["questions"] == {"3"}


def test_judgement_that_contradicts_itself_is_named_once(folder: Path) -> None:
    file = judge(folder, differsFrom="actor:kurinny")
    made = build([*BASE, folder])
    [finding] = [found for found in check(made).findings if found.rule == "Identity-contradicts"]
    assert [place.path for place in finding.places] == [str(file)]


def test_judgements_without_an_id_are_found_all_the_same(folder: Path) -> None:
    for verdict in ("isSameAs", "differsFrom"):
        node = {key: value for key, value in SAME.items() if key not in {"id", "isSameAs"}}
        (folder / f"{verdict}.jsonld").write_text(json.dumps(node | {verdict: "actor:kurinny"}), "utf-8")
    made = build([*BASE, folder])
    [finding] = [found for found in check(made).findings if found.rule == "Identity-contradicts"]
    assert finding.message.startswith("a judgement without an id against a judgement without an id. ")
    assert [Path(place.path or "").stem for place in finding.places] == ["differsFrom", "isSameAs"]


# --- what is stated of one node holds for the others --------------------------------------------------------


def page(name: str, publisher: str, **chain: str) -> dict[str, Any]:
    claim = {
        "id": f"article:{name}/c",
        "about": "law:xa-bridges/toll",
        "aspect": "force",
        "value": "may",
        "stance": "asserts",
    }
    return {
        "id": f"article:{name}",
        "type": "Article",
        "title": {"en": name},
        "publisher": f"actor:{publisher}",
        "published": "2022-09",
        "claims": [claim | ({"chain": [chain]} if chain else {})],
    }


def outlet(name: str, **more: str) -> dict[str, Any]:
    return {"id": f"actor:{name}", "type": "Outlet", "name": {"en": name}, **more}


@pytest.mark.parametrize(
    ("same", "count"),
    [
        ([], 3),
        ([("holding", "group")], 2),
        ([("west", "west-online")], 3),
        ([("west-online", "south")], 2),
        ([("west", "south")], 2),
        ([("holding", "group"), ("south", "west-online"), ("west", "south")], 1),
    ],
)
def test_owner_of_one_node_owns_the_actor(tmp_path: Path, same: list[tuple[str, str]], count: int) -> None:
    nodes = [
        *(
            {"id": f"actor:{name}", "type": "Organisation", "name": {"en": name}}
            for name in ("holding", "group")
        ),
        outlet("east", ownedBy="actor:holding"),
        outlet("west", ownedBy="actor:group"),
        outlet("west-online"),
        outlet("south"),
        *(page(f"{name}-page", name) for name in ("east", "west", "south")),
        *(
            SAME | {"id": f"judgement:{number}", "judges": f"actor:{one}", "isSameAs": f"actor:{other}"}
            for number, (one, other) in enumerate(same)
        ),
    ]
    if ("west-online", "south") in same:
        nodes = [
            node | ({"ownedBy": "actor:group"} if node["id"] == "actor:west-online" else {}) for node in nodes
        ]
    (tmp_path / "graph.jsonld").write_text(json.dumps({"graph": nodes}), "utf-8")
    graph = build([*BASE, tmp_path]).graph
    assert [str(found) for found in graph.objects(None, AV.originCount)] == [str(count)]


@pytest.mark.parametrize("engine", ENGINES)
def test_post_of_one_node_is_held_by_the_actor(tmp_path: Path, engine: str) -> None:
    speaker = {"id": "actor:anne", "type": "Person", "name": {"en": "Anne Author"}}
    said = page("page", "herald", source="actor:anne", inCapacity="actor:board/chair", verb="says")
    (tmp_path / "graph.jsonld").write_text(json.dumps({"graph": [speaker, said]}), "utf-8")

    def rules() -> set[str]:
        return {found.rule for found in check(build([*BASE, tmp_path]), engine=engine).findings}

    assert "Hop-notInOffice" in rules()
    same = SAME | {"judges": "actor:anne", "isSameAs": "actor:ann"}
    (tmp_path / "judgement.jsonld").write_text(json.dumps(same), "utf-8")
    assert "Hop-notInOffice" not in rules()


@pytest.mark.parametrize("engine", ENGINES)
def test_publisher_under_two_names_is_one_voice(tmp_path: Path, engine: str) -> None:
    names = ("east", "south", "south-online")
    nodes = [
        *(outlet(name, basedIn="country:xa") for name in names),
        *(page(f"{name}-page", name) for name in names),
    ]
    (tmp_path / "graph.jsonld").write_text(json.dumps({"graph": nodes}), "utf-8")

    def rules() -> set[str]:
        return {found.rule for found in check(build([*BASE, tmp_path]), engine=engine).findings}

    assert "Question-oneCountry" in rules()
    same = SAME | {"judges": "actor:south", "isSameAs": "actor:south-online"}
    (tmp_path / "judgement.jsonld").write_text(json.dumps(same), "utf-8")
    assert "Question-oneCountry" not in rules()
