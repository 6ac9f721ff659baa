"""The documentation runs: sessions print what they show, Turtle and YAML in it are accepted, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from itertools import count
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML
from tests.checking.examples import complete
from tests.cli.running import run
from tools.generate import GENERATED, stale

import averment
from averment.building import build
from averment.checking import check
from averment.checking.rules import list_rules
from averment.errors import ReadFailure
from averment.reading import FORMATS, read
from averment.shapes import shipped_shapes

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("ontology/*.md")]
)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELISION = "[...]"
WALK = ROOT / "docs/workspaces.md"
"""A page whose commands follow on each other, from a folder without anything."""


def blocks(page: Path, language: str) -> list[str]:
    return [text for found, text in _BLOCK.findall(page.read_text(encoding="utf-8")) if found == language]


def sessions() -> list[tuple[str, str, str]]:
    """Return page, command and shown output of each command in a console block."""
    found = []
    for page in PAGES:
        if page != WALK:
            found += [(page.name, *step) for step in steps(page)]
    return found


def steps(page: Path) -> list[tuple[str, str]]:
    """Return command and shown output of each command in the console blocks of a page."""
    found = []
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


SESSIONS = sessions()


def test_the_readme_shows_at_least_three_commands() -> None:
    assert len([command for page, command, _ in SESSIONS if page == "README.md"]) >= 3


@pytest.mark.parametrize(("page", "command", "shown"), SESSIONS, ids=[f"{p}: {c}" for p, c, _ in SESSIONS])
def test_commands_print_what_the_pages_show(page: str, command: str, shown: str) -> None:
    assert command.startswith("averment "), f"{page} shows a command that this test does not run"
    script = Path(sys.executable).parent / "averment"
    result = subprocess.run(
        f"{script} {command.removeprefix('averment ')}",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    expected = [line.rstrip() for line in shown.splitlines()]
    assert _fits(expected, lines), f"{command} prints\n{result.stdout}"


def _fits(expected: list[str], lines: list[str]) -> bool:
    """Return whether lines are as expected, where a line of `[...]` stands for any number of them."""
    if not expected:
        return not lines
    if expected[0].strip() == ELISION:
        return any(_fits(expected[1:], lines[skipped:]) for skipped in range(len(lines) + 1))
    return bool(lines) and lines[0] == expected[0] and _fits(expected[1:], lines[1:])


def test_a_graph_of_ones_own_is_made_as_the_page_shows(tmp_path: Path) -> None:
    here = tmp_path
    walked = steps(WALK)
    assert len(walked) >= 8
    for command, shown in walked:
        program, *arguments = shlex.split(command)
        if program == "cd":
            here /= arguments[0]
            continue
        assert program == "averment"
        done = run(*arguments, cwd=here)
        assert (done.code, done.out + done.err) == (2 if shown.startswith("error:") else 0, shown), command


@pytest.mark.parametrize(
    ("shown", "printed", "fits"),
    [
        (["a", ELISION, "d"], ["a", "b", "c", "d"], True),
        (["a", ELISION, "d"], ["a", "b", "c"], False),
        (["a"], ["a", "b"], False),
        ([ELISION], [], True),
    ],
)
def test_an_elision_stands_for_whole_lines(shown: list[str], printed: list[str], fits: bool) -> None:
    assert _fits(shown, printed) is fits


def test_generated_files_are_up_to_date() -> None:
    assert stale() == [], "run 'make docs' and commit the files"


def test_a_stale_file_is_noticed(tmp_path: Path) -> None:
    for name in GENERATED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "docs/terms.md").write_text("old", encoding="utf-8")
    assert stale(tmp_path) == ["docs/terms.md"]


LINK = re.compile(r"\[[^\]]+\]\((?!https?://|mailto:)<?([^)#>\s]*)(?:#([^)>\s]*))?>?(?:\s+\"[^\"]*\")?\)")
_FENCED = re.compile(r"^(`{3,}).*?^\1`*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +(.+?)(?: +#+)?$", re.MULTILINE)


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page's headings as GitHub makes them; the second of a name ends in -1."""
    found: set[str] = set()
    for heading in _HEADING.findall(_FENCED.sub("", page.read_text(encoding="utf-8"))):
        text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", heading).strip().lower()
        name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        numbered = (f"{name}-{number}" for number in count(1))
        found.add(name if name not in found else next(each for each in numbered if each not in found))
    return frozenset(found)


def broken_links(page: Path) -> list[str]:
    """List the links of a page that lead to no file, or to no heading of it."""
    broken = []
    for target, anchor in LINK.findall(_FENCED.sub("", page.read_text(encoding="utf-8"))):
        file = page.parent / target if target else page
        is_there = file.exists() and (not anchor or (file.suffix == ".md" and anchor in anchors(file)))
        broken += [] if is_there else [f"{target}#{anchor}" if anchor else target]
    return broken


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_lead_to_files_and_headings(page: Path) -> None:
    assert broken_links(page) == []


def test_a_broken_link_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# One `two`: three\n\n## Four\n\n## Four\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "# Here\n[a](other.md) [b](other.md#one-two-three) [c](#here) [d](other.md#four-1) [e](https://x.y/z#a)\n"
        "[f](gone.md) [g](other.md#five) [h](#there)\n```\n# Not here\n[i](no.md)\n```\n[j](#not-here)\n",
        encoding="utf-8",
    )
    assert broken_links(page) == ["gone.md", "other.md#five", "#there", "#not-here"]


def test_an_aspect_a_unit_and_a_process_are_added_in_turtle_alone(tmp_path: Path) -> None:
    turtle = blocks(ROOT / "docs/extending.md", "turtle")
    assert len(turtle) == 3
    for number, text in enumerate(turtle):
        (tmp_path / f"{number}.ttl").write_text(text, encoding="utf-8")
    (tmp_path / "graph.yaml").write_text(
        """
graph:
  - {id: country:de, type: Country, name: {en: Germany}, code: DE}
  - {id: actor:paper, type: Outlet, name: {en: The Paper}}
  - {id: actor:mail, type: Outlet, name: {en: The Mail}}
  - id: law:de-example
    type: Law
    name: {en: Example law}
    jurisdiction: country:de
    process: https://example.org/process/de
  - {id: law:de-example/penalty, type: Provision, name: {en: the penalty}, provisionOf: law:de-example}
  - id: article:paper
    type: Article
    title: {en: A report}
    publisher: actor:paper
    published: 2026-01-10
    claims:
      - {id: article:paper/c1, about: law:de-example, aspect: stage, value: bundesrat, stance: asserts}
      - id: article:paper/c2
        about: law:de-example/penalty
        aspect: https://example.org/terms#prison-term
        value: 1..3 y
        stance: asserts
      - {id: article:paper/c3, about: law:de-example/penalty, aspect: fine, value: ..500 NOK, stance: asserts}
  - id: article:mail
    type: Article
    title: {en: Another report}
    publisher: actor:mail
    published: 2026-01-10
    claims:
      - {id: article:mail/c1, about: law:de-example, aspect: stage, value: Bundestag, stance: asserts}
      - id: article:mail/c2
        about: law:de-example/penalty
        aspect: https://example.org/terms#prison-term
        value: 12..60 mo
        stance: asserts
      - {id: article:mail/c3, about: law:de-example/penalty, aspect: fine, value: ..600 NOK, stance: asserts}
""",
        encoding="utf-8",
    )
    report = check(build([tmp_path]))
    assert sorted(finding.rule for finding in report.findings if finding.severity != "info") == [
        "Question-extent",
        "Question-extent",
        "Question-stage",
    ]


CI_COMMANDS = [
    command.strip().removeprefix("run: ").removeprefix("- ").rstrip("' }")
    for language in ("sh", "yaml", "groovy")
    for block in blocks(ROOT / "docs/ci.md", language)
    for command in re.findall(r"(?:^|run: |- |sh ')(averment check .*)$", block, re.MULTILINE)
]


def test_the_commands_of_the_ci_guide_write_what_the_jobs_upload(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "tests/cli/worlds", tmp_path / "graph", ignore=lambda _, names: {*names} - {"warning.yaml"}
    )
    who = ["-c", "user.name=kites", "-c", "user.email=kites@kites.invalid", "-c", "commit.gpgsign=false"]
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-mx"]):
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, timeout=60)
    subprocess.run(
        ["git", "update-ref", "refs/remotes/origin/main", "HEAD"], cwd=tmp_path, check=True, timeout=60
    )
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONPATH": str(Path(averment.__file__).parents[1]),
        "BASE": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }
    assert len(CI_COMMANDS) == 8
    for command in CI_COMMANDS:
        ended = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert ended.returncode == 0, (command, ended.stderr)
    for name in ("averment.sarif", "averment.xml", "gl-code-quality-report.json", "summary.md"):
        assert (tmp_path / name).stat().st_size > 100


def test_the_yaml_of_the_graph_guide_can_be_read(tmp_path: Path) -> None:
    documents = [
        document for block in blocks(ROOT / "graph/README.md", "yaml") for document in block.split("\n---")
    ]
    assert len(documents) == 8
    for number, text in enumerate(documents):
        file = tmp_path / f"{number}.yaml"
        file.write_text(re.sub(r"<sha256[^>]*>", "0" * 64, text), encoding="utf-8")
        try:
            assert read([file]).files
        except ReadFailure as failure:
            pytest.fail(f"document {number} of graph/README.md: {failure}")


def schema_errors(file: Path) -> list[str]:
    import json

    schema = json.loads((ROOT / "ontology/graph.schema.json").read_text(encoding="utf-8"))
    document = json.loads(json.dumps(YAML(typ="safe").load(file.read_text(encoding="utf-8")), default=str))
    return [
        f"{list(error.absolute_path)}: {error.message}"
        for error in jsonschema.Draft7Validator(schema).iter_errors(document)
    ]


GRAPH_FILES = sorted(file for file in ROOT.glob("graph/**/*") if FORMATS.get(file.suffix) == "yaml")


@pytest.mark.parametrize("file", GRAPH_FILES, ids=[str(file.relative_to(ROOT)) for file in GRAPH_FILES])
def test_editors_accept_the_shipped_graph(file: Path) -> None:
    assert schema_errors(file) == []


def test_editors_accept_the_good_examples_of_rules(tmp_path: Path) -> None:
    errors = {}
    for rule in list_rules(shipped_shapes()):
        for name, text in complete(rule.good or "graph: []"):
            if name.endswith(".yaml"):
                (tmp_path / name).write_text(text, encoding="utf-8")
                errors[rule.name, name] = schema_errors(tmp_path / name)
    assert {name: found for name, found in errors.items() if found} == {}
    assert len(errors) >= 100


ARTICLE = "id: article:a\ntype: Article\ntitle: {en: A}\npublisher: actor:a\nclaims:\n  - id: c1\n    about: law:x\n"


@pytest.mark.parametrize(
    ("claim", "at_fault"),
    [
        ("    aspect: fien\n    value: 1 RUB\n    stance: asserts\n", "fien"),
        ("    aspect: fine\n    value: 1,000 RUB\n    stance: asserts\n", "1,000 RUB"),
        ("    aspect: stage\n    value: signed\n    stance: assert\n", "assert"),
        ("    aspect: signature-date\n    value: July 2025\n    stance: asserts\n", "July 2025"),
        ("    aspect: stage\n    value: signed\n", "stance"),
        ("    aspect: stage\n    value: signed\n    stance: asserts\n    speker: actor:b\n", "speker"),
        ("    aspect: effect\n    value: longer queues\n    stance: asserts\n", "longer queues"),
        ("    aspect: fine\n    value: max(5 RUB)\n    stance: asserts\n", "max(5 RUB)"),
        ("    aspect: fine\n    value: none\n    was: five rubles\n    stance: asserts\n", "five rubles"),
        ("    aspect: fine\n    value: 5 USD\n    converts: 5,000 RUB\n    stance: asserts\n", "5,000 RUB"),
        ("    aspect: fine\n    value: 5 USD\n    during: since 2022\n    stance: asserts\n", "since 2022"),
        ("    aspect: vote\n    value: 301-44-7 of all\n    stance: asserts\n", "301-44-7 of all"),
        ("    aspect: vote\n    value: 301-44-7\n    stance: asserts\n    part: footer\n", "footer"),
        ("    aspect: vote\n    value: 301-44-7\n    stance: asserts\n    before: maybe\n", "maybe"),
    ],
)
def test_editors_point_at_a_fault(tmp_path: Path, claim: str, at_fault: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(ARTICLE + claim, encoding="utf-8")
    errors = schema_errors(file)
    assert any(at_fault in error for error in errors), errors


@pytest.mark.parametrize(
    "claim",
    [
        "    aspect: fine\n    value: none\n    was: 6 RUB\n",
        "    aspect: fine\n    value: unspecified\n    before: true\n",
        "    aspect: fine\n    value: max(1000000 RUB, 10 %)\n    part: headline\n",
        "    aspect: fine\n    value: min(..30 RUB; >5 USD)\n    during: 2022-02-24/..\n",
        "    aspect: fine\n    value: 38..63 USD\n    converts: 3000..5000 RUB\n",
        "    aspect: vote\n    value: 301-44-7 of 352\n    atStage: ru#third-reading\n",
        "    aspect: vote\n    value: 301-?-?\n    chain: [{source: actor:b, verb: says, inCapacity: actor:c/post}]\n",
    ],
)
def test_editors_accept_what_a_claim_may_say(tmp_path: Path, claim: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(ARTICLE + claim + "    stance: asserts\n", encoding="utf-8")
    assert schema_errors(file) == []


def test_editors_accept_what_a_provision_and_a_concept_may_say(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        """
graph:
  - {id: act:a, type: Act, name: {en: an act}, aliases: {en: [a deed]}, broader: act:b}
  - {id: purpose:a, type: Purpose, name: {en: an end}, broader: purpose:b}
  - id: law:a
    type: Law
    name: {en: A law}
    jurisdiction: country:a
    provisions:
      - {id: p, name: {en: a part}, aliases: {en: [a bit]}, replaces: law:b/p, regulates: act:a}
""",
        encoding="utf-8",
    )
    assert schema_errors(file) == []


def test_nothing_speaks_of_how_the_project_is_made() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    words = re.compile(r"/home/|/root/|pypi\.org|registry\.npmjs|localhost:\d{4,}", re.IGNORECASE)
    own = Path(__file__).name
    found = []
    for name in listed.stdout.splitlines():
        file = ROOT / name
        if file.name != own and file.is_file():
            found += [name for _ in words.findall(file.read_text(encoding="utf-8", errors="ignore"))]
    assert found == []
