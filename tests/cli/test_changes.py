"""`averment changes` and `--as-of`: what they print, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .running import run

WORLD = """graph:
  - {id: country:zz, type: Country, name: {en: Zedland}, code: ZZ}
  - {id: law:zz-kites, type: Law, name: {en: Kite law}, jurisdiction: country:zz, process: ru}
  - {id: actor:norn, type: Outlet, name: {en: Norn}}
  - id: article:one
    type: Article
    title: {en: One}
    publisher: actor:norn
    published: 2026-02-01
    claims:
      - {id: article:one/c1, about: law:zz-kites, aspect: stage, value: first-reading, stance: asserts}
      - {id: article:one/c2, about: law:zz-kites, aspect: signature-date, value: 2026-03-01, stance: asserts}
  - id: article:two
    type: Article
    title: {en: Two}
    publisher: actor:norn
    published: 2026-02-03
    corrects: article:one
    claims:
      - {id: article:two/c1, about: law:zz-kites, aspect: signature-date, value: 2026-03-04, stance: asserts}
      - {id: article:two/c2, about: law:zz-kites, aspect: stage, value: third-reading, stance: asserts}
"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    (tmp_path / "world.yaml").write_text(WORLD, encoding="utf-8")
    return tmp_path


def test_changes_tells_articles_stages_and_answers(world: Path) -> None:
    done = run("changes", "world.yaml", "--from", "2026-02-01", "--to", "2026-02-03", cwd=world)
    assert (done.code, done.err) == (0, "note: as of 2026-02-03: 2 of 2 documents had been published\n")
    assert done.out == (
        "After 1 February 2026, by 3 February 2026: 1 article\n"
        "  3 February 2026  Norn: Two\n"
        "      article:two  world.yaml:13\n"
        "\n"
        "How far laws have come\n"
        "  Kite law: first reading → third reading\n"
        "      through article:two\n"
        "\n"
        "Answers\n"
        "  signature of Kite law\n"
        "    - 1 March 2026\n"
        "      through article:two\n"
        "    + 4 March 2026\n"
        "      through article:two\n"
        "  stage of Kite law\n"
        "    - first reading\n"
        "      through article:two\n"
        "    + third reading\n"
        "      through article:two\n"
        "\n"
        "Findings\n"
        "  1 remark besides, which --format json tells\n"
    )


def test_changes_as_json_has_the_same(world: Path) -> None:
    arguments = ("changes", "world.yaml", "--from", "2026-01-01", "--to", "2026-02-01", "--format", "json")
    told = json.loads(run(*arguments, cwd=world).out)
    assert (told["from"], told["to"]) == ("2026-01-01", "2026-02-01")
    assert [article["document"]["id"] for article in told["articles"]] == ["article:one"]
    assert {(one["before"], one["after"]) for one in told["changes"] if one["kind"] == "stage"} == {
        (None, "first reading")
    }


def test_a_day_before_any_article_has_none(world: Path) -> None:
    done = run("changes", "world.yaml", "--from", "2025-01-01", "--to", "2025-02-01", cwd=world)
    assert done.out == "After 1 January 2025, by 1 February 2025: 0 articles\nNothing else changed.\n"


@pytest.mark.parametrize("last", ["2026-02-01", "2026-01-01"])
def test_days_in_the_wrong_order_are_refused(world: Path, last: str) -> None:
    done = run("changes", "world.yaml", "--from", "2026-02-01", "--to", last, cwd=world)
    assert (done.code, done.out) == (2, "")
    assert (
        done.err
        == f"error: nothing lies between 2026-02-01 and {last}; give --from an earlier day than --to\n"
    )


@pytest.mark.parametrize(
    ("arguments", "there", "gone"),
    [
        (("check", "world.yaml", "--format", "json"), '"claims": 2', '"claims": 4'),
        (("show", "law:zz-kites", "--graph", "world.yaml"), "first reading", "third reading"),
        (("query", "claims", "--graph", "world.yaml"), "article:one", "article:two"),
        (("export", "turtle", "world.yaml"), "article/one", "article/two"),
        (("export", "gexf", "world.yaml"), "article:one/c1", "article:two/c1"),
        (("plot", "timeline", "law:zz-kites", "--graph", "world.yaml"), "1 March 2026", "4 March 2026"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_every_command_can_look_from_a_day(
    world: Path, arguments: tuple[str, ...], there: str, gone: str
) -> None:
    seen = run(*arguments, "--as-of", "2026-02-02", cwd=world)
    assert there in seen.out
    assert gone not in seen.out
    assert "as of 2026-02-02: 1 of 2 documents had been published" in seen.err
    assert gone in run(*arguments, cwd=world).out


def test_a_site_says_from_when_it_looks(world: Path) -> None:
    done = run("site", "world.yaml", "-o", "site", "--as-of", "2026-02-02", cwd=world)
    assert done.code == 0
    assert not (world / "site" / "article" / "two.html").exists()
    overview = (world / "site" / "index.html").read_text(encoding="utf-8")
    assert "as of 2026-02-02: 1 of 2 documents had been published" in overview


def test_true_by_leaves_out_what_had_not_happened(world: Path) -> None:
    done = run("query", "claims", "--graph", "world.yaml", "--true-by", "2026-03-02", cwd=world)
    assert "2026-03-01" in done.out
    assert "2026-03-04" not in done.out
    assert done.err == "note: what had not happened, or did not hold, by 2026-03-02 is left out\n"
