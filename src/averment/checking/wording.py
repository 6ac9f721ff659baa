"""What claims say, in words of a reader who does not know the ontology: who says what, when and where."""

from __future__ import annotations

from rdflib import Graph, URIRef
from rdflib.term import Node

from averment.checking.findings import Place
from averment.deriving import label
from averment.namespaces import AV, STANCE

__all__ = ["Wording", "shorten"]


class Wording:
    """Puts the sides of a finding into words.

    Args:
        data: what was validated: the graph with what is derived from it, and the ontology.
    """

    def __init__(self, data: Graph) -> None:
        self._data = data

    def answers(self, places: tuple[Place, ...]) -> str:
        """Return the answers that stand at the places, each with the sources that give it and their dates."""
        answers: dict[str, list[str]] = {}
        for place in places:
            who = self._who(place)
            sources = answers.setdefault(self._answer(place), [])
            if who not in sources:
                sources.append(who)
        return " against ".join(f"{answer} ({'; '.join(sources)})" for answer, sources in answers.items())

    def claims(self, focus: Node, places: tuple[Place, ...]) -> str:
        """Return what a claim says, and what is set against it, with the subject that the claim is about."""
        subject, aspect = self._data.value(focus, AV.about), self._data.value(focus, AV.hasAspect)
        if subject is None or aspect is None:
            return ""
        title = f"{label(aspect, self._data)} of {label(subject, self._data)}"
        return f"{title[:1].upper()}{title[1:]}: {self.answers(places)}."

    def _who(self, place: Place) -> str:
        part = self._data.value(URIRef(place.claim or ""), AV.inPart)
        named = label(part, self._data) if part is not None else None
        return ", ".join(word for word in (place.source or "unknown source", named, place.date) if word)

    def _answer(self, place: Place) -> str:
        denies = (URIRef(place.claim or ""), AV.hasStance, STANCE.denies) in self._data
        answer = f"'{shorten(self._in_words(place))}'" if place.value else "no answer"
        return f"not {answer}" if denies and place.value else answer

    def _in_words(self, place: Place) -> str:
        """Return an answer as stated, or by the names of its concepts."""
        concepts = list(self._data.objects(URIRef(place.claim or ""), AV.hasConcept))
        if any((concept, AV.inProcess, None) in self._data for concept in concepts):
            return place.value or ""  # a range of stages is more than the names of its ends
        return "; ".join(sorted(label(concept, self._data) for concept in concepts)) or place.value or ""


def shorten(text: str, limit: int = 120) -> str:
    """Return a text, or its start if it is longer than a limit in characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
