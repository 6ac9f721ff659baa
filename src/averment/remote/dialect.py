"""What an endpoint can be asked: each statement in a form that it gets right, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass, field

from rdflib import RDF

from averment import resources
from averment.namespaces import AV
from averment.remote.asking import Asking
from averment.remote.compared import compared_properties
from averment.remote.forms import (
    has_plain_tags,
    list_classes,
    plain_comparisons,
    plain_conditions,
    plain_lists,
    plain_tags,
)
from averment.remote.logic import without_errors
from averment.remote.probes import COMPARES_STATED, PROBES
from averment.remote.selftest import Probe, failing
from averment.remote.whole import classes_below

__all__ = ["Dialect", "learn"]

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
        names = {probe.form for probe in failed if probe.is_needed(text)}
        if "errors" in names:
            names.add("comparisons")  # which are in the way of telling what errs
        forms: dict[str, Callable[[str], str]] = {
            "tags": plain_tags,
            "comparisons": plain_comparisons,
            "conditions": plain_conditions,
            "lists": plain_lists,
            "errors": without_errors,
            "classes": lambda text: list_classes(text, self.below),
        }
        compares = self._compares_what_differs(text, failed, forms.keys() & names)
        for name, changed in forms.items():
            if name in names:
                text = changed(text)
        marked = f"{text} {COMPARES_STATED}" if compares else text
        return text, tuple(
            probe
            for probe in failed
            if probe.is_needed(marked) and not (probe.form == "tags" and has_plain_tags(text))
        )

    def _compares_what_differs(self, text: str, failed: Collection[Probe], forms: Set[str]) -> bool:
        """Return whether values are compared of which some can't be: derived ones always can.

        That matters to an endpoint that compares them all the same, and to forms that take for granted that it can.
        """
        if not forms & {"comparisons", "errors"} and not any(p.needs == COMPARES_STATED for p in failed):
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
