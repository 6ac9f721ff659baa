"""`averment fmt`: files laid out, listed or compared, and none lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from averment.formatting import SUFFIXES

from .running import ROOT, Done, run

MESSY = "type:   Law\nid: law:x # why\nname: {en: A law}\n"
NEAT = "id: law:x  # why\ntype: Law\nname: {en: A law}\n"
TURTLE = "@prefix a: <urn:a> .\na:x a:p 1;a:q 2.\n"
NEAT_TURTLE = "@prefix a: <urn:a> .\na:x a:p 1 ; a:q 2 .\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph/a.yaml").write_text(MESSY, encoding="utf-8")
    (tmp_path / "graph/b.ttl").write_text(TURTLE, encoding="utf-8")
    (tmp_path / "graph/c.yml").write_text(NEAT.replace("law:x", "law:y"), encoding="utf-8")
    (tmp_path / "graph/d.nq").write_text("<urn:a> <urn:b>  <urn:c> .\n", encoding="utf-8")
    return tmp_path


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_files_are_laid_out(here: Path) -> None:
    before = files_of(here)
    done = run("fmt", cwd=here)
    listed = "graph/a.yaml\ngraph/b.ttl\n"
    assert done == Done(0, f"{listed}2 files laid out anew, 1 is in canonical form\n", "")
    after = files_of(here)
    assert after == {**before, "graph/a.yaml": NEAT.encode(), "graph/b.ttl": NEAT_TURTLE.encode()}
    assert run("fmt", cwd=here) == Done(0, "3 are in canonical form\n", "")
    assert run("fmt", "--check", cwd=here) == Done(0, "3 are in canonical form\n", "")


def test_a_check_lists_and_writes_nothing(here: Path) -> None:
    before = files_of(here)
    done = run("fmt", "--check", "graph", cwd=here)
    said = "2 files would be laid out anew, 1 is in canonical form\n"
    assert done == Done(1, f"graph/a.yaml\ngraph/b.ttl\n{said}", "")
    assert files_of(here) == before


def test_a_diff_shows_the_lines(here: Path) -> None:
    before = files_of(here)
    done = run("fmt", "--diff", "graph/b.ttl", cwd=here)
    assert (done.code, done.out.splitlines()) == (
        1,
        [
            *("--- graph/b.ttl", "+++ graph/b.ttl", "@@ -1,2 +1,2 @@", " @prefix a: <urn:a> ."),
            *("-a:x a:p 1;a:q 2.", "+a:x a:p 1 ; a:q 2 ."),
            "1 file would be laid out anew, 0 are in canonical form",
        ],
    )
    assert files_of(here) == before


def test_line_ends_and_a_mark_at_the_start_are_no_part_of_the_form(here: Path) -> None:
    file = here / "graph/a.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + NEAT.replace("\n", "\r\n").encode())
    assert run("fmt", "--diff", str(file), cwd=here).code == 1
    assert run("fmt", "graph/a.yaml", cwd=here).code == 0
    assert file.read_bytes() == NEAT.encode()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bad.yaml", "id: [\n", "bad.yaml:2:1: error: the YAML breaks off"),
        ("bad.ttl", "a:x a:p 1 .\n", "bad.ttl:1:1: error:"),
        ("bad.yaml", "name: CI\non: push\n", "bad.yaml:1:1: error: this is no file of a graph"),
        ("bad.yaml", "", "bad.yaml:1:1: error: the file is empty"),
        (
            "bad.nq",
            "<urn:a> <urn:b> <urn:c> .\n",
            "bad.nq:1:1: error: this format has no canonical form; name",
        ),
    ],
)
def test_what_cannot_be_laid_out_stays_and_the_rest_is_laid_out(
    here: Path, name: str, text: str, said: str
) -> None:
    (here / name).write_text(text, encoding="utf-8")
    done = run("fmt", name, "graph/a.yaml", "gone.ttl", cwd=here)
    assert (done.code, done.out.splitlines()[0]) == (2, "graph/a.yaml")
    assert said in done.err
    assert "gone.ttl:1:1: error: there is no such file or folder" in done.err
    assert (here / name).read_text(encoding="utf-8") == text


def test_links_and_permissions_stay(here: Path) -> None:
    (here / "graph/a.yaml").chmod(0o640)
    (here / "link.yaml").symlink_to("graph/a.yaml")
    assert run("fmt", "link.yaml", cwd=here).code == 0
    assert (here / "link.yaml").is_symlink()
    assert (here / "graph/a.yaml").read_text(encoding="utf-8") == NEAT
    assert stat.S_IMODE((here / "graph/a.yaml").stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_nobody_may_write_to_is_told(here: Path) -> None:
    (here / "graph").chmod(0o555)
    done = run("fmt", "graph/a.yaml", cwd=here)
    (here / "graph").chmod(0o755)
    assert (done.code, files_of(here)["graph/a.yaml"]) == (2, MESSY.encode())


def test_names_cannot_steer_a_log(here: Path) -> None:
    (here / "a\n::error::b.yaml").write_text(MESSY, encoding="utf-8")
    done = run("fmt", "--check", "a\n::error::b.yaml", cwd=here)
    assert (done.code, done.out) == (
        1,
        "a ::error::b.yaml\n1 file would be laid out anew, 0 are in canonical form\n",
    )


def test_a_workspace_is_in_canonical_form_with_what_is_new_in_it(tmp_path: Path) -> None:
    assert run("init", ".", cwd=tmp_path).code == 0
    assert (
        run(
            "new", "law", "x", "--name", "en=a: b", "--jurisdiction", "zz", "--provision", "p=q", cwd=tmp_path
        ).code
        == 0
    )
    claim = (
        "--about",
        "law:x/p",
        "--aspect",
        "effect",
        "--value",
        "c",
        "--stance",
        "opines",
        "--condition",
        "d",
        "--complete",
    )
    chain = ("--source", "actor:quill", "--verb", "says", "--note", "e", "--wording", "f")
    assert run("new", "claim", "quill-2026-03-02", *claim, *chain, cwd=tmp_path).code == 0
    (tmp_path / "averment.toml").write_text('graph = "graph"\nshapes = "own.ttl"\n', encoding="utf-8")
    (tmp_path / "own.ttl").write_text(TURTLE, encoding="utf-8")
    done = run("fmt", "--check", cwd=tmp_path)
    assert (done.code, done.out.splitlines()[:-1]) == (1, ["own.ttl"])


def test_the_shipped_files_are_in_canonical_form() -> None:
    done = run("fmt", "--check", "graph", "ontology", "tests/shapes/valid", cwd=ROOT)
    assert done.code == 0, f"run 'averment fmt graph ontology tests/shapes/valid': {done.out}{done.err}"
    count = sum(
        1 for top in ("graph", "ontology") for file in (ROOT / top).rglob("*") if file.suffix in SUFFIXES
    )
    assert count > 200
    assert int(done.out.split()[0]) >= count
