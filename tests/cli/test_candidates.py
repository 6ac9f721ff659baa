"""`averment candidates`: what it prints, in which format, and what it says when it can't."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from averment.matching.libraries import libraries

from .running import ROOT, WORLDS, run, script

GRAPH = """\
graph:
  - {id: actor:kurinny, type: Person, name: {en: Oleksiy Kurinny}}
  - id: actor:kurinnyi
    type: Person
    name: {en: Somebody}
    aliases:
      ru: [А. Куринный]
      uk: [Олексій Курінний]
  - {id: actor:times, type: Outlet, name: {en: The Moscow Times}}
  - {id: actor:times-2, type: Outlet, name: {en: Moscow Times}}
"""
JUDGED = """\
graph:
  - {id: judgement:1, type: Identity, judges: actor:kurinny, isSameAs: actor:kurinnyi}
  - {id: judgement:2, type: Identity, judges: actor:times, differsFrom: actor:times-2}
"""
TABLE = """\
 score   actor            name               written
 ───────────────────────────────────────────────────────
 100.0   actor:kurinny    Oleksiy Kurinny    who.yaml:2
         actor:kurinnyi   Олексій Курінний   who.yaml:7
  91.7   actor:times      The Moscow Times   who.yaml:9
         actor:times-2    Moscow Times       who.yaml:10

2 pairs; nothing is merged. For each, say what you find out, as for the first:
  averment judge same actor:kurinny actor:kurinnyi --by NAME --reason WHY
  averment judge different actor:kurinny actor:kurinnyi --by NAME --reason WHY
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Make a folder with actors that may be one."""
    (tmp_path / "who.yaml").write_text(GRAPH, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("arguments", [(), ("--format", "table"), ("--threshold", "91.7")])
def test_a_table_has_two_rows_a_pair_and_what_to_do(place: Path, arguments: tuple[str, ...]) -> None:
    done = run("candidates", "who.yaml", *arguments, cwd=place)
    assert (done.code, done.err) == (0, "")
    assert done.out == TABLE


def test_json_has_all_of_it(place: Path) -> None:
    done = run("candidates", "who.yaml", "--format", "json", "--threshold", "95", cwd=place)
    assert (done.code, done.err) == (0, "")
    content = json.loads(done.out)
    assert content["threshold"] == 95
    [found] = content["candidates"]
    assert found == {
        "score": 100.0,
        "actors": [
            {
                "id": "https://w3id.org/averment/id/actor/kurinny",
                "name": "Oleksiy Kurinny",
                "path": "who.yaml",
                "line": 2,
                "column": 45,
            },
            {
                "id": "https://w3id.org/averment/id/actor/kurinnyi",
                "name": "Олексій Курінний",
                "path": "who.yaml",
                "line": 7,
                "column": 7,
            },
        ],
        "commands": [
            f"averment judge {verdict} actor:kurinny actor:kurinnyi --by NAME --reason WHY"
            for verdict in ("same", "different")
        ],
    }


@pytest.mark.parametrize(("output_format", "empty"), [("table", "0 pairs\n"), ("json", None)])
def test_what_is_judged_is_not_proposed(place: Path, output_format: str, empty: str | None) -> None:
    (place / "judged.yaml").write_text(JUDGED, encoding="utf-8")
    done = run("candidates", ".", "--format", output_format, cwd=place)
    assert (done.code, done.err) == (0, "")
    assert done.out == empty if empty else json.loads(done.out)["candidates"] == []


def test_nothing_is_written_but_the_output(place: Path) -> None:
    before = (place / "who.yaml").read_bytes()
    assert run("candidates", "who.yaml", "-o", "out.txt", cwd=place).out == ""
    assert (place / "out.txt").read_text(encoding="utf-8") == TABLE
    assert {file.name for file in place.iterdir()} == {"who.yaml", "out.txt"}
    assert (place / "who.yaml").read_bytes() == before


def test_the_shipped_graph_is_compared_by_the_script() -> None:
    done = script("candidates", cwd=ROOT)
    assert (done.code, done.err) == (0, "")
    assert re.search(r"^\d+ pairs?\b", done.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--threshold", "101"], "101.0 is not in the range 0<=x<=100"),
        (["--threshold", "-1"], "-1.0 is not in the range 0<=x<=100"),
        (["--threshold", "nan"], "'nan' is not a number from 0 to 100"),
        (["--threshold", "inf"], "inf is not in the range 0<=x<=100"),
        (["--threshold", "much"], "'much' is not a valid float"),
        (["--threshold", ""], "'' is not a valid float"),
        (["--format", "csv"], "'csv' is not one of 'table', 'json'"),
        (["nowhere"], "there is no such file or folder"),
        (["", "who.yaml"], "an empty path names nothing"),
        (["-o", "nowhere/out"], "cannot be written"),
    ],
)
def test_a_wrong_command_line_exits_with_2_and_says_why(place: Path, arguments: list[str], said: str) -> None:
    done = run("candidates", "who.yaml", *arguments, cwd=place)
    assert (done.code, done.out) == (2, "")
    assert said in done.err.replace("\n", " ")


def test_a_graph_that_cannot_be_read_is_not_compared(place: Path) -> None:
    (place / "broken.yaml").write_text("id: [", encoding="utf-8")
    done = run("candidates", ".", cwd=place)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("1 error: what these files hold was not read\n")


def test_without_a_folder_the_cure_is_named(tmp_path: Path) -> None:
    done = run("candidates", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: there is no folder 'graph' here")


@pytest.mark.parametrize("missing", ["anyascii", "rapidfuzz"])
@pytest.mark.parametrize("file", ["who.yaml", "nobody.yaml"])
def test_without_the_libraries_the_cure_is_named(
    place: Path, monkeypatch: pytest.MonkeyPatch, missing: str, file: str
) -> None:
    (place / "nobody.yaml").write_text("id: country:zz\ntype: Country\n", encoding="utf-8")
    for name in [name for name in sys.modules if name.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    libraries.cache_clear()
    done = run("candidates", file, cwd=place)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"error: names are compared with {missing}, which is not installed; run: pip install 'averment[match]'\n"
    )
    monkeypatch.undo()
    libraries.cache_clear()
    assert run("candidates", file, cwd=place).code == 0


def test_other_commands_need_no_library(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for missing in ("anyascii", "rapidfuzz"):
        monkeypatch.setitem(sys.modules, missing, None)
    assert run("check", "who.yaml", cwd=place).code == 0


# --- hostile names ------------------------------------------------------------------------------------------

NAMES = [
    "\x1b[31mRed Name\n::error::x",
    "\u202eRed Name\u2066",
    "Red Name " + "x" * 10_000,
    "[red]Name ##[x]",
    "",
]


def test_hostile_names_steer_no_terminal_and_break_no_row(tmp_path: Path) -> None:
    nodes = [
        {"id": f"actor:{kind}{number}", "type": "Person", "name": {"en": name}}
        for kind in "ab"
        for number, name in enumerate(NAMES)
    ]
    (tmp_path / "::error::who.jsonld").write_text(json.dumps({"graph": nodes}), encoding="utf-8")
    table = run("candidates", ".", cwd=tmp_path)
    assert (table.code, table.err) == (0, "")
    assert not re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", table.out)
    assert "##[" not in table.out
    assert not re.search(r"^\s*::", table.out, re.MULTILINE)
    assert max(map(len, table.out.splitlines())) < 250
    found = json.loads(run("candidates", ".", "--format", "json", cwd=tmp_path).out)["candidates"]
    assert table.out.count("\n") == 2 + 2 * len(found) + 4
    assert {side["name"] for each in found for side in each["actors"]} == set(NAMES[:4])


def test_commands_are_safe_to_paste(tmp_path: Path) -> None:
    names = ["actor:$(touch+x)", "actor:a'b", "actor:a;b", "https://example.org/a&b"]
    nodes = [{"id": name, "type": "Person", "name": {"en": "Red Name"}} for name in names]
    (tmp_path / "who.jsonld").write_text(json.dumps({"graph": nodes}), encoding="utf-8")
    found = json.loads(run("candidates", ".", "--format", "json", cwd=tmp_path).out)["candidates"]
    assert len(found) == 6
    pasted = {word for each in found for word in shlex.split(each["commands"][0])[3:5]}
    assert pasted == set(names)


def test_hostile_world_is_compared() -> None:
    assert run("candidates", "hostile.yaml", "--threshold", "0", cwd=WORLDS).code == 0
