"""Write the files that follow from others, or check that they are up to date.

Run it through `make docs`; `python -m tools.generate --check` is what the tests do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tools.bulk import bulk_page
from tools.compiled import compiled_shapes
from tools.rules import rules_page
from tools.schema import schema
from tools.terms import queries_page, terms_page

__all__ = ["GENERATED", "main", "stale"]

ROOT = Path(__file__).resolve().parent.parent

GENERATED: dict[str, Callable[[], str]] = {
    "docs/rules.md": rules_page,
    "docs/terms.md": terms_page,
    "ontology/graph.schema.json": schema,
    "docs/bulk.md": bulk_page,  # which follows from the schema
    "ontology/shapes/compiled.jsonl": compiled_shapes,
    "queries/README.md": queries_page,
}
"""What makes each generated file, relative to the top of the project."""


def stale(root: Path = ROOT) -> list[str]:
    """List the generated files whose content is not what would be written now."""
    found = []
    for name, make in GENERATED.items():
        file = root / name
        if not file.is_file() or file.read_text(encoding="utf-8") != make():
            found.append(name)
    return found


def main(arguments: list[str]) -> int:
    """Write all files, or with --check name those that are stale."""
    if arguments == ["--check"]:
        names = stale()
        for name in names:
            print(f"{name} is stale: run 'make docs' and commit it", file=sys.stderr)
        return 1 if names else 0
    for name, make in GENERATED.items():
        file = ROOT / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(make(), encoding="utf-8")
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
