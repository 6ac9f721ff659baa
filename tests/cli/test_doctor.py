"""`averment doctor`: what somebody has to know who is to mend a fault, and nothing that is private."""

from __future__ import annotations

import getpass
import json
import platform
from importlib.metadata import version
from pathlib import Path
from unittest import mock

import pytest

from averment.diagnosing import Privacy, look_at_installation

from .running import run


@pytest.fixture
def here(tmp_path: Path) -> Path:
    assert run("init", ".", cwd=tmp_path).code == 0
    return tmp_path


def told(here: Path, *arguments: str, code: int = 0) -> dict[str, object]:
    done = run("doctor", "--format", "json", *arguments, cwd=here)
    assert (done.code, done.err) == (code, ""), done
    found: dict[str, object] = json.loads(done.out)
    return found


def test_a_workspace_in_order(here: Path) -> None:
    found = told(here)
    assert found["averment"] == version("averment")
    assert found["python"] == f"CPython {platform.python_version()}"
    libraries = found["libraries"]
    assert isinstance(libraries, dict)
    assert (libraries["rdflib"], libraries["pyshacl"]) == (version("rdflib"), version("pyshacl"))
    assert (found["engines"], found["compiledShapes"]) == (["compiled", "pyshacl"], True)
    assert (found["workspace"], found["graph"]) == ("averment.toml", ["graph"])
    assert (found["archive"], found["archiveIsThere"], found["problems"]) == ("pages", True, [])
    content = found["content"]
    assert isinstance(content, dict)
    assert (content["files"], content["claims"]) == ({"yaml": 4}, 2)
    assert content["findings"] == {"violation": 0, "warning": 0, "info": 0}
    assert content["archived"] == {"found": 1, "missing": [], "unnamed": 0}
    timing = content["timing"]
    assert timing["read"] > 0 < timing["check"]
    seconds = list(timing["rules"].values())
    assert len(seconds) == 5
    assert seconds == sorted(seconds, reverse=True)


def test_one_screen_for_people(here: Path) -> None:
    done = run("doctor", cwd=here)
    lines = done.out.splitlines()
    assert (done.code, done.err, lines[-1]) == (0, "", "nothing is wrong with the set-up")
    assert len(lines) <= 24
    assert lines[0].startswith(f"averment   {version('averment')}, CPython")
    assert "workspace  averment.toml" in lines
    assert "  files    4 yaml; 45 statements, 2 claims" in lines
    assert "archive    pages: 1 page found, 0 missing, 0 documents name none" in lines
    assert (
        run("doctor", cwd=here / "graph" / "laws").out.splitlines()[-1] == "nothing is wrong with the set-up"
    )


def test_what_is_wrong_is_told(here: Path) -> None:
    (here / "pages/quill-2026-03-02.txt").unlink()
    (here / "graph/bad.yaml").write_text("id: [", encoding="utf-8")
    found = told(here, code=1)
    assert found["problems"] == [
        "graph/bad.yaml:1:6: error: the YAML breaks off while parsing a flow node: expected the node content, but "
        "found '<stream end>'; check the indentation, and quote a value that contains ': ', ' #' or starts with a "
        "special character",
        "1 archived page is missing, such as 'quill-2026-03-02.txt'",
    ]
    assert run("doctor", cwd=here).out.splitlines()[-3] == "wrong with the set-up:"


def test_an_archive_that_is_elsewhere_is_no_fault(here: Path) -> None:
    (here / "pages/quill-2026-03-02.txt").unlink()
    (here / "pages").rmdir()
    assert "archive    pages, which is not there" in run("doctor", cwd=here).out.splitlines()


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("graf = 1\n", "averment.toml:1:1: error: there is no setting 'graf'; did you mean 'graph'?"),
        ("graph = [\n", "averment.toml:1:10: error: the TOML breaks off"),
        ('graph = "gone"\n', "gone:1:1: error: there is no such file or folder"),
        ('shapes = "gone.ttl"\n', "gone.ttl"),
    ],
)
def test_settings_with_a_fault_are_told(here: Path, toml: str, said: str) -> None:
    (here / "averment.toml").write_text(toml, encoding="utf-8")
    problems = told(here, code=1)["problems"]
    assert isinstance(problems, list)
    assert problems[0].startswith(said) or said in problems[0]


def test_a_folder_without_anything(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path)
    assert (done.code, done.err) == (1, "")
    assert "workspace  none: no averment.toml here or above" in done.out
    assert done.out.splitlines()[-1].startswith("  there is no folder 'graph' here")


def test_no_folder_and_no_user_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home" / "ann-author"
    work = home / "secret-work"
    work.mkdir(parents=True)
    assert run("init", "graph of ann", cwd=work).code == 0
    here = work / "graph of ann"
    (here / "graph/bad.yaml").write_text("id: [", encoding="utf-8")
    with (
        mock.patch.object(getpass, "getuser", return_value="ann-author"),
        mock.patch.object(Path, "home", return_value=home),
    ):
        for arguments in (
            [],
            ["--format", "json"],
            [str(here / "graph")],
            ["--archive", str(work)],
            ["/etc/ann-author/x"],
        ):
            done = run("doctor", *arguments, cwd=here)
            assert done.code == 1
            assert "ann-author" not in done.out
            assert "secret-work" not in done.out
            assert str(tmp_path) not in done.out


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("graph/x", "graph/x"),
        ("/users/ann/here/graph", "graph"),
        ("../graph", "../graph"),
        ("/users/ann/other/graph", "(elsewhere)/graph"),
        ("..", ".."),
        ("/", "../../.."),
    ],
)
def test_paths_are_those_from_here(path: str, shown: str) -> None:
    assert Privacy(Path("/users/ann/here"), Path("/users/ann"), "ann").path(path) == shown


def test_what_is_not_installed_is_told() -> None:
    with mock.patch(
        "averment.diagnosing.installation.requires", return_value=["rdflib>=7", "no-such-thing>=1"]
    ):
        found = look_at_installation()
    assert [part.version for part in found.parts] == [None, version("rdflib")]
    assert found.problems == ("no-such-thing is not installed; install averment again",)


def test_shapes_of_another_version_are_told() -> None:
    with mock.patch(
        "averment.diagnosing.installation.resources.compiled_shapes", return_value=("{}\n", "abc")
    ):
        found = look_at_installation()
    assert not found.compiled
    assert "the compiled shapes are those of another version" in found.problems[0]
