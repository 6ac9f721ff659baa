"""Claims in the formats by which others take over claims, with an account of what each of them could not hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rdflib import RDF

from averment.building import Build
from averment.errors import AvermentError, UsageError
from averment.exporting.claims.accounting import (
    ClaimAccount,
    ClaimAccounting,
    claims_as_dict,
    claims_in_words,
)
from averment.exporting.claims.nanopublications import write_nanopublications
from averment.exporting.claims.publication import UNSIGNED, Publication
from averment.exporting.claims.quickstatements import write_quickstatements
from averment.exporting.claims.schema_org import write_schema_org
from averment.namespaces import AV
from averment.showing.lookup import Lookup

__all__ = [
    "CLAIM_WRITERS",
    "ClaimAccounting",
    "Publication",
    "claims_as_dict",
    "claims_in_words",
    "export_claims",
]

CLAIM_WRITERS: Mapping[str, Callable[[Lookup, ClaimAccount, Publication], str]] = {
    "claimreview": lambda lookup, account, _: write_schema_org(lookup, account),
    "nanopub": write_nanopublications,
    "quickstatements": lambda lookup, account, _: write_quickstatements(lookup, account),
}
"""What writes each format."""


def export_claims(
    build: Build, claim_format: str, publication: Publication = UNSIGNED
) -> tuple[str, ClaimAccounting]:
    """Return the claims of a graph as text in a format of `CLAIM_WRITERS`, and what became of them.

    Args:
        build: the graph.
        claim_format: a key of `CLAIM_WRITERS`.
        publication: who publishes the file, when and how it may be used; only nanopublications say so.

    Raises:
        UsageError: there is no such format.
        AvermentError: the graph holds what is no RDF term, or what was written and what was lost are not all
            claims that there are.
    """
    if claim_format not in CLAIM_WRITERS:
        raise UsageError(
            f"there is no format '{claim_format}'; use one of {', '.join(sorted(CLAIM_WRITERS))}"
        )
    lookup, account = Lookup(build), ClaimAccount()
    text = CLAIM_WRITERS[claim_format](lookup, account, publication)
    there = len(lookup.subjects(RDF.type, AV.Claim))
    if there != account.claims + account.left_out:
        raise AvermentError(
            f"of {there} claims, {there - account.claims - account.left_out} were lost on the way to {claim_format}, "
            "which is a fault of averment; report it with the graph"
        )
    return text, ClaimAccounting(claim_format, dict(account.written), there, account.claims, account.losses())
