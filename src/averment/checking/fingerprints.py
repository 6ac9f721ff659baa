"""By what a finding is known again in another run, whatever lines have moved and whichever files were added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from rdflib import BNode, Graph
from rdflib.term import Node

from averment.checking.findings import Finding, Place
from averment.deriving.fingerprints import DIGITS, digest_of

__all__ = ["fingerprint_of_finding", "told_apart"]


def fingerprint_of_finding(
    rule: str, focus: Node, value: Node | None, places: Iterable[Place], stated: Graph
) -> str:
    """Return the fingerprint of a finding: of its rule, its node, and the claims with what they say.

    Neither lines and files go into it, nor the words of the message, which another version may choose anew.

    Args:
        rule: the name of the rule.
        focus: the node at fault.
        value: the value at fault, if there is one.
        places: the sides of the finding.
        stated: what the files state.
    """
    sides = sorted(f"{place.claim or ''} {place.value or ''}" for place in places)
    names = [_name(node, stated) if node is not None else "" for node in (focus, value)]
    return digest_of([rule, *names, *sides])[:DIGITS]


def told_apart(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in their order, with a number behind a fingerprint that an earlier one has as well."""
    seen: Counter[str] = Counter()
    apart = []
    for finding in findings:
        seen[finding.fingerprint] += 1
        number = seen[finding.fingerprint]
        apart.append(
            finding if number == 1 else replace(finding, fingerprint=f"{finding.fingerprint}-{number}")
        )
    return apart


def _name(node: Node, stated: Graph) -> str:
    """Return an IRI or a literal, and of a node without a name the way to it from the nearest that has one."""
    steps: list[str] = []
    seen: set[Node] = set()
    while isinstance(node, BNode) and node not in seen:
        seen.add(node)
        owners = sorted(
            stated.subject_predicates(node), key=lambda pair: (isinstance(pair[0], BNode), *map(str, pair))
        )
        if not owners:
            break
        node, predicate = owners[0]
        steps.append(str(predicate))
    return " ".join(["" if isinstance(node, BNode) else str(node), *reversed(steps)])
