"""Which claims later documents took back."""

from __future__ import annotations

import pytest
from tests.deriving.small import TURTLE, world

from averment.deriving.corrections import derive_withdrawals
from averment.namespaces import AV, ID

FINE = "av:about <law/xa-bridges/ticket> ; av:hasAspect aspect:fine"
WORK = "av:about <law/xa-bridges/ticket> ; av:hasAspect aspect:community-work"
TOLL = "av:about <law/xa-bridges/toll> ; av:hasAspect aspect:fine"
ALL = {"page/fine", "page/work"}
ANSWER = "<article/notice/c> a av:Claim ; av:statedIn <article/notice>"
PAGES = f"""
<article/page> a av:Article .
<article/page/fine> a av:Claim ; av:statedIn <article/page> ; {FINE} .
<article/page/work> a av:Claim ; av:statedIn <article/page> ; {WORK} .
<article/notice> a av:Article .
"""


def withdrawn(turtle: str) -> set[str]:
    found = list(derive_withdrawals(world(TURTLE + PAGES + turtle)))
    assert {(predicate, str(value)) for _, predicate, value in found} <= {(AV.isWithdrawn, "true")}
    return {str(claim).removeprefix(f"{ID}article/") for claim, _, _ in found}


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ("", set()),
        ("<article/notice> av:retracts <article/page> .", ALL),
        ("<article/notice> av:corrects <article/page> .", set()),
        (f"<article/notice> av:corrects <article/page> . {ANSWER} ; {FINE} .", {"page/fine"}),
        (f"<article/notice> av:corrects <article/page> . {ANSWER} ; {TOLL} .", set()),
        (f"<article/notice> av:isBasedOn <article/page> . {ANSWER} ; {FINE} .", set()),
        ("<article/page> av:retracts <article/page> .", set()),
        ("<article/page> av:corrects <article/page> .", set()),
        ("<article/notice> av:retracts <article/notice> , <article/page> .", ALL),
        ("<article/nowhere> av:retracts <article/page> .", set()),
        ("<article/notice> av:retracts <article/nowhere> , 'the page' .", set()),
        ("<article/notice> av:retracts <article/page> . <article/z> av:retracts <article/notice> .", ALL),
    ],
)  # fmt: skip
def test_what_a_later_document_takes_back(turtle: str, expected: set[str]) -> None:
    assert withdrawn(turtle) == expected


def test_a_claim_of_two_documents_is_withdrawn_with_either() -> None:
    turtle = "<article/page/fine> av:statedIn <article/other> . <article/other> a av:Article . "
    assert withdrawn(turtle + "<article/notice> av:retracts <article/other> .") == {"page/fine"}
