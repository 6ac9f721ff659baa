"""The quick reader of plain YAML reads what the whole parser reads, to the position, or nothing at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from averment.reading.placed import PlacedDict, PlacedList
from averment.reading.simple_yaml import load_simple_yaml
from averment.reading.yaml_files import load_yaml

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = sorted((ROOT / "graph").rglob("*.yaml"))

PIECES = (
    *(
        "\n",
        "\n",
        "\n",
        "\n  ",
        "\n  ",
        "\n    ",
        "\n      ",
        " ",
        "  ",
        ": ",
        ": ",
        ":",
        "- ",
        "- ",
        "-",
        ",",
    ),
    *(", ", "{", "}", "[", "]", "#", " # ", "'", '"', "''", "\\", "|", ">", "|-", ">-", "|\n  ", ">-\n    "),
    *("?", "? ", "&a ", "*a", "!t ", "%", "@", "`", "---", "...", "\n---\n", "\t", "\r", "\u00a0", "\u2028"),
    *(
        "\ufeff",
        "\x85",
        "\x07",
        "null",
        "~",
        "<<",
        "=",
        "NO",
        "1.10",
        "0o7",
        "2025-07-10",
        ">=10",
        "id",
        "en",
    ),
    *(
        "a",
        "b",
        "c",
        "type",
        "law:x",
        "av:is",
        "https://x.example/y?z#f",
        "слово",
        "(a)",
        "/",
        "+",
        "<5",
        "$",
        ".",
    ),
)
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["", "", "  ", "  ", "    ", "- ", "  - ", "    - ", "\n", "# c\n", "  # c\n"]),
        st.sampled_from(["a: ", "b: ", "c: ", "d:", "e:", "f-g: ", "av:h: ", "", "null: ", '"k": ', "k:"]),
        st.sampled_from(
            [
                *(
                    "x",
                    "x y",
                    "x: y",
                    "x:",
                    "x #y",
                    "x#y",
                    ":x",
                    "-1",
                    "- x",
                    "~",
                    "~5",
                    "null",
                    "''",
                    "'it''s'",
                ),
                *(
                    '"x"',
                    '"x" # c',
                    '"x" y',
                    '"\\n"',
                    "{a: x}",
                    "{a: x, b: [y, z]}",
                    "{a: x,}",
                    "{a}",
                    "{}",
                    "[]",
                ),
                *(
                    "[a: b]",
                    "[x, y]",
                    "[ x , y ] # c",
                    "[x, ]",
                    "{a: 'x, y', b: \"]\"}",
                    "{a:x}",
                    "[x:, y]",
                    "[x:y]",
                ),
                *(
                    ">-",
                    ">",
                    "|",
                    "|-",
                    "|+",
                    ">2",
                    ">- # c",
                    "",
                    "# c",
                    "x  ",
                    "*x",
                    "&x y",
                    "!x y",
                    "{a: x} y",
                ),
            ]
        ),
    ),
    min_size=1,
    max_size=7,
).map(lambda parts: "\n".join("".join(part) for part in parts))


def placed(value: Any) -> Any:
    """Return everything about a value, so that two are equal only if their places and orders are."""
    if isinstance(value, PlacedDict):
        entries = [(key, placed(inner), value.value_positions[key]) for key, inner in value.items()]
        return value.position, entries, list(value.value_positions)
    if isinstance(value, PlacedList):
        return [placed(item) for item in value], value.positions
    return value


def check_same(text: str) -> bool:
    """Compare both readers; return whether the quick one read the text at all."""
    quick = load_simple_yaml(text, "x.yaml")
    if quick is None:
        return False
    whole, errors = load_yaml(text, "x.yaml")
    assert not errors, (text, [str(error) for error in errors])
    assert placed(quick) == placed(whole), text
    return True


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
@settings(max_examples=600, deadline=None)
def test_any_text_is_read_alike(text: str) -> None:
    check_same(text)
    check_same("a: " + text)


@given(ENTRIES)
@settings(max_examples=1500, deadline=None)
@example("a:\n- x\n- b: y\n  c: z\n")
@example("a: x\n  y\nb: >-\n  p\n  q\n")
@example("- a: >\n    p\n- b: |\n    q\n")
@example("a: >-\n  p\n\nb: x")
@example("a: |\n  p")
@example("a: |\n  p\n\n      \n")
@example("a: |\n  p\n\n  # c\nb: x\n")
@example("a: |\n  p\n  \nb: x\n")
@example("a: |\n  p\n# c\n\nb: x\n")
@example("a: x #\n  y")
@example("a: x\n  # c\n  y")
def test_entries_are_read_alike(text: str) -> None:
    check_same(text)
    check_same(text + "\n")


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_shipped_graph_is_read_quickly_and_alike(file: Path) -> None:
    assert check_same(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a: &x y",
            "a: *x",
            "a: !t x",
            "a:\n",
            "a: null",
            "a: ~",
            "a: x\na: y",
            "a: [x, ~]",
            "a: {b: }",
            "null: x",
        ),
        *(
            "a: x: y",
            "a: x:",
            "a: 'it''s'",
            'a: "\\x41"',
            "? a\n: b",
            "a:\tx",
            "--- \na: x",
            "a: x\n---\nb: y",
            "a",
        ),
        *(
            "a: x\n b: y",
            "a:\n    b: x\n  c: y",
            "- x\ny: z",
            "a: |\n  x\n\n  y\n",
            "a: {b: x",
            "a: [x]]",
            "a: - x",
        ),
    ],
)
def test_what_is_wrong_or_not_plain_is_left_to_the_whole_parser(text: str) -> None:
    assert load_simple_yaml(text, "x.yaml") is None


def test_deep_nesting_is_left_to_the_whole_parser() -> None:
    assert load_simple_yaml("a: " + "[" * 5000, "x.yaml") is None
    assert load_simple_yaml("- {a: " * 5000, "x.yaml") is None
