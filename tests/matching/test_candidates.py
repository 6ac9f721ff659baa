"""Which actors are proposed, under which names, and which are not because a judgement decides."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from averment.deriving.world import World
from averment.matching import Candidate, blocking, find_candidates
from averment.namespaces import ID
from averment.reading import read


def made(folder: Path, *nodes: dict[str, Any]) -> World:
    file = folder / "graph.jsonld"
    file.write_text(json.dumps({"graph": list(nodes)}, ensure_ascii=False), "utf-8")
    return World(read([file]))


def actor(name: str, *names: str, type_: str = "Person", aliases: list[str] | None = None) -> dict[str, Any]:
    languages = dict(zip(("en", "ru", "uk"), names, strict=False))
    node: dict[str, Any] = {"id": f"actor:{name}", "type": type_, "name": languages}
    return node | ({"aliases": {"en": aliases}} if aliases else {})


def judged(number: int, one: str, verdict: str, other: str) -> dict[str, Any]:
    return {
        "id": f"judgement:{number}",
        "type": "Identity",
        "judges": f"actor:{one}",
        verdict: f"actor:{other}",
    }


def shown(candidate: Candidate) -> tuple[float, str, str, str, str]:
    one, other = candidate.one, candidate.other
    ids = [str(side.actor).removeprefix(f"{ID}actor/") for side in (one, other)]
    return candidate.score, ids[0], ids[1], one.name, other.name


def test_actors_are_compared_by_names_and_aliases_in_all_languages(tmp_path: Path) -> None:
    world = made(
        tmp_path,
        actor("a", "Oleksiy Kurinny"),
        actor("b", "Some Body", "Алексей Толстой", "Олексій Курінний"),
        actor("c", "No Body", aliases=["Alexei Tolstoy"]),
    )
    assert [shown(each) for each in find_candidates(world)] == [
        (100.0, "a", "b", "Oleksiy Kurinny", "Олексій Курінний"),
        (100.0, "b", "c", "Алексей Толстой", "Alexei Tolstoy"),
    ]


def test_the_pair_of_names_that_is_most_alike_is_shown(tmp_path: Path) -> None:
    world = made(
        tmp_path,
        actor("b", "A. Kurinny", "А. Куринный", aliases=["Alexei Kurinny"]),
        actor("a", "Oleksiy Kurinny", "Алексей Куринный"),
        actor("c", "Alexei Kurinny", aliases=["Alexei  Kurinny"]),
    )
    found = [shown(each) for each in find_candidates(world)]
    assert found == [
        (100.0, "a", "b", "Алексей Куринный", "Alexei Kurinny"),
        (100.0, "a", "c", "Алексей Куринный", "Alexei Kurinny"),
        (100.0, "b", "c", "Alexei Kurinny", "Alexei Kurinny"),
    ]


def test_pairs_with_a_place_each_are_in_the_order_of_their_scores(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "id: actor:z\ntype: Person\nname: {en: Taras Shevchenko}\naliases:\n  en: [Kobzar]\n", "utf-8"
    )
    (tmp_path / "b.ttl").write_text(
        "@prefix av: <https://w3id.org/averment/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f"<{ID}actor/y> a av:Person ;\n  skos:prefLabel 'T. Shevchenko'@en ;\n  skos:altLabel 'Кобзарь'@ru .\n"
        f"<{ID}actor/x> a av:Person ;\n  skos:prefLabel 'Taras Schewtschenko'@de .\n",
        "utf-8",
    )
    found = find_candidates(World(read([tmp_path])))
    assert [shown(each)[:3] for each in found] == [(100.0, "x", "z"), (100.0, "y", "z"), (94.2, "x", "y")]
    places = [(each.one.position, each.other.position) for each in found]
    assert [
        (Path(one.path).name, one.line, Path(other.path).name, other.line)
        for one, other in places
        if one and other
    ] == [
        ("b.ttl", 7, "a.yaml", 3),
        ("b.ttl", 5, "a.yaml", 5),
        ("b.ttl", 7, "b.ttl", 4),
    ]


@pytest.mark.parametrize(
    ("one", "other", "proposed"),
    [
        ("Person", "Person", True),
        ("Outlet", "Outlet", True),
        ("Outlet", "Organisation", True),
        ("Person", "Outlet", False),
        ("Person", "Organisation", False),
        ("Actor", "Person", False),
        ("Country", "Country", False),
        ("Group", "Group", False),
    ],
)
def test_persons_meet_persons_and_bodies_meet_bodies(
    tmp_path: Path, one: str, other: str, proposed: bool
) -> None:
    world = made(tmp_path, actor("a", "Pravda", type_=one), actor("b", "Правда", type_=other))
    assert bool(find_candidates(world)) is proposed


@pytest.mark.parametrize(
    ("judgements", "left"),
    [
        ([], ["ab", "ac", "bc"]),
        ([("a", "isSameAs", "b")], ["ac", "bc"]),
        ([("b", "isSameAs", "a")], ["ac", "bc"]),
        ([("a", "differsFrom", "b")], ["ac", "bc"]),
        ([("a", "isSameAs", "b"), ("b", "isSameAs", "c")], []),
        ([("a", "isSameAs", "b"), ("b", "differsFrom", "c")], []),
        ([("a", "differsFrom", "b"), ("b", "differsFrom", "c")], ["ac"]),
        ([("a", "isSameAs", "b"), ("a", "differsFrom", "b")], ["ac", "bc"]),
        ([("a", "isSameAs", "b"), ("b", "isSameAs", "c"), ("a", "differsFrom", "c")], []),
        ([("a", "isSameAs", "d"), ("d", "isSameAs", "b")], ["ac", "bc"]),
    ],
)
def test_pairs_that_judgements_decide_are_left_out(
    tmp_path: Path, judgements: list[tuple[str, str, str]], left: list[str]
) -> None:
    world = made(
        tmp_path,
        *(actor(name, "Ann Author") for name in "abc"),
        actor("d", "Somebody Else"),
        *(judged(number, *judgement) for number, judgement in enumerate(judgements)),
    )
    assert ["".join(shown(each)[1:3]) for each in find_candidates(world)] == left


@pytest.mark.parametrize("threshold", [0, 50, 91.9, 92, 100])
def test_threshold_is_the_least_score(tmp_path: Path, threshold: float) -> None:
    world = made(
        tmp_path, actor("a", "A. Kurinny"), actor("b", "Alexei Kurinny"), actor("c", "Boris Karenin")
    )
    scores = [each.score for each in find_candidates(world, threshold)]
    assert all(found >= threshold for found in scores)
    assert (91.9 in scores) is (threshold <= 91.9)


HOSTILE = [
    "",
    " ",
    "\x00\x1b[31m\n::error::",
    "\u202eynniruK\u2066",
    "x" * 10_000,
    "ab " * 4_000,
    "'); DROP TABLE",
    "\U0001f600",
    "𝕶𝖚𝖗𝖎𝖓𝖓𝖞",
    "ＫＵＲＩＮＮＹ",
    "Ž́̂̃̄̅̆" * 100,
    "i" * 199,
    "a b c d e f g h i j k l m n",
    "1 2 3 4 5 6 7 8 9 10 11 12",
]


def test_hostile_names_are_compared_like_any(tmp_path: Path) -> None:
    nodes = [actor(f"{kind}{number}", name) for kind in "ab" for number, name in enumerate(HOSTILE)]
    start = time.process_time()
    found = find_candidates(made(tmp_path, *nodes))
    assert time.process_time() - start < 10
    pairs = {shown(each)[1:3] for each in found if each.score == 100}
    with_words = [number for number, name in enumerate(HOSTILE) if any(letter.isalnum() for letter in name)]
    assert pairs >= {(f"a{number}", f"b{number}") for number in with_words}
    assert ("a8", "a9") in pairs
    assert not any("0" in (one[1:], other[1:]) or "1" in (one[1:], other[1:]) for one, other in pairs)


def test_a_crowd_of_one_name_is_not_compared_each_with_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocking, "CROWD", 100)
    found = find_candidates(made(tmp_path, *(actor(f"n{number:03}", "Ivan Ivanov") for number in range(300))))
    assert len(found) == 250 * 50 + 50 * 49 // 2
    assert shown(found[0])[1:3] == ("n000", "n001")


def test_actors_without_an_iri_or_a_name_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        "@prefix av: <https://w3id.org/averment/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f"[] a av:Person ; skos:prefLabel 'Ann'@en . <{ID}actor/a> a av:Person .\n"
        f"<{ID}actor/b> a av:Person ; skos:prefLabel <urn:x> , 5 , 'Ann' . "
        f"<{ID}actor/c> a av:Person ; skos:altLabel 'Ann'@en .",
        "utf-8",
    )
    assert [shown(each)[1:3] for each in find_candidates(World(read([tmp_path])))] == [("b", "c")]


@pytest.mark.slow
def test_ten_thousand_actors_take_seconds(tmp_path: Path) -> None:
    """Names are combined from parts in a fixed way, so that many share a word, as people and ministries do."""
    syllables = [
        c + v for c in ("b", "v", "g", "d", "zh", "z", "k", "l", "m", "n", "r", "sh") for v in "aeiou"
    ]

    def word(number: int, length: int) -> str:
        return "".join(syllables[number * (7 + 4 * at) // (1 + at) % len(syllables)] for at in range(length))

    nodes = [
        actor(
            f"p{n}",
            f"{word(n % 97, 2)} {word(n, 3)}".title(),
            aliases=[f"{word(n % 97, 2)[0]}. {word(n, 3)}".title()],
        )
        for n in range(5000)
    ]
    nodes += [
        actor(f"o{n}", f"Ministry of {word(n % 211, 3)} of {word(n // 211, 3)}".title(), type_="Organisation")
        for n in range(5000)
    ]
    world = made(tmp_path, *nodes)
    start = time.process_time()
    found = find_candidates(world, 95)
    assert time.process_time() - start < 60
    assert len(found) > 100


def test_candidates_do_not_depend_on_the_seed_of_hashes(tmp_path: Path) -> None:
    names = [
        "Ivan Petrov",
        "Iwan Petrow",
        "I. Petrov",
        "Ivan Petroff",
        "Иван Петров",
        "Petr Ivanov",
        "P. Ivanov",
    ]
    made(tmp_path, *(actor(f"n{number}", name) for number, name in enumerate(names * 3)))
    code = (
        "import sys; from averment.deriving.world import World; from averment.reading import read\n"
        "from averment.matching import find_candidates\n"
        "for each in find_candidates(World(read([sys.argv[1]])), 50): print(each)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
    assert outputs.pop().count("Candidate(") > 50
