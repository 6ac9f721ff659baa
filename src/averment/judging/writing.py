"""A judgement as the text of a YAML file, and a name for it that nothing has yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from rdflib import URIRef

from averment.formatting.scalars import quoted
from averment.judging.drafting import Draft
from averment.judging.naming import in_context, slug
from averment.namespaces import AVSH, ID

__all__ = ["free_name", "to_yaml"]

_PLAIN = re.compile(r"[A-Za-z][A-Za-z-]*(:[\w.~-]+(/[\w.~%-]+)*)?")


def to_yaml(draft: Draft, iri: URIRef) -> str:
    """Return the file that states a judgement of that name.

    Whatever an editor wrote stands in double quotes, so that nothing in it is YAML.
    """
    rows: list[tuple[str, str | None]] = [
        ("id", _name(iri)),
        ("type", draft.kind),
        ("judges", _names(draft.judges)),
        ("accepts", _name(draft.accepts)),
        ("waivesRule", _rule(draft.rule)),
        ("isSameAs", _name(draft.same)),
        ("differsFrom", _name(draft.different)),
        ("expires", str(draft.expires) if draft.expires is not None else None),
        ("basis", quoted(draft.basis) if draft.basis is not None else None),
        ("reason", quoted(draft.verdict.reason)),
        ("judgedBy", quoted(draft.verdict.editor)),
        ("judgedOn", str(draft.verdict.day)),
    ]
    return "".join(f"{key}: {value}\n" for key, value in rows if value is not None)


def free_name(path: Path, is_taken: Callable[[URIRef], bool]) -> tuple[Path, URIRef]:
    """Return the path, or the first of `x-2`, `x-3` and so on that is free, and a free IRI that goes with it.

    Args:
        path: where the judgement is to be written.
        is_taken: whether a node has an IRI already.
    """
    number = 1
    while True:
        candidate = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        iri = URIRef(f"{ID}judgement/{slug(candidate.stem)}")
        if not candidate.exists() and not candidate.is_symlink() and not is_taken(iri):
            return candidate, iri
        number += 1


def _name(node: URIRef | None) -> str | None:
    return _plain_or_quoted(in_context(node)) if node is not None else None


def _names(nodes: tuple[URIRef, ...]) -> str:
    names = [_plain_or_quoted(in_context(node)) for node in nodes]
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def _rule(shape: URIRef | None) -> str | None:
    return _plain_or_quoted(shape.removeprefix(AVSH)) if shape is not None else None


def _plain_or_quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quoted(text)
