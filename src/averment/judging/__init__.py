"""Judging: from what an editor decides to a judgement that a file can hold, and which judgements there are."""

from __future__ import annotations

from averment.judging.drafting import Draft, Verdict, accept, identify, waive
from averment.judging.listing import Listed, list_judgements
from averment.judging.writing import free_name, to_yaml

__all__ = [
    "Draft",
    "Listed",
    "Verdict",
    "accept",
    "free_name",
    "identify",
    "list_judgements",
    "to_yaml",
    "waive",
]
