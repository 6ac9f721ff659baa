"""Plots: what they show, that they are SVG which tells what it shows, and that no label breaks them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.plotting import Drawing, agreement_plot, origins_plot, pairs_of, timeline_plot
from averment.plotting.days import Scale
from averment.showing.pages import InstrumentPage, QuestionPage
from averment.showing.parts import Answers
from averment.viewing import Edge, Node, view

from ..showing.small import any_page, kites, lookup, page

SVG = "{http://www.w3.org/2000/svg}"


def read(drawing: Drawing | None) -> ElementTree.Element:
    assert drawing is not None
    text = drawing.as_svg()
    assert text == drawing.as_svg()
    return ElementTree.fromstring(text)


def words(element: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]


def law() -> InstrumentPage:
    return page("law:zz-kites", InstrumentPage)


def asked(number: int = 0) -> Answers:
    found = [one for subject in law().subjects for one in subject.questions if len(one.answers) > 1]
    return found[number]


def test_a_timeline_has_each_dated_step_with_its_sources_and_marks_what_is_at_odds() -> None:
    timeline = law().timeline
    assert timeline is not None
    drawn = read(timeline_plot(lookup(), law()))
    said = " ".join(words(drawn))
    for stage in timeline.stages:
        for answer in stage.answers:
            assert answer.in_words[:20] in said
    odds = [one for one in drawn.iter() if "odds" in one.get("class", "")]
    assert len(odds) > 1, "one stands in the legend"


def test_a_plot_tells_what_it_shows() -> None:
    drawn = read(timeline_plot(lookup(), law()))
    title, description = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == title.get("id")
    assert title.text == f"Timeline of {law().header.thing.name}"
    timeline = law().timeline
    assert timeline is not None
    for stage in timeline.stages:
        for answer in stage.answers:
            assert answer.in_words in (description.text or "")


def test_origins_are_joined_to_each_report() -> None:
    question = asked()
    drawn = read(origins_plot(question, "a question"))
    statements = [said for answer in question.answers for said in answer.statements]
    assert len(list(drawn.iter(f"{SVG}path"))) == sum(said.origin is not None for said in statements)
    said = words(drawn)
    for one in statements:
        assert one.source is None or one.source.name in said


def test_one_report_has_no_plot_of_origins() -> None:
    question = asked()
    only = replace(question.answers[0], statements=question.answers[0].statements[:1])
    assert origins_plot(replace(question, answers=(only,)), "a question") is None


def test_pairs_are_those_of_the_view_of_agreement() -> None:
    names = {letter: Node(f"actor:{letter}", letter, "outlet") for letter in "abc"}
    ties = [("a", "b", "agrees", 2.0), ("a", "c", "disagrees", 1.0), ("b", "a", "disagrees", 3.0)]
    edges = tuple(
        Edge(f"tie-{number}", f"actor:{one}", f"actor:{other}", kind, "", weight=weight)
        for number, (one, other, kind, weight) in enumerate(ties)
    )
    pairs = pairs_of(replace(view(kites(), "agreement"), nodes=tuple(names.values()), edges=edges))
    assert [(pair.one.label, pair.other.label, pair.agree, pair.at_odds) for pair in pairs] == [
        ("a", "b", 2, 3),
        ("a", "c", 0, 1),
    ]
    assert {"a", "b", "c"} <= set(words(read(agreement_plot(pairs))))


def test_nothing_shared_has_no_plot_of_agreement() -> None:
    assert agreement_plot([]) is None


def test_every_question_of_the_story_can_be_drawn() -> None:
    drawn = 0
    for subject in law().subjects:
        for one in subject.questions:
            shown = any_page(one.question.id)
            assert isinstance(shown, QuestionPage)
            plot = origins_plot(shown.answers, shown.header.thing.name)
            if plot is not None:
                read(plot)
                drawn += 1
    assert drawn > 1


@given(st.text())
def test_no_text_breaks_a_drawing(text: str) -> None:
    drawing = Drawing(10, 10, text, text)
    drawing.text(1, 1, text, "")
    drawing.circle(1, 1, 1, "mark", tip=text)
    with drawing.link(text):
        drawing.turned(1, 1, text, "")
    root = read(drawing)
    assert {one.tag for one in root} <= {
        f"{SVG}{tag}" for tag in ("title", "desc", "style", "text", "circle", "a")
    }


@pytest.mark.parametrize("is_file", [True, False])
def test_only_a_file_has_a_style_of_its_own(is_file: bool) -> None:
    assert ("<style>" in Drawing(1, 1, "t", "d").as_svg(is_file=is_file)) is is_file


@given(st.lists(st.dates(), min_size=1), st.integers(2, 12))
def test_days_stand_in_their_order_and_ticks_among_them(days: list[date], most: int) -> None:
    scale = Scale.of(days, 100, 900)
    places = [scale.x(day) for day in sorted(days)]
    assert places == sorted(places)
    assert all(100 <= x <= 900 for x in places)
    ticks = scale.ticks(most)
    assert 1 <= len(ticks) <= most + 1
    assert all(100 <= tick.x <= 900 for tick in ticks)
    assert all(re.fullmatch(r"([A-Z][a-z]{2} )?\d{1,4}|\d{4}-\d\d-\d\d", tick.words) for tick in ticks)
