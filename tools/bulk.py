"""The table of columns in the page on claims in bulk."""

from __future__ import annotations

from pathlib import Path

from averment.reading.rows import list_columns
from tools.terms import table

__all__ = ["bulk_page"]

PAGE = Path(__file__).resolve().parent.parent / "docs/bulk.md"
_START, _END = "<!-- columns: ", "<!-- end of columns -->"


def bulk_page() -> str:
    """Return the page with the columns that there are now; all else stays as it is."""
    text = PAGE.read_text(encoding="utf-8")
    before, start, rest = text.partition(_START)
    comment, _, rest = rest.partition("\n")
    _, end, after = rest.partition(_END)
    rows = []
    for column in list_columns():
        names = ", ".join(f"`{name}`" for name in column.name.split(", "))
        rows.append((f"**{names}**" if column.is_required else names, column.holds, column.meaning))
    lines = table(("column", "holds", "means"), rows)
    return f"{before}{start}{comment}\n\n" + "\n".join(lines) + f"\n{end}{after}"
