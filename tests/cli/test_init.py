"""`averment init`: a workspace that passes at once, and never a file written over."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tools.schema import schema

from averment.workspace import first_files

from .running import Done, run

FINE = "2 claims, 2 questions: 0 violations, 0 warnings, 0 infos\n"
ARTICLE = "graph/articles/quill-2026-03-02.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    assert run("init", "our graph", cwd=tmp_path).code == 0
    return tmp_path / "our graph"


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_new_workspace_passes_with_its_passages_proved(workspace: Path) -> None:
    assert run("check", cwd=workspace) == Done(0, FINE, "")
    assert run("check", "--fail-on", "info", cwd=workspace) == Done(0, FINE, "")


def test_it_passes_without_the_pages_that_git_leaves_out(workspace: Path) -> None:
    for page in (workspace / "pages").iterdir():
        page.unlink()
    (workspace / "pages").rmdir()
    done = run("check", cwd=workspace)
    assert (done.code, done.err) == (0, "")
    assert "0 violations, 0 warnings, 1 info\n" in done.out


@pytest.mark.parametrize(
    ("right", "typo", "said"),
    [
        ("aspect: fine", "aspect: fien", "'aspect:fien' is unknown; did you mean 'fine'?"),
        (
            "stance: asserts\n    evidence: {start: 26",
            "stance: assert\n    evidence: {start: 26",
            "did you mean 'asserts'?",
        ),
        ("aspect: signature-date", "aspetc: signature-date", "did you mean 'aspect'?"),
        (
            "law:zz-quiet-nights/loud-music",
            "law:zz-quiet-nights/loud-musik",
            "did you mean 'law:zz-quiet-nights/loud-music'?",
        ),
    ],
)
def test_a_typo_in_a_term_is_found_with_what_was_meant(
    workspace: Path, right: str, typo: str, said: str
) -> None:
    file = workspace / ARTICLE
    text = file.read_text(encoding="utf-8")
    assert text.count(right) == 1
    file.write_text(text.replace(right, typo), encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    done = run("check", cwd=workspace)
    assert done.code == 1
    assert any(each.startswith(f"{ARTICLE}:{line}:") and said in each for each in done.out.splitlines()), (
        done.out
    )


def test_what_it_says_is_what_it_wrote(tmp_path: Path) -> None:
    done = run("init", "it's", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    names = sorted(files_of(tmp_path / "it's"))
    first, *listed, last = done.out.splitlines()
    assert first == f"it's: a workspace of {len(names)} files"
    assert sorted(line.strip() for line in listed) == names
    assert last == """next: cd 'it'"'"'s' && averment check"""
    assert {"averment.toml", ".gitignore", ".github/workflows/averment.yml", ".vscode/settings.json"} <= set(
        names
    )


def test_editors_get_the_schema_of_this_version(workspace: Path) -> None:
    settings = json.loads((workspace / ".vscode/settings.json").read_text(encoding="utf-8"))
    (name,) = settings["yaml.schemas"]
    assert (workspace / name).read_text(encoding="utf-8") == schema()


def test_the_settings_are_read_from_folders_below(workspace: Path) -> None:
    below = workspace / "graph" / "laws"
    assert run("check", cwd=below) == Done(0, FINE, "")
    asked = run("query", "../../queries/answers.rq", "--format", "csv", cwd=below)
    assert asked.out.splitlines()[1].endswith("../articles/quill-2026-03-02.yaml,11")


def test_the_settings_hold_for_each_command_and_a_flag_wins(workspace: Path) -> None:
    (workspace / "terms").mkdir()
    (workspace / "terms" / "own.yaml").write_text(
        "id: country:yy\ntype: Country\nname: {en: Wyland}\ncode: YY\n"
    )
    (workspace / "own.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix av: <https://w3id.org/averment/ontology#> .\n"
        '<urn:own> a sh:NodeShape ; sh:targetClass av:Country ; sh:severity sh:Warning ; sh:message "No countries." ;\n'
        '  sh:property [ sh:path av:countryCode ; sh:maxCount 0 ; sh:severity sh:Warning ; sh:message "Not one." ] .\n'
    )
    toml = workspace / "averment.toml"
    toml.write_text(
        'graph = "graph"\nontology = "terms"\nshapes = ["own.ttl"]\nfail-on = "warning"\n', encoding="utf-8"
    )
    done = run("check", cwd=workspace)
    assert (done.code, done.out.count("Not one.")) == (1, 1)  # one finding with both countries' places
    assert "terms/own.yaml:4:" in done.out
    assert run("check", "graph/laws", "--fail-on", "never", cwd=workspace).code == 0
    assert run("check", "--fail-on", "violation", cwd=workspace).code == 0
    assert "country:yy" in run("export", "turtle", cwd=workspace).out
    assert "[default: warning]" in run("check", "--help", cwd=workspace).out


def test_the_settings_may_be_named(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = workspace.parent
    assert run("--config", "our graph/averment.toml", "check", cwd=top) == Done(0, FINE, "")
    broken = (workspace / ARTICLE).read_text(encoding="utf-8").replace("aspect: fine", "aspect: fien")
    (workspace / ARTICLE).write_text(broken, encoding="utf-8")
    monkeypatch.setenv("AVERMENT_CONFIG", "our graph/averment.toml")
    assert run("check", cwd=top).out.startswith(f"our graph/{ARTICLE}:20:13: violation")
    done = run("--config", "gone.toml", "check", cwd=workspace)
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "gone.toml:1:1: error: the file can't be read (No such file or directory); check its name and its permissions",
    )
    assert run("--config", "", "check", cwd=workspace).code == 2


def test_broken_settings_stop_a_command_and_not_its_help(workspace: Path) -> None:
    (workspace / "averment.toml").write_text("graph = [\n", encoding="utf-8")
    done = run("check", cwd=workspace)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("averment.toml:1:")
    for command in ("check", "query", "export"):
        assert run(command, "--help", cwd=workspace).code == 0
    assert run("explain", "Claim-value", cwd=workspace).code == 2  # its rules may be the workspace's own
    assert run("--version", cwd=workspace).code == 0


def test_a_folder_that_the_settings_name_has_to_be_there(workspace: Path) -> None:
    (workspace / "averment.toml").write_text('graph = "graf"\n', encoding="utf-8")
    done = run("check", cwd=workspace)
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "graf:1:1: error: there is no such file or folder; check the path",
    )


def test_without_settings_the_folder_graph_is_read(workspace: Path) -> None:
    (workspace / "averment.toml").unlink()
    done = run("check", cwd=workspace)
    assert (done.code, done.err) == (0, "")
    done = run("check", cwd=workspace / "graph")
    assert (done.code, done.out) == (2, "")
    assert "start one with 'averment init'" in done.err


def test_what_serves_more_than_the_graph_may_stay(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    for name in ("README.md", ".gitignore", "LICENSE"):
        (folder / name).write_text("mine", encoding="utf-8")
    done = run("init", ".", cwd=folder)
    assert (done.code, done.err) == (0, "")
    assert "  .gitignore stays as it was: let it leave out /pages/" in done.out
    assert "next: cd" not in done.out
    after = files_of(folder)
    assert [after[name] for name in ("README.md", ".gitignore", "LICENSE")] == [b"mine"] * 3
    assert run("check", cwd=folder) == Done(0, FINE, "")


@pytest.mark.parametrize("name", [file.name for file in first_files() if not file.may_stay])
def test_nothing_is_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / "old" / name).parent.mkdir(parents=True)
    (tmp_path / "old" / name).write_text("mine", encoding="utf-8")
    done = run("init", "old", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "choose a" in done.err
    assert files_of(tmp_path) == {f"old/{name}": b"mine"}


@pytest.mark.parametrize(
    ("there", "folder", "said"),
    [
        ("x", "x", "error: 'x' is a file; name a folder"),
        ("x", "x/y", "error: 'x/y' cannot be written to (Not a directory); choose another folder"),
        ("averment.toml", ".", "error: '.' is a workspace already: 'averment.toml' is there"),
        ("averment.toml", "a/b", "error: 'a/b' is within another workspace ('averment.toml')"),
        ("x", "a\0b", "choose another folder"),
        ("x", "", "an empty path names nothing"),
        ("x", "y" * 300, "choose another folder"),
    ],
)
def test_a_place_that_will_not_do_is_refused(tmp_path: Path, there: str, folder: str, said: str) -> None:
    (tmp_path / there).write_text("", encoding="utf-8")
    done = run("init", folder, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert [path.name for path in tmp_path.iterdir()] == [there]


def test_what_has_been_written_goes_when_the_rest_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "queries").write_text("a file where a folder is to be", encoding="utf-8")
    done = run("init", "x", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert list(files_of(tmp_path)) == ["x/queries"]
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["queries"]


NAMES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]) | st.sampled_from("%:'\"\n $`;&"),
    min_size=1,
    max_size=20,
).filter(lambda name: name not in (".", ".."))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES)
def test_a_folder_may_have_any_name(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    here = tmp_path_factory.mktemp("any")
    done = run("init", "--", name, cwd=here)
    assert (done.code, done.err) == (0, ""), done.err
    assert [path.name for path in here.iterdir()] == [name]
    assert len(done.out.splitlines()) == len(first_files()) + 2
    assert all(file.text.encode() == (here / name / file.name).read_bytes() for file in first_files())
    tomllib.loads((here / name / "averment.toml").read_text(encoding="utf-8"))
