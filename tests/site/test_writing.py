"""Writing a folder: whole or not at all, and never over somebody's files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from averment.errors import UsageError
from averment.site import write_folder

FILES = [("index.html", b"one"), ("law/a.html", b"two")]
MARK, KIND = "mark.json", "a site"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_folder_is_written_with_its_mark_and_nothing_beside(tmp_path: Path) -> None:
    assert write_folder(FILES, tmp_path / "a" / "site", MARK, KIND) == 3
    assert contents(tmp_path / "a" / "site") == {
        "index.html": b"one",
        "law/a.html": b"two",
        MARK: b'{"kind": "a site"}\n',
    }
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["site"]


def test_an_earlier_site_and_an_empty_folder_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    write_folder([*FILES, ("old.html", b"")], tmp_path / "site", MARK, KIND)
    write_folder(FILES, tmp_path / "site", MARK, KIND)
    assert "old.html" not in contents(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_another_folder_or_a_file_is_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "novel.txt").write_text("once", encoding="utf-8")
    with pytest.raises(UsageError, match="stays as it is; name a folder that is new or empty"):
        write_folder(FILES, tmp_path / "mine", MARK, KIND)
    with pytest.raises(UsageError, match="is a file; name a folder"):
        write_folder(FILES, tmp_path / "mine" / "novel.txt", MARK, KIND)
    assert contents(tmp_path) == {"mine/novel.txt": b"once"}


def test_the_folder_that_one_stands_in_is_refused(tmp_path: Path) -> None:
    write_folder(FILES, tmp_path / "site", MARK, KIND)
    with chdir(tmp_path / "site" / "law"), pytest.raises(UsageError, match="name one inside it"):
        write_folder(FILES, tmp_path / "site", MARK, KIND)


def test_what_fails_on_the_way_leaves_the_earlier_site(tmp_path: Path) -> None:
    write_folder(FILES, tmp_path / "site", MARK, KIND)
    before = contents(tmp_path / "site")

    def failing() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"half"
        raise UsageError("a query failed")

    with pytest.raises(UsageError, match="a query failed"):
        write_folder(failing(), tmp_path / "site", MARK, KIND)
    with pytest.raises(UsageError, match="cannot be written"):
        write_folder([("a.html", b"1"), ("a.html", b"2")], tmp_path / "site", MARK, KIND)
    assert contents(tmp_path / "site") == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
