"""What a shell is offered: queries, parameters and ids, and nothing where nothing can be read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from averment.querying import find_query, list_queries

from .running import SCRIPT, WORLDS, run


def completed(monkeypatch: pytest.MonkeyPatch, *words: str, cwd: Path = WORLDS) -> list[str]:
    """Give what bash is offered for the last of the words, cut as bash cuts them."""
    monkeypatch.setenv("_AVERMENT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    done = run(cwd=cwd)
    assert (done.code, done.err) == (0, "")
    return [line for line in done.out.splitlines() if line]


QUERY = ("averment", "query")
GRAPH = ("--graph", "warning.yaml")


def test_names_of_queries_are_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed(monkeypatch, *QUERY, "pen") == ["plain,penalties", "plain,penalty_ranges"]
    assert completed(monkeypatch, *QUERY, "") == [f"plain,{query.name}" for query in list_queries()]


def test_what_is_no_name_is_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed(monkeypatch, *QUERY, "./mine") == ["file,./mine"]


def test_subjects_are_completed_after_list(monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed(monkeypatch, *QUERY, "--list", "out") == ["plain,outlets"]


@pytest.mark.parametrize("name", ["claims", "single_origin", "penalties"])
def test_parameters_are_completed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    expected = [f"plain,{one.name}=" for one in find_query(name).parameters]
    assert completed(monkeypatch, *QUERY, name, "--param", "") == expected


def test_ids_of_the_class_are_completed_from_the_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    words = (*QUERY, *GRAPH, "chains", "--param", "document", "=", "article", ":")
    assert completed(monkeypatch, *words, "q") == ["plain,quill-1"]
    assert completed(monkeypatch, *words) == ["plain,norn-1", "plain,quill-1"]


def test_terms_are_completed_from_the_ontology(monkeypatch: pytest.MonkeyPatch) -> None:
    words = (*QUERY, *GRAPH, "aspects", "--param", "kind", "=")
    assert completed(monkeypatch, *words, "kind", ":", "g") == ["plain,growing"]


def test_values_of_a_number_are_its_default_and_its_example(monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed(monkeypatch, *QUERY, "single_origin", "--param", "least", "=") == ["plain,2", "plain,3"]


@pytest.mark.parametrize(
    "words",
    [
        ("nothing", "--param", ""),
        ("--param", ""),
        ("claims", "--param", "colour", "=", "b"),
        ("chains", "--param", "document", "=", "article", ":", "zzz"),
        ("--graph", "none.yaml", "chains", "--param", "document", "=", "a"),
    ],
)
def test_where_nothing_can_be_known_nothing_is_offered(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    assert completed(monkeypatch, *QUERY, *words) == []


def test_an_id_that_a_shell_would_run_is_not_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "graph.yaml").write_text(
        "graph:\n"
        "  - {id: 'law:zz-$(reboot)', type: Law, name: {en: One}}\n"
        "  - {id: 'law:zz-a;b', type: Law, name: {en: Two}}\n"
        "  - {id: 'law:zz-kites', type: Law, name: {en: Three}}\n",
        encoding="utf-8",
    )
    words = (*QUERY, "--graph", "graph.yaml", "penalties", "--param", "law", "=", "law", ":", "zz")
    assert completed(monkeypatch, *words, cwd=tmp_path) == ["plain,zz-kites"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_itself_takes_the_completions() -> None:
    lines = """
        eval "$(_AVERMENT_COMPLETE=bash_source averment)"
        COMP_WORDS=(averment query --graph warning.yaml chains --param document = article : q)
        COMP_CWORD=10
        _averment_completion averment
        printf '%s|' "${COMPREPLY[@]}"
    """
    environment = {**os.environ, "PATH": f"{SCRIPT.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", lines], cwd=WORLDS, env=environment, capture_output=True, check=False
    )
    assert done.stdout == b"quill-1|"
