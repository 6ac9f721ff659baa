"""`averment show`: what is meant, the formats of a page, and what cannot be shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from .running import ROOT, WORLDS, run, script
from .test_hostile import assert_harmless, harmless_twin
from .test_terminal import COLOUR, on_terminal

LAW = ("law:zz-kites", "--graph", "warning.yaml")
HOSTILE = ["law:zz-kites", "actor:norn", "actor:quill", "article:norn-1", "article:quill-1"]
HOSTILE += [f"question:law/zz-kites/{aspect}" for aspect in ("signature-date", "publication-date", "effect")]


def shown(*arguments: str, cwd: Path = WORLDS) -> str:
    done = run("show", *arguments, cwd=cwd)
    assert (done.code, done.err) == (0, "")
    return done.out


# --- what is meant ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("subject", ["law:zz-kites", "kite law", "KITE LAW", "zz-kites"])
def test_a_law_is_shown_by_its_id_and_by_its_name(subject: str) -> None:
    assert shown(subject, "--graph", "warning.yaml") == shown(*LAW)


def test_a_page_says_who_says_what_and_where() -> None:
    page = shown(*LAW)
    assert page.startswith("Kite law\n════════\nlaw:zz-kites")
    assert "findings  warning: Signature (Question-moment, open)\n" in page
    assert re.search(r"^    The Quill says · undated +warning\.yaml:18$", page, re.MULTILINE)
    assert re.search(r"^    Agency Norn says · undated +warning\.yaml:12$", page, re.MULTILINE)


@pytest.mark.parametrize("output_format", ["text", "json", "markdown"])
@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("", "error: an empty subject names nothing; write one such as law:ru-extradition-ban\n"),
        (
            "law:zz-kite",
            "error: nothing is called 'law:zz-kite'; the nearest are:\n  law:zz-kites  law  Kite law\n",
        ),
        (
            "kites about",
            "error: nothing is called 'kites about'; the nearest are:\n  article:quill-1  article  All about kites\n",
        ),
        (
            "country:zz",
            "error: 'country:zz' is a country, which has no page; show a law, provision, actor, document, question or "
            "group\n",
        ),
        (
            "article:quill-1/c1",
            "error: 'article:quill-1/c1' is a claim, which has no page; show what it belongs to:\n"
            "  question:law/zz-kites/signature-date  question  signature of Kite law\n"
            "  article:quill-1                       article   All about kites\n",
        ),
    ],
)
def test_what_names_nothing_exits_with_2_and_says_what_is_near(
    subject: str, said: str, output_format: str, tmp_path: Path
) -> None:
    target = tmp_path / "page"
    done = run("show", subject, "--graph", "warning.yaml", "--format", output_format, "-o", str(target))
    assert (done.code, done.out, done.err) == (2, "", said)
    assert not target.exists()


def test_a_name_of_several_exits_with_2_and_lists_them(tmp_path: Path) -> None:
    (tmp_path / "twins.yaml").write_text(
        "graph:\n  - {id: actor:a, type: Outlet, name: {en: The Mail}}\n"
        '  - {id: actor:bc, type: Person, name: {de: "the\\e[31m mail"}, aliases: {en: [THE MAIL]}}\n',
        encoding="utf-8",
    )
    done = run("show", "the mail", "--graph", "twins.yaml", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: 'the mail' is the name of several; write the one that is meant:\n"
        "  actor:a   outlet  The Mail\n"
        r"  actor:bc  person  the\x1b[31m mail" + "\n"
    )


def test_a_graph_with_nothing_to_show_says_so() -> None:
    done = run("show", "kites", "--graph", "fine.yaml")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: nothing is called 'kites'; ")


def test_a_graph_that_is_empty_or_missing_or_broken_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.ttl").write_text("<urn:a> .", encoding="utf-8")
    for graph in ("empty", "nowhere", "broken.ttl"):
        done = run("show", "law:x", "--graph", graph, "-o", "page", cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert done.err
        assert not (tmp_path / "page").exists()
    done = run("show", "law:x", cwd=tmp_path)
    assert (done.code, done.err) == (
        2,
        "error: there is no folder 'graph' here; name the files or folders of the graph, "
        "or start one with 'averment init'\n",
    )


def test_graphs_are_joined() -> None:
    page = shown("actor:quill", "--graph", "warning.yaml", "--graph", "fine.yaml")
    assert "All about kites (article:quill-1)" in page


# --- formats ------------------------------------------------------------------------------------------------


def test_json_is_the_page() -> None:
    page = json.loads(shown(*LAW, "--format", "json"))
    assert list(page)[:2] == ["kind", "header"]
    assert page["header"]["thing"]["id"] == "law:zz-kites"
    (own,) = page["subjects"]
    (signature,) = own["questions"]
    assert [one["in_words"] for one in signature["answers"]] == ["8 February 2026", "9 February 2026"]
    assert [one["status"] for one in signature["findings"]] == ["open"]


def test_markdown_is_headings_lists_and_tables() -> None:
    page = shown(*LAW, "--format", "markdown")
    assert page.startswith("# Kite law\n\n`law:zz-kites` · `warning.yaml:6`\n\n- **is**: a law of Zedland\n")
    assert "| signature | **8 February 2026** · **at odds** | The Quill |\n" in page
    assert (
        "\n- **8 February 2026** · 1 report · **at odds**\n  - The Quill says · undated `warning.yaml:18`\n"
        in page
    )
    rendered = MarkdownIt("commonmark").enable("table").render(page)
    assert rendered.count("<h1>") == 1
    assert rendered.count("<table>") == 1
    assert "<li><strong>is</strong>: a law of Zedland</li>" in rendered


@pytest.mark.parametrize("output_format", ["text", "json", "markdown"])
def test_a_file_gets_what_standard_output_would(tmp_path: Path, output_format: str) -> None:
    target = tmp_path / "page"
    assert shown(*LAW, "--format", output_format, "-o", str(target)) == ""
    assert target.read_text(encoding="utf-8") == shown(*LAW, "--format", output_format)


@pytest.mark.parametrize("output_format", ["text", "json", "markdown"])
def test_two_runs_give_the_same(output_format: str) -> None:
    arguments = ("show", "actor:quill", "--graph", "info.yaml", "--format", output_format)
    one = script(*arguments, cwd=WORLDS, PYTHONHASHSEED="1")
    other = script(*arguments, cwd=WORLDS, PYTHONHASHSEED="2")
    assert one == other
    assert one.code == 0


def test_findings_of_shapes_of_ones_own_are_shown(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(
        "@prefix av: <https://w3id.org/averment/ontology#> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "<urn:own#Law-comment> a sh:NodeShape ; sh:targetClass av:Law ; sh:severity sh:Warning ;\n"
        "  sh:message 'A law has a comment.' ; sh:property [ sh:path rdfs:comment ; sh:minCount 1 ] .\n",
        encoding="utf-8",
    )
    assert "A law has a comment" not in shown(*LAW)
    page = shown(*LAW, "--shapes", str(tmp_path / "own.ttl"))
    assert "Findings\n" in page


def test_passages_are_looked_up_in_an_archive(tmp_path: Path) -> None:
    assert "not archived" in shown("article:quill-1", "--graph", "info.yaml", "--archive", str(tmp_path))
    done = run("show", "article:quill-1", "--graph", "info.yaml", "--archive", "nowhere")
    assert (done.code, done.out) == (2, "")


# --- width --------------------------------------------------------------------------------------------------

PAGES = [
    "law:ru-extradition-ban",
    "law:ru-foreign-fighters-package",
    "actor:tass",
    "article:dagens",
    "group:foreign-fighters",
    "question:law/ru-extradition-ban/stage",
]


@pytest.fixture(scope="module")
def shipped() -> dict[tuple[str, int], str]:
    """Give pages of the shipped graph at two widths."""
    from averment.building import build
    from averment.checking import check
    from averment.cli.pages import render_page
    from averment.showing import Lookup, find_subject, show
    from averment.showing.layout import lay_out

    made = build([ROOT / "graph"])
    report, lookup = check(made), Lookup(made)
    pages = {subject: lay_out(show(lookup, report, find_subject(lookup, subject))) for subject in PAGES}
    return {
        (subject, width): render_page(blocks, width=width)
        for subject, blocks in pages.items()
        for width in (80, 120)
    }


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("subject", PAGES)
def test_lines_of_the_shipped_graph_fit(
    shipped: dict[tuple[str, int], str], subject: str, width: int
) -> None:
    lines = shipped[subject, width].splitlines()
    unbroken = re.compile(r"\s*\S+yaml:\d+|at +https?://\S+|\s*\(?[a-z]+:\S+")
    assert [line for line in lines if len(line) > width and not unbroken.fullmatch(line)] == []
    assert max(map(len, lines)) > width - 15
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("width", ["39", "0", "-1", "1001", "wide"])
def test_a_width_that_nobody_can_read_is_refused(width: str) -> None:
    done = run("show", *LAW, "--width", width)
    assert (done.code, done.out) == (2, "")
    assert "--width" in done.err


def test_waivers_have_to_hold_on_a_day_that_can_be_named() -> None:
    assert shown(*LAW, "--today", "2030-01-01") == shown(*LAW)
    done = run("show", *LAW, "--today", "2026-13-01")
    assert (done.code, done.out) == (2, "")
    assert "'2026-13-01' is no day; write year, month and day" in done.err


def test_a_width_is_kept() -> None:
    lines = shown(*LAW, "--width", "40").splitlines()
    assert max(map(len, lines)) <= 45
    assert len(lines) > len(shown(*LAW).splitlines())


def test_a_page_is_as_wide_as_the_terminal_and_coloured_only_there() -> None:
    code, sent = on_terminal("show", *LAW, columns=50)
    assert code == 0
    assert "\x1b[1mKite law\x1b[0m" in sent
    assert "\x1b[33m\x1b[1mwarning\x1b[0m" in sent
    assert COLOUR.sub("", sent) == shown(*LAW, "--width", "50")
    assert "\x1b" not in shown(*LAW)


def test_a_page_in_a_file_is_the_same_with_and_without_a_terminal(tmp_path: Path) -> None:
    code, sent = on_terminal("show", *LAW, "-o", str(tmp_path / "page"), columns=50)
    assert (code, sent) == (0, "")
    assert (tmp_path / "page").read_text(encoding="utf-8") == shown(*LAW)


# --- hostile names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", ["40", "80", "1000"])
@pytest.mark.parametrize("subject", HOSTILE)
def test_a_page_steers_nothing(subject: str, width: str) -> None:
    assert_harmless(shown(subject, "--graph", "hostile.yaml", "--width", width))


@pytest.mark.parametrize("subject", HOSTILE)
def test_a_page_has_the_lines_it_would_have_anyway(tmp_path: Path, subject: str) -> None:
    arguments = (subject, "--graph", "hostile.yaml", "--width", "1000")
    hostile, plain = shown(*arguments), shown(*arguments, cwd=harmless_twin(tmp_path).parent)
    assert hostile.count("\n") == plain.count("\n")


@pytest.mark.parametrize("subject", HOSTILE)
def test_markdown_steers_nothing_either(tmp_path: Path, subject: str) -> None:
    arguments = (subject, "--graph", "hostile.yaml", "--format", "markdown")
    hostile, plain = shown(*arguments), shown(*arguments, cwd=harmless_twin(tmp_path).parent)
    assert_harmless(hostile)
    assert hostile.count("\n") == plain.count("\n")


@pytest.mark.parametrize("subject", HOSTILE)
def test_json_keeps_every_character(subject: str) -> None:
    page = json.loads(shown(subject, "--graph", "hostile.yaml", "--format", "json"))
    assert page["header"]["thing"]["id"] == subject
