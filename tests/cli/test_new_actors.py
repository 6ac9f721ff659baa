"""`averment new actors`: a file of entities becomes a file of the graph, checked before, or nothing happens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .running import run

ENTITIES = """\
{"id": "herald", "schema": "Company", "properties": {"name": ["The \\"Herald\\": \\u001b[31mdaily"], "keywords": ["outlet"], "country": ["zz"]}}
{"id": "ann", "schema": "Person", "properties": {"name": ["Ann: #1"], "birthDate": ["1970"]}}

{"id": "m", "schema": "Directorship", "properties": {"director": ["ann"], "organization": ["herald"], "role": ["editor"]}}
{"id": "pay\\u001b[31m", "schema": "Payment", "properties": {}}
"""  # noqa: E501


@pytest.fixture
def here(tmp_path: Path) -> Path:
    assert run("init", ".", cwd=tmp_path).code == 0
    (tmp_path / "Register 1.ftm.json").write_text(ENTITIES, encoding="utf-8")
    return tmp_path


def test_they_are_written_to_a_file_that_passes_and_what_is_left_out_is_told(here: Path) -> None:
    done = run("new", "actors", "Register 1.ftm.json", "--language", "en", cwd=here)
    assert (done.code, done.out) == (0, "graph/actors/register-1.yaml: 2 actors, 1 post, 1 membership\n")
    assert done.err.splitlines() == [
        "4 entities: 2 actors, 1 post, 1 membership",
        "  entities of schema Payment: 1 (it is no actor, and no owner, post or membership of one): pay\\x1b[31m",
        "  properties of actors: birthDate: 1 (a graph has no place for it): ann",
    ]
    text = (here / "graph/actors/register-1.yaml").read_text("utf-8")
    assert text == (
        "graph:\n"
        "  - id: actor:herald\n"
        "    type: Outlet\n"
        '    name: {en: "The \\"Herald\\": \\u001b[31mdaily"}\n'
        "    basedIn: country:zz\n"
        "  - id: actor:ann\n"
        "    type: Person\n"
        '    name: {en: "Ann: #1"}\n'
        "  - id: actor:herald/editor\n"
        "    type: Post\n"
        "    name: {en: editor}\n"
        "    organisation: actor:herald\n"
        "  - id: actor:ann/m\n"
        "    type: Membership\n"
        "    member: actor:ann\n"
        "    post: actor:herald/editor\n"
        "    organisation: actor:herald\n"
    )
    assert run("check", cwd=here).code == 0
    assert run("fmt", "--check", cwd=here).code == 0


def test_a_second_time_there_is_nothing_new(here: Path) -> None:
    assert run("new", "actors", "Register 1.ftm.json", cwd=here).code == 0
    before = (here / "graph/actors/register-1.yaml").read_bytes()
    again = run("new", "actors", "Register 1.ftm.json", "--file", "graph/more.yaml", cwd=here)
    assert (again.code, again.out) == (2, "")
    assert "  actors that the graph has already: 2 (change them there): herald, ann\n" in again.err
    assert "  memberships that the graph has already: 1 (change them there): m\n" in again.err
    assert again.err.endswith(
        "error: nothing of 'Register 1.ftm.json' is new to the graph, so that no file was written\n"
    )
    assert not (here / "graph/more.yaml").exists()
    assert (here / "graph/actors/register-1.yaml").read_bytes() == before


def test_a_file_whose_name_has_no_latin_letters_gets_another(here: Path) -> None:
    (here / "Register 1.ftm.json").rename(here / "реестр.json")
    done = run("new", "actors", "реестр.json", "--dry-run", cwd=here)
    assert (done.code, done.out.splitlines()[0]) == (
        0,
        "# graph/actors/actors.yaml: 2 actors, 1 post, 1 membership",
    )


def test_a_report_names_all_that_is_left_out(here: Path) -> None:
    done = run("new", "actors", "Register 1.ftm.json", "--dry-run", "--report", "json=left.json", cwd=here)
    assert done.code == 0
    assert done.out.startswith("# graph/actors/register-1.yaml: 2 actors, 1 post, 1 membership\ngraph:\n")
    assert not (here / "graph/actors/register-1.yaml").exists()
    told = json.loads((here / "left.json").read_text("utf-8"))
    assert (told["entities"], told["added"]) == (4, {"actors": 2, "posts": 1, "memberships": 1})
    assert {left["what"]: left["ids"] for left in told["leftOut"]} == {
        "entities of schema Payment": ["pay\x1b[31m"],
        "properties of actors: birthDate": ["ann"],
    }


@pytest.mark.parametrize(
    ("lines", "arguments", "message"),
    [
        ('{"id": "a"}\n{"id": ', (), "e.json:1:1: error: the entity has no schema; write one entity a line"),
        ('{"id": "a"}\n{"id":', (), "e.json:2:7: error: the JSON breaks off"),
        ("", (), "e.json:1:1: error: the file is empty"),
        ('{"id": "x", "schema": "Payment"}', (), "nothing of 'e.json' is new to the graph"),
        (ENTITIES, ("--language", "English"), "'English' is no language; write its code, such as en, or und"),
        (ENTITIES, ("--file", "graph/x.ttl"), "'graph/x.ttl' is no name for a YAML file"),
        (ENTITIES, ("--graph", "nowhere"), "nowhere:1:1: error: there is no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_one_message_and_nothing_is_written(
    here: Path, lines: str, arguments: tuple[str, ...], message: str
) -> None:
    (here / "e.json").write_text(lines, encoding="utf-8")
    before = sorted(here.rglob("*"))
    done = run("new", "actors", "e.json", *arguments, cwd=here)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert sorted(here.rglob("*")) == before
