"""What files hold can't steer a terminal or a log, and can't break the lines of a report or the rows of a table."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from averment.cli.text import clean

from .running import WORLDS, run

STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
NAMED = ["actors", "chains", "claims", "disagreements", "questions", "sources", "timeline", "unresolved"]


def assert_harmless(text: str) -> None:
    assert STEERING.findall(text) == []
    for line in text.splitlines():
        assert not line.strip().startswith("::")
        assert "##[" not in line


def harmless_twin(folder: Path) -> Path:
    """Copy the hostile world with plain words for all that is hostile in it."""
    text = (WORLDS / "hostile.yaml").read_text(encoding="utf-8")
    twin = folder / "hostile.yaml"
    twin.write_text(re.sub(r'\{en: "[^"]*"\}', "{en: plain}", text), encoding="utf-8")
    return twin


def test_a_report_has_the_lines_it_would_have_anyway(tmp_path: Path) -> None:
    hostile = run("check", "hostile.yaml")
    plain = run("check", str(harmless_twin(tmp_path)))
    assert (hostile.code, hostile.err) == (plain.code, plain.err) == (1, "")
    assert_harmless(hostile.out)
    assert hostile.out.count("\n") == plain.out.count("\n")
    assert r"[red]Quill[/red] [bold]\x07\x08\x9b2J\u2028\u2029\x0b\x0c\x85" in hostile.out
    assert (
        r"    hostile.yaml:12:9  \x3a:error file=x,line=1::Norn \x23#[error]\u202enron\u2066  2026-02-09"
        in hostile.out
    )


@pytest.mark.parametrize("name", NAMED)
def test_a_table_has_the_rows_it_would_have_anyway(tmp_path: Path, name: str) -> None:
    hostile = run("query", name, "--graph", "hostile.yaml")
    plain = run("query", name, "--graph", "hostile.yaml", cwd=harmless_twin(tmp_path).parent)
    assert (hostile.code, hostile.err) == (plain.code, plain.err) == (0, "")
    assert_harmless(hostile.out)
    assert hostile.out.count("\n") == plain.out.count("\n")


def test_a_cell_starts_no_command_and_markup_is_shown_as_it_is() -> None:
    query = b"SELECT ?name { ?x a av:Outlet ; av:displayName ?name } ORDER BY ?x"
    done = run("query", "-", "--graph", "hostile.yaml", stdin=query)
    assert [line.strip() for line in done.out.splitlines()[2:4]] == [
        r"\x3a:error file=x,line=1::Norn \x23#[error]\u202enron\u2066",
        r"[red]Quill[/red] [bold]\x07\x08\x9b2J\u2028\u2029\x0b\x0c\x85",
    ]


def test_a_cell_stays_on_its_line_however_long_it_is() -> None:
    query = f"SELECT ?x ?y {{ VALUES (?x ?y) {{ ('{'a b ' * 60_000}' 1) }} }}".encode()
    done = run("query", "-", "--graph", "fine.yaml", stdin=query)
    assert (done.code, done.out.count("\n")) == (0, 5)


@pytest.mark.parametrize("output_format", ["csv", "tsv", "json"])
def test_data_formats_keep_every_character(output_format: str) -> None:
    query = b"SELECT ?name { actor:norn av:displayName ?name }"
    out = run("query", "-", "--graph", "hostile.yaml", "--format", output_format, stdin=query).out
    name = "::error file=x,line=1::Norn\r\n##[error]\u202enron\u2066"
    if output_format == "json":
        assert json.loads(out)["results"]["bindings"][0]["name"]["value"] == name
    elif output_format == "csv":
        assert out == f'name\r\n"{name}"\r\n'
    else:
        assert out.replace("\\r", "\r").replace("\\n", "\n") == f'?name\n"{name}"\n'


def test_errors_about_hostile_files_are_harmless(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('"\\e[31m\\n::error::k": [\n', encoding="utf-8")
    (tmp_path / "b.yaml").write_text("!<::error::\u202e> x", encoding="utf-8")
    (tmp_path / "c.yaml").write_text('"\\e[31m\\n::error::k":\n', encoding="utf-8")
    (tmp_path / "d.jsonld").write_text(
        '{"@context": "http://x.invalid/\\u001b[31m\\n::error::"}', encoding="utf-8"
    )
    (tmp_path / "e.jsonld").write_text(
        '{"id": "law:\\u001b[31m\\n::error::", "type": "Law"}', encoding="utf-8"
    )
    (tmp_path / "f.ttl").write_text("<urn:a> <urn:b> \u202e", encoding="utf-8")
    for arguments in (("check", "."), ("query", "claims", "--graph", "."), ("export", "turtle", ".")):
        done = run(*arguments, cwd=tmp_path)
        assert done.code == 2
        assert_harmless(done.out + done.err)
        assert done.err.count("\n") == len(done.err.splitlines()) >= 6


@pytest.mark.parametrize(
    "name", ["::error::a.yaml", "a\n::error::b.yaml", "\x1b[31ma.yaml", "\u202ea.yaml", "##[a].yaml"]
)
def test_names_of_files_are_harmless(tmp_path: Path, name: str) -> None:
    shutil.copy(WORLDS / "violation.yaml", tmp_path / name)
    (tmp_path / name).with_suffix(".ttl").write_text("<urn:a> .", encoding="utf-8")
    done = run("check", ".", "nowhere/" + name, cwd=tmp_path)
    assert done.code == 2
    assert "violation Country-countryCode" in done.out
    assert_harmless(done.out + done.err)
    assert (done.out.count("\n"), done.err.count("\n")) == (3, 3)


def test_entities_are_harmless(tmp_path: Path) -> None:
    word = "\x1b[31m\n::error::\u202e"
    entities = tmp_path / "e.json"
    person = {"name": [word], word: ["x"], "country": [word]}
    lines = [
        json.dumps({"id": f"{word}{number}", "schema": schema, "properties": properties})
        for number, (schema, properties) in enumerate(
            (("Person", person), (word, {}), ("Membership", {"member": [word], "organization": [word]}))
        )
    ]
    entities.write_text("\n".join(lines), encoding="utf-8")
    written = tmp_path / "new.yaml"
    done = run("new", "actors", str(entities), "--graph", "fine.yaml", "--file", str(written))
    assert done.code == 0
    assert_harmless(done.out + done.err)
    assert '"\\u001b[31m\\n::error::\\u202e"' in written.read_text("utf-8")
    entities.write_text(
        f'{{"id": "a", "schema": "Person", "properties": {{"{word}": [1]}}}}', encoding="utf-8"
    )
    done = run("new", "actors", str(entities), "--graph", "fine.yaml")
    assert done.code == 2
    assert_harmless(done.err)


@pytest.mark.parametrize("word", ["\x1b[31mx", "::error::x", "a\n::error::b", "\u202ex"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("{}",),
        ("check", "--format", "{}"),
        ("check", "--{}"),
        ("query", "{}"),
        ("explain", "{}"),
        ("export", "{}"),
        ("export", "nanopub", "--creator", "{}"),
        ("new", "actors", "{}", "--graph", "fine.yaml"),
        ("show", "{}", "--graph", "hostile.yaml"),
        ("show", "law:{}", "--graph", "hostile.yaml"),
        ("plot", "timeline", "{}", "--graph", "hostile.yaml"),
        ("plot", "{}"),
        ("site", "{}", "-o", "never-made"),
        ("check", "{}"),
    ],
    ids="-".join,
)
def test_words_of_the_command_line_are_harmless(arguments: tuple[str, ...], word: str) -> None:
    done = run(*(argument.format(word) for argument in arguments))
    assert done.code == 2
    assert_harmless(done.err)


def test_what_says_where_a_site_is_does_not_steer(tmp_path: Path) -> None:
    done = run("site", "hostile.yaml", "-o", str(tmp_path / "\x1b[31m::error::\u202es"))
    assert (done.code, done.err) == (0, "")
    assert_harmless(done.out)


def test_the_text_of_a_query_is_described_without_steering(tmp_path: Path) -> None:
    file = tmp_path / "kites.rq"
    file.write_text("# title: \x1b[31m::error::\n# asks: \u202e?\n::error::\x07\nSELECT", encoding="utf-8")
    done = run("query", str(file), "--describe")
    assert done.code == 0
    assert_harmless(done.out)


def test_the_name_of_a_file_that_is_no_text_is_no_crash(tmp_path: Path) -> None:
    shutil.copy(WORLDS / "info.yaml", tmp_path / "odd\udcff.yaml")
    for arguments in (
        ("check", "."),
        ("check", ".", "--format", "json"),
        ("query", "claims", "--graph", "."),
        ("export", "nquads", "."),
        ("export", "turtle", ".", "--derived"),
    ):
        done = run(*arguments, cwd=tmp_path)
        assert done.code in (0, 2)
        assert done.err == "" if done.code == 0 else re.search(r"^\S.*; ", done.err)
        if arguments[-1] == "json" and done.out:
            json.loads(done.out)


# --- cleaning -----------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters() | st.sampled_from("\n\r\t\x1b:#[ \u202e\u2028"), max_size=30))
@example(" \u3000::error::")
@example("\x1f::x")
@example("###[x##[")
@example("\udcff")
def test_any_text_is_harmless_once_cleaned(text: str) -> None:
    cleaned = clean(text)
    assert_harmless(cleaned)
    assert len(cleaned.splitlines()) <= 1
    assert clean(cleaned) == cleaned
    cleaned.encode()


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters=":#")))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


def test_cleaning_leaves_colons_and_brackets_alone_where_they_do_nothing() -> None:
    for text in ("a::b", "graph/a.yaml:1:1: x", ": :", "[red]", "# [x]", "#[x]"):
        assert clean(text) == text
