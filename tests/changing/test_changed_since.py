"""`averment check --changed-since`: what a change touches, on either side, and what git may refuse."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.cli.running import Done, run

from .repositories import ARTICLE, Scratch


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    return Scratch(tmp_path / "here")


def touched(scratch: Scratch, since: str = "HEAD", *arguments: str) -> list[tuple[str, list[str]]]:
    """Return rule and places of what a check tells, leaving out that nobody archived the pages."""
    done = run("check", "--changed-since", since, "--format", "json", *arguments, cwd=scratch.folder)
    assert done.code in (0, 1), done.err
    return [
        (finding["rule"], sorted(f"{place['path']}:{place['line']}" for place in finding["places"]))
        for finding in json.loads(done.out)["findings"]
        if finding["rule"] != "Document-hasVerification"
    ]


DAY = ("Question-moment", ["graph/norn.yaml:6", "graph/quill.yaml:6"])
FINE = ("Question-extent", ["graph/norn.yaml:11", "graph/quill.yaml:11"])


def test_a_changed_fine_is_annotated_on_the_lines_of_both_claims_and_nothing_else_is(
    scratch: Scratch,
) -> None:
    scratch.edit("quill.yaml", "1000..5000", "2000..5000")
    scratch.commit()
    done = run("check", "--changed-since", "HEAD~1", "--format", "github", cwd=scratch.folder)
    assert done.code == 0
    assert [line.partition("::Fine of flying late")[0] for line in done.out.splitlines()] == [
        "::warning file=graph/norn.yaml,line=11,col=5,title=Question-extent",
        "::warning file=graph/quill.yaml,line=11,col=5,title=Question-extent",
    ]
    assert done.err == "note: 3 findings are left out that nothing changed since 'HEAD~1' touches\n"


def test_without_a_change_nothing_is_told(scratch: Scratch) -> None:
    assert touched(scratch) == []
    assert run("check", "--changed-since", "HEAD", "--fail-on", "info", cwd=scratch.folder).code == 0


@pytest.mark.parametrize("file", ["norn.yaml", "quill.yaml"])
def test_what_is_not_committed_counts_on_either_side(scratch: Scratch, file: str) -> None:
    scratch.edit(file, "1000..5000", "2000..5000")
    assert touched(scratch) == [FINE]


def test_a_line_that_says_nothing_new_touches_its_claim_alone(scratch: Scratch) -> None:
    scratch.edit("norn.yaml", "    value: 2026-02-08\n", "    value: 2026-02-08\n    wording: {en: Sunday}\n")
    assert touched(scratch) == [DAY]


def test_a_line_that_is_gone_touches_its_claim(scratch: Scratch) -> None:
    scratch.edit("norn.yaml", "    value: 2026-02-08\n", "    value: 2026-02-08\n    wording: {en: Sunday}\n")
    scratch.commit()
    scratch.edit("norn.yaml", "    wording: {en: Sunday}\n", "")
    assert touched(scratch) == [DAY]


def test_a_claim_that_is_gone_does_not_touch_its_neighbours(scratch: Scratch) -> None:
    scratch.edit("quill.yaml", "1000..5000", "2000..5000")
    scratch.commit()
    text = (scratch.folder / "graph" / "quill.yaml").read_text(encoding="utf-8")
    scratch.write("quill.yaml", text[: text.index("  - id: c3")])
    assert touched(scratch) == []


def test_an_article_that_is_gone_touches_what_was_about_the_same(scratch: Scratch) -> None:
    scratch.write(
        "third.yaml",
        ARTICLE.format(name="norn", day="2026-02-07", fine="1000..5000 RUB").replace("-1", "-2", 1),
    )
    scratch.commit()
    (scratch.folder / "graph" / "third.yaml").unlink()
    assert touched(scratch) == [DAY]
    scratch.commit()
    assert touched(scratch, "HEAD~1") == [DAY]


def test_lines_that_move_touch_nothing(scratch: Scratch) -> None:
    scratch.edit("norn.yaml", "id: article", "# one\n# two\nid: article")
    assert touched(scratch) == []


def test_a_file_that_moves_touches_nothing(scratch: Scratch) -> None:
    (scratch.folder / "graph" / "more").mkdir()
    scratch.git("mv", "graph/norn.yaml", "graph/more/norn.yaml")
    assert touched(scratch) == []


@pytest.mark.parametrize("away", ["drafts/quill.yaml", "graph/quill.yaml.off", "graph/.quill.yaml"])
def test_a_file_that_moves_into_the_graph_is_new(scratch: Scratch, away: str) -> None:
    scratch.edit("quill.yaml", "1000..5000", "2000..5000")
    (scratch.folder / "drafts").mkdir()
    scratch.git("mv", "graph/quill.yaml", away)
    scratch.commit()
    scratch.git("mv", away, "graph/quill.yaml")
    assert touched(scratch) == [DAY, FINE]


@pytest.mark.parametrize("away", ["drafts/base.yaml", "graph/base.yaml.off", "graph/.base.yaml"])
def test_a_file_that_moves_out_of_the_graph_is_gone(scratch: Scratch, away: str) -> None:
    (scratch.folder / "drafts").mkdir()
    moved = scratch.folder / away
    scratch.git("mv", "graph/base.yaml", away)
    after_move = touched(scratch)
    moved.unlink()
    assert after_move == touched(scratch)
    assert any(rule != "Document-hasVerification" for rule, _ in after_move)


def test_a_file_that_git_does_not_track_is_new(scratch: Scratch) -> None:
    third = ARTICLE.format(name="norn", day="2026-02-08", fine="7 RUB").replace("-1", "-2", 1)
    scratch.write("third.yaml", third.replace("signature-date", "entry-into-force"))
    [(_, places)] = [found for found in touched(scratch) if found[0] == "Question-extent"]
    assert "graph/third.yaml:11" in places


def test_a_change_elsewhere_touches_what_leads_to_it(scratch: Scratch) -> None:
    scratch.edit("base.yaml", "{en: Kite law}", "{en: Law on kites}")
    assert touched(scratch) == [DAY]


def test_only_what_this_branch_changed_counts(scratch: Scratch) -> None:
    scratch.git("checkout", "--quiet", "-b", "mine")
    scratch.edit("quill.yaml", "1000..5000", "2000..5000")
    scratch.commit()
    scratch.git("checkout", "--quiet", "main")
    scratch.edit("norn.yaml", "2026-02-08", "2026-02-07")
    scratch.commit()
    scratch.git("checkout", "--quiet", "mine")
    assert touched(scratch, "main") == [FINE]


@pytest.mark.parametrize(
    "name", ["a b.yaml", "q'\"u.yaml", "%0A::error::.yaml", "a\n::error::b.yaml", "ж,ü:.yaml"]
)
def test_names_of_files_are_what_they_are(scratch: Scratch, name: str) -> None:
    scratch.git("mv", "graph/quill.yaml", f"graph/{name}")
    scratch.commit()
    scratch.edit(name, "1000..5000", "2000..5000")
    [(rule, places)] = touched(scratch)
    assert (rule, f"graph/{name}:11" in places) == ("Question-extent", True)
    out = run("check", "--changed-since", "HEAD", "--format", "github", cwd=scratch.folder).out
    assert [line[:9] for line in out.splitlines()] == ["::warning", "::warning"]


def test_a_name_that_is_no_text_and_a_dash_are_no_trouble(scratch: Scratch) -> None:
    for name in ("-x.yaml", "odd\udcff.yaml"):
        scratch.write(name, "id: country:yy\ntype: Country\nname: {en: Y}\ncode: YY\n")
        scratch.commit()
        assert touched(scratch, "HEAD~1") == []
        (scratch.folder / "graph" / name).unlink()


def test_an_old_version_that_cannot_be_read_touches_all_of_the_file(scratch: Scratch) -> None:
    text = (scratch.folder / "graph" / "norn.yaml").read_text(encoding="utf-8")
    scratch.write("norn.yaml", text.replace("type: Article", "type: [Article"))
    scratch.commit()
    scratch.write("norn.yaml", text)
    assert touched(scratch) == [DAY]


def test_settings_of_git_do_not_change_what_is_found(scratch: Scratch) -> None:
    for setting in (
        "diff.noprefix=true",
        "diff.interHunkContext=50",
        "color.ui=always",
        "diff.external=false",
    ):
        scratch.git("config", *setting.split("=", 1))
    scratch.edit("quill.yaml", "1000..5000", "2000..5000")
    assert touched(scratch) == [FINE]


def test_lines_that_end_as_on_windows_are_the_same_lines(scratch: Scratch) -> None:
    text = (scratch.folder / "graph" / "norn.yaml").read_text(encoding="utf-8")
    (scratch.folder / "graph" / "norn.yaml").write_text(text, encoding="utf-8", newline="\r\n")
    assert touched(scratch) == []


def test_shapes_of_ones_own_that_changed_touch_what_they_find(scratch: Scratch) -> None:
    shapes = scratch.folder / "own.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix av: <https://w3id.org/averment/ontology#> .\n"
        "<https://kites.invalid/Own> a sh:NodeShape ; sh:targetClass av:Country ; sh:property [\n"
        '  sh:path av:countryCode ; sh:hasValue "XX" ; sh:message "Only XX." ] .\n',
        encoding="utf-8",
    )
    scratch.commit()
    assert touched(scratch, "HEAD", "--shapes", "own.ttl") == []
    assert touched(scratch, "HEAD~1", "--shapes", "own.ttl") == [("Own-countryCode", ["graph/base.yaml:3"])]


# --- what git refuses ---------------------------------------------------------------------------------------


def refused(scratch: Scratch, since: str, *paths: str) -> str:
    done = run("check", *paths, "--changed-since", since, cwd=scratch.folder)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    return done.err


@pytest.mark.parametrize("since", ["-x", "--output=x", "", "--"])
def test_a_revision_is_no_option(scratch: Scratch, since: str) -> None:
    before = sorted(scratch.folder.rglob("*"))
    assert "names no revision; write a branch, a tag or a commit" in refused(scratch, since)
    assert sorted(scratch.folder.rglob("*")) == before


@pytest.mark.parametrize("since", ["nothing", "HEAD~7", "HEAD:graph", "a b", "$(touch x)", "ж\n::error::"])
def test_a_revision_that_is_not_there_is_refused(scratch: Scratch, since: str) -> None:
    assert re.search("git knows no revision '.*'; check the name, and fetch it", refused(scratch, since))
    assert not (scratch.folder / "x").exists()


def test_a_shallow_clone_is_told_how_to_get_the_rest(scratch: Scratch, tmp_path: Path) -> None:
    scratch.edit("quill.yaml", "1000..5000", "2000..5000")
    scratch.commit()
    subprocess.run(
        ["git", "clone", "--quiet", "--depth", "1", scratch.folder.as_uri(), tmp_path / "shallow"], check=True
    )
    done = run("check", "--changed-since", "HEAD~1", "--format", "sarif", cwd=tmp_path / "shallow")
    said = (
        "git knows no revision 'HEAD~1'; only a part of the history is here: "
        "fetch the rest with 'git fetch --unshallow'"
    )
    assert done.code == 2
    assert said in done.err
    [notification] = json.loads(done.out)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert said in notification["message"]["text"]


def test_histories_with_nothing_in_common_are_refused(scratch: Scratch) -> None:
    scratch.git("checkout", "--quiet", "--orphan", "other")
    scratch.edit("quill.yaml", "1000..5000", "2000..5000")
    scratch.commit()
    assert "'main' and HEAD have no commit in common" in refused(scratch, "main")


def test_a_folder_outside_of_git_is_refused(scratch: Scratch, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    shutil.copytree(scratch.folder / "graph", outside / "graph")
    done = run("check", "--changed-since", "HEAD", cwd=outside)
    assert done.code == 2
    assert "is in no git repository that git reads (not a git repository" in done.err
    assert "is not in the git repository" in refused(scratch, "HEAD", "graph", str(outside / "graph"))


def test_a_repository_without_a_commit_is_refused(tmp_path: Path, scratch: Scratch) -> None:
    shutil.rmtree(scratch.folder / ".git")
    scratch.git("init", "--quiet")
    assert "git knows no revision 'HEAD'" in refused(scratch, "HEAD")


def test_without_git_the_cure_is_named(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert run("check", "--changed-since", "HEAD", cwd=scratch.folder) == Done(
        2, "", "error: git is not installed; install it, or leave --changed-since out\n"
    )
