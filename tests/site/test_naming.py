"""File names of pages: safe everywhere, and never two things in one file."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.site.naming import anchor_of, file_of

SAFE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9._-]*\.html|[a-z]+/_[0-9a-f]{10}\.html")
OF_WINDOWS = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(10)),
}

hard = st.sampled_from(
    [
        "../",
        "..",
        "/",
        "\\",
        "con",
        "NUL",
        "com1.x",
        "A",
        "a",
        "-",
        "--",
        ".",
        "_",
        "é",
        "🪁",
        "\0",
        "\n",
        "%2e",
        ":",
    ]
)
ids = st.builds(
    lambda prefix, parts: f"{prefix}:{''.join(parts)}",
    st.sampled_from(["law", "actor", "question", "article", "https", "nothing"]),
    st.lists(hard | st.text(max_size=4), min_size=1, max_size=8),
)


@given(ids)
def test_a_name_is_safe_on_every_file_system(id_: str) -> None:
    name = file_of(id_, f"urn:x:{id_}")
    assert SAFE.fullmatch(name), name
    folder, _, file = name.partition("/")
    assert folder not in OF_WINDOWS
    assert file.split(".")[0] not in OF_WINDOWS
    assert ".." not in file
    assert len(file) <= 140


@given(ids, ids)
def test_two_things_never_have_one_name(one: str, other: str) -> None:
    if one != other:
        names = [file_of(id_, f"urn:x:{id_}").casefold() for id_ in (one, other)]
        assert names[0] != names[1]
        assert anchor_of(one, f"urn:x:{one}") != anchor_of(other, f"urn:x:{other}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("law:a/b", "law:a--b"),
        ("law:kites", "law:Kites"),
        ("law:a", "law:a/"),
        ("law:x" * 300, "law:x" * 301),
    ],
)
def test_what_is_near_is_told_apart(one: str, other: str) -> None:
    assert file_of(one, f"urn:{one}").casefold() != file_of(other, f"urn:{other}").casefold()


def test_an_address_says_what_it_is_of() -> None:
    assert file_of("law:ru-extradition-ban/refusal", "x") == "law/ru-extradition-ban--refusal.html"
