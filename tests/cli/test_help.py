"""Help says what a command does, with examples that run."""

from __future__ import annotations

import gzip
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import averment
from averment.cli.candidates import candidates_command
from averment.cli.changes import changes_command
from averment.cli.check import check_command
from averment.cli.coverage import coverage_command
from averment.cli.doctor import doctor_command
from averment.cli.explain import explain_command
from averment.cli.export import export_command
from averment.cli.fmt import fmt_command
from averment.cli.init import init_command
from averment.cli.judge import judge_command
from averment.cli.load import load_command
from averment.cli.new import new_command
from averment.cli.plot import plot_command
from averment.cli.query import query_command
from averment.cli.serve import serve_command
from averment.cli.show import show_command
from averment.cli.site import site_command

from .running import ROOT, SCRIPT, WORLDS, Done, run, script

COMMANDS = {
    "candidates": candidates_command,
    "changes": changes_command,
    "check": check_command,
    "coverage": coverage_command,
    "doctor": doctor_command,
    "explain": explain_command,
    "export": export_command,
    "fmt": fmt_command,
    "init": init_command,
    "judge": judge_command,
    **{f"judge {name}": command for name, command in judge_command.commands.items()},
    "load": load_command,
    "new": new_command,
    **{f"new {name}": command for name, command in new_command.commands.items()},
    "plot": plot_command,
    "query": query_command,
    "serve": serve_command,
    "show": show_command,
    "site": site_command,
}
EXAMPLES = [
    (name, re.split(r"\s{3,}", line.strip())[0])
    for name, command in COMMANDS.items()
    for line in re.sub(r"\\\n +", "", command.epilog or "").splitlines()
    if "averment" in line
]


def test_every_command_has_examples() -> None:
    counts = [[name for name, _ in EXAMPLES].count(name) for name in COMMANDS]
    assert counts == [3, 2, 9, 2, 2, 4, 10, 3, 2, 2, 2, 1, 1, 1, 3, 4, 2, 2, 2, 1, 1, 2, 3, 8, 4, 4, 2]
    assert all(re.match(rf"averment {name}\b|echo '", example) for name, example in EXAMPLES)


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_the_examples(name: str, flag: str) -> None:
    done = run(*name.split(), flag)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: averment {name} [OPTIONS]")
    for example in {example for command, example in EXAMPLES if command == name}:
        assert f"  {example}" in re.sub(r"\\\n +", "", done.out)
    others = {example for command, example in EXAMPLES if command.split()[0] != name.split()[0]}
    assert [example for example in others if f"  {example}" in done.out] == []


def test_help_of_the_whole_names_the_commands_and_a_start() -> None:
    done = run("--help")
    assert (done.code, done.err) == (0, "")
    assert re.findall(r"^  (\w+)  ", done.out.partition("Commands:")[2], re.MULTILINE) == [
        "candidates",
        "changes",
        "check",
        "coverage",
        "doctor",
        "explain",
        "export",
        "fmt",
        "init",
        "judge",
        "load",
        "new",
        "plot",
        "query",
        "serve",
        "show",
        "site",
    ]
    assert "averment check graph" in done.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    for option in COMMANDS[name].params:
        if option.param_type_name == "option":
            explained = getattr(option, "help", None) or getattr(option.type, "choices", None)
            assert explained, f"{name} {option.name}"


def test_help_says_which_files_may_be_larger() -> None:
    for name, but in (("check", ""), ("load", ", other than CSV, JSON Lines and what --derived takes")):
        said = " ".join(run(name, "--help").out.split())
        assert f"Refuse files that are larger{but}; 1024 at most." in said


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder in which the examples find what they name."""
    top = tmp_path_factory.mktemp("place")
    (top / "pages").mkdir()
    here = top / "here"
    for folder, world in (("graph", "info.yaml"), ("more", "fine.yaml")):
        (here / folder).mkdir(parents=True)
        shutil.copy(WORLDS / world, here / folder)
    (here / "graph" / "ru.yaml").write_text(
        "graph:\n"
        "  - {id: law:ru-extradition-ban, type: Law, name: {en: A law}, jurisdiction: country:zz, process: ru}\n"
        + "".join(
            f"  - {{id: actor:{name}, type: Outlet, name: {{en: The {name}}}}}\n"
            f"  - {{id: article:{name}-1, type: Article, title: {{en: On a law}}, publisher: actor:{name},\n"
            f"     published: 2026-03-0{day}, claims: [{{id: c1, about: law:ru-extradition-ban,\n"
            f"       aspect: signature-date, value: 2026-03-01, stance: asserts}}]}}\n"
            for day, name in ((2, "globe"), (3, "star"))
        ),
        encoding="utf-8",
    )
    (here / "graph" / "norn.yaml").write_text(
        "graph:\n"
        "  - {id: actor:norn, type: Outlet, name: {en: Agency Norn}}\n"
        "  - {id: actor:norn-2, type: Outlet, name: {en: Norn}}\n",
        encoding="utf-8",
    )
    (here / "more" / "fine.yaml").write_text(
        "id: country:yy\ntype: Country\nname: {en: Wyland}\ncode: YY\n", encoding="utf-8"
    )
    (here / "my-shapes.ttl").write_text(
        "@prefix av: <https://w3id.org/averment/ontology#> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<urn:own> sh:targetClass av:Claim ; sh:property [ sh:path av:relays ; sh:maxCount 1 ] .",
        encoding="utf-8",
    )
    (here / "found.json").write_text('{"summary": {}, "findings": []}', encoding="utf-8")
    assert run("fmt", "graph", cwd=here).code == 0  # whichever example comes first, the files are in form
    for words in (
        ["init", "--quiet"],
        ["add", "--all"],
        *[["commit", "--quiet", "--allow-empty", "-mx"]] * 2,
    ):
        who = ["-c", "user.name=kites", "-c", "user.email=kites@kites.invalid", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *words], cwd=here, check=True, timeout=60)
    (here / "my-view.toml").write_text('title = "Mine"', encoding="utf-8")
    nodes = "SELECT ?id (MIN(?class) AS ?kind) { ?id a ?class } GROUP BY ?id"
    (here / "my-view.nodes.rq").write_text(nodes, encoding="utf-8")
    edges = "SELECT ?id ?source ?target ?kind { ?id av:nothing ?source , ?target , ?kind }"
    (here / "my-view.edges.rq").write_text(edges, encoding="utf-8")
    (here / "register.ftm.json").write_text(
        '{"id": "ann", "schema": "Person", "properties": {"name": ["Ann"]}}', encoding="utf-8"
    )
    articles = here / "graph" / "articles"
    articles.mkdir()
    (articles / "new.yaml").write_text(
        "id: article:new\ntype: Article\ntitle: {en: New}\npublisher: actor:norn\n", encoding="utf-8"
    )
    (here / "claims.csv").write_text(
        "statedIn,document.type,document.title@en,about,aspect,value,stance\n"
        "article:row,Article,A row,law:ru-extradition-ban,signature-date,2026-03-01,asserts\n",
        encoding="utf-8",
    )
    whole = run("export", "nquads", "--whole", cwd=here)
    assert whole.code == 0, whole.err
    (here / "whole.nt.gz").write_bytes(gzip.compress(whole.out.encode()))
    assert run("load", "graph", "--store", "graph.store", cwd=here).code == 0
    (here / "my-question.rq").write_text("SELECT ?c { ?c a av:Country }", encoding="utf-8")
    return here


@pytest.mark.parametrize("example", [example for name, example in EXAMPLES if name == "serve"])
def test_examples_of_what_runs_until_it_is_ended_are_understood(example: str) -> None:
    words = example.split()[2:]
    assert serve_command.make_context("serve", words).params["port"] in (0, 8080)


_SERVED = re.compile(r"spark://|--endpoint|serve")
RUNNING = [(name, example) for name, example in EXAMPLES if not _SERVED.search(example)]


@pytest.mark.parametrize(
    ("name", "example"), [each for each in EXAMPLES if _SERVED.search(each[1]) and each[0] != "serve"]
)
def test_examples_that_need_a_server_are_understood(name: str, example: str) -> None:
    assert COMMANDS[name].make_context(name, example.split()[2:]).params


def run_example(example: str, place: Path) -> Done:
    """Run an example as a shell would, and by way of one if it says more to it than words."""
    words = shlex.split(example)
    if words[0] == "averment" and not re.search(r"[|<>$*;&]", example):
        return run(*words[1:], cwd=place)
    ended = subprocess.run(
        ["bash", "-o", "pipefail", "-c", example],
        cwd=place,
        env={"PATH": f"{SCRIPT.parent}:/usr/bin:/bin", "PYTHONPATH": str(Path(averment.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Done(ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.parametrize(("name", "example"), [*RUNNING, ("averment", "averment check graph")])
def test_examples_run(place: Path, name: str, example: str) -> None:
    ended = run_example(example, place)
    is_told = re.search(
        r"--changed-since|--as-of|averment changes|averment load|new actors"
        r"|export (csv|ftm|gexf|graphology|nanopub|quickstatements) ",
        example,
    )
    notes = ended.err.splitlines() if is_told else []
    assert (ended.code, ended.err.splitlines()) == (0, notes)
    for written in re.findall(r"-o (\S+)|=(\S+\.\w+)", example):
        name = "".join(written)
        for part in [name] if "export csv" not in example else ["law-nodes.csv", "law-edges.csv"]:
            target = place / part
            assert (target / "index.html" if target.is_dir() else target).stat().st_size
    assert ended.out or "-o" in example


def test_the_version_is_that_of_the_package() -> None:
    done = script("--version", cwd=ROOT)
    assert (done.code, done.out, done.err) == (0, f"averment, version {averment.__version__}\n", "")
    assert f'\nversion = "{averment.__version__}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Usage: averment"),
        (["chekc"], "No such command 'chekc'"),
        (["check", "--nothing"], "No such option '--nothing'"),
        (["check", "--format", "xml"], "'xml' is not one of 'text', 'json'"),
        (["check", "--fail-on", "error"], "'error' is not one of 'violation', 'warning', 'info', 'never'"),
        (["check", "--max-file-size", "0"], "0 is not in the range 1<=x<=1024"),
        (["explain", "Claim-valu"], "there is no rule 'Claim-valu'; did you mean 'Claim-value'?"),
        (["explain", "--format", "yaml"], "'yaml' is not one of 'text', 'json', 'markdown'"),
        (["export"], "Missing argument 'FORMAT'"),
        (
            ["export", "rdfxml"],
            "'rdfxml' is not one of 'claimreview', 'csv', 'cytoscape', 'ftm', 'gexf', 'graphml', 'graphology',",
        ),
        (["query"], "name a query, a file, or - for standard input; 'averment query --list' shows"),
        (
            ["query", "claims", "--format", "xml"],
            "'xml' is not one of 'table', 'csv', 'tsv', 'json', 'turtle'",
        ),
        (["show"], "Missing argument 'SUBJECT'"),
        (["show", "law:x", "--format", "html"], "'html' is not one of 'text', 'json', 'markdown'"),
        (["query", "--list", "claims"], "'claims' is no subject of queries"),
        (["query", "--list", "--param", "a=b"], "nothing is asked with --list or --describe"),
        (["query", "claims", "--describe", "--format", "csv"], "nothing is asked with --list or --describe"),
    ],
)
def test_a_wrong_command_line_is_explained_on_standard_error(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err.replace("\n", " ").replace("No such option:", "No such option")
