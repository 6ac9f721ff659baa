"""Columns without changes, made of columns with changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from averment.errors import AvermentError
from averment.shacl.columns.changing import link
from averment.shacl.columns.layout import LITERALS, NAMES, PROPERTIES, Columns
from averment.shacl.columns.reading import ColumnTables
from averment.shacl.limits import MEMORY

__all__ = ["fold_columns"]


def fold_columns(old: Path, new: Path, *, memory: str = MEMORY) -> Columns:
    """Make columns that hold the same triples as others, and have no changes beside their files.

    The files of properties that have not changed are linked. Terms that only removed triples have stay in the
    dictionaries, where they do no harm.

    Args:
        old: a folder of columns, which stays as it is.
        new: an empty folder, or none yet, on the same file system; it is of no use if this fails.
        memory: how much DuckDB may hold.

    Raises:
        AvermentError: the old folder holds no columns, or the new one can't be written.
    """
    columns = Columns(old)
    layout = columns.layout
    tables = ColumnTables(columns, memory=memory)
    tables.add_terms()
    try:
        (new / PROPERTIES).mkdir(parents=True, exist_ok=True)
        tables.write("FROM names", new / NAMES)
        tables.write("FROM unranked", new / LITERALS)
        properties, rows = {}, {}
        used = set(layout.properties.values())
        free = (
            name for n in range(1, len(used) + len(tables.changed) + 1) if (name := f"p{n:05}") not in used
        )
        for iri in sorted({*layout.properties, *tables.changed}):
            name = layout.properties.get(iri) or next(free)
            target = new / PROPERTIES / f"{name}.parquet"
            if iri in tables.changed:
                count = tables.write(tables.property(iri), target)
            else:
                link(columns.file(name), target)
                count = layout.rows[name]
            if count:
                properties[iri], rows[name] = name, count
            else:
                target.unlink()
        replace(layout, properties=properties, rows=rows, changes=(), changed=0).write(new)
    except (duckdb.Error, OSError) as error:
        raise AvermentError(f"'{new}' cannot be written: {error}") from error
    return Columns(new)
