"""What `averment.toml` says is read, and what is wrong with it has a line, a column and a cure."""

from __future__ import annotations

import os
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.errors import ReadFailure
from averment.workspace import Workspace, find_workspace, load_workspace

CHOICES = {"fail-on": ("violation", "warning", "never"), "engine": ("compiled", "pyshacl")}


def load(folder: Path, text: str | bytes) -> Workspace:
    file = folder / "averment.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with chdir(folder):
        return load_workspace(Path("averment.toml"), CHOICES)


def test_every_setting_is_read(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        'graph = ["graph", "more/a.ttl"]\narchive = "pages"\nshapes = "own.ttl"\nontology = ["terms"]\n'
        'fail-on = "warning"\nengine = "pyshacl"\n',
    )
    assert found == Workspace(
        Path("averment.toml"),
        graph=("graph", "more/a.ttl"),
        archive="pages",
        shapes=("own.ttl",),
        ontology=("terms",),
        fail_on="warning",
        engine="pyshacl",
    )


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, "") == Workspace(Path("averment.toml"))


def test_paths_count_from_the_file_and_are_shown_from_here(tmp_path: Path) -> None:
    (tmp_path / "averment.toml").write_text('graph = ["graph", "/elsewhere"]\n', encoding="utf-8")
    below = tmp_path / "graph" / "articles"
    below.mkdir(parents=True)
    with chdir(below):
        file = find_workspace()
        assert file == Path("../../averment.toml")
        assert load_workspace(file).graph == ("..", os.path.relpath("/elsewhere"))


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "averment.toml").write_text("", encoding="utf-8")
    assert find_workspace(inner) == Path(os.path.relpath(tmp_path / "averment.toml"))
    (inner.parent / "averment.toml").write_text("", encoding="utf-8")
    assert find_workspace(inner) == Path(os.path.relpath(inner.parent / "averment.toml"))
    (inner / "averment.toml").mkdir()  # which is no file
    assert find_workspace(inner) == Path(os.path.relpath(inner.parent / "averment.toml"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('graf = "x"\n', "1:1: error: there is no setting 'graf'; did you mean 'graph'?"),
        ("\n\n  fail_on = 1\n", "3:3: error: there is no setting 'fail_on'; did you mean 'fail-on'?"),
        (
            'graph = """\nzz = 1\n"""\nzz = 1\n',
            "4:1: error: there is no setting 'zz'; write one of graph, archive",
        ),
        ("[check]\nfail-on = 1\n", "1:1: error: there is no setting 'check'; write one of graph"),
        ('"ein zwei" = 1\n', "1:1: error: there is no setting 'ein zwei'; write one of graph"),
        ("[[graph]]\n", "1:1: error: 'graph' is no list of paths; write them in quotes: graph = ["),
        ("graph = []\n", "1:1: error: 'graph' is no list of paths"),
        ('graph = ["a", ""]\n', "1:1: error: 'graph' is no list of paths"),
        ('shapes = ["a\\u0000"]\n', "1:1: error: 'shapes' is no list of paths"),
        ("archive = 3\n", "1:1: error: 'archive' is no path; write one in quotes: archive = "),
        (
            'fail-on = "warnign"\n',
            "1:1: error: 'warnign' is nothing that 'fail-on' can be; did you mean 'warning'?",
        ),
        (
            "engine = true\n",
            "1:1: error: this is nothing that 'engine' can be; write one of compiled, pyshacl",
        ),
        ('graph = "a"\ngraph = "b"\n', "2:12: error: a setting stands here again; keep one of them"),
        ('graph = ["a"\n', "error: the TOML breaks off: unclosed array; write settings as: graph = ["),
        ("graph = a\n", "1:9: error: the TOML breaks off: invalid value; write settings as: graph = ["),
        (b'graph = "\xff"\n', "1:10: error: byte 0xff is not UTF-8; save the file as UTF-8"),
        ("a = " + "[" * 5000, "1:1: error: the file is nested too deeply; write it flatter"),
        ("#" * 1_100_000, "1:1: error: the file is larger than a MiB; write settings only"),
    ],
)
def test_a_fault_has_a_line_and_a_cure(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(ReadFailure) as caught:
        load(tmp_path, text)
    (error,) = caught.value.errors
    assert str(error).startswith("averment.toml:")
    assert said in str(error)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ReadFailure) as caught:
        load(tmp_path, 'engine = "spark"\narchiv = "x"\n')
    assert [error.position.line for error in caught.value.errors] == [1, 2]


@given(text=st.text(max_size=60) | st.text(alphabet="ab\"'=[].#\n \\graph", max_size=60))
def test_any_text_is_read_or_refused_with_a_place_in_it(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    try:
        load(folder, text.encode("utf-8", errors="surrogatepass"))
    except ReadFailure as failure:
        for error in failure.errors:
            assert 1 <= error.position.line <= len(text.splitlines()) + 1
            assert error.position.column >= 1
