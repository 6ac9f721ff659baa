"""What an endpoint can be asked: each statement in a form that it gets right, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from rdflib import RDF

from averment import resources
from averment.namespaces import AV
from averment.remote.asking import Asking
from averment.remote.compared import compared_properties
from averment.remote.forms import list_classes, plain_comparisons, plain_conditions, plain_lists, plain_tags
from averment.remote.logic import without_errors
from averment.remote.probes import PROBES, Probe, failing
from averment.remote.whole import classes_below

__all__ = ["Dialect", "learn"]

_COMPARES = "COMPARES_STATED"
_NUMBER = r"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$"


@dataclass
class Dialect:
    """What an endpoint gets wrong, and what is done about it.

    Attributes:
        asking: the endpoint.
        wrong: the probes that it fails, by name, with what it answers.
        below: the classes below each class, where paths to them are not walked.
    """

    asking: Asking
    wrong: Mapping[str, str]
    below: Mapping[str, Collection[str]] = field(default_factory=dict)
    _clean: dict[str, bool] = field(default_factory=dict)

    def form_of(self, text: str) -> tuple[str, tuple[Probe, ...]]:
        """Return the form in which a statement is asked, and the probes that it needs and the endpoint fails.

        Raises:
            EndpointError: it can't be told, since the endpoint does not answer.
        """
        failed = [probe for probe in PROBES if probe.name in self.wrong]
        forms = {probe.form for probe in failed if probe.form}
        if "errors" in forms:
            forms.add("comparisons")
        for name, changed in self._forms().items():
            if (
                name in forms
                and any(probe.is_needed(text) for probe in failed if probe.form == name or not name)
            ) or (name == "comparisons" and "errors" in forms):
                text = changed(text)
        marked = f"{text} {_COMPARES}" if self._compares_what_differs(text, failed) else text
        return text, tuple(
            probe for probe in failed if probe.is_needed(marked) and not self._is_worked_round(probe, text)
        )

    def _forms(self) -> dict[str, Callable[[str], str]]:
        """The forms, in the order in which they are put on."""
        return {
            "tags": plain_tags,
            "comparisons": plain_comparisons,
            "conditions": plain_conditions,
            "lists": plain_lists,
            "errors": without_errors,
            "classes": lambda text: list_classes(text, self.below),
        }

    def _is_worked_round(self, probe: Probe, text: str) -> bool:
        """Return whether a text in another form does without what a probe asks for, though it looks like it."""
        return probe.form == "tags" and plain_tags(
            re.sub(r"\(LANG\([^()]*\) = \"\" && [^()]*\([^()]*\) = <[^<>]*>\)", "", text)
        ) == re.sub(r"\(LANG\([^()]*\) = \"\" && [^()]*\([^()]*\) = <[^<>]*>\)", "", text)

    def _compares_what_differs(self, text: str, failed: Collection[Probe]) -> bool:
        """Return whether values are compared of which some can't be: derived ones always can."""
        if not any(probe.needs == _COMPARES for probe in failed):
            return False
        derived = {str(term) for term in resources.ontology().subjects(RDF.type, AV.DerivedProperty)}
        return not all(self._is_clean(each) for each in compared_properties(text) - derived)

    def _is_clean(self, iri: str) -> bool:
        """Return whether all values of a property are numbers that can be compared."""
        if iri == "*":
            return False
        if iri not in self._clean:
            asked = (
                f"SELECT (COUNT(*) AS ?count) WHERE {{ ?s <{iri}> ?value . FILTER (!(ISNUMERIC(?value) && "
                f'REGEX(STR(?value), "{_NUMBER}"))) }}'
            )
            all_values = f"SELECT (COUNT(*) AS ?count) WHERE {{ ?s <{iri}> ?value }}"
            numbers = (
                f"SELECT (COUNT(*) AS ?count) WHERE {{ ?s <{iri}> ?value . FILTER (ISNUMERIC(?value) && "
                f'REGEX(STR(?value), "{_NUMBER}")) }}'
            )
            name = f"values of <{iri}>"
            counts = [self.asking.count(name, query) for query in (asked, all_values, numbers)]
            self._clean[iri] = counts[0] == 0 and counts[1] == counts[2]
        return self._clean[iri]


def learn(asking: Asking) -> Dialect:
    """Ask an endpoint the questions of the self-test.

    Raises:
        EndpointError: it does not answer.
    """
    wrong = failing(asking, PROBES)
    needs_classes = any(probe.form == "classes" and probe.name in wrong for probe in PROBES)
    return Dialect(asking, wrong, classes_below(asking) if needs_classes else {})
