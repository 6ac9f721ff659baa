"""Stores on disk, by the command line: what goes in comes out, and what goes wrong leaves what was there."""

from __future__ import annotations

import csv
import errno
import fcntl
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import IO

import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic
from tests.cli.running import SCRIPT, run, script
from tests.storing.worlds import world

from averment import __version__, resources
from averment.building import build
from averment.checking import check
from averment.errors import AvermentError, ReadFailure
from averment.storing import findings, folder, loading
from averment.storing.folder import StoreError, StoreFolder
from averment.storing.loading import load

ARTICLE = "article:quill-2026-03-02"
"""The article of a new workspace that has an archived page."""

HOLD = (
    sys.executable,
    "-c",
    "import sys, time; from averment.storing.folder import StoreFolder\n"
    "with StoreFolder(sys.argv[1]).writing(): print('held', flush=True); time.sleep(float(sys.argv[2]))",
)
"""Holds a store as a load does, for so many seconds."""

OWN_SHAPE = """
@prefix av: <https://w3id.org/averment/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shapes#everybody-is-at-fault> a sh:NodeShape ; sh:targetClass av:Claim ; sh:severity sh:Warning ;
    sh:message "Everybody is at fault." ; sh:nodeKind sh:Literal .
"""


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Write a graph, and make its folder the current one."""
    for path, data in world(Random(1)).items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    return tmp_path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    assert run("init", "w", cwd=tmp_path).code == 0
    return tmp_path / "w"


def edit(folder: Path) -> None:
    """Change one article, and remove another."""
    text = (folder / "d0.yaml").read_text(encoding="utf-8")
    assert '"must-not"' in text
    (folder / "d0.yaml").write_text(text.replace('"must-not"', '"must"'), encoding="utf-8")
    (folder / "d2.yaml").unlink()


def found(text: str) -> set[tuple[str, str]]:
    return {(finding["rule"], finding["fingerprint"]) for finding in json.loads(text)["findings"]}


@pytest.mark.parametrize("many", [10**6, -1], ids=["one by one", "in bulk"])
def test_a_store_has_what_the_files_have(graph: Path, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(findings, "_MANY", many)
    loaded = run("load", "graph", "--store", "s", cwd=graph)
    note = "note: the store has not been checked; check it: averment check --store s\n"
    assert (loaded.code, loaded.err) == (0, note)
    of_files = run("check", "graph", "--format", "json", "--today", "2026-03-01", cwd=graph)
    of_store = run("check", "--store", "s", "--format", "json", "--today", "2026-03-01", cwd=graph)
    assert of_store.code == of_files.code == 1
    assert found(of_store.out) == found(of_files.out)
    assert json.loads(of_store.out)["summary"] == json.loads(of_files.out)["summary"]
    again = run("check", "--store", "s", "--format", "json", "--today", "2026-03-01", cwd=graph)
    assert again.out == of_store.out
    for question in ("claims", "findings"):
        answers = []
        for source in (["--store", "s"], ["--graph", "graph"]):
            text = run("query", question, *source, "--format", "csv", cwd=graph).out
            # without the words of findings, which propose no names where a graph may be large
            answers.append(sorted(row[:4] for row in csv.reader(io.StringIO(text))))
        assert answers[0] == answers[1]
    for rdf_format in ("turtle", "nquads", "trig"):
        parse_as = "nquads" if rdf_format == "nquads" else "trig"
        graphs = [Graph(), Graph()]
        for into, source in zip(graphs, (["--store", "s"], ["graph"]), strict=True):
            text = run("export", rdf_format, *source, cwd=graph).out
            dataset = Dataset(default_union=True)
            dataset.parse(data=text, format=parse_as)
            for triple in dataset.triples((None, None, None)):
                into.add(triple)
        assert isomorphic(*graphs)
    gexf = [
        run("export", "gexf", *source, "--no-layout", cwd=graph) for source in (["--store", "s"], ["graph"])
    ]
    assert gexf[0].code == 0, gexf[0].err
    assert gexf[0].out.count("<node ") == gexf[1].out.count("<node ")


def test_only_what_has_changed_is_loaded_again(graph: Path) -> None:
    assert run("load", "graph", "--store", "s", cwd=graph).code == 0
    assert run("check", "--store", "s", cwd=graph).code == 1
    unchanged = run("load", "graph", "--store", "s", cwd=graph)
    assert unchanged.out.startswith("0 loaded, 18 unchanged; s has ")
    edit(graph / "graph")
    changed = run("load", "graph", "--store", "s", cwd=graph)
    assert changed.code == 0
    assert changed.out.startswith("1 loaded, 16 unchanged, 1 taken out; s has ")
    part = run("check", "--store", "s", "--changed", "--format", "json", cwd=graph)
    whole = run("check", "--store", "s", "--format", "json", cwd=graph)
    anew = run("check", "--store", "s", "--anew", "--format", "json", cwd=graph)
    assert whole.out == anew.out
    assert found(part.out) <= found(whole.out)
    assert found(whole.out) == found(run("check", "graph", "--format", "json", cwd=graph).out)


def test_a_file_is_known_again_under_another_name(graph: Path) -> None:
    assert run("load", "graph", "--store", "s", cwd=graph).code == 0
    assert run("check", "--store", "s", cwd=graph).code == 1
    for named, cwd in ((str(graph / "graph"), graph), (".", graph / "graph"), ("../graph", graph / "s")):
        again = run("load", named, "--store", str(graph / "s"), cwd=cwd)
        assert again.out.startswith("0 loaded, 18 unchanged; ")
    (graph / "elsewhere").mkdir()
    other = (graph / "graph" / "a1.yaml").read_text(encoding="utf-8").replace("actor:a1", "actor:b1")
    (graph / "elsewhere" / "b1.yaml").write_text(other, encoding="utf-8")
    added = run("load", ".", "--store", str(graph / "s"), cwd=graph / "elsewhere")
    assert added.out.startswith("1 loaded; ")
    (graph / "elsewhere" / "b1.yaml").rename(graph / "elsewhere" / "b2.yaml")
    renamed = run("load", ".", "--store", str(graph / "s"), cwd=graph / "elsewhere")
    assert renamed.out.startswith("1 loaded, 1 taken out; ")
    (graph / "elsewhere" / "b2.yaml").rename(graph / "elsewhere" / "b3.yaml")
    both = run("load", "graph", "elsewhere", "--store", "s", cwd=graph)
    assert both.out.startswith("1 loaded, 18 unchanged, 1 taken out; ")
    edit(graph / "graph")
    changed = run("load", str(graph / "graph"), "--store", "s", cwd=graph)
    assert changed.out.startswith("1 loaded, 16 unchanged, 1 taken out; ")
    of_store = run("check", "--store", "s", "--format", "json", cwd=graph)
    assert found(of_store.out) == found(run("check", "graph", "elsewhere", "--format", "json", cwd=graph).out)
    places = {place["path"] for each in json.loads(of_store.out)["findings"] for place in each["places"]}
    assert "graph/d0.yaml" in places
    assert not any(path is not None and Path(path).is_absolute() for path in places)


def test_a_store_beside_the_files_is_not_read_with_them(graph: Path) -> None:
    assert run("load", ".", "--store", "stores/s", cwd=graph).code == 0
    again = run("load", ".", "--store", "stores/s", cwd=graph)
    assert again.out.startswith("0 loaded, 18 unchanged; "), again.err
    assert run("check", ".", cwd=graph).code == 1
    itself = run("check", "stores/s", cwd=graph)
    assert itself.code == 2
    assert itself.err.startswith(
        "stores/s:1:1: error: the folder is a store; name a folder of files, or this one with --store\n"
    )
    (graph / "store.json").write_text("{}", encoding="utf-8")
    assert "store.json:" in run("load", ".", "--store", "stores/s", cwd=graph).err


def test_what_is_new_in_a_store_is_put_on_the_disk_before_it_is_in_force(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that the generation before has are there already, and thousands of them in a large store."""

    def files() -> set[int]:
        pointer = json.loads((graph / "s" / "store.json").read_text(encoding="utf-8"))
        return {path.stat().st_ino for path in (graph / "s" / pointer["generation"]).rglob("*")}

    on_disk: dict[int, int] = {}
    missing: list[set[int]] = []
    pointers: list[tuple[int, int | None]] = []
    fsync, replace = os.fsync, os.replace

    def synchronise(descriptor: int) -> None:
        status = os.fstat(descriptor)
        on_disk[status.st_ino] = status.st_size
        fsync(descriptor)

    def put_in_force(source: Path, target: Path) -> None:
        if Path(target).name == "store.json":
            made = max((graph / "s").glob("g-*"), key=lambda folder: folder.stat().st_ctime_ns)
            missing.append({path.stat().st_ino for path in (made, *made.rglob("*"))} - set(on_disk))
            pointer = Path(source).stat()
            pointers.append((pointer.st_size, on_disk.get(pointer.st_ino)))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synchronise)
    monkeypatch.setattr(os, "replace", put_in_force)
    assert run("load", "graph", "--store", "s", cwd=graph).code == 0
    before = files() & set(on_disk)
    on_disk.clear()
    file = next((graph / "graph").glob("*.yaml"))
    file.write_text(file.read_text(encoding="utf-8") + "\n# later\n", encoding="utf-8")
    assert run("load", "graph", "--store", "s", cwd=graph).code == 0
    assert missing[0] == set()
    assert missing[1] <= before
    assert missing[1] & files()
    assert [size for size, _ in pointers] == [size for _, size in pointers]
    assert all(size for size, _ in pointers)
    assert len(pointers) == 2


def test_a_disk_that_is_full_at_the_very_end_leaves_the_store_as_it_was(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("load", "graph", "--store", "s", cwd=graph).code == 0
    pointer = (graph / "s" / "store.json").read_bytes()
    edit(graph / "graph")
    fsync = os.fsync

    def synchronise(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino in {path.stat().st_ino for path in (graph / "s").glob(".averment-*")}:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", synchronise)
    done = run("load", "graph", "--store", "s", cwd=graph)
    assert done.code == 2
    assert "the store 's' can't be written (No space left on device); what it had is still there" in done.err
    assert (graph / "s" / "store.json").read_bytes() == pointer
    assert not list((graph / "s").glob(".averment-*"))
    assert len(list((graph / "s").glob("g-*"))) == 1


def test_waivers_end_in_a_store_as_well(graph: Path) -> None:
    load([graph / "graph"], graph / "s")
    for day in ("2026-12-31", "2027-01-01", "2026-12-31"):
        of_store = run("check", "--store", "s", "--format", "json", "--today", day, cwd=graph)
        of_files = run("check", str(graph / "graph"), "--format", "json", "--today", day, cwd=graph)
        assert found(of_store.out) == found(of_files.out), day


def kept(folder: Path) -> set[tuple[str, str]]:
    done = run("check", "--store", str(folder), "--format", "json", "--today", "2026-03-01")
    assert done.code in (0, 1), done.err
    return found(done.out)


def test_waivers_end_with_a_load_on_a_later_day(workspace: Path) -> None:
    (workspace / "averment.toml").write_text('graph = ["graph"]\n', encoding="utf-8")
    until = ("--expires", "2026-12-10", "--by", "A. Editor", "--reason", "The page is gone.")
    assert run("judge", "waive", "Document-hasVerification", ARTICLE, *until, cwd=workspace).code == 0
    for day in ("2026-12-08", "2026-12-12"):
        with (workspace / "graph" / "countries.yaml").open("a", encoding="utf-8") as file:
            file.write(f"# {day}\n")
        assert run("load", "--store", "s", "--today", day, cwd=workspace).code == 0
        for anew in ([], ["--anew"]):
            of_store = run("check", "--store", "s", "--today", day, "--format", "json", *anew, cwd=workspace)
            of_files = run("check", "--today", day, "--format", "json", cwd=workspace)
            assert found(of_store.out) == found(of_files.out)
            assert json.loads(of_store.out)["summary"] == json.loads(of_files.out)["summary"]


def test_a_day_on_which_waivers_end_waits_for_whoever_loads(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "averment.toml").write_text('graph = ["graph"]\n', encoding="utf-8")
    until = ("--expires", "2026-12-10", "--by", "A. Editor", "--reason", "The page is gone.")
    assert run("judge", "waive", "Document-hasVerification", ARTICLE, *until, cwd=workspace).code == 0
    assert run("load", "--store", "s", "--today", "2026-12-08", cwd=workspace).code == 0
    check_it = ("check", "--store", "s", "--format", "json", "--today")
    with StoreFolder(workspace / "s").writing():
        monkeypatch.setattr(loading, "_PATIENCE", 0.2)
        refused = run(*check_it, "2026-12-12", cwd=workspace)
        assert refused.code == 2
        assert "which waivers hold on 2026-12-12 has to be settled first" in refused.err
        assert "check it as on the day of the last load: --today 2026-12-08" in refused.err
        assert run(*check_it, "2026-12-08", cwd=workspace).code == 0
    monkeypatch.undo()
    held = subprocess.Popen([*HOLD, str(workspace / "s"), "2"], stdout=subprocess.PIPE)
    assert held.stdout is not None
    held.stdout.readline()
    later = run(*check_it, "2026-12-12", cwd=workspace)
    held.communicate()
    assert any(rule == "Waiver-expired" for rule, _ in found(later.out))


def test_a_store_is_checked_and_asked_in_a_workspace_with_settings(workspace: Path) -> None:
    settings = workspace / "averment.toml"
    settings.write_text('graph = ["graph"]\narchive = "pages"\nengine = "pyshacl"\n', encoding="utf-8")
    assert run("load", "--store", "s", cwd=workspace).code == 0
    of_files = run("check", "--format", "json", cwd=workspace)
    of_store = run("check", "--store", "s", "--format", "json", cwd=workspace)
    assert of_store.code == of_files.code
    assert found(of_store.out) == found(of_files.out)
    given = run("check", "--store", "s", "--archive", "pages", cwd=workspace)
    assert given.code == 2
    assert "leave out paths, --archive" in given.err
    asked = run("query", "claims", "--store", "s", "--format", "csv", cwd=workspace)
    assert sorted(asked.out.splitlines()) == sorted(
        run("query", "claims", "--format", "csv", cwd=workspace).out.splitlines()
    )
    given = run("query", "claims", "--store", "s", "--archive", "pages", cwd=workspace)
    assert given.code == 2
    assert "leave out --graph, --archive" in given.err


def test_shapes_of_a_workspace_are_checked_in_a_store_as_well(workspace: Path) -> None:
    settings = workspace / "averment.toml"
    plain = settings.read_text(encoding="utf-8")
    settings.write_text(f'{plain}\nshapes = ["own.ttl"]\n', encoding="utf-8")
    (workspace / "own.ttl").write_text(OWN_SHAPE, encoding="utf-8")
    assert run("load", "--store", "s", cwd=workspace).code == 0
    assert "everybody-is-at-fault" in run("check", "--store", "s", cwd=workspace).out
    settings.write_text(plain, encoding="utf-8")
    assert run("check", "--store", "s", cwd=workspace).code == 0
    settings.write_text(f'{plain}\nshapes = ["own.ttl"]\n', encoding="utf-8")
    assert run("check", "--store", "s", "--changed", cwd=workspace).code == 0
    both = run("check", "--store", "s", "--changed", "--shapes", "own.ttl", cwd=workspace)
    assert both.code == 2
    assert "leave out --shapes, or --changed" in both.err


def test_pages_that_are_others_are_noticed(workspace: Path) -> None:
    """Passages are proven against the pages as they are at each load."""

    def same() -> None:
        of_store = run("check", "--store", "s", "--format", "json", cwd=workspace)
        assert found(of_store.out) == found(run("check", "--format", "json", cwd=workspace).out)

    (workspace / "averment.toml").write_text('graph = ["graph"]\n', encoding="utf-8")
    load_it = ("load", "--store", str(workspace / "s"))
    assert run(*load_it, cwd=workspace).code == 0
    assert run("check", "--store", "s", cwd=workspace).code == 0
    same()
    (workspace / "averment.toml").write_text('graph = ["graph"]\narchive = "pages"\n', encoding="utf-8")
    given = run(*load_it, cwd=workspace)
    assert given.out.startswith("0 loaded, ")
    same()
    page = next((workspace / "pages").iterdir())
    text = page.read_text(encoding="utf-8")
    page.write_text("another", encoding="utf-8")
    assert "0 loaded, " in run(*load_it, cwd=workspace).out
    same()
    assert run("check", "--store", "s", cwd=workspace).code == 1
    page.write_text(text, encoding="utf-8")
    graph = str(workspace / "graph")
    assert " gone; " in run("load", graph, *load_it[1:], cwd=workspace.parent).out
    same()
    assert run("check", "--store", "s", cwd=workspace).code == 0
    assert run("load", graph, *load_it[1:], "--anew", cwd=workspace.parent).code == 0
    same()


def test_rows_are_read_the_same_whether_the_store_is_there_or_not(workspace: Path) -> None:
    """Rows come some thousand at a time, and one node may stand in several of these."""
    rows = ["id,statedIn,about,aspect,value,stance,document.type,document.title@en"]
    for number in range(2010):
        name = "n0" if number == 2005 else f"n{number}"
        about = f"law:l{number}"
        more = "Article,A" if number == 0 else ","
        rows.append(f"{name},article:bulk,{about},stage,signed,asserts,{more}")
    (workspace / "rows.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    files = ("graph", "rows.csv", "--store")
    assert run("load", *files, "s", cwd=workspace).code == 0
    run("check", "--store", "s", cwd=workspace)
    rows[-1] = rows[-1].replace("signed", "submitted")
    (workspace / "rows.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run("load", "rows.csv", "--store", "s", cwd=workspace).out.startswith("1 loaded; ")
    changed = run("check", "--store", "s", "--format", "json", cwd=workspace)
    assert run("load", *files, "t", cwd=workspace).code == 0
    assert changed.out == run("check", "--store", "t", "--format", "json", cwd=workspace).out
    assert any(rule == "Definition-timesDefined" for rule, _ in found(changed.out))


def test_what_cannot_be_read_leaves_the_store_as_it_was(graph: Path) -> None:
    assert run("load", "graph", "--store", "s", cwd=graph).code == 0
    before = kept(graph / "s")
    (graph / "graph" / "d1.yaml").write_text("claims: [", encoding="utf-8")
    (graph / "rows.csv").write_text("statedIn,about,aspect,value,stance\na,b\n", encoding="utf-8")
    for paths, where in ((["graph"], "graph/d1.yaml:1:"), (["rows.csv"], "rows.csv:2:")):
        done = run("load", *paths, "--store", "s", cwd=graph)
        assert done.code == 2
        assert done.err.startswith(where)
    with pytest.raises(ReadFailure):
        load([graph / "graph"], graph / "new")
    assert not StoreFolder(graph / "new").exists()
    assert kept(graph / "s") == before
    assert len(list((graph / "s").glob("g-*"))) == 1


def test_all_that_cannot_be_read_is_told_by_a_later_load_too(graph: Path) -> None:
    assert run("load", "graph", "--store", "s", cwd=graph).code == 0
    (graph / "graph" / "gone.csv").symlink_to("nowhere.csv")
    (graph / "graph" / "bad.csv").write_text("id,about\nn1,law:l0,more,than,columns\n", encoding="utf-8")
    (graph / "graph" / "d1.yaml").write_text("id: [\n", encoding="utf-8")
    later = run("load", "graph", "--store", "s", cwd=graph)
    assert later.code == 2
    assert "graph/gone.csv:1:1: error: the path can't be opened (No such file or directory)" in later.err
    assert "graph/bad.csv:" in later.err
    assert "graph/d1.yaml:" in later.err


def test_folders_that_are_no_store_are_told(graph: Path) -> None:
    for name, content, said in (
        ("none", None, "'none' is not there; build one: averment load graph --store none"),
        ("graph", None, "'graph' holds no store; build one"),
        (
            "later",
            {"format": 99, "generation": "g-1", "facts": {}},
            "which a later version of averment wrote",
        ),
        (
            "earlier",
            {"format": 0, "generation": "g-1", "facts": {}},
            "which an earlier version of averment wrote",
        ),
        ("odd", {"format": 1, "generation": "../x", "facts": {}}, "'odd/store.json' is damaged"),
        ("bad", "{", "'bad/store.json' is damaged"),
        ("gone", {"format": 1, "generation": "g-1", "facts": {}}, "'gone' lacks the files of its graph"),
    ):
        if content is not None:
            (graph / name).mkdir()
            text = content if isinstance(content, str) else json.dumps(content)
            (graph / name / "store.json").write_text(text, encoding="utf-8")
        for command in (["check", "--store", name], ["query", "claims", "--store", name]):
            done = run(*command, cwd=graph)
            assert done.code == 2
            assert said in done.err
    assert "holds other things than a store" in run("load", "graph", "--store", "graph", cwd=graph).err


def test_a_store_of_other_rules_still_answers_but_is_not_mixed_with_these(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load([graph / "graph"], graph / "s")
    monkeypatch.setattr(resources, "rules_digest", lambda: "others")
    for command in (["check", "--store", "s"], ["load", "graph", "--store", "s"]):
        done = run(*command, cwd=graph)
        assert done.code == 2
        assert (
            f"'s' has follows from the rules of another version of averment ({__version__}); load all"
            in done.err
        )
    assert run("query", "claims", "--store", "s", cwd=graph).code == 0
    assert run("load", "graph", "--store", "s", "--anew", cwd=graph).code == 0
    assert run("check", "--store", "s", cwd=graph).code in (0, 1)


def test_one_loads_at_a_time(graph: Path) -> None:
    folder = StoreFolder(graph / "s")
    with folder.writing(), pytest.raises(StoreError, match="is being loaded by another process"):
        load([graph / "graph"], graph / "s")
    load([graph / "graph"], graph / "s")
    with folder.reading() as held:
        load([graph / "graph" / "a1.yaml"], graph / "s", anew=True)
        assert held.graph.is_dir()
    load([graph / "graph"], graph / "s")
    assert not held.graph.is_dir()


def test_a_generation_that_is_removed_while_it_is_opened_is_not_read(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load([graph / "graph"], graph / "s")
    locked = folder._locked
    opened: list[Path] = []

    def late(file: Path, how: int, *, create: bool = False) -> IO[bytes] | None:
        if opened or file.name != "in-use":
            return locked(file, how, create=create)
        opened.append(file)
        stream = file.open("rb")
        load([graph / "graph" / "a1.yaml"], graph / "s", anew=True)
        fcntl.flock(stream, how)
        return stream

    monkeypatch.setattr(folder, "_locked", late)
    with StoreFolder(graph / "s").reading() as held:
        assert held.graph.is_dir()
    assert opened
    assert not opened[0].exists()


def test_a_full_disk_leaves_the_store_as_it_was(graph: Path) -> None:
    assert run("load", "graph", "--store", "s", cwd=graph).code == 0
    before = kept(graph / "s")
    ended = subprocess.run(
        ["bash", "-c", f"ulimit -f 8; trap '' XFSZ; {SCRIPT} load graph --anew --store s"],
        cwd=graph,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "error: " in ended.stderr
    assert kept(graph / "s") == before


def test_a_query_that_would_run_for_ever_is_ended(graph: Path) -> None:
    load([graph / "graph"], graph / "s")
    never = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    start = time.monotonic()
    done = run("query", "-", "--store", "s", "--timeout", "1", stdin=never, cwd=graph)
    assert (done.code, done.out) == (2, "")
    assert "the query 'standard input' did not end within 1 s and was ended" in done.err
    assert time.monotonic() - start < 20
    much = b"SELECT DISTINCT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a"
    done = run("query", "-", "--store", "s", "--memory", "64", stdin=much, cwd=graph)
    assert (done.code, done.out) == (2, "")
    assert "took more than 64 MiB and was ended" in done.err
    wrong = run("query", "-", "--store", "s", stdin=b"SELECT nothing", cwd=graph)
    assert (wrong.code, wrong.out) == (2, "")
    assert "its syntax breaks off at line 1" in wrong.err
    assert (
        "asks for findings, and 's' has not been checked"
        in run("query", "findings", "--store", "s", cwd=graph).err
    )


def test_flags_that_do_not_fit_are_refused(graph: Path) -> None:
    load([graph / "graph"], graph / "s")
    for name in ("whole.nt.gz", "rows.csv.gz"):
        (graph / name).write_bytes(b"")
    for words, said in (
        (["check", "graph", "--store", "s"], "a store is checked as it was loaded"),
        (["check", "graph", "--anew"], "--anew: this is for a store"),
        (["check", "--changed"], "--changed: this is for a store"),
        (["check", "--engine", "spark"], "--engine spark: this is for a store"),
        (["check", "--store", "s", "--engine", "pyshacl"], "pyshacl runs on files only"),
        (["check", "--store", "s", "--master", "local"], "--master and --spark-option are for Spark"),
        (["check", "--store", "s", "--engine", "spark", "--spark-option", "x"], "'x' sets nothing"),
        (["check", "--store", "s", "--changed"], "has not been checked as a whole"),
        (["query", "claims", "--store", "s", "--graph", "graph"], "a store is asked as it is"),
        (["export", "turtle", "graph", "--store", "s"], "a store is exported as it is"),
        (["load", "graph"], "Missing option '--store'"),
        (
            ["load", "whole.nt.gz", "--store", "s"],
            "packed files are not read; unpack it, or say with --derived",
        ),
        (["load", "rows.csv.gz", "--derived", "--store", "s"], "packed files are not read; unpack it\n"),
    ):
        done = run(*words, cwd=graph)
        assert done.code == 2
        assert said in done.err, (words, done.err)


def test_data_with_all_that_follows_are_taken_as_they_are(graph: Path) -> None:
    whole = run("export", "nquads", "graph", "--whole", cwd=graph)
    (graph / "whole.nt").write_text(whole.out, encoding="utf-8")
    assert run("load", "whole.nt", "--derived", "--store", "s", cwd=graph).code == 0
    rules = [rule for rule, _ in found(run("check", "--store", "s", "--format", "json", cwd=graph).out)]
    of_files = [rule for rule, _ in found(run("check", "graph", "--format", "json", cwd=graph).out)]
    assert sorted(rules) == sorted(of_files)
    (graph / "bad.nt").write_text("<urn:a> <urn:b> .\n", encoding="utf-8")
    bad = run("load", "bad.nt", "--derived", "--store", "t", cwd=graph)
    assert bad.code == 2
    assert bad.err.startswith("bad.nt:1:")


def test_packed_data_that_cannot_be_read_are_told(graph: Path) -> None:
    line = b"<urn:a> <urn:b> <urn:c> .\n"
    packed = gzip.compress(b"".join(line.replace(b"a", b"%d" % number) for number in range(5000)))
    middle = len(packed) // 2
    for name, content in (
        ("plain", line),
        ("cut", packed[:middle]),
        ("corrupt", packed[:10] + b"\xff" * 64 + packed[74:]),
        ("checksum", packed[:-8] + bytes(4) + packed[-4:]),
    ):
        file = f"{name}.nt.gz"
        (graph / file).write_bytes(content)
        done = run("load", file, "--derived", "--store", "s", cwd=graph)
        assert done.code == 2, name
        assert done.err.startswith(f"{file}:1:1: error: the file can't be unpacked ("), done.err
        assert "); pack it with gzip, or get another copy\n" in done.err
        assert not StoreFolder(graph / "s").exists()
    for options in ([], ["--derived"]):
        done = run("load", "none.nt.gz", *options, "--store", "s", cwd=graph)
        assert done.code == 2
        assert done.err.startswith("none.nt.gz:1:1: error: there is no such file or folder; check the path\n")


def killed_loads(graph: Path, times: int) -> tuple[int, int]:
    """Kill loads at random moments; return how often the old graph, and how often the new one, was there."""
    random = Random(7)
    assert run("load", "graph", "--store", "s", cwd=graph).code == 0
    states = [kept(graph / "s")]
    for path, data in world(Random(2)).items():
        (graph / path).write_bytes(data)
    start = time.monotonic()
    assert script("load", "graph", "--store", "t", cwd=graph).code == 0
    longest = time.monotonic() - start
    states.append(kept(graph / "t"))
    assert states[0] != states[1]
    seen = [0, 0]
    for number in range(times):
        seed = 1 + (number % 2 == 0)
        for path, data in world(Random(seed)).items():
            (graph / path).write_bytes(data)
        anew = ["--anew"] if random.random() < 0.5 else []
        loading = subprocess.Popen(
            [str(SCRIPT), "load", "graph", "--store", "s", *anew],
            cwd=graph,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(random.uniform(0, 1.3 * longest))
        os.killpg(loading.pid, signal.SIGKILL) if loading.poll() is None else None
        loading.wait()
        now = kept(graph / "s")
        assert now in states, f"kill {number}"
        seen[states.index(now)] += 1
    return seen[0], seen[1]


@pytest.mark.slow
def test_a_load_that_is_killed_leaves_the_old_graph_or_the_new_one(graph: Path) -> None:
    assert sum(killed_loads(graph, 8)) == 8


def children_of(process: int) -> set[int]:
    """Return the processes that a process has started and that are not gone."""
    found: set[int] = set()
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found.update(map(int, file.read_text(encoding="ascii").split()))
    return found


def is_at_work(process: int) -> bool:
    """Return whether a process has come as far as to what works on a store."""
    try:
        return "pyoxigraph" in Path(f"/proc/{process}/maps").read_text(encoding="utf-8")
    except OSError:
        return False


def is_there(process: int) -> bool:
    """Return whether a process is there and has not ended, if perhaps nobody has asked how."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.mark.skipif(
    not Path(f"/proc/self/task/{os.getpid()}/children").exists() or len(os.sched_getaffinity(0)) < 2,
    reason="needs Linux, to see the processes of a process, and two cores, for a load to start any",
)
def test_the_processes_of_a_load_that_is_killed_end_as_well(graph: Path) -> None:
    text = (graph / "graph" / "d0.yaml").read_text(encoding="utf-8")
    for number in range(1000):
        (graph / "graph" / f"more-{number}.yaml").write_text(
            text.replace("article:d0", f"article:more-{number}"), encoding="utf-8"
        )
    loading = subprocess.Popen(
        [str(SCRIPT), "load", "graph", "--store", "s"],
        cwd=graph,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        started: set[int] = set()
        while not any(is_at_work(each) for each in started):
            assert loading.poll() is None, "it ended before its processes were at work"
            time.sleep(0.01)
            started = children_of(loading.pid)
    finally:
        loading.kill()
        loading.wait()
    until = time.monotonic() + 60
    while any(map(is_there, started)) and time.monotonic() < until:
        time.sleep(0.1)
    left = {each for each in started if is_there(each)}
    for each in left:
        os.kill(each, signal.SIGKILL)
    assert not left


def test_the_library_says_what_is_wrong(graph: Path) -> None:
    with pytest.raises(AvermentError, match="there is no such file"):
        load([graph / "nowhere"], graph / "s")
    of_files = check(build([graph / "graph"])).summary
    done = load([graph / "graph"], graph / "s")
    assert (done.claims, done.questions) == (of_files.claims, of_files.questions)
