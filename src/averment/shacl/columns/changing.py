"""Small changes of columns: a patch beside the files, which stay as they are."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from averment.errors import AvermentError
from averment.shacl.columns.layout import CHANGES, LITERALS, NAMES, PROPERTIES, Columns
from averment.shacl.lines import token_of, tokens_of

__all__ = ["Changed", "change_columns", "link", "read_patches"]

Changed: TypeAlias = ox.Triple | ox.Quad | tuple[str, str, str]
"""A triple, or its three terms as in N-Triples; the graph of a quad does not matter."""

_NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EMLINK)


def change_columns(
    old: Path, new: Path, *, removed: Iterable[Changed] = (), added: Iterable[Changed] = ()
) -> Columns:
    """Make columns that differ from others by a few triples; the files that stay the same are linked, not copied.

    A triple that is removed need not be there, one that is added may be there already, and one that is both is
    there in the end. Checking reads all changes each time, so that many of them are to be folded (`fold_columns`)
    when `Columns.is_to_be_folded` says so.

    Args:
        old: a folder of columns, which stays as it is.
        new: an empty folder, or none yet, on the same file system; it is of no use if this fails.
        removed: what is no longer to be there.
        added: what is to be there.

    Raises:
        AvermentError: the old folder holds no columns, a term is none, or the new folder can't be written.
    """
    columns = Columns(old)
    layout = columns.layout
    lines = [*_lines("D", removed), *_lines("A", added)]
    try:
        (new / PROPERTIES).mkdir(parents=True, exist_ok=True)
        (new / CHANGES).mkdir(exist_ok=True)
        for file in [old / NAMES, old / LITERALS, *map(columns.file, layout.rows), *columns.patches]:
            link(file, new / file.relative_to(old))
        changes = layout.changes
        if lines:
            name = f"{len(changes) + 1:06}.rdfp"
            (new / CHANGES / name).write_text("".join(lines), encoding="utf-8", newline="\n")
            changes = (*changes, name)
        replace(layout, changes=changes, changed=layout.changed + len(lines)).write(new)
    except OSError as error:
        raise AvermentError(f"'{new}' cannot be written ({error.strerror})") from error
    return Columns(new)


def _lines(operation: str, triples: Iterable[Changed]) -> list[str]:
    """Return lines of an RDF patch, in which each term is written as `terms.token` writes it."""
    written: list[str] = []
    texts: list[str] = []
    for triple in triples:
        if isinstance(triple, tuple):
            texts.append(" ".join(triple))
        else:
            terms = (triple.subject, triple.predicate, triple.object)
            written.append(" ".join(token_of(term, "a change") for term in terms))
    try:
        parsed = tokens_of("".join(f"{text} .\n" for text in texts), "a change")
    except SyntaxError as error:
        wrong = texts[min(error.lineno or 1, len(texts)) - 1]
        raise AvermentError(f"'{wrong}' is no triple of N-Triples: {error.msg}") from error
    return [f"{operation} {line} .\n" for line in (*written, *map(" ".join, parsed))]


def read_patches(paths: Sequence[Path]) -> list[list[str]]:
    """Return the lines of patches in their order, each as `A` or `D` and three tokens.

    Raises:
        AvermentError: a file can't be read.
    """
    changes = []
    for path in paths:
        try:
            content = path.read_bytes().decode()
        except (OSError, UnicodeError) as error:
            raise AvermentError(f"'{path}' cannot be read ({error}); load the files anew") from error
        # not `splitlines`, which ends a line at other characters too
        changes += [line[:-2].split(" ", 3) for line in content.split("\n")[:-1]]
    return changes


def link(source: Path, target: Path) -> None:
    """Give a file a second name; copy it where there are no links.

    Raises:
        OSError: it can't be written.
    """
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target)
