"""`averment site`: what it writes, where, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

from averment.cli.site import site_command
from averment.site import MOST_CLAIMS

from .running import WORLDS, run


def written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_site_is_written_and_written_again_the_same(tmp_path: Path) -> None:
    target = tmp_path / "site"
    made: list[dict[str, bytes]] = []
    for _ in range(2):
        done = run("site", "warning.yaml", "-o", str(target), "--title", "Kites & <strings>")
        assert (done.code, done.err) == (0, "")
        assert done.out.endswith(f"files in '{target}'; open {target}/index.html\n")
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
        made.append(written(target))
    first, again = made
    assert again == first
    assert {"index.html", "network.html", "law/zz-kites.html", "article/norn-1.html"} <= set(first)
    assert b"Kites &amp; &lt;strings&gt;" in first["index.html"]
    assert b"8 February 2026" in first["law/zz-kites.html"]


def test_what_is_no_site_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "novel.txt").write_text("once", encoding="utf-8")
    done = run("site", str(WORLDS / "warning.yaml"), "-o", "mine", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: 'mine' has files in it and is not a site of averment, so it stays as it is; name a folder that is new "
        "or empty\n"
    )
    assert written(tmp_path) == {"mine/novel.txt": b"once"}


def test_a_site_needs_a_folder_and_a_graph_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<urn:a> .", encoding="utf-8")
    assert run("site", str(WORLDS / "warning.yaml"), cwd=tmp_path).code == 2
    done = run("site", "broken.ttl", "-o", "site", cwd=tmp_path)
    assert done.code == 2
    assert done.err.startswith("broken.ttl:1:")
    assert not (tmp_path / "site").exists()


def test_a_graph_whose_site_would_be_too_large_is_refused_before_work_begins(tmp_path: Path) -> None:
    done = run("site", "warning.yaml", "-o", str(tmp_path / "site"), "--most", "1")
    assert (done.code, done.out) == (2, "")
    assert (
        "claims, and a site is made of at most 1; name fewer of its files, or allow it with --most "
        in done.err
    )
    assert not (tmp_path / "site").exists()


def test_the_bound_of_a_site_is_that_of_the_site_beside_an_endpoint() -> None:
    [most] = (option for option in site_command.params if option.name == "most")
    assert most.default == MOST_CLAIMS
