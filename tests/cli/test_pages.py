"""Pages as text and as Markdown: wrapping, places, tables, escaping."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from averment.cli.markdown import render_markdown
from averment.cli.pages import render_page
from averment.cli.text import clean
from averment.errors import Position
from averment.showing.blocks import Block, Fact, Facts, Item, Run, Section, Style, Table, Title

from .test_hostile import assert_harmless

AT = Position("graph/a.yaml", 12, 5)
DOT = Run(" · ", "dim")
WORDS = "one two three four five six seven eight nine ten"


def item(text: str, style: Style = "", **more: object) -> Item:
    return Item(runs=(Run(text, style),), **more)  # type: ignore[arg-type]


def text(*blocks: Block, width: int = 40, colour: bool = False) -> list[str]:
    return render_page(blocks, width=width, colour=colour).split("\n")[:-1]


# --- text ---------------------------------------------------------------------------------------------------


def test_words_are_wrapped_and_what_goes_on_hangs() -> None:
    assert text(item(WORDS), item(WORDS, depth=1)) == [
        "  one two three four five six seven",
        "      eight nine ten",
        "    one two three four five six seven",
        "        eight nine ten",
    ]


def test_a_place_stands_at_the_right_or_below() -> None:
    assert text(item("short", at=AT), item("too long for a place beside", at=AT)) == [
        "  short                  graph/a.yaml:12",
        "  too long for a place beside",
        "      graph/a.yaml:12",
    ]


def test_a_dot_stays_at_the_end_of_its_line() -> None:
    runs = (Run("one two three four five six seven 123"), DOT, Run("eight"))
    assert text(Item(runs=runs)) == ["  one two three four five six seven", "      123 · eight"]
    runs = (Run("one two three four five six seven 1"), DOT, Run("eight"))
    assert text(Item(runs=runs)) == ["  one two three four five six seven 1 ·", "      eight"]


def test_a_long_word_is_broken_and_an_id_is_not() -> None:
    assert text(item("x" * 50)) == ["  " + "x" * 34, "      " + "x" * 16]
    assert text(item("law:" + "x" * 50, "id")) == ["  law:" + "x" * 50]
    assert text(item("https://" + "x" * 50, "url")) == ["  https://" + "x" * 50]


def test_wide_characters_take_two_columns() -> None:
    lines = text(item("名" * 40))
    assert all(cell_len(line) <= 40 for line in lines)
    assert "".join(line.strip() for line in lines) == "名" * 40


def test_facts_stand_under_each_other() -> None:
    block = Facts((Fact("is", ((Run("a law"),),)), Fact("also called", ((Run("A"),), (Run(WORDS),)))))
    assert text(block) == [
        "is           a law",
        "also called  A",
        "             one two three four five six",
        "               seven eight nine ten",
    ]


def test_a_table_fits_and_its_cells_are_wrapped() -> None:
    table = Table(
        names=("step", "who"),
        rows=(((Run("signature"),), (Run(WORDS),)), ((Run(""),), (Run("x"),))),
    )
    assert text(table) == [
        "  step       who",
        "  " + "─" * 38,
        "  signature  one two three four five six",
        "             seven eight nine ten",
        "             x",
    ]
    assert max(map(len, text(table, width=100))) == 61


def test_a_table_of_many_columns_keeps_each_readable() -> None:
    rows = (tuple((Run(WORDS),) for _ in range(3)),)
    lines = text(Table(names=("a", "b", "c"), rows=rows), width=60)
    assert max(map(len, lines)) <= 60
    assert len(text(Table(names=("a", "b", "c"), rows=rows), width=10)) > len(lines)


def test_titles_and_sections_are_ruled() -> None:
    blocks = (
        Title("Kite law", "law:x", AT),
        Section((Run("Dates"),)),
        Section((Run("Signature"),), 2),
        item("x"),
    )
    assert text(*blocks) == [
        "Kite law",
        "════════",
        "law:x                    graph/a.yaml:12",
        "",
        "Dates",
        "─────",
        "Signature",
        "  x",
    ]


def test_colours_are_only_added() -> None:
    blocks = (Title("T", "law:x", AT), item("warning", "warning"), item("w", "dim"), item("v", "violation"))
    coloured = render_page(blocks, width=40, colour=True)
    assert click_free(coloured) == render_page(blocks, width=40)
    assert "\x1b[33m\x1b[1mwarning\x1b[0m" in coloured
    assert "\x1b[2mw\x1b[0m" in coloured


def click_free(coloured: str) -> str:
    import click

    return click.unstyle(coloured)


def test_words_of_several_runs_that_together_steer_do_not() -> None:
    assert_harmless(render_page([Item((Run("#"), Run("#[error]x")))], width=40))
    assert_harmless(render_page([item("x" * 33 + " ::error::y")], width=40, colour=False))
    assert_harmless(render_markdown([Item((Run("#"), Run("#[error]x")))]))


# --- Markdown -----------------------------------------------------------------------------------------------

HOSTILE = [
    "*a* _b_ **c** __d__ ~~e~~",
    "`code` ``more`` ```",
    "<b onclick='x'>bold</b> <https://x.org>",
    "[text](https://x.org) ![image](x.png) [ref][1]",
    "# heading",
    "1. first",
    "2) second",
    "- item",
    "+ item",
    "> quote",
    "===",
    "---",
    "a | b | c",
    "&lt;b&gt; &amp; &#60;",
    "\\*escaped\\*",
    "$x$ https://x.org www.x.org",
    "trailing \\",
    "    indented",
    "a\n\n# b",
    "::error::x",
]
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def words_of(page: str) -> list[tuple[str, str]]:
    """Give the types and contents of everything that Markdown makes of a page beside lists and paragraphs."""
    return [
        (token.type, token.content)
        for block in MARKDOWN.parse(page)
        for token in (block.children or [])
        if token.type != "softbreak"
    ]


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters() | st.sampled_from("*_`[]<>()#|\\&~$!-+. \n"), max_size=30))
@example("a\\")
@example("`")
def test_markdown_shows_any_text_as_it_is(hostile: str) -> None:
    check_all_blocks(hostile)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markdown_shows_hostile_text_as_it_is(hostile: str) -> None:
    check_all_blocks(hostile)


def check_all_blocks(hostile: str) -> None:
    words = " ".join(clean(hostile).split())
    if not words:
        return
    said: tuple[tuple[str, list[Block]], ...] = (
        ("", [Item((Run(words),))]),
        ("", [Item((Run(words, "dim"),), at=AT)]),
        ("", [Section((Run(words),))]),
        ("note: ", [Facts((Fact("note", ((Run(words),),)),))]),
        ("name", [Table(("name",), (((Run(words),),),))]),
        ("", [Title(words, "law:x", None)]),
    )
    for before, blocks in said:
        page = render_markdown(blocks)
        shown = words_of(page)
        assert {kind for kind, _ in shown} <= {
            "text",
            "text_special",
            "strong_open",
            "strong_close",
            "code_inline",
        }
        plain = "".join(content for kind, content in shown if kind in ("text", "text_special"))
        assert plain.strip() == before + words, page
        assert_harmless(page)


@pytest.mark.parametrize("hostile", ["a`b", "``", "`x`", "a``b`", "|"])
def test_ids_and_places_are_code_whatever_they_hold(hostile: str) -> None:
    (line,) = render_markdown([Item((Run("x "), Run(hostile, "id")))]).splitlines()
    assert [content for kind, content in words_of(line) if kind == "code_inline"] == [hostile]


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("https://x.org/a?b=c&d#e", "- <https://x.org/a?b=c&d#e>"),
        ("javascript:alert(1)", "- javascript:alert(1)"),
        ("https://x.org/<b>", r"- https\://x.org/\<b\>"),
        ("https://x.org/ a", r"- https\://x.org/ a"),
    ],
)
def test_only_addresses_of_pages_are_links(url: str, line: str) -> None:
    assert render_markdown([item(url, "url")]) == line + "\n"


def test_styles_stand_at_words_and_not_at_spaces() -> None:
    assert render_markdown([Item((Run(" must ", "strong"), Run("x"), DOT, Run("y")))]) == "- **must** x · y\n"


def test_items_within_items_are_indented() -> None:
    assert render_markdown([item("a"), item("b", depth=1, at=AT), item("c")]) == (
        "- a\n  - b `graph/a.yaml:12`\n- c\n"
    )
