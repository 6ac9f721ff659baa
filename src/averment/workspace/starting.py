"""The files that a workspace starts with."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from averment.resources import resource_folder

__all__ = ["FirstFile", "first_files"]

_TEMPLATE = Path(__file__).resolve().parent / "template"
_SCHEMA = ".averment/graph.schema.json"


@dataclass(frozen=True, slots=True)
class FirstFile:
    """A file that a workspace starts with.

    Attributes:
        name: its path in the workspace, with `/` between folders.
        text: what stands in it.
        may_stay: whether a file of that name that is there already may stay instead, for it serves more than
            the graph.
    """

    name: str
    text: str
    may_stay: bool = False


_FILES = (
    ("averment.toml", "averment.toml", False),
    ("README.md", "README.md", True),
    ("gitignore", ".gitignore", True),
    ("workflow.yml", ".github/workflows/averment.yml", True),
    ("vscode.json", ".vscode/settings.json", True),
    ("graph/countries.yaml", "graph/countries.yaml", False),
    ("graph/actors/quill.yaml", "graph/actors/quill.yaml", False),
    ("graph/laws/zz-quiet-nights.yaml", "graph/laws/zz-quiet-nights.yaml", False),
    ("graph/articles/quill-2026-03-02.yaml", "graph/articles/quill-2026-03-02.yaml", False),
    ("pages/quill-2026-03-02.txt", "pages/quill-2026-03-02.txt", False),
    ("queries/answers.rq", "queries/answers.rq", False),
)
"""Where each file of the template goes; none of them has a dot in front there, for packers leave these out."""


def first_files() -> list[FirstFile]:
    """Return the files of a new workspace, sorted by their names."""
    schema = (resource_folder("ontology") / "graph.schema.json").read_text(encoding="utf-8")
    files = [
        FirstFile(name, (_TEMPLATE / source).read_text(encoding="utf-8"), may_stay)
        for source, name, may_stay in _FILES
    ]
    files.append(FirstFile(_SCHEMA, schema))
    return sorted((_completed(file) for file in files), key=lambda file: file.name)


def _completed(file: FirstFile) -> FirstFile:
    """Return a file with the version in it, for a minor one may change the ontology."""
    return FirstFile(file.name, file.text.replace("@VERSION@", version("averment")), file.may_stay)
