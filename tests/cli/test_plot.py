"""`averment plot`: what it draws of what, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from .running import run

QUESTION = "question:law/zz-kites/signature-date"


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (("timeline", "law:zz-kites"), "Timeline of Kite law"),
        (("timeline", "kite law"), "Timeline of Kite law"),
        (("origins", QUESTION), "Origins of the answers: signature of Kite law"),
        (("agreement",), "Who agrees with whom"),
    ],
)
def test_a_plot_is_an_svg(arguments: tuple[str, ...], title: str, tmp_path: Path) -> None:
    done = run("plot", *arguments, "--graph", "warning.yaml")
    assert (done.code, done.err) == (0, "")
    root = ElementTree.fromstring(done.out)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root[0].text == title
    target = tmp_path / "plot.svg"
    assert run("plot", *arguments, "--graph", "warning.yaml", "-o", str(target)).code == 0
    assert target.read_text(encoding="utf-8") == done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("timeline",), "'averment plot timeline' needs a subject, such as law:ru-extradition-ban"),
        (("agreement", "law:zz-kites"), "'averment plot agreement' takes no subject"),
        (("timeline", "actor:quill"), "'actor:quill' is no law, so it has no timeline; name a law, "),
        (
            ("origins", "law:zz-kites"),
            "'law:zz-kites' is no question; the ids of questions stand on the page ",
        ),
        (("timeline", "law:zz-kite"), "nothing is called 'law:zz-kite'; the nearest are:\n  law:zz-kites"),
    ],
)
def test_what_cannot_be_drawn_exits_with_2_and_says_why(arguments: tuple[str, ...], said: str) -> None:
    done = run("plot", *arguments, "--graph", "warning.yaml")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {said}")


def test_a_graph_without_answers_has_nothing_to_draw() -> None:
    done = run("plot", "agreement", "--graph", "fine.yaml")
    assert (done.code, done.out) == (2, "")
    assert (
        done.err == "error: there is nothing to draw: no two outlets of the graph answer the same question\n"
    )
