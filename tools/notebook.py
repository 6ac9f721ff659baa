"""Run the notebook of the documentation and keep what it prints: `python -m tools.notebook`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

__all__ = ["NOTEBOOK", "main", "outputs", "ran"]

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def ran(notebook: Path) -> Any:
    """Return a notebook as it is after a run from the top of the project.

    Raises:
        CellExecutionError: a cell fails.
    """
    content = nbformat.read(notebook, as_version=4)
    NotebookClient(content, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
    return content


def outputs(content: Any) -> list[str]:
    """Return what the cells of a notebook print, as text."""
    return [
        output.get("text") or output["data"]["text/plain"]
        for cell in content.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]


def main() -> int:
    """Run the notebook and write it."""
    content = ran(NOTEBOOK)
    for cell in content.cells:
        cell.metadata.pop("execution", None)  # the times of the run
    content.metadata["language_info"] = {"name": "python"}  # and not which version
    nbformat.write(content, NOTEBOOK)
    print(f"{NOTEBOOK.name}: {len(outputs(content))} outputs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
