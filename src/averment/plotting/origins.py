"""The origins of the answers to a question: which report has it from whom."""

from __future__ import annotations

from collections.abc import Callable

from averment.plotting.drawing import Drawing, cut, width_of
from averment.showing.layout.basics import capitalised
from averment.showing.layout.parts import tallied
from averment.showing.parts import Answers, Statement, Thing

__all__ = ["origins_plot"]

_WIDTH = 1080
_SIZE = 13
_ROW = 24
_GAP = 14
_TOP = 44
_ANSWER, _REPORT, _ORIGIN = 10, 400, 760
_COLOURS = 6


def origins_plot(
    asked: Answers, title: str, address: Callable[[str], str | None] = lambda _: None
) -> Drawing | None:
    """Draw which report gives which answer, and where it has it from, or return None if there is but one.

    Args:
        asked: the question with its answers.
        title: what is asked.
        address: where a thing or a claim can be read, by its IRI.
    """
    reports = [(index, said) for index, answer in enumerate(asked.answers) for said in answer.statements]
    if len(reports) < 2:
        return None
    places: list[float] = []
    y, before = float(_TOP), 0
    for index, _ in reports:
        y += _GAP if index != before else 0
        before = index
        places.append(y + _ROW / 2)
        y += _ROW
    origins = _origins([said for _, said in reports], places)
    bottom = max(y, *(place + _ROW / 2 for _, place, _ in origins.values())) if origins else y
    drawing = Drawing(
        _WIDTH,
        bottom + 14,
        f"Origins of the answers: {title}",
        " ".join(
            f"{capitalised(answer.in_words)}: {tallied(answer.reports, len(answer.origins))}"
            f"{', ' + ', '.join(one.name for one in answer.origins) if answer.origins else ''}."
            for answer in asked.answers
        ),
    )
    for x, words in ((_ANSWER, "answer"), (_REPORT, "report"), (_ORIGIN, "origin")):
        drawing.text(x, 22, words, "soft", size=12)
    _answers(drawing, asked, reports, places)
    for (index, said), place in zip(reports, places, strict=True):
        colour = index % _COLOURS + 1
        name = cut(_source(said), _SIZE, _ORIGIN - _REPORT - 110)
        with drawing.link(address(said.claim.iri)):
            drawing.text(_REPORT, place + 4.5, name, "", size=_SIZE)
        key = _key(said)
        if key is not None:
            _, target, _ = origins[key]
            start, end = _REPORT + width_of(name, _SIZE) + 14, _ORIGIN - 14
            middle = (start + end) / 2
            drawing.path(
                f"M{start:.1f} {place:.1f}C{middle:.1f} {place:.1f} {middle:.1f} {target:.1f} {end:.1f} {target:.1f}",
                f"link s{colour}",
            )
    for thing, place, count in origins.values():
        drawing.circle(_ORIGIN - 6, place, 3 + min(count, 12) ** 0.5 * 1.5, "mark")
        words = f"{cut(thing.name, _SIZE, _WIDTH - _ORIGIN - 60)}{f' · {count} reports' if count > 1 else ''}"
        with drawing.link(address(thing.iri)):
            drawing.text(_ORIGIN + 8, place + 4.5, words, "", size=_SIZE)
    return drawing


def _answers(
    drawing: Drawing, asked: Answers, reports: list[tuple[int, Statement]], places: list[float]
) -> None:
    for index, answer in enumerate(asked.answers):
        own = [place for (of, _), place in zip(reports, places, strict=True) if of == index]
        if own:
            colour = index % _COLOURS + 1
            drawing.rect(_REPORT - 16, min(own) - 9, 4, max(own) - min(own) + 18, f"f{colour}", r=2)
            room = _REPORT - _ANSWER - (90 if answer.is_at_odds else 30)
            words = cut(capitalised(answer.in_words), _SIZE * 1.1, room)
            drawing.text(_ANSWER, min(own) + 4.5, words, "strong", size=_SIZE)
            if answer.is_at_odds:
                after = _ANSWER + width_of(words, _SIZE * 1.1) + 10
                drawing.text(after, min(own) + 4.5, "at odds", "odds", size=11.5)


def _origins(reports: list[Statement], places: list[float]) -> dict[str, tuple[Thing, float, int]]:
    """Return each origin with its place, near its reports and apart from the others, and its reports' number."""
    near: dict[str, tuple[Thing, list[float]]] = {}
    for said, place in zip(reports, places, strict=True):
        key = _key(said)
        if key is not None and said.origin is not None:
            near.setdefault(key, (said.origin, []))[1].append(place)
    found: dict[str, tuple[Thing, float, int]] = {}
    y = _TOP - _ROW / 2
    for key, (thing, own) in sorted(near.items(), key=lambda one: (sum(one[1][1]) / len(one[1][1]), one[0])):
        y = max(y + _ROW, sum(own) / len(own))
        found[key] = (thing, y, len(own))
    return found


def _key(said: Statement) -> str | None:
    return said.origin.iri if said.origin is not None else None


def _source(said: Statement) -> str:
    return said.source.name if said.source is not None else said.attribution
