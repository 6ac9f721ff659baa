"""`averment explain`: all rules in a list, and what one of them means, for people and for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from averment.checking import SEVERITIES

from .running import ROOT, run
from .test_hostile import assert_harmless
from .test_terminal import COLOUR, on_terminal

OWN = """\
@prefix av: <https://w3id.org/averment/ontology#> .
@prefix family: <https://w3id.org/averment/family#> .
@prefix my: <https://example.org/rules#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

my:Wording a sh:NodeShape ;
    sh:targetClass av:Claim ;
    sh:property my:Wording-short , [ sh:path av:relays ; sh:maxCount 3 ; sh:severity sh:Info ] .

my:Wording-short a sh:PropertyShape ;
    sh:path av:wording ;
    sh:name "short wording" ;
    sh:maxLength 40 ;
    sh:message "A wording is a few words; leave {?value} out." ;
    sh:severity sh:Warning ;
    av:settledBy "Count the words."@en ;
    av:meaning "Long quotations belong elsewhere."@en ;
    av:goodExample "wording: {en: about ten}" ;
    av:badExample '''wording: {en: "```"}
stance: asserts''' ;
    av:hasFamily family:drift .
"""


@pytest.fixture
def own(tmp_path: Path) -> str:
    file = tmp_path / "own.ttl"
    file.write_text(OWN, encoding="utf-8")
    return str(file)


def rules(*arguments: str) -> list[dict[str, object]]:
    done = run("explain", *arguments, "--format", "json")
    assert (done.code, done.err) == (0, "")
    content = json.loads(done.out)
    assert set(content) == {"rules"}
    found: list[dict[str, object]] = content["rules"]
    return found


def test_the_list_has_each_rule_in_one_line_under_its_family() -> None:
    done = run("explain")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    shown: dict[str, list[tuple[str, str]]] = {}
    family = ""
    for line in lines[:-1]:
        if rule := re.fullmatch(r"  ([\w-]+) +(violation|warning|info) +[A-Z'].{8,}", line):
            shown[family].append((rule[1], rule[2]))
        elif line:
            family = line.partition("  ")[0]
            shown[family] = []
    expected: dict[str, list[tuple[str, str]]] = {}
    for each in rules():
        expected.setdefault(str(each["family"]), []).append((str(each["name"]), str(each["severity"])))
    assert shown == expected
    assert set(shown) >= {"structure", "evidence", "disagreement"}
    assert lines[-1].startswith(f"{sum(map(len, shown.values()))} rules; ")


def test_one_rule_is_shown_with_all_that_it_says_of_itself() -> None:
    done = run("explain", "Claim-asOfGrammar")
    assert (done.code, done.err) == (0, "")
    [rule] = rules("Claim-asOfGrammar")
    assert done.out.startswith(
        "Claim-asOfGrammar  asOf grammar\n"
        "violation, of the family structure\n\n"
        "The date for which an answer is given has to be written"
    )
    flat = " ".join(done.out.split())
    assert str(rule["meaning"]) in flat
    assert "It says The as-of date cannot be read: [value]. Good" in flat
    for example in ("goodExample", "badExample"):
        assert "".join(f"    {line}\n" for line in str(rule[example]).splitlines()) in done.out
    assert done.out.index("\nGood\n") < done.out.index("\nBad\n")
    assert "asOf: January 2026" in done.out
    path, line = str(rule["path"]), int(str(rule["line"]))
    assert done.out.endswith(f"\nDefined in {path}:{line}\n")
    assert (ROOT / path).read_text("utf-8").splitlines()[line - 1].startswith("avsh:Claim-asOfGrammar a ")


def test_every_rule_can_be_shown() -> None:
    for rule in rules():
        done = run("explain", str(rule["name"]))
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(str(rule["name"]))
        assert max(map(len, done.out.splitlines())) <= 100


@pytest.mark.parametrize("name", ["avsh:Claim-value", "https://w3id.org/averment/shapes#Claim-value"])
def test_a_rule_may_be_named_by_its_iri(name: str) -> None:
    assert run("explain", name) == run("explain", "Claim-value")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Claim-valueGramar", "did you mean 'Claim-valueGrammar'?"),
        ("claim-about", "did you mean 'Claim-about'?"),
        ("hasFroce", "did you mean 'Claim-hasForce'?"),
        ("altLabel", "did you mean 'Actor-altLabel' or 'Group-altLabel' or 'Instrument-altLabel'?"),
        ("weather", "'averment explain' lists all rules"),
    ],
)
def test_a_rule_that_there_is_not_is_an_error_with_what_may_be_meant(name: str, said: str) -> None:
    done = run("explain", name)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error: there is no rule '{name}'; {said}\n"


def test_json_has_the_same_fields_for_every_rule() -> None:
    found = rules()
    assert len({tuple(rule) for rule in found}) == 1
    assert len({rule["iri"] for rule in found}) == len(found)
    assert {str(rule["severity"]) for rule in found} <= set(SEVERITIES)
    assert {rule["language"] for rule in found} >= {"yaml", "turtle"}
    assert [rule["name"] for rule in found if rule["message"] is None or rule["path"] is None] == []


def test_markdown_of_all_rules_is_the_page_in_the_documentation() -> None:
    done = run("explain", "--format", "markdown")
    assert (done.code, done.err) == (0, "")
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page.partition("-->\n\n")[2] == done.out
    headings = {line.removeprefix("### ") for line in done.out.splitlines() if line.startswith("### ")}
    explained = {str(rule["name"]) for rule in rules() if rule["meaning"]}
    assert headings == explained
    assert set(re.findall(r"^\| \[([\w-]+)\]\(#", done.out, re.MULTILINE)) == explained
    assert done.out.count("<details>") == done.out.count("</details>") >= 2


def test_markdown_of_one_rule_has_its_examples_in_fences() -> None:
    done = run("explain", "Unit-notation", "--format", "markdown")
    assert done.code == 0
    assert done.out.startswith("## Unit-notation\n\n*violation, of the family structure*\n\n")
    assert done.out.count("```turtle\n") == 2
    assert "\nDefined in `ontology/shapes/aspects.ttl`, line " in done.out


# --- rules of one's own ------------------------------------------------------------------------------------------


def test_rules_of_ones_own_are_listed_with_what_they_have(own: str) -> None:
    shipped, found = rules(), rules("--shapes", own)
    added = [rule for rule in found if rule not in shipped]
    assert [rule for rule in found if rule in shipped] == shipped
    assert [(rule["name"], rule["family"], rule["severity"], rule["line"]) for rule in added] == [
        ("Wording-short", "drift", "warning", 10),
        ("Wording-relays", "structure", "info", 8),
    ]
    assert [rule["iri"] for rule in added] == ["https://example.org/rules#Wording-short", None]
    assert {rule["path"] for rule in added} == {own}
    listed = run("explain", "--shapes", own).out
    assert re.search(r"^  Wording-short +warning +A wording is a few words$", listed, re.MULTILINE)
    assert re.search(r"^  Wording-relays +info$", listed, re.MULTILINE)


def test_a_rule_of_ones_own_is_shown_with_what_it_has(own: str) -> None:
    done = run("explain", "Wording-short", "--shapes", own)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "Wording-short  short wording\nwarning, of the family drift\n\nLong quotations belong elsewhere.\n\n"
        "It says\n    A wording is a few words; leave [value] out. Count the words.\n\n"
        "Good\n    wording: {en: about ten}\n\n"
        'Bad\n    wording: {en: "```"}\n    stance: asserts\n\n'
        f"Defined in {own}:10\n"
    )
    bare = run("explain", "Wording-relays", "--shapes", own).out
    assert "has no av:meaning" in bare
    assert bare.endswith(f"Defined in {own}:8\n")


def test_a_fence_is_longer_than_what_it_holds(own: str) -> None:
    done = run("explain", "Wording-short", "--shapes", own, "--format", "markdown")
    assert '````yaml\nwording: {en: "```"}\nstance: asserts\n````\n' in done.out


def test_two_rules_of_one_name_are_both_shown(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(OWN.replace("my:Wording-short", "my:Claim-value"), encoding="utf-8")
    done = run("explain", "Claim-value", "--shapes", str(file))
    assert done.out.count("Defined in ") == 2
    assert run("explain", "avsh:Claim-value", "--shapes", str(file)) == run("explain", "Claim-value")


def test_a_malformed_shape_is_an_error_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(OWN.replace("sh:maxCount 3", "sh:maxCount 'three'"), encoding="utf-8")
    done = run("explain", "--shapes", str(file))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{file}:8:")


@pytest.mark.parametrize("output_format", ["text", "markdown"])
def test_what_a_shape_says_cannot_steer_a_terminal(tmp_path: Path, output_format: str) -> None:
    evil = r"\u001B[31m\u202E ::error::x " + "word " * 15 + r"::error::y\n::error::z ##[error]"
    file = tmp_path / "own.ttl"
    file.write_text(
        OWN.replace("Long quotations belong elsewhere.", evil)
        .replace("A wording is a few words; leave {?value} out.", evil)
        .replace("wording: {en: about ten}", evil)
        .replace("short wording", evil),
        encoding="utf-8",
    )
    for arguments in (("Wording-short",), ()):
        done = run("explain", *arguments, "--shapes", str(file), "--format", output_format)
        assert (done.code, done.err) == (0, "")
        assert_harmless(done.out)


# --- on a terminal -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [60, 80, 132])
def test_the_list_fits_the_terminal(columns: int) -> None:
    code, sent = on_terminal("explain", columns=columns)
    plain = COLOUR.sub("", sent).splitlines()
    listed = [line for line in plain if line.startswith("  ")]
    assert code == 0
    assert len(listed) == len(rules())
    assert max(map(len, listed)) <= columns
    assert any(line.endswith("…") for line in listed)


def test_prose_is_folded_to_the_terminal_and_examples_are_not() -> None:
    _, narrow = on_terminal("explain", "Snapshot-textHash", columns=40)
    plain = COLOUR.sub("", narrow)
    prose = plain.partition("\nGood\n")[0]
    assert max(map(len, prose.splitlines())) <= 40
    assert "      textHash: 474ca42ce516ee4505e0e9d4e17541bdcd753c0266e4b2574211939fbf555f70\n" in plain
    wide = COLOUR.sub("", on_terminal("explain", "Snapshot-textHash", columns=200)[1])
    assert max(map(len, wide.splitlines())) <= 90
    assert wide == run("explain", "Snapshot-textHash").out


def test_colour_is_for_terminals_only(tmp_path: Path) -> None:
    _, sent = on_terminal("explain", "Claim-value")
    assert set(COLOUR.findall(sent)) == {"\x1b[31m", "\x1b[1m", "\x1b[0m"}
    code, nothing = on_terminal("explain", "Claim-value", "-o", str(tmp_path / "out"))
    assert (code, nothing) == (0, "")
    assert "\x1b" not in (tmp_path / "out").read_text(encoding="utf-8")


def test_wide_letters_are_counted_as_wide(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(OWN.replace("A wording is a few words; leave {?value} out.", "言" * 60), encoding="utf-8")
    _, sent = on_terminal("explain", "--shapes", str(file), columns=80)
    [line] = [line for line in COLOUR.sub("", sent).splitlines() if line.startswith("  Wording-short")]
    assert line.endswith("言…")
    assert len(line) + line.count("言") <= 80
