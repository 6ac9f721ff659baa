"""The graph as the oracle reads it: what claims state, and which of them plainly answer one question.

Nothing here is derived by averment. What is asked of two claims is strict, so that a mutant whose effect would
take an argument is not made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.namespaces import AV, KIND, PREFIXES, STANCE
from mutants.model import Edit
from mutants.processes import Process
from mutants.spans import Span, days, numbers

__all__ = ["COMPARED", "SCOPES", "TRUE", "Claim", "Sheet", "name"]

SCOPES = (
    AV.hasAddressee,
    AV.inVersion,
    AV.ofPopulation,
    AV.inPlace,
    AV.atStage,
    AV.during,
    AV.isPrior,
)
COMPARED = frozenset({"asserts", "alleges", "conditional"})
TRUE = Literal("true", datatype=XSD.boolean)
_NOT_COPIED = frozenset({AV.attributionChain, AV.hasEvidence, AV.relays, SKOS.note, AV.wording})
_BOUNDED = frozenset({"estimate", "growing", "extent"})


def name(node: Node) -> str:
    """Return a node as files write it.

    >>> name(URIRef("https://w3id.org/averment/id/article/tass/c1"))
    'article:tass/c1'
    """
    found = [
        f"{prefix}:{str(node)[len(namespace) :]}"
        for prefix, namespace in PREFIXES.items()
        if str(node).startswith(namespace)
    ]
    return min(found, key=len, default=str(node))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a claim states.

    Attributes:
        scope: the scope that it states, by property.
        kind: the kind of its aspect, such as `extent`.
        span: the numbers or days that its value allows, if it is of such a kind and plain.
    """

    node: URIRef
    document: URIRef
    subject: URIRef
    aspect: URIRef
    kind: str
    value: str
    stance: str
    scope: frozenset[tuple[Node, Node]]
    span: Span | None

    @property
    def is_compared(self) -> bool:
        """Whether it is put forward in a way in which two answers can be at odds."""
        return self.stance in COMPARED


class Sheet:
    """The statements of all files, and the ontology's about aspects, concepts and stages.

    Args:
        graph: what the files state.
        vocabulary: the ontology.
    """

    def __init__(self, graph: Graph, vocabulary: Graph) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self.process = Process(vocabulary)
        found = (self._claim(node) for node in sorted(set(graph.subjects(RDF.type, AV.Claim)), key=str))
        self.claims = [claim for claim in found if claim is not None]
        self.by_node = {claim.node: claim for claim in self.claims}
        self.asked: dict[tuple[URIRef, URIRef], list[Claim]] = defaultdict(list)
        for claim in self.claims:
            self.asked[claim.subject, claim.aspect].append(claim)

    def _claim(self, node: Node) -> Claim | None:
        document, subject, aspect, stance = (
            self.graph.value(node, each) for each in (AV.statedIn, AV.about, AV.hasAspect, AV.hasStance)
        )
        value = self.graph.value(node, AV.value)
        kind = self.vocabulary.value(aspect, AV.hasKind)
        if not isinstance(value, Literal) or kind is None or stance is None:
            return None
        if not all(isinstance(each, URIRef) for each in (node, document, subject, aspect)):
            return None
        named = str(kind).removeprefix(KIND)
        reader = numbers if named in _BOUNDED else days if named == "moment" else lambda _: None
        return Claim(
            node=URIRef(str(node)),
            document=URIRef(str(document)),
            subject=URIRef(str(subject)),
            aspect=URIRef(str(aspect)),
            kind=named,
            value=str(value),
            stance=str(stance).removeprefix(STANCE),
            scope=frozenset((each, within) for each in SCOPES for within in self.graph.objects(node, each)),
            span=reader(str(value)),
        )

    # --- the graph and the edits of it ------------------------------------------------------

    def value(self, node: Node, predicate: Node) -> Node | None:
        """Return the one value of a property; None if there is none, or several."""
        values = list(self.graph.objects(node, predicate))
        return values[0] if len(values) == 1 else None

    def links(self, predicate: Node) -> list[tuple[URIRef, URIRef]]:
        """List the pairs of named nodes that a property links, sorted."""
        pairs = self.graph.subject_objects(predicate)
        return sorted(
            (one, other) for one, other in pairs if isinstance(one, URIRef) and isinstance(other, URIRef)
        )

    def reached(self, node: Node, predicate: Node) -> set[Node | None]:
        """Return what a property leads to from a node, at whatever distance."""
        return set(self.graph.transitive_objects(node, predicate)) - {node}

    def typed(self, *classes: URIRef) -> list[URIRef]:
        """List the named nodes of the files that have one of the classes as their type, sorted."""
        found = {node for each in classes for node in self.graph.subjects(RDF.type, each)}
        return sorted(node for node in found if isinstance(node, URIRef))

    def put(self, node: Node, predicate: Node, value: Node) -> Edit:
        """Return the edit that leaves a property with one value."""
        return Edit(self.drop(node, predicate).removed, ((node, predicate, value),))

    def drop(self, node: Node, predicate: Node) -> Edit:
        """Return the edit that takes all values of a property away."""
        values = sorted(self.graph.objects(node, predicate), key=str)
        return Edit(tuple((node, predicate, value) for value in values))

    def restate(self, claim: Claim, value: str) -> Edit:
        """Return the edit that gives a claim another value, in the language of the old one."""
        old = self.graph.value(claim.node, AV.value)
        return self.put(
            claim.node, AV.value, Literal(value, lang=old.language if isinstance(old, Literal) else None)
        )

    def copy(
        self, claim: Claim, document: URIRef, changed: Mapping[Node, Node | None]
    ) -> tuple[URIRef, Edit]:
        """Return the edit that puts a claim into another document as well, and the new claim.

        Neither the chain of the claim nor its evidence is copied, nor what it relays.

        Args:
            claim: the claim.
            document: where to put it.
            changed: other values of properties; None for those to leave out.
        """
        node = URIRef(f"{document}/mutant")
        stated: dict[Node, Node | None] = dict(self.graph.predicate_objects(claim.node))
        stated.update(dict.fromkeys(_NOT_COPIED))
        stated |= {AV.statedIn: document, **changed}
        added = [(node, key, value) for key, value in stated.items() if value is not None]
        return node, Edit(added=tuple(sorted(added, key=str)))

    # --- documents and days -----------------------------------------------------------------

    @cached_property
    def documents(self) -> list[URIRef]:
        """All documents, sorted."""
        return self.typed(
            *(AV[each] for each in ("Article", "OfficialText", "PressRelease", "SocialPost", "Document"))
        )

    def published(self, document: Node) -> Span | None:
        """Return the days on which a document may have appeared."""
        value = self.value(document, AV.published)
        return days(str(value)) if value is not None else None

    def day(self, claim: Claim) -> Span | None:
        """Return the days for which a claim gives its answer: as it says, or when its document appeared."""
        stated = self.value(claim.node, AV.asOf)
        return days(str(stated)) if stated is not None else self.published(claim.document)

    def claims_of(self, document: Node) -> list[Claim]:
        """List the claims of a document."""
        return [claim for claim in self.claims if claim.document == document]

    # --- concepts -----------------------------------------------------------------------------

    def concept(self, claim: Claim) -> URIRef | None:
        """Return the one concept that a value names: a node of the graph, or a term of the ontology."""
        if claim.kind not in ("choice", "force", "set") or ";" in claim.value:
            return None
        return self.concept_named(claim.value, claim.aspect)

    def concept_named(self, text: str, aspect: Node) -> URIRef | None:
        """Return the concept that a text names by its prefix, or by its notation among the answers to an aspect."""
        prefix, colon, local = text.partition(":")
        if colon:
            return URIRef(PREFIXES[prefix] + local) if prefix in PREFIXES else None
        for candidate in self.answers(aspect):
            if any(str(notation) == text for notation in self.vocabulary.objects(candidate, SKOS.notation)):
                return candidate
        return None

    def answers(self, aspect: Node) -> list[URIRef]:
        """List the concepts that answer an aspect, sorted."""
        found: set[Node] = set()
        for scheme in self.vocabulary.objects(aspect, AV.hasValueScheme):
            found.update(self.vocabulary.subjects(SKOS.inScheme, scheme))
            for below in {scheme, *self.vocabulary.transitive_subjects(RDFS.subClassOf, scheme)}:
                found.update(self.graph.subjects(RDF.type, below))
                found.update(self.vocabulary.subjects(RDF.type, below))
        return sorted(
            node
            for node in found
            if isinstance(node, URIRef) and (node, RDF.type, OWL.Class) not in self.vocabulary
        )

    def written(self, concept: URIRef) -> str:
        """Return a concept as a value names it."""
        notation = self.vocabulary.value(concept, SKOS.notation)
        return str(notation) if notation is not None else name(concept)

    def wider(self, concept: Node) -> set[Node]:
        """Return the concepts that contain one, at whatever distance."""
        if concept not in self._wider:
            found: set[Node] = set()
            waiting = [concept]
            while waiting:
                current = waiting.pop()
                above = {
                    *self.graph.objects(current, SKOS.broader),
                    *self.vocabulary.objects(current, SKOS.broader),
                    *self.graph.objects(current, AV.allOf),
                    *self.graph.subjects(AV.anyOf, current),
                }
                waiting.extend(above - found)
                found |= above
            self._wider[concept] = found
        return self._wider[concept]

    @cached_property
    def _wider(self) -> dict[Node, set[Node]]:
        return {}

    def are_apart(self, one: Node, other: Node) -> bool:
        """Return whether neither of two concepts is or contains the other."""
        return one != other and one not in self.wider(other) and other not in self.wider(one)

    def is_true(self, node: Node, predicate: Node) -> bool:
        """Return whether the files or the ontology say yes to a property of a node."""
        values = (*self.graph.objects(node, predicate), *self.vocabulary.objects(node, predicate))
        return any(str(value) in ("true", "1") for value in values)

    # --- which claims meet ----------------------------------------------------------------------

    def rivals(self, claim: Claim) -> list[Claim]:
        """List the other claims that plainly answer the same question as a claim does, if it is compared."""
        if not claim.is_compared:
            return []
        return [other for other in self.asked[claim.subject, claim.aspect] if self.are_rivals(claim, other)]

    def are_rivals(self, one: Claim, other: Claim) -> bool:
        """Return whether two claims answer one question: same subject, aspect and stated scope, and one text."""
        return (
            one.node != other.node
            and one.is_compared
            and other.is_compared
            and (one.subject, one.aspect, one.scope) == (other.subject, other.aspect, other.scope)
            and (one.span.unit if one.span else None) == (other.span.unit if other.span else None)
            and self._are_on_one_text(one, other)
            and (
                AV.asOf not in self.scoped_by(one.aspect)
                or self._stated_days(one) == self._stated_days(other)
            )
            and not any((each.node, AV.converts, None) in self.graph for each in (one, other))
        )

    def _are_on_one_text(self, one: Claim, other: Claim) -> bool:
        if AV.inVersion not in self.scoped_by(one.aspect):
            return True
        if (
            any(scope in (AV.inVersion, AV.isPrior) for scope, _ in one.scope)
            or one.document == other.document
        ):
            return True
        days = [self.value(each.document, AV.published) for each in (one, other)]
        return (
            days[0] is not None
            and days[0] == days[1]
            and not any((each.node, AV.asOf, None) in self.graph for each in (one, other))
        )

    def _stated_days(self, claim: Claim) -> Node | None:
        return self.value(claim.node, AV.asOf) or self.value(claim.document, AV.published)

    def scoped_by(self, aspect: Node) -> set[Node]:
        """Return the scopes by which answers to an aspect are kept apart."""
        return set(self.vocabulary.objects(aspect, AV.isScopedBy))

    def is_alone(self, claim: Claim) -> bool:
        """Return whether nothing else in the graph bears on the answer of a claim.

        No other claim has its subject, or one that it replaces or is a part of, and its aspect; nobody relays it,
        it relays nobody, it is not about a point in a process, and its provision rules no act that another rules.
        """
        related: set[Node | None] = set()
        for link in (AV.replaces, SKOS.broader, AV.isPartOf):
            related.update(self.graph.transitive_objects(claim.subject, link))
            related.update(self.graph.transitive_subjects(link, claim.subject))
        answers = [each for each in self.claims if each.aspect == claim.aspect and each.subject in related]
        return (
            len(answers) == 1
            and not self.is_relayed(claim)
            and not self.relayed(claim)
            and claim.kind != "stage"
            and claim.aspect not in self.process.dated
            and (claim.node, AV.converts, None) not in self.graph
            and not any((subject, AV.regulates, None) in self.graph for subject in related)
        )

    def relayed(self, claim: Claim) -> list[Claim]:
        """List the claims that a claim passes on."""
        nodes = self.graph.objects(claim.node, AV.relays)
        return [self.by_node[node] for node in nodes if isinstance(node, URIRef) and node in self.by_node]

    def is_relayed(self, claim: Claim) -> bool:
        """Return whether another claim passes a claim on."""
        return (None, AV.relays, claim.node) in self.graph

    def relays(self) -> Iterator[tuple[Claim, Claim]]:
        """Iterate over the claims that pass one on, each with that one, in order."""
        for claim in self.claims:
            for other in self.relayed(claim):
                yield claim, other

    def publisher(self, document: Node) -> Node | None:
        """Return who publishes a document."""
        return self.value(document, DCTERMS.publisher)
