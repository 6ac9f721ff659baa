"""The pages of a site: whole, linked, free of scripts of others, the same each time."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from averment.building import build
from averment.site import making

from ..showing.small import kites
from .made import Reader, hostile, made, story, targets

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
FINE = "id: country:zz\ntype: Country\nname: {en: Zedland}\ncode: ZZ\n"


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    file = tmp_path_factory.mktemp("empty") / "fine.yaml"
    file.write_text(FINE, encoding="utf-8")
    return made(build([file]))


@pytest.fixture(params=["story", "bad", "empty"])
def site(request: pytest.FixtureRequest) -> dict[str, str]:
    found: dict[str, str] = story() if request.param == "story" else request.getfixturevalue(request.param)
    return found


def pages(site: dict[str, str]) -> dict[str, Reader]:
    return {name: Reader(text) for name, text in site.items() if name.endswith(".html")}


def test_every_link_leads_to_a_file_and_a_part_of_it(site: dict[str, str]) -> None:
    read = pages(site)
    checked = 0
    for name, reader in read.items():
        for file, part in targets(name, reader):
            if "/vendor/" in file:
                continue
            assert file in site, f"{name} links to {file}"
            if part:
                assert part in read[file].ids, f"{name} links to {file}#{part}"
            checked += 1
    assert checked > 100


def test_no_id_stands_twice_on_a_page_and_headings_skip_no_level(site: dict[str, str]) -> None:
    for name, reader in pages(site).items():
        assert len(reader.ids) == len(set(reader.ids)), name
        levels = [int(tag[1]) for tag, _ in reader.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), (name, levels)


def test_nothing_on_a_page_needs_an_exception_from_its_policy(site: dict[str, str]) -> None:
    for name, reader in pages(site).items():
        policies = [
            attributes["content"]
            for tag, attributes in reader.elements
            if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policies == [POLICY], name
        for tag, attributes in reader.elements:
            assert tag not in ("style", "base", "iframe", "object", "embed"), name
            assert not any(key == "style" or key.startswith("on") for key in attributes), (name, tag)
            if tag == "script":
                assert "src" in attributes or attributes.get("type") == "application/json", name
            if tag in ("script", "link", "img"):
                address = attributes.get("src") or attributes.get("href") or ""
                assert not re.match("[a-z]+:|//", address), name


def test_the_same_graph_gives_the_same_bytes() -> None:
    assert made(kites()) == story()


def test_a_finding_leads_to_the_claims_and_these_say_what_it_says() -> None:
    (file, part) = next(
        (file, part)
        for file, part in targets("index.html", Reader(story()["index.html"]))
        if file.startswith("article/") and part
    )
    start = story()[file].index(f'id="{part}"')
    assert "at odds" in story()[file][start : start + 600]


def test_a_law_has_its_answers_its_timeline_and_what_was_known_when() -> None:
    page = story()["law/zz-kites.html"]
    for words in ("Timeline", "<svg", "What sources say", 'class="answers"', "at odds"):
        assert words in page


def test_labels_stay_text(bad: dict[str, str]) -> None:
    injected = ("img", "svg", "b", "script")
    for name, reader in pages(bad).items():
        for tag, attributes in reader.elements:
            assert not {"onerror", "onload", "onmouseover"} & set(attributes), name
            if tag in injected and tag != "svg":
                assert attributes.get("src", "") != "x", name
    quill = Reader(bad["actor/quill.html"])
    assert "<img src=x onerror=\"document.title='broken'\">" in quill.text.lower() or (
        "<img src=x onerror=" in quill.text
    )
    assert "{{ 7 * 7 }}" in Reader(bad["actor/norn.html"]).text


def test_control_characters_and_marks_of_direction_are_spelt_out(bad: dict[str, str]) -> None:
    for name, text in bad.items():
        if name.endswith((".html", ".svg")):
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text), name
    assert r"\u202etxt.exe\x07" in Reader(bad["law/zz-kites.html"]).text
    assert "قانون الطائرات الورقية" in bad["law/zz-kites.html"]
    assert "🪁" in bad["law/zz-kites.html"]


def test_a_long_name_is_whole_on_its_page_and_short_in_headings_of_windows(bad: dict[str, str]) -> None:
    page = bad["actor/long.html"]
    assert "x" * 10_000 in page
    title = re.search("<title>([^<]*)</title>", page)
    assert title is not None
    assert len(title[1]) < 200


def test_the_data_of_a_page_reads_back_and_ends_no_script(bad: dict[str, str]) -> None:
    for name in ("network.html", "search.html"):
        blocks = re.findall(
            '<script type="application/json" id="[a-z]+">(.*?)</script>', bad[name], re.DOTALL
        )
        assert len(blocks) == 1
        assert "<" not in blocks[0]
        said = json.dumps(json.loads(blocks[0]), ensure_ascii=False)
        assert "</script><script>document.title='broken'</script>" in said


def test_addresses_that_are_none_of_the_web_are_no_links(bad: dict[str, str]) -> None:
    for name, reader in pages(bad).items():
        assert not any(re.match("(?i)javascript|data|vbscript", link) for link in reader.links), name


def test_an_empty_graph_has_a_site_that_says_so(empty: dict[str, str]) -> None:
    assert "The check found nothing." in empty["index.html"]
    assert "The graph has none." in empty["laws.html"]
    assert "No two outlets answer the same question." in empty["agreement.html"]
    assert "has nothing to show" in empty["network.html"]


def test_the_licences_of_what_is_vendored_come_with_it() -> None:
    folder = Path(__file__).resolve().parents[2] / "src" / "averment" / "site" / "assets" / "vendor"
    for name in ("sigma", "graphology"):
        assert "Permission is hereby granted" in (folder / f"{name}.LICENSE.txt").read_text(encoding="utf-8")


def test_a_view_with_too_many_ties_is_named_and_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_TIES", 3)
    pages = made(kites())
    assert "at most 3" in pages["network.html"]
    assert "averment export gexf --view claims" in pages["network.html"]
    assert "pictures/claims.svg" not in pages


def test_dark_is_the_same_whether_the_system_or_the_reader_chose_it() -> None:
    style = story()["assets/style.css"]
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', style, re.DOTALL)
    preferred = re.search(r":root:not\(\[data-theme\]\) \{(.*?)\}", style, re.DOTALL)
    assert chosen is not None
    assert preferred is not None
    assert chosen[1].split() == preferred[1].split() != []
