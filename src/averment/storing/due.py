"""What has to be looked at again though no file has changed: waivers whose day has come, and pages that are others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from averment.changing.remembered import times_of
from averment.namespaces import AV
from averment.storing.lookups import Named, text_of
from averment.storing.names import DEFAULT

__all__ = ["documents_due", "stand_of_pages", "waivers_due"]

_EXPIRES, _FILE, _SNAPSHOT = (ox.NamedNode(each) for each in (AV.expires, AV.archiveFile, AV.hasSnapshot))


def waivers_due(store: ox.Store, known: date | None, today: date) -> set[Named]:
    """Return the waivers that may hold on one of two days and not on the other.

    Args:
        store: the store.
        known: the day on which it was told which hold; None if that has not been told.
        today: the other day.
    """
    return {
        quad.subject
        for quad in store.quads_for_pattern(None, _EXPIRES, None, DEFAULT)
        if not isinstance(quad.subject, ox.Triple)
        and (known is None or min(known, today) <= _day(quad.object) <= max(known, today))
    }


def _day(value: object) -> date:
    """Return the day of a literal; a day long gone for what is none, which the shapes report."""
    try:
        return date.fromisoformat(value.value[:10]) if isinstance(value, ox.Literal) else date.min
    except ValueError:
        return date.min


def stand_of_pages(store: ox.Store, archive: str | None) -> dict[str, list[int] | None]:
    """Return what tells of each page that documents name whether it is as it was: sizes and times, None for no page.

    Args:
        store: the store.
        archive: the folder with the texts of pages; None if there is none, and so no page.
    """
    if archive is None:
        return {}
    names = {text_of(quad) for quad in store.quads_for_pattern(None, _FILE, None, DEFAULT)}
    return {name: _stand(Path(archive, name)) for name in sorted(names)}


def _stand(page: Path) -> list[int] | None:
    try:
        return times_of(page.stat())
    except (OSError, ValueError):
        return None


def documents_due(
    store: ox.Store, before: Mapping[str, object], now: Mapping[str, object]
) -> Iterator[Named]:
    """Iterate over the documents whose page is another than it was.

    Args:
        store: the store.
        before: how the pages were; see `stand_of_pages`.
        now: how they are.
    """
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            for snapshot in store.quads_for_pattern(None, _FILE, ox.Literal(name), DEFAULT):
                for quad in store.quads_for_pattern(None, _SNAPSHOT, snapshot.subject, DEFAULT):
                    if not isinstance(quad.subject, ox.Triple):
                        yield quad.subject
