"""The canonical form of YAML: the same value and the same comments, however a file is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from averment import resources
from averment.errors import ReadFailure
from averment.formatting import canonical
from averment.formatting.order import KEYS, rank
from averment.formatting.yaml_layout import yaml_comments
from averment.reading import Reading, read_also
from averment.reading.yaml_files import load_yaml

ROOT = Path(__file__).resolve().parents[2]


def laid_out(text: str) -> str:
    """Return the canonical form, after making sure that nothing is lost and that it is its own."""
    result = canonical(text, "x.yaml")
    assert load_yaml(result, "x.yaml") == load_yaml(text, "x.yaml")
    assert yaml_comments(result) == yaml_comments(text)
    assert canonical(result, "x.yaml") == result
    assert all(line == line.rstrip() for line in result.splitlines())
    return result


DEPTHS = """id: a
claims:
  - id: c1
    chain:
      - b
      # of the chain
    # of c1
  # of the list
# of the file
"""
CASES = {
    "keys get their order, with their comments": (
        "# file\n\n# of type\ntype: Law # a\nid: law:x\n\nclaims: []\nx:y: 1\nnote: n\n",
        "id: law:x\n# file\n\n# of type\ntype: Law  # a\nx:y: 1\nnote: n\n\nclaims: []\n",
    ),
    "lists are indented": (
        "id: a\nclaims:\n- id: b\n  aspect: c\n-   id: d\n",
        "id: a\nclaims:\n  - id: b\n    aspect: c\n  - id: d\n",
    ),
    "one empty line is enough": ("\n\nid: a\n\n\n\ntype: b\n\n\n", "id: a\n\ntype: b\n"),
    "none follows a key": ("id: a\nname:\n\n  en: b\n", "id: a\nname:\n  en: b\n"),
    "braces are even": ("id: a\nname: { en: b,ru:   c }\n", "id: a\nname: {en: b, ru: c}\n"),
    "and have the order of keys": ("graph:\n  - {type: b, id: a}\n", "graph:\n  - {id: a, type: b}\n"),
    "braces over lines are joined": ("id: a\nname: {en: b,\n  ru: c}\n", "id: a\nname: {en: b, ru: c}\n"),
    "unless they are too long": (
        f"id: a\nname: {{en: {'b' * 60},\n  ru: {'c' * 60}}}\n",
        f"id: a\nname:\n  en: {'b' * 60}\n  ru: {'c' * 60}\n",
    ),
    "or hold comments": (
        "id: a\nname: {en: b, # one\n  # two\n  ru: [c, # three\n    d]\n  # four\n  } # five\n",
        "id: a\nname:  # five\n  en: b  # one\n  # two\n  ru:\n    - c  # three\n    - d\n  # four\n",
    ),
    "double quotes are preferred": (
        "id: 'a'\nx: 'it''s'\ny: 'say \"x\"'\nz: \"\\u00e9\"\n",
        'id: "a"\nx: "it\'s"\ny: \'say "x"\'\nz: "\\u00e9"\n',
    ),
    "texts break where they did": (
        'id: a\nname:\n    en: one\n        two\n\n        three\n    ru: "four\n\n       five"\n',
        'id: a\nname:\n  en: one\n    two\n\n    three\n  ru: "four\n\n    five"\n',
    ),
    "unless they hold escapes over lines": ('id: a\nx: "b\\\n  c\\td"\n', 'id: a\nx: "bc\\td"\n'),
    "block scalars move with their keys": (
        "id: a\nx:   |  # head\n      b\n        c\n\n      d\n# end\ny: >-\n  e\n  f\n",
        "id: a\nx: |  # head\n  b\n    c\n\n  d\n# end\ny: >-\n  e\n  f\n",
    ),
    "and are quoted where they need more signs": (
        "id: a\nx: |2\n    b\ny: |+\n  c\n\nz: |\n\n  d\n",
        'id: a\nx: "  b\\n"\ny: "c\\n\\n"\n\nz: "\\nd\\n"\n',
    ),
    "comments keep their place in the depth": (
        DEPTHS,
        DEPTHS,
    ),
    "comments above a first key stand above the dash": (
        "id: a\nclaims:\n  - # one\n    # two\n    type: b\n    # three\n    id: c\n",
        "id: a\nclaims:\n  # one\n  # three\n  - id: c\n    # two\n    type: b\n",
    ),
    "lists in lists": ("id: a\nx:\n- - b\n  - c\n-\n  - d\n", "id: a\nx:\n  - - b\n    - c\n  - - d\n"),
    "the end of the file": ("id: a\n# one\n\n  # two\n", "id: a\n# one\n\n# two\n"),
    "a document mark goes": ("# head\n--- # mark\nid: a\n...\n# end\n", "# head\n# mark\nid: a\n# end\n"),
    "a number sign need not be a comment": (
        "id: a#b\nx: 'c # d'\ny: {z: e#f}\n",
        'id: a#b\nx: "c # d"\ny: {z: e#f}\n',
    ),
    "a whole file in braces": ("{type: Law, id: law:x} # why\n", "id: law:x\ntype: Law\n# why\n"),
    "keys in quotes": ("\"id\": a\n'x y': b\n? z\n: c\n", 'id: a\n"x y": b\nz: c\n'),
}


@pytest.mark.parametrize("name", CASES)
def test_the_form_is(name: str) -> None:
    text, expected = CASES[name]
    assert laid_out(text) == expected


SAMPLES = [text for text, _ in CASES.values()] + [
    (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "graph/articles/tass-jan21.yaml",
        "graph/actors/andrey-kartapolov.yaml",
        "graph/laws/ru-decree-821.yaml",
    )
]
EDIT = st.tuples(
    st.integers(0, 80), st.sampled_from(["beside", "above", "empty", "space", "wider"]), st.integers(0, 9)
)


def edited(text: str, edits: list[tuple[int, str, int]]) -> str:
    """Return a text with comments, empty lines and spaces here and there."""
    lines = text.split("\n")
    for number, (row, kind, width) in enumerate(edits):
        row %= len(lines)
        if kind == "beside":
            lines[row] += f"{' ' * (width % 3)} # beside {number}"
        elif kind == "above":
            lines.insert(row, f"{' ' * width}# above {number}")
        elif kind == "empty":
            lines.insert(row, " " * (width % 2))
        elif kind == "space":
            lines[row] = re.sub(r"([:,{]) ", rf"\1{' ' * (1 + width % 4)}", lines[row], count=1)
        else:
            lines = [re.sub(r"^ +", lambda found: found[0] * 2, line) for line in lines[:60]]
    return "\n".join(lines)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(sample=st.sampled_from(SAMPLES), edits=st.lists(EDIT, max_size=6))
def test_nothing_is_lost_however_it_is_written(sample: str, edits: list[tuple[int, str, int]]) -> None:
    text = edited(sample, edits)
    assume(not load_yaml(text, "x.yaml")[1])
    laid_out(text)


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="ab:-#'\"{}[], \n|>?\\", max_size=30).map(lambda text: f"id: x\ny:\n  {text}\n"))
def test_any_text_is_laid_out_or_refused(text: str) -> None:
    value, errors = load_yaml(text, "x.yaml")
    if errors or not isinstance(value, dict):
        with pytest.raises(ReadFailure):
            canonical(text, "x.yaml")
    else:
        laid_out(text)


def test_the_graph_is_the_same_triple_by_triple() -> None:
    for text in SAMPLES[-3:]:
        before, after = (
            read_also(Reading(), "x.yaml", each)
            for each in (text, canonical(edited(text, [(3, "above", 2)]), "x.yaml"))
        )
        assert set(before.graph()) == set(after.graph())


def test_every_key_of_the_context_has_a_rank() -> None:
    context = resources.context()
    prefixes = {
        key for key, value in context.items() if isinstance(value, str) and value.endswith(("/", "#"))
    }
    keys = {key for key in context if not key.startswith("@")} - prefixes
    assert {key for key in keys if rank(key) == len(KEYS)} == set()
    assert len(set(KEYS)) == len(KEYS)


@pytest.mark.parametrize(
    "text", ["id: [", "id: a\nid: b\n", "- id: a\n", "name: my-tool\non: push\n", "x: &a b\nid: *a\n"]
)
def test_what_is_no_file_of_a_graph_is_refused(text: str) -> None:
    with pytest.raises(ReadFailure):
        canonical(text, "x.yaml")
