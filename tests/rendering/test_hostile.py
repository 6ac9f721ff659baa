"""No text of a file breaks a format, or is taken for a command by what reads it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from averment.checking import Report
from averment.errors import UsageError
from averment.rendering import FORMATS, render

from .reports import ENDED, FAILED, HOSTILE, NOTHING, hostile_text, report, rules

STEERING = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
PLAIN = "plain"
quickly = settings(deadline=None, max_examples=40)


def shown(text: str, output_format: str, *, is_whole: bool = False) -> str:
    return render(report(text, is_whole=is_whole), output_format, rules()[:5])


@pytest.mark.parametrize("output_format", [name for name in FORMATS if name != "json"])
@quickly
@given(hostile_text)
def test_no_character_steers_and_no_line_is_a_command(output_format: str, text: str) -> None:
    out = shown(text, output_format)
    assert STEERING.findall(out) == []
    out.encode()
    if output_format != "github":
        assert [line for line in out.splitlines() if line.strip().startswith("::")] == []
    assert "##[" not in out
    assert out == shown(text, output_format)


@pytest.mark.parametrize("output_format", ["text", "github", "html", "markdown", "turtle"])
@quickly
@given(hostile_text)
def test_no_text_adds_a_line(output_format: str, text: str) -> None:
    assert shown(text, output_format).count("\n") == shown(PLAIN, output_format).count("\n")


@quickly
@given(hostile_text)
def test_json_keeps_every_character(text: str) -> None:
    written = shown(text, "json").encode(errors="backslashreplace")
    assert json.loads(written)["findings"][0]["message"] == text


def skeleton(value: object) -> object:
    """Return the structure of JSON without its texts."""
    if isinstance(value, dict):
        return {key: skeleton(each) for key, each in value.items()}
    return [skeleton(each) for each in value] if isinstance(value, list) else type(value)


@pytest.mark.parametrize("output_format", ["sarif", "gitlab"])
@quickly
@given(hostile_text)
def test_json_formats_have_the_structure_they_would_have_anyway(output_format: str, text: str) -> None:
    assert skeleton(json.loads(shown(text, output_format))) == skeleton(
        json.loads(shown(PLAIN, output_format))
    )


@quickly
@given(hostile_text)
def test_xml_has_the_elements_it_would_have_anyway(text: str) -> None:
    hostile, plain = (ET.fromstring(shown(each, "junit")) for each in (text, PLAIN))
    assert [(each.tag, sorted(each.attrib)) for each in hostile.iter()] == [
        (each.tag, sorted(each.attrib)) for each in plain.iter()
    ]


class Tags(HTMLParser):
    """Collects the tags of a page, and refuses what it declares."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[object] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def tags(page: str) -> Tags:
    parser = Tags()
    parser.feed(page)
    parser.close()
    return parser


@quickly
@given(hostile_text)
def test_a_page_has_the_tags_it_would_have_anyway(text: str) -> None:
    assert tags(shown(text, "html")).tags == tags(shown(PLAIN, "html")).tags


def test_a_page_needs_nothing_else_and_runs_nothing() -> None:
    page = shown(PLAIN, "html")
    assert re.findall(r"(?i)<script|\bon\w+=|\bsrc=|\bhref=|@import|url\(", page) == []
    assert "default-src 'none'" in page


@quickly
@given(hostile_text)
def test_turtle_has_the_statements_it_would_have_anyway(text: str) -> None:
    hostile, plain = (
        [quad.predicate for quad in ox.parse(shown(each, "turtle"), format=ox.RdfFormat.TURTLE)]
        for each in (text, PLAIN)
    )
    assert sorted(map(str, hostile)) == sorted(map(str, plain))


@quickly
@given(hostile_text)
def test_markdown_keeps_markup_off(text: str) -> None:
    out = shown(text, "markdown")
    assert re.findall(r"(?<!\\)<(?!/?(?:details|summary)>)", re.sub(r"(`+) ?.*?\1", "", out)) == []
    assert re.findall(r"(?<!\\)\]\(", re.sub(r"(`+) ?.*?\1", "", out)) == []


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_each_hostile_text_can_be_written(output_format: str, text: str) -> None:
    assert shown(text, output_format, is_whole=True)


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize("failure", [FAILED, ENDED, report(is_whole=False)], ids=["file", "git", "half"])
def test_a_failure_is_told_in_every_format(output_format: str, failure: Report) -> None:
    out = render(failure, output_format, rules())
    said = failure.failures[0].problem.partition(";")[0]
    assert said in out.replace("\\", "")
    if output_format in ("json", "sarif", "gitlab"):
        json.loads(out)
    if output_format == "junit":
        ET.fromstring(out)


@pytest.mark.parametrize("output_format", [name for name in FORMATS if name != "github"])
def test_a_report_of_nothing_is_no_empty_file(output_format: str) -> None:
    assert render(NOTHING, output_format, rules()).strip()


def test_a_format_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no format 'xml'; use one of text, json, sarif"):
        render(NOTHING, "xml")
