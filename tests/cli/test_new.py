"""`averment new`: one thing more, well-formed, and nothing else changed."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from .running import run

CLAIM = (
    "--about",
    "law:zz-quiet-nights/loud-music",
    "--aspect",
    "fine",
    "--value",
    "100..500 EUR",
    "--stance",
    "asserts",
)
PAGE = Path("graph/articles/quill-2026-03-02.yaml")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    assert run("init", ".", cwd=tmp_path).code == 0
    return tmp_path


def files_of(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }


def changed(command: list[str], here: Path) -> dict[str, str]:
    """Run a command that has to succeed and return the files that differ after it."""
    before = files_of(here)
    done = run("new", *command, cwd=here)
    assert (done.code, done.err) == (0, ""), done.err
    return {name: text for name, text in files_of(here).items() if before.get(name) != text}


def test_everything_that_can_be_new_is_written_and_passes(here: Path) -> None:
    assert changed(
        ["actor", "herald", "--type", "Outlet", "--name", 'The "Herald": daily', "--based-in", "zz"], here
    ) == {
        "graph/actors/herald.yaml": (
            'id: actor:herald\ntype: Outlet\nname: {en: "The \\"Herald\\": daily"}\nbasedIn: country:zz\n'
        )
    }
    law = [
        "law",
        "law:zz-kites",
        "--type",
        "Decree",
        "--name",
        "Kites",
        "--name",
        "ru=Змеи",
        "--jurisdiction",
        "zz",
    ]
    assert changed([*law, "--process", "ru", "--provision", "flying=flying a kite"], here) == {
        "graph/laws/zz-kites.yaml": (
            "id: law:zz-kites\ntype: Decree\nname: {en: Kites, ru: Змеи}\njurisdiction: country:zz\nprocess: ru\n"
            "provisions:\n  - {id: flying, name: {en: flying a kite}}\n"
        )
    }
    article = [
        "article",
        "herald-1",
        "--title",
        "Kites",
        "--publisher",
        "herald",
        "--published",
        "2026-02",
        "--url",
        "https://a.b",
    ]
    assert changed([*article, "--language", "en", "--based-on", "quill-2026-03-02"], here) == {
        "graph/articles/herald-1.yaml": (
            "id: article:herald-1\ntype: Article\ntitle: {en: Kites}\nurl: https://a.b\npublisher: actor:herald\n"
            "published: 2026-02\nlanguage: en\nbasedOn: article:quill-2026-03-02\n"
        )
    }
    claim = [
        "claim",
        "herald-1",
        "--about",
        "law:zz-kites",
        "--aspect",
        "effect",
        "--value",
        "Fewer kites: none",
        "--stance",
    ]
    (text,) = changed(
        [*claim, "predicts", "--source", "actor:quill", "--verb", "says", "--condition", "if so"], here
    ).values()
    assert text.endswith(
        'claims:\n  - id: c1\n    about: law:zz-kites\n    aspect: effect\n    value: {en: "Fewer kites: none"}\n'
        "    stance: predicts\n    condition: {en: if so}\n    chain:\n      - {source: actor:quill, verb: says}\n"
    )
    assert run("check", cwd=here).code == 0


def test_a_claim_changes_nothing_else_in_its_file(here: Path) -> None:
    before = (here / PAGE).read_text(encoding="utf-8")
    (after,) = changed(
        ["claim", "quill-2026-03-02", *CLAIM, "--wording", "euros", "--complete"], here
    ).values()
    assert after == before + (
        "  - id: c3\n    about: law:zz-quiet-nights/loud-music\n    aspect: fine\n    value: 100..500 EUR\n"
        "    stance: asserts\n    complete: true\n    wording: {en: euros}\n"
    )


def test_where_it_disagrees_is_told(here: Path) -> None:
    claim = [*CLAIM[:5], "200..500 EUR", *CLAIM[6:]]
    done = run("new", "claim", "quill-2026-03-02", *claim, cwd=here)
    assert done.code == 0
    assert done.out.startswith(
        f"{PAGE}:24: article:quill-2026-03-02/c3\n1 warning:\n  Question-extent Fine of playing"
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            ["claim", "quill-2026-03-02", *CLAIM[:3], "fien", *CLAIM[4:]],
            "'aspect:fien' is unknown; did you mean 'fine'?",
        ),
        (
            ["claim", "quill-2026-03-02", *CLAIM[:5], "1,000 EUR", *CLAIM[6:]],
            "'1,000 EUR' has a separator: write 1000 EUR",
        ),
        (["claim", "quill-2026-03-02", *CLAIM[:5], "1000", *CLAIM[6:]], "unit"),
        (
            ["claim", "quill-2026-03-02", "--about", "law:zz-quiet-night", *CLAIM[2:]],
            "did you mean 'law:zz-quiet-nights'?",
        ),
        (["claim", "quill-2026-03-02", *CLAIM[:7], "assert"], "did you mean 'asserts'?"),
        (["claim", "quill-2026-03-03", *CLAIM], "did you mean 'article:quill-2026-03-02'?"),
        (
            ["claim", "quill-2026-03-02", *CLAIM, "--id", "c1"],
            "'article:quill-2026-03-02/c1' is defined already",
        ),
        (["claim", "quill-2026-03-02", *CLAIM, "--id", "c 9"], "'c 9' can't be its id"),
        (["claim", "quill-2026-03-02", *CLAIM, "--source", "actor:quill"], "give --source and --verb"),
        (
            ["claim", "quill-2026-03-02", *CLAIM[:4]],
            "--value and --stance are missing; there is no terminal to ask at",
        ),
        (["actor", "herald", "--type", "Outlet"], "error: --name is missing; there is no terminal"),
        (
            ["actor", "quill", "--type", "Outlet", "--name", "x"],
            "'actor:quill' is defined already (graph/actors/quill.yaml:1:1)",
        ),
        (["actor", "x", "--type", "Outlet", "--name", "x", "--based-in", "zy"], "did you mean 'country:zz'?"),
        (["actor", "x", "--type", "Outlet", "--name", "x", "--file", "x.ttl"], "let it end in .yaml"),
        (
            ["actor", "x", "--type", "Outlet", "--name", "x", "--file", "README.md/x.yaml"],
            "cannot be written",
        ),
        (
            ["actor", "x", "--type", "Outlet", "--name", "x", "--file", str(PAGE)],
            "is there already; choose another id",
        ),
        (["law", "x", "--name", "x", "--jurisdiction", "zz", "--provision", "y"], "'y' is no provision"),
        (["law", "x", "--name", "x", "--jurisdiction", "zz", "--process", "xx"], "process"),
        (["article", "x", "--title", "x", "--publisher", "quill", "--published", "3 March"], "'3 March'"),
        (
            ["article", "x", "--title", "en=a", "--title", "b", "--publisher", "quill"],
            "two texts for '--title'",
        ),
        (["article", "x", "--title", "a\x07", "--publisher", "quill"], "U+0007"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_written(
    here: Path, command: list[str], said: str
) -> None:
    before = files_of(here)
    done = run("new", *command, cwd=here)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert files_of(here) == before


def test_an_article_in_turtle_is_left_alone(here: Path) -> None:
    turtle = run("export", "turtle", str(PAGE), cwd=here).out
    (here / PAGE).with_suffix(".ttl").write_text(turtle, encoding="utf-8")
    (here / PAGE).unlink()
    done = run("new", "claim", "quill-2026-03-02", *CLAIM, cwd=here)
    assert done.code == 2
    assert "is not written in YAML (graph/articles/quill-2026-03-02.ttl:" in done.err


def test_a_graph_that_cannot_be_read_gets_nothing(here: Path) -> None:
    (here / "graph/bad.yaml").write_text("id: [", encoding="utf-8")
    before = files_of(here)
    done = run("new", "claim", "quill-2026-03-02", *CLAIM, cwd=here)
    assert (done.code, files_of(here)) == (2, before)
    assert done.err.startswith("graph/bad.yaml:1:")


def test_a_dry_run_prints_and_writes_nothing(here: Path) -> None:
    before = files_of(here)
    done = run("new", "actor", "x", "--type", "Person", "--name", "X", "--dry-run", cwd=here)
    assert (done.code, done.out) == (
        0,
        "# graph/actors/x.yaml: actor:x\nid: actor:x\ntype: Person\nname: {en: X}\n",
    )
    done = run("new", "claim", "quill-2026-03-02", *CLAIM, "--dry-run", cwd=here)
    assert done.out.startswith(
        "# graph/articles/quill-2026-03-02.yaml:24: article:quill-2026-03-02/c3\nid: c3\n"
    )
    assert files_of(here) == before


def test_a_file_outside_of_the_graph_is_noted(here: Path) -> None:
    done = run("new", "actor", "x", "--type", "Person", "--name", "X", "--file", "x.yaml", cwd=here)
    assert (done.code, done.out) == (0, "x.yaml: actor:x\n")
    assert done.err.startswith("note: 'x.yaml' is not in what was read")


def test_what_is_missing_is_asked_for_at_a_terminal(here: Path) -> None:
    with mock.patch("averment.cli.asking._is_terminal", return_value=True):
        done = run("new", "actor", "x", "--name", "X", cwd=here, stdin=b"Person\n")
        assert (done.code, done.err) == (0, "Organisation, Outlet or Person: ")
        done = run(
            "new", "claim", "quill-2026-03-02", *CLAIM[:2], cwd=here, stdin=b"fine\n..500 EUR\n\nasserts\n"
        )
        assert done.code == 0, done.err
    assert (here / "graph/actors/x.yaml").read_text() == "id: actor:x\ntype: Person\nname: {en: X}\n"
    assert "    value: ..500 EUR\n    stance: asserts\n" in (here / PAGE).read_text(encoding="utf-8")
