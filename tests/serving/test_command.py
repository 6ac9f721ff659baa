"""`averment serve` on the command line."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx2 as httpx
import pytest

from averment.cli import serve

from ..cli.running import SCRIPT, run
from ..showing.small import HERE, STORY


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    folder = tmp_path / "graph"
    folder.mkdir()
    shutil.copy(HERE / STORY, folder)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_graph_and_site_until_a_signal_ends_it(graph: Path, ending: signal.Signals) -> None:
    temporary = graph / "temporary"
    temporary.mkdir()
    (graph / "json.py").write_text("raise SystemExit('not the library')", encoding="utf-8")
    with subprocess.Popen(
        [SCRIPT, "serve", "--port", "0", "--title", "<b>Kites</b>", "--max-memory", "256"],
        cwd=graph,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": "", "TMPDIR": str(temporary), "PYTHONPATH": ":".join(sys.path)},
    ) as process:
        try:
            assert process.stdout is not None
            endpoint = process.stdout.readline().strip()
            assert endpoint.startswith("http://127.0.0.1:"), process.stderr and process.stderr.read()
            asked = "SELECT (COUNT(?c) AS ?n) { ?c a av:Claim }"
            rows = httpx.post(endpoint, data={"query": asked}).json()["results"]["bindings"]
            assert int(rows[0]["n"]["value"]) > 5
            assert "&lt;b&gt;Kites&lt;/b&gt;" in httpx.get(endpoint.removesuffix("sparql")).text
            assert any(temporary.iterdir())
            process.send_signal(ending)
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, out) == (0, "")
    assert [line.rsplit(" ", 4)[0] for line in err.splitlines()] == ["POST /sparql 200", "GET / 200"]
    assert list(temporary.iterdir()) == []


def test_a_port_that_is_taken_is_one_message(graph: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), cwd=graph)
    assert done.code == 2
    assert done.err == (
        f"error: '127.0.0.1' port {port} cannot be listened to (Address already in use); choose another --port, "
        "or --port 0 for a free one\n"
    )


@pytest.mark.parametrize("host", ["256.0.0.1", "no.such.host.invalid", "", "x" * 300])
def test_an_address_that_is_none_is_one_message(graph: Path, host: str) -> None:
    done = run("serve", "--port", "0", "--host", host, cwd=graph)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert done.err.startswith("error: ") or "empty" in done.err


def test_a_graph_that_cannot_be_read_is_told_with_its_place(graph: Path) -> None:
    (graph / "graph" / "broken.yaml").write_text("about: [", encoding="utf-8")
    done = run("serve", "--port", "0", cwd=graph)
    assert done.code == 2
    assert "broken.yaml:1:" in done.err


def test_without_the_extra_the_message_names_it(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("averment.serving", "uvicorn"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = run("serve", cwd=graph)
    assert done.code == 2
    assert done.err == (
        "error: serving needs 'uvicorn', which is not installed: pip install 'averment[serve]'\n"
    )


@pytest.mark.parametrize(
    "option", [("--timeout", "0"), ("--port", "70000"), ("--workers", "0"), ("--max-bytes", "x")]
)
def test_a_value_out_of_bounds_is_refused(graph: Path, option: tuple[str, str]) -> None:
    done = run("serve", *option, cwd=graph)
    assert done.code == 2
    assert option[0] in done.err


@pytest.mark.parametrize(
    "origin", ["example.org", "https://example.org/", "https://example.org/path", "null", ""]
)
def test_an_origin_is_scheme_and_host(graph: Path, origin: str) -> None:
    done = run("serve", "--allow-origin", origin, cwd=graph)
    assert done.code == 2
    assert "is no origin" in done.err


def test_a_signal_before_it_serves_ends_it_with_nothing_left(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(graph))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(serve, "check", lambda _: signal.raise_signal(signal.SIGTERM))
    done = run("serve", "--port", "0", cwd=graph)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert [path.name for path in graph.iterdir()] == ["graph"]
