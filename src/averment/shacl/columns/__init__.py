"""Triples on disk as Parquet columns of numbered terms, which are checked without holding them in memory.

A folder of columns has

    columns.json                which files there are, and how terms are numbered
    names.parquet               id, token: IRIs and blank nodes
    literals.parquet            id, token, and what the literal stands for, facet by facet
    properties/p00001.parquet   s, o: the numbers of subjects and values, a file for each property
    changes/000001.rdfp         what was removed and added later, as an RDF patch

None of these files changes once it is written: small changes make a new folder, into which all files are linked, with
one more patch. When the patches have grown, `fold_columns` makes columns of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from averment.shacl.columns.changing import change_columns
from averment.shacl.columns.layout import Columns

if TYPE_CHECKING:
    from averment.shacl.columns.folding import fold_columns
    from averment.shacl.columns.writing import write_columns

__all__ = ["Columns", "change_columns", "fold_columns", "write_columns"]


def __getattr__(name: str) -> object:
    # small changes are written without DuckDB, which takes a while to import
    if name == "write_columns":
        from averment.shacl.columns.writing import write_columns

        return write_columns
    if name == "fold_columns":
        from averment.shacl.columns.folding import fold_columns

        return fold_columns
    raise AttributeError(name)
